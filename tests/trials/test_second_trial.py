"""A second trial, as unlike the first as it can be, with nothing but data added: flows, a dictionary, two catalogues.

Its verdicts and dates through the batch command, whole conversations in both languages through the desk and a real
SQLite store to the study team's card, the check and the drawing. That this passes proves that no code knows a trial.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bot.channels.batch import Batch
from bot.content.checks import check_catalogues
from bot.core.languages import LANGUAGES
from bot.core.machine import diagram, machine_of
from bot.store.migrate import migrate
from bot.store.sql import open_store
from bot.store.verify import verify
from tests.core.worlds import ROOT, RSV, SECOND, second, words_for_second
from tests.trials.clinic import Clinic, words

TODAY = date(2026, 11, 22)


def amount(value: str, unit: str) -> dict[str, str]:
    return {"value": value, "unit": unit}


GOOD: dict[str, Any] = {
    "visit_date": "2026-11-29",
    "birth_date": "1960-05-12",
    "height": amount("170", "cm"),
    "weight": amount("70", "kg"),
    "systolic": amount("130", "mmHg"),
    "diastolic": amount("80", "mmHg"),
    "fev1": amount("2.0", "L"),
    "fev1_predicted": amount("3000", "mL"),
    "exacerbations": "one",
    "oxygen": "no",
    "flu_shot": "2026-10-01",
    "vaccines": [],
    "next_planned": "no",
    "temperature": amount("36.6", "Cel"),
    "steroids": "no",
}


def evaluated(**changes: Any) -> dict[str, Any]:
    """The batch command's verdict on somebody who passes, but for these answers (None: not asked)."""
    answers = {
        id: value
        for id, value in {**GOOD, **{k.replace("__", "."): v for k, v in changes.items()}}.items()
        if value is not None
    }
    out, errors = StringIO(), StringIO()
    batch = Batch(RSV, second().texts.text, TODAY)
    batch.run([json.dumps({"id": "P1", "answers": answers}).encode()], out, errors)
    assert errors.getvalue() == ""
    result: dict[str, Any] = json.loads(out.getvalue())
    return result


def failing(result: Mapping[str, Any]) -> list[str]:
    return [id for id, status in result["criteria"].items() if status == "fail"]


# Verdicts.


def test_whoever_meets_everything_is_eligible_until_the_influenza_vaccination_is_too_old() -> None:
    result = evaluated()
    assert result["verdict"] == "eligible"
    assert set(result["criteria"].values()) == {"pass"}
    assert result["valid_until"] == "2027-03-29", "180 days after 1 October are 30 March, and the last day is out"


@pytest.mark.parametrize(
    ("changes", "failed"),
    [
        ({"birth_date": "1920-01-01"}, []),
        ({"birth_date": "1966-11-29"}, []),
        ({"birth_date": "1966-11-30"}, ["I1"]),
        ({"height": amount("1.7", "m"), "weight": amount("101.15", "kg")}, []),
        ({"height": amount("1.7", "m"), "weight": amount("101.16", "kg")}, ["I2"]),
        ({"height": amount("170", "cm"), "weight": amount("52.02", "kg")}, []),
        ({"height": amount("170", "cm"), "weight": amount("52.01", "kg")}, ["I2"]),
        ({"systolic": amount("159.9", "mmHg")}, []),
        ({"systolic": amount("160", "mmHg")}, ["I3"]),
        ({"systolic": amount("21.3", "kPa")}, []),
        ({"systolic": amount("21.4", "kPa")}, ["I3"]),
        ({"oxygen": "yes"}, []),
        ({"fev1": amount("1499", "mL")}, []),
        ({"fev1": amount("1500", "mL"), "oxygen": "yes", "exacerbations": "none"}, []),
        ({"fev1": amount("1499", "mL"), "oxygen": "yes"}, ["I4"]),
        ({"temperature": amount("37.7", "Cel")}, []),
        ({"temperature": amount("37.8", "°C")}, ["E4"]),
        ({"steroids": "yes", "steroid_dose": amount("40", "mg/d"), "steroid_days": amount("1", "wk")}, []),
        ({"steroids": "yes", "steroid_dose": amount("40.1", "mg/d"), "steroid_days": amount("7", "d")}, ["E5"]),
        ({"vaccines": ["antibody"], "vaccines__reaction__antibody": "no"}, []),
        ({"vaccines": ["antibody"], "vaccines__reaction__antibody": "yes"}, ["E3"]),
    ],
)
def test_each_bound_is_where_the_protocol_has_it(changes: dict[str, Any], failed: list[str]) -> None:
    result = evaluated(**changes)
    assert (failing(result), result["missing"]) == (failed, [])
    assert result["verdict"] == ("ineligible" if failed else "eligible")
    assert bool(result["reasons"]["en"]) == bool(failed) == bool(result["reasons"]["zh_CN"])


@pytest.mark.parametrize(
    ("changes", "clears_on"),
    [
        ({"birth_date": "1966-12-10"}, "2026-12-10"),
        ({"flu_shot": "2026-11-20"}, "2026-12-04"),
        ({"flu_shot": "2026-05-01"}, None),
        ({"vaccines": ["tetanus"], "vaccines__last_dose__tetanus": "2026-11-20", "vaccines__reaction__tetanus": "no"}, "2026-12-04"),
        ({"vaccines": ["zoster_live"], "vaccines__last_dose__zoster_live": "2026-11-20",
          "vaccines__reaction__zoster_live": "no"}, "2026-12-18"),
        ({"next_planned": "yes", "next_date": "2026-12-10"}, "2026-12-11"),
        ({"next_planned": "yes", "next_date": "2026-12-10", "birth_date": "1966-12-24"}, "2026-12-24"),
        ({"birth_date": "1966-12-10", "oxygen": "yes", "exacerbations": "more"}, None),
    ],
)  # fmt: skip
def test_a_failure_that_time_ends_has_its_date(changes: dict[str, Any], clears_on: str | None) -> None:
    result = evaluated(**changes)
    assert (result["verdict"], result["clears_on"]) == ("ineligible", clears_on)


def test_the_date_is_one_on_which_no_dated_failure_has_come_back() -> None:
    """The 60th birthday comes when the influenza vaccination of the day before yesterday is long too old."""
    result = evaluated(birth_date="1967-11-01", flu_shot="2026-11-20")
    assert failing(result) == ["I1", "I5"]
    assert result["clears_on"] is None


def test_an_eligible_verdict_ends_before_a_planned_vaccination_comes_near() -> None:
    assert evaluated(next_planned="yes", next_date="2026-12-27")["valid_until"] == "2026-11-29"
    assert evaluated(next_planned="yes", next_date="2027-01-10")["valid_until"] == "2026-12-13"


def test_what_has_lapsed_by_then_is_to_be_repeated() -> None:
    late = {
        "vaccines": ["zoster_live"],
        "vaccines__last_dose__zoster_live": "2026-11-20",
        "vaccines__reaction__zoster_live": "no",
    }
    result = evaluated(flu_shot="2026-06-15", **late)
    assert (failing(result), result["clears_on"]) == (["E1"], "2026-12-18")
    (repeat,) = [one for one in result["warnings"] if one["id"] == "repeat"]
    assert "I5 Influenza vaccination" in repeat["en"]
    assert "流感疫苗" in repeat["zh_CN"]


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"height": "unknown"}, ["height"]),
        ({"height": None, "weight": None}, ["height", "weight"]),
        ({"exacerbations": "unclear", "oxygen": "yes"}, ["exacerbations"]),
        ({"exacerbations": "unclear"}, []),
        ({"flu_shot": "2026-10"}, []),
        ({"flu_shot": "2026-06"}, ["flu_shot"]),
        ({"vaccines": None}, ["vaccines"]),
        ({"vaccines": ["tetanus"]}, ["vaccines.last_dose.tetanus", "vaccines.reaction.tetanus"]),
        ({"next_planned": "unknown"}, ["next_planned"]),
        ({"next_planned": "yes"}, ["next_date"]),
        ({"steroids": "yes"}, ["steroid_dose", "steroid_days"]),
        ({"birth_date": {"age": 59, "on": "2026-11-22"}}, ["birth_date"]),
        ({"birth_date": {"age": 60, "on": "2026-11-22"}}, []),
    ],
)
def test_what_is_missing_is_named(changes: dict[str, Any], missing: list[str]) -> None:
    result = evaluated(**changes)
    assert set(result["missing"]) == set(missing)
    assert result["verdict"] == ("undetermined" if missing else "eligible")


def test_alerts_warnings_and_readings_are_told_in_both_languages() -> None:
    result = evaluated(systolic=amount("100", "mmHg"), diastolic=amount("125", "mmHg"))
    assert [one["id"] for one in result["warnings"]] == ["crisis", "pressures_swapped"]
    assert result["warnings"][0]["zh_CN"] == "血压危象：立即通知医生。"
    touched = evaluated(steroids="yes", steroid_dose=amount("5", "mg/d"), steroid_days=amount("7", "d"))
    assert [one["id"] for one in touched["notes"]] == ["R2"]
    assert "总量超过280 mg" in touched["notes"][0]["zh_CN"]


def test_free_text_is_kept_and_never_holds_a_phone_number() -> None:
    assert evaluated(remarks="Prefers mornings")["verdict"] == "eligible"
    with pytest.raises(AssertionError):
        evaluated(remarks="call 13912345678")


# A conversation.

SAID = {
    "en": {
        "visit_date": "2026-11-29", "birth_date": "12 May 1960", "height": "170 cm", "weight": "154 lb", "systolic": "130",
        "diastolic": "80 mmHg", "fev1": "2000 mL", "fev1_predicted": "3.1", "exacerbations": "once", "oxygen": "no",
        "flu_shot": "1 October 2026", "vaccines": "tetanus, prevenar", "vaccines.last_dose.pneumococcus": "2026-10-20",
        "vaccines.last_dose.tetanus": "2026-11-20", "vaccines.reaction.pneumococcus": "no", "vaccines.reaction.tetanus": "no",
        "next_planned": "no", "temperature": "36.6 C", "steroids": "yes", "steroid_dose": "10 mg", "steroid_days": "1 week",
        "remarks": "Prefers mornings",
    },
    "zh_CN": {
        "visit_date": "2026年11月29日", "birth_date": "1960年5月12日", "height": "170厘米", "weight": "70公斤", "systolic": "130毫米汞柱",
        "diastolic": "80", "fev1": "2升", "fev1_predicted": "3.1", "exacerbations": "一次", "oxygen": "否", "flu_shot": "2026年10月1日",
        "vaccines": "破伤风、肺炎疫苗", "vaccines.last_dose.pneumococcus": "2026-10-20", "vaccines.last_dose.tetanus": "2026年11月20日",
        "vaccines.reaction.pneumococcus": "没有", "vaccines.reaction.tetanus": "否", "next_planned": "没有", "temperature": "36.6度",
        "steroids": "是", "steroid_dose": "10毫克", "steroid_days": "一周", "remarks": "上午方便",
    },
}  # fmt: skip
CARD = {"en": ("NOT ELIGIBLE", "Tetanus", "4 Dec 2026"), "zh_CN": ("不", "破伤风疫苗", "2026年12月4日")}


@pytest.fixture(params=sorted(LANGUAGES))
def clinic(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Clinic]:
    url = f"sqlite:///{tmp_path}/clinic.db"
    migrate(url)
    store = open_store(url)
    yield Clinic(store, request.param, RSV, second().texts, "LD01")
    store.close()


def test_a_whole_conversation_ends_with_the_card_in_each_ones_language(clinic: Clinic) -> None:
    clinic.screen(SAID[clinic.language])
    clinic.shows(CARD)
    assert list(verify(clinic.store, None)) == []


def test_another_language_in_the_middle_changes_words_only(clinic: Clinic) -> None:
    clinic.handle(what="command", command="screen")
    clinic.tap("agree")
    clinic.handle(what="text", text="2026-11-29")
    state = clinic.state
    before = words(list(clinic.me.messages.values())[-1])
    clinic.handle(what="command", command="language")
    assert clinic.state == state
    assert words(list(clinic.me.messages.values())[-1]) != before


# The commands.


def test_the_check_finds_no_problem_with_its_words() -> None:
    assert [one for one in check_catalogues(second(), SECOND / "flows", SECOND / "locales") if "rsv-60" in one] == []


def test_its_machine_is_drawn() -> None:
    drawn = diagram(RSV)
    assert drawn.startswith(("---", "stateDiagram"))
    assert all(question.id in drawn for question in RSV.questions)
    assert len(machine_of(RSV).states) == len(RSV.questions) + 11


def test_the_program_runs_it_from_a_folder_of_its_own(tmp_path: Path) -> None:
    environment = {**os.environ, "FLOWS_DIR": str(SECOND / "flows"), "LOCALES_DIR": str(words_for_second(tmp_path))}
    line = json.dumps({"id": 7, "today": "2026-11-22", "answers": GOOD})
    run = subprocess.run(
        [sys.executable, str(ROOT / "bot.py"), "evaluate", "rsv-60"],
        input=line, capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=60, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["verdict"] == "eligible"

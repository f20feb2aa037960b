"""A trial in children, with nothing but data added: what protocols of a rare disease say, that the others do not.

Ages in months, assent by age, a score of items, a z-score below zero, a count, a stable time for every drug, months of the
calendar, a first dose instead of a randomization; each at its bounds, and one conversation in each language.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from io import StringIO
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.channels.batch import Batch
from bot.content.doubts import doubts_about
from bot.content.extract import texts_of
from bot.content.library import Library, read_library
from bot.core.languages import LANGUAGES
from bot.core.messages import Message
from bot.store.migrate import migrate
from bot.store.sql import open_store
from tests.core.worlds import ROOT
from tests.trials.clinic import Clinic
from tests.trials.test_second_trial import TODAY, amount

CHILDREN = ROOT / "tests" / "trials" / "children"


@cache
def library() -> Library:
    """The trial with its own dictionary and words."""
    with TemporaryDirectory() as folder:
        for locales in (ROOT / "locales", CHILDREN / "locales"):
            copytree(locales, Path(folder), dirs_exist_ok=True)
        return read_library(CHILDREN / "flows", Path(folder))


GOOD: dict[str, Any] = {
    "first_dose": "2026-12-07",
    "screening": "2026-11-23",
    "birth_date": "2018-03-10",
    "weight": amount("10", "kg"),
    "gene": "pathogenic",
    "attacks": amount("4", "times"),
    "pain": "severe",
    "swelling": "moderate",
    "daily_life": "none",
    "drugs": [],
    "height_z": amount("-2", "SD"),
    "guardian": "yes",
    "assent": "yes",
    "live_vaccine": "no",
    "sibling": "no",
}


def evaluated(changes: dict[str, Any]) -> dict[str, Any]:
    """The verdict on a child who passes, but for these answers (None: not asked)."""
    answers = {id: value for id, value in {**GOOD, **changes}.items() if value is not None}
    out, errors = StringIO(), StringIO()
    batch = Batch(library().trials["hae-kids"], library().texts.text, TODAY)
    batch.run([json.dumps({"id": "P1", "answers": answers}).encode()], out, errors)
    assert errors.getvalue() == ""
    result: dict[str, Any] = json.loads(out.getvalue())
    return result


def drug(name: str, since: str) -> dict[str, Any]:
    return {"drugs": [name], f"drugs.since.{name}": since}


@pytest.mark.parametrize(
    ("changes", "failed", "clears_on"),
    [
        ({}, [], None),
        ({"birth_date": "2024-12-07", "assent": None}, [], None),
        ({"birth_date": "2024-12-08", "assent": None}, ["I1"], "2026-12-08"),
        ({"birth_date": "2008-12-08"}, [], None),
        ({"birth_date": "2008-12-07"}, ["I1"], None),
        ({"birth_date": "2019-12-08", "assent": None}, [], None),
        ({"birth_date": "2019-12-07", "assent": "no"}, ["I8"], None),
        ({"weight": amount("9.9", "kg")}, ["I2"], None),
        ({"gene": "vus", "c1": amount("49", "%")}, [], None),
        ({"gene": "benign", "c1": amount("50", "%")}, ["I3"], None),
        ({"attacks": amount("3", "times")}, ["I4"], None),
        ({"pain": "moderate"}, ["I5"], None),
        ({"pain": "mild", "swelling": "none", "daily_life": None}, ["I5"], None),
        ({"swelling": None, "daily_life": "moderate"}, [], None),
        (drug("tranexamic", "2026-11-09"), [], None),
        (drug("tranexamic", "2026-11-10"), ["I6"], "2026-12-08"),
        (drug("c1inh", "2026-09-07"), [], None),
        (drug("c1inh", "2026-09-08"), ["I6"], "2026-12-08"),
        (drug("c1inh", "2026-08-31") | {"first_dose": "2026-11-29"}, ["I6"], "2026-12-01"),
        ({"height_z": amount("-2.1", "SD")}, ["I7"], None),
        ({"height_z": amount("2.1", "SD")}, ["I7"], None),
        ({"live_vaccine": "yes", "live_vaccine_day": "2026-11-06"}, [], None),
        ({"live_vaccine": "yes", "live_vaccine_day": "2026-11-07"}, ["E1"], "2026-12-08"),
    ],
)  # fmt: skip
def test_each_bound_is_where_the_protocol_has_it(
    changes: dict[str, Any], failed: list[str], clears_on: str | None
) -> None:
    result = evaluated(changes)
    found = [id for id, status in result["criteria"].items() if status == "fail"]
    assert (found, result["missing"], result["clears_on"]) == (failed, [], clears_on)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"birth_date": {"age": 6, "on": "2026-11-22"}, "assent": None}, ["birth_date", "assent"]),
        ({"birth_date": {"age": 1, "on": "2026-11-22"}, "assent": None}, ["birth_date"]),
        ({"gene": "vus"}, ["gene", "c1"]),
        ({"swelling": None}, ["swelling"]),
        ({"drugs": ["c1inh"], "drugs.since.c1inh": "2026-09"}, ["drugs.since.c1inh"]),
        ({"live_vaccine": "yes"}, ["live_vaccine_day"]),
    ],
)
def test_what_is_missing_is_named(changes: dict[str, Any], missing: list[str]) -> None:
    result = evaluated(changes)
    assert (result["verdict"], set(result["missing"])) == ("undetermined", set(missing))


def test_a_verdict_ends_on_the_day_before_assent_is_needed() -> None:
    assert evaluated({"birth_date": "2020-01-08", "assent": None})["valid_until"] == "2027-01-07"


SAID = {
    "en": {
        "first_dose": "2026-12-07", "screening": "2026-11-22", "birth_date": "10 March 2018", "weight": "22 kg", "gene": "class 4",
        "attacks": "5", "pain": "severe", "swelling": "mild", "daily_life": "moderate", "drugs": "tranexamic acid",
        "drugs.since.tranexamic": "2026-11-10", "height_z": "-1.2", "guardian": "yes", "assent": "yes", "live_vaccine": "no",
        "sibling": "no",
    },
    "zh_CN": {
        "first_dose": "2026年12月7日", "screening": "2026-11-22", "birth_date": "2018年3月10日", "weight": "22公斤", "gene": "可能致病",
        "attacks": "5次", "pain": "重度", "swelling": "轻度", "daily_life": "中度", "drugs": "氨甲环酸",
        "drugs.since.tranexamic": "2026年11月10日", "height_z": "负1.2", "guardian": "是", "assent": "同意", "live_vaccine": "没有",
        "sibling": "没有",
    },
}  # fmt: skip
CARD = {
    "en": ("for first dose on 7 Dec 2026", "Tranexamic acid, dose unchanged since 10 Nov 2026: after 9 Nov 2026", "8 Dec 2026"),
    "zh_CN": ("计划首次给药日期：2026年12月7日", "氨甲环酸剂量不变起始日 2026年11月10日：晚于2026年11月9日", "2026年12月8日"),
}  # fmt: skip


@pytest.fixture(params=sorted(LANGUAGES))
def clinic(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Clinic]:
    url = f"sqlite:///{tmp_path}/clinic.db"
    migrate(url)
    store = open_store(url)
    yield Clinic(store, request.param, library().trials["hae-kids"], library().texts, "SH01")
    store.close()


def test_a_whole_conversation_ends_with_the_card_in_each_ones_language(clinic: Clinic) -> None:
    clinic.screen(SAID[clinic.language])
    clinic.shows(CARD)


def test_every_word_of_it_is_said_in_chinese() -> None:
    data = YAML().load((CHILDREN / "flows" / "hae-kids.yaml").read_text("utf-8"))
    for _line, context, text in texts_of(data):
        said = library().texts.text(Message(text, context=context, domain="hae-kids"), "zh_CN")
        assert any("一" <= sign <= "鿿" for sign in said), text


def test_every_criterion_can_pass_and_fail_and_is_decided() -> None:
    assert doubts_about(library().trials.values(), CHILDREN / "flows") == []

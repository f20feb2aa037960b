"""TI and IE are Dataset-JSON 1.1 and keep to SDTMIG 3.4: all criteria in the one, only those not met in the other.

The form is judged by `odmlib`'s model of Dataset-JSON: its fields, their types, the data types. What SDTMIG asks of the
two domains (required variables, lengths, controlled terms, keys that tell rows apart) is tested here.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from odmlib.dataset_json_1_1.model import DatasetJSON

from bot.core.trial import Trial
from bot.core.verdict import Status
from bot.interchange.fhir.release import Release
from bot.interchange.fhir.study import research_subject
from bot.interchange.sdtm import Tables
from bot.interchange.subject import subject_of
from bot.store.sql import open_store
from tests.core.worlds import LN, RSV
from tests.desk.office import TRIAL, Office
from tests.desk.screened import SCREENER, case, staffed, step
from tests.interchange.conftest import TALKS, Played
from tests.interchange.test_fhir import library

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
REQUIRED = {
    "TI": ["STUDYID", "DOMAIN", "IETESTCD", "IETEST", "IECAT"],
    "IE": ["STUDYID", "DOMAIN", "USUBJID", "IESEQ", "IETESTCD", "IETEST", "IECAT", "IEORRES", "IESTRESC"],
}
Rows = list[dict[str, Any]]


def tables(trial: Trial) -> Tables:
    return Tables(trial, library(trial).texts.text, NOW)


def rows(text: str) -> Rows:
    """The rows by variable, of a dataset that is one."""
    dataset = DatasetJSON.from_json(text)
    data = json.loads(text)
    names = dataset.column_names
    found = [dict(zip(names, row, strict=True)) for row in data["rows"]]
    assert dataset.records == len(found)
    required = REQUIRED[dataset.name]
    assert [name for name in names if name in required] == required
    assert all(row[name] not in (None, "") for row in found for name in required)
    assert all(row["DOMAIN"] == dataset.name for row in found)
    for column in dataset.columns:
        assert len(column.name) <= 8
        assert len(column.label) <= 40
        values = [row[column.name] for row in found]
        assert {type(value) for value in values} <= {{"string": str, "integer": int}[column.dataType]}
        assert column.dataType != "string" or max(map(len, values), default=1) == column.length
    keys = [one.name for one in sorted(dataset.columns, key=lambda one: one.keySequence or 99) if one.keySequence]
    assert len({tuple(row[key] for key in keys) for row in found}) == len(found)
    return found


def sound(row: dict[str, Any]) -> bool:
    """What holds for a criterion in both domains."""
    short, text = row["IETESTCD"], row["IETEST"]
    return (
        len(short) <= 8 and not short[0].isdigit() and len(text) <= 200 and row["IECAT"] in ("INCLUSION", "EXCLUSION")
    )


@pytest.mark.parametrize("trial", [LN, RSV], ids=lambda trial: trial.id)
def test_ti_holds_every_criterion_of_the_version(trial: Trial) -> None:
    found = rows("".join(tables(trial).ti([])))
    assert all(map(sound, found))
    assert [row["IETESTCD"] for row in found] == [one.id for one in trial.criteria]
    assert {row["TIVERS"] for row in found} == {trial.version}
    told = {row["IETESTCD"]: row["IETEST"] for row in found}
    for criterion in trial.criteria:
        whole = len(criterion.text.text) <= 200
        assert (told[criterion.id] == criterion.text.text) is whole
        assert whole or told[criterion.id].endswith("(see protocol)")


@pytest.mark.parametrize("file", TALKS, ids=lambda file: file.stem)
def test_ie_holds_what_was_not_met_and_nothing_else(file: Path, played: Played) -> None:
    subject = played(file)
    found = rows("".join(tables(LN).ie([subject])))
    failed = [one.criterion for one in subject.verdict.with_status(Status.FAIL)]
    assert all(map(sound, found))
    assert [row["IETESTCD"] for row in found] == [one.id for one in failed]
    assert [row["IEORRES"] for row in found] == ["N" if one.inclusion else "Y" for one in failed]
    assert [row["IESEQ"] for row in found] == list(range(1, len(failed) + 1))
    assert {row["USUBJID"] for row in found} <= {f"NCT03580291-{subject.code}"}
    assert all(date.fromisoformat(row["IEDTC"]) == subject.day for row in found)


def test_ie_holds_many_subjects_and_the_talks_together_fail_every_criterion(played: Played) -> None:
    """So that the test before this one sees each of them; each talk's case has a code of its own here."""
    subjects = [played(file) for file in TALKS]
    named = [replace(one, case=replace(one.case, code=f"S1-{number:04}")) for number, one in enumerate(subjects, 1)]
    found = rows("".join(tables(LN).ie(named)))
    assert {row["IETESTCD"] for row in found} == {one.id for one in LN.criteria}


def test_who_was_not_sent_is_not_in_ie(played: Played) -> None:
    subject = played(next(file for file in TALKS if file.stem == "everything-fails"))
    assert rows("".join(tables(LN).ie([replace(subject, case=replace(subject.case, sent=0))]))) == []


def test_what_is_exported_is_the_verdict_that_was_sent_not_that_of_the_last_answer(sqlite_database: str) -> None:
    """She turns 18 between them: on the day of the answer I2 failed, on the card it does not."""
    office = Office(open_store(sqlite_database))
    staffed(office)
    office.tap(SCREENER, "trial", TRIAL)
    step(office, "agree")
    step(office, "unknown")  # the planned date
    for words in ("female", "2008-12-01"):
        office.type(SCREENER, words)
    step(office, "stop")
    office.at += timedelta(days=14)
    assert "UNDETERMINED" in office.words(step(office, "send"))
    row = case(office)
    subject = subject_of(LN, row, office.record(row.id))
    office.store.close()
    assert research_subject(subject, Release.R4)["status"] == "screening"
    assert rows("".join(tables(LN).ie([subject]))) == []


def test_ids_that_cannot_be_short_names_become_numbers() -> None:
    criteria = tuple(replace(one, id=f"{one.id}-of-the-protocol") for one in LN.criteria)
    found = rows("".join(tables(replace(LN, criteria=criteria)).ti([])))
    assert all(map(sound, found))
    assert [row["IETESTCD"] for row in found][6:8] == ["INCL07", "EXCL08"]

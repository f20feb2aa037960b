"""Cases that came to nothing are erased when their trial keeps them no longer, and no others.

Requirements: (1) declined, never asked, and not eligible, each after its own time, to the day, not eligible by the
signature where one stands; (2) eligible and undetermined ones stay; (3) without a rule nothing is erased; (4) the record
says by which rule; (5) the rule comes from the trial's file.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.talks.play import replay
from bot.channels.talks.talk import read_talk
from bot.content.library import read_library
from bot.content.places import BadDefinition
from bot.core.trial import Retention
from bot.desk.retention import erase_overdue
from bot.desk.room import House
from bot.desk.trail import Trail, TrailFilter
from bot.ports import ERASED
from bot.store.sql import SqlStore, open_store
from bot.store.verify import verify
from tests.desk.office import TEAM, TRIAL, Office
from tests.desk.screened import DOCTOR, PIN, SCREENER, case, staffed, step
from tests.store.making import append, draft, opened

ROOT = Path(__file__).resolve().parents[2]
TALKS = ROOT / "tests" / "talks" / "ln-msc"
DECLINED, FAILED = timedelta(30), timedelta(365)
SECOND = timedelta(seconds=1)
# What is answered before the screening is stopped: I2 fails, or nothing does yet.
FAILING, OPEN = ("2026-12-06", "female", "1964-05-01"), ("2026-12-06",)


@pytest.fixture
def keeping(house: House) -> House:
    """The trial with both rules."""
    trial = replace(house.trials["ln-msc"], retention=Retention(DECLINED.days, FAILED.days))
    return replace(house, trials={"ln-msc": trial})


def erased(store: SqlStore, house: House, now: datetime) -> list[str]:
    """Carries out the rules; the codes of what was erased."""
    return [ended.row.code for ended in erase_overdue(store, house, now) if ended and not ended.failed]


def played(store: SqlStore, house: House, talk: str) -> datetime:
    """Plays a talk, or one that ends before it begins; the moment of the last entry."""
    if talk in ("declined", "agreement", "withdrawn"):
        return append(store, opened(store).id, draft(talk, data={"turn": 1}), state=talk).changed_at
    replay(read_talk(TALKS / f"{talk}.yaml"), house, store, "en")
    *_, row = store.every_case()
    return row.changed_at


@pytest.mark.parametrize(
    ("talk", "after"),
    [
        ("declined", DECLINED),
        ("agreement", DECLINED),
        ("withdrawn", DECLINED),  # opened by mistake
        ("stops-at-first-failure", FAILED),
        ("eligible-man", None),
        ("many-unknowns", None),
    ],
)
def test_each_is_kept_as_long_as_its_rule_says(
    store: SqlStore, keeping: House, house: House, talk: str, after: timedelta | None
) -> None:
    last = played(store, keeping, talk)
    long = last + timedelta(10_000)
    assert erased(store, house, long) == [], "this trial has no rule"
    if after is None:
        assert erased(store, keeping, long) == []
        return
    assert erased(store, keeping, last + after) == []
    assert erased(store, keeping, last + after + SECOND) == ["NJ01-0001"]
    (row,) = store.every_case()
    with store.reading() as unit:
        *_, deed = Trail(unit, keeping, TrailFilter()).of_case(row)
    said = keeping.words.text(deed.what, "en")
    assert (row.state, said) == (ERASED, f"erased by itself after {after.days} days, as the trial says")
    assert erased(store, keeping, long) == [], "once"
    assert verify(store) == []


@pytest.mark.parametrize(("answers", "decision"), [(FAILING, "eligible"), (OPEN, "ineligible")])
def test_where_a_signature_stands_it_says_who_failed(store: SqlStore, answers: tuple[str, ...], decision: str) -> None:
    """Whatever the verdict was: nobody is erased whom an investigator found eligible."""
    office = Office(store)
    staffed(office)
    office.tap(SCREENER, "trial", TRIAL)
    step(office, "agree")
    for words in answers:
        office.type(SCREENER, words)
    step(office, "stop")
    step(office, "send")
    office.tap(DOCTOR, "override", case=case(office).id, turn=1, chat=TEAM)
    step(office, "decide", decision, DOCTOR)
    for words in ("The identity card says otherwise", PIN, PIN):
        office.type(DOCTOR, words, message="1")
    assert office.record(case(office).id)[-1].data["decision"] == decision
    trials = {TRIAL: replace(office.house.trials[TRIAL], retention=Retention(failed=FAILED.days))}
    gone = erased(store, replace(office.house, trials=trials), office.at + FAILED + SECOND)
    assert gone == ([] if decision == "eligible" else ["NJ01-0001"])


def test_a_case_that_cannot_be_erased_is_told_and_the_next_one_is(
    database: str, store: SqlStore, keeping: House
) -> None:
    """The first was written before anything was locked."""
    plain = open_store(database)
    played(plain, keeping, "declined")
    plain.close()
    last = played(store, keeping, "declined")
    first, second = filter(None, erase_overdue(store, keeping, last + DECLINED + SECOND))
    assert (first.row.code, "never locked" in str(first.failed)) == ("NJ01-0001", True)
    assert (second.row.code, second.failed) == ("NJ01-0002", None)


def test_the_rule_comes_from_the_trials_file(tmp_path: Path) -> None:
    trials = ROOT / "tests" / "trials"
    assert read_library(trials / "flows", trials / "locales").trials["rsv-60"].retention == Retention(declined=30)
    text = (trials / "flows" / "rsv-60.yaml").read_text("utf-8")
    for file in (trials / "flows").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "rsv-60.yaml").write_text(text.replace("declined: 30", "declined: 0"), "utf-8")
    with pytest.raises(BadDefinition, match=r"rsv-60.yaml:.*greater than or equal to 1"):
        read_library(tmp_path, trials / "locales")

"""Reminders at their bounds: who is told, on which day, at which hour of the site, and until when.

The day on which each is due is proved in `tests/core`; here it is told, put off for one person, turned off, and ended.
Every look is by a desk that knows nothing of the one before, as after a restart.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.core.trial import Trial
from bot.desk import reminders
from bot.desk.erasing import erase
from bot.desk.front import Desk
from bot.desk.memory import Known
from bot.desk.records import known_case
from bot.desk.room import Room
from bot.ports import CaseRow, LentLine
from bot.store.people import People
from bot.store.sql import SqlStore
from tests.desk.office import TRIAL, Office, address
from tests.desk.screened import DOCTOR, SCREENER, case, change, failing, sign, staffed, step

SECOND_DOCTOR, ELSEWHERE_DOCTOR = 4, 5
NANJING = ZoneInfo("Asia/Shanghai")
SENT_ON = date(2026, 11, 22)


@pytest.fixture
def row(office: Office) -> CaseRow:
    """A verdict with two investigators of the site, and one of another who has nothing to do with it."""
    staffed(office)
    office.person(SECOND_DOCTOR, office.role("investigator"))
    office.person(ELSEWHERE_DOCTOR, office.role("investigator", site="BJ02"))
    return failing(office)


def looked(office: Office, days: int, at: time = time(10)) -> list[LentLine]:
    """What is told so many days after the verdict was sent, at this hour of the site."""
    moment = datetime.combine(SENT_ON + timedelta(days), at, NANJING).astimezone(UTC)
    office.at = max(office.at, moment)
    while Desk(office.store, office.house).remind(moment):
        pass
    return [line for line in office.sent() if line.key.startswith("remind:") and line.do == "show"]


def told(lines: list[LentLine]) -> list[str]:
    return sorted(line.address for line in lines)


def test_every_investigator_of_the_site_is_told_on_the_third_day_and_weekly(office: Office, row: CaseRow) -> None:
    both = [address(DOCTOR), address(SECOND_DOCTOR)]
    days: tuple[tuple[int, list[str]], ...] = ((0, []), (2, []), (3, both), (4, []), (9, []), (10, both))
    for day, wanted in days:
        lines = looked(office, day)
        assert told(lines) == wanted, f"day {day}"
        assert all("the verdict “not eligible” waits for your signature" in office.words([one]) for one in lines)
    office.tap(DOCTOR, "open", str(row.id))
    assert "Confirm" in office.words(step(office, "card", who=DOCTOR)), "from the reminder to the card that is signed"


def test_who_can_sign_is_found_without_a_look_at_everybody(
    office: Office, row: CaseRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand screeners would be read for each case."""
    monkeypatch.delattr(People, "everybody")
    assert told(looked(office, 3)) == [address(DOCTOR), address(SECOND_DOCTOR)]


def test_a_signature_ends_it_and_a_change_after_that_begins_it_anew(office: Office, row: CaseRow) -> None:
    sign(office)
    assert looked(office, 3) == []
    change(office)
    assert told(looked(office, 5)) == []
    assert told(looked(office, 6)) == [address(DOCTOR), address(SECOND_DOCTOR)]


@pytest.mark.parametrize(("how", "again"), [("1", 4), ("7", 10), ("off", None)])
def test_one_investigator_puts_it_off_for_themselves_alone(
    office: Office, row: CaseRow, how: str, again: int | None
) -> None:
    looked(office, 3)
    office.tap(DOCTOR, "snooze", f"{how}.unsigned-1-{office.staff(DOCTOR).id}", case=row.id)
    hears = [day for day in range(3, 25) if address(DOCTOR) in told(looked(office, day))]
    assert hears[:1] == ([again] if again else [])
    office.at = datetime.combine(SENT_ON, time(12), UTC) + timedelta(60)
    assert address(SECOND_DOCTOR) in told(looked(office, 60)), "the other has not put it off"


@pytest.mark.parametrize(("hour", "now"), [(time(6, 59), 0), (time(7), 2), (time(20, 59), 2), (time(21), 0)])
def test_the_night_is_quiet_by_the_sites_clock(office: Office, row: CaseRow, hour: time, now: int) -> None:
    looked(office, 0)
    assert len(looked(office, 3, hour)) == now
    assert len(looked(office, 4, time(7))) == 2 - now


def test_an_erased_case_reminds_nobody(store: SqlStore) -> None:
    office = Office(store)
    office.person(SCREENER, office.role("screener"))
    office.tap(SCREENER, "trial", TRIAL)
    step(office, "agree")
    looked(office, 0)
    erase(store, office.house, case(office).code, "consent withdrawn", office.at)
    assert looked(office, 400) == []


def test_a_case_that_cannot_be_looked_at_keeps_no_other_one_waiting(
    office: Office, row: CaseRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.tap(SCREENER, "trial", TRIAL)
    other = office.rows()[-1]
    step(office, "agree")

    def looked_at(room: Room, trial: Trial, found: CaseRow) -> Known:
        if found.id == row.id:
            raise ValueError("Wombat 1961-04-23")
        return known_case(room, trial, found)

    monkeypatch.setattr(reminders, "known_case", looked_at)
    with pytest.raises(reminders.NotLooked, match=row.code):
        looked(office, 3)
    assert [line.slot for line in looked(office, 3)] == [f"remind:{other.id}:unfinished"]
    monkeypatch.setattr(reminders, "known_case", known_case)
    assert looked(office, 3) == []
    assert told(looked(office, 4)) == [address(DOCTOR), address(SECOND_DOCTOR)]

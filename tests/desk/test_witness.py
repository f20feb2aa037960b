"""The witness of a day is told to the study teams, once, and shows later whether anything of then was changed.

Requirements: (1) it is the same however often, and however much later, it is made, also when cases go on or are erased;
(2) whatever of then is altered, cut off or written anew changes it; (3) every chat hears of it once, in its language.
"""

from __future__ import annotations

from collections import deque
from datetime import date, timedelta

import pytest

from bot.desk.erasing import erase
from bot.desk.room import House
from bot.desk.witness import Seal, tell_teams, witness, witnessed_day
from bot.ports import Note, Team
from bot.store.sql import SqlStore
from tests.store.making import NOW, append, draft, opened
from tests.store.test_verify import behind_our_back

DAY = timedelta(days=1)
TODAY = date(2026, 11, 22)


def made(store: SqlStore, day: date = TODAY) -> str:
    """The witness of a day."""
    (seal,) = deque(witness(store, day), maxlen=1)
    return seal.hash


@pytest.fixture
def filled(store: SqlStore) -> SqlStore:
    """Two cases and a line in a log."""
    for _ in range(2):
        append(store, opened(store).id, draft(), draft())
    with store.transaction() as unit:
        unit.log(Note(site="NJ01", kind="joined", at=NOW))
    return store


def test_it_comes_out_the_same_at_any_time_later(filled: SqlStore, house: House) -> None:
    before = made(filled)
    append(filled, 1, draft(at=NOW + DAY))
    opened(filled, at=NOW + DAY)
    erase(filled, house, "NJ01-0002", "withdrawn", NOW + 2 * DAY)
    assert made(filled) == before
    assert len({made(filled, TODAY + days * DAY) for days in range(-1, 4)}) == 4, (
        "each day its own, while there is news"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET hash = 'x' WHERE case_id = 1 AND number = 2",
        "DELETE FROM entries WHERE case_id = 1 AND number = 2",
        "DELETE FROM cases WHERE id = 3",
        "UPDATE cases SET head = 'x' WHERE id = 2",
        "UPDATE log SET hash = 'x' WHERE site = 'NJ01'",
    ],
)
def test_whatever_of_then_is_changed_changes_it(filled: SqlStore, statement: str) -> None:
    opened(filled)
    append(filled, 1, draft(at=NOW + DAY))
    before = made(filled)
    with filled.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ALTER TABLE log DISABLE TRIGGER USER")
        else:
            connection.exec_driver_sql("DROP TRIGGER log_no_update")
    behind_our_back(filled, statement)
    assert made(filled) != before


def test_every_chat_hears_of_it_once_in_its_language(filled: SqlStore, house: House) -> None:
    with filled.transaction() as unit:
        for trial in ("a", "b"):
            unit.set_team(Team(address="telegram:-7", trial=trial, site="*", language="en"))
        unit.set_team(Team(address="telegram:-8", trial="a", site="NJ01", language="zh_CN"))
    (seal,) = deque(witness(filled, TODAY), maxlen=1)
    for _ in range(2):
        tell_teams(filled, house, TODAY, seal)
    told = {line.address: str(line.picture) for line in filled.claim(NOW, 9)}
    assert filled.outbox().waiting == len(told) == 2
    assert all(seal.hash in words for words in told.values())
    assert "2 cases, 4 entries" in told["telegram:-7"]
    assert "2例" in told["telegram:-8"]


def test_a_day_is_told_once_everything_of_it_is_written(house: House) -> None:
    midnight = NOW.replace(hour=0, minute=0)
    assert witnessed_day(midnight + timedelta(minutes=59)) == TODAY - 2 * DAY
    assert witnessed_day(midnight + timedelta(minutes=61)) == TODAY - DAY
    assert Seal().hash == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "of nothing"

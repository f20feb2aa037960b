"""Each site's log: what happened to people, append-only and chained.

Requirements: (1) a line is only ever added, on both databases; (2) each site counts for itself; (3) of two who write at
once none is lost and the chain holds; (4) what was done behind our back is named.
"""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.ports import Conflict, Note, StoreFailed
from bot.store.log import broken, verify_logs
from bot.store.sql import SqlStore

from .making import NOW, at_once

UNGUARDED = {
    "sqlite": "DROP TRIGGER IF EXISTS log_no_delete",
    "postgresql": "ALTER TABLE log DISABLE TRIGGER USER",
}


def note(site: str = "NJ01", kind: str = "joined", **data: str) -> Note:
    """Something that happened."""
    return Note(site=site, kind=kind, at=NOW, actor=1, subject=2, data=data)


def written(store: SqlStore, *notes: Note) -> None:
    """Together, in a transaction of its own."""
    with store.transaction() as unit:
        unit.log(*notes)


def test_each_site_has_a_chain_of_its_own(store: SqlStore) -> None:
    written(store, note(), note("BJ02"), note(kind="role_given", role="monitor"))
    with store.reading() as unit:
        here, there = unit.logged("NJ01"), unit.logged("BJ02")
        assert unit.logged_sites() == ("BJ02", "NJ01")
    assert [(line.number, line.kind, line.data) for line in here] == [
        (1, "joined", {}),
        (2, "role_given", {"role": "monitor"}),
    ]
    assert (here[0].previous, here[1].previous, there[0].previous) == ("", here[0].hash, "")
    assert broken(here) is None is broken(there)


@pytest.mark.parametrize("statement", ["UPDATE log SET kind = 'left'", "DELETE FROM log"])
def test_a_line_is_neither_changed_nor_deleted(store: SqlStore, statement: str) -> None:
    written(store, note())
    with pytest.raises((DBAPIError, StoreFailed, Conflict)), store.engine.begin() as connection:
        connection.execute(text(statement))
    with store.reading() as unit:
        assert [line.kind for line in unit.logged("NJ01")] == ["joined"]


def test_what_was_taken_away_is_missed(store: SqlStore) -> None:
    written(store, note(), note(kind="refused"), note(kind="left"))
    assert verify_logs(store) == []
    with store.engine.begin() as connection:
        connection.execute(text(UNGUARDED[connection.dialect.name]))
        connection.execute(text("DELETE FROM log WHERE number = 2"))
    assert verify_logs(store) == ["the log of NJ01: line 2 does not verify"]


def test_of_those_who_write_at_once_none_is_lost(store: SqlStore, url: str) -> None:
    def work(own: SqlStore, number: int) -> None:
        for turn in range(5):
            insist(own, note(who=f"{number}-{turn}"))

    at_once(url, work)
    with store.reading() as unit:
        lines = unit.logged("NJ01")
    assert len({line.data["who"] for line in lines}) == len(lines) == 20
    assert broken(lines) is None


def insist(store: SqlStore, wanted: Note) -> None:
    """As the desk does: whoever was second tries again."""
    while True:
        try:
            return written(store, wanted)
        except Conflict:
            continue

"""Which updates were handled, so that each is once, and which were given up; within one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, Executable, insert, select

from bot.ports import Parked
from bot.store import tables
from bot.store.engine import upsert
from bot.store.locks import Locks
from bot.store.part import UnitPart

PARKED = tables.parked.c


class Updates(UnitPart):
    """What became of updates."""

    def __init__(self, connection: Connection, locks: Locks | None = None) -> None:
        super().__init__(connection, locks)
        self._first: dict[str, bool] = {}

    def note_seen(self, update_key: str, at: datetime) -> None:
        """This update is handled by this transaction; `Conflict` if it was already."""
        self.connection.execute(insert(tables.seen), {"update_key": update_key, "at": at})

    def first_time(self, update_key: str, at: datetime) -> bool:
        """The same, but False if it was handled already."""
        if update_key in self._first:
            first, self._first[update_key] = self._first[update_key], False
            return first
        noted = self.connection.execute(_note(self.dialect), {"update_key": update_key, "at": at})
        return noted.rowcount == 1

    def first_times(self, updates: Mapping[str, datetime]) -> None:
        """Notes these together; each will be asked for with `first_time`."""
        noted = [{"update_key": key, "at": updates[key]} for key in sorted(updates)]
        new = set(self.connection.execute(_note_all(self.dialect), noted).scalars()) if noted else set()
        self._first |= {key: key in new for key in updates}

    def park(self, parked: Parked) -> None:
        """This update is given up; a second note of the same is ignored."""
        noted = upsert(self.dialect, tables.parked).values(asdict(parked))
        self.connection.execute(noted.on_conflict_do_nothing(index_elements=["update_key"]))

    def parked(self, limit: int) -> list[Parked]:
        """The updates that were given up, the latest first."""
        latest = select(tables.parked).order_by(PARKED.at.desc(), PARKED.update_key).limit(limit)
        return [Parked(**row) for row in self.all(latest)]


@cache
def _note(dialect: str) -> Executable:
    noted = upsert(dialect, tables.seen).on_conflict_do_nothing(index_elements=["update_key"])
    return noted.execution_options(preserve_rowcount=True)


@cache
def _note_all(dialect: str) -> Executable:
    noted = upsert(dialect, tables.seen).on_conflict_do_nothing(index_elements=["update_key"])
    return noted.returning(tables.seen.c.update_key)

"""Dropping what has served its purpose: update keys, finished lines of the outbox and the keys to them, old notes.

A portion at a time, so that a talk never waits for it. Records are never touched.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, func, select

from bot.store import tables
from bot.store.locks import LETTERS, of_letters
from bot.store.outbox import WAITING
from bot.store.part import UnitPart

PORTION = 500
# What could still be delivered again is among the latest, whatever a wrong clock wrote down as its time.
ALWAYS_KEPT = 10_000
SEEN, OUTBOX, PARKED, KEYS = tables.seen.c, tables.outbox.c, tables.parked.c, tables.keys.c
FINISHED = ("sent", "dropped")


class Forgetful(UnitPart):
    """One portion of each kind; says how many rows it was."""

    def keys(self, before: datetime) -> int:
        """Update keys of before then, but never the latest."""
        oldest_kept = select(SEEN.at).order_by(SEEN.at.desc()).limit(1).offset(ALWAYS_KEPT - 1).scalar_subquery()
        return self._drop(tables.seen, SEEN.update_key, SEEN.at < before, SEEN.at < oldest_kept)

    def lines(self, before: datetime) -> int:
        """Outbox lines that were sent or dropped before then."""
        return self._drop(tables.outbox, OUTBOX.id, OUTBOX.status.in_(FINISHED), OUTBOX.done_at < before)

    def notes(self, before: datetime) -> int:
        """Notes of updates that were parked before then."""
        return self._drop(tables.parked, PARKED.update_key, PARKED.at < before)

    def letters(self, before: datetime) -> int:
        """Keys of the messages of days before then, so that no copy of them can be read; not while any waits."""
        waits = self.connection.execute(select(func.min(OUTBOX.at)).where(OUTBOX.status == WAITING)).scalar_one()
        last = of_letters(min(before, waits) if waits else before)
        return self._drop(tables.keys, KEYS.subject, KEYS.subject >= LETTERS, KEYS.subject < last)

    def _drop(self, table: Table, key: ColumnElement[Any], *which: ColumnElement[bool]) -> int:
        portion = select(key).where(*which).limit(PORTION)
        return self.connection.execute(delete(table).where(key.in_(portion))).rowcount

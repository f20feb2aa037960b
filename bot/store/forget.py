"""Dropping what has done its service: update keys, finished lines of the outbox, old notes of parked updates.

A portion at a time, so that a talk never waits for it. Records are never touched.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, select

from bot.store import tables
from bot.store.part import Part

PORTION = 500
# What could still be delivered again is among the latest, whatever a wrong clock wrote down as its time.
ALWAYS_KEPT = 10_000
SEEN, OUTBOX, PARKED = tables.seen.c, tables.outbox.c, tables.parked.c
FINISHED = ("sent", "dropped")


class Forgetful(Part):
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

    def _drop(self, table: Table, key: ColumnElement[Any], *which: ColumnElement[bool]) -> int:
        portion = select(key).where(*which).limit(PORTION)
        return self.connection.execute(delete(table).where(key.in_(portion))).rowcount

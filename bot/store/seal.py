"""A seal over all records: one hash of how each of them ended, to be noted where nobody here can change it.

The same as a backup's. A seal of a day covers what was written before the end of that day (UTC), and can be made again
at any time later: whoever kept it can tell that nothing of then was altered, cut off or written anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from bot.ports import CaseRow
from bot.store import tables
from bot.store.sql import SqlStore

ENTRIES = tables.entries.c


class Seal:
    """What the cases that were added, in the order of their ids, come to."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.cases = self.entries = 0

    def add(self, code: str, entries: int, head: str) -> None:
        """One more case, with the number and the hash of its last entry."""
        self._hash.update(f"{code} {entries} {head}\n".encode())
        self.cases, self.entries = self.cases + 1, self.entries + entries

    @property
    def hash(self) -> str:
        """The seal, as hex digits."""
        return self._hash.hexdigest()


def sealed(store: SqlStore, before: datetime) -> Iterator[Seal]:
    """The seal of all entries of before then, after each case; the last one is of all."""
    seal = Seal()
    yield seal
    for case in store.every_case():
        end = (case.entries, case.head) if case.changed_at < before else _end(store, case, before)
        if end is not None:
            seal.add(case.code, *end)
        yield seal


def _end(store: SqlStore, case: CaseRow, before: datetime) -> tuple[int, str] | None:
    """The last entry of before then; None where there was none yet."""
    if case.opened_at >= before:
        return None
    numbers = select(func.max(ENTRIES.number)).where(ENTRIES.case_id == case.id, ENTRIES.at < before)
    last = select(ENTRIES.number, ENTRIES.hash).where(
        ENTRIES.case_id == case.id, ENTRIES.number == numbers.scalar_subquery()
    )
    with store.engine.connect() as connection:
        connection.execution_options(reads_only=True)
        row = connection.execute(last).one_or_none()
    return (0, "") if row is None else (row[0], row[1])

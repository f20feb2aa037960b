"""Checks the records against their chains, and each case row against the end of its record.

With the master key also whether every entry opens: nobody without it can write a record anew.

Reads one case at a time, whatever the size of the store, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from bot.ports import ERASED, CaseRow, Entry, Unit
from bot.store.chain import broken


class Records(Protocol):
    """What is checked: a store, and whether it has the master key."""

    @property
    def vault(self) -> object | None:
        """The locks, where there is a key."""

    def every_case(self) -> Iterable[CaseRow]:
        """All cases."""

    def reading(self) -> AbstractContextManager[Unit]:
        """One consistent view."""


def verify(store: Records, code: str | None = None) -> list[str]:
    """All that is wrong with the record of this case, or of every case; empty if nothing is."""
    return [problem for case_id, name in _wanted(store, code) for problem in _case(store, case_id, name)]


def _wanted(store: Records, code: str | None) -> Iterable[tuple[int, str]]:
    if code is None:
        return ((case.id, case.code) for case in store.every_case())
    with store.reading() as unit:
        case = unit.case_by_code(code)
    return [] if case is None else [(case.id, case.code)]


def _case(store: Records, case_id: int, name: str) -> list[str]:
    with store.reading() as unit:
        case, entries = unit.case(case_id), unit.entries(case_id)
    return problems(case, entries, store.vault is not None) if case else [f"{name}: the case is gone"]


def problems(case: CaseRow, entries: Sequence[Entry], with_key: bool = False) -> list[str]:
    """What is wrong with this record, or with the case row that should sum it up; `with_key`: all should open."""
    place = broken(entries)
    if place is not None:
        return [f"{case.code}: entry {place} does not verify"]
    end = (entries[-1].case_id, entries[-1].number, entries[-1].hash) if entries else (case.id, 0, "")
    if end != (case.id, case.entries, case.head):
        return [f"{case.code}: the record ends at entry {end[1]}, the case says {case.entries}"]
    return _not_as_locked(case, entries) if with_key else []


def _not_as_locked(case: CaseRow, entries: Sequence[Entry]) -> list[str]:
    """Entries that do not open although they should, or stand unlocked among locked ones."""
    erased = bool(entries) and entries[-1].kind == ERASED
    if erased != (case.state == ERASED):
        return [f"{case.code}: it is {'' if erased else 'not '}erased, the case says otherwise"]
    open_still = [entry for entry in entries[:-1] if entry.salt] if erased else []
    if open_still:
        return [f"{case.code}: it is erased, but its key is still there"]
    for before, entry in zip([None, *entries], entries, strict=False):
        if entry.closed and not erased:
            return [f"{case.code}: entry {entry.number} does not open: its key is missing, or it was not written by us"]
        if before is not None and before.locked and not entry.locked and entry.kind != ERASED:
            return [f"{case.code}: entry {entry.number} is not locked, the one before is"]
    return []

"""Checks the records against their chains, and each case row against the end of its record.

Reads one case at a time, whatever the size of the store, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.ports import CaseRow, Entry, Store
from bot.store.chain import broken


def verify(store: Store, code: str | None = None) -> list[str]:
    """All that is wrong with the record of this case, or of every case; empty if nothing is."""
    return [problem for case_id, name in _wanted(store, code) for problem in _case(store, case_id, name)]


def _wanted(store: Store, code: str | None) -> Iterable[tuple[int, str]]:
    if code is None:
        return ((case.id, case.code) for case in store.every_case())
    with store.reading() as unit:
        case = unit.case_by_code(code)
    return [] if case is None else [(case.id, case.code)]


def _case(store: Store, case_id: int, name: str) -> list[str]:
    with store.reading() as unit:
        case, entries = unit.case(case_id), unit.entries(case_id)
    return problems(case, entries) if case else [f"{name}: the case is gone"]


def problems(case: CaseRow, entries: Sequence[Entry]) -> list[str]:
    """What is wrong with this record, or with the case row that should sum it up."""
    place = broken(entries)
    if place is not None:
        return [f"{case.code}: entry {place} does not verify"]
    end = (entries[-1].case_id, entries[-1].number, entries[-1].hash) if entries else (case.id, 0, "")
    if end != (case.id, case.entries, case.head):
        return [f"{case.code}: the record ends at entry {end[1]}, the case says {case.entries}"]
    return []

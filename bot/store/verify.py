"""Checks the records against their chains, and each case row against what its record says.

With the master key also whether every entry opens: nobody without it can write a record anew.

Reads one case at a time, whatever the size of the store, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Engine, select

from bot.ports import ERASED, CaseRow, Entry, StoreBusy, StoreDown, StoreFailed, UnitOfWork
from bot.store import tables
from bot.store.chain import broken


class Records(Protocol):
    """What is checked: a store, and whether it has the master key."""

    @property
    def vault(self) -> object | None:
        """The locks, where there is a key."""

    @property
    def engine(self) -> Engine:
        """The database."""

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """One consistent view."""


CASES = tables.cases.c
PORTION = 200


def verify(store: Records, code: str | None = None) -> list[str]:
    """All that is wrong with the record of this case, or of every case; empty if nothing is."""
    return [problem for case_id, name in _wanted(store, code) for problem in _case(store, case_id, name)]


def _wanted(store: Records, code: str | None) -> Iterator[tuple[int, str]]:
    """Ids and codes alone, since what else stands in a row may not be readable."""
    last, wanted = 0, select(CASES.id, CASES.code).order_by(CASES.id).limit(PORTION)
    wanted = wanted if code is None else wanted.where(CASES.code == code)
    while True:
        with store.engine.connect() as connection:
            connection.execution_options(reads_only=True)
            found = connection.execute(wanted.where(CASES.id > last)).all()
        if not found:
            return
        yield from ((row.id, row.code) for row in found)
        last = found[-1].id


def _case(store: Records, case_id: int, name: str) -> list[str]:
    try:
        with store.reading() as unit:
            case, entries = unit.case(case_id), unit.entries(case_id)
    except (StoreBusy, StoreDown):
        raise
    except (StoreFailed, ValueError, TypeError, LookupError) as error:
        # The words of the others may hold what was written there.
        said = str(error) if isinstance(error, StoreFailed) else type(error).__name__
        return [f"{name}: the record cannot be read: {said}"]
    return problems(case, entries, store.vault is not None) if case else [f"{name}: the case is gone"]


def problems(case: CaseRow, entries: Sequence[Entry], with_key: bool = False) -> list[str]:
    """What is wrong with this record, or with the case row that should sum it up; `with_key`: all should open."""
    place = broken(entries)
    if place is not None:
        return [f"{case.code}: entry {place} does not verify"]
    end = (entries[-1].case_id, entries[-1].number, entries[-1].hash) if entries else (case.id, 0, "")
    if end != (case.id, case.entries, case.head):
        return [f"{case.code}: the record ends at entry {end[1]}, the case says {case.entries}"]
    return (_not_as_locked(case, entries) if with_key else []) or _not_as_recorded(case, entries)


def _not_as_recorded(case: CaseRow, entries: Sequence[Entry]) -> list[str]:
    """Where the case row, by which a case is found and shown, differs from what its entries say."""
    wrong = [name for name, said in _recorded(entries).items() if getattr(case, name) != said] if entries else []
    return [f"{case.code}: {', '.join(wrong)} of the case not as its record says"] if wrong else []


def _recorded(entries: Sequence[Entry]) -> dict[str, object]:
    """What a record says of its case, as far as it can be opened."""
    first, last = entries[0], entries[-1]
    said: dict[str, object] = {name: getattr(last, name) for name in ("state", "trial", "version")}
    said |= {"opened_at": first.at, "changed_at": last.at}
    if last.kind == ERASED:
        return said | {"label": None}
    if not any(entry.closed for entry in entries):
        for entry in entries:
            said |= _says(entry)
    return said


def _says(entry: Entry) -> dict[str, object]:
    """What an entry says of its case."""
    data = entry.data
    said: dict[str, object] = {"turn": data["turn"]} if "turn" in data else {}
    match entry.kind:
        case "opened":
            code: str = data["code"]
            said |= {"code": code, "site": code.rpartition("-")[0]}
            return said | {"owner": entry.staff_id, "label": data.get("label")}
        case "labelled":
            return said | {"label": data["label"]}
        case "handed_over":
            return said | {"owner": data["to"]}
    return said


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

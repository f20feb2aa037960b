"""Cases and their records, within one transaction.

An entry is only ever added. The case row is a projection that each append brings up to date, and the place where two
writers meet: whoever read it earlier than the other one wrote it gets a `Conflict`. What was read is remembered, and
what is appended goes to the database together, at the end or when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Executable, and_, bindparam, delete, insert, or_, select, update

from bot.ports import ERASED, CaseRow, Conflict, Draft, Entry, StoreFailed
from bot.store import tables
from bot.store.chain import LOCKED, Head, Lock, head, read, seal, stored
from bot.store.engine import upsert
from bot.store.locks import LABELS, Locks, of_case
from bot.store.part import UnitPart
from bot.store.rows import LABEL, case_rows

CASES, ENTRIES = tables.cases.c, tables.entries.c
AS_READ = ("id", "entries", "head", "turn")
WRITTEN = ("owner", "label", "state", "turn", "changed_at", "head", "entries")


class Cases(UnitPart):
    """Opening cases, reading them, and appending to their records."""

    def __init__(self, connection: Connection, locks: Locks | None = None) -> None:
        super().__init__(connection, locks)
        self._known: dict[int, CaseRow] = {}
        self._advanced: dict[int, dict[str, Any]] = {}
        self._appended: list[dict[str, Any]] = []

    def record(self) -> None:
        """Writes down what was appended; `Conflict` if one of the cases had moved on."""
        if self._advanced:
            moves = [{**as_read, **self._end_of(self._known[id])} for id, as_read in self._advanced.items()]
            self._advanced = {}
            if self.connection.execute(_as_read(), moves).rowcount != len(moves):
                raise Conflict("a case has moved on")
        if self._appended:
            self.connection.execute(insert(tables.entries), self._appended)
            self._appended = []

    def know_cases(self, ids: Iterable[int]) -> None:
        """Reads these together, since they will be asked for; held like one that is asked for."""
        wanted = sorted(set(ids) - self._known.keys())
        if wanted:
            self._known |= {row.id: row for row in case_rows(self.all_held(tables.cases, "id", wanted), self.locks)}

    def next_code(self, site: str) -> str:
        """A subject code that was never given before: NJ01-0042."""
        last = self.connection.execute(_count(self.dialect), {"site": site, "last": 1}).scalar_one()
        return f"{site}-{last:04}"

    def open_case(
        self, *, code: str, trial: str, version: str, site: str, owner: int, state: str, at: datetime,
        label: str | None = None,
    ) -> CaseRow:  # fmt: skip
        """A new case without any entry; `Conflict` if the code is taken."""
        fresh: dict[str, Any] = {
            "code": code, "label": None, "trial": trial, "version": version, "site": site, "owner": owner,
            "state": state, "turn": 0, "opened_at": at, "changed_at": at, "head": "", "entries": 0,
        }  # fmt: skip
        statement = insert(tables.cases).values(fresh).returning(CASES.id)
        row = CaseRow(id=self.connection.execute(statement).scalar_one(), **fresh | {"label": label})
        if self.locks is not None:
            self.locks.make(of_case(row.id))
        if label is not None:
            self._advanced[row.id] = _as_it_is(row)
        self._known[row.id] = row
        return row

    def case(self, case_id: int) -> CaseRow | None:
        """The case, held against other writers until the transaction ends."""
        return self._known.get(case_id) or self._case("id", case_id)

    def case_by_code(self, code: str) -> CaseRow | None:
        """The same, by its subject code."""
        return self._case("code", code)

    def _case(self, column: str, value: object) -> CaseRow | None:
        self.record()
        found = self.held(tables.cases, column, value)
        if found is None:
            return None
        (row,) = case_rows([found], self.locks)
        self._known[row.id] = row
        return row

    def cases_of(
        self, *, owner: int | None = None, site: str | None = None, trial: str | None = None,
        label: str | None = None, states: Sequence[str] = (), without: Sequence[str] = (), limit: int = 50,
        skip: int = 0,
    ) -> tuple[CaseRow, ...]:  # fmt: skip
        """Cases that match everything given, in one of `states` and in none of `without`, the latest change first."""
        self.record()
        equal = ((CASES.owner, owner), (CASES.site, site), (CASES.trial, trial))
        statement = select(tables.cases).where(*(column == value for column, value in equal if value is not None))
        if label is not None:
            statement = statement.where(self._labelled(label))
        if states:
            statement = statement.where(CASES.state.in_(states))
        if without:
            statement = statement.where(CASES.state.not_in(without))
        ordered = statement.order_by(CASES.changed_at.desc(), CASES.id.desc()).limit(limit).offset(skip)
        return tuple(case_rows(self.all(ordered), self.locks))

    def cases_of_subject(self, digest: str) -> tuple[CaseRow, ...]:
        """The cases of the patient with this fingerprint, the latest first."""
        self.record()
        return tuple(case_rows(self.all(_same(), {"wanted": digest}), self.locks))

    def cases_after(self, case_id: int, limit: int) -> list[CaseRow]:
        """The next cases by id."""
        self.record()
        statement = select(tables.cases).where(CASES.id > case_id).order_by(CASES.id).limit(limit)
        return case_rows(self.all(statement), self.locks)

    def entries(self, case_id: int) -> tuple[Entry, ...]:
        """The whole record of a case, in order."""
        self.record()
        rows = self.all(_record(), {"wanted": case_id})
        locked = any(row["data"].startswith(LOCKED) for row in rows)
        lock = self._lock(case_id) if locked else None
        return tuple(read(row, lock) for row in rows)

    def latest(self, case_id: int, kind: str) -> Entry | None:
        """The last entry of this kind in a case's record."""
        self.record()
        row = self.one(_latest(), {"wanted": case_id, "kind": kind})
        return read(row, self._lock(case_id)) if row else None

    def append(
        self, case: CaseRow, drafts: Sequence[Draft], *, state: str, turn: int,
        owner: int | None = None, label: str | None = None,
    ) -> tuple[Entry, ...]:  # fmt: skip
        """Seal the drafts to the record, and bring the case row up to date (owner and label only where given).

        `Conflict`, now or at the end, if the case has moved on since `case` was read.
        """
        lock = self._made_lock(case.id) if drafts else None
        return self._append(case, drafts, lock, state=state, turn=turn, owner=owner, label=label)

    def erase(self, case: CaseRow, draft: Draft) -> Entry:
        """Destroy the case's key, and with it all that was said; the draft is the last entry, and stays readable.

        StoreFailed where something was written as it is: that cannot be taken back.
        """
        self.record()
        plain = select(ENTRIES.number).where(ENTRIES.case_id == case.id, ENTRIES.data.startswith("{")).limit(1)
        if self.locks is None or self.one(plain) is not None:
            raise StoreFailed(f"{case.code} has entries that were never locked: they cannot be erased")
        self.locks.destroy(of_case(case.id))
        self.connection.execute(delete(tables.subjects).where(tables.subjects.c.case_id == case.id))
        (entry,) = self._append(case, [draft], None, state=ERASED, turn=case.turn + 1, owner=None, label=None)
        self._known[case.id] = replace(self._known[case.id], label=None)
        return entry

    def _append(
        self, case: CaseRow, drafts: Sequence[Draft], lock: Lock | None, *, state: str, turn: int,
        owner: int | None, label: str | None,
    ) -> tuple[Entry, ...]:  # fmt: skip
        known = self._known.setdefault(case.id, case)
        if (known.head, known.turn) != (case.head, case.turn):
            raise Conflict(f"case {case.code} has moved on")
        sealed = _sealed(case, drafts, lock)
        given: dict[str, Any] = {"owner": owner or case.owner, "label": case.label if label is None else label}
        self._advanced.setdefault(case.id, _as_it_is(case))
        self._known[case.id] = replace(case, **_end(sealed), state=state, turn=turn, **given)
        self._appended += [stored(entry) for entry in sealed]
        return sealed

    def _lock(self, case_id: int) -> Lock | None:
        return self.locks.get(of_case(case_id)) if self.locks else None

    def _made_lock(self, case_id: int) -> Lock | None:
        return self.locks.make(of_case(case_id)) if self.locks else None

    def _end_of(self, row: CaseRow) -> dict[str, Any]:
        label = row.label
        if label and self.locks is not None:
            mark = self.locks.make(LABELS).salt(label)
            label = f"{LOCKED}{mark}:{self.locks.make(of_case(row.id)).close(label, LABEL)}"
        return {name: getattr(row, name) for name in WRITTEN} | {"label": label}

    def _labelled(self, label: str) -> ColumnElement[bool]:
        lock = self.locks.get(LABELS) if self.locks else None
        if lock is None:
            return CASES.label == label
        begins = f"{LOCKED}{lock.salt(label)}"
        return or_(CASES.label == label, and_(CASES.label >= f"{begins}:", CASES.label < f"{begins};"))


@cache
def _count(dialect: str) -> Executable:
    last = tables.counters.c.last
    first = upsert(dialect, tables.counters)
    return first.on_conflict_do_update(index_elements=["site"], set_={"last": last + 1}).returning(last)


@cache
def _record() -> Executable:
    wanted = tables.entries.c.case_id == bindparam("wanted")
    return select(tables.entries).where(wanted).order_by(tables.entries.c.number)


@cache
def _latest() -> Executable:
    wanted = (ENTRIES.case_id == bindparam("wanted"), ENTRIES.kind == bindparam("kind"))
    return select(tables.entries).where(*wanted).order_by(ENTRIES.number.desc()).limit(1)


@cache
def _same() -> Executable:
    of = select(tables.cases).join(tables.subjects, tables.subjects.c.case_id == CASES.id)
    return of.where(tables.subjects.c.digest == bindparam("wanted")).order_by(CASES.id.desc())


@cache
def _as_read() -> Executable:
    as_read = (CASES[name] == bindparam(f"read_{name}") for name in AS_READ)
    return update(tables.cases).where(*as_read).values({name: bindparam(name) for name in WRITTEN})


def _as_it_is(case: CaseRow) -> dict[str, Any]:
    return {f"read_{name}": getattr(case, name) for name in AS_READ}


def _sealed(case: CaseRow, drafts: Sequence[Draft], lock: Lock | None) -> tuple[Entry, ...]:
    sealed: list[Entry] = []
    last = Head(case.id, case.entries, case.head)
    for draft in drafts:
        sealed.append(seal(draft, last, lock))
        last = head(sealed[-1])
    return tuple(sealed)


def _end(sealed: tuple[Entry, ...]) -> dict[str, Any]:
    if not sealed:
        return {}
    return {"head": sealed[-1].hash, "entries": sealed[-1].number, "changed_at": sealed[-1].at}

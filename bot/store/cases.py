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

from sqlalchemy import Connection, Executable, bindparam, insert, select, update

from bot.ports import CaseRow, Conflict, Draft, Entry
from bot.store import tables
from bot.store.chain import SEALED, Head, head, seal
from bot.store.part import Part, upsert

CASES = tables.cases.c
AS_READ = ("id", "entries", "head", "turn")
WRITTEN = ("owner", "label", "state", "turn", "changed_at", "head", "entries")


class Cases(Part):
    """Opening cases, reading them, and appending to their records."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self._known: dict[int, CaseRow] = {}
        self._advanced: dict[int, dict[str, Any]] = {}
        self._appended: list[dict[str, Any]] = []

    def record(self) -> None:
        """Writes down what was appended; `Conflict` if one of the cases had moved on."""
        if self._advanced:
            moves = [{**read, **_written(self._known[id])} for id, read in self._advanced.items()]
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
            self._known |= {row["id"]: CaseRow(**row) for row in self.all_held(tables.cases, "id", wanted)}

    def next_code(self, site: str) -> str:
        """A subject code that was never given before: NJ01-0042."""
        last = self.connection.execute(_count(self.dialect), {"site": site, "last": 1}).scalar_one()
        return f"{site}-{last:04}"

    def open_case(
        self, *, code: str, trial: str, version: str, site: str, owner: int, state: str, at: datetime,
        label: str | None = None,
    ) -> CaseRow:  # fmt: skip
        """A new case without any entry; `Conflict` if the code is taken."""
        known = {"code": code, "label": label, "trial": trial, "version": version, "site": site, "owner": owner}
        fresh = {"state": state, "turn": 0, "opened_at": at, "changed_at": at, "head": "", "entries": 0}
        statement = insert(tables.cases).values(**known, **fresh).returning(CASES.id)
        row = CaseRow(id=self.connection.execute(statement).scalar_one(), **known, **fresh)  # type: ignore[arg-type]
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
        row = self._known[found["id"]] = CaseRow(**found)
        return row

    def cases_of(
        self, *, owner: int | None = None, site: str | None = None, trial: str | None = None,
        label: str | None = None, states: Sequence[str] = (), limit: int = 50, skip: int = 0,
    ) -> tuple[CaseRow, ...]:  # fmt: skip
        """Cases that match everything given, the latest change first."""
        self.record()
        equal = ((CASES.owner, owner), (CASES.site, site), (CASES.trial, trial), (CASES.label, label))
        statement = select(tables.cases).where(*(column == value for column, value in equal if value is not None))
        if states:
            statement = statement.where(CASES.state.in_(states))
        ordered = statement.order_by(CASES.changed_at.desc(), CASES.id.desc()).limit(limit).offset(skip)
        return tuple(CaseRow(**row) for row in self.all(ordered))

    def cases_after(self, case_id: int, limit: int) -> list[CaseRow]:
        """The next cases by id."""
        self.record()
        statement = select(tables.cases).where(CASES.id > case_id).order_by(CASES.id).limit(limit)
        return [CaseRow(**row) for row in self.all(statement)]

    def entries(self, case_id: int) -> tuple[Entry, ...]:
        """The whole record of a case, in order."""
        self.record()
        return tuple(Entry(**row) for row in self.all(_record(), {"wanted": case_id}))

    def latest(self, case_id: int, kind: str) -> Entry | None:
        """The last entry of this kind in a case's record."""
        self.record()
        row = self.one(_latest(), {"wanted": case_id, "kind": kind})
        return Entry(**row) if row else None

    def append(
        self, case: CaseRow, drafts: Sequence[Draft], *, state: str, turn: int,
        owner: int | None = None, label: str | None = None,
    ) -> tuple[Entry, ...]:  # fmt: skip
        """Seal the drafts to the record, and bring the case row up to date (owner and label only where given).

        `Conflict`, now or at the end, if the case has moved on since `case` was read.
        """
        known = self._known.setdefault(case.id, case)
        if (known.head, known.turn) != (case.head, case.turn):
            raise Conflict(f"case {case.code} has moved on")
        sealed = _sealed(case, drafts)
        given: dict[str, Any] = {"owner": owner or case.owner, "label": case.label if label is None else label}
        self._advanced.setdefault(case.id, {f"read_{name}": getattr(case, name) for name in AS_READ})
        self._known[case.id] = replace(case, **_end(sealed), state=state, turn=turn, **given)
        self._appended += [_line(entry) for entry in sealed]
        return sealed


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
    wanted = (tables.entries.c.case_id == bindparam("wanted"), tables.entries.c.kind == bindparam("kind"))
    return select(tables.entries).where(*wanted).order_by(tables.entries.c.number.desc()).limit(1)


@cache
def _as_read() -> Executable:
    as_read = (CASES[name] == bindparam(f"read_{name}") for name in AS_READ)
    return update(tables.cases).where(*as_read).values({name: bindparam(name) for name in WRITTEN})


def _sealed(case: CaseRow, drafts: Sequence[Draft]) -> tuple[Entry, ...]:
    sealed: list[Entry] = []
    last = Head(case.id, case.entries, case.head)
    for draft in drafts:
        sealed.append(seal(draft, last))
        last = head(sealed[-1])
    return tuple(sealed)


def _end(sealed: tuple[Entry, ...]) -> dict[str, Any]:
    if not sealed:
        return {}
    return {"head": sealed[-1].hash, "entries": sealed[-1].number, "changed_at": sealed[-1].at}


def _written(row: CaseRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in WRITTEN}


def _line(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in SEALED}

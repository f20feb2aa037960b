"""What the store's tests are made of: people, cases, entries and outgoing lines with as little said as possible."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

from sqlalchemy import select

from bot.ports import Booking, CaseRow, Draft, Entry, LentLine, Outgoing, Staff, UnitOfWork
from bot.store import tables
from bot.store.sql import SqlStore, open_store
from bot.store.vault import Keyring

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ME = "console:me"
MASTER = "l8nyeZ3u0M9h5pI3oYcDqM0cQz4Yq8d8Yb1n0mUe6bE="
KEYRING = Keyring([MASTER])
WORKERS = 4


def unplain(line: Mapping[str, Any]) -> Entry:
    """The entry that an export wrote so (`chain.plain`)."""
    return Entry(**{**line, "at": datetime.fromisoformat(line["at"]).astimezone(UTC)})


def draft(kind: str = "answered", **changed: Any) -> Draft:
    """An entry about nothing in particular."""
    usual: dict[str, Any] = {
        "kind": kind,
        "at": NOW,
        "offset": 480,
        "staff_id": None,
        "language": "zh",
        "trial": "ln-msc",
        "version": "1",
        "state": "ask:egfr",
        "data": {"question": "egfr", "typed": "35 毫升/分", "value": ["35", "mL/min"]},
    }
    return Draft(**usual | changed)


def staff(unit: UnitOfWork, address: str = ME, site: str = "NJ01") -> Staff:
    """The person at this address, who joins if need be."""
    known = unit.staff_by_address(address)
    return known or unit.add_staff(address=address, name="Li M.", role="screener", site=site, language="zh", at=NOW)


def opened(store: SqlStore, site: str = "NJ01", **changed: Any) -> CaseRow:
    """A new case of this site, without entries."""
    with store.transaction() as unit:
        owner = staff(unit, f"console:{site}", site).id
        usual: dict[str, Any] = {"trial": "ln-msc", "version": "1", "state": "consent", "at": NOW, "owner": owner}
        return unit.open_case(**{"code": unit.next_code(site), "site": site} | usual | changed)


def append(store: SqlStore, case_id: int, *drafts: Draft, state: str = "ask:egfr") -> CaseRow:
    """One more turn of the case, with these entries."""
    with store.transaction() as unit:
        case = unit.case(case_id)
        assert case is not None
        unit.append(case, drafts or (draft(),), state=state, turn=case.turn + 1)
        after = unit.case(case_id)
    assert after is not None
    return after


def line(key: str, do: Any = "show", address: str = "telegram:1", **more: Any) -> Outgoing:
    """Something to be sent."""
    return Outgoing(address=address, do=do, key=key, picture={"lines": [key]}, **more)


def send(store: SqlStore, *lines: Outgoing) -> None:
    """Put into the outbox, in a transaction of its own."""
    with store.transaction() as unit:
        unit.send(*lines)


def table(store: SqlStore, name: str) -> list[tuple[Any, ...]]:
    """All rows of a table."""
    with store.engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY 1, 2")]


def lent(store: SqlStore, id: int) -> LentLine:
    """A line of the outbox as a courier has it, by the number of its place."""
    names = ("id", "address", "do", "key", "slot", "refers", "attempts", "not_before")
    with store.engine.connect() as connection:
        row = connection.execute(select(tables.outbox).where(tables.outbox.c.id == id)).one()._mapping
    return LentLine(**{name: row[name] for name in names})


def book_sent(store: SqlStore, line: LentLine | int, message_id: str | None, at: datetime) -> None:
    """A line was sent, and is this message."""
    pending = lent(store, line) if isinstance(line, int) else line
    store.book([Booking(line=pending, how="sent", message_id=message_id)], at)


def book_again(store: SqlStore, line: LentLine | int, not_before: datetime, reason: str) -> None:
    """A line was not sent, and is tried again."""
    pending = lent(store, line) if isinstance(line, int) else line
    store.book([Booking(line=pending, how="again", not_before=not_before, reason=reason)], not_before)


def book_failed(store: SqlStore, line: LentLine | int, reason: str) -> None:
    """A line cannot be sent, ever."""
    pending = lent(store, line) if isinstance(line, int) else line
    store.book([Booking(line=pending, how="failed", reason=reason)], NOW)


def elsewhere(*works: Callable[[], object]) -> list[int | None]:
    """Do each of these in a process of its own, all at once; their exit codes."""
    children = [multiprocessing.get_context("fork").Process(target=work) for work in works]
    for child in children:
        child.start()
    for child in children:
        child.join(120)
    return [child.exitcode for child in children]


@contextmanager
def working(url: str) -> Iterator[SqlStore]:
    """A worker's store, which waits as long as it takes."""
    store = open_store(url, wait=30)
    yield store
    store.close()


def at_once(url: str, work: Callable[[SqlStore, int], None]) -> None:
    """The same work by several workers, each with connections of its own; they begin together."""
    together = Barrier(WORKERS, timeout=60)

    def begin(number: int) -> None:
        with working(url) as store:
            together.wait()
            work(store, number)

    with ThreadPoolExecutor(WORKERS) as pool:
        for done in [pool.submit(begin, number) for number in range(WORKERS)]:
            done.result()


def die() -> None:
    """As by a power cut: nothing is flushed, nothing is closed."""
    os.kill(os.getpid(), 9)

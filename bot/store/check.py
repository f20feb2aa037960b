"""What is looked at before the bot starts: whether the file is whole, and whether the latest records are.

Bounded, so that a million cases take no longer than ten thousand: a small file is looked at from end to end, of a large
one the small tables and the records that changed last. The whole is for `verify` and for every backup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, select

from bot.ports import CaseRow, StoreDamaged
from bot.store import tables
from bot.store.engine import build, database_file
from bot.store.sql import SqlStore
from bot.store.verify import problems

MEGABYTE = 1 << 20
# About a second for each on an ordinary disk: every page and every index entry, or every page.
THOROUGH, QUICK = 32 * MEGABYTE, 256 * MEGABYTE
LATEST = 200
NAMED = 5
SITE = tables.counters.c.site
SMALL_TABLES = ("alembic_version", "staff", "invitations", "teams", "counters", "parked", "log", "pins")


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that is wrong: with the record of this case, or, where there is none, with the file itself."""

    said: str
    case: str | None = None


def file_problems(url: str) -> list[Broken]:
    """What is wrong with an SQLite file, before anybody writes to it. Other databases look after themselves.

    StoreFailed where that cannot be found out now: a disk that fails is no reason to bring a backup back.
    """
    path = database_file(url)
    if path is None or not path.exists():
        return []
    engine = build(url, foreign_keys=False)
    try:
        with engine.connect() as connection:
            connection.execution_options(reads_only=True)
            return [Broken(said) for said in [*_pages(connection), *_references(connection)][:NAMED]]
    except StoreDamaged as damaged:
        return [Broken(f"the file cannot be read as a database: {damaged}")]
    finally:
        engine.dispose()


def _pages(connection: Connection) -> Iterator[str]:
    there = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
    for check in _checks(_size(connection), there):
        for row in connection.exec_driver_sql(f"PRAGMA {check}"):
            if row[0] != "ok":
                yield str(row[0])


def _checks(size: int, there: Iterable[str]) -> Iterable[str]:
    if size <= THOROUGH:
        return (f"integrity_check({NAMED})",)
    if size <= QUICK:
        return (f"quick_check({NAMED})",)
    return tuple(f"quick_check({name})" for name in SMALL_TABLES if name in there)


def _references(connection: Connection) -> Iterator[str]:
    if _size(connection) > QUICK:
        return
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {row[1]} of {row[0]} refers to what is not in {row[2]}"


def _size(connection: Connection) -> int:
    pages, size = (connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("page_count", "page_size"))
    return int(pages) * int(size)


def record_problems(store: SqlStore, limit: int = LATEST) -> list[Broken]:
    """What is wrong with the records that changed last, of every site some; StoreFailed where nobody can read now."""
    found: list[Broken] = []
    try:
        for case in latest_cases(store, limit):
            found += _record(store, case)
    except StoreDamaged as damaged:
        found.append(Broken(f"a record cannot be read: {damaged}"))
    return found


def latest_cases(store: SqlStore, limit: int) -> list[CaseRow]:
    """The cases that changed last: as many of each site, about so many in all."""
    sites = _sites(store.engine)
    each = max(1, limit // max(1, len(sites)))
    with store.reading() as unit:
        return [case for site in sites for case in unit.cases_of(site=site, limit=each)]


def _sites(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        connection.execution_options(reads_only=True)
        return list(connection.execute(select(SITE).order_by(SITE)).scalars())


def _record(store: SqlStore, case: CaseRow) -> Iterator[Broken]:
    with store.reading() as unit:
        row = unit.case(case.id)
        told = problems(row, unit.entries(case.id), store.vault is not None) if row else []
        owned = unit.staff(case.owner) is not None
    yield from (Broken(said, case.code) for said in told)
    if not owned:
        yield Broken(f"{case.code}: whoever opened it is gone from the database", case.code)

"""The doctor's look at the database: is it reachable, up to date, whole, writable, with room; and what waits in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url

from bot.care.diagnosis import Diagnosis, failed, ok, warning
from bot.care.keeping import parked_line
from bot.care.teams import look_at_lost_teams
from bot.desk.audience import managers
from bot.ports import StoreFailed
from bot.store.check import file_problems, record_problems
from bot.store.engine import build, database_file
from bot.store.sql import SqlStore

GIGABYTE, MEGABYTE = 1 << 30, 1 << 20
LITTLE_ROOM, NO_ROOM = GIGABYTE, 100 * MEGABYTE
LONG_LOG = 64 * MEGABYTE
LATELY, SOME = timedelta(days=8), 5
LATE = timedelta(minutes=10)
BACK = "python bot.py restore BACKUP --replace"


def look_at_database(url: str, now: datetime) -> Iterator[Diagnosis]:
    """Everything about the database; it is neither made nor brought up to date here."""
    path = database_file(url)
    if path is not None and not path.exists():
        yield warning(
            "Database", f"there is none at {path} yet", "the first start, or `python bot.py invite`, makes it"
        )
        return
    if path is not None:
        yield from _place(path)
        wrong = list(_whole(url))
        if wrong:
            yield from wrong
            return
    store = SqlStore(build(url))
    try:
        yield from _inside(store, url, now)
    except StoreFailed as error:
        yield failed(
            "Database", f"{_name(url)} cannot be used: {error}", "look at DATABASE_URL, the server, the password"
        )
    finally:
        store.close()


def _name(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)


def _place(path: Path) -> Iterator[Diagnosis]:
    """The file and its surroundings."""
    free, size = shutil.disk_usage(path.parent).free, path.stat().st_size
    told = f"{free / GIGABYTE:.1f} GB are free, the database has {size / MEGABYTE:.1f} MB"
    if free < max(LITTLE_ROOM, size):
        grave = failed if free < NO_ROOM else warning
        yield grave("Disk", told, "make room: where nothing can be stored, every answer is refused")
    else:
        yield ok("Disk", told)
    if path.stat().st_mode & 0o007 and path.parent.stat().st_mode & 0o007:
        yield failed("Permissions", f"every user of this machine may read {path}", f"chmod 700 {path.parent}")
    else:
        yield ok("Permissions", "other users of this machine cannot read the database")
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size > LONG_LOG:
        yield warning(
            "Log", f"{log.name} has {log.stat().st_size / MEGABYTE:.0f} MB and is not taken over into the database",
            "something reads the database without end: a copy, an open shell? stop it, or start the bot again",
        )  # fmt: skip


def _whole(url: str) -> Iterator[Diagnosis]:
    try:
        for broken in file_problems(url):
            yield failed("Database", broken.said, f"stop the bot; {BACK}")
    except StoreFailed as error:
        yield failed("Database", f"the file cannot be read now: {error}", "look at the disk, free space, permissions")


def _inside(store: SqlStore, url: str, now: datetime) -> Iterator[Diagnosis]:
    with store.engine.connect():
        pass
    try:
        store.check()
    except StoreFailed as error:
        yield warning("Schema", str(error), "the next start brings it up to date; make a backup before")
        return
    yield ok("Database", f"{_name(url)} answers and is up to date")
    broken = record_problems(store)
    for one in broken:
        yield failed("Records", one.said, f"`python bot.py verify`, then {BACK}")
    if not broken:
        yield ok("Records", "those that changed last hold together; `python bot.py verify` looks at all")
    yield _writable(store, now)
    yield from _people(store, now)
    yield from look_at_lost_teams(store)
    yield from _outbox(store, now)
    yield from _parked(store, now)


def _writable(store: SqlStore, now: datetime) -> Diagnosis:
    class Enough(Exception):
        """Nothing is to be kept."""

    try:
        with store.transaction() as unit:
            unit.note_seen("doctor", now)
            raise Enough
    except Enough:
        return ok("Writing", "the database takes it")
    except StoreFailed as error:
        return failed("Writing", f"refused: {error}", "look at free space, permissions, and who else writes to it")


def _people(store: SqlStore, now: datetime) -> Iterator[Diagnosis]:
    with store.reading() as unit:
        administrators = len(managers(unit, now))
    if administrators:
        yield ok("People", f"{administrators} administrators hear of trouble")
    else:
        yield warning("People", "nobody is an administrator", "python bot.py invite --role administrator")


def _outbox(store: SqlStore, now: datetime) -> Iterator[Diagnosis]:
    stands = store.outbox()
    since = now - stands.oldest if stands.oldest else timedelta()
    told = f"{stands.waiting} messages wait" + (f", the oldest for {_long(since)}" if stands.waiting else "")
    if since > LATE:
        yield warning("Outbox", told, "is the bot running? look at its log; they are sent by themselves")
    else:
        yield ok("Outbox", told)
    if stands.failed:
        last = [f"{one.address} {one.do} {one.key}: {one.reason}" for one in store.failures(SOME)]
        yield warning(
            "Not sent", f"{stands.failed} messages were given up; the last: " + "; ".join(last),
            "who blocked the bot must unblock it and write to it; a group must have it as a member",
        )  # fmt: skip


def _parked(store: SqlStore, now: datetime) -> Iterator[Diagnosis]:
    with store.reading() as unit:
        lately = [one for one in unit.parked(SOME) if now - one.at < LATELY]
    for one in lately:
        yield warning("Given up", parked_line(one), "a bug: send this line to whoever looks after the program")
    if not lately:
        yield ok("Given up", "no update was given up in the last 8 days")


def _long(time: timedelta) -> str:
    minutes = int(time.total_seconds() // 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"

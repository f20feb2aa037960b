"""Commands that keep the database: backup, restore, tidy, parked. Each prints what it did and gives the exit code."""

from __future__ import annotations

import sys
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from bot.desk.retention import erase_overdue
from bot.desk.room import House
from bot.desk.tidy import tidy
from bot.ports import Parked, StoreFailed
from bot.store.backup import Contents, NotDone, backup, keys_file
from bot.store.engine import database_file
from bot.store.restore import CODES_LEFT_OUT, Restored, restore
from bot.store.sql import SqlStore

LISTED = 50


def back_up(url: str, target: Path, now: datetime) -> int:
    """Writes a backup; 1 where it holds records that were cut off, 2 or 3 where none was written."""
    try:
        path, held = backup(url, target, now)
    except NotDone as reason:
        return _refused(reason, 2)
    except StoreFailed as failed:
        return _refused(f"No backup was written: {failed}", 3)
    print(f"{path}: {_counted(held)}")
    print(f"seal {held.seal}")
    print("Whoever keeps the seal elsewhere can tell later that nothing was cut off.")
    file = keys_file(path.parent, database_file(url) or path)
    if held.cases and file.exists():
        print(f"{file}: the keys to it, in the place of those of the backup before. Keep it apart, and no older one.")
    for code in held.cut_off:
        print(f"{code}: its record does not end as the case says; see `python bot.py verify {code}`", file=sys.stderr)
    return 1 if held.cut_off else 0


def bring_back(
    url: str, source: Path, now: datetime, replace: bool, despite: Collection[str], keys: Path | None = None
) -> int:
    """Puts a backup in the database's place; 2 or 3 where nothing was touched."""
    try:
        done = restore(url, source, now, replace=replace, despite=despite, keys=keys)
    except NotDone as reason:
        return _refused(reason, 2)
    except StoreFailed as failed:
        return _refused(failed, 3)
    print(_told(done))
    return 0


def _told(done: Restored) -> str:
    lines = [f"{done.place}: {_counted(done.held)}", f"seal {done.held.seal}"]
    if done.aside is not None:
        lines.append(f"The database that was there is now {done.aside}")
    if done.closed:
        lines.append(
            f"No key opens {', '.join(done.closed)}. Those that were erased since: `python bot.py erase` them again. If"
            " that is not the reason: restore again, with --keys and the file that the last backup wrote."
        )
    if done.gap:
        lines.append(
            f"Cases may have been opened since the backup: each site's codes go on after a gap of {CODES_LEFT_OUT}, so"
            " that none is given twice."
        )
    return "\n".join(lines)


def _counted(held: Contents) -> str:
    return f"{held.cases} cases, {held.entries} entries, schema {held.revision}"


def _refused(reason: object, code: int) -> int:
    print(reason, file=sys.stderr)
    return code


def tidy_up(store: SqlStore, house: House, now: datetime) -> int:
    """Drops what has done its service, and erases the cases that their trials keep no longer; 1 where one is left."""
    dropped = sum(tidy(store, now))
    print(f"{dropped} rows were dropped: update keys, finished lines of the outbox, old notes of parked updates")
    left = _erase_overdue(store, house, now)
    store.compact()
    return 1 if left else 0


def _erase_overdue(store: SqlStore, house: House, now: datetime) -> int:
    """How many could not be erased."""
    left = 0
    for ended in filter(None, erase_overdue(store, house, now)):
        code = ended.row.code
        if ended.failed:
            left += 1
            print(f"{code} is kept for too long: {ended.failed}", file=sys.stderr)
        else:
            print(f"{code} was erased, as {ended.row.trial} says")
    return left


def list_parked(store: SqlStore) -> int:
    """Lists the updates that were given up."""
    with store.reading() as unit:
        found = unit.parked(LISTED)
    for one in found:
        print(parked_line(one))
    print(f"{len(found)} updates were given up" + (" (the latest)" if len(found) == LISTED else ""))
    return 0


def parked_line(parked: Parked) -> str:
    """One update that was given up; what it said is not known here."""
    return f"{parked.at:%Y-%m-%d %H:%M:%S} UTC  {parked.update_key}  {parked.error} at {parked.place}"

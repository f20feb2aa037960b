"""Master keys: from the environment, or from a file beside an SQLite database; and wrapping all keys by a new one.

A new file is made only where nothing is locked yet: a lost master key must be found again, not replaced.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bot.care.diagnosis import Diagnosis, failed, ok, warning
from bot.ports import StoreFailed
from bot.private import owner_only
from bot.settings import MissingSetting, Settings
from bot.store.engine import database_file
from bot.store.rotate import masters_in_use, rotate
from bot.store.sql import SqlStore, open_store
from bot.store.vault import BadKey, Keyring, name_of, new_master

LOG = logging.getLogger(__name__)
FILE = "master.key"


def key_file(url: str, settings: Settings) -> Path:
    """Where the master key is if no setting gives it: beside an SQLite database; for a server in DATA_DIR, by hand."""
    place = database_file(url)
    return (place.parent if place else settings.data) / FILE


def keyring_of(url: str, settings: Settings) -> Keyring | None:
    """The keyring of a database that is up to date; StoreFailed where what is locked in it needs another key.

    None on a server without a master key: its workers are on several machines or in containers that do not last, so
    that no key file will do; answers are then stored unlocked rather than lost.
    """
    file, used = key_file(url, settings), _in_use(url)
    found = [*settings.masters(), *_kept_in(file)]
    if not found and not used and not database_file(url):
        LOG.warning("answers are not locked: MASTER_KEY is not set (python bot.py keys new)")
        return None
    if not found and not used:
        found = [_made(file)]
    ring = _ring(found, url, settings) if found else None
    missing = used - set(ring.names if ring else ())
    if ring is None or missing:
        raise StoreFailed(
            f"what patients answered is locked by the master key {', '.join(sorted(missing))}, which is not here:"
            f" add it to MASTER_KEY, or bring {file} back"
        )
    return ring


def _ring(found: list[str], url: str, settings: Settings) -> Keyring:
    try:
        return Keyring(found)
    except BadKey as bad:
        raise MissingSetting(f"MASTER_KEY, or {key_file(url, settings)}, cannot be used: {bad}") from None


def _kept_in(file: Path) -> list[str]:
    return file.read_text("ascii").split() if file.exists() else []


def _made(file: Path) -> str:
    """A new key in a new file that nobody else may read; or the key of another worker that was faster."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_name(f"{FILE}.{os.getpid()}")
    with open(part, "x", encoding="ascii", opener=owner_only) as writing:
        writing.write(f"{new_master()}\n")
        writing.flush()
        os.fsync(writing.fileno())
    try:
        with suppress(FileExistsError):
            os.link(part, file)
    finally:
        part.unlink()
    return file.read_text("ascii").strip()


def _in_use(url: str) -> frozenset[str]:
    store = open_store(url)
    try:
        return masters_in_use(store)
    finally:
        store.close()


def rotate_keys(store: SqlStore) -> int:
    """Wraps all keys by the first master key, and says which master keys are needed no more."""
    assert store.vault is not None
    names = store.vault.keyring.names
    print(f"{sum(rotate(store))} keys were wrapped anew, by the master key {names[0]}")
    if names[1:]:
        print(f"Not needed any more: {', '.join(names[1:])}. Take it out of MASTER_KEY or {FILE}, and destroy it:")
        print("then nothing that was copied before can be opened by it.")
    return 0


def look_at_keys(url: str, settings: Settings) -> Iterator[Diagnosis]:
    """The doctor's look at the master keys; nothing is made here."""
    path, file = database_file(url), key_file(url, settings)
    if path is not None and not path.exists():
        return
    kept, given = _kept_in(file), settings.masters()
    try:
        missing = _in_use(url) - {name_of(one) for one in (*given, *kept)}
    except StoreFailed:
        return  # said already
    if missing:
        yield failed("Master key", f"{', '.join(sorted(missing))} is not here", f"add it to MASTER_KEY, or to {file}")
    elif kept and file.stat().st_mode & 0o077:
        yield failed("Master key", f"other users of this machine may read {file}", f"chmod 600 {file}")
    elif kept:
        yield warning(
            "Master key", f"it lies in {file}: whoever copies the whole folder can read what patients answered",
            f"copy its line to MASTER_KEY, keep another copy in a safe, and delete {file}",
        )  # fmt: skip
    elif not given and path is None:
        yield failed(
            "Master key", "MASTER_KEY is not set, so that answers are not locked",
            "set it to what python bot.py keys new prints, the same on every worker",
        )  # fmt: skip
    elif given:
        yield ok("Master key", f"answers are locked by {name_of(given[0])}, from MASTER_KEY")

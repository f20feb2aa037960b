"""The keys of a database as a whole: which master keys wrap them, and wrapping them anew."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import bindparam, select, update

from bot.store import tables
from bot.store.sql import SqlStore

KEYS = tables.keys.c
PORTION = 500


def masters_in_use(store: SqlStore) -> frozenset[str]:
    """The names of all master keys that wrap something."""
    with store.engine.connect() as connection:
        connection.execution_options(reads_only=True)
        return frozenset(connection.execute(select(KEYS.master).distinct()).scalars())


def rotate(store: SqlStore) -> Iterator[int]:
    """Wraps every key by the first master key, a portion at each step; gives how many it was."""
    assert store.vault is not None
    keyring = store.vault.keyring
    old = select(KEYS.subject, KEYS.wrapped).where(KEYS.master != keyring.first).order_by(KEYS.subject).limit(PORTION)
    anew = update(tables.keys).where(KEYS.subject == bindparam("which"))
    while True:
        with store.engine.begin() as connection:
            found = connection.execute(old.with_for_update()).all()
            moved = [
                {"which": subject, "wrapped": keyring.rewrap(wrapped), "master": keyring.first}
                for subject, wrapped in found
            ]
            if moved:
                connection.execute(anew, moved)
        if not moved:
            return
        yield len(moved)

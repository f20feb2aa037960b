"""The locks of a database, within one transaction: each key is made once, kept wrapped in `keys`, and destroyed there.

What was made here counts for others only once the transaction is committed (`settle`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, Executable, bindparam, delete, select

from bot.ports import StoreFailed
from bot.store import tables
from bot.store.engine import upsert
from bot.store.vault import KEY, Lock, Vault

KEYS = tables.keys.c
LETTERS = "letters:"
# By this key a label can be looked for that is locked.
LABELS = "labels"
# By this key digests of PINs are locked: a digest of few digits can be guessed by whoever has it.
PIN_DIGESTS = "pins"


def of_case(case_id: int) -> str:
    """The name of a case's key."""
    return f"case:{case_id}"


def of_letters(at: datetime | None) -> str:
    """The name of the key for a day's messages about no case in particular."""
    return f"{LETTERS}{at:%Y-%m-%d}" if at else f"{LETTERS}undated"


class Locks:
    """The locks that this transaction needs."""

    def __init__(self, connection: Connection, vault: Vault) -> None:
        self._connection, self._vault = connection, vault
        self._made: dict[str, Lock] = {}

    def get(self, subject: str) -> Lock | None:
        """The lock; None where there is none, or no more."""
        self.learn([subject])
        return self._made.get(subject) or self._vault.get(subject)

    def learn(self, subjects: Iterable[str]) -> None:
        """Reads these together, as far as they are not known."""
        wanted = [one for one in dict.fromkeys(subjects) if one not in self._made and not self._vault.get(one)]
        if wanted:
            found = self._connection.execute(_wrapped(), {"wanted": wanted}).all()
            self._vault.keep({subject: self._vault.keyring.unwrap(subject, text) for subject, text in found})

    def make(self, subject: str) -> Lock:
        """The lock, made if there is none."""
        known = self.get(subject)
        if known is not None:
            return known
        keyring, key = self._vault.keyring, os.urandom(KEY)
        row = {"subject": subject, "master": keyring.first, "wrapped": keyring.wrap(subject, key)}
        added = upsert(self._connection.dialect.name, tables.keys).on_conflict_do_nothing(index_elements=["subject"])
        if self._connection.execute(added.execution_options(preserve_rowcount=True), row).rowcount == 1:
            self._made[subject] = Lock(key)
            return self._made[subject]
        other = self.get(subject)  # somebody else made it meanwhile
        if other is None:
            raise StoreFailed(f"the key of {subject} can neither be made nor read")
        return other

    def destroy(self, subject: str) -> None:
        """Destroys a key: what it has locked is gone."""
        if self._connection.dialect.name == "sqlite":
            self._connection.exec_driver_sql("PRAGMA secure_delete = ON")  # else its bytes stay in the file
        self._connection.execute(delete(tables.keys).where(KEYS.subject == subject))
        self._made.pop(subject, None)
        self._vault.drop(subject)

    def settle(self) -> None:
        """The transaction is committed: what it made is there for all."""
        self._vault.keep(self._made)


@cache
def _wrapped() -> Executable:
    return select(KEYS.subject, KEYS.wrapped).where(KEYS.subject.in_(bindparam("wanted", expanding=True)))

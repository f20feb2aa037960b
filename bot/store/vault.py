"""Locks for what says something about a patient: a key for every case, wrapped by a master key.

A case's key is destroyed when the case is erased, and with it everything that it locked, in every copy of the database.
Contents are locked with AES-256-GCM, which also notices whether anything was altered; keys are wrapped with Fernet. The
only user of `cryptography`.
"""

from __future__ import annotations

import hashlib
import os
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.ports import StoreFailed

KEY, NONCE, SALT = 32, 12, 16
REMEMBERED = 5000


class BadKey(ValueError):
    """What was given is no master key."""


def new_master() -> str:
    """A master key: 32 random bytes in 44 letters of base64url."""
    return Fernet.generate_key().decode()


def name_of(master: str) -> str:
    """What a master key is called where it must not be seen."""
    return hashlib.sha256(f"master {master}".encode()).hexdigest()[:8]


class Lock:
    """One key, ready for use. `about` is what the contents belong to: with another one they do not open."""

    def __init__(self, key: bytes) -> None:
        self._cipher, self._salting = AESGCM(key), hashlib.sha256(b"salt" + key).digest()

    def close(self, text: str, about: str) -> str:
        """The text, unreadable without this lock: base64 of nonce, ciphertext and tag."""
        nonce = os.urandom(NONCE)
        return b64encode(nonce + self._cipher.encrypt(nonce, text.encode(), about.encode())).decode()

    def open(self, closed: str, about: str) -> str | None:
        """The text; None where it was locked by another key, is about something else, or was altered."""
        try:
            raw = b64decode(closed, validate=True)
            return self._cipher.decrypt(raw[:NONCE], raw[NONCE:], about.encode()).decode()
        except (InvalidTag, ValueError):
            return None

    def salt(self, about: str) -> str:
        """Always the same for the same, and not to be guessed without this lock."""
        return hashlib.blake2b(about.encode(), digest_size=SALT, key=self._salting).hexdigest()


class Keyring:
    """The master keys: the first wraps, all unwrap."""

    def __init__(self, masters: Iterable[str]) -> None:
        given = list(dict.fromkeys(masters))
        try:
            fernets = [Fernet(master) for master in given]
        except ValueError:
            raise BadKey("a master key has 44 letters of base64url, as `python bot.py keys new` prints it") from None
        if not given:
            raise BadKey("there is no master key")
        self.names = tuple(name_of(master) for master in given)
        self._first, self._all = fernets[0], MultiFernet(fernets)

    @property
    def first(self) -> str:
        """The name of the one that wraps."""
        return self.names[0]

    def wrap(self, subject: str, key: bytes) -> str:
        """A key, to be kept in the database."""
        return self._first.encrypt(subject.encode() + b"\0" + key).decode()

    def unwrap(self, subject: str, wrapped: str) -> Lock:
        """The lock that this key is; StoreFailed where no master key unwraps it, or it belongs to something else."""
        try:
            found, _, key = self._all.decrypt(wrapped).partition(b"\0")
        except InvalidToken:
            raise StoreFailed(f"the key of {subject} is wrapped by a master key that is not given") from None
        if found.decode() != subject:
            raise StoreFailed(f"the key of {subject} is another one's")
        return Lock(key)

    def rewrap(self, wrapped: str) -> str:
        """The same key, wrapped by the first master key."""
        try:
            return self._all.rotate(wrapped).decode()
        except InvalidToken:
            raise StoreFailed("a key is wrapped by a master key that is not given") from None


class Vault:
    """A keyring, and the locks of one database that were used last: unwrapping one takes longer than using it."""

    def __init__(self, keyring: Keyring, most: int = REMEMBERED) -> None:
        self.keyring, self._most = keyring, most
        self._known: dict[str, Lock] = {}
        self._one_by_one = threading.Lock()

    def get(self, subject: str) -> Lock | None:
        """The lock of this case, or of this day's messages, where it is remembered."""
        return self._known.get(subject)

    def keep(self, locks: Mapping[str, Lock]) -> None:
        """Remembers locks; those that came first are forgotten."""
        with self._one_by_one:
            self._known |= locks
            while len(self._known) > self._most:
                del self._known[next(iter(self._known))]

    def drop(self, subject: str) -> None:
        """Forgets a lock."""
        with self._one_by_one:
            self._known.pop(subject, None)

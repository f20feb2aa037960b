"""The PIN that a person signs with: set on first use, kept as a salted scrypt digest, locked after five wrong tries.

Signing asks who it is once more (21 CFR 11.200: the account and the PIN are the two parts of the signature). The PIN
itself is nowhere: not in a table, not in the outbox, not in a record, not in a log.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum, auto
from itertools import pairwise
from unicodedata import normalize

from bot.ports import Pin

TRIES = 5
LOCKED = timedelta(minutes=30)
# About 50 ms and 16 MB for each try.
COST = {"n": 2**14, "r": 8, "p": 1}
DIGITS = re.compile(r"[0-9]{6,12}")


class PinTry(Enum):
    """What became of a try."""

    RIGHT = auto()
    WRONG = auto()
    LOCKED = auto()


def read(text: str) -> str:
    """The PIN as typed, whatever the keyboard; full-width digits are digits."""
    return normalize("NFKC", text).strip()


def may_be(text: str) -> bool:
    """Whether this looks like a PIN, however it was spaced."""
    return DIGITS.fullmatch("".join(read(text).split())) is not None


def good(pin: str) -> bool:
    """Six to twelve digits, neither one digit over and over nor all in a row."""
    if not DIGITS.fullmatch(pin):
        return False
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return steps not in ({0}, {1}, {9})


def sealed(staff_id: int, pin: str, at: datetime) -> Pin:
    """What is kept of a PIN."""
    salt = secrets.token_hex(16)
    return Pin(staff_id=staff_id, salt=salt, digest=digest(pin, salt), set_at=at)


def digest(pin: str, salt: str) -> str:
    """The scrypt digest of a PIN, hexadecimal."""
    return hashlib.scrypt(pin.encode("utf-8"), salt=bytes.fromhex(salt), **COST).hex()


def fits(pin: str, kept: Pin) -> bool:
    """Whether this is the PIN."""
    return hmac.compare_digest(digest(pin, kept.salt), kept.digest)


def tried(pin: str, kept: Pin, at: datetime) -> tuple[PinTry, Pin]:
    """What became of a try, and what is to be kept after it. While it is locked no try is looked at."""
    if locked(kept, at):
        return PinTry.LOCKED, kept
    if fits(pin, kept):
        return PinTry.RIGHT, unlocked(kept)
    failures = kept.failures + 1
    if failures < TRIES:
        return PinTry.WRONG, replace(kept, failures=failures)
    return PinTry.LOCKED, replace(kept, failures=0, locked_until=at + LOCKED)


def locked(kept: Pin, at: datetime) -> bool:
    """Whether no try counts now. A lock that would last longer than any does was made by a clock that was wrong."""
    return kept.locked_until is not None and at < kept.locked_until <= at + LOCKED


def unlocked(kept: Pin) -> Pin:
    """The PIN with no failed tries, as after a right try, or as an administrator unlocks it."""
    return replace(kept, failures=0, locked_until=None)

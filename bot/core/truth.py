"""Three truth values and Kleene's strong logic over them.

Unknown is a value: it is neither yes nor no, and it never turns into one of them by being combined.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """Yes, no, or not known (Kleene, Introduction to Metamathematics, 1952, section 64)."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    def __invert__(self) -> Truth:
        return _OPPOSITE[self]

    def __bool__(self) -> bool:
        raise TypeError("A truth value is not a bool: compare it with `is`.")

    @classmethod
    def of(cls, fact: bool) -> Truth:
        """The truth value of something that is known."""
        return cls.TRUE if fact else cls.FALSE


_OPPOSITE = {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE, Truth.UNKNOWN: Truth.UNKNOWN}


def all_of(parts: Iterable[Truth]) -> Truth:
    """AND: one no decides; otherwise one unknown leaves it open. Nothing at all is yes."""
    return _combined(parts, Truth.FALSE)


def any_of(parts: Iterable[Truth]) -> Truth:
    """OR: one yes decides; otherwise one unknown leaves it open. Nothing at all is no."""
    return _combined(parts, Truth.TRUE)


def _combined(parts: Iterable[Truth], decisive: Truth) -> Truth:
    result = ~decisive
    for part in parts:
        if part is decisive:
            return decisive
        if part is Truth.UNKNOWN:
            result = part
    return result


def at_least(needed: int, parts: Iterable[Truth]) -> Truth:
    """Yes once `needed` parts are yes; no once the open ones cannot reach `needed` any more."""
    known = possible = 0
    for part in parts:
        known += part is Truth.TRUE
        possible += part is not Truth.FALSE
    if known >= needed:
        return Truth.TRUE
    return Truth.FALSE if possible < needed else Truth.UNKNOWN

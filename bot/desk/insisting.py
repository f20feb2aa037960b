"""Doing something in the store although others are there, too: whoever was second does it again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from bot.ports import Conflict

T = TypeVar("T")
TRIES = 5


def insisted(work: Callable[[], T]) -> T:
    """What the work, a transaction from its beginning, gives; `Conflict` if somebody else is first each time."""
    for _ in range(TRIES - 1):
        with suppress(Conflict):
            return work()
    return work()

"""A house with the product's own trials and words, as the program builds it."""

from __future__ import annotations

from functools import cache

from bot.desk.room import House
from tests.core.worlds import first


@cache
def own_house() -> House:
    """It never changes: one for a whole run."""
    return House(first().trials, first().texts)

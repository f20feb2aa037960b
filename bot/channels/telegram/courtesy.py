"""Whose turn it is within one delivery: whoever sends faster than a person can comes after everybody else.

Nothing is dropped, and everybody's own updates keep their order. A flood is bounded by Telegram's own limits for one
person; here it must only not keep others waiting. (A webhook needs none of this: there each chat has a lane.)
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from time import monotonic

from telegram import Update

from bot.channels.telegram.pace import Bucket, Rate

CROWD = 10_000
UNHURRIED = Rate(2, 40)


class Courtesy:
    """Remembers how fast people are, of at most so many."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._people: OrderedDict[int, Bucket] = OrderedDict()

    def in_turn(self, updates: Iterable[Update]) -> list[Update]:
        """The updates of one delivery, those of people in a hurry last."""
        first: list[Update] = []
        last: list[Update] = []
        hurried: set[int] = set()
        for update in updates:
            person = update.effective_user.id if update.effective_user else 0
            if person in hurried or not self._bucket(person).take():
                hurried.add(person)
            (last if person in hurried else first).append(update)
        return first + last

    def _bucket(self, person: int) -> Bucket:
        bucket = self._people.pop(person, None) or Bucket(UNHURRIED, self._clock)
        self._people[person] = bucket
        if len(self._people) > CROWD:
            self._people.popitem(last=False)
        return bucket

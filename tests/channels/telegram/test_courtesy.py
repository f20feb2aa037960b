"""Whoever floods comes after the others of a delivery; nothing is lost, and nobody's own order changes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, Update, User

from bot.channels.telegram import courtesy
from bot.channels.telegram.courtesy import Courtesy
from tests.channels.telegram.world import World


class Clock:
    """Seconds that pass when they are told to."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


def update(number: int, person: int) -> Update:
    """Something that a person sent."""
    user, chat = User(person, "X", False), Chat(person, "private")
    return Update(number, message=Message(number, datetime.now(UTC), chat, from_user=user, text="x"))


def test_whoever_hurries_comes_after_the_others() -> None:
    clock = Clock()
    courtesy = Courtesy(clock)
    flood = [update(number, 5) for number in range(60)]
    others = [update(100 + number, 6 + number % 3) for number in range(12)]
    mixed = [one for pair in zip(flood[40:52], others, strict=True) for one in pair]
    assert courtesy.in_turn(flood[:40]) == flood[:40]
    assert courtesy.in_turn([*mixed, *flood[52:]]) == [*others, *flood[40:]]
    clock.at += 30
    assert courtesy.in_turn([flood[0], others[0]]) == [flood[0], others[0]]
    assert courtesy.in_turn([Update(1)]) == [Update(1)]


def test_only_so_many_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(courtesy, "CROWD", 3)
    here = Courtesy(Clock())
    here.in_turn([update(number, number) for number in range(10)])
    assert list(here._people) == [7, 8, 9]


@pytest.mark.asyncio
async def test_a_flood_of_an_invited_person_is_dealt_with_to_the_last(still: World) -> None:
    """In a whole conversation: nothing of it is lost, and the other person's order stays."""
    still.start()
    flooding, other = await still.joined(1), await still.joined(2)
    for _ in range(45):
        flooding.send("/help")
    other.send("/help")
    other.send("/cases")
    for _ in range(5):
        flooding.send("/cases")
    await still.quiet()
    assert ["/cancel" in one.text for one in flooding.shown[1:]] == [True] * 45 + [False] * 5
    assert ["/cancel" in one.text for one in other.shown[1:]] == [True, False]
    await still.stop()

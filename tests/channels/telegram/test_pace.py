"""How fast may be sent: limits as Telegram's, bursts, and slowing down everywhere when everywhere is refused."""

from __future__ import annotations

import asyncio
from time import monotonic

import pytest

from bot.channels.telegram.addresses import is_group
from bot.channels.telegram.pace import Bucket, Pace, Rate, Rates
from bot.ports import REMINDER, Do, LentLine


class Watch:
    """A clock that stands still until it is moved."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


Doing = tuple[Do, int]


def pending(chat: int, do: Do = "show", key: str = "line") -> LentLine:
    return LentLine(id=chat, address=f"telegram:{chat}", do=do, key=key, attempts=1, not_before=None)


def test_a_burst_and_then_the_pace() -> None:
    watch = Watch()
    bucket = Bucket(Rate(1, 3), watch)
    assert [round(bucket.wait()) for _ in range(6)] == [0, 0, 0, 1, 2, 3]
    watch.now += 60
    assert [round(bucket.wait()) for _ in range(4)] == [0, 0, 0, 1]


def test_never_more_than_twenty_a_minute_in_a_group() -> None:
    watch, rates = Watch(), Rates()
    bucket = Bucket(rates.group, watch)
    turns = [bucket.wait() for _ in range(60)]
    assert max(sum(start <= turn < start + 60 for turn in turns) for start in turns) <= 20


def test_a_flood_in_two_chats_slows_all_down() -> None:
    watch = Watch()
    pace = Pace(Rates(), watch)
    pace.flooded(pending(1), 5)
    assert pace._total.wait() == 0
    pace.flooded(pending(2), 7)
    assert 5 <= pace._total.wait() < 6
    watch.now += 30
    pace.flooded(pending(3), 5)
    assert pace._total.wait() == 0


@pytest.mark.parametrize("order", [(1, 86_400), (86_400, 1)])
def test_a_chat_that_is_refused_for_a_day_keeps_the_others_waiting_no_longer_than_another_one_is(
    order: tuple[int, int],
) -> None:
    pace = Pace(Rates(), Watch())
    for chat, seconds in enumerate(order):
        pace.flooded(pending(chat), seconds)
    assert 1 <= pace._total.wait() < 2


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("refused", "next", "waits"),
    [
        (("show", 1), ("edit", 1), True),
        (("show", 1), ("edit", 2), False),
        (("show", 1), ("toast", 1), False),
        (("toast", 1), ("toast", 2), True),
        (("toast", 1), ("show", 1), False),
    ],
)
async def test_what_was_refused_waits_with_all_that_would_be(refused: Doing, next: Doing, waits: bool) -> None:
    pace = Pace(Rates())
    pace.flooded(pending(refused[1], refused[0]), 0.05)
    begun = monotonic()
    await pace.turn(pending(next[1], next[0]))
    assert (monotonic() - begun > 0.04) is waits


@pytest.mark.asyncio
async def test_what_waits_for_its_turn_while_its_chat_is_refused_waits_for_that_too() -> None:
    pace = Pace(Rates(person=Rate(50, 1)))
    begun = monotonic()
    turns = [asyncio.create_task(pace.turn(pending(1))) for _ in range(2)]
    await asyncio.sleep(0)
    pace.flooded(pending(1), 0.1)
    await turns[1]
    assert monotonic() - begun > 0.09


@pytest.mark.asyncio
async def test_a_groups_topics_share_what_it_is_allowed_and_its_refusals() -> None:
    one, other = (
        LentLine(id=n, address=f"telegram:-5/{n}", do="show", key="x", attempts=1, not_before=None) for n in (1, 2)
    )
    pace = Pace(Rates())
    assert pace._chat(one.address) is pace._chat(other.address) is not pace._chat("telegram:-6")
    pace.flooded(one, 0.05)
    begun = monotonic()
    await pace.turn(other)
    assert monotonic() - begun > 0.04


def test_groups_have_negative_numbers() -> None:
    assert is_group("telegram:-100123")
    assert not is_group("telegram:100123")


@pytest.mark.asyncio
async def test_a_reminder_goes_after_everything_else_that_waits() -> None:
    pace, sent = Pace(Rates(Rate(50, 1), Rate(1e6, 1000), Rate(1e6, 1000))), list[str]()

    async def send(key: str, place: int) -> None:
        await pace.turn(pending(place, key=key))
        sent.append(key)

    keys = ["first", f"{REMINDER}1:missing", *(f"reply {n}" for n in range(8))]
    await asyncio.gather(*(send(key, place) for place, key in enumerate(keys, 1)))
    assert sent[-1].startswith(REMINDER)

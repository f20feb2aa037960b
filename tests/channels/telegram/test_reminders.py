"""Reminders on the phone: told in the day, put off, turned off, by any worker and after any restart.

The desk is asked to look as of a moment, as each worker does once a minute.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.channels.telegram.test_queries import asking
from tests.channels.telegram.world import World
from tests.clock import now
from tests.emulator.phone import Phone

pytestmark = pytest.mark.asyncio
NANJING = ZoneInfo("Asia/Shanghai")


def moment(days: int, hour: int = 10) -> datetime:
    """So many days from today, by the site's clock."""
    day = now().astimezone(NANJING).date() + timedelta(days)
    return datetime.combine(day, time(hour), NANJING).astimezone(UTC)


async def looked(world: World, at: datetime) -> None:
    """Everything that is due by then is told."""
    while world.desk.remind(at):
        pass
    world.channel.courier.wake()
    await world.quiet()


def reminders(phone: Phone) -> list[str]:
    return [one.text for one in phone.shown if "⏰" in one.text]


@pytest.mark.parametrize(("language", "word"), [("en", "results are missing"), ("zh-hans", "还缺")])
async def test_missing_results_are_told_after_three_days_and_then_weekly(
    world: World, language: str, word: str
) -> None:
    phone = await world.joined(language=language)
    await world.sent(phone)
    for days, told in ((0, 0), (2, 0), (3, 1), (3, 1), (9, 1), (10, 2)):
        await looked(world, moment(days))
        assert len(reminders(phone)) == told, f"after {days} days"
    assert word in reminders(phone)[-1]
    before = world.record()
    phone.tap(world.taps(phone)["open"])
    await phone.until(lambda: "details" in world.acts(phone))
    assert world.record() == before, "a reminder leaves the record alone"


async def test_nobody_is_told_at_night(world: World) -> None:
    phone = await world.joined()
    await world.asked(phone)
    for days, hour in ((3, 21), (4, 0), (4, 6)):  # the bot was away when it fell due
        await looked(world, moment(days, hour))
    assert reminders(phone) == []
    await looked(world, moment(4, 7))
    assert len(reminders(phone)) == 1


@pytest.mark.parametrize(("days", "label"), [(1, "Tomorrow"), (7, "In a week"), (0, "Turn off")])
async def test_a_reminder_is_put_off_or_turned_off(world: World, days: int, label: str) -> None:
    phone = await world.joined()
    await world.asked(phone)
    await looked(world, moment(0))
    await looked(world, moment(3))
    phone.press(label)
    await world.quiet()
    (told,) = reminders(phone)
    assert "again on" in told or "turned off" in told
    await looked(world, moment(days - 1) if days else moment(2000))
    assert len(reminders(phone)) == 1
    await looked(world, moment(days + 3))
    assert len(reminders(phone)) == (2 if days else 1)


async def test_a_query_that_nobody_answers_is_told_with_its_buttons_until_it_is_answered(world: World) -> None:
    talk = await asking(world, team_language="en")
    await talk.ask()
    await looked(world, moment(2))
    (told,) = reminders(talk.nurse)
    assert "still waits" in told
    await talk.tap(talk.nurse, "stands")
    await talk.tap(talk.nurse, "checked")
    await looked(world, moment(6))
    assert not any("still waits" in one for one in reminders(talk.nurse)[1:])


async def test_whoever_has_the_case_now_is_told_and_nobody_once_it_is_withdrawn(world: World) -> None:
    nurse, colleague = await world.joined(1), await world.joined(2)
    await world.asked(nurse)
    nurse.send("/case NJ01-0001")
    await nurse.until(lambda: "hand" in world.acts(nurse))
    await world.act(nurse, "hand", "give")
    nurse.press("Person 2")
    await world.quiet()
    await looked(world, moment(0))
    await looked(world, moment(3))
    assert (len(reminders(nurse)), len(reminders(colleague))) == (0, 1)
    colleague.send("/case NJ01-0001")
    await colleague.until(lambda: "withdraw" in world.acts(colleague))
    await world.act(colleague, "withdraw", "because")
    colleague.press("Opened by mistake")
    await world.quiet()
    await looked(world, moment(400))
    assert len(reminders(colleague)) == 1

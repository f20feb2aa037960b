"""What was typed before a question was shown is no answer to it: somebody who hears nothing types the same once more."""

from __future__ import annotations

import pytest

from tests.channels.telegram.world import World
from tests.emulator.phone import Phone

pytestmark = pytest.mark.asyncio
NOT_TAKEN = "was not taken for an answer"
TWICE = "The same was typed for the question before"


def answers(world: World) -> list[tuple[str, str]]:
    """Questions and what was typed for them, as the record has it."""
    ((_, entries),) = world.record()
    return [(one.data["question"], one.data.get("typed", "")) for one in entries if one.kind == "answered"]


def left_open(world: World) -> list[str]:
    ((_, entries),) = world.record()
    return [one.data["question"] for one in entries if one.kind == "left_open"]


async def test_the_same_typed_twice_while_nobody_answered_counts_once(world: World) -> None:
    await typed_thrice_at_a_stop(world, ago=30)


async def test_polled_together_it_counts_once_even_if_all_was_typed_within_a_second(still: World) -> None:
    """By webhook each comes after the one before was confirmed, and the second on it is all there is to tell by."""
    still.start()
    await typed_thrice_at_a_stop(still, ago=0)
    await still.stop()


async def typed_thrice_at_a_stop(world: World, ago: int) -> None:
    """A nurse types the same three times while the bot is down; it comes up so many seconds later."""
    phone = await world.joined()
    await world.asked(phone)
    await world.stop()
    for _ in range(3):
        phone.send("2026-12-06")
    world.telegram.age(ago)
    world.start()
    await world.question(phone, 1)
    await world.quiet()
    assert [typed for _, typed in answers(world)] == ["2026-12-06"]
    assert NOT_TAKEN in phone.shown[-2].text
    assert phone.last.text == phone.shown[-1].text


async def test_of_two_phones_the_second_does_not_answer_a_question_that_it_has_not_seen(world: World) -> None:
    phone = await world.joined()
    await world.asked(phone)
    late = phone.held("2026-12-06")
    phone.send("2026-12-07")
    await world.question(phone, 1)
    await world.quiet()
    late["date"] -= 5
    phone.telegram.push(message=late)
    await phone.until(lambda: any(NOT_TAKEN in one.text for one in phone.shown))
    await world.quiet()
    assert [typed for _, typed in answers(world)] == ["2026-12-07"]


async def test_an_answer_to_a_question_that_a_crash_shows_again_counts(world: World) -> None:
    phone = await typed_around_a_crash(world, "2026-12-06", "female")
    assert [typed for _, typed in answers(world)] == ["2026-12-06", "female"]
    assert not any(NOT_TAKEN in one.text for one in phone.shown)


async def test_the_same_typed_again_after_a_crash_is_no_answer_to_what_is_shown_then(world: World) -> None:
    """Whether the question was seen before the crash nobody knows; that it was not is what the same words say."""
    phone = await world.joined()
    await world.asked(phone)
    await world.quiet()
    first = phone.held("not known yet")
    first["date"] -= 5
    phone.telegram.push(message=first)
    await world.question(phone, 1)
    await crashed_before_it_could_note_that(world)
    phone.send("Not known  yet")
    world.start()
    await phone.until(lambda: any(TWICE in one.text for one in phone.shown))
    await world.question(phone, 1)
    await world.quiet()
    assert left_open(world) == ["reference_date"]
    phone.send("not known yet")
    await world.question(phone, 2)
    await world.quiet()
    assert left_open(world) == ["reference_date", "sex"], "now it was asked"


async def test_the_same_for_two_questions_at_once_counts_for_both_in_spite_of_a_crash(world: World) -> None:
    """Whoever repeats has waited."""
    await typed_around_a_crash(world, "not known yet", "not known yet")
    assert left_open(world) == ["reference_date", "sex"]


async def typed_around_a_crash(world: World, before: str, after: str) -> Phone:
    """A nurse answers the first question; it crashes once the next is shown; she answers that while it is down."""
    phone = await world.joined()
    await world.asked(phone)
    phone.send(before)
    await world.question(phone, 1)
    await crashed_before_it_could_note_that(world)
    phone.send(after)
    world.start()
    await world.question(phone, 2)
    await world.quiet()
    return phone


async def crashed_before_it_could_note_that(world: World) -> None:
    """The last question was sent, and nobody could note it any more."""
    await world.quiet()
    await world.stop()
    with world.store.engine.begin() as connection:
        last = connection.exec_driver_sql(
            "SELECT max(id) FROM outbox WHERE outbox.do = 'show' AND slot IS NOT NULL"
        ).scalar()
        connection.exec_driver_sql(f"UPDATE outbox SET status = 'waiting', lent_until = NULL WHERE id = {last}")
        connection.exec_driver_sql(
            "DELETE FROM slots WHERE slot = (SELECT max(slot) FROM slots WHERE substr(slot, 1, 2) = '1:')"
        )


async def test_polled_after_the_next_question_was_shown_it_is_no_answer_even_within_the_second(still: World) -> None:
    """Typed again just before the first was dealt with, and brought just after."""
    still.start()
    phone = await still.joined()
    await still.asked(phone)
    late = phone.held("2026-12-06")
    phone.send("2026-12-06")
    await still.question(phone, 1)
    await still.quiet()
    late["date"] = int(still.telegram.clock()) + 1
    phone.telegram.push(message=late)
    await phone.until(lambda: any(NOT_TAKEN in one.text for one in phone.shown))
    await still.quiet()
    assert [typed for _, typed in answers(still)] == ["2026-12-06"]
    await still.stop()


async def test_a_quick_answer_counts(world: World) -> None:
    phone = await world.joined()
    await world.asked(phone)
    phone.send("2026-12-06")
    await world.question(phone, 1)
    phone.send("female")
    await world.question(phone, 2)
    await world.quiet()
    assert [typed for _, typed in answers(world)] == ["2026-12-06", "female"]
    assert not any(NOT_TAKEN in one.text for one in phone.shown)

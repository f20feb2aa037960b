"""Whole conversations: who gets in, what is asked, what a tap does, what groups get."""

from __future__ import annotations

import pytest

from bot.channels.qr import png
from bot.core.messages import say
from tests.channels.telegram.world import World
from tests.emulator.phone import Phone
from tests.emulator.server import Fault

pytestmark = pytest.mark.asyncio
FORGED = say("This button does not belong here. Nothing was changed.")


async def test_an_invitation_lets_in_once(world: World) -> None:
    token = world.invite()
    first, second = Phone(world.telegram, 1), Phone(world.telegram, 2)
    first.start(token)
    await first.until(lambda: first.shown)
    second.start(token)
    await second.until(lambda: second.shown)
    assert "screen" in world.acts(first)
    assert second.shown[0].rows == []
    assert world.desk.link == "https://t.me/test_bot?start={token}"


async def test_a_stranger_gets_one_line_and_then_nothing(world: World) -> None:
    phone = Phone(world.telegram, 5)
    phone.start()
    await phone.until(lambda: phone.shown)
    phone.send("hello?")
    phone.start("AAAAAAAAAAAAAAAAAAAAAAAA")
    phone.attach(sticker=_file(type="regular", width=1, height=1, is_animated=False, is_video=False))
    await world.quiet()
    assert 1 <= len(phone.shown) <= world.count, "one of each worker that does not know the stranger yet"
    assert not any(one.rows for one in phone.shown)


async def test_an_invitation_comes_as_a_link_and_as_a_code_for_the_camera(world: World) -> None:
    chief = await world.joined(9, role="administrator")
    world.telegram.faults.append(Fault("sendPhoto", "500", 1))
    chief.send("/invite screener NJ01")
    await chief.until(lambda: any(one.photo for one in chief.shown), 15)
    code = next(one for one in chief.shown if one.photo)
    link = next(one.text for one in chief.shown if "start=" in one.text).split()[-1]
    assert link.startswith("https://t.me/test_bot?start=")
    assert code.photo == png(link)
    assert code.photo != png(link + "x")
    assert "camera" in code.text
    await world.quiet()
    assert len([one for one in chief.shown if one.photo]) == 1
    newcomer = Phone(world.telegram, 10)
    newcomer.start(link.partition("start=")[2])
    await newcomer.until(lambda: newcomer.shown and "screen" in world.acts(newcomer))


@pytest.mark.parametrize("language", ["en", "zh-hans"])
async def test_the_first_questions(world: World, language: str) -> None:
    phone = await world.joined(language=language)
    await world.asked(phone)
    await world.question(phone, 0)
    phone.send("2026-12-06")
    await world.question(phone, 1)
    assert "▓" in phone.last.text
    assert "<b>" in phone.last.html
    receipt = phone.shown[-2]
    assert receipt.edits == 1
    assert "✓" in receipt.text
    await world.act(phone, "language", "language")
    other = "zh_CN" if language == "en" else "en"
    assert world.words(world.trial.questions[1].ask, other) in phone.last.text
    assert phone.last.edits == 1


async def test_of_what_is_shown_twice_only_the_last_has_buttons(world: World) -> None:
    phone = await world.joined()
    await world.asked(phone)
    for _ in range(2):
        await world.quiet()
        phone.send("/help")
        await phone.until(lambda: "unknown" in world.acts(phone))
    await world.quiet()
    asked = [one for one in phone.shown if world.words(world.trial.questions[0].ask, "en") in one.text]
    assert [bool(one.rows) for one in asked] == [False, False, True]
    phone.last.deleted = True
    phone.send("/help")
    await phone.until(lambda: "unknown" in world.acts(phone))
    await world.quiet()
    assert world.store.failures(9) == []
    world.telegram.violations.clear()


async def test_a_line_that_is_no_longer_so_says_where_to_look_and_is_not_missed_where_it_is_gone(world: World) -> None:
    phone = await world.joined()
    await world.asked(phone)
    for day, gone in (("2026-12-06", False), ("2026-12-07", False), ("2026-12-08", True)):
        phone.send(day)
        await world.question(phone, 1)
        await world.quiet()
        receipt = next(one for one in reversed(phone.shown) if "✓" in one.text)
        receipt.deleted = gone
        phone.send("back")
        await world.question(phone, 0)
    phone.send("2026-12-09")
    await world.question(phone, 1)
    await world.quiet()
    lines = [one.text for one in phone.shown if one.text[0] in "✓↓" and "andomization" in one.text]
    assert ["see below" in one for one in lines] == [True, True, False]
    assert world.store.failures(9) == []
    world.telegram.violations.clear()


async def test_what_has_no_buttons_is_not_asked_to_lose_them(world: World) -> None:
    phone = await world.joined()
    await world.act(phone, "screen", "decline")
    phone.tap(world.taps(phone)["decline"])
    await world.quiet()
    said = len(phone.shown)
    for _ in range(2):
        phone.send("102")
        await world.quiet()
    assert len(phone.shown) > said
    assert not [method for method, _, _ in world.telegram.calls if method == "editMessageReplyMarkup"]


async def test_buttons_are_found_by_their_words(world: World) -> None:
    phone = await world.joined()
    phone.press("Start screening")
    await phone.until(lambda: "agree" in world.acts(phone))
    assert any("✓" in label for label in phone.labels)


async def test_a_menu_is_for_who_has_joined_in_their_language_and_a_stranger_has_none(still: World) -> None:
    for language in ("", "zh"):  # as an earlier version has set it
        still.telegram.commands[language] = [{"command": "screen", "description": "Start a new case"}]
    still.start()
    await still.joined(1, "zh-hans")
    await still.quiet()
    assert set(still.telegram.commands) == {"1"}
    assert [one["command"] for one in still.telegram.commands["1"]] == ["screen", "cases", "language", "help", "cancel"]
    assert still.telegram.commands["1"][0]["description"] == "新建病例"
    await still.stop()


# Taps.


async def test_a_forged_tap_changes_nothing(world: World) -> None:
    phone, other = await world.joined(1), await world.joined(2)
    await world.asked(phone)
    await world.asked(other)
    before = world.record()
    data = world.taps(phone)["unknown"]
    for forged in (data[:-1] + "9", "A" * 12 + data[12:], "", "agree", world.taps(other)["unknown"], "☃" * 16):
        phone.tap(forged)
    await world.quiet()
    assert phone.toasts[-6:] == [world.words(FORGED, "en")] * 6
    assert world.record() == before


async def test_a_stale_tap_answers_nothing(world: World) -> None:
    phone = await world.joined()
    await world.asked(phone)
    stale = world.taps(phone)["unknown"]
    await world.act(phone, "unknown", "unknown")
    await world.act(phone, "unknown", "unknown")
    before = world.record()
    phone.tap(stale)
    await world.quiet()
    assert world.record() == before
    assert phone.toasts[-1] != ""


async def test_a_double_tap_counts_once(world: World) -> None:
    phone = await world.joined()
    await world.asked(phone)
    data = world.taps(phone)["unknown"]
    phone.tap(data)
    phone.tap(data)
    await world.quiet()
    assert len(phone.toasts) == len(phone.taps)
    await world.question(phone, 1)
    answers = [entry.kind for _, entries in world.record() for entry in entries]
    assert answers.count("left_open") + answers.count("answered") == 1


async def test_who_taps_start_again_since_nothing_came_opens_one_case(world: World) -> None:
    phone = await world.joined()
    start = world.taps(phone)["screen"]
    for _ in range(3):
        phone.tap(start)
    await world.quiet()
    assert [row.code for row, _ in world.record()] == ["NJ01-0001"]
    await world.act(phone, "agree", "unknown")
    phone.tap(start)
    await world.quiet()
    assert len(world.record()) == 2, "the first has been begun"


async def test_the_same_tap_under_a_new_number_is_not_even_answered(world: World) -> None:
    phone = await world.joined()
    await world.asked(phone)
    phone.tap(world.taps(phone)["unknown"])
    phone.repeat()
    phone.repeat()
    await world.quiet()
    assert len(phone.toasts) == len(phone.taps)
    assert len(phone.shown) == 4  # the welcome, the agreement, two questions


# What is no text.


async def test_what_cannot_be_read_is_told(world: World) -> None:
    phone = await world.joined()
    file = _file()
    said = len(phone.shown)
    phone.attach(photo=[file | {"width": 1, "height": 1}])
    phone.attach(sticker=_file(type="regular", width=1, height=1, is_animated=False, is_video=False))
    phone.attach(voice=file | {"duration": 1})
    phone.attach(document=file, caption="x")
    phone.attach(new_chat_title="a service message")
    await world.quiet()
    assert len(phone.shown) == said + 4
    assert len({one.text for one in phone.shown[said:]}) == 1
    for _ in range(3):
        phone.attach(photo=[file | {"width": 1, "height": 1}], media_group_id="7")
    await world.quiet()
    assert len(phone.shown) == said + 5, "an album is one thing"
    phone.edit("something else")
    await phone.until(lambda: len(phone.shown) == said + 6)
    assert phone.shown[-1].text != phone.shown[-2].text


async def test_unknown_commands_are_told_and_known_ones_may_name_the_bot(world: World) -> None:
    phone = await world.joined()
    said = len(phone.shown)
    phone.send("/nonsense")
    phone.send("/help@test_bot")
    phone.send("/help@another_bot")
    await world.quiet()
    assert len(phone.shown) == said + 2
    assert "/screen" in phone.shown[-1].text


# Groups.


async def test_a_group_is_told_once_and_its_talk_is_not_heard(world: World) -> None:
    await world.joined(9, role="administrator")
    group = Phone(world.telegram, 9, chat=-100)
    group.add_bot()
    await group.until(lambda: len(group.shown) == 1)
    group.send("how is everybody?")
    Phone(world.telegram, 77, chat=-100).send("/help@test_bot")
    await world.quiet()
    assert len(group.shown) == 1
    group.send("/help")
    await group.until(lambda: len(group.shown) == 2)


async def test_an_administrator_makes_a_team_and_it_gets_the_cards(world: World) -> None:
    await world.joined(9, "zh-hans", role="administrator")
    group = Phone(world.telegram, 9, chat=-100)
    group.send("/team")
    await group.until(lambda: group.shown)
    screener = await world.joined(1, "en")
    await world.sent(screener)
    await group.until(lambda: "details" in world.acts(group))
    card = group.last.text
    assert card != screener.last.text
    await world.act(group, "details", "card")
    quoted = world.words(world.trial.criteria[0].text, "zh_CN")
    assert quoted in group.last.text
    assert "<blockquote>" in group.last.html
    await world.act(group, "card", "details")
    assert group.last.text == card


def _file(**more: object) -> dict[str, object]:
    return {"file_id": "f", "file_unique_id": "u", **more}

"""Queries: the study team asks about one answer in its chat, and the screener's phone has it as that question.

Promises: (1) the words come to whoever holds the case, and to nobody else; (2) an answer that is changed, or stays with a
word, comes back to the team, with the new verdict; (3) a query is answered once, closed once, and all of it stands in the
record; (4) words that name somebody are not stored; (5) whoever has the card in private asks, hears and closes there.
"""

from __future__ import annotations

import pytest

from tests.channels.telegram.world import World
from tests.emulator.phone import Phone
from tests.emulator.server import Shown

pytestmark = pytest.mark.asyncio
WORDS = "Is this the day that the consent form names?"


class Asking:
    """A case that was sent, its screener, and an investigator in the study team's group."""

    def __init__(self, world: World, nurse: Phone, team: Phone) -> None:
        self.world, self.nurse, self.team = world, nurse, team

    async def choose(self) -> Shown:
        """The team chooses the first answer; the message that it is to reply to."""
        await self.world.act(self.team, "ask", "ask_about")
        self.team.tap(self.world.taps(self.team)["ask_about"])
        await self.world.quiet()
        return self.team.shown[-1]

    async def ask(self, words: str = WORDS) -> None:
        self.reply(await self.choose(), words)
        await self.world.quiet()

    def reply(self, to: Shown, words: str) -> None:
        sender = {"id": 42, "is_bot": True, "first_name": "Bot", "username": "test_bot"}
        self.team.send(words, reply_to_message={**self.team._message(text="?"), "message_id": to.id, "from": sender})

    def attach(self, to: Shown) -> None:
        """A picture instead of words."""
        sender = {"id": 42, "is_bot": True, "first_name": "Bot", "username": "test_bot"}
        replied = {**self.team._message(text="?"), "message_id": to.id, "from": sender}
        photo = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}
        self.team.attach(photo=[photo], caption=WORDS, reply_to_message=replied)

    def kinds(self) -> list[str]:
        ((_, entries),) = self.world.record()
        return [entry.kind for entry in entries]

    def of(self, kind: str) -> list[dict[str, object]]:
        ((_, entries),) = self.world.record()
        return [dict(entry.data) for entry in entries if entry.kind == kind]

    async def tap(self, phone: Phone, act: str) -> None:
        """The newest button that does this."""
        shown = next(one for one in reversed(phone.shown) if one.rows and act in self.world.taps(phone, one))
        phone.tap(self.world.taps(phone, shown)[act], shown)
        await self.world.quiet()


async def asking(world: World, language: str = "en", team_language: str = "zh_CN") -> Asking:
    nurse = await world.joined(1, language)
    await world.joined(9, role="investigator")
    team = world.team(-100, team_language)
    await world.sent(nurse)
    await world.quiet()
    return Asking(world, nurse, team)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
async def test_an_answer_that_is_changed_on_a_query_comes_back_with_the_new_verdict(
    world: World, language: str
) -> None:
    talk = await asking(world, language)
    await talk.ask()
    assert WORDS in talk.nurse.shown[-1].text
    await talk.tap(talk.nurse, "query")
    await world.question(talk.nurse, 0)
    assert WORDS in talk.nurse.last.text
    cards = len(talk.team.shown)
    talk.nurse.send("2026-12-13")
    await world.quiet()
    await talk.tap(talk.nurse, "reason")
    assert [one["changed"] for one in talk.of("replied")] == [True]
    assert len(talk.of("sent")) == 2
    card, replied = talk.team.shown[cards:]
    assert "2026年12月13日" in card.text
    assert "已更改为" in replied.text
    await talk.tap(talk.team, "close")
    assert [one["status"] for one in talk.of("query_closed")] == ["closed"]
    assert "close" not in world.taps(talk.team, talk.team.shown[-1])


async def test_below_help_the_card_leads_to_a_query_that_waits_and_to_none_that_was_answered(world: World) -> None:
    talk = await asking(world)

    async def led() -> bool:
        talk.nurse.send("/help")
        await world.quiet()
        return "query" in world.taps(talk.nurse)

    assert not await led()
    await talk.ask()
    assert await led()
    await talk.tap(talk.nurse, "stands")
    talk.nurse.send("The form says the 6th")
    await world.quiet()
    assert not await led()


async def test_an_answer_that_stays_needs_a_word_which_the_team_gets(world: World) -> None:
    talk = await asking(world, team_language="en")
    await talk.ask()
    await talk.tap(talk.nurse, "stands")
    talk.nurse.send("The form says the 6th")
    await world.quiet()
    (replied,) = talk.of("replied")
    assert (replied["words"], replied["changed"]) == ("The form says the 6th", False)
    assert len(talk.of("sent")) == 1, "the verdict is the same"
    assert "The form says the 6th" in talk.team.shown[-1].text
    assert "Answered" in next(one.text for one in talk.nurse.shown if WORDS in one.text)


async def test_keeping_the_answer_in_the_question_itself_asks_for_the_word_too(world: World) -> None:
    talk = await asking(world)
    await talk.ask()
    await talk.tap(talk.nurse, "query")
    await talk.tap(talk.nurse, "keep")
    assert "replied" not in talk.kinds()
    await talk.tap(talk.nurse, "checked")
    assert talk.of("replied")[0]["words"] == "Checked in the records"
    assert "已核对病历" in talk.team.shown[-1].text


async def test_a_query_finds_the_screener_who_is_at_another_case(world: World) -> None:
    talk = await asking(world)
    talk.nurse.send("/screen")
    await talk.nurse.until(lambda: "agree" in world.acts(talk.nurse))
    await talk.ask()
    await talk.tap(talk.nurse, "query")
    await world.question(talk.nurse, 0)


async def test_words_that_may_name_somebody_are_refused_and_the_same_message_can_be_replied_to_again(
    world: World,
) -> None:
    talk = await asking(world)
    chosen = await talk.choose()
    for words in ("她叫王小明吗", "call 13912345678", "x" * 400, "王小明"):
        talk.reply(chosen, words)
        await world.quiet()
        assert "queried" not in talk.kinds()
    talk.reply(chosen, WORDS)
    await world.quiet()
    assert [one["words"] for one in talk.of("queried")] == [WORDS]


async def test_nobody_else_can_ask_and_other_replies_are_not_heard(world: World) -> None:
    talk = await asking(world)
    chosen = await talk.choose()
    screener = Phone(world.telegram, 1, "Person 1", chat=-100)
    stranger = Phone(world.telegram, 77, "Nobody", chat=-100)
    for phone in (screener, stranger):
        Asking(world, talk.nurse, phone).reply(chosen, WORDS)
    card = next(one for one in talk.team.shown if "ask" in world.taps(talk.team, one))
    talk.reply(card, "no question of mine")
    screener.tap(world.taps(talk.team, card)["ask"], card)
    await world.quiet()
    assert "queried" not in talk.kinds()
    assert screener.toasts[-1] == "Your role can read, but not ask."


async def test_a_query_is_answered_once_and_closed_once(world: World) -> None:
    talk = await asking(world)
    await talk.ask()
    await talk.tap(talk.nurse, "stands")
    await talk.tap(talk.nurse, "checked")
    button = next(one for one in talk.team.shown if "close" in world.taps(talk.team, one))
    data = world.taps(talk.team, button)["close"]
    talk.team.tap(data, button)
    talk.team.tap(data, button)
    await world.quiet()
    assert talk.kinds().count("query_closed") == 1
    assert talk.kinds().count("replied") == 1


async def test_a_query_that_nobody_answered_can_be_closed_and_the_screener_sees_that(world: World) -> None:
    talk = await asking(world, team_language="en")
    await talk.ask()
    await talk.tap(talk.team, "close")
    assert "Not answered" in talk.team.shown[-1].text
    asked = next(one for one in talk.nurse.shown if WORDS in one.text)
    assert "Closed by the study team" in asked.text
    assert asked.rows == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
async def test_an_investigator_asks_hears_and_closes_in_private_where_no_team_has_a_chat(
    world: World, language: str
) -> None:
    nurse, doctor = await world.joined(1), await world.joined(9, language, role="investigator")
    await world.sent(nurse)
    await world.quiet()
    talk = Asking(world, nurse, doctor)
    assert {"ask", "override"} <= world.acts(doctor)
    await talk.ask()
    assert WORDS in nurse.shown[-1].text
    assert "Person 1" in doctor.shown[-1].text, "with whom the question is"
    before = len(doctor.shown)
    await talk.tap(nurse, "stands")
    nurse.send("The form says the 6th")
    await world.quiet()
    (heard,) = doctor.shown[before:]
    assert "The form says the 6th" in heard.text
    await talk.tap(doctor, "close")
    assert talk.kinds().count("query_closed") == 1
    assert ("Closed." if language == "en" else "已关闭") in heard.text
    assert heard.rows == []


async def test_what_was_asked_in_the_teams_chat_is_not_told_in_private(world: World) -> None:
    talk = await asking(world, team_language="en")
    await talk.ask()
    private = len(world.telegram.chats[9])
    await talk.tap(talk.nurse, "stands")
    await talk.tap(talk.nurse, "checked")
    assert "Checked in the records" in talk.team.shown[-1].text
    assert len(world.telegram.chats[9]) == private


async def test_a_picture_is_no_query_and_the_group_is_told_so(world: World) -> None:
    talk = await asking(world, team_language="en")
    awaited = await talk.choose()
    said = len(talk.team.shown)
    talk.attach(awaited)
    await talk.team.until(lambda: len(talk.team.shown) == said + 1)
    assert "text and buttons only" in talk.team.shown[-1].text
    talk.attach(next(one for one in talk.team.shown if one.id != awaited.id))
    await world.quiet()
    assert len(talk.team.shown) == said + 1
    assert "queried" not in talk.kinds()
    talk.reply(awaited, WORDS)
    await world.quiet()
    assert talk.kinds().count("queried") == 1

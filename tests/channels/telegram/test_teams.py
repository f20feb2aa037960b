"""A study team's group that throws the bot out, or becomes another chat.

Requirements: (1) it is the team's no more, however the news comes, which is in the site's log and told to administrators
once; (2) what it lacks reaches the next group, or the same one again; (3) what the settings name means the chat that it is
by now, and one that threw the bot out stays out until an administrator makes it a team's again.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.commands import running
from bot.desk.teams import where_now
from bot.settings import from_environment
from tests.channels.telegram.test_signing import PIN, types
from tests.channels.telegram.world import TRIAL, World
from tests.clock import now
from tests.emulator.phone import Phone

pytestmark = pytest.mark.asyncio
OLD, NEW = -100, -200


def noted(world: World, site: str = "NJ01") -> list[str]:
    """What the site's log says of chats."""
    with world.store.reading() as unit:
        return [line.kind for line in unit.logged(site) if line.kind.startswith("team_")]


async def made(world: World, chat: int = OLD, language: str = "en") -> tuple[Phone, Phone]:
    """An administrator, and the group that they have made the study team's."""
    chief = await world.joined(9, language, role="administrator")
    group = Phone(world.telegram, 9, chat=chat)
    group.send("/team")
    await group.until(lambda: group.shown)
    return chief, group


async def gets_its_card(world: World, group: Phone) -> None:
    """The group is made the study team's, and gets what there is."""
    group.send("/team")
    await group.until(lambda: group.shown and "details" in world.acts(group))


@pytest.mark.parametrize("news", ["Telegram says so", "a card is refused"])
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "it gets no cards any more. Nothing is lost: add me"), ("zh-hans", "不再收到结论卡。数据没有丢失")],
)
async def test_a_group_without_the_bot_is_no_team_and_the_next_one_gets_what_it_lacked(
    world: World, language: str, words: str, news: str
) -> None:
    chief, group = await made(world, language=language)
    screener = await world.joined(1)
    world.telegram.blocked.add(OLD)
    if news == "Telegram says so":
        Phone(world.telegram, 77, "Somebody else", chat=OLD).remove_bot()
        await chief.until(lambda: words in chief.shown[-1].text)
        await world.sent(screener)
    else:
        await world.sent(screener)
        await chief.until(lambda: words in chief.shown[-1].text)
        Phone(world.telegram, 77, "Somebody else", chat=OLD).remove_bot()
    await world.quiet()
    assert [words in one.text for one in chief.shown].count(True) == 1, "once"
    assert noted(world) == ["team_made", "team_ended"]
    assert len(group.shown) == 1, "that it was made the team's"
    chief.send("/team")
    await chief.until(lambda: "verdict" in world.acts(chief))
    assert ("has no group" in chief.last.text) or ("没有群" in chief.last.text)
    for chat in (NEW, OLD):  # another group, or the same one that has let it in again
        world.telegram.blocked.discard(chat)
        await gets_its_card(world, Phone(world.telegram, 9, chat=chat))
    await world.quiet()
    assert [sum(bool(one.rows) for one in Phone(world.telegram, 9, chat=chat).shown) for chat in (OLD, NEW)] == [1, 1]
    chief.send("/team")
    await chief.until(lambda: "has no group" not in chief.last.text and "没有群" not in chief.last.text)


@pytest.mark.parametrize(
    "words",
    [
        "chat not found",
        "not enough rights to send text messages to the chat",
        "CHAT_WRITE_FORBIDDEN",
        "Group chat was deactivated",
        "CHANNEL_PRIVATE",
    ],
)
async def test_a_group_that_is_gone_or_may_not_be_written_to_loses_no_verdict(world: World, words: str) -> None:
    chief, _ = await made(world)
    screener = await world.joined(1)
    world.telegram.closed[OLD] = f"Bad Request: {words}"
    await world.sent(screener)
    await chief.until(lambda: "it gets no cards any more" in chief.shown[-1].text)
    await world.quiet()
    assert noted(world) == ["team_made", "team_ended"]
    await gets_its_card(world, Phone(world.telegram, 9, chat=NEW))


async def test_a_person_who_blocks_the_bot_ends_no_team(world: World) -> None:
    await made(world)
    screener = await world.joined(1)
    world.telegram.blocked.add(1)
    screener.send("/help")
    Phone(world.telegram, 77, chat=-300).remove_bot()
    await world.quiet()
    assert noted(world) == ["team_made"]


async def test_what_the_settings_name_follows_its_group(still: World) -> None:
    settings = from_environment({"TEAM_CHAT": str(OLD), "TELEGRAM_TOKEN": "42:TEST"})

    def chats() -> set[str]:
        """The study team's chats after a start."""
        running._set_team(still.store, still.house, settings)
        with still.store.reading() as unit:
            return {team.address for team in unit.teams(TRIAL, "NJ01")}

    assert chats() == {f"telegram:{OLD}"}
    still.start()
    screener = await still.joined(1)
    still.telegram.moved[OLD] = NEW
    new = Phone(still.telegram, 9, chat=NEW)
    await still.sent(screener)
    await new.until(lambda: new.shown)
    await still.quiet()
    assert chats() == {f"telegram:{NEW}"}, "the old one is not added again"
    still.telegram.blocked.add(NEW)
    new.remove_bot()
    await still.quiet()
    assert chats() == set()
    with still.store.reading() as unit:
        assert where_now(unit, settings.team_address) is None
    assert noted(still, "*") == ["team_made", "team_moved", "team_ended"]
    await still.stop()
    still.telegram.violations.clear()


async def test_a_group_that_says_where_it_lives_now_gets_each_card_there_once(world: World) -> None:
    await made(world)
    world.telegram.moved[OLD] = NEW
    stranger, new = Phone(world.telegram, 77, chat=OLD), Phone(world.telegram, 9, chat=NEW)
    stranger.attach(migrate_to_chat_id=NEW)
    await world.quiet()
    with world.store.reading() as unit:
        assert {team.address for team in unit.all_teams()} == {f"telegram:{NEW}"}
    assert noted(world) == ["team_made", "team_moved"]
    assert [one["command"] for one in world.telegram.commands[str(NEW)]] == ["log", "stats"]
    new.send("/team")
    await new.until(lambda: new.shown)
    await world.sent(await world.joined(1))
    await new.until(lambda: any(one.rows for one in new.shown))
    await world.quiet()
    assert len([one for one in new.shown if one.rows]) == 1


async def test_a_group_that_seems_deleted_before_it_says_where_it_lives_now_stays_the_teams(world: World) -> None:
    await made(world)
    screener = await world.joined(1)
    world.telegram.closed[OLD] = "Forbidden: the group chat was deleted"
    sent = len(world.telegram.calls)
    await world.sent(screener)
    await screener.until(lambda: any(str(OLD) == given.get("chat_id") for _, given, _ in world.telegram.calls[sent:]))
    world.telegram.moved[OLD] = NEW
    world.telegram.closed.clear()
    new = Phone(world.telegram, 9, chat=NEW)
    await new.until(lambda: "details" in world.acts(new))
    await world.quiet()
    assert noted(world) == ["team_made", "team_moved"]
    world.telegram.violations.clear()


async def test_a_group_that_has_moved_has_its_cards_of_before_and_sees_what_becomes_of_them(world: World) -> None:
    """A message of before cannot be changed there, and its number may be another one's."""
    _, old = await made(world)
    screener = await world.joined(1)
    await world.sent(screener)
    await old.until(lambda: "details" in world.acts(old))
    await world.quiet()
    world.telegram.moved[OLD] = NEW
    new = Phone(world.telegram, 9, chat=NEW)
    Phone(world.telegram, 77, chat=OLD).attach(migrate_to_chat_id=NEW)
    await world.quiet()
    while world.desk.remind(now() + timedelta(days=9)):  # whoever looks at the case
        pass
    new.send("/team")
    await new.until(lambda: new.shown)
    await world.quiet()
    assert [one for one in new.shown if one.rows] == []
    doctor = await world.joined(2, role="investigator")
    doctor.send("/team")
    await doctor.until(lambda: "verdict" in world.acts(doctor))
    await world.act(doctor, "verdict", "override")
    await world.act(doctor, "override", "decide")
    await world.act(doctor, "decide", "unsign")
    for words in ("All missing results are in the hospital's system and pass", PIN, PIN):
        await types(doctor, words)
    await new.until(lambda: any("Signed by" in one.text for one in new.shown))


# Topics.


async def test_the_cards_of_a_group_with_topics_go_to_the_topic_where_it_was_made_the_teams(world: World) -> None:
    chief = await world.joined(9, role="administrator")
    general, topic = Phone(world.telegram, 9, chat=OLD), Phone(world.telegram, 9, chat=OLD, topic=7)
    topic.send("/team")
    await topic.until(lambda: topic.shown)
    await world.sent(await world.joined(1))
    await topic.until(lambda: "details" in world.acts(topic))
    await world.act(topic, "details", "card")
    other = Phone(world.telegram, 9, chat=OLD, topic=8)
    other.send("/stats")
    await other.until(lambda: any(one.album for one in other.shown), 20)
    chief.send("/team")
    await chief.until(lambda: "verdict" in world.acts(chief))
    assert "has no group" not in chief.last.text
    assert not general.shown
    assert all(not one.rows for one in other.shown)
    await world.quiet()


async def test_of_a_groups_topics_the_last_one_has_the_cards(world: World) -> None:
    await made(world)
    topic = Phone(world.telegram, 9, chat=OLD, topic=7)
    topic.send("/team")
    await topic.until(lambda: topic.shown)
    with world.store.reading() as unit:
        assert {team.address for team in unit.all_teams()} == {f"telegram:{OLD}/7"}
        assert unit.teams_at(f"telegram:{OLD}") == unit.teams_at(f"telegram:{OLD}/8") == unit.all_teams()
    assert noted(world) == ["team_made", "team_moved", "team_made"]


@pytest.mark.parametrize("news", ["the topic was deleted", "a stranger removes the bot"])
async def test_a_topic_that_is_gone_loses_no_verdict(world: World, news: str) -> None:
    chief = await world.joined(9, role="administrator")
    topic = Phone(world.telegram, 9, chat=OLD, topic=7)
    topic.send("/team")
    await topic.until(lambda: topic.shown)
    screener = await world.joined(1)
    if news == "the topic was deleted":
        world.telegram.topics.clear()
        await world.sent(screener)
    else:
        Phone(world.telegram, 77, chat=OLD).remove_bot()
    await chief.until(lambda: "it gets no cards any more" in chief.shown[-1].text)
    await world.quiet()
    assert noted(world) == ["team_made", "team_ended"]
    if news != "the topic was deleted":
        await world.sent(screener)
    await gets_its_card(world, Phone(world.telegram, 9, chat=OLD))


async def test_who_speaks_as_the_group_itself_is_told_how_to_be_known_once(world: World) -> None:
    """An administrator of a group may be anonymous, which they do not see themselves."""
    await world.joined(9, role="administrator")
    group, other = (Phone(world.telegram, 1087968824, "Group", chat=chat) for chat in (OLD, NEW))
    as_it = {"sender_chat": {"id": OLD, "type": "supergroup", "title": "Team"}}
    other.send("/help", sender_chat={"id": NEW, "type": "supergroup", "title": "Others"})
    for _ in range(3):
        group.send("/team", **as_it)
    await world.quiet()
    assert 1 <= len(group.shown) <= world.count, "one of each worker that does not know the group yet"
    assert "Remain anonymous" in group.shown[0].text
    assert other.shown == []
    with world.store.reading() as unit:
        assert unit.all_teams() == ()

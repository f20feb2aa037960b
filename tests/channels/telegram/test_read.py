"""What of Telegram's updates the desk hears, whatever else stands in them.

Requirements: (1) whatever somebody sends in their chat and that is no text is heard, also what only later versions know, and
an album as one thing; what Telegram itself says there is not; nothing in an update stops the bot; (2) the bot is in a group, or not, whatever it may do there;
(3) that a group has become another chat is heard from either, whoever did it; (4) a topic of a group is a place of its own,
and a person's chat is one.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Update as TelegramUpdate
from telegram.constants import MessageType

from bot.channels.telegram.addresses import address_of, chat_id, is_group, topic_id
from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.read import KINDS, Update, UpdateReader, source
from bot.desk.incoming import Incoming, Tap
from tests.clock import now

ANN = {"id": 2**52 - 1, "is_bot": False, "first_name": "Ann"}
PRIVATE: dict[str, Any] = {"id": ANN["id"], "type": "private", "first_name": "Ann"}
GROUP: dict[str, Any] = {"id": -1002000000000, "type": "supergroup", "title": "Team", "is_forum": True}
HERS = f"telegram:{ANN['id']}"
BUTTONS = Buttons("42:TEST")
FILE = {"file_id": "f", "file_unique_id": "u"}


def heard(**said: Any) -> Incoming | None:
    """What the desk hears of an update."""
    return UpdateReader("test_bot", BUTTONS, now).read(Update.of({"update_id": 7, **said}))


def message(chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    """A message from Ann."""
    return {"message_id": 5, "date": 1_800_000_000, "chat": chat, "from": ANN, **content}


@pytest.mark.parametrize(
    "content",
    [
        {"photo": [FILE | {"width": 1, "height": 1}], "caption": "102"},
        {"contact": {"phone_number": "1", "first_name": "Patient"}},
        {"checklist": {"title": "labs", "tasks": []}},
        {"rich_message": {"blocks": []}},
        {"dice": {"emoji": "🎲", "value": 1}, "effect_id": "1"},
        {"voice": FILE | {"duration": 1}, "reply_to_story": {"chat": PRIVATE, "id": 1}},
        {"what_comes_in_2030": {"x": 1}},
        {},
    ],
    ids=lambda content: next(iter(content), "nothing known"),
)
def test_what_is_no_text_is_heard(content: dict[str, Any]) -> None:
    incoming = heard(message=message(**content))
    assert incoming is not None
    assert (incoming.what, incoming.chat, incoming.text) == ("other", HERS, "")


@pytest.mark.parametrize(
    "content",
    [
        {"pinned_message": {"message_id": 1, "date": 0, "chat": PRIVATE}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
        {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "x"}}},
        {"write_access_allowed": {}},
        {"forum_topic_created": {"name": "x", "icon_color": 1}},
    ],
    ids=lambda content: next(iter(content)),
)
def test_what_telegram_says_itself_is_not(content: dict[str, Any]) -> None:
    assert heard(message=message(**content)) is None


def test_the_pictures_of_an_album_are_one_thing() -> None:
    photo: dict[str, Any] = {"photo": [FILE | {"width": 1, "height": 1}], "media_group_id": "9"}
    first, second = (heard(message=message(**photo, message_id=id)) for id in (5, 6))
    other = heard(message=message(**photo | {"media_group_id": "10"}))
    assert first is not None
    assert second is not None
    assert other is not None
    assert first.key == second.key != other.key
    odd = heard(message=message(**photo | {"media_group_id": "\ud83d9"}))
    assert odd is not None
    assert odd.key.encode(), "half a character is in no database"


@pytest.mark.parametrize("kind", ["message", "edited_message"])
@pytest.mark.parametrize("content", [{"text": "98"}, {"photo": [], "caption": "98"}])
def test_what_comes_in_a_channel_or_without_anybody_is_not_heard(kind: str, content: dict[str, Any]) -> None:
    channel = {"id": -1003, "type": "channel", "title": "News"}
    said = message(channel, **content)
    assert heard(**{kind: said}) is None
    del said["from"]
    assert heard(**{kind: said | {"chat": GROUP}}) is None


@pytest.mark.parametrize("kind", ["channel_post", "poll", "guest_message", "what_comes_in_2030"])
@pytest.mark.parametrize("body", [{"id": "1"}, [], None])
def test_other_kinds_of_updates_are_passed_over(kind: str, body: Any) -> None:
    assert kind not in KINDS
    assert heard(**{kind: body}) is None
    assert source(Update.of({"update_id": 7, kind: body})) == -7


# What is read is as Telegram has it; anything may stand beside it.
READ = {
    "text", "caption", "message_id", "date", "chat", "from", "sender_chat", "reply_to_message", "media_group_id",
    "message_thread_id", "is_topic_message", "migrate_to_chat_id", "migrate_from_chat_id",
}  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=8), inside, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from(sorted({*map(str, MessageType), "quote", "via_bot", "rich_message"} - READ)) | st.text(
    max_size=9
)


@given(
    st.sampled_from([*TelegramUpdate.ALL_TYPES, "what_comes_in_2030"]),
    st.dictionaries(FIELDS.filter(lambda name: name not in READ), JSON, max_size=4),
    st.sampled_from([{}, {"text": "98"}, {"text": "/help"}, {"text": "\ud83d\x00"}, {"caption": "98"}]),
    st.sampled_from([PRIVATE, GROUP, {"id": -1003, "type": "channel", "title": "News"}]),
)
def test_whatever_stands_in_an_update_is_read_or_passed_over(
    kind: str, beside: dict[str, Any], words: dict[str, Any], chat: dict[str, Any]
) -> None:
    body = message(chat, **words, **beside)
    if kind == "callback_query":
        body = {"id": "q", "from": ANN, "chat_instance": "1", "data": "?", "message": body}
    if kind == "my_chat_member":
        body |= {"old_chat_member": member("left"), "new_chat_member": member("member")}
    incoming = heard(**{kind: body})
    assert incoming is None or kind in KINDS
    assert incoming is None or (incoming.text.encode().isascii() and "\x00" not in incoming.text)
    if chat is PRIVATE and kind == "message" and words.get("text") == "98":
        assert incoming is not None
        assert incoming.text == "98"


# Groups.


def member(status: str, **more: Any) -> dict[str, Any]:
    """What the bot is in a chat."""
    return {"status": status, "user": {"id": 42, "is_bot": True, "first_name": "Bot"}, **more}


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (member("left"), member("member"), "added"),
        (member("left"), member("administrator"), "added"),
        (member("kicked"), member("restricted", is_member=True), "added"),
        (member("member"), member("administrator"), None),
        (member("member"), member("restricted", is_member=True), None),
        (member("member"), member("restricted", is_member=False), "removed"),
        (member("restricted", is_member=True), member("kicked"), "removed"),
        (member("administrator"), member("left"), "removed"),
    ],
)
def test_the_bot_is_in_a_group_or_not(before: dict[str, Any], after: dict[str, Any], what: str | None) -> None:
    change = {"chat": GROUP, "from": ANN, "date": 0, "old_chat_member": before, "new_chat_member": after}
    incoming = heard(my_chat_member=change)
    assert (incoming.what if incoming else None) == what
    in_private = heard(my_chat_member=change | {"chat": PRIVATE})
    assert (in_private.what if in_private else None) == ("added" if what == "added" else None)
    assert heard(my_chat_member=change | {"chat": {"id": -9, "type": "channel"}}) is None


@pytest.mark.parametrize("somebody", [True, False])
@pytest.mark.parametrize(
    ("chat", "news"), [(-5, {"migrate_to_chat_id": -1005}), (-1005, {"migrate_from_chat_id": -5})], ids=["old", "new"]
)
def test_a_group_that_has_become_another_chat_is_heard_of_from_either(
    chat: int, news: dict[str, int], somebody: bool
) -> None:
    said = message({"id": chat, "type": "group", "title": "Team"}, **news)
    if not somebody:
        del said["from"]
    incoming = heard(message=said)
    assert incoming is not None
    assert (incoming.what, incoming.chat, incoming.text) == ("moved", "telegram:-5", "telegram:-1005")


# Topics.


def test_a_topic_is_a_place_within_its_group() -> None:
    incoming = heard(message=message(GROUP, text="/team", message_thread_id=7, is_topic_message=True))
    assert incoming is not None
    assert incoming.chat == address_of(GROUP["id"], 7) != address_of(GROUP["id"])
    assert (chat_id(incoming.chat), topic_id(incoming.chat), is_group(incoming.chat)) == (GROUP["id"], 7, True)


def test_a_thread_of_replies_is_no_topic_and_a_person_has_one_chat() -> None:
    thread = heard(message=message(GROUP, text="/team", message_thread_id=7))
    loose = heard(message=message(GROUP, text="/team", is_topic_message=True))
    hers = heard(message=message(text="98", message_thread_id=7, is_topic_message=True))
    assert thread is not None
    assert hers is not None
    assert loose is not None
    assert loose.chat == thread.chat
    assert (thread.chat, hers.chat) == (f"telegram:{GROUP['id']}", HERS)
    assert topic_id(thread.chat) is None


@pytest.mark.parametrize(
    ("place", "message"),
    [
        (HERS, {"message_id": 1, "date": 0, "chat": PRIVATE}),
        (HERS, None),
        (f"telegram:{GROUP['id']}/7", message(GROUP, message_thread_id=7, is_topic_message=True)),
    ],
    ids=["of a message that cannot be reached any more", "of no message", "in a topic"],
)
def test_a_tap_belongs_to_the_place_of_its_button(place: str, message: dict[str, Any] | None) -> None:
    tap = Tap(act="unknown", case=1, turn=2)
    query = {"id": "q", "from": ANN, "chat_instance": "1", "data": BUTTONS.write(place, tap)}
    incoming = heard(callback_query=query | ({"message": message} if message else {}))
    assert incoming is not None
    assert (incoming.tap, incoming.chat, incoming.refers) == (tap, place, "q")

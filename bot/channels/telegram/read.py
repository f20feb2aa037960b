"""Updates -> what the desk takes in. Decides what is worth hearing, never what it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from telegram.constants import ChatMemberStatus, ChatType, MessageAttachmentType, MessageType

from bot.channels.telegram.addresses import address_of
from bot.channels.telegram.buttons import Buttons
from bot.core.lexicon.forms import sentence
from bot.desk.incoming import Incoming

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)
NAME = 40
AWAY = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
# What is known to be sent by people, and what Telegram itself says in a chat. Anything else is taken for the former, as
# later versions bring it: silence would look as if it had been understood.
CONTENT = frozenset({*map(str, MessageAttachmentType), "checklist"})
SERVICE = frozenset(map(str, MessageType)) - CONTENT
MOVES = frozenset({"migrate_to_chat_id", "migrate_from_chat_id"})
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Update:
    """What Telegram brought, as it stands there: the library's own objects take longer to build than an answer."""

    id: int
    said: Mapping[str, Any]

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Update:
        """From Telegram's JSON; anything else is some error."""
        return cls(int(said["update_id"]), said)


def kind(update: Update) -> str:
    """Which of KINDS it is."""
    return next((one for one in KINDS if one in update.said), "other")


def source(update: Update) -> int:
    """The chat whose order it belongs to."""
    try:
        said = update.said[kind(update)]
        chat = (said.get("message") or said).get("chat") or said["from"]
        return int(chat["id"])
    except (LookupError, TypeError, AttributeError, ValueError):
        return -update.id


class UpdateReader:
    """Reads updates for the bot of this user name."""

    def __init__(self, username: str, buttons: Buttons, clock: Callable[[], datetime]) -> None:
        self._username, self._buttons, self.clock = username.lower(), buttons, clock

    def read(self, update: Update) -> Incoming | None:
        """What arrived; None where nobody needs to hear of it."""
        match update.said:
            case {"callback_query": query}:
                return self._tap(query)
            case {"message": message}:
                return self._message(update, message)
            case {"edited_message": message}:
                return self._edited(update, message)
            case {"my_chat_member": change}:
                return self._member(update, change)
        return None

    def _tap(self, query: Json) -> Incoming:
        chat = query["message"]["chat"] if query.get("message") else None
        private = chat is None or chat["type"] == ChatType.PRIVATE
        address = _place(query["message"]) if chat else _address(query["from"])
        tap = self._buttons.read(address, query.get("data"))
        # The same tap may come again under a new update id.
        key = f"telegram:tap:{query['id']}"
        return self._incoming(key, query["from"], address, private, what="tap", tap=tap, refers=query["id"])

    def _message(self, update: Update, message: Json) -> Incoming | None:
        text = message.get("text")
        command = COMMAND.fullmatch(text.strip()) if text else None
        if command is not None:
            return self._command(update, message, *command.groups(default=""))
        if not MOVES.isdisjoint(message):
            return self._moved(update, message)
        replies_to = self._replied_to(message)
        if message["chat"]["type"] != ChatType.PRIVATE and replies_to is None:
            return None
        if text is not None:
            when, id = datetime.fromtimestamp(message["date"], UTC), str(message["message_id"])
            known: dict[str, Any] = {"message": id, "typed_at": when, "replies_to": replies_to}
            return self._from(update, message, what="text", text=text, **known)
        if not CONTENT.isdisjoint(message) or SERVICE.isdisjoint(message):
            # The pictures of an album come one by one, and are one thing.
            album = message.get("media_group_id")
            key = f"telegram:album:{message['chat']['id']}:{album}" if album else ""
            return self._from(update, message, key, what="other", replies_to=replies_to)
        return None

    def _moved(self, update: Update, message: Json) -> Incoming | None:
        """A group has become another chat, as the old one or the new one says, whoever has brought it about."""
        here = message["chat"]["id"]
        old, new = (message.get(name, here) for name in ("migrate_from_chat_id", "migrate_to_chat_id"))
        user = message.get("from") or {"id": here, "first_name": ""}
        was = {"chat": {"id": old, "type": ChatType.GROUP}, "from": user}
        return self._from(update, was, what="moved", text=address_of(int(new)))

    def _replied_to(self, message: Json) -> str | None:
        """The bot's own message that this one is a reply to."""
        replied = message.get("reply_to_message")
        if replied is None or str(replied.get("from", {}).get("username", "")).lower() != self._username:
            return None
        return str(replied["message_id"])

    def _command(self, update: Update, message: Json, command: str, bot: str, rest: str) -> Incoming | None:
        if bot and bot.lower() != self._username:
            return None
        said: dict[str, Any] = {"what": "command", "command": command.lower(), "text": rest.strip()}
        return self._from(update, message, **said)

    def _edited(self, update: Update, message: Json) -> Incoming | None:
        # A shared location that moves is edited all the time.
        if message["chat"]["type"] != ChatType.PRIVATE or not (message.get("text") or message.get("caption")):
            return None
        return self._from(update, message, what="edited")

    def _member(self, update: Update, change: Json) -> Incoming | None:
        before, after = (_is_in(change[name]) for name in ("old_chat_member", "new_chat_member"))
        if change["chat"]["type"] == ChatType.CHANNEL or (before and after):
            return None
        if after:
            return self._from(update, change, what="added")
        # Whoever blocks the bot leaves no team.
        return None if change["chat"]["type"] == ChatType.PRIVATE else self._from(update, change, what="removed")

    def _from(self, update: Update, happened: Json, key: str = "", **said: Any) -> Incoming | None:
        user, chat = happened.get("from"), happened["chat"]
        if user is None:
            return None
        private = chat["type"] == ChatType.PRIVATE
        if happened.get("sender_chat", {}).get("id") == chat["id"]:
            said["what"] = "unnamed"
        return self._incoming(key or f"telegram:{update.id}", user, _place(happened), private, **said)

    def _incoming(self, key: str, user: Json, chat: str, private: bool, **said: Any) -> Incoming:
        if "text" in said:
            said["text"] = _storable(said["text"])
        return Incoming(
            key=_storable(key),
            at=self.clock(),
            person=_address(user),
            chat=chat,
            name=sentence(" ".join(filter(None, (user["first_name"], user.get("last_name")))))[:NAME],
            language=user.get("language_code"),
            private=private,
            **said,
        )


def _is_in(member: Json) -> bool:
    """Whether it is in the chat: whoever may do less than others says so apart."""
    return member["status"] not in AWAY and bool(member.get("is_member", True))


def _place(happened: Json) -> str:
    """The chat, or the topic of a group, where something happened. A person has one chat, whatever topics it shows."""
    chat = happened["chat"]
    in_topic = happened.get("is_topic_message") and chat["type"] != ChatType.PRIVATE
    return address_of(int(chat["id"]), happened.get("message_thread_id") if in_topic else None)


def _address(who: Json) -> str:
    return address_of(int(who["id"]))


def _storable(text: str) -> str:
    """What no database takes is left out, NUL and halves of characters, and other controls, which no file takes."""
    return re.sub(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]", "", text)

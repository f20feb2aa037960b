"""Updates -> what the desk takes in. Decides what is worth hearing, never what it means."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType

from bot.channels.telegram.buttons import Buttons
from bot.desk.incoming import Incoming

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)
NAME = 40
HERE = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR)
AWAY = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


def kind(update: Update) -> str:
    """Which of KINDS it is."""
    return next((one for one in KINDS if getattr(update, one) is not None), "other")


def source(update: Update) -> int:
    """The chat whose order it belongs to."""
    from_whom = update.effective_chat or update.effective_user
    return from_whom.id if from_whom else -update.update_id


class Reader:
    """Reads updates for the bot of this user name."""

    def __init__(self, username: str, buttons: Buttons, clock: Callable[[], datetime]) -> None:
        self._username, self._buttons, self.clock = username.lower(), buttons, clock

    def read(self, update: Update) -> Incoming | None:
        """What arrived; None where nobody needs to hear of it."""
        if update.callback_query is not None:
            return self._tap(update.callback_query)
        if update.message is not None:
            return self._message(update, update.message)
        if update.edited_message is not None:
            return self._edited(update, update.edited_message)
        if update.my_chat_member is not None:
            return self._member(update, update.my_chat_member)
        return None

    def _tap(self, query: CallbackQuery) -> Incoming:
        chat = query.message.chat if query.message else None
        private = chat is None or chat.type == ChatType.PRIVATE
        address = f"telegram:{chat.id if chat else query.from_user.id}"
        tap = self._buttons.read(address, query.data)
        # The same tap may come again under a new update id.
        key = f"telegram:tap:{query.id}"
        return self._incoming(key, query.from_user, address, private, what="tap", tap=tap, refers=query.id)

    def _message(self, update: Update, message: Message) -> Incoming | None:
        command = COMMAND.fullmatch(message.text.strip()) if message.text else None
        if command is not None:
            return self._command(update, message, *command.groups(default=""))
        if message.chat.type != ChatType.PRIVATE:
            return None
        if message.text is not None:
            return self._from(update, message.from_user, message.chat, what="text", text=message.text)
        if message.effective_attachment is not None:
            return self._from(update, message.from_user, message.chat, what="other")
        return None

    def _command(self, update: Update, message: Message, command: str, bot: str, rest: str) -> Incoming | None:
        if bot and bot.lower() != self._username:
            return None
        said: dict[str, Any] = {"what": "command", "command": command.lower(), "text": rest.strip()}
        return self._from(update, message.from_user, message.chat, **said)

    def _edited(self, update: Update, message: Message) -> Incoming | None:
        # A shared location that moves is edited all the time.
        if message.chat.type != ChatType.PRIVATE or not (message.text or message.caption):
            return None
        return self._from(update, message.from_user, message.chat, what="edited")

    def _member(self, update: Update, change: ChatMemberUpdated) -> Incoming | None:
        came = change.old_chat_member.status in AWAY and change.new_chat_member.status in HERE
        if not came or change.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
            return None
        return self._from(update, change.from_user, change.chat, what="added")

    def _from(self, update: Update, user: User | None, chat: Chat, **said: Any) -> Incoming | None:
        if user is None:
            return None
        private = chat.type == ChatType.PRIVATE
        return self._incoming(f"telegram:{update.update_id}", user, f"telegram:{chat.id}", private, **said)

    def _incoming(self, key: str, user: User, chat: str, private: bool, **said: Any) -> Incoming:
        if "text" in said:
            said["text"] = _storable(said["text"])
        return Incoming(
            key=key,
            at=self.clock(),
            person=f"telegram:{user.id}",
            chat=chat,
            name=_storable(user.full_name)[:NAME],
            language=user.language_code,
            private=private,
            **said,
        )


def _storable(text: str) -> str:
    """What no database takes is left out: NUL and halves of characters."""
    return re.sub(r"[\x00\ud800-\udfff]", "", text)

"""Phones: what people do, and what they see."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from tests.emulator.server import Shown, Telegram


class Phone:
    """One person looking at one chat: the private one, a group, or a topic of one."""

    def __init__(
        self, telegram: Telegram, id: int, name: str = "Ann", language: str = "en", chat: int = 0, topic: int = 0
    ) -> None:
        self.telegram, self.id, self.chat, self.topic = telegram, id, chat or id, topic
        if topic:
            telegram.topics.setdefault(self.chat, set()).add(topic)
        self.language = language
        self._user = {"id": id, "is_bot": False, "first_name": name, "language_code": language}
        telegram.chats.setdefault(self.chat, [])
        self.taps: list[str] = []

    # What is seen.

    @property
    def shown(self) -> list[Shown]:
        """The bot's messages, oldest first."""
        return [one for one in self.telegram.chats[self.chat] if not one.deleted and one.topic == self.topic]

    @property
    def last(self) -> Shown:
        """The lowest message with buttons."""
        return next(one for one in reversed(self.shown) if one.rows)

    @property
    def labels(self) -> list[str]:
        """The buttons under the lowest message that has any."""
        return [button["text"] for row in self.last.rows for button in row]

    @property
    def toasts(self) -> list[str]:
        """The words under this person's taps, "" where there were none."""
        return [word for tap in self.taps for word in self.telegram.toasts[tap]]

    # What is done. Each gives the id of the update.

    def send(self, text: str, **more: Any) -> int:
        """Types something."""
        return self.telegram.push(message=self._message(text=text, **more))

    def held(self, text: str) -> dict[str, Any]:
        """Something typed that is still on its way to the service."""
        return self._message(text=text)

    def start(self, payload: str = "") -> int:
        """Opens a deep link."""
        return self.send(f"/start {payload}".strip())

    def attach(self, **content: Any) -> int:
        """Sends something that is no text."""
        return self.telegram.push(message=self._message(**content))

    def edit(self, text: str) -> int:
        """Changes a message that was sent before."""
        return self.telegram.push(edited_message=self._message(text=text, edit_date=int(self.telegram.clock())))

    def press(self, label: str, shown: Shown | None = None) -> int:
        """Taps the button that has this in its label."""
        at = shown or self.last
        found = [button for row in at.rows for button in row if label in button["text"]]
        assert found, f"no button {label!r} among {[b['text'] for row in at.rows for b in row]}"
        return self.tap(found[0]["callback_data"], at)

    def tap(self, data: str, shown: Shown | None = None) -> int:
        """A tap that carries this, forged or not."""
        tap = f"tap{len(self.telegram.toasts)}"
        self.telegram.toasts[tap] = []
        self.taps.append(tap)
        message = self._message(text="?") | {"message_id": (shown or self.last).id}
        query = {"id": tap, "from": self._user, "chat_instance": "1", "data": data, "message": message}
        return self.telegram.push(callback_query=query)

    def repeat(self) -> int:
        """The last update once more under a new number."""
        again = {kind: told for kind, told in self.telegram.latest.items() if kind != "update_id"}
        return self.telegram.push(**again)

    def block(self) -> int:
        """Blocks the bot."""
        self.telegram.blocked.add(self.chat)
        return self._bot_becomes("member", "kicked")

    def unblock(self) -> int:
        """Lets it in again."""
        self.telegram.blocked.remove(self.chat)
        return self._bot_becomes("kicked", "member")

    def add_bot(self) -> int:
        """Adds the bot to this group."""
        return self._bot_becomes("left", "member")

    def remove_bot(self) -> int:
        """Takes the bot out of this group."""
        return self._bot_becomes("member", "kicked")

    def _bot_becomes(self, before: str, after: str) -> int:
        states = {"old_chat_member": before, "new_chat_member": after}
        user = {"id": 42, "is_bot": True, "first_name": "Bot"}
        change: dict[str, Any] = {name: {"user": user, "status": status} for name, status in states.items()}
        return self.telegram.push(my_chat_member=self._message() | change)

    def _message(self, **content: Any) -> dict[str, Any]:
        kind = "private" if self.chat > 0 else "group"
        chat = {"id": self.chat, "type": kind, "title": "Team"}
        topic = {"message_thread_id": self.topic, "is_topic_message": True} if self.topic else {}
        return {
            "message_id": self.telegram.next_message(),
            "date": int(self.telegram.clock()),
            "chat": chat,
            "from": self._user,
            **topic,
            **content,
        }

    # Waiting.

    async def until(self, seen: Callable[[], Any], seconds: float = 8) -> None:
        """Waits until this is so."""
        end = time.monotonic() + seconds
        while not seen():
            assert time.monotonic() < end, f"never came; seen: {[one.text for one in self.shown][-4:]}"
            await asyncio.sleep(0.005)

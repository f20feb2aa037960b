"""What a channel hands to the desk, whatever the channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

What = Literal["text", "command", "tap", "edited", "other", "added", "removed", "moved", "unnamed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """A button: what it does, and the case and turn that it was drawn for (0: none)."""

    act: str
    value: str = ""
    case: int = 0
    turn: int = 0

    @property
    def number(self) -> int:
        """Its value as a number; 0 where it is none."""
        return int(self.value) if self.value.isdecimal() and len(self.value) < 10 else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One thing that arrived.

    `key` is the same whenever the same thing is delivered again. `person` did it, `chat` is where answers go; they
    differ in a group. `language` is what the person's client is set to. `refers` is the channel's id of a tap that
    has to be answered, `message` that of a typed message; `replies_to` is the bot's message that it replies to.
    `typed_at` is when the channel got it, where the channel says so; `received` is when we got it, `at` when its turn
    came. A forged button comes as a tap of None. `added` and `removed`: the bot was added to the chat (by a
    person who had blocked it, too), or removed; `moved`: the chat has a new address, which is the `text`; `unnamed`:
    somebody writes as the group itself, so that nobody knows who it was.
    """

    key: str
    at: datetime
    person: str
    chat: str
    name: str
    what: What
    language: str | None = None
    text: str = ""
    command: str = ""
    tap: Tap | None = None
    refers: str | None = None
    message: str | None = None
    replies_to: str | None = None
    private: bool = True
    typed_at: datetime | None = None
    received: datetime | None = None

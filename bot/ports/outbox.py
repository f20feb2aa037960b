"""What is to be said: lines of the outbox as the desk puts them in, as a courier gets them, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

Do = Literal["show", "edit", "correct", "strip", "toast", "delete", "paper", "menu"]
# What the keys of outgoing reminders begin with: they go out after everything else.
REMINDER = "remind:"
# Instead of a message's id: it was shown at the chat's former address, and cannot be changed any more.
LEFT_BEHIND = "0"
# What is done to a message that is there already.
NEEDS_MESSAGE: tuple[Do, ...] = ("edit", "correct", "strip", "delete")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """Something to be done in a chat, or with its menu of commands. The second one with the same `key` is ignored.

    `slot` names a message of that chat: a show fills it, an edit or a delete finds its message by it. A message to edit
    that is gone is shown anew, one to `correct` is not missed. `strip` takes the buttons off a message. A paper takes
    time to be made, so that nothing waits for it. `refers` is the channel's own id of what is meant where there is no
    slot: the tap that a toast answers, the message to be edited. `at` is when it was put in.
    """

    address: str
    do: Do
    key: str
    slot: str | None = None
    picture: Mapping[str, Any] = field(default_factory=dict)
    refers: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LentLine(Outgoing):
    """An outgoing line as the courier gets it.

    `message_id` is the message to edit or delete; `attempts` counts how often the line was handed out, this time
    included; `not_before` is what the last retry asked for.
    """

    id: int
    attempts: int
    not_before: datetime | None
    message_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """What became of a line that was lent: sent (its message, where there is one), to be tried again, or given up."""

    line: LentLine
    how: Literal["sent", "again", "failed"]
    message_id: str | None = None
    not_before: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """The outbox in figures: lines not yet sent, since when the oldest of them waits, lines given up."""

    waiting: int
    oldest: datetime | None
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """An outgoing line that was given up, and why."""

    id: int
    address: str
    do: Do
    key: str
    reason: str


class Letters(Protocol):
    """Putting lines into the outbox, and which message of a chat is whose."""

    def send(self, *outgoing: Outgoing) -> None:
        """Put into the outbox, in this order; those whose key is known are ignored."""

    def forget_failed(self, address: str) -> None:
        """Forgets the lines that were given up for this chat, so that they can be put in again."""

    def move_slots(self, old: str, new: str) -> None:
        """The chat or topic at the new address counts as having been shown all that the old one was; messages of
        another chat are LEFT_BEHIND."""

    def slot_message(self, address: str, slot: str) -> str | None:
        """The message that was last shown in this slot."""

    def slot_of(self, address: str, message_id: str) -> str | None:
        """The slot that holds this message of a chat."""

"""What a kind of question offers, and what reading a reply can come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from bot.core.answers import Value
from bot.core.messages import Message
from bot.core.shapes import Shape


@dataclass(frozen=True, slots=True)
class Setting:
    """What reading a reply depends on besides its question: the site's day, the unit on display (None: none)."""

    today: date
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """The reply has one meaning, and it is plausible."""

    value: Value


@dataclass(frozen=True, slots=True)
class Doubtful:
    """The reply is possible but unlikely, or has two meanings: asked back with the readings to choose from."""

    message: Message
    readings: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Unclear:
    """The reply cannot be used: one sentence says what was understood, what is allowed, and gives an example."""

    message: Message


Reading = Understood | Doubtful | Unclear


class BadValue(ValueError):
    """An exchanged value that does not fit the question; the message says why, in words for people."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


class Kind(Protocol):
    """One kind of question: reads typed replies and exchanged values, and shows values.

    A typed reply comes as `lexicon.clean` leaves it (a text keeps its capitals, a list its lines); a kind that compares
    words takes its `lexicon.normal` form. "Not known yet" has been taken out by `kinds.read` before a kind sees it.
    """

    def read(self, shape: Shape, reply: str, setting: Setting) -> Reading:
        """What a typed reply means."""

    def load(self, shape: Shape, data: Any, setting: Setting) -> Value:
        """The value that exchanged data stands for; BadValue where its form is wrong. What it says is not judged
        here: that is for `check`, once, so that a record can be read again later."""

    def dump(self, value: Value) -> Any:
        """The exchanged form of a value, as JSON can hold it."""

    def check(self, shape: Shape, value: Value, setting: Setting) -> Reading:
        """Whether a value is possible and likely: refused, asked once more, or understood."""

    def show(self, shape: Shape, value: Value) -> Message:
        """The value in words, as understood."""

    def example(self, shape: Shape, setting: Setting) -> Message:
        """One short example of a reply that would be read, for "I can read ..."."""

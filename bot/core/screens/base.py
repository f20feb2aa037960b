"""What a person is shown, as data: paragraphs of messages, and blocks of buttons with what they do.

A channel draws it; a catalogue puts it into words. Blocks are packed into rows when the words, and so their widths, are
known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.core.messages import Message, say

Style = Literal["title", "ask", "body", "quote", "note", "warning", "item", "legend", "big", "strong"]


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does: an act with a value."""

    act: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """A label and what it does. `mark` stands before the label: a tick box, an arrow."""

    label: Message
    action: Action
    mark: str = ""


OTHER_LANGUAGE = Button(say("in the other language"), Action("language"))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `mark` stands before it: a sign, a number. `other`: in the other language than the screen."""

    message: Message
    style: Style = "body"
    mark: str = ""
    other: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far along: the place of this question among those that may still be relevant."""

    place: int
    total: int


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything that one message shows. `name` says which screen it is, for channels and tests. `qr` is a text that is
    to be shown as a QR code besides, `of` the code of the case that a question is put of."""

    name: str
    paragraphs: tuple[Paragraph, ...]
    blocks: tuple[tuple[Button, ...], ...] = ()
    progress: Progress | None = None
    section: Message | None = None
    qr: str | None = None
    of: str = ""


@dataclass(frozen=True, slots=True)
class Show:
    """A screen, and where it goes: a new message for a turn, or in place of that turn's message.

    `late`: the message is of a turn long past; where it is gone, nothing is missed.
    """

    screen: Screen
    turn: int
    instead: bool = False
    late: bool = False

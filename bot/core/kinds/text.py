"""Free text, kept as typed. What identifies a person is refused; nothing in a text is ever obeyed."""

from __future__ import annotations

from typing import Any

from bot.core.answers import Text, Value
from bot.core.identifiers import identifier_in
from bot.core.kinds.base import BadValue, Reading, Setting, Unclear, Understood
from bot.core.kinds.common import expect, not_fitting
from bot.core.lexicon.forms import clean
from bot.core.messages import Message, say, say_many
from bot.core.shapes import Shape


def read(shape: Shape, reply: str, setting: Setting) -> Reading:
    """The reply itself."""
    return check(shape, Text(reply), setting)


def load(shape: Shape, data: Any, setting: Setting) -> Value:
    """From a string."""
    if not isinstance(data, str):
        raise BadValue(say("A text is expected."))
    return Text(clean(data))


def dump(value: Value) -> str:
    """The text."""
    return expect(value, Text).text


def check(shape: Shape, value: Value, setting: Setting) -> Reading:
    """Not empty, not too long, and without anything that identifies a person."""
    if not isinstance(value, Text):
        return not_fitting(example(shape, setting))
    refused = _refusal(shape, value)
    return Unclear(refused) if refused else Understood(value)


def _refusal(shape: Shape, value: Text) -> Message | None:
    if not value.text:
        return say("Please type some words.")
    if len(value.text) > shape.longest:
        return say_many(
            "The text has {length} characters; {n} character is possible. Please shorten it.",
            "The text has {length} characters; {n} characters are possible. Please shorten it.",
            shape.longest,
            length=len(value.text),
        )
    if identifier_in(value.text) not in (None, "name"):
        return say("Please leave out names, ID numbers, phone numbers and e-mail addresses: such data are not stored.")
    return None


def show(shape: Shape, value: Value) -> Message:
    """The text."""
    return say("{words}", words=expect(value, Text).text)


def example(shape: Shape, setting: Setting) -> Message:
    """Anything."""
    return say("a few words of your own")

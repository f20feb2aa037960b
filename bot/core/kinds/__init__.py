"""The kinds of questions, and the way from a reply to a value.

A kind is one file of this package with the functions of `base.Kind`; it takes part once it has a line in `KINDS`.
What holds for every kind is done here: "not known yet", replies that are empty or too long, and data that identify
a person.
"""

from __future__ import annotations

from typing import Any

from bot.core.answers import NOT_KNOWN, NotKnown, Value
from bot.core.identifiers import identifier_in
from bot.core.kinds import birth, date, many_of, one_of, proportion, quantity, text, yes_no
from bot.core.kinds.base import BadValue, Doubtful, Kind, Reading, Setting, Unclear, Understood
from bot.core.kinds.choices import Choices
from bot.core.lexicon.forms import clean, normal
from bot.core.lexicon.replies import is_unknown
from bot.core.messages import Message, say
from bot.core.shapes import Shape

__all__ = [
    "KINDS",
    "BadValue",
    "Doubtful",
    "Kind",
    "Reading",
    "Setting",
    "Unclear",
    "Understood",
    "check",
    "dump",
    "example",
    "load",
    "read",
    "show",
]

KINDS: dict[str, Kind] = {
    "yes_no": yes_no,
    "one_of": one_of,
    "many_of": many_of,
    "quantity": quantity,
    "proportion": proportion,
    "date": date,
    "birth": birth,
    "text": text,
}

_LONGEST = 500


def read(shape: Shape, text: str, setting: Setting) -> Reading:
    """What a typed reply means. Never fails, whatever was typed."""
    if len(text) > 2 * max(_LONGEST, shape.longest):
        return _too_long()
    reply = clean(text)
    if not reply:
        return Unclear(say("Nothing was typed. For example: {example}.", example=example(shape, setting)))
    plain = normal(reply)
    if max(len(reply), len(plain) // 2) > max(_LONGEST, shape.longest):  # one sign can stand for a whole phrase
        return _too_long()
    if identifier_in(reply) in ("national_id", "phone"):
        return Unclear(
            say("This looks like an ID number or a phone number. Such data are not stored; please leave it out.")
        )
    if _says_unknown(shape, plain):
        return Understood(NOT_KNOWN)
    return KINDS[shape.kind].read(shape, reply, setting)


def _says_unknown(shape: Shape, reply: str) -> bool:
    # "Not done" and "pending" can be options of their own.
    return is_unknown(reply) and not Choices.of(shape.options).named(reply)


def _too_long() -> Unclear:
    return Unclear(say("This is longer than an answer can be. Please type only the answer to the question."))


def load(shape: Shape, data: Any, setting: Setting) -> Value:
    """The value that exchanged data stands for; BadValue where it cannot be one. Whether it is likely, `check` says."""
    return NOT_KNOWN if data == "unknown" else KINDS[shape.kind].load(shape, data, setting)


def dump(shape: Shape, value: Value) -> Any:
    """The exchanged form of a value, as JSON can hold it."""
    return "unknown" if isinstance(value, NotKnown) else KINDS[shape.kind].dump(value)


def check(shape: Shape, value: Value, setting: Setting) -> Reading:
    """Whether a value is possible and likely: refused, asked once more, or understood (perhaps made more exact)."""
    return Understood(value) if isinstance(value, NotKnown) else KINDS[shape.kind].check(shape, value, setting)


def show(shape: Shape, value: Value) -> Message:
    """The value in words, as understood."""
    return say("not known yet") if isinstance(value, NotKnown) else KINDS[shape.kind].show(shape, value)


def example(shape: Shape, setting: Setting) -> Message:
    """One short example of a reply that would be read."""
    return KINDS[shape.kind].example(shape, setting)

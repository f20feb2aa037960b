"""Any number of options of a list. A definite "none of these" is an answer too, and excludes the others.

A typed list is taken whole or not at all: one part that is not understood could be the one that matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from bot.core.answers import Codes, Value
from bot.core.kinds.base import BadValue, Reading, Setting, Unclear, Understood
from bot.core.kinds.choices import Choices, labels
from bot.core.kinds.common import expect, not_fitting
from bot.core.lexicon import forms, replies
from bot.core.messages import Listing, Message, say
from bot.core.shapes import Option, Shape

_CLEAR = re.compile("[,、;。]+")
_POSSIBLE = re.compile(r"(\band\b|和|及|以及|与|[/+&\s])")  # may also belong to a name: "hepatitis B", "III+V"
_LONGEST_NAME = 12  # in bits of that split
_MOST_BITS = 120  # without a clear separator; more would take long, and nobody types it


def read(shape: Shape, reply: str, setting: Setting) -> Reading:
    """The options that the reply names, or none of them."""
    choices = Choices.of(shape.options)
    whole = forms.normal(reply)
    if not choices.named(whole) and replies.is_in(replies.NONE, whole):
        return Understood(Codes(()))
    chosen: list[str] = []
    for part in _parts(choices, reply):
        options = choices.find(part)
        if len(options) != 1:
            return _not_one(shape, part, options)
        chosen.append(options[0].code)
    return Understood(_ordered(shape, chosen)) if chosen else _not_one(shape, reply, ())


def _parts(choices: Choices, reply: str) -> Iterator[str]:
    whole = forms.normal(reply)
    if choices.find(whole):
        return iter([whole])
    pieces = dict.fromkeys(_CLEAR.split(forms.normal(reply.replace("\n", ","))))
    return (part for piece in pieces for part in _names_in(choices, piece.strip()))


def _names_in(choices: Choices, piece: str) -> Iterator[str]:
    """The names that a piece is made of, the longest first; what is no name is left as it stands."""
    bits = _POSSIBLE.split(piece)
    if len(bits) > _MOST_BITS:
        bits = [piece]
    at = 0
    while at < len(bits):
        ends = range(min(len(bits), at + _LONGEST_NAME), at, -1)
        end = next((end for end in ends if choices.find("".join(bits[at:end]).strip())), at + 1)
        part = "".join(bits[at:end]).strip()
        if part and not _POSSIBLE.fullmatch(part):
            yield part
        at = end


def _not_one(shape: Shape, part: str, options: tuple[Option, ...]) -> Unclear:
    typed = forms.brief(part)
    if replies.is_in(replies.NONE, forms.normal(part)):
        return Unclear(
            say("“{typed}” excludes all other options: choose either none of these or some of them.", typed=typed)
        )
    if options:
        return Unclear(
            say("“{typed}” can mean {options}. Please type the full name.", typed=typed, options=labels(options))
        )
    return Unclear(
        say(
            "“{typed}” is not among the options, so nothing was taken over. Possible, separated by commas: {options}.",
            typed=typed,
            options=labels(shape.options),
        )
    )


def _ordered(shape: Shape, chosen: Iterable[str]) -> Codes:
    wanted = set(chosen)
    return Codes(tuple(code for code in shape.codes if code in wanted))


def load(shape: Shape, data: Any, setting: Setting) -> Value:
    """From a list of codes; an empty one is a definite "none of these"."""
    if not isinstance(data, list) or not all(isinstance(code, str) for code in data):
        raise BadValue(say("A list of codes is wanted; an empty one means none of these."))
    unknown = [code for code in data if shape.option(code) is None]
    if unknown:
        raise BadValue(
            say(
                "“{code}” is not among the codes: {codes}.",
                code=forms.brief(unknown[0]),
                codes=Listing(shape.codes, "comma"),
            )
        )
    return _ordered(shape, data)


def dump(value: Value) -> list[str]:
    """The list of codes."""
    return list(expect(value, Codes).codes)


def check(shape: Shape, value: Value, setting: Setting) -> Reading:
    """Nothing but the options."""
    possible = isinstance(value, Codes) and all(shape.option(code) for code in value.codes)
    return Understood(value) if possible else not_fitting(example(shape, setting))


def show(shape: Shape, value: Value) -> Message:
    """The labels; of an option that exists no more, its code."""
    codes = expect(value, Codes).codes
    if not codes:
        return say("none of these")
    options = {option.code: option.label for option in shape.options}
    return say("{list}", list=Listing(tuple(options.get(code, code) for code in codes), "comma"))


def example(shape: Shape, setting: Setting) -> Message:
    """The first two options."""
    return say("{list}", list=Listing(tuple(option.label for option in shape.options[:2])))

"""One option of a list: tapped, or typed as its name in any language or its number."""

from __future__ import annotations

from typing import Any

from bot.core.answers import Code, Value
from bot.core.kinds.base import BadValue, Doubtful, Reading, Setting, Unclear, Understood
from bot.core.kinds.choices import Choices, labels
from bot.core.kinds.common import expect, not_fitting
from bot.core.lexicon.forms import brief, normal
from bot.core.messages import Listing, Message, say
from bot.core.shapes import Shape


def read(shape: Shape, reply: str, setting: Setting) -> Reading:
    """The option that the reply names."""
    found = Choices.of(shape.options).find(normal(reply))
    if len(found) == 1:
        return Understood(Code(found[0].code))
    if found:
        return Doubtful(
            say("“{typed}” can mean more than one option. Which one is meant?", typed=brief(reply)),
            tuple(Code(option.code) for option in found),
        )
    return Unclear(
        say(
            "“{typed}” is not among the options. Possible: {options}.",
            typed=brief(reply),
            options=labels(shape.options),
        )
    )


def load(shape: Shape, data: Any, setting: Setting) -> Value:
    """From an option's code."""
    if not isinstance(data, str) or shape.option(data) is None:
        raise BadValue(say("One of these codes is wanted: {codes}.", codes=Listing(shape.codes, "comma")))
    return Code(data)


def dump(value: Value) -> str:
    """The option's code."""
    return expect(value, Code).code


def check(shape: Shape, value: Value, setting: Setting) -> Reading:
    """Nothing but the options."""
    possible = isinstance(value, Code) and shape.option(value.code) is not None
    return Understood(value) if possible else not_fitting(example(shape, setting))


def show(shape: Shape, value: Value) -> Message:
    """The option's label; of an option that exists no more, its code."""
    code = expect(value, Code).code
    option = shape.option(code)
    return option.label if option else say("{code}", code=code)


def example(shape: Shape, setting: Setting) -> Message:
    """The first option."""
    return shape.options[0].label

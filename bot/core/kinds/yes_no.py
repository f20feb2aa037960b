"""A yes or no question. Only plain words count: "probably" and double negations are asked back."""

from __future__ import annotations

from typing import Any

from bot.core.answers import NO, YES, Code, Value
from bot.core.kinds.base import BadValue, Reading, Setting, Understood
from bot.core.kinds.common import expect, not_fitting, not_read
from bot.core.lexicon import forms, replies
from bot.core.messages import Message, say
from bot.core.shapes import Shape


def read(shape: Shape, reply: str, setting: Setting) -> Reading:
    """A plain yes or no, or its number in the list."""
    text = forms.normal(reply)
    if replies.is_in(replies.YES, text) or forms.trimmed(text) == "1":
        return Understood(YES)
    if replies.is_in(replies.NO, text) or forms.trimmed(text) == "2":
        return Understood(NO)
    return not_read(reply, example(shape, setting))


def load(shape: Shape, data: Any, setting: Setting) -> Value:
    """From "yes" or "no"."""
    if data not in ("yes", "no"):
        raise BadValue(say('"yes", "no" or "unknown" is wanted.'))
    return Code(data)


def dump(value: Value) -> str:
    """As "yes" or "no"."""
    return expect(value, Code).code


def check(shape: Shape, value: Value, setting: Setting) -> Reading:
    """Nothing but yes and no."""
    return Understood(value) if value in (YES, NO) else not_fitting(example(shape, setting))


def show(shape: Shape, value: Value) -> Message:
    """Yes or no."""
    return say("yes") if expect(value, Code) == YES else say("no")


def example(shape: Shape, setting: Setting) -> Message:
    """Yes."""
    return say("yes")

"""The sentences with which a reply in words is asked back: a hedge, two negations, yes beside no, a slip of typing."""

from __future__ import annotations

from bot.core.answers import Value
from bot.core.kinds.base import Doubtful, Unclear
from bot.core.kinds.common import not_read
from bot.core.kinds.polarity import Trouble
from bot.core.lexicon.forms import brief
from bot.core.messages import Message, say


def offered(typed: str, *values: Value) -> Doubtful:
    """What was probably meant, to be tapped."""
    return Doubtful(
        say("“{typed}” could not be taken for certain. Is this what was meant?", typed=brief(typed)), values
    )


def troubled(trouble: Trouble, typed: str, example: Message) -> Unclear:
    """It says neither yes nor no, for this reason."""
    match trouble:
        case Trouble.OPEN:
            return left_open(typed, example)
        case Trouble.TWICE:
            return _negated_twice(typed, example)
        case Trouble.BOTH:
            return _yes_and_no(typed)
        case Trouble.MIXED:
            return known_and_not(typed, example)
        case Trouble.NOT_READ:
            return not_read(typed, example)


def left_open(typed: str, example: Message) -> Unclear:
    """It is hedged."""
    return Unclear(
        say(
            "“{typed}” leaves it open. Please answer only what is certain, for example: {example}; otherwise “not known"
            " yet”.",
            typed=brief(typed),
            example=example,
        )
    )


def _negated_twice(typed: str, example: Message) -> Unclear:
    return Unclear(
        say(
            "“{typed}” negates twice. Please answer plainly, for example: {example}.",
            typed=brief(typed),
            example=example,
        )
    )


def _yes_and_no(typed: str) -> Unclear:
    return Unclear(say("“{typed}” holds both yes and no. Which of the two is it?", typed=brief(typed)))


def known_and_not(typed: str, example: Message) -> Unclear:
    """It says something, and that it is not known."""
    return Unclear(
        say(
            "“{typed}” says something and also that it is not known. Please answer only what is certain, for example:"
            " {example}; otherwise “not known yet”.",
            typed=brief(typed),
            example=example,
        )
    )


def not_the_patient(typed: str) -> Unclear:
    """It is somebody else's."""
    return Unclear(
        say(
            "“{typed}” speaks of somebody else, so nothing of it was used. Please answer for the patient alone.",
            typed=brief(typed),
        )
    )


def only_emoji(example: Message) -> Unclear:
    """A picture is not read."""
    return Unclear(
        say(
            "An emoji can mean different things, so it is not taken. Please use words. For example: {example}.",
            example=example,
        )
    )

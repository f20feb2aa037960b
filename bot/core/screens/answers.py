"""An answer in words: as understood, with its conversion."""

from __future__ import annotations

from fractions import Fraction

from bot.core import kinds
from bot.core.answers import Answer, NotKnown, Proportion, Quantity
from bot.core.messages import Amount, Message, say
from bot.core.reasons import converted
from bot.core.trial import Question


def shown(question: Question, answer: Answer) -> Message:
    """An answer as understood, with its conversion where it was given in another than the first unit."""
    value = answer.value
    if isinstance(value, NotKnown):
        return say("skipped") if question.optional else say("not known yet")
    words = kinds.show(question.shape, value)
    if isinstance(value, Quantity):
        other = converted(question.shape, value)
        if other is not None:
            return say("{amount} = {converted}", amount=words, converted=other)
    if isinstance(value, Proportion):
        percent = Amount(Fraction(100 * value.count, value.total), "%")
        return say("{amount} = {converted}", amount=words, converted=percent)
    return words

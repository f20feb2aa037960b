"""What a typed reply means where a question is put: an answer, a wish, or several answers at once."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core import kinds
from bot.core.kinds.base import Reading, Setting, Unclear
from bot.core.kinds.choices import Choices
from bot.core.lexicon.commands import wish_in
from bot.core.lexicon.forms import normal
from bot.core.several import Several, find_several
from bot.core.trial import Question, Trial

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Wish:
    """A command typed as a word: what the person wants."""

    act: str


Reply = Reading | Wish | Several


def read(trial: Trial, question: Question, text: str, setting: Setting) -> Reply:
    """What a typed reply means. Never fails, whatever was typed."""
    wish = wish_of(question, text)
    if wish is not None:
        return wish
    reading = kinds.read(question.shape, text, setting)
    if not isinstance(reading, Unclear) or question.shape.kind == "text":
        return reading
    return find_several(trial, question, text, setting) or reading


def wish_of(question: Question, text: str) -> Wish | None:
    """The wish that a reply is; what is an option of the question is an answer."""
    if len(text) > 40:
        return None
    plain = normal(text)
    act = wish_in(plain)
    return None if act is None or Choices.of(question.shape.options).named(plain) else Wish(act)

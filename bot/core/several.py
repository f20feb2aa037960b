"""Several answers in one message: a pasted laboratory report, or a sentence with several results."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.answers import Value
from bot.core.kinds.base import Setting
from bot.core.trial import Question, Trial


@dataclass(frozen=True, slots=True)
class Found:
    """One answer among several: the question, what was understood, and the words that said so."""

    question: Question
    value: Value
    typed: str


@dataclass(frozen=True, slots=True)
class Several:
    """The answers of one message, to be confirmed together."""

    found: tuple[Found, ...]


def find_several(trial: Trial, asked: Question, text: str, setting: Setting) -> Several | None:
    """All answers that a message gives beyond doubt; None where there is none."""
    return None

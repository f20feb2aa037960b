"""A question that is asked for one option of a list, and replies that name that option, or another one."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.kinds.matter import Matter
from bot.core.lexicon.forms import normal
from bot.core.lexicon.roles import Role
from bot.core.shapes import Option
from bot.core.trial import Question, Trial


def without_topic(trial: Trial, question: Question, text: str) -> str:
    """A reply without the option asked about, where it begins with that: 高血压控制良好, "MMF 2026-10-01"."""
    plain = normal(text)
    start, end, codes = next(_named(trial, question, plain), (-1, 0, ()))
    about = start == 0 and question.asked_for is not None and question.asked_for[1] in codes
    return (plain[end:].strip(" ,:=") or text) if about else text


def another_option(trial: Trial, question: Question, text: str) -> Option | None:
    """The option that a reply names instead of the one asked about: "CTX 9月15日" where the last MMF is asked."""
    if question.asked_for is None:
        return None
    named = {code for _, _, codes in _named(trial, question, normal(text)) for code in codes}
    if question.asked_for[1] in named:
        return None
    return next((each for each in trial.by_id[question.asked_for[0]].shape.options if each.code in named), None)


def _named(trial: Trial, question: Question, plain: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where a normalised reply names options of the list for one of which a question is asked, and their codes."""
    if question.asked_for is None:
        return
    for word in Matter.of(trial.by_id[question.asked_for[0]].shape).words(plain):
        if word.mark is not None and word.mark.role is Role.OPTION:
            yield word.start, word.end, word.mark.codes

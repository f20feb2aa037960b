"""The answers of an earlier attempt that wait to be confirmed."""

from __future__ import annotations

from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.messages import Message, say, say_many
from bot.core.screens.answers import shown
from bot.core.screens.base import OTHER_LANGUAGE, Action, Button, Paragraph, Screen
from bot.core.screens.pages import pages_of, turns, within
from bot.core.trial import Question

PAGE = 20


def carried_screen(case: Case, facts: KnownFacts, page: int = 0) -> Screen:
    """All of them, a page at a time: still right together, or to be looked at one by one."""
    questions, n = facts.trial.in_order(case.carried), len(case.carried)
    pages = pages_of(len(questions), PAGE)
    page = within(page, pages)
    title = say_many(
        "{n} answer was carried over from {earlier}. It counts once it is confirmed.",
        "{n} answers were carried over from {earlier}. They count once they are confirmed.",
        n,
        earlier=case.earlier or "",
    )
    lines = [Paragraph(_line(case, one), "item", "·") for one in questions[page * PAGE : (page + 1) * PAGE]]
    rest = Paragraph(say("What has aged since is asked anew."), "note")
    every = Button(say_many("Still right: {n} answer", "Still right: all {n} answers", n), Action("all_still"), "✓")
    each = Button(say("Look at each"), Action("go_on"), "›")
    return Screen(
        "carried",
        (Paragraph(title, "title"), *lines, rest),
        (turns("page", page, pages), (every,), (each, OTHER_LANGUAGE)),
    )


def _line(case: Case, question: Question) -> Message:
    answer = shown(question, case.carried[question.id])
    if question.criterion is None:
        return say("{label}: {answer}", label=question.label, answer=answer)
    return say("{criterion} {label}: {answer}", criterion=question.criterion, label=question.label, answer=answer)

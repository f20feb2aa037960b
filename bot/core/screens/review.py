"""All answers of a case on one screen, or several: what is missing first, each with a change button."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.messages import Message, say
from bot.core.screens.answers import shown
from bot.core.screens.base import OTHER_LANGUAGE, Action, Button, Paragraph, Screen
from bot.core.screens.pages import pages_of, turns, within
from bot.core.screens.signature import signed_note
from bot.core.trial import Question

PAGE = 15


def review_screen(case: Case, facts: KnownFacts, missing: Iterable[str], due: bool, page: int = 0) -> Screen:
    """All answers, what is missing first, each with a change button."""
    trial = facts.trial
    first = [id for id in missing if id in trial.by_id]
    asked = [one.id for one in trial.questions if one.id in case.answers and not facts.moot(one)]
    listed = [*first, *(id for id in asked if id not in first)]
    pages = pages_of(len(listed), PAGE)
    page = within(page, pages)
    here = listed[page * PAGE : (page + 1) * PAGE]
    paragraphs = [_review_title(case, pages, page), *signed_note(case)]
    paragraphs += _review_lines(case, facts, here, page, set(first))
    numbers = tuple(
        Button(say("{n}", n=page * PAGE + place), Action("jump", str(trial.order[id])), "✎")
        for place, id in enumerate(here, 1)
    )
    return Screen(
        "review",
        tuple(paragraphs),
        (numbers, turns("review" if case.sent else "page", page, pages), *_review_ways(case, due)),
    )


def _review_title(case: Case, pages: int, page: int) -> Paragraph:
    if pages == 1:
        return Paragraph(say("Review · {case}", case=case.name), "title")
    return Paragraph(
        say("Review · {case} · page {page} of {pages}", case=case.name, page=page + 1, pages=pages), "title"
    )


def _review_lines(case: Case, facts: KnownFacts, ids: list[str], page: int, missing: set[str]) -> list[Paragraph]:
    lines: list[Paragraph] = []
    heading: Message | None = None
    for place, id in enumerate(ids, page * PAGE + 1):
        question = facts.trial.by_id[id]
        section = say("Missing") if id in missing else _part(facts, question)
        if section != heading:
            heading = section
            lines.append(Paragraph(section, "strong"))
        answer = case.answers.get(id)
        words = shown(question, answer) if answer else say("not asked")
        lines.append(Paragraph(_line(question, words), "item", f"{place}."))
    return lines


def _part(facts: KnownFacts, question: Question) -> Message:
    """The part of the protocol that a question belongs to."""
    if question.criterion is None:
        return facts.trial.heading(question)
    inclusion = facts.trial.criterion[question.criterion].inclusion
    return say("Inclusion criteria") if inclusion else say("Exclusion criteria")


def _line(question: Question, answer: Message) -> Message:
    if question.criterion is None:
        return say("{label}: {answer}", label=question.label, answer=answer)
    return say("{criterion} {label}: {answer}", criterion=question.criterion, label=question.label, answer=answer)


def _review_ways(case: Case, due: bool) -> list[tuple[Button, ...]]:
    if case.sent:
        return [(Button(say("Back to the verdict"), Action("card"), "‹"),), (OTHER_LANGUAGE,)]
    ways = [(Button(say("Go on with the questions"), Action("go_on"), "›"),)] if due else []
    ways.append((Button(say("Send to the study team"), Action("send"), "➤"),))
    back = (Button(say("Back"), Action("back"), "‹"),) if case.trail else ()
    return [*ways, (*back, OTHER_LANGUAGE)]

"""Several answers found in one message: the list to be confirmed, and the line that it collapses to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.answers import Answer
from bot.core.case import Case, Proposal, Several
from bot.core.facts import KnownFacts
from bot.core.messages import Listing, Message, say, say_many
from bot.core.screens.answers import shown
from bot.core.screens.base import OTHER_LANGUAGE, Action, Button, Paragraph, Screen
from bot.core.screens.replies import mark_of, receipt
from bot.core.trial import Question

FEW = 4


def several_screen(case: Case, facts: KnownFacts, several: Several, asked: Question | None) -> Screen:
    """What was understood of one message, line by line; nothing of it counts yet."""
    paragraphs = [Paragraph(_heading(several), "title")]
    if asked is not None and asked.id not in {one.question for one in several.proposals}:
        paragraphs.append(Paragraph(say("The question was: {label}.", label=asked.label)))
    names = _names([facts.trial.by_id[one.question] for one in several.proposals])
    paragraphs += [
        Paragraph(_line(case, facts, one), "item", f"{_tick(one)} {number}".strip())
        for one, (number, _) in zip(several.proposals, names, strict=True)
    ]
    paragraphs += _rest(facts, several)
    ticks = tuple(
        Button(name, Action("drop" if one.kept else "hold", str(place)), _tick(one))
        for place, (one, (_, name)) in enumerate(zip(several.proposals, names, strict=True))
    )
    return Screen("several", tuple(paragraphs), (ticks, *_ways(case, several), (OTHER_LANGUAGE,)))


def _names(questions: Sequence[Question]) -> list[tuple[str, Message]]:
    """What stands before each line, and on its button: a label while there are few, or else a number, since many long
    labels would fill the screen."""
    if len(questions) <= FEW:
        return [("", one.label) for one in questions]
    return [(f"{place}.", say("{n}", n=place)) for place, _ in enumerate(questions, 1)]


def _heading(several: Several) -> Message:
    return say_many(
        "I read {n} answer. It counts once you use it.",
        "I read {n} answers. They count once you use them.",
        len(several.proposals),
    )


def _tick(one: Proposal) -> str:
    return "☑" if one.kept else "☐"


def _line(case: Case, facts: KnownFacts, one: Proposal) -> Message:
    question = facts.trial.by_id[one.question]
    words = shown(question, Answer(one.value))
    before = case.answers.get(one.question)
    if before is not None and before.value != one.value:
        old = shown(question, before)
        return say("{label}: {answer} (so far: {old})", label=question.label, answer=words, old=old)
    return say("{label}: {answer}", label=question.label, answer=words)


def _rest(facts: KnownFacts, several: Several) -> list[Paragraph]:
    rest = []
    if several.unclear:
        labels = Listing(tuple(facts.trial.by_id[id].label for id in several.unclear), "comma")
        rest.append(Paragraph(say("Not clear, not used: {labels}", labels=labels), "note", "?"))
    rest.append(
        Paragraph(say("A tap on a name leaves its answer out. Everything else in the message is not used."), "note")
    )
    return rest


def _ways(case: Case, several: Several) -> list[tuple[Button, ...]]:
    ways = []
    if several.kept:
        ways.append((Button(_take_over(case, len(several.kept)), Action("take_over"), "✓"),))
    return [*ways, (Button(say("Leave it all out"), Action("retype"), "‹"),)]


def _take_over(case: Case, n: int) -> Message:
    if case.sent:
        return say_many("Use: {n} new result", "Use: {n} new results", n)
    return say_many("Use: {n} answer", "Use: {n} answers", n)


def taken_screen(case: Case, facts: KnownFacts, taken: Iterable[str]) -> Screen:
    """What is used, each with a button to change it."""
    questions = facts.trial.in_order(taken)
    if not questions:
        return Screen("receipt", (Paragraph(say("None of it is used."), mark="…"),))
    names = list(zip(questions, _names(questions), strict=True))
    paragraphs = tuple(
        Paragraph(receipt(one, case.answers[one.id]), "item", f"{mark_of(case.answers[one.id])} {number}".strip())
        for one, (number, _) in names
    )
    change = tuple(Button(name, Action("jump", str(facts.trial.order[one.id])), "✎") for one, (_, name) in names)
    return Screen("receipt", paragraphs, (change,))

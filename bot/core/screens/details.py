"""The verdict criterion by criterion: the protocol's sentence, the finding, the answers it rests on, who and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core import kinds
from bot.core.answers import Answer, Code, Codes, NotKnown
from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.messages import Message, name, say
from bot.core.reasons import reasons
from bot.core.screens.answers import shown
from bot.core.screens.base import Action, Button, Paragraph, Screen
from bot.core.screens.card import SIGN
from bot.core.screens.pages import pages_of, turns, within
from bot.core.screens.signature import signed_note
from bot.core.trial import Criterion, Question
from bot.core.verdict import Finding, Status, Verdict

PAGE = 4


@dataclass(frozen=True, slots=True)
class Given:
    """Who gave an answer, and when by the site's clock."""

    by: str
    at: datetime


def details_screen(case: Case, facts: KnownFacts, verdict: Verdict, given: Mapping[str, Given], page: int) -> Screen:
    """Every criterion: the protocol's sentence, the finding, the answers that it rests on, who and when."""
    pages = pages_of(len(verdict.findings), PAGE) + bool(verdict.touched)
    page = within(page, pages)
    title = say("Details · {case} · page {page} of {pages}", case=case.name, page=page + 1, pages=pages)
    paragraphs = [Paragraph(title, "title"), *signed_note(case)]
    here = verdict.findings[page * PAGE : (page + 1) * PAGE]
    for finding in here:
        paragraphs += _detail(finding, facts, given)
    if not here:
        paragraphs += _readings(verdict)
    card = Button(say("Back to the card"), Action("card"), "‹")
    return Screen("details", tuple(paragraphs), (turns("details", page, pages), (card,)))


def _detail(finding: Finding, facts: KnownFacts, given: Mapping[str, Given]) -> list[Paragraph]:
    criterion = finding.criterion
    status = say("{id} {label}: {status}", id=criterion.id, label=criterion.label, status=STATUS[finding.status])
    lines = [Paragraph(status, "strong", SIGN[finding.status]), Paragraph(criterion.text, "quote")]
    lines += [Paragraph(words, "item", "→") for words in reasons(finding, facts, with_margin=True)]
    lines += [Paragraph(_given(one.id, facts, given), "item", "·") for one in rests_on(criterion, facts)]
    return lines


def rests_on(criterion: Criterion, facts: KnownFacts) -> list[Question]:
    """The questions whose answers a finding rests on, without the planned date, on which most findings rest."""
    asked = facts.trial.in_order(criterion.questions & set(facts.answers))
    return [question for question in asked if question.id != facts.trial.anchor and not facts.moot(question)]


STATUS = {
    Status.PASS: name("finding", "passes"),
    Status.FAIL: name("finding", "fails"),
    Status.UNKNOWN: name("finding", "open"),
}


def _given(id: str, facts: KnownFacts, given: Mapping[str, Given]) -> Message:
    question, answer = facts.trial.by_id[id], facts.answers[id]
    words = say("{label}: {answer}", label=question.label, answer=shown(question, answer))
    if answer.typed and _tells_more(question, answer):
        words = say("{said} (typed: {typed})", said=words, typed=answer.typed)
    if id not in given:
        return words
    return say("{said} · {by} · {at}", said=words, by=given[id].by, at=given[id].at)


def _tells_more(question: Question, answer: Answer) -> bool:
    """Whether the words as typed say more than the answer as understood does."""
    if isinstance(answer.value, Code | Codes | NotKnown):
        return False
    return bool(answer.typed != kinds.dump(question.shape, answer.value))


def _readings(verdict: Verdict) -> list[Paragraph]:
    lines = [Paragraph(say("Readings that apply"), "strong")]
    return lines + [Paragraph(reading_note(one.id, one.adopted), "item", "·") for one in verdict.touched]


def reading_note(id: str, adopted: Message) -> Message:
    """The note that an interpretation concerned this patient."""
    return say("Interpretation {id}: {reading}; please confirm.", id=id, reading=adopted)

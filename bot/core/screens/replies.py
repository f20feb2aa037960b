"""What comes back on a reply: the receipt, a doubt to be confirmed, why it was not understood, a reason asked for."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.answers import Answer, NotKnown
from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.messages import Message, say
from bot.core.screens.answers import shown
from bot.core.screens.base import Action, Button, Paragraph, Screen
from bot.core.screens.question import filled, heading
from bot.core.screens.tapped import REASONS
from bot.core.trial import Question


def receipt_screen(case: Case, facts: KnownFacts, question: Question) -> Screen:
    """The line that an answered question collapses to."""
    answer = case.answers[question.id]
    change = Button(say("change"), Action("jump", str(facts.trial.order[question.id])))
    return Screen("receipt", (Paragraph(receipt(question, answer), "body", mark_of(answer)),), ((change,),))


def mark_of(answer: Answer) -> str:
    """The sign before the line of an answer."""
    return "?" if isinstance(answer.value, NotKnown) else "✓"


def receipt(question: Question, answer: Answer) -> Message:
    """An answered question in one line."""
    of = question.criterion or ""
    return say("{criterion} {label} — {answer}", criterion=of, label=question.label, answer=shown(question, answer))


def unanswered_screen(facts: KnownFacts, question: Question) -> Screen:
    """The line of a question that was left without an answer."""
    words = say("{criterion} {label} — not answered", criterion=question.criterion or "", label=question.label)
    answer = Button(say("answer"), Action("jump", str(facts.trial.order[question.id])))
    return Screen("receipt", (Paragraph(words, mark="…"),), ((answer,),))


def below_screen(facts: KnownFacts, told: Iterable[str]) -> Screen:
    """What is left of a line once its question is told anew, further down."""
    lines = [
        Paragraph(say("{criterion} {label} — see below", criterion=one.criterion or "", label=one.label), mark="↓")
        for one in facts.trial.in_order(told)
    ]
    return Screen("receipt", tuple(lines))


def confirm_screen(case: Case, facts: KnownFacts, question: Question, message: Message) -> Screen:
    """A doubtful reply, asked once more with its readings as buttons."""
    assert case.pending is not None
    readings = tuple(
        Button(shown(question, Answer(value)), Action("take", str(place)))
        for place, value in enumerate(case.pending.readings)
    )
    retype = Button(say("Type it again"), Action("retype"), "‹")
    paragraphs = (Paragraph(filled(question, question.ask, facts), "ask"), Paragraph(message))
    return Screen("confirm", paragraphs, (*((one,) for one in readings), (retype,)), section=heading(facts, question))


def unclear_screen(message: Message) -> Screen:
    """Why a reply could not be used."""
    return Screen("unclear", (Paragraph(message, "body", "✎"),))


def reason_screen(case: Case, question: Question) -> Screen:
    """After sending, a change needs a reason."""
    assert case.pending is not None
    before = case.answers.get(question.id)
    old = shown(question, before) if before else say("not asked")
    new = shown(question, Answer(case.pending.readings[0]))
    change = say("{label}: {old} → {new}", label=question.label, old=old, new=new)
    ask = say("The study team already has this case. Why is the answer changed? Tap a reason, or type one.")
    reasons = tuple((Button(reason, Action("reason", str(place))),) for place, reason in enumerate(REASONS))
    back = Button(say("Do not change it"), Action("keep"), "‹")
    return Screen("reason", (Paragraph(change, "strong"), Paragraph(ask)), (*reasons, (back,)))

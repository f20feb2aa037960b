"""A question that the trial leaves to the investigator's judgement, to be answered on the card."""

from __future__ import annotations

from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.messages import say
from bot.core.screens.base import Action, Button, Paragraph, Screen
from bot.core.screens.question import filled, heading
from bot.core.trial import Question


def judgement_screen(case: Case, facts: KnownFacts, question: Question, waiting: int) -> Screen:
    """What is asked, with the protocol's sentence; `waiting` counts what is to be judged, this included."""
    trial = facts.trial
    lines = [Paragraph(say("For your judgement · {case} · {n} open", case=case.name, n=waiting), "note")]
    if question.criterion is not None:
        lines.append(Paragraph(trial.criterion[question.criterion].text, "quote"))
    lines.append(Paragraph(filled(question, question.ask, facts), "ask"))
    if question.help is not None:
        lines.append(Paragraph(filled(question, question.help, facts), "note"))
    place = trial.order[question.id]
    answers = tuple(
        Button(words, Action("judge", f"{place}-{code}")) for code, words in (("yes", say("Yes")), ("no", say("No")))
    )
    card = Button(say("Back to the card"), Action("card"), "‹")
    return Screen("judgement", tuple(lines), (answers, (card,)), section=heading(facts, question))

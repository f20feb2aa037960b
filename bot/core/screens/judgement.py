"""A question that the trial leaves to the investigator's judgement, to be answered on the card."""

from __future__ import annotations

from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.messages import say
from bot.core.screens.answers import shown
from bot.core.screens.base import Action, Button, Paragraph, Screen
from bot.core.screens.question import filled, heading
from bot.core.screens.replies import receipt
from bot.core.trial import Question, Trial


def judgement_screen(case: Case, facts: KnownFacts, question: Question, waiting: int, by: str | None) -> Screen:
    """The question with the protocol's sentence; `waiting` is how many are to be judged, this one included.

    `by` is who has answered it in the investigator's place.
    """
    trial = facts.trial
    lines = [Paragraph(say("For your judgement · {case} · {n} open", case=case.name, n=waiting), "note")]
    if question.criterion is not None:
        lines.append(Paragraph(trial.criterion[question.criterion].text, "quote"))
    lines.append(Paragraph(filled(question, question.ask, facts), "ask"))
    if question.help is not None:
        lines.append(Paragraph(filled(question, question.help, facts), "note"))
    if by is not None:
        answer = shown(question, case.answers[question.id])
        lines.append(
            Paragraph(say("Answered so far: {answer} ({name}). You confirm or change it.", answer=answer, name=by))
        )
    card = Button(say("Back to the card"), Action("card"), "‹")
    return Screen("judgement", tuple(lines), (_answers(trial, question), (card,)), section=heading(facts, question))


def judged_screen(case: Case, question: Question) -> Screen:
    """The line that it collapses to once it is judged."""
    words = receipt(question, case.answers[question.id])
    return Screen("receipt", (Paragraph(words, mark="⚖"),))


def _answers(trial: Trial, question: Question) -> tuple[Button, ...]:
    place = trial.order[question.id]
    options = {"yes": say("Yes"), "no": say("No")}
    if question.shape.kind == "one_of":
        options = {str(number): one.short for number, one in enumerate(question.shape.options)}
    return tuple(Button(words, Action("judge", f"{place}-{value}")) for value, words in options.items())

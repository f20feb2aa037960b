"""The screens of a case that is withdrawn: why, and that it is."""

from __future__ import annotations

from bot.core.case import Case
from bot.core.messages import Message, say
from bot.core.screens.base import OTHER_LANGUAGE, Action, Button, Paragraph, Screen
from bot.core.trial import Trial

WITHDRAWALS = (
    say("The patient does not want to go on"),
    say("The patient cannot be reached"),
    say("Another trial or treatment chosen"),
    say("Opened by mistake"),
)


def withdrawing_screen(case: Case) -> Screen:
    """Why is it withdrawn?"""
    lines = (
        Paragraph(say("Why is {case} withdrawn? Tap a reason, or type one.", case=case.name), "ask"),
        Paragraph(say("The case is closed then, and the study team is told. Its record stays."), "note"),
    )
    reasons = tuple((Button(reason, Action("because", str(place))),) for place, reason in enumerate(WITHDRAWALS))
    return Screen("withdrawing", lines, (*reasons, (Button(say("Do not withdraw it"), Action("stay"), "‹"),)))


def withdrawn_screen(case: Case) -> Screen:
    """It is withdrawn."""
    words = say("{case} was withdrawn: {reason}", case=case.name, reason=withdrawal_said(case.withdrawn or ""))
    again = Button(say("Screen again"), Action("rescreen"), "↻")
    return Screen("withdrawn", (Paragraph(words, mark="■"),), ((again,), (OTHER_LANGUAGE,)))


def withdrawal_notice(case: Case, trial: Trial, by: str) -> Screen:
    """The same for the study team."""
    lines = (
        Paragraph(say("WITHDRAWN · {trial} · {case}", trial=trial.short, case=case.name), "title", "■"),
        Paragraph(say("{reason} · {by}", reason=withdrawal_said(case.withdrawn or ""), by=by)),
    )
    return Screen("withdrawal", lines)


def withdrawal_said(said: str) -> Message | str:
    """A reason that was tapped is said in the reader's language; a typed one stands as it is."""
    return next((reason for reason in WITHDRAWALS if reason.text == said), said)

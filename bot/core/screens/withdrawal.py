"""The screens of a case that is withdrawn: why, and that it is."""

from __future__ import annotations

from bot.core.case import Case
from bot.core.messages import Message, say
from bot.core.screens.base import OTHER_LANGUAGE, Action, Button, Paragraph, Screen
from bot.core.screens.tapped import MISTAKE, WITHDRAWALS, as_said
from bot.core.trial import Trial


def withdrawing_screen(case: Case) -> Screen:
    """Why is it withdrawn? Before the patient has agreed there is nothing to withdraw from but a mistake."""
    if not case.agreed:
        return _mistaken_screen(case)
    lines = (
        Paragraph(say("Why is {case} withdrawn? Tap a reason, or type one.", case=case.name), "ask"),
        Paragraph(say("The case is closed then, and the study team is told. Its record stays."), "note"),
    )
    reasons = tuple((Button(reason, Action("because", str(place))),) for place, reason in enumerate(WITHDRAWALS))
    return Screen("withdrawing", lines, (*reasons, (Button(say("Do not withdraw it"), Action("stay"), "‹"),)))


def _mistaken_screen(case: Case) -> Screen:
    lines = (
        Paragraph(say("Was {case} opened by mistake?", case=case.name), "ask"),
        Paragraph(say("It is closed then, and leaves /cases. Its record stays, and its code finds it."), "note"),
    )
    mistake = Button(MISTAKE, Action("because", str(WITHDRAWALS.index(MISTAKE))), "■")
    return Screen("withdrawing", lines, ((mistake,), (Button(say("Go on with it"), Action("stay"), "‹"),)))


def withdrawn_screen(case: Case) -> Screen:
    """It is withdrawn: the patient may be screened again, or, where nothing was asked, the right one be begun with."""
    again = Button(say("Screen again"), Action("rescreen"), "↻")
    start = Button(say("Start screening"), Action("screen"), "▶")
    blocks = ((again if case.agreed else start,), (OTHER_LANGUAGE,))
    return Screen("withdrawn", (Paragraph(withdrawn_words(case), mark="■"),), blocks)


def withdrawn_words(case: Case) -> Message:
    """That it is withdrawn, and why."""
    if is_mistaken(case):
        return say("{case} is closed: it was opened by mistake.", case=case.name)
    return say("{case} was withdrawn: {reason}", case=case.name, reason=as_said(case.withdrawn or ""))


def withdrawal_notice(case: Case, trial: Trial, by: str) -> Screen:
    """The same for the study team."""
    lines = (
        Paragraph(say("WITHDRAWN · {trial} · {case}", trial=trial.short, case=case.name), "title", "■"),
        Paragraph(say("{reason} · {by}", reason=as_said(case.withdrawn or ""), by=by)),
    )
    return Screen("withdrawal", lines)


def is_mistaken(case: Case) -> bool:
    """Whether it was opened by mistake: it is nobody's screening, and no list of them needs it."""
    return case.withdrawn == MISTAKE.text

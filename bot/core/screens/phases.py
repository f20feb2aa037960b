"""The screens before and between the questions: agreement, the notice of a first failure, critical values."""

from __future__ import annotations

from bot.core import machine
from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.messages import say
from bot.core.screens.base import OTHER_LANGUAGE, Action, Button, Paragraph, Screen
from bot.core.screens.card import ends, finding_line
from bot.core.screens.tapped import MISTAKE
from bot.core.trial import Remark, Trial
from bot.core.verdict import Finding


def agreement_screen(case: Case, trial: Trial) -> Screen:
    """Before anything is asked: has the patient agreed to be prescreened? The site may give its own code here."""
    paragraphs = (
        Paragraph(say("{trial} · {case}", trial=trial.short, case=case.name), "title"),
        Paragraph(trial.title, "note"),
        Paragraph(say("Has the patient agreed to be prescreened?"), "ask"),
        Paragraph(
            say("You can type your own code for this patient now. No names, ID numbers or phone numbers."), "note"
        ),
    )
    agree = Button(say("Yes, agreed"), Action("agree"), "✓")
    no, mistake = Button(say("No"), Action("decline")), Button(MISTAKE, Action("mistake"), "■")
    return Screen("agreement", paragraphs, ((agree,), (no,), (mistake, OTHER_LANGUAGE)))


def declined_screen(case: Case) -> Screen:
    """The patient did not agree: nothing was asked."""
    words = say(
        "{case} is closed: the patient did not agree. Nothing was asked. /screen starts the next one.", case=case.name
    )
    return Screen("declined", (Paragraph(words),))


def left_screen(before: Case, kind: str) -> Screen | None:
    """The line that a phase collapses to once it is left; questions have their receipts."""
    match before.state:
        case machine.AGREEMENT if kind == "agreed":
            words, mark = say("{case}: the patient agreed to be prescreened", case=before.name), "✓"
        case machine.AGREEMENT if kind == "declined":
            words, mark = say("{case}: the patient did not agree", case=before.name), "✗"
        case machine.DECIDED:
            words, mark = say("This already decides: not eligible."), "✗"
        case machine.REVIEW if kind == "sent":
            words, mark = say("{case}: sent to the study team", case=before.name), "➤"
        case machine.REVIEW:
            words, mark = say("Review · {case}", case=before.name), "☰"
        case machine.SENT if kind == "jumped":  # the card, or the list in its place: what follows brings a new one
            words, mark = say("{case} — see below", case=before.name), "↓"
        case _:
            return None
    return Screen("receipt", (Paragraph(words, mark=mark),))


def first_failure_screen(facts: KnownFacts, failing: list[Finding]) -> Screen:
    """The first definite failure, told at once, with the choice to stop or to go on."""
    lines = [Paragraph(say("This already decides: not eligible."), "title", "✗")]
    lines += [finding_line(finding, facts) for finding in failing]
    lines += [Paragraph(ends(one, facts)) for one in failing if one.clears_on]
    lines.append(Paragraph(say("The study team wants all reasons, if you have the time."), "note"))
    go_on = Button(say("Go on, record all reasons"), Action("go_on"), "›")
    stop = Button(say("Stop here and review"), Action("stop"), "■")
    return Screen(
        "decided", tuple(lines), ((go_on,), (stop,), (Button(say("Back"), Action("back"), "‹"), OTHER_LANGUAGE))
    )


def remark_screen(remark: Remark, critical: bool) -> Screen:
    """A critical value or a contradiction, told when it turns up."""
    return Screen("remark", (Paragraph(remark.text, "warning", "‼" if critical else "⚠"),))

"""What was sent to the study team, for whoever reads it in a private chat: the list, and the card of one case."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.case import Case
from bot.core.machine import SENT
from bot.core.messages import say
from bot.core.screens import Action, Button, Paragraph, Screen
from bot.core.screens.card import SIGN_OF, headline
from bot.core.screens.signature import decision_words
from bot.core.trial import Trial
from bot.core.verdict import judge
from bot.desk import delivery
from bot.desk.incoming import Tap
from bot.desk.pages import LISTED, page_of, turns
from bot.desk.records import known_case, trial_of
from bot.desk.roles import Duty
from bot.desk.room import Room
from bot.desk.teams import none_for
from bot.ports import CaseRow

MOST = 200
TITLE = say("Sent to the study team")
NONE = say("No case was sent yet that your role may read.")
WAY = Button(TITLE, Action("sent"), "☰")
Kept = tuple[CaseRow, Trial, Case]


def listed(room: Room, number: str = "0") -> None:
    """Cases of the person's trials and sites: those that wait for a signature first, then the latest change first."""
    found = sorted(_found(room), key=lambda one: one[2].signature is not None)
    page = page_of(number, len(found))
    here = found[page * LISTED : (page + 1) * LISTED]
    lines = [line(room, *one) for one in here] or [Paragraph(NONE)]
    missing = none_for(room)
    if missing is not None:
        lines.insert(0, Paragraph(missing, "warning", "⚠"))
    cards = tuple(Button(say("{case}", case=case.name), Action("verdict", str(row.id))) for row, _, case in here)
    room.show(Screen("sent", (Paragraph(TITLE, "title"), *lines), (cards, turns("sent", "", page, len(found)))))


def _found(room: Room) -> Iterator[Kept]:
    for row in room.unit.cases_of(states=(SENT,), limit=MOST):
        trial = room.house.trials.get(row.trial)
        if trial is not None and trial.version == row.version and room.may_with(Duty.EXPORT, row):
            yield row, trial, known_case(room, trial, row).case


def line(room: Room, row: CaseRow, trial: Trial, case: Case) -> Paragraph:
    """A case with the investigator's word on it, or, while there is none, with its verdict of today."""
    if case.signature is not None:
        words = decision_words(case.signature)
        return Paragraph(say("{case}: {decision}", case=case.name, decision=words), "item", "✍")
    verdict = judge(trial, case.answers, room.today(row.site))
    said = say("{case}: {verdict}", case=case.name, verdict=headline(verdict))
    return Paragraph(said, "item", SIGN_OF[verdict.outcome])


def verdict_of(row: CaseRow) -> Button:
    """The way to a case's card."""
    return Button(say("Look at the verdict"), Action("verdict", str(row.id)), "☰")


def shown(room: Room, tap: Tap) -> None:
    """The card of a case, as a new message below, for whoever may read it."""
    row = room.unit.case(tap.number)
    if row is None or not room.may_with(Duty.READ, row):
        return room.refuse("verdict", say("There is no such case."))
    trial = trial_of(room, row)
    if trial is None:
        return None
    if row.state != SENT:
        return room.toast(say("{case} is not finished yet.", case=row.label or row.code))
    delivery.show_card(room, trial, row, known_case(room, trial, row).case, row.turn)
    return room.toast(None)

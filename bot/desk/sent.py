"""What was sent to the study team, for whoever reads it in a private chat: the list, and the card of one case."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bot.core.case import Case
from bot.core.machine import AGREEMENT, DECLINED, SENT, WITHDRAWN
from bot.core.messages import say
from bot.core.screens import Action, Button, Paragraph, Screen
from bot.core.screens.card import SIGN_OF, headline
from bot.core.screens.signature import decision_words
from bot.core.trial import Trial
from bot.core.verdict import judge
from bot.desk import delivery, roles
from bot.desk.incoming import Tap
from bot.desk.pages import LISTED, MOST, beside, not_all, page_of
from bot.desk.records import known_case, trial_of_card
from bot.desk.roles import EVERY, Duty
from bot.desk.room import Room
from bot.desk.teams import none_for
from bot.ports import ERASED, CaseRow

TITLE = say("Sent to the study team")
NONE = say("No case was sent yet that your role may read.")
CHANGING = say("An answer of this case is just being changed. Please wait for the new card.")
WAY = Button(TITLE, Action("sent"), "☰")
NO_CARD = (AGREEMENT, DECLINED, WITHDRAWN, ERASED)
Kept = tuple[CaseRow, Trial, Case]


def listed(room: Room, number: str = "0") -> None:
    """Cases of the person's trials and sites: those that wait for a signature first, then the latest change first."""
    read, more = _rows(room, Duty.EXPORT)
    found = [one for row in read if (one := kept(room, row, Duty.EXPORT)) is not None]
    found.sort(key=lambda one: one[2].signature is not None)
    page = page_of(number, len(found))
    here = found[page * LISTED : (page + 1) * LISTED]
    lines = [line(room, *one) for one in here] or [Paragraph(NONE)]
    missing = none_for(room)
    if missing is not None:
        lines.insert(0, Paragraph(missing, "warning", "⚠"))
    if more:
        lines.append(not_all(len(found)))
    cards = tuple(Button(say("{case}", case=case.name), Action("verdict", str(row.id))) for row, _, case in here)
    room.show(Screen("sent", (Paragraph(TITLE, "title"), *lines), (cards, beside("sent", page, len(found)))))


def rows(room: Room, duty: Duty, label: str | None = None) -> list[CaseRow]:
    """Cases that may be with the study team, the latest change first: at rest, or just being changed or completed."""
    return _rows(room, duty, label)[0]


def _rows(room: Room, duty: Duty, label: str | None = None) -> tuple[list[CaseRow], bool]:
    """The same, and whether there are more of them.

    Each trial and site of the person is searched by itself, or a busy site would fill the list.
    """
    found, more = list[CaseRow](), False
    for trial, site in _places(room, duty):
        of = partial(room.unit.cases_of, trial=trial, site=site, label=label, limit=MOST + 1)
        for here in (of(states=(SENT,)), of(without=(SENT, *NO_CARD))):
            found += here[:MOST]
            more = more or len(here) > MOST
    return sorted(found, key=lambda row: row.changed_at, reverse=True), more


def _places(room: Room, duty: Duty) -> Iterator[tuple[str, str | None]]:
    """Trials and sites (None: all of them) where the person has a duty."""
    for trial in room.house.trials:
        sites = roles.sites(room.person, duty, room.incoming.at, trial)
        yield from [(trial, None)] if EVERY in sites else [(trial, site) for site in sites]


def kept(room: Room, row: CaseRow, duty: Duty) -> Kept | None:
    """The case as it stands; None where the study team has not got it, or this person has not this duty in it."""
    trial = room.house.trial_of(row)
    if trial is None or not room.may_with(duty, row):
        return None
    case = known_case(room, trial, row).case
    return (row, trial, case) if has_card(row, case) else None


def has_card(row: CaseRow, case: Case) -> bool:
    """Whether the study team has the case, also while an answer of it is just being changed."""
    return case.sent > 0 and row.state not in NO_CARD


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
    trial = trial_of_card(room, row)
    if trial is None:
        return None
    case = known_case(room, trial, row).case
    if not has_card(row, case):
        return room.toast(say("{case} is not finished yet.", case=row.name))
    if row.state != SENT and row.id == room.person.active_case:
        return room.toast(CHANGING)  # the question at hand has this place in their chat
    delivery.show_card(room, trial, row, case, row.turn)
    return room.toast(None)

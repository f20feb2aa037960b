"""Every button: what it does, and who may press it.

A button that is not listed here is a step of its case's conversation (`core.acts`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.core.languages import next_language
from bot.core.messages import Message, say
from bot.core.step import Event
from bot.desk import (
    cases,
    delegations,
    judging,
    listing,
    looking,
    papers,
    queries,
    reminders,
    screening,
    sent,
    signing,
    teamroom,
    welcome,
)
from bot.desk.incoming import Tap
from bot.desk.roles import Duty
from bot.desk.room import FOREIGN, Room
from bot.ports import CaseRow


@dataclass(frozen=True, slots=True)
class OfCase:
    """A button of a case: what it does, who may press it, what others are told. `in_group`: in the team's chat too."""

    do: Callable[[Room, CaseRow, Tap], None]
    duty: Duty
    refusal: Message = FOREIGN
    in_group: bool = False


def tapped(room: Room) -> None:
    """A button, in whatever chat."""
    tap = room.incoming.tap
    return room.toast(FOREIGN) if tap is None else done(room, tap)


def done(room: Room, tap: Tap) -> None:
    """Does what a button stands for, whether it was tapped or typed."""
    of_no_case = OF_NO_CASE.get(tap.act)
    if of_no_case is not None:
        return of_no_case(room, tap)
    row, button = room.unit.case(tap.case), OF_A_CASE.get(tap.act, STEP)
    if row is None:
        return room.toast(FOREIGN)
    if not room.may_with(button.duty, row):
        return room.refuse(tap.act, button.refusal)
    if not room.incoming.private:
        return teamroom.tapped(room, row, tap, button.do) if button.in_group else room.toast(FOREIGN)
    if button.duty not in LOOKING:
        signing.drop(room)
    return button.do(room, row, tap)


def _step(room: Room, row: CaseRow, tap: Tap) -> None:
    if room.person.active_case != row.id:
        return _other_case(room, row)
    screening.move(room, row, Event(tap.act, tap.value, tap.turn))
    return None


def _other_case(room: Room, row: CaseRow) -> None:
    """A button of a case that is not the open one: opens the case if none is open; otherwise nothing changes."""
    now_open = cases.active(room)
    if now_open is None:
        return cases.go_on(room, row.id)
    names = {"case": row.name, "other": now_open.name}
    return room.toast(
        say("This button belongs to {case}, but {other} is open. /cases switches. Nothing was changed.", **names)
    )


STEP = OfCase(_step, Duty.SCREEN)
# Buttons with these duties leave a signature that waits for its PIN alone; any other button gives it up.
LOOKING = (Duty.READ, Duty.EXPORT, Duty.SIGN)
OF_A_CASE: dict[str, OfCase] = {
    "details": OfCase(looking.details, Duty.READ, in_group=True),
    "card": OfCase(looking.card, Duty.READ, in_group=True),
    "ask": OfCase(queries.which, Duty.ASK, queries.NOT_YOURS, in_group=True),
    "ask_about": OfCase(queries.about, Duty.ASK, queries.NOT_YOURS, in_group=True),
    "close": OfCase(queries.close, Duty.ASK, queries.NOT_YOURS, in_group=True),
    **dict.fromkeys(judging.ACTS, OfCase(judging.begin, Duty.JUDGE, signing.NOT_YOURS, in_group=True)),
    **dict.fromkeys(signing.ACTS, OfCase(signing.begin, Duty.SIGN, signing.NOT_YOURS, in_group=True)),
    "query": OfCase(cases.take_up, Duty.SCREEN),
    "stands": OfCase(cases.take_up, Duty.SCREEN),
    "withdraw": OfCase(cases.take_up, Duty.SCREEN),
    "rescreen": OfCase(cases.rescreen, Duty.SCREEN),
    "hand": OfCase(cases.hand, Duty.SCREEN),
    "give": OfCase(cases.give, Duty.SCREEN),
    "print": OfCase(papers.printed, Duty.EXPORT, papers.NOT_YOURS, in_group=True),
    "snooze": OfCase(reminders.snooze, Duty.SCREEN),
}


# Buttons of no case.


def _language(room: Room, tap: Tap) -> None:
    welcome.set_language(room, next_language(room.language))
    row = cases.active(room)
    if row is None or row.id != tap.case:
        room.show(welcome.welcome_screen(room))
    else:
        screening.show_now(room, row, instead=tap.turn == row.turn)
    room.toast(None)


def _screen(room: Room, _: Tap) -> None:
    signing.drop(room)
    cases.start(room)


def _trial(room: Room, tap: Tap) -> None:
    signing.drop(room)
    cases.chosen(room, tap.value)


def _cases(room: Room, tap: Tap) -> None:
    listing.listed(room, tap.value)
    room.toast(None)


def _sent(room: Room, tap: Tap) -> None:
    if not room.may(Duty.EXPORT):
        return room.refuse("sent")
    sent.listed(room, tap.value)
    return room.toast(None)


def _about(room: Room, tap: Tap) -> None:
    row = room.unit.case(tap.number)
    if row is None or not room.may_with(Duty.READ, row):
        return room.refuse("about", say("There is no such case."))
    listing.about(room, row)
    return room.toast(None)


def _open(room: Room, tap: Tap) -> None:
    signing.drop(room)
    cases.go_on(room, tap.number)


def _paper(room: Room, tap: Tap) -> None:
    if room.incoming.private:
        papers.chosen(room, tap)
    else:
        teamroom.chosen(room, tap)


def _unsign(room: Room, _: Tap) -> None:
    signing.drop(room)
    room.toast(None)


OF_NO_CASE: dict[str, Callable[[Room, Tap], None]] = {
    "language": _language,
    "screen": _screen,
    "trial": _trial,
    "cases": _cases,
    "open": _open,
    "about": _about,
    "sent": _sent,
    "verdict": sent.shown,
    "unsign": _unsign,
    "log": _paper,
    "stats": _paper,
    "staff": delegations.turned,
    "end": delegations.ask,
    "ended": delegations.end,
    "last_day": delegations.ask_last_day,
    "planned": delegations.plan,
    "unlock": delegations.unlock,
    "unpin": delegations.unpin,
}

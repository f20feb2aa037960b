"""Reminders: looks at a case that is due, tells the people concerned, and plans when to look again.

Whoever holds the case is told; of an unsigned verdict every investigator is, and each puts it off for themselves only.
What falls due at night waits for the site's morning. A chat that has become the study team's since gets the case's card
here, if it lacks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.reminders import Reminder, due, next_day, reminders_of, told
from bot.core.screens.reminders import put_off_screen, reminder_screen
from bot.core.trial import Trial
from bot.core.turn import NOT_HERE
from bot.core.verdict import judge
from bot.desk import delivery
from bot.desk.audience import holders, signers
from bot.desk.incoming import Tap
from bot.desk.records import known_case, trial_of
from bot.desk.room import Room
from bot.desk.slots import reminder_slot
from bot.ports import ERASED, CaseRow, Conflict, Staff, StoreBusy, StoreDown

MORNING, EVENING = time(7), time(21)
AT = time(9)
PUT_OFF = {"1": timedelta(days=1), "7": timedelta(days=7)}
# Kinds of entries after which there may be something else to remind of.
MOVING = frozenset({"agreed", "sent", "withdrawn", "replied", "handed_over", "queried", "query_closed", "rescreened"})


class NotLooked(Exception):
    """A case that could not be looked at: its record cannot be read, or the program has an error."""

    def __init__(self, row: CaseRow) -> None:
        super().__init__(row.code)
        self.row = row


def look(room: Room) -> bool:
    """Looks at one case that is due; says whether there was one. NotLooked if it fails, so that the others go on."""
    waiting = room.unit.due_reminding(room.incoming.at)
    if waiting is None:
        return False
    try:
        _look(room, waiting.case, dict(waiting.hushed))
    except (StoreBusy, StoreDown, Conflict):
        raise
    except Exception as error:
        raise NotLooked(waiting.case) from error
    return True


def _look(room: Room, row: CaseRow, hushed: dict[str, date | None]) -> None:
    trial = room.house.trial_of(row)
    if trial is None or row.state == ERASED:
        room.unit.plan(row.id, None, hushed)
        return
    delivery.deliver_lacking(room, trial, row)
    case, now = known_case(room, trial, row).case, room.local(row.site)
    found = reminders_of(trial, case, room.local(row.site, row.changed_at).date(), now.date())
    reminders = dict(_addressed(room, row, found))
    day = next_day(reminders, hushed)
    if day is not None and day <= now.date() and _awake(now):
        here = due(reminders, hushed, now.date())
        for one in here:
            _tell(room, trial, row, case, one, reminders[one])
        hushed = told(here, hushed, now.date())
        day = next_day(reminders, hushed)
    room.unit.plan(row.id, _moment(day, now), hushed)


def _addressed(room: Room, row: CaseRow, reminders: Iterable[Reminder]) -> Iterator[tuple[Reminder, tuple[Staff, ...]]]:
    """Each reminder with the people who get it; where nobody can sign yet, nobody, and it comes up again later."""
    for one in reminders:
        people = signers(room, row) if one.kind == "unsigned" else ()
        for person in people:
            yield replace(one, about=f"{one.about}-{person.id}"), (person,)
        if not people:
            yield one, holders(room, row) if one.kind != "unsigned" else ()


def _awake(now: datetime) -> bool:
    return MORNING <= now.time() < EVENING


def _moment(day: date | None, now: datetime) -> datetime | None:
    """When to look again: at nine on that day; if it has begun or is over, at the next seven in the morning."""
    if day is None:
        return None
    if day > now.date():
        return datetime.combine(day, AT, now.tzinfo)
    if now.time() < MORNING:
        return datetime.combine(now.date(), MORNING, now.tzinfo)
    return datetime.combine(now.date() + timedelta(days=1), MORNING, now.tzinfo)


def _tell(room: Room, trial: Trial, row: CaseRow, case: Case, one: Reminder, people: tuple[Staff, ...]) -> None:
    today = room.today(row.site)
    facts, verdict = KnownFacts(trial, case.answers, today), judge(trial, case.answers, today)
    screen = reminder_screen(case, facts, verdict, one, row.id)
    for person in people:
        drawn = room.drawn(screen, person.language, (row.id, 0))
        key = f"{reminder_slot(row, one.key)}:{today.isoformat()}:{person.address}"
        room.put("show", drawn, slot=reminder_slot(row, one.key), to=person.address, key=key)


def snooze(room: Room, row: CaseRow, tap: Tap) -> None:
    """Puts a reminder off, or turns it off."""
    how, _, key = tap.value.partition(".")
    trial = trial_of(room, row)
    if trial is None:
        return None
    waiting = room.unit.reminding(row.id)
    if waiting is None or not (how in PUT_OFF or how == "off") or not key:
        return room.toast(NOT_HERE)
    until = room.today(row.site) + PUT_OFF[how] if how in PUT_OFF else None
    room.unit.plan(row.id, room.incoming.at, {**waiting.hushed, key: until})
    screen = put_off_screen(known_case(room, trial, row).case, until)
    room.show(screen, slot=reminder_slot(row, key), instead=True)
    return room.toast(None)

"""Who hears of a case, and how a screen is put before them: a person, or the study team's chats, in its language."""

from __future__ import annotations

from datetime import datetime

from bot.core.case import Query
from bot.core.screens import Screen
from bot.core.trial import Trial
from bot.desk import roles
from bot.desk.roles import Duty
from bot.desk.room import Room
from bot.desk.slots import asking_slot
from bot.ports import CaseRow, Staff, UnitOfWork


def holders(room: Room, row: CaseRow) -> tuple[Staff, ...]:
    """Who answers for a case: its owner, or, once they have gone, whoever may screen at the site."""
    owner = still(room, row, row.owner, Duty.SCREEN)
    return screeners(room, row) if owner is None else (owner,)


def still(room: Room, row: CaseRow, person_id: int | None, duty: Duty) -> Staff | None:
    """The person if they still have this duty for the case; whoever has lost it is told nothing more of the case."""
    person = None if person_id is None else room.unit.staff(person_id)
    return person if roles.may(person, duty, room.incoming.at, row.trial, row.site) else None


def screeners(room: Room, row: CaseRow) -> tuple[Staff, ...]:
    """Who could go on with a case, of any site."""
    return _with_duty(room.unit, Duty.SCREEN, room.incoming.at, row.trial, row.site)


def investigators(room: Room, row: CaseRow) -> tuple[Staff, ...]:
    """Who could sign a case, but for whoever screens it: they have the card."""
    return tuple(one for one in signers(room, row) if one.id != row.owner)


def signers(room: Room, row: CaseRow) -> tuple[Staff, ...]:
    """Who could sign a case, of any site."""
    return _with_duty(room.unit, Duty.SIGN, room.incoming.at, row.trial, row.site)


def managers(unit: UnitOfWork, at: datetime, trial: str | None = None, site: str | None = None) -> tuple[Staff, ...]:
    """The administrators of a trial at a site; None: of any trial, of any site."""
    return _with_duty(unit, Duty.MANAGE, at, trial, site)


def _with_duty(unit: UnitOfWork, duty: Duty, at: datetime, trial: str | None, site: str | None) -> tuple[Staff, ...]:
    possible = unit.people_with(roles.DUTIES[duty])
    return tuple(one for one in possible if roles.may(one, duty, at, trial, site))


def lookers(room: Room, row: CaseRow, slot: str) -> tuple[Staff, ...]:
    """Other people who have looked at the card of a case, and still may."""
    hears = {row.owner, *(one.id for one in signers(room, row))}
    others = _with_duty(room.unit, Duty.EXPORT, room.incoming.at, row.trial, row.site)
    return tuple(one for one in others if one.id not in hears and room.unit.slot_message(one.address, slot) is not None)


def asker(room: Room, trial: Trial, row: CaseRow, query: Query) -> Staff | None:
    """Whoever asked this query in their own chat; None where it was asked in the study team's chat."""
    asked = [entry for entry in room.unit.entries(row.id) if entry.kind == "queried"][query.number - 1]
    person = still(room, row, asked.staff_id, Duty.ASK)
    if person is None:
        return None
    slot = asking_slot(trial, row, trial.by_id[query.question], person)
    return person if room.unit.slot_message(person.address, slot) is not None else None


def show_person(room: Room, row: CaseRow, person: Staff, screen: Screen, slot: str, instead: bool = False) -> None:
    """A screen for one member of staff."""
    drawn = room.drawn(screen, person.language, (row.id, 0))
    room.put("edit" if instead else "show", drawn, slot=slot, to=person.address)


def show_teams(room: Room, row: CaseRow, screen: Screen, slot: str, instead: bool = False) -> None:
    """A screen for every chat of the study team."""
    for team in room.unit.teams(row.trial, row.site):
        drawn = room.drawn(screen, team.language, (row.id, 0))
        room.put("edit" if instead else "show", drawn, slot=slot, to=team.address)

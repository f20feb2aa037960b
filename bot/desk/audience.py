"""Who hears of a case, and how a screen is put before them: a person, or the study team's chats, in its language."""

from __future__ import annotations

from bot.core.case import Query
from bot.core.screens import Screen
from bot.core.trial import Trial
from bot.desk import roles
from bot.desk.roles import Duty
from bot.desk.room import Room
from bot.ports import CaseRow, Staff


def holders(room: Room, row: CaseRow) -> tuple[Staff, ...]:
    """Who answers for a case: its owner, or, once they have gone, whoever may screen at the site."""
    owner = room.unit.staff(row.owner)
    if owner is not None and owner.left_at is None:
        return (owner,)
    return screeners(room, row)


def screeners(room: Room, row: CaseRow) -> tuple[Staff, ...]:
    """Who could go on with a case."""
    return tuple(one for one in room.unit.staff_at(row.site) if roles.may(one, Duty.SCREEN, row.trial, row.site))


def investigators(room: Room, row: CaseRow) -> tuple[Staff, ...]:
    """Who could sign a case, but for whoever screens it: they have the card."""
    return tuple(one for one in signers(room, row) if one.id != row.owner)


def signers(room: Room, row: CaseRow) -> tuple[Staff, ...]:
    """Who could sign a case, of any site."""
    return tuple(one for one in room.unit.everybody() if roles.may(one, Duty.SIGN, row.trial, row.site))


def lookers(room: Room, row: CaseRow, slot: str) -> tuple[Staff, ...]:
    """Who of the others looked at the card of a case, and may still."""
    hears = {row.owner, *(one.id for one in signers(room, row))}
    return tuple(
        one
        for one in room.unit.everybody()
        if one.id not in hears and roles.may(one, Duty.EXPORT, row.trial, row.site)
        if room.unit.slot_message(one.address, slot) is not None
    )


def asking_slot(trial: Trial, row: CaseRow, question: str, person_id: int) -> str:
    """Where somebody is asked for the words of a query."""
    return f"asks:{row.id}:{trial.order[question]}:{person_id}"


def asker(room: Room, trial: Trial, row: CaseRow, query: Query) -> Staff | None:
    """Whoever asked in their own chat; None where it was in the study team's, which hears of it anyway."""
    asked = [entry for entry in room.unit.entries(row.id) if entry.kind == "queried"][query.number - 1]
    person = room.unit.staff(asked.staff_id) if asked.staff_id is not None else None
    if person is None or person.left_at is not None:
        return None
    slot = asking_slot(trial, row, query.question, person.id)
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

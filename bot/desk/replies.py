"""Who hears of a query, and how: the screener on the phone, the study team in each of its chats."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core import queries
from bot.core.case import Case, Line, Query
from bot.core.facts import KnownFacts
from bot.core.screens import Screen
from bot.core.screens.queries import query_screen, replied_screen
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


def signers(room: Room, row: CaseRow) -> tuple[Staff, ...]:
    """Who could sign a case, of any site."""
    return tuple(one for one in room.unit.everybody() if roles.may(one, Duty.SIGN, row.trial, row.site))


def tell_team(room: Room, trial: Trial, row: CaseRow, case: Case, lines: Iterable[Line]) -> None:
    """The study team hears what became of its queries, and the screener's message of each shows that it is answered."""
    replied = [queries.numbered(case, line.data["query"]) for line in lines if line.kind == "replied"]
    for query in filter(None, replied):
        facts = KnownFacts(trial, case.answers, room.today(row.site))
        tell_teams(room, trial, row, replied_screen(case, facts, query), query, "show")
        for person in holders(room, row):
            tell(room, row, person, query_screen(case, facts, query), f"query:{row.id}:{query.number}", "edit")


def tell(room: Room, row: CaseRow, person: Staff, screen: Screen, slot: str, do: str = "show") -> None:
    """A screen for one member of staff, in their language."""
    room.put(do, room.drawn(screen, person.language, (row.id, 0)), slot=slot, to=person.address)


def tell_teams(room: Room, trial: Trial, row: CaseRow, screen: Screen, query: Query, do: str) -> None:
    """A screen about a query for every chat of the study team, each in its language."""
    for team in room.unit.teams(trial.id, row.site):
        slot = f"query:{row.id}:{query.number}"
        room.put(do, room.drawn(screen, team.language, (row.id, 0)), slot=slot, to=team.address)

"""The verdict on its way out: the card for the screener and for every chat of the study team, and its details."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.messages import say
from bot.core.screens import Screen
from bot.core.screens.card import Screened, card_screen
from bot.core.screens.details import Given, details_screen
from bot.core.screens.withdrawal import withdrawal_notice
from bot.core.trial import Trial
from bot.core.verdict import judge
from bot.desk.records import case_of, trial_of
from bot.desk.room import Room
from bot.ports import CaseRow, Entry


def card(room: Room, trial: Trial, row: CaseRow, case: Case, for_team: bool) -> Screen:
    """The verdict's screen as of the site's day."""
    today = room.today(row.site)
    facts, verdict = KnownFacts(trial, case.answers, today), judge(trial, case.answers, today)
    return card_screen(case, facts, verdict, _screened(room, row), for_team)


def _screened(room: Room, row: CaseRow) -> Screened:
    """Who sent it, and when: what came after that, such as a query or a new owner, is no screening."""
    sent = room.unit.latest(row.id, "sent")
    staff = room.unit.staff(sent.staff_id if sent and sent.staff_id else row.owner)
    site, at = room.house.site(row.site), sent.at if sent else row.changed_at
    return Screened(staff.name if staff else "", site.label if site else row.site, room.local(row.site, at))


def show_card(room: Room, trial: Trial, row: CaseRow, case: Case, turn: int, instead: bool = False) -> None:
    """The card for the screener."""
    room.show(
        card(room, trial, row, case, for_team=False), slot=f"{row.id}:{turn}", instead=instead, bound=(row.id, turn)
    )


def deliver(room: Room, trial: Trial, row: CaseRow, case: Case, number: int) -> None:
    """The card for every chat of the study team, each in its language."""
    teams = room.unit.teams(trial.id, row.site)
    for team in teams:
        drawn = room.drawn(card(room, trial, row, case, for_team=True), team.language, (row.id, number))
        key = f"card:{row.id}:{number}:{team.address}"
        room.put("show", drawn, slot=f"card:{row.id}:{number}", to=team.address, key=key)
    if not teams:
        room.say(
            say("The verdict is stored. The study team's chat is not set up yet: it gets the card as soon as it is.")
        )


def deliver_withdrawal(room: Room, trial: Trial, row: CaseRow, case: Case) -> None:
    """Every chat of the study team hears that a case was withdrawn, and why."""
    for team in room.unit.teams(trial.id, row.site):
        drawn = room.drawn(withdrawal_notice(case, trial, room.person.name), team.language, (row.id, 0))
        room.put("show", drawn, to=team.address, key=f"withdrawn:{row.id}:{team.address}")


def details(room: Room, row: CaseRow, page: int, slot: str, language: str, turn: int) -> None:
    """The details of a verdict, in place of its card."""
    trial = trial_of(room, row)
    if trial is None:
        return
    entries = room.unit.entries(row.id)
    case, today = case_of(trial, row, entries), room.today(row.site)
    facts, verdict = KnownFacts(trial, case.answers, today), judge(trial, case.answers, today)
    screen = details_screen(case, facts, verdict, given(room, row, entries), page)
    room.put("edit", room.drawn(screen, language, (row.id, turn)), slot=slot)
    room.toast(None)


def given(room: Room, row: CaseRow, entries: Sequence[Entry]) -> dict[str, Given]:
    """Who gave each answer that stands, and when by the site's clock."""
    names: dict[int, str] = {}
    found = {}
    for entry in entries:
        if entry.kind in ("answered", "amended", "left_open") and entry.staff_id is not None:
            if entry.staff_id not in names:
                staff = room.unit.staff(entry.staff_id)
                names[entry.staff_id] = staff.name if staff else ""
            at = room.local(row.site, entry.at)
            found[entry.data["question"]] = Given(names[entry.staff_id], at)
    return found

"""Moving a case: rebuild it from its record, make one step, add to the record, show, and tell the study team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.case import Case, Line, rebuilt
from bot.core.facts import KnownFacts
from bot.core.machine import SENT
from bot.core.messages import say
from bot.core.screens import Screen, Show
from bot.core.screens.card import Screened, card_screen
from bot.core.screens.details import Given, details_screen
from bot.core.screens.question import View
from bot.core.step import Event, Step, current_screen, opening, step
from bot.core.trial import Trial
from bot.core.verdict import judge
from bot.desk.room import Room
from bot.ports import CaseRow, Draft, Entry


def line_of(entry: Entry) -> Line:
    """An entry of the record as the core knows it."""
    return Line(entry.kind, entry.data, entry.state, entry.data["turn"])


def case_of(trial: Trial, row: CaseRow, entries: Sequence[Entry]) -> Case:
    """The case that its record adds up to."""
    return rebuilt(trial, row.code, [line_of(entry) for entry in entries])


def open_case(room: Room, trial: Trial) -> None:
    """A new case with the site's next code, active for whoever opened it."""
    staff = room.person
    code = room.unit.next_code(staff.site)
    first = opening(trial, code, room.today(staff.site))
    row = room.unit.open_case(
        code=code,
        trial=trial.id,
        version=trial.version,
        site=staff.site,
        owner=staff.id,
        state=first.case.state,
        at=room.incoming.at,
    )
    room.staff = replace(staff, active_case=row.id)
    room.unit.save_staff(room.person)
    carry_out(room, trial, row, first)


def move(room: Room, row: CaseRow, event: Event) -> None:
    """One event for a case."""
    trial = trial_of(room, row)
    if trial is None:
        return
    case = case_of(trial, row, room.unit.entries(row.id))
    carry_out(room, trial, row, step(trial, case, event, room.today(row.site)))


def trial_of(room: Room, row: CaseRow) -> Trial | None:
    """The trial version that the case was opened under; tells the person where it is not loaded any more."""
    trial = room.house.trials.get(row.trial)
    if trial is None or trial.version != row.version:
        room.toast(
            say(
                "{case} belongs to protocol version {version}, which is not loaded here. Nothing was changed.",
                case=row.label or row.code,
                version=row.version,
            )
        )
        return None
    return trial


def carry_out(room: Room, trial: Trial, row: CaseRow, done: Step) -> None:
    """The record first, then what is shown, then the study team."""
    if done.lines:
        drafts = [_draft(room, trial, row, line) for line in done.lines]
        room.unit.append(row, drafts, state=done.case.state, turn=done.case.turn, label=done.case.label)
    for shown in done.shows:
        _show(room, row, shown)
    arrived = done.case.state == SENT and (done.lines or not done.shows)
    if arrived and not any(shown.turn == done.case.turn for shown in done.shows):
        show_card(room, trial, row, done.deliver or done.case, done.case.turn)
    room.toast(done.toast)
    if done.deliver is not None:
        deliver(room, trial, row, done.deliver, done.case.sent)


def _draft(room: Room, trial: Trial, row: CaseRow, line: Line) -> Draft:
    offset = room.local(row.site).utcoffset()
    return Draft(
        kind=line.kind,
        at=room.incoming.at,
        offset=int(offset.total_seconds() // 60) if offset else 0,
        staff_id=room.person.id,
        language=room.language,
        trial=trial.id,
        version=trial.version,
        state=line.state,
        data={**line.data, "turn": line.turn},
    )


def _show(room: Room, row: CaseRow, shown: Show) -> None:
    slot = f"{row.id}:{shown.turn}" if shown.turn else None
    room.show(shown.screen, slot=slot, instead=shown.instead, bound=(row.id, shown.turn))


def show_now(room: Room, row: CaseRow, instead: bool = False) -> None:
    """Where the case stands, once more."""
    trial = trial_of(room, row)
    if trial is None:
        return
    case = case_of(trial, row, room.unit.entries(row.id))
    screen = current_screen(trial, case, room.today(row.site), View())
    if screen is None:
        show_card(room, trial, row, case, case.turn, instead)
    else:
        _show(room, row, Show(screen, case.turn, instead))


# Cards.


def card(room: Room, trial: Trial, row: CaseRow, case: Case, for_team: bool) -> Screen:
    """The verdict's screen as of the site's day."""
    today = room.today(row.site)
    facts, verdict = KnownFacts(trial, case.answers, today), judge(trial, case.answers, today)
    return card_screen(case, facts, verdict, _screened(room, row), for_team)


def _screened(room: Room, row: CaseRow) -> Screened:
    owner = room.unit.staff(row.owner)
    site = room.house.site(row.site)
    return Screened(owner.name if owner else "", site.label if site else row.site, room.local(row.site, row.changed_at))


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

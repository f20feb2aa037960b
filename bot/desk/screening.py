"""Moving a case: rebuild it from its record, make one step, add to the record, show, and tell the study team."""

from __future__ import annotations

from dataclasses import replace

from bot.core.case import Line
from bot.core.screens import Show
from bot.core.screens.question import View
from bot.core.step import Event, Step, current_screen, opening, step
from bot.core.trial import Trial
from bot.desk.delivery import deliver, redraw, show_card, tell_void
from bot.desk.records import Known, known_case, trial_of
from bot.desk.room import Room
from bot.ports import CaseRow, Draft


def open_case(room: Room, trial: Trial, site: str) -> None:
    """A new case with the site's next code, active for whoever opened it."""
    staff = room.person
    code = room.unit.next_code(site)
    first = opening(trial, code, room.today(site))
    row = room.unit.open_case(
        code=code,
        trial=trial.id,
        version=trial.version,
        site=site,
        owner=staff.id,
        state=first.case.state,
        at=room.incoming.at,
    )
    room.staff = replace(staff, active_case=row.id)
    room.unit.save_staff(room.person)
    carry_out(room, trial, row, first)


def move(room: Room, row: CaseRow, event: Event) -> str | None:
    """One event for a case; gives the command that was typed as a word, where it is not about the case."""
    trial = trial_of(room, row)
    if trial is None:
        return None
    known = known_case(room, trial, row)
    done = step(trial, known.case, event, room.today(row.site), known.facts)
    carry_out(room, trial, row, done)
    return done.wish


def carry_out(room: Room, trial: Trial, row: CaseRow, done: Step) -> None:
    """The record first, then what is shown, then the study team."""
    if done.lines:
        drafts = [_draft(room, trial, row, line) for line in done.lines]
        sealed = room.unit.append(row, drafts, state=done.case.state, turn=done.case.turn, label=done.case.label)
        room.memory.keep(sealed[-1].hash, Known(done.case, done.facts))
    room.toast(done.toast)
    if any(line.kind == "voided" for line in done.lines):
        redraw(room, trial, row, done.case, done.case.sent - (done.deliver is not None))
        tell_void(room, trial, row, done.case)
    for shown in done.shows:
        _show(room, row, shown)
    if done.card:
        show_card(room, trial, row, done.deliver or done.case, done.case.turn)
    if done.deliver is not None:
        deliver(room, trial, row, done.deliver, done.case.sent, done.case.turn)


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
    case = known_case(room, trial, row).case
    screen = current_screen(trial, case, room.today(row.site), View())
    if screen is None:
        show_card(room, trial, row, case, case.turn, instead)
    else:
        _show(room, row, Show(screen, case.turn, instead))

"""Moving a case: rebuild it from its record, make one step, add to the record, show, and tell the study team."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.case import Case, Line
from bot.core.folding import after
from bot.core.lexicon.forms import normal
from bot.core.machine import SENT
from bot.core.messages import Message, say
from bot.core.screens import Show
from bot.core.screens.question import View
from bot.core.step import Event, Step, current_screen, opening, reopening, step
from bot.core.trial import Trial
from bot.desk import duplicates
from bot.desk.delivery import deliver, deliver_replies, deliver_void, deliver_withdrawal, redraw, show_card
from bot.desk.memory import Known
from bot.desk.names import staff_names
from bot.desk.records import given, known_case, trial_of
from bot.desk.reminders import MOVING
from bot.desk.room import Room
from bot.desk.slots import turn_slot
from bot.ports import CaseRow, Draft

A_SECOND, A_WAIT = timedelta(seconds=1), timedelta(seconds=4)
# In the data of what was typed: when the channel had it, which may be long before its turn came.
TYPED_AT = "typed_at"
TOO_EARLY = say("What you typed came before this question was shown, and was not taken for an answer to it.")
TWICE = say(
    "The same was typed for the question before, and counts there. If it is the answer to this one too, please type it"
    " once more."
)


def open_case(room: Room, trial: Trial, site: str) -> None:
    """A new case with the site's next code, active for whoever opened it."""
    _opened(room, trial, opening(trial, room.unit.next_code(site)), site)
    duplicates.hint(room)


def open_again(room: Room, trial: Trial, row: CaseRow) -> None:
    """A new case for a patient who was screened before; each record names the other."""
    earlier, today = known_case(room, trial, row).case, room.today(row.site)
    known = given(room.unit.entries(row.id), staff_names(room.unit))
    days = {id: one.at.date() for id, one in known.items()}
    first = reopening(trial, room.unit.next_code(row.site), earlier, days, today)
    written(room, trial, row, Line("rescreened", {"code": first.case.code}, row.state, row.turn))
    _opened(room, trial, first, row.site)


def _opened(room: Room, trial: Trial, first: Step, site: str) -> None:
    staff = room.person
    row = room.unit.open_case(
        code=first.case.code,
        label=first.case.label,
        trial=trial.id,
        version=trial.version,
        site=site,
        owner=staff.id,
        state=first.case.state,
        at=room.incoming.at,
    )
    room.keep(replace(staff, active_case=row.id))
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


def overtaken(room: Room, row: CaseRow) -> Message | None:
    """Why what was typed cannot be meant for the current screen: it was typed before that was shown, or seems to be.

    Somebody who got no answer for a while, and typed it again, would otherwise answer the next question with it.
    """
    message, typed_at = room.incoming.message, room.incoming.typed_at
    if message is None or typed_at is None:
        return None
    shown = room.unit.slot_message(room.incoming.chat, turn_slot(row, row.turn))
    if shown is not None and int(shown) < int(message):
        return None
    if shown is not None and room.alone_since is not None and row.changed_at >= room.alone_since:
        return TOO_EARLY
    # The screen is on its way, or a process died before noting that it was shown: only times and words can tell.
    received = room.incoming.received
    if (received is not None and received <= row.changed_at) or typed_at + A_SECOND < row.changed_at:  # whole seconds
        return TOO_EARLY
    return TWICE if _said_before(room, row, typed_at - A_WAIT) else None


def _said_before(room: Room, row: CaseRow, latest: datetime) -> bool:
    """Whether the same was typed for the previous question by this moment: nobody repeats what they have just sent."""
    entries, words = room.unit.entries(row.id), normal(room.incoming.text)
    last = entries[-1].data.get("turn")
    typed = [one.data for one in entries if one.data.get("turn") == last and TYPED_AT in one.data]
    return any(normal(one["typed"]) == words and datetime.fromisoformat(one[TYPED_AT]) <= latest for one in typed)


def carry_out(room: Room, trial: Trial, row: CaseRow, done: Step) -> None:
    """The record first, then what is shown, then the study team."""
    if done.lines:
        drafts = [draft(room, trial, row, line) for line in done.lines]
        sealed = room.unit.append(row, drafts, state=done.case.state, turn=done.case.turn, label=done.case.label)
        room.memory.keep(sealed[-1].hash, Known(done.case, done.facts), row.head)
    room.toast(done.toast)
    if any(line.kind == "voided" for line in done.lines):
        redraw(room, trial, row, done.case, done.case.sent - (done.deliver is not None))
        deliver_void(room, trial, row, done.case)
    for shown in done.shows:
        _show(room, row, shown)
    _lay_bare(room, row, done)
    if done.card:
        show_card(room, trial, row, done.deliver or done.case, done.case.turn)
    if done.deliver is not None:
        deliver(room, trial, row, done.deliver, done.case.sent, done.case.turn)
    deliver_replies(room, trial, row, done.case, done.lines)
    look_again(room, row, done.lines)
    if done.case.agreed and "withdrawn" in [line.kind for line in done.lines]:
        deliver_withdrawal(room, trial, row, done.case)


def written(room: Room, trial: Trial, row: CaseRow, line: Line, owner: int | None = None) -> Case:
    """The case with a line that does not move its conversation; `owner` where it has a new one."""
    known = known_case(room, trial, row)
    case = after(trial, known.case, line)
    drafts = [draft(room, trial, row, line)]
    sealed = room.unit.append(row, drafts, state=row.state, turn=row.turn, owner=owner)
    room.memory.keep(sealed[-1].hash, Known(case, known.facts), row.head)
    look_again(room, row, (line,))
    return case


def look_again(room: Room, row: CaseRow, lines: Sequence[Line]) -> None:
    """Has the case looked at for reminders, where these lines may have changed what is due."""
    if any(line.kind in MOVING for line in lines):
        room.unit.look_again(row.id, room.incoming.at)


def draft(room: Room, trial: Trial, row: CaseRow, line: Line) -> Draft:
    """A line as the record takes it, with who did it and when."""
    typed_at = room.incoming.typed_at
    typed = {TYPED_AT: typed_at.isoformat()} if typed_at is not None and line.data.get("typed") else {}
    return Draft(
        kind=line.kind,
        at=room.incoming.at,
        offset=room.house.offset(row.site, room.incoming.at),
        staff_id=room.person.id,
        language=room.language,
        trial=trial.id,
        version=trial.version,
        state=line.state,
        data={**line.data, **typed, "turn": line.turn},
    )


def _show(room: Room, row: CaseRow, shown: Show) -> None:
    """Shows a screen. An older copy of the same screen keeps its words and loses its buttons."""
    slot = turn_slot(row, shown.turn) if shown.turn else None
    if shown.late:
        drawn = room.drawn(shown.screen, room.language, (row.id, shown.turn))
        return room.put("correct", drawn, slot=slot)
    # A screen without buttons had none before.
    again = not shown.instead and shown.turn <= row.turn and bool(shown.screen.blocks)
    before = room.unit.slot_message(room.incoming.chat, slot) if slot is not None and again else None
    room.show(shown.screen, slot=slot, instead=shown.instead, bound=(row.id, shown.turn))
    return None if before is None else room.put("strip", {}, refers=before)


def _lay_bare(room: Room, row: CaseRow, done: Step) -> None:
    """Takes the buttons off the screen that was left, unless it was replaced by something else; a card keeps them."""
    became = any(one.instead and one.turn == row.turn for one in done.shows)
    if done.case.turn == row.turn or row.state == SENT or became:
        return
    left = room.unit.slot_message(room.incoming.chat, turn_slot(row, row.turn))
    if left is not None:
        room.put("strip", {}, refers=left)


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

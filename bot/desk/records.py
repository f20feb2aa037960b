"""From the store to the core: a record to the case that it adds up to, a case to its trial version."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta, timezone

from bot.core.case import Case, Line
from bot.core.folding import rebuilt
from bot.core.machine import WITHDRAWN
from bot.core.messages import Message, say
from bot.core.screens.details import Given
from bot.core.trial import Trial
from bot.desk.memory import Known
from bot.desk.room import Room
from bot.ports import ERASED, CaseRow, Entry, StoreFailed

JUDGED = ("sent", "signed")


def line_of(entry: Entry) -> Line:
    """An entry of the record as the core knows it; StoreFailed where it cannot be opened."""
    if entry.closed:
        raise StoreFailed(f"entry {entry.number} of case {entry.case_id} cannot be opened: its key is missing")
    return Line(entry.kind, entry.data, entry.state, entry.data["turn"])


def case_of(trial: Trial, row: CaseRow, entries: Sequence[Entry]) -> Case:
    """The case that its record adds up to; of an erased one there are no answers."""
    if row.state == ERASED:
        return Case(row.code, ERASED, row.turn)
    return rebuilt(trial, row.code, [line_of(entry) for entry in entries])


def local(entry: Entry) -> datetime:
    """When an entry was made, by the site's clock as it was then."""
    return entry.at.astimezone(timezone(timedelta(minutes=entry.offset)))


def judged_on(row: CaseRow, entries: Sequence[Entry]) -> date:
    """The site's day as of which a case is judged outside its talk: the one on which its verdict was last sent or
    signed, so that the same record always gives the same; before that, the day of its last entry."""
    told = (entry.data["as_of"] for entry in reversed(entries) if entry.kind in JUDGED and not entry.closed)
    day = next(told, None)
    return date.fromisoformat(day) if day else (local(entries[-1]) if entries else row.opened_at).date()


def given(entries: Sequence[Entry], name: Callable[[int], str]) -> dict[str, Given]:
    """Who gave each answer that stands, and when by the site's clock."""
    answers = (entry for entry in entries if entry.kind in ("answered", "amended", "left_open"))
    return {
        entry.data["question"]: Given(name(entry.staff_id), local(entry))
        for entry in answers
        if entry.staff_id is not None
    }


def known_case(room: Room, trial: Trial, row: CaseRow) -> Known:
    """The case as it stands, remembered or read from its record."""
    known = room.memory.get(row.head) or Known(case_of(trial, row, room.unit.entries(row.id)))
    room.memory.keep(row.head, known)
    return known


def is_erased(room: Room, row: CaseRow) -> bool:
    """Whether there is nothing left of this case; the person is told."""
    if row.state == ERASED:
        room.toast(erased(row))
    return row.state == ERASED


def trial_of(room: Room, row: CaseRow) -> Trial | None:
    """The trial version that the case was opened under; tells the person where it is not loaded any more.

    None too where the case is erased.
    """
    if is_erased(room, row):
        return None
    trial = room.house.trial_of(row)
    if trial is None:
        room.toast(not_loaded(row))
    return trial


def trial_of_card(room: Room, row: CaseRow) -> Trial | None:
    """The same for what is done from a case's card: None too where the case is withdrawn, and has none any more."""
    if row.state == WITHDRAWN:
        room.toast(say("{case} was withdrawn: it has no card any more.", case=row.name))
        return None
    return trial_of(room, row)


def erased(row: CaseRow) -> Message:
    """That a case was erased."""
    return say("{case} was erased. Nothing of it can be shown or changed any more.", case=row.code)


def not_loaded(row: CaseRow) -> Message:
    """That a case's protocol version is not here."""
    return say(
        "{case} belongs to protocol version {version}, which is not loaded here. Nothing was changed.",
        case=row.name,
        version=row.version,
    )

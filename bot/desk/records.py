"""From the store to the core: a record to the case that it adds up to, a case to its trial version."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.case import Case, Line, rebuilt
from bot.core.messages import say
from bot.core.trial import Trial
from bot.desk.room import Room
from bot.ports import CaseRow, Entry


def line_of(entry: Entry) -> Line:
    """An entry of the record as the core knows it."""
    return Line(entry.kind, entry.data, entry.state, entry.data["turn"])


def case_of(trial: Trial, row: CaseRow, entries: Sequence[Entry]) -> Case:
    """The case that its record adds up to."""
    return rebuilt(trial, row.code, [line_of(entry) for entry in entries])


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

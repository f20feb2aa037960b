"""A case of the console written down as a conversation file, which can be replayed."""

from __future__ import annotations

from pathlib import Path

from bot.channels.talks.retold import retold, write_talk
from bot.core.messages import Message, say
from bot.desk.exporting import Exporter
from bot.desk.records import erased, not_loaded
from bot.desk.room import House
from bot.ports import ERASED


def write_down(house: House, exporter: Exporter, case: int, file: Path) -> Message | None:
    """Writes the case down, once that is noted; says why where it does not. OSError where it cannot be written."""
    with exporter.store.reading() as unit:
        row = unit.case(case)
        entries = unit.entries(case)
    if row is None:
        return say("There was no case to write down.")
    if row.state == ERASED:
        return erased(row)
    trial = house.trial_of(row)
    if trial is None:
        return not_loaded(row)
    talk = retold(trial, entries)
    exporter.note_case("talk", row)
    write_talk(file, talk)
    return None

"""The audit trail in words: who did what in which case, when by the site's clock, in the language of whoever reads.

What each kind of entry means, `deeds` says; of a site's log, `notes`. A kind without words is shown with its data, so
that nothing is left out. What is asked of a trail: ICH E6(R3) 4.2.2 (who, when, old and new value, reason).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.messages import Message, say
from bot.core.trial import Trial
from bot.desk import notes
from bot.desk.deeds import TOLD
from bot.desk.names import staff_names
from bot.desk.room import House
from bot.ports import CaseRow, Entry, Noted, UnitOfWork

BOT = say("the bot, or whoever runs it")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailFilter:
    """What is looked for; None or an empty text: everything."""

    since: datetime | None = None
    kind: str = ""
    staff: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One line of the trail; `at` is by the site's clock, `where` the case's code, or the site whose log it is in."""

    at: datetime
    where: str
    number: int
    who: Message
    what: Message


class Trail:
    """What was done, as far as the filter wants it, from one view of the store."""

    def __init__(self, unit: UnitOfWork, house: House, wanted: TrailFilter) -> None:
        self._unit, self._house, self._wanted = unit, house, wanted
        self._names = staff_names(unit)

    def of_case(self, row: CaseRow) -> Iterator[Deed]:
        """The record of a case, in order."""
        trial = self._house.trials.get(row.trial)
        for entry in self._unit.entries(row.id):
            if self._is_wanted(entry, entry.staff_id):
                same = trial if trial is not None and trial.version == entry.version else None
                yield self._deed(row.site, row.code, entry, entry.staff_id, self._what(same, entry))

    def of_site(self, site: str) -> Iterator[Deed]:
        """The log of a site, in order."""
        for line in self._unit.logged(site):
            if self._is_wanted(line, line.actor):
                yield self._deed(site, site, line, line.actor, self._noted(line))

    def _what(self, trial: Trial | None, entry: Entry) -> Message:
        if entry.closed:
            return say("{kind}: cannot be read any more", kind=entry.kind)
        tell = TOLD.get(entry.kind)
        if tell is None or trial is None:
            return _raw(entry.kind, entry.data)
        named = {key: self._name(entry.data[key]) for key in ("from", "to") if key in entry.data}
        try:
            return tell(trial, {"state": entry.state, **entry.data, **named})
        except (LookupError, TypeError, ValueError):  # written by a version that knew other data
            return _raw(entry.kind, entry.data)

    def _noted(self, line: Noted) -> Message:
        try:
            what = notes.in_words(self._house, line) or _raw(line.kind, line.data)
        except (LookupError, TypeError, ValueError):  # written by a version that knew other data
            what = _raw(line.kind, line.data)
        return what if line.subject is None else say("{name}: {what}", name=self._name(line.subject), what=what)

    def _deed(self, site: str, where: str, line: Entry | Noted, who: int | None, what: Message) -> Deed:
        at = line.at.astimezone(self._house.zone(site))
        person = BOT if who is None else say("{name}", name=self._name(who))
        return Deed(at=at, where=where, number=line.number, who=person, what=what)

    def _is_wanted(self, line: Entry | Noted, who: int | None) -> bool:
        wanted = self._wanted
        return (
            (wanted.since is None or line.at >= wanted.since)
            and wanted.kind in ("", line.kind)
            and (not wanted.staff or (who is not None and wanted.staff in (str(who), self._name(who))))
        )

    def _name(self, staff_id: int) -> str:
        return self._names(staff_id) or str(staff_id)


def _raw(kind: str, data: Mapping[str, Any]) -> Message:
    shown = {key: value for key, value in data.items() if key != "turn"}
    if not shown:
        return say("{kind}", kind=kind)
    return say("{kind} {data}", kind=kind, data=json.dumps(shown, ensure_ascii=False, sort_keys=True))

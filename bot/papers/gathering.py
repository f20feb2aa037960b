"""From the store to what papers are made of: each case with its verdict, and who did what, when.

Everything is a fold of the record, read in one view of the store. The day of a verdict is the day on which the study
team was sent it, so that the same record always gives the same paper; before that the day of the last entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.machine import AGREEMENT, DECLINED
from bot.core.messages import Message, Shown, say
from bot.core.trial import Trial
from bot.core.verdict import Verdict, judge
from bot.desk.records import case_of, local, names
from bot.ports import CaseRow, Entry, Unit

PAGE = 200
SCREENING = ("opened", "agreed", "declined", "answered", "left_open", "amended")
Says = Callable[[Message], str]


def words(says: Says, value: Shown) -> str:
    """One value in words."""
    return says(say("{value}", value=value))


class Stage(Enum):
    """How far a screening has come."""

    NOT_STARTED = "not started"
    DECLINED = "declined"
    GOING_ON = "going on"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as every copy has to show it: printed name, moment (UTC) and meaning (21 CFR 11.50)."""

    name: str
    at: datetime
    meaning: Message | str


@dataclass(frozen=True)
class Screening:
    """One case as its record tells it; moments by the site's clock.

    `case` is None where the case belongs to a protocol version that is not loaded; `verdict` is None there too, and
    while nothing was asked. `by` are those who asked and answered, in the order in which they came.
    """

    row: CaseRow
    trial: Trial
    stage: Stage
    began: datetime
    agreed: datetime | None
    first_sent: datetime | None
    last_sent: datetime | None
    by: tuple[str, ...]
    as_of: date
    case: Case | None = None
    verdict: Verdict | None = None

    @property
    def code(self) -> str:
        """The pseudonymous subject code."""
        return self.row.code

    @property
    def site(self) -> Message | str:
        """The site in words, or its code where the trial does not name it."""
        return next((site.label for site in self.trial.sites if site.id == self.row.site), self.row.site)

    @property
    def facts(self) -> KnownFacts:
        """The answers as the rules see them on the day of the verdict; only of a case whose version is loaded."""
        assert self.case is not None
        return KnownFacts(self.trial, self.case.answers, self.as_of)


def screenings(unit: Unit, trial: Trial, site: str | None = None) -> Iterator[Screening]:
    """Every case of a trial, at one site or at all, in the order in which they were opened."""
    name = names(unit)
    for row in sorted(_rows(unit, trial, site), key=lambda row: row.id):
        yield screening(trial, row, unit.entries(row.id), name)


def _rows(unit: Unit, trial: Trial, site: str | None) -> Iterator[CaseRow]:
    skip = 0
    while page := unit.cases_of(trial=trial.id, site=site, limit=PAGE, skip=skip):
        yield from page
        skip += len(page)


def screening(trial: Trial, row: CaseRow, entries: Sequence[Entry], name: Callable[[int], str]) -> Screening:
    """What a record adds up to, with its verdict."""
    sent = [entry for entry in entries if entry.kind == "sent"]
    stage = _stage(row, bool(sent))
    as_of = date.fromisoformat(sent[-1].data["as_of"]) if sent else _day(row, entries)
    case = case_of(trial, row, entries) if row.version == trial.version else None
    judged = case is not None and stage in (Stage.GOING_ON, Stage.SENT)
    return Screening(
        row,
        trial,
        stage,
        local(entries[0]) if entries else row.opened_at,
        _first(entries, "agreed"),
        local(sent[0]) if sent else None,
        local(sent[-1]) if sent else None,
        tuple(dict.fromkeys(_screeners(entries, name))),
        as_of,
        case,
        judge(trial, case.answers, as_of) if case is not None and judged else None,
    )


def _screeners(entries: Sequence[Entry], name: Callable[[int], str]) -> Iterator[str]:
    return (name(entry.staff_id) for entry in entries if entry.kind in SCREENING and entry.staff_id is not None)


def _stage(row: CaseRow, sent: bool) -> Stage:
    if sent:
        return Stage.SENT
    return {AGREEMENT: Stage.NOT_STARTED, DECLINED: Stage.DECLINED}.get(row.state, Stage.GOING_ON)


def _day(row: CaseRow, entries: Sequence[Entry]) -> date:
    return (local(entries[-1]) if entries else row.opened_at).date()


def _first(entries: Sequence[Entry], kind: str) -> datetime | None:
    return next((local(entry) for entry in entries if entry.kind == kind), None)

"""From the store to what papers are made of: each case with its verdict, and who did what, when.

Everything is worked out from the record, read in one view of the store. A verdict is that of the day on which it was
last sent or signed, so that the same record always gives the same paper; before that, of the day of the last entry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cached_property

from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.machine import AGREEMENT, DECLINED, WITHDRAWN
from bot.core.messages import Message, Shown, say
from bot.core.screens.tapped import MISTAKE, as_said
from bot.core.trial import Trial
from bot.core.verdict import Verdict, verdict_on
from bot.desk.erasing import why_erased
from bot.desk.names import staff_names
from bot.desk.records import case_of, judged_on, local
from bot.papers.signatures import Signed, signatures_of
from bot.ports import ERASED, CaseRow, Entry, UnitOfWork

PAGE = 200
SCREENING = ("opened", "agreed", "declined", "answered", "left_open", "amended")
Says = Callable[[Message], str]


def words(says: Says, value: Shown) -> str:
    """One value in words."""
    return says(say("{value}", value=value))


class Stage(Enum):
    """How far a screening has come. Once sent, always `SENT`; `WITHDRAWN`: before the study team had a verdict.

    `MISTAKEN` is none: its case was opened by mistake.
    """

    NOT_STARTED = "not started"
    DECLINED = "declined"
    GOING_ON = "going on"
    WITHDRAWN = "withdrawn"
    MISTAKEN = "mistaken"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Ending:
    """A case was withdrawn or erased: when by the site's clock, and why."""

    at: datetime
    reason: Message | str


@dataclass(frozen=True)
class Screening:
    """One case as its record tells it; moments by the site's clock.

    `case` is None where the case belongs to a protocol version that is not loaded; `verdict` is None there too, while
    nothing was asked, and once the case is erased. `by` are those who asked and answered, in the order in which they
    came, `holder` who has it now. `earlier` and `later` are the codes of the attempts before and after this one.
    """

    row: CaseRow
    trial: Trial
    stage: Stage
    began: datetime
    agreed: datetime | None
    first_sent: datetime | None
    last_sent: datetime | None
    by: tuple[str, ...]
    holder: str
    as_of: date
    case: Case | None = None
    signatures: tuple[Signed, ...] = ()
    withdrawn: Ending | None = None
    erased: Ending | None = None
    earlier: str | None = None
    later: str | None = None

    @property
    def code(self) -> str:
        """The pseudonymous subject code."""
        return self.row.code

    @property
    def site(self) -> Message | str:
        """The site in words, or its code where the trial does not name it."""
        return next((site.label for site in self.trial.sites if site.id == self.row.site), self.row.site)

    @cached_property
    def facts(self) -> KnownFacts:
        """The answers as the rules see them on the day of the verdict; only of a case whose version is loaded.

        They are worked out once, for the verdict and for all that is written of it.
        """
        assert self.case is not None
        return KnownFacts(self.trial, self.case.answers, self.as_of)

    @cached_property
    def verdict(self) -> Verdict | None:
        """The verdict of that day."""
        asked = self.stage not in (Stage.NOT_STARTED, Stage.DECLINED, Stage.MISTAKEN)
        return verdict_on(self.facts) if asked and self.case is not None and self.erased is None else None

    @property
    def signed(self) -> Signed | None:
        """The signature that stands."""
        return next((one for one in self.signatures if one.stands), None)


def ended(what: Message, ending: Ending) -> Message:
    """That a case was withdrawn or erased, when and why."""
    return say("{what} on {date}: {reason}", what=what, date=ending.at.date(), reason=ending.reason)


def attempts(one: Screening) -> list[Message]:
    """The attempts before and after this one."""
    found = [say("before: {case}", case=one.earlier)] if one.earlier else []
    return [*found, say("again: {case}", case=one.later)] if one.later else found


def screenings(unit: UnitOfWork, trial: Trial, site: str | None = None) -> Iterator[Screening]:
    """Every case of a trial, at one site or at all, in the order in which they were opened."""
    name = staff_names(unit)
    for row in sorted(_rows(unit, trial, site), key=lambda row: row.id):
        yield screening(trial, row, unit.entries(row.id), name)


def _rows(unit: UnitOfWork, trial: Trial, site: str | None) -> Iterator[CaseRow]:
    skip = 0
    while page := unit.cases_of(trial=trial.id, site=site, limit=PAGE, skip=skip):
        yield from page
        skip += len(page)


def screening(trial: Trial, row: CaseRow, entries: Sequence[Entry], name: Callable[[int], str]) -> Screening:
    """What a record adds up to."""
    sent = [local(entry) for entry in entries if entry.kind == "sent"]
    stage, as_of = _stage(row, entries), judged_on(row, entries)
    case = case_of(trial, row, entries) if row.version == trial.version else None
    return Screening(
        row,
        trial,
        stage,
        began=local(entries[0]) if entries else row.opened_at,
        agreed=_first(entries, "agreed"),
        first_sent=sent[0] if sent else None,
        last_sent=sent[-1] if sent else None,
        by=tuple(dict.fromkeys(_screeners(entries, name))),
        holder=name(row.owner),
        as_of=as_of,
        case=case,
        signatures=signatures_of(trial, entries, name),
        withdrawn=_withdrawn(entries),
        erased=_erased(entries),
        earlier=_named(entries, "opened", "rescreens"),
        later=_named(entries, "rescreened", "code"),
    )


def _screeners(entries: Sequence[Entry], name: Callable[[int], str]) -> Iterator[str]:
    return (name(entry.staff_id) for entry in entries if entry.kind in SCREENING and entry.staff_id is not None)


def _stage(row: CaseRow, entries: Sequence[Entry]) -> Stage:
    """How far it came, even if it was erased since: the kinds and states of entries stay readable."""
    if any(entry.kind == "sent" for entry in entries):
        return Stage.SENT
    if _mistaken(entries):
        return Stage.MISTAKEN
    state = next((entry.state for entry in reversed(entries) if entry.state != ERASED), row.state)
    ends = {AGREEMENT: Stage.NOT_STARTED, DECLINED: Stage.DECLINED, WITHDRAWN: Stage.WITHDRAWN}
    return ends.get(state, Stage.GOING_ON)


def _mistaken(entries: Sequence[Entry]) -> bool:
    """Whether it was opened by mistake; before the patient has agreed there is no other reason."""
    if not any(entry.kind == "withdrawn" for entry in entries):
        return False
    readable = _last(entries, "withdrawn")
    said = readable is not None and readable.data["reason"] == MISTAKE.text
    return said or not any(entry.kind == "agreed" for entry in entries)


def _first(entries: Sequence[Entry], kind: str) -> datetime | None:
    return next((local(entry) for entry in entries if entry.kind == kind), None)


def _last(entries: Sequence[Entry], kind: str) -> Entry | None:
    """The last readable entry of this kind."""
    return next((entry for entry in reversed(entries) if entry.kind == kind and not entry.closed), None)


def _withdrawn(entries: Sequence[Entry]) -> Ending | None:
    entry = _last(entries, "withdrawn")
    return Ending(local(entry), as_said(entry.data["reason"])) if entry else None


def _erased(entries: Sequence[Entry]) -> Ending | None:
    entry = _last(entries, ERASED)
    return Ending(local(entry), why_erased(entry.data)) if entry else None


def _named(entries: Sequence[Entry], kind: str, key: str) -> str | None:
    """The other attempt that a record names."""
    entry = _last(entries, kind)
    return entry.data.get(key) if entry else None

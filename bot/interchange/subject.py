"""One case as it stands, and how each of its answers came about: what every format is written from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from bot.core.answers import Answer
from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.folding import after
from bot.core.trial import Trial
from bot.core.verdict import Verdict, judge
from bot.desk.records import judged_on, line_of, local
from bot.ports import CaseRow, Entry


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """An answer given or changed: by whom (a code), at which moment by the site's clock, why where a reason was asked.

    `entry` is the place of the line in the case's record.
    """

    entry: int
    question: str
    old: Answer | None
    new: Answer
    at: datetime
    staff: int | None
    reason: str | None


@dataclass(frozen=True)
class Subject:
    """A case under the trial version that it was opened under; `signer` is who signed it last (a code).

    `day` is the site's day as of which the answers are judged: that of the verdict that the study team has.
    """

    trial: Trial
    site: str
    case: Case
    opened: datetime
    day: date
    changes: tuple[AuditRecord, ...]
    signer: int | None = None

    @property
    def code(self) -> str:
        """The pseudonymous subject code."""
        return self.case.code

    @property
    def changed(self) -> datetime:
        """When the answers were last changed, by the site's clock."""
        return self.changes[-1].at if self.changes else self.opened

    @property
    def author(self) -> int | None:
        """Who gave the last answer."""
        return self.changes[-1].staff if self.changes else None

    @cached_property
    def facts(self) -> KnownFacts:
        """The answers as the rules see them on that day."""
        return KnownFacts(self.trial, self.case.answers, self.day)

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """The answers that count, in the order of the conversation; answers that another one made moot are left out."""
        given = self.case.answers
        return {one.id: given[one.id] for one in self.trial.questions if one.id in given and not self.facts.moot(one)}

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict on them as of that day."""
        return judge(self.trial, self.case.answers, self.day)


def subject_of(trial: Trial, row: CaseRow, entries: Sequence[Entry]) -> Subject:
    """The subject that a record adds up to. The trial must be of the version that the case was opened under."""
    case = Case(row.code, entries[0].state if entries else row.state)
    changes: list[AuditRecord] = []
    said: dict[str, Answer] = {}  # answers that were set aside, too: confirming one again is no first answer
    for entry in entries:
        following = after(trial, case, line_of(entry))
        said.update(case.answers)
        changes += _changes(case, following, entry, said)
        case = following
    opened = local(entries[0]) if entries else row.opened_at
    signer = next((entry.staff_id for entry in reversed(entries) if entry.kind == "signed"), None)
    return Subject(trial, row.site, case, opened, judged_on(row, entries), tuple(changes), signer)


def _changes(before: Case, after: Case, entry: Entry, said: Mapping[str, Answer]) -> Iterator[AuditRecord]:
    """What an entry did to the answers, whatever kind of entry it is."""
    if after.answers is before.answers:
        return
    for question, answer in after.answers.items():
        if answer is not before.answers.get(question):
            reason = entry.data.get("reason")
            yield AuditRecord(entry.number, question, said.get(question), answer, local(entry), entry.staff_id, reason)

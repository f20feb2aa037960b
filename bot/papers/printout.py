"""One case on paper, to be signed: the verdict, every criterion with sentence, finding, reason and answers; who, when.

The paper is made from the record alone. At its foot stands the hash of the record's last entry, by which one can tell
later whether the record has changed since. It is advice until an investigator has signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from bot.core.answers import Answer
from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.folding import after
from bot.core.messages import Listing, Message, Shown, name, say
from bot.core.reasons import reasons
from bot.core.screens.answers import shown
from bot.core.screens.card import SIGN, awaiting, headline, outlook
from bot.core.screens.details import STATUS, Given, reading_note, rests_on
from bot.core.screens.signature import OUTCOMES, decision_words
from bot.core.screens.tapped import as_said
from bot.core.trial import Question, Trial
from bot.core.verdict import Eligibility, Finding, Status, Verdict
from bot.desk.judged import instead
from bot.desk.names import staff_names
from bot.desk.records import given, line_of, local
from bot.papers.gathering import Says, Screening, attempts, ended, screening, words
from bot.papers.signatures import Signed, void_lines
from bot.papers.typesetting import as_pdf
from bot.ports import CaseRow, Entry, UnitOfWork

OUTCOME = {
    Eligibility.ELIGIBLE: Status.PASS,
    Eligibility.INELIGIBLE: Status.FAIL,
    Eligibility.UNDETERMINED: Status.UNKNOWN,
}
Data = dict[str, Any]


class NothingToPrint(Exception):
    """There is no verdict: nothing was asked yet, or under a protocol version that is not loaded."""


def printout(
    unit: UnitOfWork,
    trial: Trial,
    row: CaseRow,
    says: Says,
    language: str,
    now: datetime,
    zone: tzinfo,
) -> bytes:
    """The case as a PDF in the reader's language; NothingToPrint where there is no verdict.

    `now` is UTC, `zone` the site's, by which the paper also says when it was made.
    """
    name_of, entries = staff_names(unit), unit.entries(row.id)
    found = screening(trial, row, entries, name_of)
    if found.verdict is None or found.case is None:
        raise NothingToPrint(row.code)
    others = instead(unit, row, found.case, found.facts)
    paper = _Paper(found, found.case, found.verdict, found.facts, given(entries, name_of), others, says)
    corrected = corrections(trial, row.code, entries)
    return as_pdf(
        "printout",
        {
            "language": language,
            "labels": {key: says(label) for key, label in _LABELS.items()},
            **paper.about(),
            "criteria": paper.groups(),
            "others": [paper.answer(one) for one in paper.others()],
            "corrections": [paper.correction(one, name_of(one.entry.staff_id or 0)) for one in corrected],
            "readings": [says(reading_note(one.id, one.adopted)) for one in paper.verdict.touched],
            "signatures": [_signature(one, trial, says) for one in found.signatures],
            "signed": found.signed is not None,
            "foot": _foot(entries, now, zone, says),
        },
        now,
    )


@dataclass(frozen=True)
class _Paper:
    """A case and how to put it into words. `instead`: who has answered in the investigator's place."""

    found: Screening
    case: Case
    verdict: Verdict
    facts: KnownFacts
    given: Mapping[str, Given]
    instead: Mapping[str, str]
    says: Says

    def about(self) -> Data:
        """What is at the head: which case, and the verdict."""
        trial, verdict = self.found.trial, self.verdict
        names_it = {"trial": trial.short, "version": trial.version, "case": self.found.code}
        remarks = [*verdict.alerts, *verdict.warnings]
        return {
            "title": self.says(name("paper", "Prescreening record")),
            "running": self.says(say("{trial} · protocol v{version} · {case}", **names_it)),
            "head": [[self.says(label), words(self.says, value)] for label, value in self._head()],
            "verdict": {
                "words": self.says(headline(verdict)),
                "sign": SIGN[OUTCOME[verdict.outcome]],
                "status": OUTCOME[verdict.outcome].value,
                "outlook": [self.says(one.message) for one in outlook(verdict, self.facts)],
                "remarks": [self.says(one.text) for one in remarks],
                "awaiting": [self.says(one) for one in awaiting(self.case, self.facts, self.instead)],
            },
        }

    def _head(self) -> Iterable[tuple[Message, Shown]]:
        found, trial, planned = self.found, self.found.trial, self.verdict.planned
        yield name("paper", "Trial"), trial.title
        yield name("paper", "Registry number"), trial.registry
        yield name("log", "Protocol version"), trial.version
        yield name("log", "Subject code"), found.code
        if found.row.label:
            yield name("log", "The site's own code"), found.row.label
        yield name("log", "Site"), say("{site} ({id})", site=found.site, id=found.row.site)
        if not self.verdict.provisional:
            yield say("Planned {event}", event=trial.event), planned
        yield name("log", "Screening began"), found.began
        if found.first_sent and found.last_sent:
            yield name("log", "First sent to the study team"), found.first_sent
            yield name("log", "Last sent"), found.last_sent
        else:
            yield name("log", "First sent to the study team"), say("not sent yet")
        yield name("paper", "Result as of"), found.as_of
        if self.verdict.valid_until:
            yield name("log", "Result valid until"), self.verdict.valid_until
        yield name("log", "Screened by"), ", ".join(found.by)
        if found.signed:
            yield name("log", "Investigator's decision"), OUTCOMES[found.signed.signature.decision]
        if found.withdrawn:
            yield name("log", "Status"), ended(name("stage", "withdrawn"), found.withdrawn)
        if found.earlier or found.later:
            yield name("log", "Other attempts"), Listing(tuple(attempts(found)), "plain")

    def groups(self) -> list[Data]:
        """Inclusion criteria, then exclusion criteria."""
        wanted = ((name("paper", "Inclusion criteria"), True), (name("paper", "Exclusion criteria"), False))
        return [
            {
                "heading": self.says(heading),
                "findings": [
                    self.finding(one) for one in self.verdict.findings if one.criterion.inclusion is inclusion
                ],
            }
            for heading, inclusion in wanted
        ]

    def finding(self, finding: Finding) -> Data:
        """A criterion with its sentence, what was found and why, and the answers that it rests on."""
        criterion = finding.criterion
        return {
            "title": self.says(say("{id} {label}", id=criterion.id, label=criterion.label)),
            "sign": SIGN[finding.status],
            "status": finding.status.value,
            "finding": self.says(STATUS[finding.status]),
            "sentence": self.says(criterion.text),
            "reasons": [self.says(one) for one in reasons(finding, self.facts, with_margin=True)],
            "answers": [self.answer(one) for one in rests_on(criterion, self.facts)],
        }

    def others(self) -> list[Question]:
        """Answers that no criterion rests on, the planned date first."""
        used = {one.id for finding in self.verdict.findings for one in rests_on(finding.criterion, self.facts)}
        return [one for one in self.facts.trial.in_order(set(self.facts.answers) - used) if not self.facts.moot(one)]

    def answer(self, question: Question) -> Data:
        """An answer as typed and as understood, with its conversion, who gave it and when."""
        answer, by = self.facts.answers[question.id], self.given.get(question.id)
        return {
            "label": self.says(question.label),
            "typed": answer.typed or self.says(name("paper", "tapped")),
            "understood": self.says(shown(question, answer)),
            "by": by.by if by else "",
            "at": words(self.says, by.at) if by else "",
        }

    def correction(self, one: Correction, by: str) -> Data:
        """A changed answer: old, new, why, who and when."""
        question, reason = self.facts.trial.by_id[one.question], one.entry.data.get("reason")
        return {
            "label": self.says(question.label),
            "change": self.says(say("{old} → {new}", old=shown(question, one.old), new=shown(question, one.new))),
            "reason": words(self.says, as_said(reason) if reason else name("paper", "before sending")),
            "by": by,
            "at": words(self.says, local(one.entry)),
        }


@dataclass(frozen=True)
class Correction:
    """A changed answer, with the entry that changed it."""

    entry: Entry
    question: str
    old: Answer
    new: Answer


def corrections(trial: Trial, code: str, entries: Sequence[Entry]) -> Iterator[Correction]:
    """Every answer that was replaced, so that no original entry is lost (ICH E6(R3) 4.2.2)."""
    case = Case(code, entries[0].state)
    for entry in entries:
        before, case = case, after(trial, case, line_of(entry))
        for id, new in case.answers.items():
            old = before.answers.get(id)
            if old is not None and old.value != new.value:
                yield Correction(entry, id, old, new)


def _signature(one: Signed, trial: Trial, says: Says) -> Data:
    """The meaning stands in the words that were read when it was signed."""
    signature = one.signature
    said = [decision_words(signature), say("“{words}”", words=signature.meaning)]
    if signature.reason:
        said.append(say("Reason: {reason}", reason=signature.reason))
    return {
        "name": signature.by,
        "meaning": "\n".join(says(line) for line in (*said, *void_lines(one, trial))),
        "at": _both_clocks(signature.at, signature.at.tzinfo, says),
        "stands": one.stands,
    }


def _both_clocks(at: datetime, zone: tzinfo | None, says: Says) -> str:
    """A moment in UTC and by the site's clock."""
    return says(say("{utc} UTC ({local} at the site)", utc=at.astimezone(UTC), local=at.astimezone(zone)))


def _foot(entries: Sequence[Entry], now: datetime, zone: tzinfo, says: Says) -> Data:
    return {
        "made": says(say("Printed {at}", at=_both_clocks(now, zone, says))),
        "record": says(say("Record of {n} entries; the last one's SHA-256:", n=len(entries))),
        "hash": entries[-1].hash,
        "page": says(say("Page {page} of {pages}", page="{page}", pages="{pages}")),
    }


_LABELS = {
    "answer": name("paper", "Question"),
    "typed": name("paper", "As typed"),
    "understood": name("paper", "As understood and converted"),
    "by": name("paper", "By, when"),
    "others": name("paper", "Other answers"),
    "corrections": name("paper", "Corrections"),
    "change": name("paper", "Old and new answer"),
    "reason": name("paper", "Reason"),
    "readings": say("Readings that apply"),
    "signatures": name("paper", "Signatures"),
    "name": name("paper", "Name in print"),
    "meaning": name("paper", "Meaning of the signature"),
    "signed": name("paper", "Date and time"),
    "signature": name("paper", "Signature"),
    "advice": say("A prescreening is advice: the investigator decides who is eligible."),
}

"""Who has answered a question that the trial leaves to the investigator, instead of an investigator."""

from __future__ import annotations

from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.verdict import definite, left_to_judgement
from bot.desk.roles import Duty, had
from bot.ports import CaseRow, Entry, UnitOfWork

GIVEN = ("answered", "amended")


def instead(unit: UnitOfWork, row: CaseRow, case: Case, facts: KnownFacts) -> dict[str, str]:
    """Names by question of those who answered such a question without being an investigator there.

    Empty once an investigator has signed: a signature means that every answer was reviewed.
    """
    answered = {one.id for one in left_to_judgement(facts) if definite(facts, one)}
    if not answered or case.signature is not None:
        return {}
    entries = (one for one in unit.entries(row.id) if one.kind in GIVEN and one.data["question"] in answered)
    last = {entry.data["question"]: entry for entry in entries}
    found = {question: _other(unit, row, entry) for question, entry in last.items()}
    return {question: name for question, name in found.items() if name is not None}


def _other(unit: UnitOfWork, row: CaseRow, entry: Entry) -> str | None:
    """The name of who made an entry, unless they were an investigator of this trial and site then."""
    person = unit.staff(entry.staff_id) if entry.staff_id else None
    if person is None:
        return ""
    return None if had(person, Duty.JUDGE, entry.at, row.trial, row.site) else person.name

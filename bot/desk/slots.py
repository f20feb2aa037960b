"""Slots: the names by which a sent message is found again, to be changed in place, or to know what it was about.

They stand in the database, so that a message is found after a restart, too: a slot's form must never change.
"""

from __future__ import annotations

import re

from bot.core.case import Query
from bot.core.trial import Question, Trial
from bot.ports import REMINDER, CaseRow, Staff

_ASKING = re.compile(r"asks:([0-9]+):([0-9]+):[0-9]+")


def turn_slot(row: CaseRow, turn: int) -> str:
    """Where a private chat has the screen of this turn, which may be a question or the card."""
    return f"{row.id}:{turn}"


def team_slot(row: CaseRow, number: int) -> str:
    """Where a team's chat has the card of this number."""
    return f"card:{row.id}:{number}"


def choosing_slot(row: CaseRow, person: Staff) -> str:
    """Where somebody chooses the answer to ask about."""
    return f"which:{row.id}:{person.id}"


def asking_slot(trial: Trial, row: CaseRow, question: Question, person: Staff) -> str:
    """Where somebody is asked for the words of a query."""
    return f"asks:{row.id}:{trial.order[question.id]}:{person.id}"


def asking(slot: str) -> tuple[int, str] | None:
    """The case and the question's place, where the words of a query are asked for in this slot."""
    found = _ASKING.fullmatch(slot)
    return None if found is None else (int(found[1]), found[2])


def query_slot(row: CaseRow, query: Query) -> str:
    """Where a phone has the question, and a team's chat the reply."""
    return f"query:{row.id}:{query.number}"


def replied_slot(row: CaseRow, query: Query) -> str:
    """Where whoever asked in their own chat has the reply."""
    return f"replied:{row.id}:{query.number}"


def handed_slot(row: CaseRow) -> str:
    """Where somebody is told that the case was handed over."""
    return f"handed:{row.id}"


def reminder_slot(row: CaseRow, key: str) -> str:
    """Where the reminder with this key stands."""
    return f"{REMINDER}{row.id}:{key}"

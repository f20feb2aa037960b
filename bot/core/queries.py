"""What the study team asks the site about one answer: open, answered, closed.

A query follows ICH E6 (data queries) in the smallest form: the team asks, the site corrects the answer or says why it
stays as it is, the team closes. A machine of `transitions` decides what may follow; the record holds every step.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from transitions import Machine

from bot.core.case import Case, Line, Query
from bot.core.identifiers import identifier_in
from bot.core.messages import Message, say, say_many
from bot.core.reply import decision_of

OPEN, ANSWERED, CLOSED = "open", "answered", "closed"
LONGEST = 300


@dataclass
class _Course:
    """A query on its way through the machine."""

    state: str


@cache
def _machine() -> Machine:
    return Machine(
        model=None,
        initial=None,
        states=[OPEN, ANSWERED, CLOSED],
        transitions=[
            {"trigger": "answer", "source": OPEN, "dest": ANSWERED},
            {"trigger": "close", "source": [OPEN, ANSWERED], "dest": CLOSED},
        ],
        auto_transitions=False,
        ignore_invalid_triggers=True,
    )


def _after(query: Query, trigger: str) -> str | None:
    """The state that this leads to; None where it is not possible."""
    course = _Course(query.state)
    return course.state if _machine().events[trigger].trigger(course) else None


def ask(case: Case, question: str, words: str, today: date) -> Line:
    """The line of a new query, of this day of the site."""
    asked = {"question": question, "words": words, "on": today.isoformat()}
    data = {"query": len(case.queries) + 1, **asked, "status": OPEN}
    return Line("queried", data, case.state, case.turn)


def answer(query: Query, words: str | None, changed: bool) -> dict[str, Any] | None:
    """What the record is to hold of the site's answer to a query; None where it is not open any more."""
    status = _after(query, "answer")
    if status is None:
        return None
    return {"query": query.number, "words": words, "changed": changed, "status": status}


def close(case: Case, query: Query) -> Line | None:
    """The line that closes a query; None where it is closed already."""
    status = _after(query, "close")
    return (
        None
        if status is None
        else Line("query_closed", {"query": query.number, "status": status}, case.state, case.turn)
    )


def open_about(case: Case, question: str) -> tuple[Query, ...]:
    """The queries about an answer that wait for the site."""
    return tuple(one for one in case.queries if one.question == question and one.state == OPEN)


def numbered(case: Case, number: str | int | None) -> Query | None:
    """The query of this number."""
    return next((one for one in case.queries if str(one.number) == str(number)), None)


def unfit(words: str) -> Message | None:
    """Why these words cannot be a query or an answer to one; else None.

    They are empty, or only a command such as "go on", too long, or may identify a person.
    """
    if not words or decision_of(words) is not None:
        return say("Please type some words.")
    if len(words) > LONGEST:
        return say_many(
            "The text has {length} characters; {n} character is possible. Please shorten it.",
            "The text has {length} characters; {n} characters are possible. Please shorten it.",
            LONGEST,
            length=len(words),
        )
    if identifier_in(words) is not None:
        return say("That looks like personal data. It was not stored. Please leave it out.")
    return None

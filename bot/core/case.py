"""One subject being screened for one trial version: what the record of the case adds up to.

A case is only ever a fold of its record (`folding`), so that the same record always gives the same case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from bot.core.answers import Answer, Value


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the record: what happened, its data as JSON holds it, and the machine's state and turn after it."""

    kind: str
    data: Mapping[str, Any]
    state: str
    turn: int


@dataclass(frozen=True, slots=True)
class Pending:
    """A typed reply that waits for a confirmation (or, after sending, for a reason)."""

    question: str
    readings: tuple[Value, ...]
    typed: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """One of several answers found in one message: it waits to be confirmed with the others. Not `kept`: left out."""

    question: str
    value: Value
    typed: str
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Several:
    """The answers found in one message; of the `unclear` questions something was said, but not plainly."""

    proposals: tuple[Proposal, ...]
    unclear: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[Proposal, ...]:
        """Those that count once they are confirmed."""
        return tuple(one for one in self.proposals if one.kept)

    @property
    def kept_ids(self) -> tuple[str, ...]:
        """Their questions."""
        return tuple(one.question for one in self.kept)


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that was changed since the study team last heard."""

    question: str
    old: Value | None
    new: Value
    reason: str


@dataclass(frozen=True, slots=True)
class Signature:
    """An investigator's word on the verdict, as it is printed (21 CFR 11.50): who, when by the site's clock, and what
    it means.

    `verdict` is the one that was signed, `decision` what the investigator made of it: the same, unless it was
    overridden, which has a `reason`. `content` is the fingerprint of what was signed.
    """

    by: str
    at: datetime
    meaning: str
    verdict: str
    decision: str
    reason: str | None
    content: str

    @property
    def overrides(self) -> bool:
        """Whether the investigator decided otherwise."""
        return self.decision != self.verdict


@dataclass(frozen=True, slots=True)
class Voided:
    """A signature that a change has ended, and the questions whose answers were changed first."""

    signature: Signature
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What the study team asks about an answer, on which of the site's days; `state` is the machine's in `queries`.

    `reply` is the site's word on it, or the reason for the change that it led to.
    """

    number: int
    question: str
    words: str
    state: str
    on: date
    reply: str | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """Where a case stands.

    `turn` grows with every step that moves the conversation: a button belongs to one turn. `begun` is the kind of the
    line that this one began with. `trail` are the questions answered, in order, for going back; `receipts` are the
    turns whose messages became the lines of questions: their answers, or that there are none. `ticks` is what is
    ticked in list questions and not answered yet, `unit` the unit chosen for the number at hand. `settled` are
    questions whose less exact answer is all that will be had for now, `reopened` those that a change after sending has
    brought up; `unsent`: there are answers that the study team has not heard of.
    `signature` stands until an answer changes; it is then `voided`, until the next one.
    `agreed`: the patient has agreed to be prescreened. `upheld` is the query on which an answer stays as it is, while a
    word on that is awaited; `withdrawn` the reason.
    `earlier` and `later` are the codes of the attempts before and after this one; `carried` answers of the earlier one,
    or about the days before a later planned date, which do not count until they are confirmed.
    """

    code: str
    state: str
    turn: int = 0
    begun: str = ""
    label: str | None = None
    agreed: bool = False
    answers: Mapping[str, Answer] = field(default_factory=dict)
    trail: tuple[str, ...] = ()
    receipts: Mapping[str, int] = field(default_factory=dict)
    ticks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unit: str | None = None
    pending: Pending | None = None
    several: Several | None = None
    settled: frozenset[str] = frozenset()
    told: bool = False
    sent: int = 0
    reopened: frozenset[str] = frozenset()
    unsent: bool = False
    changes: tuple[Change, ...] = ()
    signature: Signature | None = None
    voided: Voided | None = None
    queries: tuple[Query, ...] = ()
    upheld: int | None = None
    withdrawn: str | None = None
    earlier: str | None = None
    later: str | None = None
    carried: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How people call it: the site's own code where it gave one."""
        return self.label or self.code

    @property
    def at_hand(self) -> str:
        """The question at hand, also where a reason or a word on its answer is asked for; else the phase."""
        if self.pending is not None:
            return self.pending.question
        return next((one.question for one in self.queries if one.number == self.upheld), self.state)

    @property
    def marked(self) -> tuple[str, ...] | None:
        """What is ticked in the list question at hand; None where nothing was touched."""
        return self.ticks.get(self.state)

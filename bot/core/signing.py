"""An investigator's signature on a verdict: what is signed, and its line of the record.

The investigator confirms eligibility (ICH E6(R3) 2.1, 2.7). A signed electronic record shows printed name, time and
meaning (21 CFR 11.50), and a signature cannot be moved to another record (11.70): it holds the fingerprint of the head
of the case's record together with the verdict.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.core.case import Case
from bot.core.machine import Walk, move
from bot.core.step import Step
from bot.core.trial import Trial
from bot.core.turn import Turn
from bot.core.verdict import Eligibility, Verdict

DECISIONS = (Eligibility.ELIGIBLE, Eligibility.INELIGIBLE)


@dataclass(frozen=True, slots=True)
class Printed:
    """What a signature shows and is bound to: `at` is ISO with the site's offset, `meaning` the words as read."""

    by: str
    at: str
    meaning: str
    verdict: str
    decision: str
    reason: str | None
    head: str
    content: str


def choices(verdict: Verdict) -> tuple[Eligibility, ...]:
    """What an investigator may decide instead of the verdict."""
    return tuple(one for one in DECISIONS if one is not verdict.outcome)


def fingerprint(head: str, case: Case, verdict: Verdict, today: date) -> str:
    """SHA-256 of what is signed, as JSON with sorted keys and no blanks; `head`: the last entry's hash."""
    signed = {
        "case": case.code,
        "head": head,
        "verdict": verdict.outcome.value,
        "criteria": {one.criterion.id: one.status.value for one in verdict.findings},
        "as_of": today.isoformat(),
    }
    text = json.dumps(signed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def signed(trial: Trial, case: Case, today: date, printed: Printed) -> Step:
    """The step that signs; NotNow where the case is being changed, or a signature stands."""
    turn = Turn(trial, case, today)
    walk = Walk(case, turn.facts, case.state)
    move(trial, walk, "sign")
    data: dict[str, Any] = {name: getattr(printed, name) for name in Printed.__slots__}
    turn.record("signed", {**data, "as_of": today.isoformat()}, walk.state, same_turn=True)
    return Step(turn.case, tuple(turn.lines), facts=turn.facts)

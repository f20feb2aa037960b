"""The signatures of a record, as every copy has to show them: who, when, what they mean, and what made one void.

Printed name, moment and meaning stand on every readable copy of a signed record (21 CFR 11.50); a signature that a
later change has ended stays in sight, with that change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.case import Case, Signature
from bot.core.folding import after
from bot.core.messages import Listing, Message, Shown, say
from bot.core.screens.signature import zone
from bot.core.screens.tapped import as_said
from bot.core.trial import Trial
from bot.desk.records import line_of, local
from bot.ports import Entry


@dataclass(frozen=True, slots=True)
class Voiding:
    """The change that ended a signature: when by the site's clock, by whom, of which answers, and why where it says."""

    at: datetime
    by: str
    questions: tuple[str, ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature, and what has ended it since."""

    signature: Signature
    voided: Voiding | None = None

    @property
    def stands(self) -> bool:
        """Whether nothing that was signed has changed."""
        return self.voided is None


def signatures_of(trial: Trial, entries: Sequence[Entry], name: Callable[[int], str]) -> tuple[Signed, ...]:
    """All signatures of a record, in order. None can be read where a case is erased."""
    found: list[Signed] = []
    for entry in entries:
        if entry.closed:
            continue
        if entry.kind == "signed":
            signature = after(trial, Case("", entry.state), line_of(entry)).signature
            assert signature is not None
            found.append(Signed(signature))
        elif entry.kind == "voided" and found:
            found[-1] = replace(found[-1], voided=_voiding(entry, entries, name))
    return tuple(found)


def _voiding(entry: Entry, entries: Iterable[Entry], name: Callable[[int], str]) -> Voiding:
    """What made a signature void; the reason is that of the change in the same turn."""
    same_turn = (one.data for one in entries if not one.closed and one.data.get("turn") == entry.data["turn"])
    reason = next((data["reason"] for data in same_turn if "reason" in data), None)
    return Voiding(local(entry), name(entry.staff_id or 0), tuple(entry.data["questions"]), reason)


def signed_words(one: Signed, decision: Shown) -> Message:
    """A signature in one line: printed name, moment and what was decided, with the reason where there is one."""
    signature = one.signature
    line = say("{by}, {at} ({zone}): {decision}", **_by(signature), decision=decision)
    return say("{line}; reason: {reason}", line=line, reason=signature.reason) if signature.reason else line


def _by(signature: Signature) -> dict[str, Shown]:
    return {"by": signature.by, "at": signature.at, "zone": zone(signature.at)}


def void_lines(one: Signed, trial: Trial) -> Iterator[Message]:
    """That a signature is void: since when, by whose change of which answers, and why; nothing where it stands."""
    if one.voided is not None:
        known = (trial.by_id.get(id) for id in one.voided.questions)
        changed = Listing(tuple(question.label for question in known if question is not None), "plain")
        yield say("VOID since {at}: {by} changed {answers}", at=one.voided.at, by=one.voided.by, answers=changed)
        if one.voided.reason:
            yield say("Reason: {reason}", reason=as_said(one.voided.reason))

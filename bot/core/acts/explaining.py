"""Reasons, typed or tapped: of a change after sending, and what a reason in one's own words must be."""

from __future__ import annotations

from bot.core.folding import dump
from bot.core.identifiers import identifier_in
from bot.core.lexicon.forms import sentence
from bot.core.messages import say
from bot.core.reply import decision_of, nod_of
from bot.core.screens.tapped import REASONS
from bot.core.turn import Refused, Turn, not_here, place_in

# Characters: of a reason, and of what the record keeps of a reply as it was typed.
LONGEST_TYPED = 200


def reason_in(text: str) -> str:
    """A reason as it was typed; refused where it says nothing, is too long, or may identify a person."""
    reason = sentence(text)
    says = any(sign.isalpha() for sign in reason) and nod_of(reason) is None and decision_of(reason) is None
    if not says or len(reason) > LONGEST_TYPED:
        raise Refused(say("Please give the reason in one sentence, up to {n} characters.", n=LONGEST_TYPED))
    if identifier_in(reason) is not None:
        raise Refused(say("That looks like personal data. It was not stored. Please leave it out."))
    return reason


def explain(turn: Turn, text: str) -> None:
    """The reason for a change after sending."""
    pending, reason = turn.case.pending, reason_in(text)
    if pending is None:
        raise not_here()
    before = turn.case.answers.get(pending.question)
    data = {
        "question": pending.question,
        "old": None if before is None else dump(turn.trial, pending.question, before.value),
        "value": dump(turn.trial, pending.question, pending.readings[0]),
        "typed": pending.typed,
        "reason": reason,
    }
    turn.settle("amended", data, "explain")


def reason(turn: Turn, value: str) -> None:
    """The same by a button."""
    explain(turn, place_in(REASONS, value).text)

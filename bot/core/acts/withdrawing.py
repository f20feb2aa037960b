"""Withdrawing a case, with a reason: it is closed, its record stays, and the study team is told."""

from __future__ import annotations

from bot.core.acts.explaining import reason_in
from bot.core.machine import WITHDRAWING, Walk, move
from bot.core.screens.tapped import MISTAKE, WITHDRAWALS
from bot.core.turn import Turn, not_here, place_in


def withdraw(turn: Turn, _: str) -> None:
    """Asks for the reason; before the patient has agreed, whether it was opened by mistake."""
    if turn.case.state == WITHDRAWING:
        return turn.show_now()
    walk = Walk(turn.case, turn.facts, turn.case.state)
    move(turn.trial, walk, "withdraw")
    turn.collapse(turn.case)
    turn.record("leaving", {}, walk.state)
    turn.show_now()


def stay(turn: Turn, _: str) -> None:
    """The case goes on after all."""
    turn.settle("stayed", {}, "stay")


def close(turn: Turn, text: str) -> None:
    """The reason: the case is closed."""
    if turn.case.state != WITHDRAWING:
        raise not_here()
    reason = reason_in(text)
    walk = Walk(turn.case, turn.facts, turn.case.state)
    move(turn.trial, walk, "close")
    turn.record("withdrawn", {"reason": reason}, walk.state)
    turn.show_now()


def because(turn: Turn, value: str) -> None:
    """The same by a button."""
    if turn.case.state != WITHDRAWING:
        raise not_here()
    reason = place_in(WITHDRAWALS, value)
    if not turn.case.agreed and reason is not MISTAKE:
        raise not_here()
    close(turn, reason.text)

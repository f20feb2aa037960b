"""Confirming answers that were carried over from an earlier attempt."""

from __future__ import annotations

from bot.core.acts.answering import answer
from bot.core.folding import dump
from bot.core.turn import Happening, Turn, asked, not_here


def confirm(turn: Turn, _: str) -> None:
    """The carried answer to the question at hand is still right."""
    question = asked(turn)
    if question.id not in turn.case.carried:
        raise not_here()
    answer(turn, turn.case.carried[question.id].value)


def confirm_all(turn: Turn, _: str) -> None:
    """All that were carried over are still right."""
    if not turn.case.carried:
        raise not_here()
    values = {id: dump(turn.trial, id, one.value) for id, one in turn.case.carried.items()}
    confirmed: list[Happening] = [
        ("answered", {"question": one.id, "value": values[one.id], "typed": None})
        for one in turn.trial.in_order(values)
    ]
    turn.settle_all(confirmed, "take")

"""Ticking options of a list; nothing is answered yet."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.messages import say
from bot.core.screens.question import View, marked_codes, page_of
from bot.core.trial import Question
from bot.core.turn import Refused, Turn, asked, place_in

TICKED = say("Something is ticked: tap Done, or untick it first.")


def mark(turn: Turn, value: str) -> None:
    """Ticks an option."""
    tick(turn, value, on=True)


def unmark(turn: Turn, value: str) -> None:
    """Takes its tick away."""
    tick(turn, value, on=False)


def tick(turn: Turn, value: str, on: bool) -> None:
    """Ticks or unticks one option. It is told which of the two, so that the same tap twice does no harm."""
    question = asked(turn, "many_of")
    option = place_in(question.shape.codes, value)
    ticked = set(marked_codes(turn.case, question)) - {option}
    codes = [code for code in question.shape.codes if code in ticked or (on and code == option)]
    if tuple(codes) != turn.case.marked:
        turn.record("marked", {"codes": codes}, same_turn=True)
    turn.show_now(View(page=page_of(question, option)), instead=True)


def tick_too(turn: Turn, question: Question, typed: Sequence[str]) -> None:
    """Options that are typed are ticked beside those that are; nothing is lost, and nothing is answered yet."""
    if not typed:
        raise Refused(TICKED, show_again=True)
    ticked = {*(turn.case.marked or ()), *typed}
    codes = [code for code in question.shape.codes if code in ticked]
    turn.record("marked", {"codes": codes}, same_turn=turn.case.pending is None)
    turn.toast = say("Ticked, too. Tap Done when all is ticked.")
    turn.show_now()

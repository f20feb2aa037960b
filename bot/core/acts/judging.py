"""The investigator's judgement of what the trial leaves to it."""

from __future__ import annotations

from bot.core.acts.answering import picked
from bot.core.folding import dump
from bot.core.machine import JUDGE
from bot.core.screens.tapped import JUDGEMENT
from bot.core.turn import Turn, not_here, place_in
from bot.core.verdict import left_to_judgement


def judge(turn: Turn, value: str) -> None:
    """The investigator's judgement, from the card; `value` holds the question's place and what was picked. It is a
    change with a reason, even where it confirms what somebody else has answered."""
    place, _, said = value.partition("-")
    question = place_in(turn.trial.questions, place)
    if question not in left_to_judgement(turn.facts):
        raise not_here()
    before = turn.case.answers.get(question.id)
    old = None if before is None else dump(turn.trial, question.id, before.value)
    judged = {"value": dump(turn.trial, question.id, picked(question, said)), "typed": None, "reason": JUDGEMENT.text}
    turn.settle("amended", {"question": question.id, "old": old, **judged}, JUDGE)

"""What the study team is shown to ask about."""

from __future__ import annotations

from decimal import Decimal

from bot.core.answers import NOT_KNOWN, Answer, Quantity
from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.screens.queries import which_screen
from tests.core.worlds import LN, TODAY, good


def test_what_decides_can_be_asked_about_first() -> None:
    answers = good(LN) | {"plt": Answer(Quantity(Decimal(42), "10^9/L")), "mmf_ever": Answer(NOT_KNOWN)}
    case = Case("NJ01-0001", "sent", answers=answers)
    (first, *others), _ = which_screen(case, KnownFacts(LN, answers, TODAY)).blocks
    order = [LN.questions[int(one.action.value)] for one in (first, *others)]
    failing = [one for one in order if one.criterion == "E8"]
    assert "plt" in [one.id for one in failing]
    assert order[: len(failing)] == failing
    assert order[len(failing)].id == "mmf_ever"

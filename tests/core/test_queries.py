"""What the study team is shown to ask about."""

from __future__ import annotations

from decimal import Decimal

from bot.core.answers import NOT_KNOWN, Answer, Quantity
from bot.core.case import Case, Query
from bot.core.facts import KnownFacts
from bot.core.screens.queries import outcome, which_screen
from bot.core.screens.tapped import JUDGEMENT
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


def test_a_judgement_that_answers_a_query_is_said_in_the_readers_language() -> None:
    query = Query(1, "plt", "Sure?", "answered", TODAY, JUDGEMENT.text, changed=True)
    assert outcome(Case("NJ01-0001", "sent", answers=good(LN)), LN.by_id["plt"], query).values["word"] is JUDGEMENT

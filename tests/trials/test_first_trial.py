"""LN-MSC in conversation: where what is asked hangs on what is not known."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.answers import NO, NOT_KNOWN, YES, Answer, Codes, Day, Value
from bot.core.facts import KnownFacts
from bot.core.verdict import Status, judge, judgements, status_of
from tests.core.test_step import Talk, plain
from tests.core.worlds import LN, TODAY, good


def test_unknown_exposure_leaves_both_open_unless_a_failure_is_documented() -> None:
    def found(failed: Value) -> tuple[Status, Status]:
        answers = {**plain(LN), "mmf_ever": NOT_KNOWN, "mmf_failure": failed, "mmf_intolerance": NO}
        facts = KnownFacts(LN, Talk(LN).run(answers).case.answers, TODAY)
        return status_of(LN.criterion["E2"], facts), status_of(LN.criterion["E3"], facts)

    assert found(YES) == (Status.FAIL, Status.UNKNOWN)
    assert found(NO) == (Status.UNKNOWN, Status.UNKNOWN)


def test_a_failure_waits_for_judgement_once_something_was_said_of_the_exposure() -> None:
    def waits(**answers: Value) -> bool:
        facts = KnownFacts(LN, {id: Answer(value) for id, value in answers.items()}, TODAY)
        return "mmf_failure" in [one.id for one in judgements(facts)]

    assert not waits()
    assert waits(mmf_ever=NOT_KNOWN)
    assert waits(e1_drugs=Codes(("mmf",)))
    assert not waits(mmf_ever=NO)


@pytest.mark.parametrize(
    ("month", "missing"),
    [
        ((date(1985, 5, 1), date(1985, 5, 31)), {"ccr", "weight"}),  # 41 whatever the day
        ((date(1985, 12, 1), date(1985, 12, 31)), {"ccr", "weight", "birth_date"}),  # 41 from the 6th on, or 40
    ],
)
def test_a_month_of_birth_is_missing_only_where_its_day_counts(month: tuple[date, date], missing: set[str]) -> None:
    open_ones = {"weight": Answer(NOT_KNOWN), "ccr": Answer(NOT_KNOWN), "birth_date": Answer(Day(*month))}
    verdict = judge(LN, {**good(LN), **open_ones}, TODAY)
    assert set(verdict.missing) == missing

"""LN-MSC in conversation: where what is asked hangs on what is not known."""

from __future__ import annotations

from bot.core.answers import NO, NOT_KNOWN, YES, Answer, Codes, Value
from bot.core.facts import KnownFacts
from bot.core.verdict import Status, judgements, status_of
from tests.core.test_step import Talk, plain
from tests.core.worlds import LN, TODAY


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

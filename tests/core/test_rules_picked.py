"""Dates that are one of several: a last period or a scan, the later of two treatments, a wash-out that depends."""

from __future__ import annotations

import pytest

from bot.core.answers import NO, ONGOING, YES, Value
from bot.core.rules.parser import read_derived
from bot.core.truth import Truth
from tests.core.rulebook import TODAY, ago, day, judged, problems, scope, span

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
EITHER = "event <= (if a then planned - 8 weeks else planned - 4 weeks)"
LATEST = "latest of (event, other) > planned - 28 days"
EARLIEST = "earliest of (event, other) <= planned - 28 days"
FIRST = "first known of event, other <= planned - 28 days"


@pytest.mark.parametrize(
    ("rule", "values", "truth"),
    [
        (EITHER, {"a": YES, "event": ago(56)}, T),
        (EITHER, {"a": YES, "event": ago(55)}, F),
        (EITHER, {"a": NO, "event": ago(28)}, T),
        (EITHER, {"event": ago(56)}, T),  # long enough either way
        (EITHER, {"event": ago(55)}, U),
        (EITHER, {"event": ago(27)}, F),
        (LATEST, {"event": ago(40), "other": ago(27)}, T),
        (LATEST, {"event": ago(40), "other": ago(28)}, F),
        (LATEST, {"event": ago(27)}, T),  # whatever the other is
        (LATEST, {"event": ago(40)}, U),
        (LATEST, {"event": ONGOING}, T),
        (LATEST, {"event": ago(40), "other": span("2026-10-01", "2026-10-31")}, F),
        (EARLIEST, {"event": ago(28), "other": ago(10)}, T),
        (EARLIEST, {"event": ago(27), "other": ago(10)}, F),
        (EARLIEST, {"event": ONGOING, "other": ago(28)}, T),
        (EARLIEST, {"other": ago(27)}, U),
        (FIRST, {"event": ago(27), "other": ago(40)}, F),
        (FIRST, {"other": ago(40)}, T),
        (FIRST, {}, U),
        ("latest of (event, other) within 2 weeks before planned", {"event": ago(90), "other": ago(14)}, T),
        (
            "years from born to latest of (event, 2026-09-01) >= 18 years",
            {"born": day("2008-09-01"), "event": ago(99)},
            T,
        ),
    ],
)
def test_one_of_several_dates(rule: str, values: dict[str, Value], truth: Truth) -> None:
    assert judged(rule, **values) is truth


def test_a_condition_may_choose_the_date_that_a_derived_one_is() -> None:
    derived, wrong = read_derived("if a then event - 10 weeks else (first known of other, event)", scope(), None)
    assert not wrong
    assert derived.day is not None
    assert derived.day.questions == {"a", "event", "other"}


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("latest of (event, planned) > 2026-01-01", "the planned date moves on, and the others do not"),
        ("greatest of (event, other) > planned", "of dates it is `latest of (a, b)`"),
        ("least of (event, other) > planned", "of dates it is `earliest of (a, b)`"),
        (
            "event > planned - (if years from born to planned < 18 years then 5 else 10) x halflife",
            "moves on, and this time",
        ),
        ("months from planned to event >= 3 months", "or of a later day `due >= planned + 3 months`"),
        ("event within 4 to 12 weeks before planned", "is `a <= y - 4 weeks and a within 12 weeks before y`"),
    ],
)
def test_what_is_hardly_meant_of_several_dates_is_told(rule: str, said: str) -> None:
    assert [said in problem.text for problem in problems(rule)] == [True]


def test_something_unknown_that_has_been_was_not_after_today() -> None:
    assert judged(f"latest of (event, other) <= {TODAY}", event=ago(40)) is T

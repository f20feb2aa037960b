"""Months and years of the calendar: how far a window reaches, how old somebody is, and when that changes."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answers import Age, Day, Value
from bot.core.rules.lengths import Length
from bot.core.rules.numbers import completed, months_between
from bot.core.truth import Truth
from tests.core.rulebook import TODAY, Facts, day, judged, number, read, span

DAY = timedelta(1)
T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
NEAR = st.dates(date(2026, 7, 1), date(2027, 6, 30))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-08-31", -6, "2026-02-28"),
        ("2028-08-31", -6, "2028-02-29"),
        ("2026-12-06", -12, "2025-12-06"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_months_last(start: str, months: int, end: str) -> None:
    assert Length(months=months).after(date.fromisoformat(start)) == date.fromisoformat(end)
    assert Length(months=-months).before(date.fromisoformat(start)) == date.fromisoformat(end)


@pytest.mark.parametrize(
    ("event", "inclusive", "exclusive"),
    [
        (day("2026-06-05"), F, F),
        (day("2026-06-06"), T, F),
        (day("2026-06-07"), T, T),
        (day("2026-12-07"), F, F),
        (span("2026-06-01", "2026-06-30"), U, U),
        (span("2026-05-01", "2026-05-31"), F, F),
    ],
)
def test_six_months_before_6_december_begin_on_6_june(event: Day, inclusive: Truth, exclusive: Truth) -> None:
    rule = "event within 6 months before planned"
    assert read(rule).truth(Facts({"event": event})) is inclusive
    assert read(rule, window_edge_counts=False).truth(Facts({"event": event})) is exclusive
    assert judged("event >= planned - 6 months and event <= planned", event=event) is inclusive
    assert judged("event within 1 year before planned", event=day("2025-12-06")) is T


RULES = (
    "event within 6 months before planned",
    "event since 3 months before planned",
    "event within 1 year before planned - 1 month",
    "event < planned - 2 months",
    "planned within 2 months before event + 1 day",
    "event within 2 months of planned",
    "planned within 3 weeks after event",
    "planned within 5 months after event",
    "event within 1 month of planned",
    "planned - 2 weeks within 40 days of event",
    "event > planned - 5 x halflife",
    "months from born to planned >= 24 months",
    "months from born to planned - 3 months < 20 months",
    "years from born to planned - 1 month >= 2 years",
    "event > (if a then planned - 8 weeks else planned - 1 month)",
    "(if years from born to planned >= 2 years then event else event - 3 weeks) within 2 months before planned",
    "event <= latest of (planned - 1 month, planned - 30 days)",
    "earliest of (event, other) + 5 months <= planned",
    "years from born to (if a then planned - 1 month else planned) >= 2 years",
)


@given(NEAR, NEAR, st.dates(date(2024, 1, 1), date(2025, 12, 31)), st.sampled_from(RULES), st.booleans(), st.booleans())
@settings(max_examples=120, deadline=None)
def test_no_day_on_which_the_truth_changes_is_passed_over(
    planned: date, event: date, born: date, text: str, edge: bool, month: bool
) -> None:
    """The dates of "eligible from" and "valid until" come from these: each change is among the days that are named."""
    rule = read(text, window_edge_counts=edge)
    seen = Day(event.replace(day=1), event) if month else Day.on(event)
    values: dict[str, Value] = {"event": seen, "born": Day.on(born), "halflife": number("100", "h")}
    named = set()
    for one in rule.changes(Facts(values, planned)):
        if one > planned + 500 * DAY:
            break
        named.add(one)
    truths = [(planned + n * DAY, rule.truth(Facts(values, planned + n * DAY))) for n in range(450)]
    changed = {later for (_, before), (later, after) in pairwise(truths) if before is not after}
    assert changed <= named


@pytest.mark.parametrize(
    ("born", "until", "months"),
    [
        ("2026-01-31", "2026-02-28", 0),
        ("2026-01-31", "2026-03-01", 1),
        ("2024-12-06", "2026-12-05", 23),
        ("2024-12-06", "2026-12-06", 24),
    ],
)
def test_completed_months(born: str, until: str, months: int) -> None:
    assert months_between(date.fromisoformat(born), date.fromisoformat(until)) == months


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)), st.integers(0, 300))
@settings(max_examples=200)
def test_a_month_is_completed_on_the_first_day_with_one_more(born: date, months: int) -> None:
    done = completed(born, months)
    assert (months_between(born, done), months_between(born, done - DAY)) == (months, months - 1)


@pytest.mark.parametrize(
    ("born", "truth"),
    [(day("2024-12-06"), T), (day("2024-12-07"), F), (Age(2, TODAY), T), (Age(1, TODAY), U), (Age(0, TODAY), F)],
)  # fmt: skip
def test_an_age_in_months_is_compared_in_months_or_years(born: Value, truth: Truth) -> None:
    assert judged("months from born to planned >= 24 months", born=born) is truth
    assert judged("months from born to planned >= 2 years", born=born) is truth

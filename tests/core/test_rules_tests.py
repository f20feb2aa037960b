"""The single tests of a rule, at their edges: windows day by day, rough dates, censored numbers, open options, ages."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answers import NO, ONGOING, YES, Age, Code, Codes, Comparator, Day, Proportion, Value
from bot.core.rules.numbers import completed, years_between
from bot.core.truth import Truth
from tests.core.rulebook import PLANNED, TODAY, Facts, ago, day, judged, number, read, span

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
N = 84
DAY = timedelta(days=1)


# Windows.


@pytest.mark.parametrize(
    ("days", "within", "since"), [(-1, F, T), (0, T, T), (1, T, T), (N - 1, T, T), (N, T, T), (N + 1, F, F)]
)
def test_a_window_day_by_day(days: int, within: Truth, since: Truth) -> None:
    assert judged("event within 12 weeks before planned", event=ago(days)) is within
    assert judged("event since 12 weeks before planned", event=ago(days)) is since
    assert judged("event within 84 days before planned", event=ago(days)) is within


@pytest.mark.parametrize(
    ("first", "last", "within", "since"),
    [
        (N, 0, T, T),
        (N, 1, T, T),
        (N + 1, N, U, U),
        (N + 2, N + 1, F, F),
        (0, -1, U, T),
        (-1, -2, F, T),
        (N + 1, -1, U, U),
    ],
)
def test_a_rough_date_is_in_a_window_where_both_its_ends_are(
    first: int, last: int, within: Truth, since: Truth
) -> None:
    rough = Day(PLANNED - first * DAY, PLANNED - last * DAY)
    assert judged("other within 12 weeks before planned", other=rough) is within
    assert judged("other since 12 weeks before planned", other=rough) is since


def test_what_goes_on_is_in_every_window_and_what_is_unknown_in_none() -> None:
    for word in ("within", "since"):
        assert judged(f"event {word} 1 day before planned", event=ONGOING) is T
        assert judged(f"event {word} 1 day before planned") is U
        assert judged(f"event {word} 1 day before other", event=ago(0)) is U


def test_an_event_of_this_month_cannot_lie_after_today() -> None:
    """November is not over, but what has happened did so by the 22nd: 14 days or more before the 6th of December."""
    november = span("2026-11-01", "2026-11-30")
    assert judged("event within 13 days before planned", event=november) is F
    assert judged("event within 35 days before planned", event=november) is T
    assert judged("event within 20 days before planned", event=november) is U


edges = st.sampled_from([0, 1, 6, 7, 8, 27, 28, 29])


@given(
    text=st.sampled_from(
        [
            "event within 7 days before planned",
            "event since 7 days before planned",
            "event within 7 days before planned - 28 days",
            "planned within 7 days before other + 1 day",
            "planned + 1 week since 7 days before other",
            "event < planned - 7 days",
            "event >= planned",
            "planned <= other",
            "planned - 7 days = other",
            "years from born to planned >= 18 years",
            "years from born to planned - 28 days < 19 years",
            "if event within 7 days before planned then 1 else 2 = 2",
            "event within 7 days before planned and not event within 1 day before planned",
        ]
    ),
    event=edges,
    other=edges,
    rough=st.sampled_from((0, 1, 29)),
    born=edges,
)
@settings(max_examples=250, deadline=None)
def test_the_days_on_which_a_rule_changes_are_known_beforehand(
    text: str, event: int, other: int, rough: int, born: int
) -> None:
    """Looking at every day of the next 60 finds no change on a day that was not named."""
    values: dict[str, Value] = {
        "event": Day(PLANNED - (event + rough) * DAY, PLANNED - event * DAY),
        "other": Day(PLANNED + other * DAY, PLANNED + (other + rough) * DAY),
        "born": Day.on(PLANNED.replace(year=PLANNED.year - 18) + born * DAY),
    }
    rule = read(text)
    named = [day for day in rule.changes(Facts(values)) if PLANNED < day <= PLANNED + 60 * DAY]
    truths = {PLANNED + days * DAY: rule.judge(Facts(values, PLANNED + days * DAY)).truth for days in range(61)}
    changed = [day for day in truths if day > PLANNED and truths[day] is not truths[day - DAY]]
    assert named == sorted(named)
    assert set(changed) <= set(named)


# Dates.


@pytest.mark.parametrize(
    ("relation", "before", "same", "after"),
    [("<", T, F, F), ("<=", T, T, F), ("=", F, T, F), (">=", F, T, T), (">", F, F, T)],
)
def test_dates_compare(relation: str, before: Truth, same: Truth, after: Truth) -> None:
    for event, truth in ((day("2026-10-09"), before), (day("2026-10-10"), same), (day("2026-10-11"), after)):
        assert judged(f"event {relation} other", event=event, other=day("2026-10-10")) is truth


def test_rough_dates_compare_where_they_do_not_meet() -> None:
    october, november = span("2026-10-01", "2026-10-31"), day("2026-11-01")
    assert judged("other < event", other=october, event=november) is T
    assert judged("other <= event", other=october, event=day("2026-10-31")) is T
    assert judged("other < event", other=october, event=day("2026-10-31")) is U
    assert judged("other = event", other=october, event=november) is F
    assert judged("other = event", other=october, event=day("2026-10-05")) is U
    assert judged("other = event", other=october, event=october) is U


def test_what_goes_on_is_later_than_any_date() -> None:
    assert judged("event > other", event=ONGOING, other=day("2026-11-01")) is T
    assert judged("event <= other", event=ONGOING, other=day("2026-11-01")) is F
    assert judged("event = other", event=ONGOING, other=day("2026-11-01")) is F


# Options.


@pytest.mark.parametrize(
    ("text", "code", "truth"),
    [
        ("kind is I", "unclear", U),
        ("kind is not I", "unclear", U),
        ("kind in {I, II}", "unclear", U),
        ("kind is unclear", "unclear", T),
        ("kind in {I, unclear}", "unclear", T),
        ("kind is unclear", "I", F),
    ],
)
def test_an_open_option_leaves_a_test_open_unless_it_is_named(text: str, code: str, truth: Truth) -> None:
    assert judged(text, kind=Code(code)) is truth


@pytest.mark.parametrize(
    ("text", "codes", "truth"),
    [
        ("drugs has mmf", ("mmf", "vague"), T),
        ("drugs has mmf", ("vague",), U),
        ("drugs has mmf", ("ctx", "vague"), U),
        ("drugs has vague", ("vague",), T),
        ("drugs has mmf", (), F),
        ("drugs has none", ("vague",), F),
        ("drugs has any of {@never}", ("vague",), T),
    ],
)
def test_an_open_option_in_a_list(text: str, codes: tuple[str, ...], truth: Truth) -> None:
    assert judged(text, drugs=Codes(codes)) is truth


@given(
    st.sets(st.sampled_from(("mmf", "ctx", "ra", "steroid", "vague"))),
    st.sets(st.sampled_from(("mmf", "ctx", "ra", "steroid", "vague"))),
    st.integers(1, 5),
)
@settings(max_examples=150)
def test_enough_of_a_list_is_what_every_outcome_of_the_unassessed_gives(
    some: set[str], unseen: set[str], needed: int
) -> None:
    truth = judged(
        f"at least {needed} of drugs, unassessed unseen", drugs=Codes(tuple(some)), unseen=Codes(tuple(unseen))
    )
    outcomes = {len(some) >= needed, len(some | unseen) >= needed}
    assert truth is (Truth.of(outcomes.pop()) if len(outcomes) == 1 else U)


def test_enough_waits_for_the_list_and_for_what_was_not_assessed() -> None:
    text = "at least 2 of drugs, unassessed unseen"
    assert judged(text, unseen=Codes(())) is U
    assert judged(text, drugs=Codes(("mmf",))) is U
    assert judged(text, drugs=Codes(("mmf", "ra"))) is T


# Ages.


@pytest.mark.parametrize(
    ("born", "until", "years"),
    [
        ("2008-02-29", "2026-02-28", 17),
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-28", 19),
        ("2008-02-29", "2028-02-29", 20),
        ("2008-12-06", "2026-12-05", 17),
        ("2008-12-06", "2026-12-06", 18),
    ],
)
def test_completed_years(born: str, until: str, years: int) -> None:
    assert years_between(date.fromisoformat(born), date.fromisoformat(until)) == years


@given(st.dates(date(1900, 1, 1), date(2030, 12, 31)), st.integers(0, 100))
@settings(max_examples=200)
def test_a_birthday_is_the_first_day_with_one_year_more(born: date, age: int) -> None:
    day = completed(born, 12 * age)
    assert years_between(born, day) == age
    assert years_between(born, day - DAY) == age - 1


@pytest.mark.parametrize(
    ("born", "truth"),
    [
        (span("2008-12-01", "2008-12-31"), U),
        (span("2008-11-01", "2008-11-30"), T),
        (span("2009-01-01", "2009-12-31"), F),
        (span("2008-01-01", "2008-12-31"), U),
        (Age(17, TODAY), U),
        (Age(18, TODAY), T),
        (Age(16, TODAY), F),
        (Age(17, PLANNED - 365 * DAY), T),
    ],
)
def test_an_age_that_is_known_roughly(born: Value, truth: Truth) -> None:
    assert judged("age >= 18 years", born=born) is truth


def test_an_age_may_be_one_year_more_by_the_planned_day() -> None:
    assert judged("age = 40 years", born=Age(40, TODAY)) is U
    assert judged("age <= 41 years", born=Age(40, TODAY)) is T


# Numbers.


@pytest.mark.parametrize(
    ("comparator", "value", "over", "least"),
    [("<", "10", F, F), ("<=", "10", F, U), (">", "10", T, T), (">=", "10", U, T), ("<", "11", U, U), (">", "9", U, U), ("", "10", F, T)],
)  # fmt: skip
def test_a_censored_result_decides_as_far_as_it_reaches(
    comparator: Comparator, value: str, over: Truth, least: Truth
) -> None:
    censored = number(value, "U/L", comparator)
    assert judged("alt > 10 U/L", alt=censored) is over
    assert judged("alt >= 10 U/L", alt=censored) is least


def test_a_censored_bound_decides_too() -> None:
    assert judged("alt > 1.5 x uln", alt=number("60", "U/L"), uln=number("40", "U/L", "<")) is T
    assert judged("alt > 1.5 x uln", alt=number("60", "U/L"), uln=number("40", "U/L", "<=")) is U
    assert judged("alt > 1.5 x uln", alt=number("60", "U/L"), uln=number("40", "U/L", ">")) is F


@given(st.decimals(0, 1000, places=3), st.sampled_from(("g/dL", "g/L")), st.decimals(0, 1000, places=2))
@settings(max_examples=150)
def test_conversion_is_exact(value: Decimal, unit: str, bound: Decimal) -> None:
    """Compared as fractions, with the dictionary's own factor: nothing is rounded."""
    factor = Fraction(1, 10) if unit == "g/L" else Fraction(1)
    given_ = number(str(value), unit)
    assert judged(f"hb > {bound} g/dL", hb=given_) is Truth.of(Fraction(value) * factor > Fraction(bound))
    assert judged(f"hb >= {bound} g/L", hb=given_) is Truth.of(Fraction(value) * factor * 10 >= Fraction(bound))


def test_a_share_is_compared_as_counted() -> None:
    assert judged("share >= 50 %", share=Proportion(10, 20)) is T
    assert judged("share >= 50 %", share=Proportion(9999, 20000)) is F
    assert judged("share > 33.3 %", share=Proportion(1, 3)) is T
    assert judged("share >= 50 %", share=number("50", "%", "<")) is F


# What decided, and what is open.


def leaves(text: str, **values: Value) -> list[frozenset[str]]:
    """The questions of each single test that decided a rule."""
    known = {id.replace("__", "."): value for id, value in values.items()}
    return [leaf.rule.questions for leaf in read(text).judge(Facts(known)).leaves]


@pytest.mark.parametrize(
    ("text", "values", "decided"),
    [
        ("a and b and c", {"a": NO, "b": YES}, ["a"]),
        ("a and b and c", {"a": YES, "b": YES}, ["c"]),
        ("a or b or c", {"a": NO, "b": YES, "c": YES}, ["b", "c"]),
        ("a or b", {"a": NO, "b": NO}, ["a", "b"]),
        ("not (a or b)", {"b": YES}, ["b"]),
        ("at least 2 of (a, b, c)", {"a": YES, "b": NO, "c": YES}, ["a", "c"]),
        ("at least 2 of (a, b, c)", {"a": NO, "b": NO}, ["a", "b"]),
        ("R1 is loose and a", {"a": YES}, ["a"]),
    ],
)
def test_only_the_tests_that_decided_are_handed_on(text: str, values: dict[str, Value], decided: list[str]) -> None:
    assert leaves(text, **values) == [frozenset((one,)) for one in decided]


def test_of_a_list_only_the_chosen_option_that_counts_decides() -> None:
    text = "any d of drugs in {@named}: (d.last within 7 days before planned)"
    chosen: dict[str, Value] = {
        "drugs": Codes(("mmf", "ctx")),
        "drugs__last__mmf": ago(100),
        "drugs__last__ctx": ago(3),
    }
    assert leaves(text, **chosen) == [frozenset(("drugs.last.ctx", "planned"))]


@pytest.mark.parametrize(
    ("first", "rule", "truth"),
    [
        (day("2026-09-01"), "days from event to other = 61 days", Truth.TRUE),
        (day("2026-09-01"), "days from event to other > 9 weeks", Truth.FALSE),
        (day("2026-11-02"), "days from event to other = -1 days", Truth.TRUE),
        (span("2026-09-01", "2026-09-30"), "days from event to other >= 32 days", Truth.TRUE),
        (span("2026-09-01", "2026-09-30"), "days from event to other >= 33 days", Truth.UNKNOWN),
        (day("2026-09-01"), "weight as kg / (days from event to other as days) >= 1", Truth.FALSE),
    ],
)
def test_days_between_two_dates_are_a_number(first: Day, rule: str, truth: Truth) -> None:
    assert judged(rule, event=first, other=day("2026-11-01"), weight=number("60", "kg")) is truth

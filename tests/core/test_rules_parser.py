"""The rule language: every row of the table in flows/README.md, what binds closer than what, and where a mistake is.

The rows are read from the README itself, so that a row without an example here is noticed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answers import NO, ONGOING, YES, Code, Codes, Proportion, Value
from bot.core.rules import logic
from bot.core.rules.parser import read_day, read_rule
from bot.core.truth import Truth
from tests.core.rulebook import SHAPES, Facts, ago, day, judged, number, problems, read, read_number, scope

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
README = Path(__file__).parents[2] / "flows" / "README.md"
Case = tuple[str, Mapping[str, Value], Truth]

# Each row of the README's table by the beginning of its first cell: rules, what was answered, what follows.
ROWS: dict[str, list[Case]] = {
    "`a and b`": [
        ("a and b", {"a": YES}, U),
        ("a and b", {"a": NO}, F),
        ("a or b", {"a": YES}, T),
        ("a or b", {"a": NO}, U),
        ("not a", {"a": NO}, T),
        ("not a", {}, U),
        ("not (a or b)", {"a": YES}, F),
    ],
    "`consent_given`": [("a", {"a": YES}, T), ("a", {"a": NO}, F), ("a", {}, U)],
    "`x is code`": [
        ("kind is III+V", {"kind": Code("III+V")}, T),
        ("kind is A/C", {"kind": Code("I")}, F),
        ("kind is not I", {"kind": Code("I")}, F),
        ("a is no", {"a": NO}, T),
    ],
    "`x in {III": [
        ("kind in {I, III+V}", {"kind": Code("III+V")}, T),
        ("kind not in {I, III+V}", {"kind": Code("II")}, T),
        ("kind in {I}", {}, U),
    ],
    "`x has mmf`": [
        ("drugs has mmf", {"drugs": Codes(("ctx", "mmf"))}, T),
        ("drugs has any of {ra, @named}", {"drugs": Codes(("ctx",))}, T),
        ("drugs has any of {ra, @named}", {"drugs": Codes(("steroid",))}, F),
        ("drugs has none", {"drugs": Codes(())}, T),
        ("drugs has none", {}, U),
    ],
    "`x is ongoing`": [
        ("event is ongoing", {"event": ONGOING}, T),
        ("event is not ongoing", {"event": ago(1)}, T),
        ("event is ongoing", {}, U),
        ("a is known", {}, F),
        ("a is known", {"a": NO}, T),
    ],
    "`at least 4 of acr_items`": [
        ("at least 2 of drugs", {"drugs": Codes(("mmf", "ctx"))}, T),
        ("at least 2 of drugs", {"drugs": Codes(("mmf",))}, F),
        ("at least 2 of drugs, unassessed unseen", {"drugs": Codes(("mmf",)), "unseen": Codes(("ra",))}, U),
        ("at least 2 of drugs, unassessed unseen", {"drugs": Codes(("mmf",)), "unseen": Codes(("mmf",))}, F),
    ],
    "`at least 2 of drugs in {...}`": [
        ("at least 2 of drugs in {@named}", {"drugs": Codes(("mmf", "ctx"))}, T),
        ("at least 2 of drugs in {@named}", {"drugs": Codes(("mmf", "ra"))}, F),
        ("at least 2 of drugs in {@named}", {"drugs": Codes(("mmf", "vague"))}, U),
        ("at most 1 of drugs", {"drugs": Codes(("mmf", "ctx"))}, F),
        ("at most 1 of (a, b)", {"a": YES}, U),
        ("at most 1 of (a, b)", {"a": NO}, T),
    ],
    "`at least 2 d of drugs": [
        ("at least 2 d of drugs in {@named}: (d.last < planned)", {"drugs": Codes(("mmf", "ctx"))}, U),
        (
            "at least 2 d of drugs in {mmf, ctx}: (d.last < planned)",
            {"drugs": Codes(("mmf", "ctx", "ra")), "drugs__last__mmf": ago(1), "drugs__last__ctx": ago(2)},
            T,
        ),
        (
            "at least 2 d of drugs in {mmf, ctx}: (d.last < planned)",
            {"drugs": Codes(("mmf", "ctx")), "drugs__last__mmf": ago(0)},
            F,
        ),
        ("at least 2 d of drugs in {mmf, ctx}: (d.last < planned)", {"drugs": Codes(("mmf", "ra"))}, F),
        ("at least 2 d of drugs in {mmf, ctx}: (d.last < planned)", {}, U),
        ("at most 1 d of drugs in {mmf, ctx}: (d.last < planned)", {"drugs": Codes(("mmf",))}, T),
    ],
    "`at least 2 of (a, b, c)`": [
        ("at least 2 of (a, b, c)", {"a": YES, "c": YES}, T),
        ("at least 2 of (a, b, c)", {"a": YES, "c": NO}, U),
        ("at least 2 of (a, b, c)", {"b": NO, "c": NO}, F),
    ],
    "`any drug of e1_drugs": [
        ("any d of drugs in {@named}: (d.last within 7 days before planned)", {"drugs": Codes(())}, F),
        ("any d of drugs in {@named}: (d.last within 7 days before planned)", {"drugs": Codes(("mmf",))}, U),
        (
            "any d of drugs in {mmf, ctx}: (d.last within 7 days before planned)",
            {"drugs": Codes(("mmf", "ctx")), "drugs__last__ctx": ago(7), "drugs__last__mmf": ago(8)},
            T,
        ),
        ("any d of drugs in {@named}: (d.last is known)", {}, U),
    ],
    "`every drug of e1_drugs": [
        ("every d of drugs in {@named}: (d.last is known)", {"drugs": Codes(())}, T),
        (
            "every d of drugs in {mmf, ctx}: (d.last within 7 days before planned)",
            {"drugs": Codes(("mmf", "ctx")), "drugs__last__ctx": ago(7), "drugs__last__mmf": ago(8)},
            F,
        ),
        ("every d of drugs in {@named}: (d.last within 7 days before planned)", {"drugs": Codes(("mmf",))}, U),
    ],
    "`14 days`, `12 weeks`": [
        ("event >= planned - 3+6 weeks", {"event": ago(27)}, T),
        ("event >= planned - 3+6 weeks", {"event": ago(28)}, F),
        ("event within 3+6 weeks before planned", {"event": ago(28)}, F),
        ("halflife >= 1+1 w", {"halflife": number("8", "d")}, T),
        ("halflife > 1+1 w", {"halflife": number("8", "d")}, F),
        ("event within 6 months before planned", {"event": day("2026-06-06")}, T),
        ("event within 6 months before planned", {"event": day("2026-06-05")}, F),
        ("event within 1 year before planned", {"event": day("2025-12-06")}, T),
    ],
    "`plt >= 100 x 10^9/L`": [
        ("plt >= 100 x 10^9/L", {"plt": number("100", "10^9/L")}, T),
        ("plt > -2 10^9/L", {"plt": number("0", "10^9/L")}, T),
    ],
    "`(height as m) ^ 2`": [
        ("(weight as kg) ^ 2 = 4900", {"weight": number("70", "kg")}, T),
        ("(weight as kg) ^ -0.5 < 0.1", {"weight": number("101", "kg")}, T),
        ("2 x 3 ^ 2 + weight as kg = 88", {"weight": number("70", "kg")}, T),
    ],
    "`months from birth_date to y`": [
        ("months from born to planned >= 18 months", {"born": day("2025-06-06")}, T),
        ("months from born to planned >= 2 years", {"born": day("2024-12-07")}, F),
    ],
    "`mean of (a, b, c)`": [
        ("mean of (weight, spare) = 60 kg", {"weight": number("50", "kg"), "spare": number("70", "kg")}, T),
        ("mean of (weight, spare) > 60 kg", {"weight": number("50", "kg")}, U),
    ],
    "`mean known of (a, b, c)`": [
        ("mean known of (weight, spare) = 60 kg", {"weight": number("50", "kg"), "spare": number("70", "kg")}, T),
        ("mean known of (weight, spare) = 50 kg", {"weight": number("50", "kg")}, T),
    ],
    "`least of (a, b)`": [
        ("least of (weight, spare) < 60 kg", {"weight": number("50", "kg")}, T),
        ("greatest of (weight, spare) < 60 kg", {"weight": number("50", "kg")}, U),
    ],
    "`points of ecog`": [
        ("points of pain <= 1", {"pain": Code("p1")}, T),
        ("points of pain <= 1", {"pain": Code("p2")}, F),
        ("points of pain <= 3", {}, T),
    ],
    "`x within 12 weeks before y`": [
        ("event within 12 weeks before planned", {"event": ago(84)}, T),
        ("event within 12 weeks before planned", {"event": ago(85)}, F),
        ("event within 14 days before other", {"event": day("2026-01-01"), "other": day("2026-01-15")}, T),
        ("event within 1 day before planned", {"event": ONGOING}, T),
    ],
    "`x within 12 weeks after y`": [
        ("event within 14 days after other", {"other": day("2026-01-01"), "event": day("2026-01-15")}, T),
        ("event within 14 days after other", {"other": day("2026-01-01"), "event": day("2026-01-16")}, F),
        ("event within 14 days after other", {"other": day("2026-01-01"), "event": day("2025-12-31")}, F),
        ("event within 6 months after other", {"other": day("2026-02-28"), "event": day("2026-08-29")}, F),
        ("event within 14 days of other", {"other": day("2026-01-15"), "event": day("2026-01-01")}, T),
        ("event within 14 days of other", {"other": day("2026-01-15"), "event": day("2026-01-29")}, T),
        ("event within 14 days of other", {"other": day("2026-01-15"), "event": day("2026-01-30")}, F),
    ],
    "`x since 12 weeks before y`": [("event since 12 weeks before planned", {"event": ago(-1)}, T)],
    "`a > 1.0 g/g`": [
        ("hb > 8.0 g/dL", {"hb": number("80.1", "g/L")}, T),
        ("hb < 80 g/L", {"hb": number("8.0", "g/dL")}, F),
        ("hb <= 80 g/L", {"hb": number("8.0", "g/dL")}, T),
        ("hb >= 80 g/L", {"hb": number("8.0", "g/dL")}, T),
        ("hb = 80 g/L", {"hb": number("8", "g/dL")}, T),
        ("scale >= 20 points", {"scale": number("20", "points")}, T),
        ("scale as points >= 5 x points of pain", {"scale": number("20", "points")}, T),
        ("share >= 50 %", {"share": Proportion(10, 20)}, T),
    ],
    "`2 x a`": [
        ("alt > 1.5 x uln", {"alt": number("60", "U/L"), "uln": number("40", "U/L")}, F),
        ("alt > 1.5 x uln", {"alt": number("60.1", "U/L"), "uln": number("40", "U/L")}, T),
        ("alt / 2 + 10 U/L = uln - 10 U/L", {"alt": number("40", "U/L"), "uln": number("40", "U/L")}, T),
        ("alt / uln <= 1.5", {"alt": number("60", "U/L"), "uln": number("40", "U/L")}, T),
    ],
    "`inr > 1.7`, `nihss >= 5`": [
        ("nihss >= 5", {"nihss": number("5", "points")}, T),
        ("nihss > 5", {"nihss": number("5", "points")}, F),
    ],
    "`scr as mg/dL`": [
        ("hb as g/L x weight as kg = 8000", {"hb": number("8", "g/dL"), "weight": number("100", "kg")}, T)
    ],
    "`years from birth_date to y`": [
        ("years from born to planned >= 18 years", {"born": day("2008-12-06")}, T),
        ("years from born to planned >= 18 years", {"born": day("2008-12-07")}, F),
        ("age >= 18 years", {"born": day("2008-12-06")}, T),
    ],
    "`dna >= 2 x 10^4 IU/mL`": [
        ("alt >= 2 x 10^4 U/L", {"alt": number("20000", "U/L")}, T),
        ("alt >= 2e4 U/L", {"alt": number("19999", "U/L")}, F),
        ("alt > 10^4 U/L", {"alt": number("10000", "U/L")}, F),
    ],
    "`(egfr_old - egfr) / egfr_old >= 30 %`": [
        ("(spare - weight) / spare >= 30 %", {"weight": number("70", "kg"), "spare": number("100", "kg")}, T),
        ("(spare - weight) / spare >= 30 %", {"weight": number("70.1", "kg"), "spare": number("100", "kg")}, F),
        ("(spare - weight) / spare >= 30 %", {"weight": number("60", "kg"), "spare": number("90", "kg", ">")}, U),
        ("weight <= 70 % x spare", {"weight": number("60", "kg"), "spare": number("90", "kg", ">")}, T),
    ],
    "`bmi rounded to 1 decimal >= 24`": [
        ("weight as kg / 3 rounded to 1 decimal >= 24", {"weight": number("71.9", "kg")}, T),
        ("weight as kg / 3 rounded to 1 decimal >= 24", {"weight": number("71.8", "kg")}, F),
    ],
    "`ln of (psa as ug/L)`": [
        ("log10 of (alt as U/L) = 3", {"alt": number("1000", "U/L")}, T),
        ("ln of (alt as U/L) > 0", {"alt": number("1", "U/L")}, F),
    ],
    "`days from a to b`": [
        ("days from event to other >= 31 days", {"event": day("2026-10-01"), "other": day("2026-11-01")}, T),
        ("days from event to other > 31 days", {"event": day("2026-10-01"), "other": day("2026-11-01")}, F),
    ],
    "`birth_date <= y - 28 days`": [
        ("born <= planned - 28 days", {"born": day("2026-11-08")}, T),
        ("born <= planned - 28 days", {"born": day("2026-11-09")}, F),
        ("planned >= born + 4 weeks", {"born": day("2026-11-08")}, T),
    ],
    "`first known of a, b`": [
        ("first known of weight, spare > 50 kg", {"spare": number("51", "kg")}, T),
        ("first known of weight, spare > 50 kg", {"weight": number("50", "kg"), "spare": number("51", "kg")}, F),
    ],
    "`if a then x else y`": [
        ("if a then 2 else 3 = 2", {"a": YES}, T),
        ("if a then 2 else 3 < 4", {}, T),
        ("if a then 2 else 3 < 3", {}, U),
    ],
    "`total of sclerosis`": [
        ("total of share < 10", {"share": Proportion(1, 9)}, T),
        ("total of share < 10", {"share": number("50", "%")}, U),
    ],
    "`reference_date - 84 days`": [
        ("event = planned - 84 days", {"event": ago(84)}, T),
        ("event < planned - 1 week + 1 day", {"event": ago(7)}, T),
    ],
    "`latest of (x, y)`": [  # more in test_rules_picked.py
        ("latest of (event, other) > planned - 4 weeks", {"event": ago(40), "other": ago(27)}, T),
        ("earliest of (event, other) > planned - 4 weeks", {"event": ago(40), "other": ago(27)}, F),
        ("first known of event, other > planned - 4 weeks", {"other": ago(27)}, T),
    ],
    "`x > y - 5 x half_life`": [
        ("event > planned - 5 x halflife", {"event": ago(6), "halflife": number("30", "h")}, T),
        ("event > planned - 5 x halflife", {"event": ago(7), "halflife": number("30", "h")}, F),
        ("event > planned - 5 x halflife", {"event": ago(7), "halflife": number("30", "h", ">")}, U),
        ("event > planned - 5 x halflife", {"event": ago(7)}, U),
        ("event + 5 x halflife > planned", {"event": ago(6), "halflife": number("30", "h")}, T),
    ],
    "`x >= 2026-09-01`": [
        ("event >= 2026-09-01", {"event": day("2026-09-01")}, T),
        ("2026-09-01 > event", {"event": day("2026-09-01")}, F),
        ("event within 30 days after 2026-09-01", {"event": day("2026-10-01")}, T),
    ],
    "`certainly a`": [("certainly a", {}, F), ("certainly a", {"a": YES}, T), ("not certainly a", {}, T)],
    "`A15 is each`": [("R1 is loose", {}, T), ("R1 is strict", {}, F), ("R1 is not strict", {}, T)],
}


def readme_rows() -> list[str]:
    """The first cells of the table of the rule language."""
    table = README.read_text("utf-8").partition("## The rule language")[2].partition("Numbers are exact")[0]
    return [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| `")]


def test_every_row_of_the_readme_has_examples_here() -> None:
    rows = readme_rows()
    assert len(rows) >= 20
    assert [row for row in rows if not any(row.startswith(begin) for begin in ROWS)] == []


@pytest.mark.parametrize(
    ("text", "values", "truth"), [case for cases in ROWS.values() for case in cases], ids=lambda part: str(part)[:60]
)
def test_the_language_means_what_the_readme_says(text: str, values: Mapping[str, Value], truth: Truth) -> None:
    assert judged(text, **values) is truth


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a or b and c", "a or (b and c)"),
        ("not a and b", "(not a) and b"),
        ("not a or b", "(not a) or b"),
        ("not not a", "a"),
        ("certainly a and b", "(certainly a) and b"),
        ("a and b or not c and a", "(a and b) or ((not c) and a)"),
    ],
)
@given(values=st.fixed_dictionaries({}, optional={id: st.sampled_from((YES, NO)) for id in "abc"}))
@settings(max_examples=40)
def test_not_binds_closer_than_and_and_and_closer_than_or(text: str, same: str, values: dict[str, Value]) -> None:
    assert judged(text, **values) is judged(same, **values)


@pytest.mark.parametrize(
    ("formula", "value"),
    [("1 + 2 x 3", 7), ("(1 + 2) x 3", 9), ("8 - 4 - 2", 2), ("8 / 4 / 2", 1), ("8 - (4 - 2)", 6), ("2 x 3 / 4 x 2", 3),
     ("weight as kg - 1 x 2", 68), ("(weight as kg) / 2 as", None)],
)  # fmt: skip
def test_arithmetic_binds_as_everywhere_and_goes_from_left_to_right(formula: str, value: int | None) -> None:
    parsed, wrong = read_number(formula, scope(), None)
    if value is None:
        assert wrong
        return
    known = parsed.number(Facts({"weight": number("70", "kg")}))
    assert not wrong
    assert known is not None
    assert known.exact == value


def test_brackets_are_told_apart_as_rule_or_number_by_what_follows() -> None:
    weight: dict[str, Value] = {"weight": number("70", "kg"), "a": YES}
    for text in (
        "(weight) > 60 kg",
        "(weight + weight) > 130 kg",
        "((weight) > 60 kg)",
        "(a) and (weight as kg) x 2 > 130",
    ):
        assert judged(text, **weight) is T


@pytest.mark.parametrize("text", ["a\n  and\n  b", "  a   and b ", "a and\tb"])
def test_blanks_and_line_ends_do_not_matter(text: str) -> None:
    assert judged(text, a=YES, b=YES) is T


def test_the_last_day_of_a_window_is_out_where_the_trial_says_so() -> None:
    strict = read("event within 12 weeks before planned", window_edge_counts=False)
    assert [strict.judge(Facts({"event": ago(days)})).truth for days in (0, 83, 84)] == [T, T, F]


def test_a_rule_names_the_questions_that_it_may_look_at() -> None:
    rule = read("a and any d of drugs in {@named}: (d.last within 7 days before planned) or age > 60 years")
    assert rule.questions == {"a", "drugs", "drugs.last.mmf", "drugs.last.ctx", "planned", "born"}


# Mistakes: where, and what would be right.


@pytest.mark.parametrize(
    ("text", "at", "words"),
    [
        ("wheight > 5 kg", 0, "there is no `wheight`; did you mean `weight`?"),
        ("a and drugs has mff", 16, "`mff` is not an option; did you mean `mmf`?"),
        ("kind in {I, IV}", 12, "`IV` is not an option"),
        ("drugs has any of {@namd}", 19, "no option has the group `namd`; did you mean `named`?"),
        ("hb > 8 mg/L", 7, "`mg/L` is not a unit of hb"),
        ("a and hb > alt", 11, "cannot compare hb (g/dL) with alt (U/L)"),
        ("hb > 8", 5, "cannot compare hb (g/dL) with a plain number"),
        ("hb x alt > 8", 3, "cannot multiply two measurements"),
        ("weight / hb > 8", 7, "cannot divide by a measurement"),
        ("hb as mol > 8", 6, "`mol` is not a unit of that"),
        ("hb + alt > 8 g/L", 5, "cannot reckon hb (g/dL) with alt (U/L)"),
        ("months from planned to born > 8 months", 12, "comes last: say `months from ... to planned`"),
        ("years from weight to planned > 8 years", 11, "`weight` is of kind quantity; expected birth or date"),
        ("total of hb < 8", 9, "`hb` is of kind quantity; expected proportion"),
        ("at least 2 of kind", 14, "`kind` is of kind one_of; expected many_of"),
        ("event within 12 moons before planned", 13, "expected a length such as `12 weeks`, `14 days`, `6 months`"),
        ("event since 12 weeks after planned", 21, "expected `before`"),
        ("event within 12 weeks before weight", 29, "`weight` is of kind quantity; expected date or birth"),
        ("a and", 5, "expected the name of a question, found the end"),
        ("a b", 2, "expected `and`, `or` or the end, found `b`"),
        ("(a and b", 8, "expected `)`, found the end"),
        ("a and (b or", 11, "found the end"),
        ("R1 is tight", 6, "`tight` is not an option of R1"),
        ("any d of drugs in {@named}: (d.first is known)", 29, "there is no `d.first`"),
        ("weight", 6, "expected a comparison such as `> 1.0 g/g`"),
        ("", 0, "expected"),
        ("kind is", 7, "expected an option, found the end"),
        ("at least two of drugs", 9, "expected a count"),
        ("weight > 5 kg > 3 kg", 14, "expected `and`, `or` or the end"),
        # What an author is likely to write, and what is written here instead.
        ("born >= 40 years", 8, "an age is `years from birth_date to y`"),
        ("age at least 40 years", 4, "found `at least 40 years`; say `>=`"),
        ("kind = I", 0, "say `kind is I`, or `kind in {I, ...}`"),
        ("drugs in {mmf}", 0, "say `drugs has mmf`"),
        ("drugs has mmf or ra", 17, "as an option of `drugs` it is `drugs has ra`"),
        ("drugs < 2", 0, "`at least 2 of drugs`"),
        ("(a", 2, "expected `)`, found the end"),
        ("less than 3 of drugs", 0, "say `at most 2 of ...`"),
        ("grown_up is yes", 9, "`grown_up` is a condition: say `grown_up` or `not grown_up`"),
        ("drugs.last within 7 days before planned", 0, "is asked for each option: say `any d of drugs: (d.last ...)`"),
        ("any d of drugs in {mmf}: (d.lats is known)", 26, "there is no `d.lats`; did you mean `d.last`?"),
        ("any drugs: (a)", 9, "expected `of`, as in `any d of drugs: (...)`"),
        ("Weight > 5 kg", 0, "did you mean `weight`?"),
        ("hb > (if a then 8 else 9)", 5, "write the unit behind both numbers, such as `g/dL`"),
        ("event <= planned - 24 hours", 19, "24 hours are `1 day`"),
        ("event within 5 x halflife before planned", 13, "it is `a >= b - 5 x half_life`"),
        ("planned - event > 3 days", 10, "a date less a date is a length: `years from a to b`"),
        ("hb as 10^9 > 3", 6, "`10^9` is not a unit of that; there are: g/dL, g/L"),
        ("weight > = 3 kg", 11, "`>=` has no blank in it"),
        ("ln(weight as kg) > 3", 0, "there is no `ln(...)`: say `ln of (a)`"),
        ("max(weight, spare) > 3 kg", 0, "say `greatest of (a, b)`"),
        ("event within ±7 days of planned", 13, "either way is `a within 7 days of y`"),
        ("weight > weight", 9, "this compares something with itself"),
        ("(weight as kg) ^ 1 / 3 > 4", 17, "put an exponent that is a fraction in brackets, such as `^ (1 / 3)`"),
        ("(weight as kg) ** 2 > 4", 16, "a power is `^`"),
        ("weight > 1,000 lb", 9, "a number has no comma: write `1000`"),
        ("days from event to planned > 3 days", 10, "to the planned date days and weeks are told by dates"),
        ("log10 of weight > 2", 9, "only plain numbers have logarithms: say `as` and a unit"),
    ],
)  # fmt: skip
def test_a_mistake_is_shown_where_it_stands(text: str, at: int, words: str) -> None:
    found = problems(text)
    assert [(one.offset, words in one.text) for one in found[:1]] == [(at, True)], found


def test_all_wrong_names_of_a_rule_are_reported_at_once() -> None:
    assert [one.offset for one in problems("ax is known and drugs has mff or hb > 8 mol")] == [0, 26, 40]


def test_of_a_bound_with_a_wrong_name_nothing_else_is_told() -> None:
    assert [one.text for one in problems("weight > wieght")] == ["there is no `wieght`; did you mean `weight`?"]


def test_certainly_is_for_steering_only() -> None:
    assert problems("certainly a") == []
    (problem,) = problems("a or certainly a", steering=False)
    assert problem.offset == 5
    assert "may steer questions, but not a verdict" in problem.text


@pytest.mark.parametrize(
    "text",
    ["kind has II", "drugs is mmf", "drugs in {mmf}", "kind has none", "drugs has yes", "weight is ongoing", "note is ongoing",
     "first known of hb, alt > 3 g/dL"],
)  # fmt: skip
def test_a_test_that_does_not_fit_the_kind_of_question_is_a_mistake(text: str) -> None:
    """Otherwise it would never be decided, and nobody would know why."""
    assert problems(text), text


@given(st.text(alphabet="ab() <>=x+-/{},@:.0189%\n", max_size=30) | st.lists(
    st.sampled_from(["a", "and", "or", "not", "(", ")", "weight", ">", "5", "kg", "drugs", "has", "{", "}", "event", "within",
                     "weeks", "before", "planned", "any", "of", ":", "at", "least", "if", "then", "else", "certainly", "x", "as"]),
    max_size=12,
).map(" ".join))  # fmt: skip
@settings(max_examples=400)
def test_no_text_breaks_the_reader(text: str) -> None:
    """Whatever is written: a rule or problems within the text, never an exception."""
    for read_one in (read_rule, read_day):
        found = read_one(text, scope())[1]
        assert all(0 <= one.offset <= len(text) for one in found)
    assert all(0 <= one.offset <= len(text) for one in read_number(text, scope(), None)[1])


def test_wrong_rules_are_unknown_and_never_decide() -> None:
    rule, wrong = read_rule("a and (", scope())
    assert wrong
    assert rule == logic.Fixed(U)


@pytest.mark.parametrize("text", ["(" * 3000 + "hb > 1" + ")" * 3000, "not " * 3000 + "sle"], ids=["brackets", "not"])
def test_what_goes_too_deep_is_a_mistake(text: str) -> None:
    assert [one.text for one in problems(text)] == ["this goes too deep: take some brackets away"]


def test_deep_brackets_are_read_in_reasonable_time() -> None:
    """A bracket is tried as a rule and then as a number: that must not double with each level."""
    deep = "(" * 12 + "weight" + ")" * 12 + " > 60 kg"
    assert judged(deep, weight=number("70", "kg")) is T
    assert len(re.findall(r"\(", deep)) == 12
    assert "weight" in SHAPES


@pytest.mark.parametrize("text", ["(a and b", "a and (b or", "(weight > 5 kg", "((a) or (b)) and"])
def test_wrong_grammar_is_one_mistake(text: str) -> None:
    """A bracket tried as a number must leave no complaint of its own behind."""
    assert [one.offset for one in problems(text)] == [len(text)]


@pytest.mark.parametrize(
    ("text", "same"), [("60 kg < weight", "weight > 60 kg"), ("60 kg >= weight", "weight <= 60 kg")]
)
def test_a_bound_may_stand_on_either_side(text: str, same: str) -> None:
    assert read(text) == read(same)


def test_a_comparison_of_two_bounds_is_a_mistake() -> None:
    assert "compares nothing" in problems("1 < 2")[0].text

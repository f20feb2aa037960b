"""Powers, means, least and greatest, points and numbers below zero: what a protocol's formulas need."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answers import NOT_KNOWN, Code, Codes, Comparator, Quantity, Value
from bot.core.messages import Message
from bot.core.ranges import Range
from bot.core.rules.logic import open_leaves
from bot.core.rules.parser import read_rule
from bot.core.rules.scope import Scope
from bot.core.shapes import Limits, Option, Shape, Test, Unit
from bot.core.truth import Truth
from tests.core.rulebook import Facts, number, read_number

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
SCR = Test(
    "scr", (), (), (Unit("mg/dL", "mg/dL", "mg/dL", (), Fraction(1)), Unit("u", "u", "u", (), 1 / Fraction("88.4")))
)
ZSCORE = Test("z", (), (), (Unit("SD", "SD", "SD", (), Fraction(1)),), Limits(Decimal(-10), Decimal(10)))
HBA1C = Test(
    "hba1c",
    (),
    (),
    (
        Unit("%", "%", "%", (), Fraction(1)),
        Unit("mmol/mol", "mmol/mol", "", (), Fraction("0.09148"), Fraction("2.152")),
    ),
)
VIRUS = Test(
    "dna",
    (),
    (),
    (Unit("IU/mL", "IU/mL", "", (), Fraction(1)), Unit("log10IU/mL", "{Log_IU}/mL", "", (), Fraction(1), log=True)),
)
INR = Test("inr", (), (), (Unit("ratio", "1", "", (), Fraction(1)),))
COUNT = Test("count", (), (), (Unit("10^9/L", "10*9/L", "", (), Fraction(1)),))


def _options(**points: int | None) -> tuple[Option, ...]:
    return tuple(
        Option(code, Message(code), Message(code), points=None if one is None else Fraction(one))
        for code, one in points.items()
    )


ITEM = _options(none=0, mild=1, moderate=2, severe=3, unclear=None)
SHAPES = {
    "scr": Shape("quantity", test=SCR, unit="mg/dL"),
    "scr2": Shape("quantity", test=SCR, unit="mg/dL"),
    "scr3": Shape("quantity", test=SCR, unit="mg/dL"),
    "z": Shape("quantity", test=ZSCORE, unit="SD"),
    "hba1c": Shape("quantity", test=HBA1C, unit="%"),
    "anc": Shape("quantity", test=COUNT, unit="10^9/L"),
    "inr": Shape("quantity", test=INR, unit="ratio"),
    "dna": Shape("quantity", test=VIRUS, unit="IU/mL"),
    "pain": Shape("one_of", ITEM),
    "sleep": Shape("one_of", ITEM),
    "mood": Shape("one_of", ITEM),
    "risks": Shape("many_of", _options(age=2, stroke=3, young=-1)),
    "drugs": Shape("many_of", _options(a=None, b=None)),
    "drugs.dose.a": Shape("quantity", test=COUNT),
    "drugs.dose.b": Shape("quantity", test=COUNT),
}


def judged(text: str, **values: Value) -> Truth:
    rule, problems = read_rule(text, Scope(SHAPES))
    assert not problems, problems
    return rule.judge(Facts({id.replace("__", "."): value for id, value in values.items()})).truth


def worked_out(text: str, **values: Value) -> Range | None:
    found, problems = read_number(text, Scope(SHAPES), None)
    assert not problems, problems
    return found.number(Facts(values))


def wrong(text: str) -> list[str]:
    return [one.text for one in read_rule(text, Scope(SHAPES))[1]]


# Powers.

# The CKD-EPI equation of 2021 for a woman of 50 (NEJM 2021;385:1737), whose terms have powers without end.
EGFR = (
    "142 x least of (scr as mg/dL / 0.7, 1) ^ -0.241 x greatest of (scr as mg/dL / 0.7, 1) ^ -1.2 x 0.9938 ^ 50 x 1.012"
)


@pytest.mark.parametrize(("creatinine", "egfr"), [("0.5", "114"), ("0.7", "105"), ("1.0", "69"), ("2.0", "30")])
def test_ckd_epi_gives_the_values_that_its_authors_calculator_gives(creatinine: str, egfr: str) -> None:
    found = worked_out(EGFR, scr=number(creatinine, "mg/dL"))
    assert found is not None
    assert found.exact is not None
    assert round(found.exact) == int(egfr)


@pytest.mark.parametrize(
    ("comparator", "over", "below"), [("<", T, F), (">", U, U), ("", T, F)], ids=["at most", "at least", "exactly"]
)
def test_a_censored_creatinine_decides_as_far_as_it_reaches(comparator: Comparator, over: Truth, below: Truth) -> None:
    assert judged(f"{EGFR} >= 60", scr=number("0.9", "mg/dL", comparator)) is over
    assert judged(f"{EGFR} < 60", scr=number("0.9", "mg/dL", comparator)) is below
    assert judged(f"{EGFR} < 60", scr=number("3", "mg/dL", ">")) is T


@given(st.decimals("0.1", 50, places=2), st.integers(0, 9))
@settings(max_examples=80)
def test_whole_powers_are_exact(base: Decimal, exponent: int) -> None:
    found = worked_out(f"scr as mg/dL ^ {exponent}", scr=Quantity(base, "mg/dL"))
    assert found == Range.point(Fraction(base) ** exponent)


@given(
    st.decimals("0.1", 50, places=2), st.decimals("0.1", 50, places=2), st.sampled_from(("-1.2", "0.5", "-3", "2", "0"))
)
@settings(max_examples=120)
def test_a_power_of_a_range_holds_the_power_of_everything_in_it(low: Decimal, high: Decimal, by: str) -> None:
    least, most = sorted((Fraction(low), Fraction(high)))
    exponent = Range.point(Fraction(by))
    whole = Range(least, most) ** exponent
    for inside in (least, (least + most) / 2, most):
        assert (Range.point(inside) ** exponent).less(whole) is not T
        assert whole.less(Range.point(inside) ** exponent) is not T
    assert Range(None, most) ** exponent == Range(), "a base that may be negative"
    assert Range(least, None) ** Range(None, None) == Range()


def test_a_power_too_large_to_be_written_is_beyond_every_bound_and_no_crash() -> None:
    huge = Range.point(Fraction(10**400))
    assert (huge ** Range.point(Fraction("99.5"))).high is None


def test_only_plain_numbers_have_powers() -> None:
    assert wrong("scr ^ 2 > 1") == ["only plain numbers have powers: say `as` and a unit"]


# Several numbers.

ONE, TWO, FOUR = (number(text, "mg/dL") for text in ("1", "2", "4"))


@pytest.mark.parametrize(
    ("values", "mean"),
    [
        ({"scr": ONE}, 1),
        ({"scr": ONE, "scr2": TWO}, Fraction(3, 2)),
        ({"scr": ONE, "scr2": TWO, "scr3": FOUR}, Fraction(7, 3)),
        ({}, None),
    ],
)
def test_the_mean_is_that_of_the_known(values: dict[str, Value], mean: Fraction | None) -> None:
    found = worked_out("mean known of (scr, scr2, scr3) as mg/dL", **values)
    assert (found.exact if found else None) == mean


@pytest.mark.parametrize(
    ("rule", "truth"),
    [
        ("least of (scr, scr2) < 3 mg/dL", T),
        ("least of (scr, scr2) >= 1 mg/dL", U),
        ("least of (scr, scr2) > 2 mg/dL", F),
        ("greatest of (scr, scr2) >= 2 mg/dL", T),
        ("greatest of (scr, scr2) > 2 mg/dL", U),
        ("greatest of (scr, scr2) < 2 mg/dL", F),
    ],
)
def test_one_of_two_may_decide_the_least_and_the_greatest(rule: str, truth: Truth) -> None:
    assert judged(rule, scr=TWO) is truth
    assert judged(rule) is U


# Points.

SCORE = "points of pain + points of sleep + points of mood"


@pytest.mark.parametrize(
    ("pain", "sleep", "mood", "truth"),
    [
        ("severe", "severe", "moderate", T),
        ("severe", "severe", "mild", F),
        ("severe", "severe", None, U),
        ("mild", "severe", None, F),
        ("severe", "severe", "unclear", U),
        (None, None, None, U),
    ],
)
def test_a_score_decides_as_soon_as_the_open_items_cannot_change_it(
    pain: str | None, sleep: str | None, mood: str | None, truth: Truth
) -> None:
    given = {"pain": pain, "sleep": sleep, "mood": mood}
    assert judged(f"{SCORE} >= 8", **{id: Code(code) if code else NOT_KNOWN for id, code in given.items()}) is truth


def test_what_is_ticked_adds_its_points() -> None:
    for codes, total in (((), 0), (("age", "stroke"), 5), (("young",), -1)):
        assert worked_out("points of risks", risks=Codes(codes)) == Range.point(total)
    assert worked_out("points of risks") == Range(Fraction(-1), Fraction(5))
    assert wrong("points of drugs > 1")[0] == "no option of `drugs` has points"


# Units and signs.


@pytest.mark.parametrize(("value", "truth"), [("-2", T), ("-2.01", F), ("2", T), ("2.01", F)])
def test_a_bound_may_lie_below_zero(value: str, truth: Truth) -> None:
    assert judged("z >= -2 SD and z <= 2 SD", z=number(value, "SD")) is truth
    assert judged("z > -5 SD", z=number("-3", "SD", "<")) is U, "below −3 may be below −5 too"


@pytest.mark.parametrize(("value", "truth"), [("53", T), ("52", F)])
def test_a_unit_may_have_another_zero(value: str, truth: Truth) -> None:
    """NGSP % = 0.09148 x IFCC mmol/mol + 2.152 (ngsp.org)."""
    assert judged("hba1c >= 7 %", hba1c=number(value, "mmol/mol")) is truth
    assert judged("hba1c as mmol/mol >= 52.5", hba1c=number(value, "mmol/mol")) is truth
    assert judged("hba1c >= 53 mmol/mol", hba1c=number(value, "mmol/mol")) is truth
    assert wrong("hba1c - 11 mmol/mol > 7 %") == ["`mmol/mol` has another zero: write what is added in `%`"]
    assert wrong("hba1c - 1 % > 53 mmol/mol") == []


@pytest.mark.parametrize(
    ("rule", "truth"),
    [
        ("hba1c >= (if pain is mild then 6.5 % else 7 %)", T),
        ("hba1c >= (if pain is none then 6.5 % else 53 mmol/mol)", F),
        ("hba1c >= (if pain is none then (if pain is mild then 1 % else 2 %) else 6.5 %)", T),
        ("anc > 2 x 0.5 10^9/L", T),
        ("anc > 3 10^9/L / 2", F),
    ],
)
def test_a_bound_with_a_unit_may_depend_on_something(rule: str, truth: Truth) -> None:
    values: dict[str, Value] = {"hba1c": number("6.6", "%"), "pain": Code("mild"), "anc": number("1.5", "10^9/L")}
    assert judged(rule, **values) is truth


@pytest.mark.parametrize(
    "rule",
    [
        "scr / scr2 > 4 mg/dL / 2",
        "scr / scr2 > 2 / 4 mg/dL",
        "scr / scr2 > 2 x 3 mg/dL",
        "scr / scr2 > (if pain is mild then 3 mg/dL else 1 mg/dL) x 2",
        "scr x 2 mg/dL > 3 mg/dL",
    ],
)
def test_a_unit_that_nothing_gives_a_meaning_is_never_passed_over(rule: str) -> None:
    assert any("nothing says what `mg/dL` measures here" in one for one in wrong(rule))


def test_a_formula_with_a_unit_says_what_it_measures() -> None:
    found, problems = read_number("if pain is mild then 88.4 u else 2 mg/dL", Scope(SHAPES), SCR)
    assert not problems
    assert found.number(Facts({"pain": Code("mild")})) == Range.point(1)
    (told,) = read_number("3 u", Scope(SHAPES), None)[1]
    assert told.text.startswith("nothing says what `u` measures here: of a plain number leave it out")


@pytest.mark.parametrize("bound", ["1.5 10^9/L", "1.5 x 10^9/L"])
def test_a_count_is_written_as_it_is_printed(bound: str) -> None:
    assert judged(f"anc >= {bound}", anc=number("1.5", "10^9/L")) is T
    assert judged(f"anc >= {bound}", anc=number("1.49", "10^9/L")) is F


@pytest.mark.parametrize(
    ("chosen", "dose", "truth"), [((), None, T), (("a",), "4", T), (("a",), "3", F), (("a",), None, U), (("a", "b"), "4", U)]
)  # fmt: skip
def test_every_chosen_option_has_to_pass(chosen: tuple[str, ...], dose: str | None, truth: Truth) -> None:
    known = {"drugs__dose__a": number(dose, "10^9/L")} if dose else {}
    assert judged("every d of drugs: (d.dose >= 4 10^9/L)", drugs=Codes(chosen), **known) is truth


@pytest.mark.parametrize(
    "bound", ["2 x 10^4 mg/dL", "2x10^4 mg/dL", "2e4 mg/dL", "0.2 x 10^5 mg/dL", "2 x 10^4 x 1 mg/dL"]
)
def test_a_large_number_is_written_as_protocols_write_it(bound: str) -> None:
    assert judged(f"scr >= {bound}", scr=number("20000", "mg/dL")) is T
    assert judged(f"scr >= {bound}", scr=number("19999", "mg/dL")) is F
    assert judged("scr > 10^4 mg/dL", scr=number("10000", "mg/dL")) is F
    assert judged("anc > 2e1 10^9/L", anc=number("20.1", "10^9/L")) is T


def test_a_unit_of_a_count_is_named_behind_as() -> None:
    assert worked_out("100 / (anc as 10^9/L)", anc=number("4", "10^9/L")) == Range.point(25)


@pytest.mark.parametrize(("before", "truth"), [("2.0", F), ("2.5", T), ("2.6", T)])
def test_a_share_of_a_plain_number_is_a_hundredth(before: str, truth: Truth) -> None:
    """A fall from 2.5 to 2.0 is one of 20 %."""
    values: dict[str, Value] = {"scr": number("2.0", "mg/dL"), "scr2": number(before, "mg/dL")}
    assert judged("(scr2 - scr) / scr2 >= 20 %", **values) is truth
    assert judged("scr <= 80 % x scr2", **values) is truth


@pytest.mark.parametrize(
    ("rule", "truth"),
    [
        ("inr > 1.7", F),
        ("inr >= 1.7", T),
        ("inr > 1.6 ratio", T),
        ("2 x inr > 3 ratio", T),
        ("inr <= scr / scr2", T),
        ("ln of inr < 1", T),
        ("(scr as mg/dL) x inr ^ 2 > 5.78", F),
        ("scr x inr >= 3.4 mg/dL", T),
    ],
)
def test_what_has_no_unit_is_held_against_a_plain_number(rule: str, truth: Truth) -> None:
    assert judged(rule, inr=number("1.7", "ratio"), scr=number("2", "mg/dL"), scr2=number("1", "mg/dL")) is truth


def test_a_bare_number_is_never_held_against_a_measurement() -> None:
    assert wrong("scr > 1.7")[0].endswith("write its unit, such as `1.7 mg/dL`")
    assert wrong("hba1c > 0.5")[0].endswith("write its unit, such as `50 %`")
    assert wrong("hba1c > 1/3")[0].endswith("write its unit, such as `100 % / 3`")
    assert wrong("hba1c > 100 % / 3") == []


def test_a_measurement_in_a_sum_and_an_answer_of_each_option_are_told_with_the_way_out() -> None:
    assert wrong("(140 - scr) x 2 > 1")[0].endswith(
        "write its unit, such as `140 mg/dL`, or make the other a plain number: `as mg/dL`"
    )
    assert wrong("dose > 3 10^9/L") == [
        "`dose` is asked for each option of `drugs`: say `any d of drugs: (d.dose ...)`"
    ]


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("scr as mg/dL rounded to 1 decimal", "1.3"),
        ("scr as mg/dL rounded to 0 decimals", "1"),
        ("scr as mg/dL + 0.26 rounded to 1 decimal", "1.5"),
        ("(scr as mg/dL rounded to 1 decimal) x 10", "13"),
        ("0 - scr as mg/dL rounded to 1 decimal", "-1.3"),
        ("0 - scr as mg/dL rounded to 2 decimals", "-1.25"),
    ],
)
def test_a_result_is_rounded_as_a_whole_and_halves_away_from_zero(formula: str, result: str) -> None:
    assert worked_out(formula, scr=number("1.25", "mg/dL")) == Range.point(Fraction(result))


@pytest.mark.parametrize(
    ("value", "comparator", "truth"),
    [("1.25", "", T), ("1.24", "", F), ("1.25", "<", F), ("1.25", "<=", U), ("1.25", ">", T), ("1.24", ">", U)],
)
def test_what_is_known_roughly_is_rounded_as_far_as_it_reaches(
    value: str, comparator: Comparator, truth: Truth
) -> None:
    """Just below 1.25 all is rounded down, although 1.25 itself goes up."""
    assert judged("scr as mg/dL rounded to 1 decimal >= 1.3", scr=number(value, "mg/dL", comparator)) is truth


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("scr rounded to 1 decimal > 1 mg/dL", "only plain numbers are rounded: say `as` and a unit"),
        ("scr as mg/dL rounded to one decimal > 1", "such as `rounded to 1 decimal`"),
        ("scr as mg/dL rounded > 1", "expected `to`"),
        ("scr as mg/dL rounded to 99 decimals > 1", "such as `rounded to 1 decimal`"),
    ],
)
def test_what_cannot_be_rounded_is_told(rule: str, words: str) -> None:
    assert words in wrong(rule)[0]


def open_of(text: str, **values: Value) -> list[str]:
    """The questions that leave a rule open."""
    rule, problems = read_rule(text, Scope(SHAPES))
    facts = Facts(values)
    ruling = rule.judge(facts)
    assert not problems
    assert ruling.truth is U
    return open_leaves(ruling.leaves, facts)


@pytest.mark.parametrize(
    ("rule", "left"),
    [
        ("scr / scr2 > 1.8", ["scr2"]),
        ("(scr as mg/dL) / (scr2 as mg/dL) ^ 2 > 1.8", ["scr2"]),
        ("scr / (scr2 - scr2) > 1", ["scr2"]),
        ("log10 of scr2 as mg/dL > 1", ["scr2"]),
    ],
)
def test_an_answer_that_leaves_a_formula_without_a_result_is_what_is_open(rule: str, left: list[str]) -> None:
    """Whatever is divided by 0 would otherwise be undetermined with nothing missing."""
    assert open_of(rule, scr=number("2", "mg/dL"), scr2=number("0", "mg/dL")) == left


def test_of_a_condition_in_a_bound_only_what_is_unknown_is_open() -> None:
    rule = "scr > (if pain is mild or mood is mild then 3 mg/dL else 1 mg/dL)"
    assert open_of(rule, scr=number("2", "mg/dL"), mood=Code("none")) == ["pain"]


# Logarithms, and days between two dates.

MELD = "9.57 x ln of (scr as mg/dL) + 3.78 x ln of (scr2 as mg/dL) + 11.2 x ln of (z as SD) + 6.43"


def test_meld_and_albi_as_published() -> None:
    """MELD: Kamath, Hepatology 2001;33:464, with creatinine, bilirubin, INR; ALBI: Johnson, J Clin Oncol 2015;33:550."""
    meld = worked_out(MELD, scr=number("2", "mg/dL"), scr2=number("3", "mg/dL"), z=number("1.5", "SD"))
    assert meld is not None
    assert meld.exact is not None
    assert round(float(meld.exact), 2) == 21.76
    albi = worked_out("0.66 x log10 of scr as mg/dL - 0.085 x z as SD", scr=number("10", "mg/dL"), z=number("8", "SD"))
    assert albi == Range.point(Fraction("-0.02"))


def test_a_logarithm_of_what_is_known_roughly_decides_as_far_as_it_reaches() -> None:
    assert judged("log10 of scr as mg/dL < 2", scr=number("90", "mg/dL", "<")) is T
    assert judged("log10 of scr as mg/dL >= 2", scr=number("90", "mg/dL", ">")) is U
    assert judged("log10 of scr as mg/dL < 2", scr=number("0", "mg/dL")) is U
    assert judged("log10 of scr as mg/dL < 2") is U


@pytest.mark.parametrize(
    ("value", "truth"),
    [
        (number("4", "log10IU/mL"), T),
        (number("3.99", "log10IU/mL"), F),
        (number("10000", "IU/mL"), T),
        (number("9999", "IU/mL"), F),
        (number("4", "log10IU/mL", "<"), F),
        (number("3.9", "log10IU/mL", ">"), U),
        (number("0", "IU/mL"), F),
    ],
)
def test_a_number_and_its_logarithm_are_one_measurement(value: Value, truth: Truth) -> None:
    for rule in ("dna >= 10^4 IU/mL", "dna >= 4 log10IU/mL", "not dna < 1 x 10^4 IU/mL"):
        assert judged(rule, dna=value) is truth, rule
    assert truth is F or judged("dna as log10IU/mL >= 4", dna=value) is truth
    assert wrong("dna + 1 log10IU/mL > 4 log10IU/mL") == [
        "`log10IU/mL` is of logarithms: write what is added in `IU/mL`"
    ]

"""Amounts: how they are typed, what is asked back, and the limits exactly at their bounds."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from bot.core.answers import NOT_KNOWN, Quantity
from bot.core.kinds import BadValue, Doubtful, Setting, Unclear, Understood, check, dump, example, load, read, show
from bot.core.shapes import Limits, Shape, Unit
from bot.core.shapes import Test as LabTest
from tests.core.kinds.shapes import (
    CREATININE,
    HB,
    SCR,
    SETTING,
    TODAY,
    WBC,
    WEIGHT,
    Expected,
    asked,
    limits,
    quantity,
    unclear,
    unit,
    verify,
    words,
)

UMOL = Setting(TODAY, "umol/L")
EXAMPLES: list[tuple[str, Expected]] = [
    *((reply, NOT_KNOWN) for reply in ("没查Scr", "肌酐未做", "bedridden, not measured")),
    ("高，具体不记得", unclear()),
    ("98", quantity("98", "umol/L")),
    ("98.50", quantity("98.5", "umol/L")),
    ("1,000", quantity("1000", "umol/L")),
    ("９８　μｍｏｌ／Ｌ", quantity("98", "umol/L")),
    ("98umol/l", quantity("98", "umol/L")),
    ("98 µmol/L", quantity("98", "umol/L")),
    ("98 (μmol/L)", quantity("98", "umol/L")),
    ("98微摩尔/升", quantity("98", "umol/L")),
    ("肌酐 98", quantity("98", "umol/L")),
    ("血肌酐：98", quantity("98", "umol/L")),
    ("血肌酐为98µmol/L", quantity("98", "umol/L")),
    ("Scr=3.0 mg/dL", quantity("3.0", "mg/dL")),
    ("肌酐↑ 98", quantity("98", "umol/L")),
    ("1.1 mg/dL H", quantity("1.1", "mg/dL")),
    ("98 ↑", quantity("98", "umol/L")),
    ("98↑ umol/L", quantity("98", "umol/L")),
    ("98H", quantity("98", "umol/L")),
    ("98 L", quantity("98", "umol/L")),
    ("98 偏高", quantity("98", "umol/L")),
    ("九十八", quantity("98", "umol/L")),
    ("一百三十五点五", quantity("135.5", "umol/L")),
    ("<30", quantity("30", "umol/L", "<")),
    ("≤ 30", quantity("30", "umol/L", "<=")),
    ("＞1000 umol/L", quantity("1000", "umol/L", ">")),
    ("小于30", quantity("30", "umol/L", "<")),
    ("at least 30 umol/L", quantity("30", "umol/L", ">=")),
    ("3.1", asked(quantity("3.1", "mg/dL"))),
    ("10", asked(quantity("10", "umol/L"), quantity("10", "mg/dL"))),
    ("10 umol/L", asked(quantity("10", "umol/L"), quantity("10", "mg/dL"))),
    ("1001", asked(quantity("1001", "umol/L"))),
    ("3001", unclear("3001 µmol/L is not possible here. Possible: 5 to 3000 µmol/L.")),
    ("3.1 umol/L", unclear("not possible")),
    ("60 mg/dL", unclear("60 mg/dL (5304 µmol/L) is not possible here. Possible: 5 to 3000 µmol/L.")),
    ("98 mmol/h", unclear("“mmol/h” is not a unit used here. Possible: µmol/L, mg/dL")),
    ("98 U/L", unclear("µmol/L, mg/dL")),
    ("7,2", unclear("A comma can be read in two ways")),
    ("1,2000", unclear()),
    ("90-100", unclear("One single number")),
    ("90~100", unclear("One single number")),
    ("90到100", unclear("One single number")),
    ("90 to 100", unclear("One single number")),
    ("90 100", unclear("One single number")),
    ("120/80", unclear("One single number")),
    ("about 98", unclear("no estimate")),
    ("约98", unclear("no estimate")),
    ("98左右", unclear("no estimate")),
    ("九十多", unclear("no estimate")),
    ("~98", unclear("no estimate")),
    ("-98", unclear("negative")),
    ("−98", unclear("negative")),
    ("负98", unclear("negative")),
    # most likely of the answer before, so never stored as typed
    ("sorry I meant 98", asked(quantity("98", "umol/L"))),
    ("打错了，98", asked(quantity("98", "umol/L"))),
    ("更正：98", asked(quantity("98", "umol/L"))),
    ("不对,是98", asked(quantity("98", "umol/L"))),
    ("刚才填错了 98", asked(quantity("98", "umol/L"))),
    ("打错了", unclear("To correct an earlier answer")),
    ("102 不对 120", asked(quantity("120", "umol/L"))),
    ("102, no sorry, 120", asked(quantity("120", "umol/L"))),
    ("不是102，是120", asked(quantity("120", "umol/L"))),
    *(
        (reply, asked(quantity("98", "umol/L")))
        for reply in ("98 not 89", "98，不是89", "sorry 98 not 89", "no, 98", "哦不，98")
    ),
    *((reply, unclear()) for reply in ("98 not fasting", "不是98", "not 98")),
    *((reply, unclear()) for reply in ("<133为正常", "<133 is normal", "正常<133")),  # what is normal
    (">90，正常", quantity("90", "umol/L", ">")),
    *(
        (reply, NOT_KNOWN)
        for reply in ("haven't got it", "don't have the result yet", "最近没查", "今天抽的还没出", "没有近期结果")
    ),
    ("102 should be repeated", unclear()),
    ("l102", unclear()),  # perhaps 1102
    ("I102", unclear()),
    ("l 98", quantity("98", "umol/L")),
    ("i got 98", quantity("98", "umol/L")),
    ("is 98 ok", asked(quantity("98", "umol/L"))),
    ("creatinine is 98", quantity("98", "umol/L")),
    ("升高98", asked(quantity("98", "umol/L"))),  # to that, or by that
    ("肌酐升高至98", quantity("98", "umol/L")),
    ("creatinin 98", asked(quantity("98", "umol/L"))),
    ("crreatinine: 98", asked(quantity("98", "umol/L"))),
    ("肌酐酶 98", unclear()),
    ("mean 98", unclear("names something else")),  # an average
    ("CRP 98", unclear("names something else")),
    ("PT 98", unclear("names something else")),  # prothrombin time, and not the patient
    ("pt scr 98", quantity("98", "umol/L")),
    ("98#", unclear()),  # of a weight these are pounds
    ("肌酐清除率 98", unclear("names something else")),
    ("98?", unclear("no estimate")),
    ("1e5", unclear()),
    ("1e999999", unclear()),
    ("9" * 21, unclear()),
    ("NaN", unclear()),
    ("½", unclear()),
    ("٣", unclear()),
    ("没有", asked(NOT_KNOWN)),
    ("未查", NOT_KNOWN),
    ("not tested", NOT_KNOWN),
]


@pytest.mark.parametrize(("reply", "expected"), EXAMPLES)
def test_reply(reply: str, expected: Expected) -> None:
    verify(SCR, reply, expected, UMOL)


COUNTS: list[tuple[str, Expected]] = [
    ("3.2×10⁹/L", quantity("3.2", "10^9/L")),
    ("3.2 x 10^9 / L", quantity("3.2", "10^9/L")),
    ("3.2*10^9/L", quantity("3.2", "10^9/L")),
    ("3.2 10*9/L", quantity("3.2", "10^9/L")),
    ("3.2×109/L", quantity("3.2", "10^9/L")),
    ("3.2e9/L", quantity("3.2", "10^9/L")),
    ("3.2 K/uL", quantity("3.2", "10^3/uL")),
    ("3200/µL", quantity("3200", "/uL")),
    ("3,200 /mm³", quantity("3200", "/uL")),
    ("WBC: 3.2", quantity("3.2", "10^9/L")),
    ("白细胞3.2", quantity("3.2", "10^9/L")),
    ("0.5万/uL", quantity("0.5", "10^4/uL")),
    ("五千/uL", quantity("5000", "/uL")),
    ("0.5万个/微升", quantity("0.5", "10^4/uL")),
    ("3200", asked(quantity("3200", "/uL"))),
    ("0.5", asked(quantity("0.5", "10^9/L"), quantity("0.5", "10^4/uL"))),
    ("0.5 ×10⁹/L", asked(quantity("0.5", "10^9/L"), quantity("0.5", "10^4/uL"))),
    ("501 ×10⁹/L", unclear("501 ×10⁹/L (501000 /µL)")),
]


@pytest.mark.parametrize(("reply", "expected"), COUNTS)
def test_counts_in_powers_of_ten(reply: str, expected: Expected) -> None:
    verify(Shape("quantity", test=WBC), reply, expected, Setting(TODAY, "10^9/L"))


NO_UNIT: list[tuple[LabTest, str, Expected]] = [
    (CREATININE, "98", unclear("Which unit is 98 in: µmol/L, mg/dL?")),
    (CREATININE, "98 umol/L", quantity("98", "umol/L")),
    (CREATININE, "1,234", unclear("Which unit is 1234 in")),
    (CREATININE, "4000", unclear("Which unit is 4000 in: µmol/L, mg/dL?")),
    (HB, "10.5", unclear("Which unit is 10.5 in: g/dL, g/L?")),
    (WEIGHT, "60", quantity("60", "kg")),
    (WEIGHT, "体重 60公斤", quantity("60", "kg")),
]


@pytest.mark.parametrize(("test", "reply", "expected"), NO_UNIT)
def test_without_a_unit_on_display(test: LabTest, reply: str, expected: Expected) -> None:
    verify(Shape("quantity", test=test), reply, expected)


HAEMOGLOBIN: list[tuple[str, Expected]] = [
    ("105", asked(quantity("105", "g/L"))),
    ("105 g/dL", unclear("105 g/dL is not possible")),
    ("25", asked(quantity("25", "g/dL"))),
    ("30 g/dL", asked(quantity("30", "g/dL"))),
    ("30.0001 g/dL", unclear()),
    ("1", asked(quantity("1", "g/dL"))),
    ("0.9999", unclear("1 to 30 g/dL")),
    ("5", quantity("5", "g/dL")),
    ("4.9999", asked(quantity("4.9999", "g/dL"))),
    ("20", quantity("20", "g/dL")),
    ("20.0000000000000001", asked(quantity("20.0000000000000001", "g/dL"))),
    ("50 g/L", quantity("50", "g/L")),
    ("49.999 g/L", asked(quantity("49.999", "g/L"))),
    ("300 g/L", asked(quantity("300", "g/L"))),
    ("300.1 g/L", unclear("300.1 g/L (30.01 g/dL)")),
]


@pytest.mark.parametrize(("reply", "expected"), HAEMOGLOBIN)
def test_limits_hold_exactly_at_their_bounds(reply: str, expected: Expected) -> None:
    verify(Shape("quantity", test=HB), reply, expected, Setting(TODAY, "g/dL"))


def test_an_open_bound_is_told_alone() -> None:
    only_high = LabTest("x", (), (), (WEIGHT.units[0],), hard=Limits(None, Decimal(9)))
    verify(Shape("quantity", test=only_high), "10", unclear("at most 9 kg"))
    only_low = LabTest("x", (), (), (WEIGHT.units[0],), hard=Limits(Decimal(9), None))
    verify(Shape("quantity", test=only_low), "8", unclear("at least 9 kg"))


EXCHANGED: list[tuple[Any, Quantity]] = [
    ({"value": "265.2", "unit": "umol/L"}, quantity("265.2", "umol/L")),
    ({"value": 98, "unit": "umol/L"}, quantity("98", "umol/L")),
    ({"value": "2", "unit": "mg/dL", "comparator": "<"}, quantity("2", "mg/dL", "<")),
]


@pytest.mark.parametrize(("data", "value"), EXCHANGED)
def test_exchanged_amount(data: Any, value: Quantity) -> None:
    assert load(SCR, data, SETTING) == value


@pytest.mark.parametrize(
    "value",
    [
        98.0,
        "1e5",
        "1e999999",
        "NaN",
        "Infinity",
        "-1",
        "+1",
        " 1",
        "1,2",
        "",
        "٣",
        "9" * 21,
        True,
        None,
        10**20,
        [1],
        "0x1",
    ],
)
def test_exchanged_number_that_is_no_decimal(value: Any) -> None:
    with pytest.raises(BadValue, match="decimal string"):
        load(SCR, {"value": value, "unit": "umol/L"}, SETTING)


@pytest.mark.parametrize(
    "data",
    [
        None,
        "98",
        98,
        [],
        {},
        {"value": "98"},
        {"value": "98", "unit": "U/L"},
        {"value": "98", "unit": 1},
        {"value": "98", "unit": "umol/L", "comparator": "~"},
        {"value": "98", "unit": "umol/L", "comparator": []},
        {"value": "98", "unit": "umol/L", "more": 1},
    ],
)
def test_exchanged_data_that_are_no_amount(data: Any) -> None:
    with pytest.raises(BadValue):
        load(SCR, data, SETTING)


def test_a_number_is_never_exchanged_in_exponent_form() -> None:
    assert dump(SCR, Quantity(Decimal("1E+3"), "umol/L")) == {"value": "1000", "unit": "umol/L"}


def test_a_censored_value_is_refused_only_outside_the_hard_limits() -> None:
    assert isinstance(check(SCR, quantity("10", "umol/L", "<"), SETTING), Understood)
    assert isinstance(check(SCR, quantity("10", "umol/L"), SETTING), Doubtful)
    assert isinstance(check(SCR, quantity("4", "umol/L", "<"), SETTING), Unclear)


def test_shown_with_the_printed_unit() -> None:
    assert words(show(SCR, quantity("98", "umol/L", "<"))) == "<98 µmol/L"
    assert words(show(SCR, quantity("98", "gone"))) == "98 gone"


@pytest.mark.parametrize("test", [CREATININE, WBC, HB, WEIGHT])
def test_the_example_is_read_as_nothing_unusual_in_every_unit(test: LabTest) -> None:
    shape = Shape("quantity", test=test)
    for one in test.units:
        setting = Setting(TODAY, one.code)
        assert isinstance(read(shape, words(example(shape, setting)), setting), Understood)


# Below zero, another zero.

ZSCORE = LabTest("z", ("HAZ", "Z评分"), (), (unit("SD", "1", "标准差"),), limits("-10", "10"))
MINUS = quantity("-1.5", "SD")


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        *((reply, MINUS) for reply in ("-1.5", "−1.5 SD", "minus 1.5", "负1.5", "HAZ: -1.5", "Z评分为-1.5标准差")),
        *((reply, asked(MINUS)) for reply in ("HAZ-1.5", "HAZ - 1.5")),
        ("1.5", quantity("1.5", "SD")),
        ("<-1.5", quantity("-1.5", "SD", "<")),
        ("-11", unclear("-10 to 10 SD")),
    ],
)
def test_a_minus_is_read_only_where_values_lie_below_zero(reply: str, expected: Expected) -> None:
    verify(Shape("quantity", test=ZSCORE), reply, expected, Setting(TODAY, "SD"))
    assert not isinstance(read(SCR, reply, UMOL), Understood) or "-" not in reply


def test_a_number_below_zero_is_exchanged_only_where_there_are_some() -> None:
    shape, value = Shape("quantity", test=ZSCORE), Quantity(Decimal("-1.5"), "SD")
    assert load(shape, dump(shape, value), SETTING) == value
    with pytest.raises(BadValue):
        load(SCR, {"value": "-1.5", "unit": "umol/L"}, UMOL)


def test_a_unit_with_another_zero_is_read_weighed_and_shown() -> None:
    """NGSP % = 0.09148 x IFCC mmol/mol + 2.152."""
    ifcc = Unit("mmol/mol", "mmol/mol", "mmol/mol", (), Fraction("0.09148"), Fraction("2.152"))
    hba1c = LabTest(
        "hba1c", ("HbA1c",), (), (unit("%"), ifcc), limits("3", "20"), limits("4", "15"), usual=Decimal("7")
    )
    shape = Shape("quantity", test=hba1c, unit="%")
    verify(shape, "HbA1c 53 mmol/mol", quantity("53", "mmol/mol"), Setting(TODAY, "%"))
    verify(shape, "7.2", quantity("7.2", "%"), Setting(TODAY, "%"))
    verify(shape, "53", asked(quantity("53", "mmol/mol")), Setting(TODAY, "%"))
    assert ifcc.to_first(ifcc.of_first(7)) == 7


LOG = Unit("log10IU/mL", "{Log_IU}/mL", "log10 IU/mL", ("log10iu/ml", "log10", "log"), Fraction(1), log=True)
DNA = LabTest(
    "dna",
    ("hbv dna",),
    (),
    (unit("IU/mL"), LOG),
    limits("0", "100000000000"),
    limits("10", "1000000000"),
    usual=Decimal(20000),
)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("1.2E+05 IU/mL", quantity("120000", "IU/mL")),
        ("HBV DNA 3.45e6", quantity("3450000", "IU/mL")),
        (">1.7E08", quantity("170000000", "IU/mL", ">")),
        ("10^5", quantity("100000", "IU/mL")),
        ("2.3×10⁴", quantity("23000", "IU/mL")),
        ("1.2x10E5", unclear("not a unit")),  # 1.2E5, or ten times as much
        ("1.2E-1", unclear("not a unit")),
        ("5.3 log10 IU/mL", quantity("5.3", "log10IU/mL")),
        ("log 5.3", quantity("5.3", "log10IU/mL")),
        ("<1.3 log10", quantity("1.3", "log10IU/mL", "<")),
        ("200000 IU/mL (5.30 log10)", quantity("200000", "IU/mL")),
        ("5.3 log10 (2.0E5 IU/mL)", quantity("5.3", "log10IU/mL")),
        ("200000 IU/mL (5.40 log10)", unclear("could not be read")),
        ("5.3", asked(quantity("5.3", "IU/mL"), quantity("5.3", "log10IU/mL"))),
        ("12 log10", unclear("(1000000000000 IU/mL) is not possible")),
        ("99 log10", unclear("is not possible")),
    ],
)
def test_a_viral_load_is_read_as_it_is_printed(reply: str, expected: Expected) -> None:
    verify(Shape("quantity", test=DNA, unit="IU/mL"), reply, expected, Setting(TODAY, "IU/mL"))


def test_a_unit_of_logarithms_leads_to_the_first_one_and_back() -> None:
    assert LOG.to_first(Decimal(5)) == 100_000
    assert LOG.of_first(100_000) == 5
    assert abs(LOG.to_first(LOG.of_first(20_000)) - 20_000) < Fraction(1, 10**30)


def test_what_is_counted_has_whole_numbers_only() -> None:
    count = LabTest("attacks", ("attacks",), (), (unit("times", "1", "次"),), limits("0", "200"), whole=True)
    shape, setting = Shape("quantity", test=count), Setting(TODAY, "times")
    verify(shape, "3次", quantity("3", "times"), setting)
    verify(shape, "2.5", unclear("whole numbers only"), setting)
    assert "." not in words(example(shape, setting))

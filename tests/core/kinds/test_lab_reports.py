"""Lines of laboratory reports as they are copied by hand, read with the dictionary of tests that trials share."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.labs import read_labs
from bot.core.answers import Quantity
from bot.core.kinds import Setting, Understood, read
from bot.core.kinds.amounts import names_of
from bot.core.lexicon.forms import normal
from bot.core.lexicon.units import spelling
from bot.core.shapes import Shape, Test, Unit
from tests.core.kinds.shapes import TODAY, Expected, asked, quantity, unclear, verify

LABS = read_labs(Path(__file__).parents[3] / "flows" / "labs.yaml")

LINES: list[tuple[str, str, str, Expected]] = [
    ("creatinine", "umol/L", "*肌酐 CREA 98.0 ↑ μmol/L 57.0--111.0 酶法", quantity("98.0", "umol/L")),
    ("creatinine", "umol/L", "肌酐(CREA)\t132\tμmol/L\t↑\t57-111", quantity("132", "umol/L")),
    ("creatinine", "umol/L", "12 血清肌酐测定 98 μmol/L 参考范围：57-111", quantity("98", "umol/L")),
    ("creatinine", "umol/L", "Creatinine, serum 1.1 mg/dL (0.7-1.3)", quantity("1.1", "mg/dL")),
    ("creatinine", "umol/L", "尿肌酐 8500 umol/L", unclear("names something else")),
    ("creatinine", "umol/L", "肌酐清除率 85", unclear("names something else")),
    ("creatinine", "umol/L", "ALT 35", unclear("names something else")),
    ("wbc", "10^9/L", "白细胞计数(WBC)\t3.87\t3.50--9.50\t10^9/L", quantity("3.87", "10^9/L")),
    ("wbc", "10^9/L", "WBC 白细胞 3.20 L 3.5-9.5 ×10⁹/L", quantity("3.20", "10^9/L")),
    ("wbc", "10^9/L", "白细胞总数 3200个/立方毫米", quantity("3200", "/uL")),
    ("wbc", "10^9/L", "3200×10^6/L", quantity("3200", "/uL")),
    ("wbc", "10^9/L", "RBC 3.2×10^12/L", unclear("names something else")),
    ("wbc", "10^9/L", "中性粒细胞 2.1", unclear("names something else")),
    ("hb", "g/L", "血红蛋白(HGB) 92 g/L ↓ 115-150", quantity("92", "g/L")),
    ("hb", "g/L", "血色素 9.2 克/分升", quantity("9.2", "g/dL")),
    ("hb", "g/L", "98克", asked(quantity("98", "g/L"))),  # only one of the units fits
    ("hb", "g/L", "血色素9.8克", asked(quantity("9.8", "g/dL"))),
    ("hb", "g/L", "98 mmol", unclear()),
    ("hb", "g/L", "Hb 98，中度贫血", quantity("98", "g/L")),
    ("hb", "g/L", "糖化血红蛋白 6.5%", unclear("names something else")),
    ("hb", "g/L", "HbA1c 7.2", unclear("names something else")),
    ("plt", "10^9/L", "PLT 血小板 42 偏低", quantity("42", "10^9/L")),
    ("plt", "10^9/L", "血小板12万", quantity("12", "10^4/uL")),
    ("plt", "10^9/L", "血小板 85×10~9/L ↓ 125-350", quantity("85", "10^9/L")),
    ("plt", "10^9/L", "145 g/L", unclear("“g/L” is not a unit used here")),
    ("plt", "10^9/L", "145G/L", asked(quantity("145", "10^9/L"))),
    ("plt", "10^9/L", "MPV 10.2", unclear("names something else")),
    ("plt", "10^9/L", "4.2", asked(quantity("4.2", "10^9/L"), quantity("4.2", "10^4/uL"))),
    ("alt", "U/L", "谷丙转氨酶(ALT/GPT) 35 U/L 9-50", quantity("35", "U/L")),
    ("alt", "U/L", "ALT 35 (<40)", quantity("35", "U/L")),
    ("alt", "U/L", "ALT 56 ↑ <40 U/L", quantity("56", "U/L")),
    ("alt", "U/L", "ALT 56 <40", unclear()),
    ("ast", "U/L", "天门冬氨酸氨基转移酶（AST） 31 IU/L", quantity("31", "U/L")),
    ("ast", "U/L", "AST/ALT 1.2", unclear("names something else")),
    ("ast_uln", "U/L", "正常上限 35", quantity("35", "U/L")),
    ("ast_uln", "U/L", "13-35 U/L", asked(quantity("35", "U/L"))),
    ("bilirubin_total", "umol/L", "T.Bil 0.7 mg/dL", quantity("0.7", "mg/dL")),
    ("bilirubin_total", "umol/L", "总胆 12.3 μmol/L 3.4-20.5", quantity("12.3", "umol/L")),
    ("bilirubin_total", "umol/L", "TBIL <2.0 umol/L 正常 3-20", quantity("2.0", "umol/L", "<")),
    ("bilirubin_total", "umol/L", "直接胆红素 4.2", unclear("names something else")),
    (
        "bilirubin_total",
        "umol/L",
        "1.2",
        asked(quantity("1.2", "umol/L"), quantity("1.2", "mg/L"), quantity("1.2", "mg/dL")),
    ),
    ("upcr", "g/g", "尿蛋白/肌酐 1523mg/g↑", quantity("1523", "mg/g")),
    ("upcr", "g/g", "尿总蛋白/肌酐比值 TP/Cr 1876.5 ↑ <150 mg/g", quantity("1876.5", "mg/g")),
    ("upcr", "g/g", "2.1g", unclear("“g” is not a unit used here")),
    ("upcr", "g/g", "UPCR 1.86 g/g·Cr", quantity("1.86", "g/g")),
    ("upcr", "g/g", "135mg/mmol.Cr", quantity("135", "mg/mmol")),
    ("upcr", "g/g", "800", asked(quantity("800", "mg/g"), quantity("800", "mg/mmol"))),
    ("upcr", "g/g", "尿微量白蛋白/肌酐 300 mg/g", unclear("names something else")),
    ("protein_24h", "g/24h", "24h尿蛋白定量 1860 mg ↑ 0-150", quantity("1860", "mg/24h")),
    ("protein_24h", "g/24h", "UTP 3.42 g/24h ↑ 0-0.15", quantity("3.42", "g/24h")),
    ("protein_24h", "g/24h", "1.2 g/L", unclear("“g/L” is not a unit used here")),
    ("protein_24h", "g/24h", "2.1L", unclear()),  # the volume that was collected, and no flag
    ("urine_rbc", "/HPF", "尿红细胞 8个/HP 0-3", quantity("8", "/HPF")),
    ("urine_rbc", "/HPF", "25 /uL", unclear("“/uL” is not a unit used here")),
    ("creatinine_clearance", "mL/min", "内生肌酐清除率(Ccr) 92.4 ml/min", quantity("92.4", "mL/min")),
    ("creatinine_clearance", "mL/min", "eGFR 85", unclear("names something else")),
    ("creatinine_clearance", "mL/min", "85 mL/min/1.73m2", unclear("per body surface")),
    ("weight", "kg", "体重 五十二公斤半", quantity("52.5", "kg")),
    ("weight", "kg", "120斤", quantity("120", "jin")),
    ("weight", "kg", "身高160", unclear("names something else")),
]


@pytest.mark.parametrize(("test", "unit", "line", "expected"), LINES)
def test_line(test: str, unit: str, line: str, expected: Expected) -> None:
    verify(Shape("quantity", test=LABS[test]), line, expected, Setting(TODAY, unit))


@pytest.mark.parametrize("test", LABS)
def test_no_spelling_leads_to_two_factors(test: str) -> None:
    factors: dict[str, set[object]] = {}
    for unit in LABS[test].units:
        for name in names_of(unit):
            factors.setdefault(spelling(normal(name)), set()).add(unit.factor)
    assert {name for name, found in factors.items() if len(found) > 1} == set()


_NAMED = st.sampled_from([(test, unit, name) for test in LABS.values() for unit in test.units for name in unit.names])
_AROUND = st.sampled_from([
    "{}", "{}。", "结果 {}", "it is {}", "{} ↑", "{} (H)", "* {}", "{} 偏高", "{}, normal", "今天查的：{}", "{} (1-9)", "{} 1.0--9.5",
    "2026-11-20 {}",
])  # fmt: skip


@given(_NAMED, _AROUND, st.sampled_from(["", " "]))
def test_what_stands_around_an_amount_does_not_change_it(
    named: tuple[Test, Unit, str], around: str, blank: str
) -> None:
    test, unit, name = named
    shape, setting = Shape("quantity", test=test), Setting(TODAY, test.canonical.code)
    number = (test.usual or 1) / unit.factor.numerator * unit.factor.denominator
    amount = f"{number:.3g}" if number < 1000 else f"{int(number)}"
    joint = blank or (" " if name[0].isdigit() else "")
    plain = read(shape, f"{amount}{joint}{name}", setting)
    if isinstance(plain, Understood) and isinstance(plain.value, Quantity):
        assert plain.value.unit in {one.code for one in test.units if one.factor == unit.factor}
    assert read(shape, around.format(f"{amount}{joint}{name}"), setting) == plain


@given(st.sampled_from(list(LABS.values())), st.integers(1, 999), st.integers(1, 999), st.sampled_from(" /-~,;|、到"))
def test_two_numbers_are_never_one_value(test: Test, first: int, second: int, joint: str) -> None:
    shape = Shape("quantity", test=test)
    setting = Setting(TODAY, test.canonical.code)
    if joint == "," and second >= 100:  # a separator of thousands
        return
    assert not isinstance(read(shape, f"{first}{joint}{second}", setting), Understood)

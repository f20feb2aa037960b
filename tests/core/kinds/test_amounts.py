"""What may stand around an amount and changes nothing, and what makes it be asked again: with creatinine and others."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bot.core.kinds import Setting
from bot.core.shapes import Shape, Unit
from bot.core.shapes import Test as LabTest
from tests.core.kinds.shapes import (
    CREATININE,
    SCR,
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
)

UMOL = Setting(TODAY, "umol/L")
TAKEN: list[tuple[str, Expected]] = [
    ("一百二", quantity("120", "umol/L")),
    ("两百六", quantity("260", "umol/L")),
    ("3点2 mg/dL", quantity("3.2", "mg/dL")),
    ("1百", quantity("100", "umol/L")),
    ("ninety-eight", quantity("98", "umol/L")),
    ("one hundred and five point two", quantity("105.2", "umol/L")),
    ("a hundred", quantity("100", "umol/L")),
    ("98.", quantity("98", "umol/L")),
    ("98 umol/L。", quantity("98", "umol/L")),
    ("结果是98", quantity("98", "umol/L")),
    ("今天查的 98", quantity("98", "umol/L")),
    ("最近一次：98", quantity("98", "umol/L")),
    ("It's 98.", quantity("98", "umol/L")),
    ("the latest creatinine was 98 umol/l", quantity("98", "umol/L")),
    ("2026-11-20 肌酐 98", quantity("98", "umol/L")),
    ("98 (11月20日)", quantity("98", "umol/L")),
    ("肌酐(Cr) 98", quantity("98", "umol/L")),
    ("肌酐（酶法）：98", quantity("98", "umol/L")),
    ("血清肌酐测定 98", quantity("98", "umol/L")),
    ("Scr98", quantity("98", "umol/L")),
    ("S-Cr 98", quantity("98", "umol/L")),
    ("Cr-98", quantity("98", "umol/L")),
    ("Cr - 98", quantity("98", "umol/L")),
    ("98 肌酐", quantity("98", "umol/L")),
    ("creatinine,98", quantity("98", "umol/L")),
    ("【肌酐】98", quantity("98", "umol/L")),
    ("98 µmol·L⁻¹", quantity("98", "umol/L")),
    ("20 Nov 2026: Cr 98", quantity("98", "umol/L")),
    ("肌酐(μmol/L): 98", quantity("98", "umol/L")),
    ("12 肌酐 98 umol/L", quantity("98", "umol/L")),
    ("12、肌酐 98", quantity("98", "umol/L")),
    ("①肌酐 98", quantity("98", "umol/L")),
    ("*肌酐 98", quantity("98", "umol/L")),
    ("H 98", quantity("98", "umol/L")),
    ("98 H*", quantity("98", "umol/L")),
    ("98 (正常)", quantity("98", "umol/L")),
    ("98 在正常范围内", quantity("98", "umol/L")),
    ("98 (57-111)", quantity("98", "umol/L")),
    ("98 μmol/L 57--111", quantity("98", "umol/L")),
    ("98 57～111 umol/L", quantity("98", "umol/L")),
    ("98 umol/L [57~111]", quantity("98", "umol/L")),
    ("98 参考范围：57-111", quantity("98", "umol/L")),
    ("98 (ref 57-111 umol/L)", quantity("98", "umol/L")),
    ("98 umol/L (<111)", quantity("98", "umol/L")),
    ("98 umol/L, ULN 111", quantity("98", "umol/L")),
    ("1.1 mg/dL (97 umol/L)", quantity("1.1", "mg/dL")),
    ("3.1 mg/dL = 274.04 µmol/L", quantity("3.1", "mg/dL")),
    ("98 微摩 / 升", quantity("98", "umol/L")),
    ("98微摩尔每升", quantity("98", "umol/L")),
    ("98 micromoles per litre", quantity("98", "umol/L")),
    ("1.1 Mg/dl", quantity("1.1", "mg/dL")),
    ("30以上", quantity("30", "umol/L", ">=")),
    ("30 umol/L 以下", quantity("30", "umol/L", "<=")),
    ("30 or more", quantity("30", "umol/L", ">=")),
    ("not over 98", quantity("98", "umol/L", "<=")),
    ("没有超过98", quantity("98", "umol/L", "<=")),
    ("肌酐不足30", quantity("30", "umol/L", "<")),
    ("肌酐=<30", quantity("30", "umol/L", "<=")),
]
ASKED: list[tuple[str, Expected]] = [
    ("Cr -98", unclear("negative")),
    ("98 111-57", unclear()),
    ("<30以上", unclear()),
    ("尿酸 420", unclear("names something else")),
    ("98 尿酸", unclear("names something else")),
    ("血糖 7.2", unclear("names something else")),
    ("正常值 98", unclear("names something else")),
    ("98吧", unclear("no estimate")),
    ("可能98", unclear("no estimate")),
    ("应该是98", unclear("no estimate")),
    ("将近98", unclear("no estimate")),
    ("98上下", unclear("no estimate")),
    ("90多", unclear("no estimate")),
    ("几十", unclear("no estimate")),
    ("百来", unclear("no estimate")),
    ("100+", unclear("no estimate")),
    ("98±5", unclear("One single number")),
    ("between 90 and 100", unclear("no estimate")),
    ("90 or 100", unclear("One single number")),
    ("98, 105", unclear("One single number")),
    ("98→105", unclear()),
    ("不是98", unclear()),
    ("98 (105)", unclear()),
    ("98 umol/L (2 mg/dL)", unclear()),
    ("0.098 mmol/L", unclear("“mmol/L” is not a unit used here")),
    ("98 MMOL/L", unclear("“MMOL/L” is not a unit used here")),
    ("98 mL/min/1.73m²", unclear("per body surface")),
    ("+", unclear("A grade")),
    ("++", unclear("A grade")),
    ("2+", unclear("A grade")),
    ("(+)", unclear("A grade")),
    ("阴性", unclear("A grade")),
    ("trace", unclear("A grade")),
    ("满视野", unclear("That is no number")),
    ("too many to count", unclear("That is no number")),
    ("正常", unclear("A word such as normal")),
    ("high", unclear("A word such as normal")),
    ("2026-11-20", unclear("That is a date")),
    ("11月20日", unclear("That is a date")),
    ("①98", unclear()),
    ("⒈98", unclear()),
    ("98₂", unclear()),
    ("1½", unclear()),
    ("3..2", unclear()),
    ("1.2.3", unclear()),
    ("0,234", unclear("A comma can be read in two ways")),
    ("1,234 mg/dL", unclear("A comma can be read in two ways")),
    ("1,234", asked(quantity("1234", "umol/L"))),
    ("98。5", asked(quantity("98.5", "umol/L"))),
    ("98·5", asked(quantity("98.5", "umol/L"))),
]


@pytest.mark.parametrize(("reply", "expected"), TAKEN + ASKED)
def test_reply(reply: str, expected: Expected) -> None:
    verify(SCR, reply, expected, UMOL)


COUNTS: list[tuple[str, Expected]] = [
    ("3.2 × 10 ^ 9 / L", quantity("3.2", "10^9/L")),
    ("3.2×10９/L", quantity("3.2", "10^9/L")),
    ("3.2X10E9/L", quantity("3.2", "10^9/L")),
    ("3.2E+09/L", quantity("3.2", "10^9/L")),
    ("3.2 10**9/L", quantity("3.2", "10^9/L")),
    ("3.2×10(9)/L", quantity("3.2", "10^9/L")),
    ("3.2×10的9次方/L", quantity("3.2", "10^9/L")),
    ("3.2乘以10的九次方每升", quantity("3.2", "10^9/L")),
    ("3.2×10^9个/L", quantity("3.2", "10^9/L")),
    ("3.2 10³/mm³", unclear()),
    ("3.2千/微升", quantity("3.2", "10^3/uL")),
    ("3200 cells/µL", quantity("3200", "/uL")),
    ("每微升3200个", unclear()),
    ("WBC(10^9/L) 3.2", quantity("3.2", "10^9/L")),
    ("1 白细胞 WBC 3.20 ↓ 10^9/L 3.50-9.50", quantity("3.20", "10^9/L")),
    ("白细胞三点二", quantity("3.2", "10^9/L")),
    ("1.2万", quantity("1.2", "10^4/uL")),
    ("一万二", asked(quantity("12000", "/uL"))),
    ("三千五", asked(quantity("3500", "/uL"))),
    ("3千5", asked(quantity("3500", "/uL"))),
    ("1.2w", asked(quantity("12000", "/uL"))),
    ("3.2×10^3", asked(quantity("3200", "/uL"))),
    ("3,200", asked(quantity("3200", "/uL"))),
    ("3.2×10^12/L", unclear("“×10^12/L” is not a unit used here")),
    ("3.2109/L", unclear()),
    ("3.210^9/L", unclear()),
    ("3.2 4.6", unclear("One single number")),
    ("65%", unclear("“%” is not a unit used here")),
]


PER_LITRE = LabTest("c", ("C",), (), (unit("g/L", "1000"), unit("mg/L")), limits("0", "9000"))
GESTATION = LabTest(
    "gestation",
    ("GA", "胎龄"),
    (),
    (Unit("weeks", "wk", "weeks", ("w", "周"), Fraction(7)), Unit("days", "d", "days", ("天",), Fraction(1))),
    limits("150", "310"),
)
LEFT_OVER: list[tuple[LabTest, str, Expected]] = [
    (GESTATION, "28+3", quantity("199", "days")),
    (GESTATION, "28周+3天", quantity("199", "days")),
    (GESTATION, "28W+3", quantity("199", "days")),
    (GESTATION, "28w3d", quantity("199", "days")),
    (GESTATION, "胎龄29+6周", quantity("209", "days")),
    (GESTATION, "28 3/7", quantity("199", "days")),
    (GESTATION, "28 weeks and 3 days", quantity("199", "days")),
    (GESTATION, "28周", quantity("28", "weeks")),
    (GESTATION, "28.4", quantity("28.4", "weeks")),
    (GESTATION, "28+7", unclear("One single number")),
    (GESTATION, "28周7天", unclear("not a unit")),
    (GESTATION, "28.5周3天", unclear("not a unit")),
    (GESTATION, "2+3", unclear("17 days")),
    (WEIGHT, "62+3", unclear("One single number")),
    (PER_LITRE, "1 g/L 5 mg/L", unclear("could not be read")),
]


@pytest.mark.parametrize(("test", "reply", "expected"), LEFT_OVER)
def test_what_is_left_over_in_a_smaller_unit(test: LabTest, reply: str, expected: Expected) -> None:
    """Weeks and days are one amount, as a gestational age is written; what is measured per litre is never added."""
    verify(Shape("quantity", test=test), reply, expected, Setting(TODAY, test.units[0].code))


@pytest.mark.parametrize(("reply", "expected"), COUNTS)
def test_count(reply: str, expected: Expected) -> None:
    verify(Shape("quantity", test=WBC), reply, expected, Setting(TODAY, "10^9/L"))


LIMIT = LabTest("uln", ("ULN", "上限"), (), (unit("U/L"),), limits("10", "150"), limits("30", "60"), limit_of="alt")
PER_DAY = LabTest("upe", ("24h尿蛋白",), (), (unit("g/24h", "1", "g"), unit("mg/24h", "1/1000", "mg")))
HEIGHT = LabTest("height", ("身高",), (), (unit("m", "1", "米"), unit("cm", "1/100")), limits("0.5", "2.6"))
PER_FIELD = LabTest("rbc", (), (), (unit("/HPF", "1", "个", "个/高倍视野", "/HP"),), limits("0", "5000"))

OTHERS: list[tuple[LabTest, str, Expected]] = [
    (LIMIT, "40", quantity("40", "U/L")),
    (LIMIT, "上限40", quantity("40", "U/L")),
    (LIMIT, "9-40 U/L", asked(quantity("40", "U/L"))),
    (LIMIT, "参考范围 9-40", asked(quantity("40", "U/L"))),
    (LIMIT, "<40", asked(quantity("40", "U/L"))),
    (LIMIT, "9-200", unclear("not possible")),
    (PER_DAY, "24h尿蛋白 1.2g", quantity("1.2", "g/24h")),
    (PER_DAY, "24 h 尿蛋白 1.2", quantity("1.2", "g/24h")),
    (PER_DAY, "2.4h尿蛋白 1.2", unclear()),
    (PER_DAY, "每天1.2克", quantity("1.2", "g/24h")),
    (PER_DAY, "1.2 g per day", quantity("1.2", "g/24h")),
    (PER_DAY, "一克半", quantity("1.5", "g/24h")),
    (PER_DAY, "半克", quantity("0.5", "g/24h")),
    (PER_DAY, "1.2 g/L", unclear("“g/L” is not a unit used here")),
    (PER_DAY, "每周1.2克", unclear()),
    (HEIGHT, "1米75", quantity("1.75", "m")),
    (HEIGHT, "一米七五", quantity("1.75", "m")),
    (HEIGHT, "1m05", quantity("1.05", "m")),
    (HEIGHT, "1.7米5", unclear()),
    (HEIGHT, "175厘米", quantity("175", "cm")),
    (PER_FIELD, "8个", quantity("8", "/HPF")),
    (PER_FIELD, "六个/高倍镜", quantity("6", "/HPF")),
    (PER_FIELD, "每高倍视野8个", quantity("8", "/HPF")),
    (PER_FIELD, "25 RBC/HPF", quantity("25", "/HPF")),
    (PER_FIELD, "3-5/HP", unclear("One single number")),
    (PER_FIELD, "1,234", asked(quantity("1234", "/HPF"), quantity("1.234", "/HPF"))),
    (WEIGHT, "五十二公斤半", quantity("52.5", "kg")),
    (WEIGHT, "60公斤5", unclear()),
]


@pytest.mark.parametrize(("test", "reply", "expected"), OTHERS)
def test_other_measures(test: LabTest, reply: str, expected: Expected) -> None:
    verify(Shape("quantity", test=test), reply, expected, Setting(TODAY, test.canonical.code))


def test_a_question_may_have_names_of_its_own() -> None:
    verify(SCR, "baseline 98", unclear("names something else"), UMOL)
    verify(Shape("quantity", test=CREATININE, names=("baseline",)), "baseline 98", quantity("98", "umol/L"), UMOL)

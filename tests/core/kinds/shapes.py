"""Shapes made by hand, and a short notation for what a reading comes to.

`asked(a, b)` is a doubtful reading with these values, `unclear("unit")` one whose sentence holds that word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from bot.core.answers import Comparator, Day, Quantity, Value
from bot.core.kinds import Doubtful, Reading, Setting, Unclear, Understood, read
from bot.core.lexicon.forms import normal
from bot.core.messages import Amount, Listing, Message, Month, Shown
from bot.core.shapes import Limits, Option, Shape, Test, Unit

TODAY = date(2026, 11, 22)
SETTING = Setting(TODAY)


def option(code: str, label: str, *names: str) -> Option:
    return Option(code, Message(label), Message(label), tuple(map(normal, names)))


def unit(code: str, factor: str = "1", *names: str, shown: str = "") -> Unit:
    return Unit(code, code.replace("^", "*"), shown or code, names, Fraction(factor))


def limits(low: str | None, high: str | None) -> Limits:
    return Limits(*(None if bound is None else Decimal(bound) for bound in (low, high)))


CREATININE = Test(
    "creatinine",
    ("Scr", "Cr", "creatinine", "肌酐", "血肌酐"),
    ("14682-9",),
    (unit("umol/L", "1", "微摩尔/升", shown="µmol/L"), unit("mg/dL", "88.4", "毫克/分升")),
    limits("5", "3000"),
    limits("25", "1000"),
)
WBC = Test(
    "wbc",
    ("WBC", "白细胞", "白细胞计数"),
    (),
    (
        unit("/uL", "1", "/mm3", "个/微升", shown="/µL"),
        unit("10^9/L", "1000", "G/L", shown="×10⁹/L"),
        unit("10^3/uL", "1000", "K/uL", shown="×10³/µL"),
        unit("10^4/uL", "10000", "万/uL", "万", shown="×10⁴/µL"),
    ),
    limits("0", "500000"),
    limits("1000", "30000"),
)
HB = Test(
    "hb",
    ("Hb", "HGB", "血红蛋白"),
    (),
    (unit("g/dL", "1", "克/分升"), unit("g/L", "1/10", "克/升")),
    limits("1", "30"),
    limits("5", "20"),
)
WEIGHT = Test("weight", ("weight", "体重"), (), (unit("kg", "1", "公斤"),), limits("20", "300"), limits("35", "150"))

YES_NO = Shape("yes_no")
CLASS = Shape(
    "one_of",
    (
        option("III", "III", "class 3", "三型", "局灶性"),
        option("IV", "IV", "class 4", "四型", "弥漫性"),
        option("V", "V", "class 5", "五型", "膜性"),
        option("III+V", "III+V", "三加五"),
        option("IV+V", "IV+V", "class 4+5"),
        option("VI", "VI", "class 6", "六型"),
    ),
)
STATUS = Shape(
    "one_of",
    (
        option("done", "Done", "已做", "ready"),
        option("pending", "Scheduled or report awaited", "待查", "pending", "ready", "报告未出"),
        option("not_done", "Not done", "未做", "not done"),
    ),
)
DRUGS = Shape(
    "many_of",
    (
        option("mmf", "Mycophenolate", "mmf", "吗替麦考酚酯", "骁悉"),
        option("ctx", "Cyclophosphamide", "ctx", "环磷酰胺"),
        option("hepatitis_b", "Hepatitis B", "乙肝", "hbv"),
        option("hepatitis_c", "Hepatitis C", "丙肝", "hcv"),
        option("ivig", "IVIG and the like", "丙球"),
        option("steroid", "Prednisone", "激素", "pred"),
        option("other_steroid", "Methylprednisolone", "激素"),
    ),
)
SCR = Shape("quantity", test=CREATININE, unit="umol/L")
SCLEROSIS = Shape("proportion", fewest=10)
EVENT = Shape("date")
LAST_DOSE = Shape("date", ongoing=True)
PLANNED = Shape("date", future=True)
BIRTH = Shape("birth")
NOTE = Shape("text", longest=40)
ALL = (YES_NO, CLASS, STATUS, DRUGS, SCR, SCLEROSIS, EVENT, LAST_DOSE, PLANNED, BIRTH, NOTE)


@dataclass(frozen=True)
class asked:
    values: tuple[Value, ...]

    def __init__(self, *values: Value) -> None:
        object.__setattr__(self, "values", values)


@dataclass(frozen=True)
class unclear:
    word: str = ""


Expected = Value | asked | unclear


def quantity(number: str, unit: str, comparator: Comparator = "") -> Quantity:
    return Quantity(Decimal(number), unit, comparator)


def day(text: str) -> Day:
    return Day.on(date.fromisoformat(text))


def days(first: str, last: str) -> Day:
    return Day(date.fromisoformat(first), date.fromisoformat(last))


def words(shown: Shown) -> str:
    """A message in plain English, roughly as a catalogue would put it."""
    match shown:
        case Message():
            return shown.text.format(**{name: words(value) for name, value in shown.values.items()})
        case Listing():
            return ", ".join(map(words, shown.parts))
        case Amount():
            return f"{shown.comparator}{shown.number} {shown.unit}".strip()
        case Month():
            return f"{shown.year}-{shown.month:02}" if shown.month else str(shown.year)
    return str(shown)


def verify(shape: Shape, reply: str, expected: Expected, setting: Setting = SETTING) -> None:
    """Reads a reply, and says what is different from what was expected."""
    reading = read(shape, reply, setting)
    match expected:
        case unclear():
            assert isinstance(reading, Unclear), f"{reply!r}: {reading}"
            assert expected.word in words(reading.message)
        case asked():
            assert isinstance(reading, Doubtful), f"{reply!r}: {reading}"
            assert reading.readings == expected.values, f"{reply!r}"
            assert words(reading.message)
        case _:
            assert reading == Understood(expected), f"{reply!r}: {reading}"


def sentence(reading: Reading) -> str:
    return "" if isinstance(reading, Understood) else words(reading.message)

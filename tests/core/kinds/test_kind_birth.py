"""Birth dates and ages."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.core.answers import NOT_KNOWN, Age, Value
from bot.core.kinds import BadValue, dump, load, show
from bot.core.shapes import Limits
from tests.core.kinds.shapes import BIRTH, SETTING, TODAY, Expected, asked, day, days, unclear, verify, words

BORN = day("1985-03-12")
EXAMPLES: list[tuple[str, Expected]] = [
    *((reply, BORN) for reply in (
        "1985-03-12", "1985年3月12日", "1985.3.12", "19850312", "12 Mar 1985", "12MAR1985", "一九八五年三月十二日", "1985年3月12日生", "生于1985年3月12日",
        "1985年3月12日出生", "出生日期：1985.3.12", "born on 12 March 1985", "DOB 12 Mar 1985", "阳历1985年3月12日", "1985年3月12日，41岁",
        "41岁（1985年3月12日）", "age 41, born 12 Mar 1985",
    )),
    *((reply, asked(BORN)) for reply in ("85年3月12日", "八五年三月十二日", "850312", "12-Mar-85", "3/12/1985, 41岁", "1985年3月12日，属牛")),
    *((reply, asked(BORN, day("1985-12-03"))) for reply in ("3/12/1985", "03.12.1985")),
    ("3/12/85", asked(day("1985-12-03"), BORN)),
    ("12031985", asked(day("1985-12-03"), BORN)),
    *((reply, days("1985-03-01", "1985-03-31")) for reply in ("1985-03", "1985年3月", "1985.3", "March 1985")),
    *((reply, days("1985-01-01", "1985-12-31")) for reply in ("1985", "一九八五年", "1985年", "born in 1985", "1985年生", "1985年生人的")),
    *((reply, asked(days("2026-04-23", "2026-05-22"))) for reply in ("6个月", "6月龄", "6 months old", "女，6个月大")),
    ("85年生", asked(days("1985-01-01", "1985-12-31"))),
    *((reply, Age(39, TODAY)) for reply in (
        "39", "39岁", "39周岁", "３９岁", "39歲", "三十九岁", "三十九", "年龄39", "年龄：39岁", "age: 39", "39 years old", "aged 39", "39 y/o", "39yo",
        "39岁零5个月", "39 years 5 months", "39 years", "39 yrs", "39-year-old", "thirty-nine", "thirty nine years old", "a 39 year old woman", "she is 39", "I'm 39", "女，39岁", "39岁女性",
        "39/F", "患者今年39岁", "刚满39岁", "39岁了",
    )),
    *((reply, asked(Age(18, TODAY))) for reply in ("满18", "已满18岁")),  # or more
    ("16", Age(16, TODAY)),
    ("15", asked(Age(15, TODAY))),
    ("75", Age(75, TODAY)),
    ("76", asked(Age(76, TODAY))),
    ("120", asked(Age(120, TODAY))),
    ("121", unclear("between 0 and 120")),
    ("200", unclear("between 0 and 120")),
    *((reply, unclear("nominal age")) for reply in ("虚岁46", "46虚岁", "39岁（虚岁40）", "nominal age 40")),
    *((reply, unclear("animal")) for reply in ("属牛", "她属鼠", "year of the ox")),
    *((reply, unclear("completed years")) for reply in (
        "0", "39岁半", "39岁多", "四十多岁", "三十几岁", "快40", "40左右", "不到40岁", "四十出头", "about 45", "thirties", "in her thirties", "over 40", "40+", "39-40",
        "39或40", "85后", "80后的", "39m", "39.5",
    )),
    ("1985年3月12日，30岁", unclear("do not agree")),
    ("5月12日", unclear("year of birth")),
    ("2026-11-23", unclear("in the future")),
    ("2026-11-22", asked(day("2026-11-22"))),
    ("2010-11-23", asked(day("2010-11-23"))),
    ("2010-11-22", day("2010-11-22")),
    ("1950-11-23", day("1950-11-23")),
    ("1950-11-22", asked(day("1950-11-22"))),
    ("1905-11-23", asked(day("1905-11-23"))),
    ("1905-11-22", unclear("120 years ago")),
    ("1985-02-30", unclear("no such date")),
    ("农历1985年五月十二", unclear("lunar")),
    ("不是39岁", unclear()),
    ("39岁发病", unclear()),
    ("病史39年", unclear()),
    ("39 kg", unclear()),
    ("-5", unclear()),
    ("039", unclear()),
    ("不详", NOT_KNOWN),
    ("unknown", NOT_KNOWN),
    ("出生日期不详", NOT_KNOWN),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "expected"), EXAMPLES)
def test_reply(reply: str, expected: Expected) -> None:
    verify(BIRTH, reply, expected)


EXCHANGED: list[tuple[Any, Value]] = [
    ("1985-05-12", day("1985-05-12")),
    ("1985-05", days("1985-05-01", "1985-05-31")),
    ({"age": 45}, Age(45, TODAY)),
    (45, Age(45, TODAY)),
    ({"age": 45, "on": "2026-11-22"}, Age(45, TODAY)),
]


@pytest.mark.parametrize(("data", "value"), EXCHANGED)
def test_exchanged_birth(data: Any, value: Value) -> None:
    assert load(BIRTH, data, SETTING) == value


def test_an_age_is_exchanged_with_its_day() -> None:
    assert dump(BIRTH, Age(45, TODAY)) == {"age": 45, "on": "2026-11-22"}
    assert words(show(BIRTH, Age(45, TODAY))).endswith("(on 2026-11-22)")


@pytest.mark.parametrize(
    "data",
    [None, 45.0, "45", {}, {"age": "45"}, {"age": 45.0}, {"age": True}, {"age": -1}, {"age": 121}, {"age": 45, "on": 1},
     {"age": 45, "on": "2026-11"}, {"age": 45, "more": 1}, "ongoing"],
)  # fmt: skip
def test_exchanged_data_that_are_no_birth(data: Any) -> None:
    with pytest.raises(BadValue):
        load(BIRTH, data, SETTING)


def test_a_trial_says_which_ages_surprise_nobody() -> None:
    children = replace(BIRTH, ages=Limits(Decimal(2), Decimal(17)))
    for reply, expected in (("5", Age(5, TODAY)), ("17", Age(17, TODAY)), ("18", asked(Age(18, TODAY)))):
        verify(children, reply, expected, SETTING)
    verify(children, "2020-05-01", day("2020-05-01"), SETTING)
    verify(children, "1985-03-12", asked(BORN), SETTING)


@pytest.mark.parametrize(
    ("ages", "year"), [((16, 75), 1986), ((2, 17), 2009), ((0, 1), 2025), ((0, 0), 2025), ((60, 90), 1966)]
)
def test_the_example_is_somebody_whom_the_trial_looks_for(ages: tuple[int, int], year: int) -> None:
    shape = replace(BIRTH, ages=Limits(*map(Decimal, ages)))
    verify(shape, "?", unclear(f"{year}-05-12"), SETTING)

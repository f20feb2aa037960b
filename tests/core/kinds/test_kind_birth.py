"""Birth dates and ages."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.answers import NOT_KNOWN, Age, Value
from bot.core.kinds import BadValue, dump, load, show
from tests.core.kinds.shapes import BIRTH, SETTING, TODAY, Expected, asked, day, days, unclear, verify, words

EXAMPLES: list[tuple[str, Expected]] = [
    ("1985-05-12", day("1985-05-12")),
    ("1985年5月12日", day("1985-05-12")),
    ("12 May 1985", day("1985-05-12")),
    ("一九八五年五月十二日", day("1985-05-12")),
    ("85年5月12日", asked(day("1985-05-12"))),
    ("1985-05", days("1985-05-01", "1985-05-31")),
    ("1985", days("1985-01-01", "1985-12-31")),
    ("一九八五年", days("1985-01-01", "1985-12-31")),
    ("03/04/1985", asked(day("1985-03-04"), day("1985-04-03"))),
    *((reply, Age(45, TODAY)) for reply in (
        "45", "45岁", "45周岁", "４５岁", "45 years old", "aged 45", "45 y/o", "四十五岁", "四十五", "年龄45", "45 years",
    )),
    ("16", Age(16, TODAY)),
    ("15", asked(Age(15, TODAY))),
    ("75", Age(75, TODAY)),
    ("76", asked(Age(76, TODAY))),
    ("120", asked(Age(120, TODAY))),
    ("121", unclear("between 0 and 120")),
    ("虚岁46", unclear("nominal age")),
    ("46虚岁", unclear("nominal age")),
    ("5月12日", unclear("year of birth")),
    ("2026-11-23", unclear("in the future")),
    ("2026-11-22", asked(day("2026-11-22"))),
    ("2010-11-23", asked(day("2010-11-23"))),
    ("2010-11-22", day("2010-11-22")),
    ("1950-11-23", day("1950-11-23")),
    ("1950-11-22", asked(day("1950-11-22"))),
    ("1905-11-23", asked(day("1905-11-23"))),
    ("1905-11-22", unclear("120 years ago")),
    ("四十多岁", unclear()),
    ("about 45", unclear()),
    ("1985-02-30", unclear("no such date")),
    ("农历1985年五月十二", unclear("lunar")),
    ("不详", NOT_KNOWN),
    ("unknown", NOT_KNOWN),
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

"""Dates: how they are typed, what is asked back, and the bounds of the past and of the plannable."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bot.core.answers import NOT_KNOWN, ONGOING, Day
from bot.core.kinds import BadValue, Setting, check, dump, load, show
from tests.core.kinds.shapes import (
    EVENT,
    LAST_DOSE,
    PLANNED,
    SETTING,
    TODAY,
    Expected,
    asked,
    day,
    days,
    sentence,
    unclear,
    verify,
    words,
)

OCTOBER = days("2026-10-01", "2026-10-31")
FIRST = day("2026-10-01")
EXAMPLES: list[tuple[str, Expected]] = [
    *((reply, FIRST) for reply in (
        "2026-10-01", "2026/10/1", "2026.10.1", "2026年10月1日", "2026年10月1号", "２０２６年１０月１日", "20261001",
        "二〇二六年十月一日", "二零二六年十月一号", "1 Oct 2026", "1st October 2026", "1-Oct-2026", "Oct 1 2026", "Oct. 1st, 2026",
        "2026 Oct 1", "2026 年 10 月 1 日", "on the 1st of October, 2026", "2026-10-01。",
    )),
    *((reply, OCTOBER) for reply in ("2026-10", "2026年10月", "2026年10月份", "2026/10", "10/2026", "October 2026", "Oct 2026",
                                     "二〇二六年十月")),
    ("2025", days("2025-01-01", "2025-12-31")),
    ("2025年", days("2025-01-01", "2025-12-31")),
    ("2026-11", days("2026-11-01", "2026-11-22")),
    ("2026", days("2026-01-01", "2026-11-22")),
    ("今天", day("2026-11-22")),
    ("Today", day("2026-11-22")),
    ("昨天", day("2026-11-21")),
    ("yesterday", day("2026-11-21")),
    ("前天", asked(day("2026-11-20"))),
    ("day before yesterday", asked(day("2026-11-20"))),
    *((reply, asked(day("2026-11-19"))) for reply in ("3 days ago", "三天前", "3天前", "3 天 前", "three days ago", "三日前", "３天前")),
    *((reply, asked(day("2026-11-08"))) for reply in ("2 weeks ago", "两周前", "2个星期前", "two weeks ago", "两个礼拜前")),
    ("a week ago", asked(day("2026-11-15"))),
    ("二十天前", asked(day("2026-11-02"))),
    ("10月1日", asked(FIRST)),
    ("十月一号", asked(FIRST)),
    ("Oct 1", asked(FIRST)),
    ("1 October", asked(FIRST)),
    ("12月1日", asked(day("2025-12-01"))),
    ("11月22日", asked(day("2026-11-22"))),
    ("11月23日", asked(day("2025-11-23"))),
    ("2月29日", asked(day("2024-02-29"))),
    ("10月", asked(OCTOBER)),
    ("October", asked(OCTOBER)),
    ("今年10月1日", asked(FIRST)),
    ("去年10月1日", asked(day("2025-10-01"))),
    ("26年10月1日", asked(FIRST)),
    ("99年10月1日", asked(day("1999-10-01"))),
    ("01/02/2026", asked(day("2026-01-02"), day("2026-02-01"))),
    ("05/05/2026", day("2026-05-05")),
    ("25/12/2025", day("2025-12-25")),
    ("12/25/2025", day("2025-12-25")),
    ("01/12/2026", asked(day("2026-01-12"))),
    ("3/4", asked(day("2026-03-04"), day("2026-04-03"))),
    ("10/31", asked(day("2026-10-31"))),
    ("25/12/25", unclear("four digits")),
    ("2026-02-30", unclear("no such date")),
    ("2026年13月1日", unclear("no such date")),
    ("2025-02-29", unclear("no such date")),
    ("31 April 2026", unclear("no such date")),
    ("2月30日", unclear("no such date")),
    ("32/13/2026", unclear("no such date")),
    ("0000-00-00", unclear("no such date")),
    ("农历十月初一", unclear("lunar")),
    ("正月十五", unclear("lunar")),
    ("腊月二十三", unclear("lunar")),
    *((reply, unclear("type the year and the month")) for reply in (
        "10月初", "月初", "上个月", "两三周前", "三四天前", "about 3 days ago", "over a year ago", "1个多月前", "大概10月1日", "三个月前",
        "early October", "last week", "十几天前", "半年前", "2026年10月中旬", "end of October 2026", "3-4 weeks ago",
    )),
    ("2026-11-22", day("2026-11-22")),
    ("2026-11-23", unclear("in the future")),
    ("tomorrow", unclear("in the future")),
    ("3天后", unclear("in the future")),
    ("2026-12", unclear("in the future")),
    ("1026-10-01", unclear("120 years ago")),
    ("still taking", unclear("still ongoing")),
    ("没有", unclear("No date was recognised")),
    ("98 umol/L", unclear("2026-11-13")),
    ("记不清", NOT_KNOWN),
    ("记不清了", NOT_KNOWN),
    ("not recorded", NOT_KNOWN),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "expected"), EXAMPLES)
def test_reply(reply: str, expected: Expected) -> None:
    verify(EVENT, reply, expected)


@pytest.mark.parametrize(
    "reply", ["ongoing", "Still taking it", "仍在服用", "至今", "还在吃", "还在用呢", "未停药", "持续中"]
)
def test_ongoing(reply: str) -> None:
    verify(LAST_DOSE, reply, ONGOING)
    verify(EVENT, reply, unclear())


PLANS: list[tuple[str, Expected]] = [
    ("2026-12-06", day("2026-12-06")),
    ("2026-11-22", day("2026-11-22")),
    ("明天", asked(day("2026-11-23"))),
    ("2周后", asked(day("2026-12-06"))),
    ("in 3 days", asked(day("2026-11-25"))),
    ("12月6日", asked(day("2026-12-06"))),
    ("1月6日", asked(day("2027-01-06"))),
    ("11月22日", asked(day("2026-11-22"))),
    ("2月29日", unclear("more than a year")),
    ("2026-11", days("2026-11-01", "2026-11-30")),
]


@pytest.mark.parametrize(("reply", "expected"), PLANS)
def test_planned(reply: str, expected: Expected) -> None:
    verify(PLANNED, reply, expected)


@pytest.mark.parametrize(
    ("distance", "word"),
    [
        (-367, "more than a year"),
        (-366, "in the past"),
        (-1, "in the past"),
        (0, ""),
        (84, ""),
        (85, "84 days ahead"),
        (366, "84 days ahead"),
        (367, "more than a year"),
    ],
)
def test_bounds_of_a_planned_date(distance: int, word: str) -> None:
    said = sentence(check(PLANNED, Day.on(TODAY + timedelta(distance)), SETTING))
    assert word in said
    assert bool(word) == bool(said)


EXCHANGED: list[tuple[str, Day]] = [
    ("2026-10-01", FIRST),
    ("2026-10", OCTOBER),
    ("2024-02", days("2024-02-01", "2024-02-29")),
    ("2026", days("2026-01-01", "2026-12-31")),
    ("2026-11-01/2026-11-22", days("2026-11-01", "2026-11-22")),
]


@pytest.mark.parametrize(("data", "value"), EXCHANGED)
def test_exchanged_date(data: str, value: Day) -> None:
    assert load(EVENT, data, Setting(date.max)) == value
    assert dump(EVENT, value) == data


@pytest.mark.parametrize(
    "data",
    [
        None,
        20261001,
        "",
        "2026-1-1",
        "2026-02-30",
        "1 Oct 2026",
        "2026-13",
        "ongoing",
        "0000",
        "2026-02/2026-01",
        "/",
        [],
    ],
)
def test_exchanged_data_that_are_no_date(data: Any) -> None:
    with pytest.raises(BadValue):
        load(EVENT, data, SETTING)


def test_shown_as_exactly_as_known() -> None:
    shown = [words(show(EVENT, value)) for value in (FIRST, OCTOBER, days("2026-11-01", "2026-11-22"))]
    assert shown == ["2026-10-01", "2026-10", "2026-11"]
    assert words(show(EVENT, days("2026-01-01", "2026-11-22"))) == "2026"
    assert words(show(EVENT, days("2026-10-03", "2026-10-09"))) == "2026-10-03 to 2026-10-09"
    assert words(show(LAST_DOSE, ONGOING)) == "still ongoing"

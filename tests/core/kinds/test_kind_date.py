"""Dates: how they are written, what is asked back, and the bounds of the past and of the plannable."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from bot.core.answers import NOT_KNOWN, ONGOING, Day
from bot.core.kinds import BadValue, Setting, check, dump, load, show
from bot.core.shapes import Shape
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

BIOPSY = Shape(
    "date", names=("biopsy date", "肾活检日期"), asks=("On which day was the biopsy taken?", "肾活检是哪一天做的？")
)
DISCHARGE = Shape("date", names=("last day in hospital", "住院最后一天"))
OCTOBER = days("2026-10-01", "2026-10-31")
FIRST = day("2026-10-01")
EXAMPLES: list[tuple[str, Expected]] = [
    *((reply, FIRST) for reply in (
        "2026-10-01", "2026/10/1", "2026.10.1", "2026。10。1", "2026 10 01", "2026年10月1日", "2026年10月1号", "2026年10月1",
        "２０２６年１０月１日", "20261001", "二〇二六年十月一日", "二零二六年十月一号", "二O二六年十月一日", "2026年的10月1日", "1 Oct 2026",
        "1st October 2026", "1-Oct-2026", "01OCT2026", "Oct 1 2026", "Oct. 1st, 2026", "OCTOBER 1, 2026", "2026 Oct 1",
        "2026 年 10 月 1 日", "on the 1st of October, 2026", "the first of October 2026", "October the 1st, 2026", "2026-10-01。",
        "10月1日，2026年", "【2026-10-01】", "2026年10月1號",
    )),
    *((reply, OCTOBER) for reply in (
        "2026-10", "2026年10月", "2026年10月份", "2026/10", "10/2026", "October 2026", "Oct 2026", "二〇二六年十月", "UN OCT 2026",
        "2026-10-xx", "2026年10月，具体日期不详", "2026年10月(具体哪天不记得)", "10月2026年",
    )),
    ("2025", days("2025-01-01", "2025-12-31")),
    ("2025年", days("2025-01-01", "2025-12-31")),
    ("2026-11", days("2026-11-01", "2026-11-22")),
    ("2026", days("2026-01-01", "2026-11-22")),
    *((reply, asked(FIRST)) for reply in (
        "10月1日", "十月一号", "十月一", "10月一号", "Oct 1", "1 October", "Oct1", "1-Oct", "今年10月1日", "26年10月1日", "二六年十月一日", "1-Oct-26",
        "Oct 1, '26", "26.10.1", "10.1号", "2026-10-01?", "2026年10月1日吧", "2026-10-01,时间不详",
    )),
    ("十一月二十", asked(day("2026-11-20"))),
    ("12月1日", asked(day("2025-12-01"))),
    ("11月22日", asked(day("2026-11-22"))),
    ("11月23日", asked(day("2025-11-23"))),
    ("2月29日", asked(day("2024-02-29"))),
    ("29 Feb", asked(day("2024-02-29"))),
    *((reply, asked(OCTOBER)) for reply in ("10月", "十月份", "October", "in October", "Oct '26", "26年10月", "202610")),
    *((reply, asked(day("2026-10-01"))) for reply in ("国庆节", "国庆那天", "国庆节当天", "National Day")),
    *((reply, unclear()) for reply in ("国庆期间", "国庆后第一天", "春节那天")),
    ("去年10月1日", asked(day("2025-10-01"))),
    ("99年10月1日", asked(day("1999-10-01"))),
    ("25年", asked(days("2025-01-01", "2025-12-31"))),
    ("01/02/2026", asked(day("2026-01-02"), day("2026-02-01"))),
    ("3.10.2026", asked(day("2026-03-10"), day("2026-10-03"))),
    ("05/05/2026", day("2026-05-05")),
    ("25/12/2025", day("2025-12-25")),
    ("12/25/2025", day("2025-12-25")),
    ("22.11.2026", day("2026-11-22")),
    ("01/12/2026", asked(day("2026-01-12"))),
    ("3/4", asked(day("2026-03-04"), day("2026-04-03"))),
    ("10.1", asked(FIRST, day("2026-01-10"))),
    ("1001", asked(FIRST, day("2026-01-10"))),
    ("10/31", asked(day("2026-10-31"))),
    ("25/12/25", asked(day("2025-12-25"))),
    ("26-10-01", asked(FIRST, day("2001-10-26"))),
    ("01/10/26", asked(FIRST, day("2026-01-10"), day("2001-10-26"))),
    ("261001", asked(FIRST, day("2001-10-26"))),
    ("25122025", asked(day("2025-12-25"))),
    *((reply, unclear("no such date")) for reply in (
        "2026-02-30", "2026年13月1日", "2025-02-29", "31 April 2026", "2月30日", "32/13/2026", "0000-00-00", "20260230", "32号", "99/99/2026",
    )),
    *((reply, unclear("four digits")) for reply in ("20226", "206", "20226-10-01", "206-10-01", "115年10月1日", "2026101")),
    *((reply, unclear("lunar")) for reply in (
        "农历十月初一", "正月十五", "腊月二十三", "正月初三", "闰六月初一", "阴历九月九", "2026年春节", "lunar 15 August", "十月廿三",
    )),
    *((reply, unclear("type the year and the month")) for reply in (
        "10月初", "月初", "上个月", "两三周前", "三四天前", "about 3 days ago", "over a year ago", "1个多月前", "大概10月1日", "三个月前", "early October",
        "last week", "十几天前", "半年前", "2026年10月中旬", "end of October 2026", "3-4 weeks ago", "2~3天前", "一个半星期前", "半个月前", "10来天前",
        "recently", "最近", "around Christmas", "国庆前", "过年", "中秋", "2026年10月1日左右", "约10月1日", "probably 1 Oct 2026", "应该是10月1日",
        "尽快", "more than 9 days ago", "不到一周前", "summer 2025", "上月底", "去年年底",
    )),
    *((reply, unclear("more than one date")) for reply in (
        "10/1-10/5", "10月1日到5日", "between 1 and 5 Oct", "1-5 Oct 2026", "10月1日或2日", "10月1、2日", "2026-10-01至2026-10-05", "10.1-10.5",
        "10月1日，10月5日", "Oct 1 or Oct 2", "2025-2026", "2026年9-10月", "昨天11月20号",
    )),
    *((reply, unclear("Before or after")) for reply in ("before 2026", "since October", "from 1 Oct", "10月1日前", "10月1日起停药", "<2026-10-01")),
    ("2026-11-22", day("2026-11-22")),
    ("2026-11-23", unclear("in the future")),
    ("2026-12", unclear("in the future")),
    ("1026-10-01", unclear("120 years ago")),
    ("still taking", unclear("still ongoing")),
    *((reply, unclear("No date was recognised")) for reply in ("没有", "98 umol/L", "15mg", "1000 mg", "9天", "没用过", "Q3")),
    ("98 umol/L", unclear("2026-11-13")),
    *((reply, NOT_KNOWN) for reply in (
        "记不清", "记不清了", "not recorded", "日期不详", "停药日期不详", "已停药，具体日期不详", "stopped, date unknown",
    )),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        *((reply, asked(day("2026-11-15"))) for reply in (
            "11月5日至11月15日住院", "2026-11-05到2026-11-15", "from Nov 5 to Nov 15", "11.5-11.15住院", "in the ward until Nov 15",
        )),
        ("11月15日至11月5日", unclear("more than one date")),
        ("大概11月5日至15日", unclear()),
    ],
)  # fmt: skip
def test_where_the_last_day_is_asked_for_a_span_is_offered_by_its_end(reply: str, expected: Expected) -> None:
    verify(DISCHARGE, reply, expected)
    if reply != "in the ward until Nov 15":
        verify(BIOPSY, reply, unclear())


def test_a_date_with_letters_for_digits_is_offered() -> None:
    for reply in ("2O26-1O-01", "2026-l0-0l", "2026/1O/O1"):
        verify(EVENT, reply, asked(FIRST))


@pytest.mark.parametrize(("reply", "expected"), EXAMPLES)
def test_reply(reply: str, expected: Expected) -> None:
    verify(EVENT, reply, expected)


PLANS: list[tuple[str, Expected]] = [
    ("2026-12-06", day("2026-12-06")),
    ("计划于2026-12-06", day("2026-12-06")),
    ("planned for 6 Dec 2026", day("2026-12-06")),
    ("2026-11-22", day("2026-11-22")),
    ("12月6日", asked(day("2026-12-06"))),
    ("预计12月6日随机", asked(day("2026-12-06"))),
    ("6号", asked(day("2026-12-06"))),
    ("1月6日", asked(day("2027-01-06"))),
    ("11月22日", asked(day("2026-11-22"))),
    ("12/6", asked(day("2026-12-06"), day("2027-06-12"))),
    ("2月29日", unclear("more than a year")),
    ("2026-11", days("2026-11-01", "2026-11-30")),
    ("2026年12月初", unclear("the year and the month")),
    ("一个月后", unclear("the year and the month")),
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


@pytest.mark.parametrize(
    ("shape", "reply", "expected"),
    [
        *((BIOPSY, reply, FIRST) for reply in ("2026-10-01肾活检", "biopsy taken 2026-10-01", "2026-10-01做的")),
        *((BIOPSY, reply, asked(FIRST)) for reply in ("2026-10-01出院", "2026-10-01停药", "randomised 2026-10-01")),
        *((DISCHARGE, reply, FIRST) for reply in ("2026-10-01出院", "discharged 2026-10-01", "2026-10-01")),
        *((DISCHARGE, reply, asked(FIRST)) for reply in ("2026-10-01停药", "2026-10-01肾穿")),
    ],
)
def test_the_date_of_another_occasion_is_asked_back(shape: Shape, reply: str, expected: Expected) -> None:
    verify(shape, reply, expected)

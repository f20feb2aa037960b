"""Dates told from today: all of them are asked back with the full date, across the ends of weeks, months and years."""

from __future__ import annotations

from datetime import date

import pytest

from bot.core.kinds import Setting
from tests.core.kinds.shapes import EVENT, LAST_DOSE, PLANNED, Expected, asked, day, days, unclear, verify

SUNDAY, WEDNESDAY, LEAP = "2026-11-22", "2026-11-25", "2028-03-05"
PAST: list[tuple[str, str, Expected]] = [
    *((SUNDAY, reply, asked(day("2026-11-22"))) for reply in ("今天", "Today", "今日", "今天上午", "this morning", "tonight", "今早7点")),
    *((SUNDAY, reply, asked(day("2026-11-21"))) for reply in (
        "昨天", "yesterday", "ystd", "昨晚", "昨夜", "yesterday evening", "last night", "昨天晚上8点", "昨天半夜", "昨天下午停的", "昨天刚停", "yesterday at noon",
        "yesterday (Saturday)", "昨天星期六", "昨天(11月21日)", "11月21日，昨天", "昨天11月21号", "1天前",
    )),
    (SUNDAY, "8号，上个月", asked(day("2026-10-08"))),
    (SUNDAY, "元月5日", asked(day("2026-01-05"))),
    *((SUNDAY, reply, asked(day("2026-11-20"))) for reply in ("前天", "the day before yesterday", "前天下午做的", "前天停的药")),
    *((SUNDAY, reply, asked(day("2026-11-19"))) for reply in (
        "3 days ago", "三天前", "3天前", "3 天 前", "three days ago", "三日前", "３天前", "大前天", "3d ago", "3 days ago, Thursday",
    )),
    *((SUNDAY, reply, asked(day("2026-11-08"))) for reply in (
        "2 weeks ago", "两周前", "2个星期前", "two weeks ago", "两个礼拜以前", "2 wks ago", "a fortnight ago", "停药两周了", "停了两周", "已经停了两周",
        "off it for 2 weeks", "stopped two weeks ago", "14天前停的", "距今两周",
    )),
    (SUNDAY, "a week ago", asked(day("2026-11-15"))),
    (SUNDAY, "二十天前", asked(day("2026-11-02"))),
    (SUNDAY, "twenty-one days ago", asked(day("2026-11-01"))),
    (SUNDAY, "2 weeks and 3 days ago", asked(day("2026-11-05"))),
    (SUNDAY, "两周零三天前", asked(day("2026-11-05"))),
    (SUNDAY, "明天", unclear("in the future")),
    (SUNDAY, "3天后", unclear("in the future")),
    (SUNDAY, "用了三周", unclear()),
    (SUNDAY, "用药三周停药", unclear()),
    # Weekdays: the nearest, or that of the week that is named; both where they differ.
    *((SUNDAY, reply, asked(day("2026-11-16"))) for reply in ("周一", "星期一", "礼拜一", "Monday", "on Monday", "本周一", "这周一", "this Monday")),
    *((SUNDAY, reply, asked(day("2026-11-09"), day("2026-11-16"))) for reply in ("上周一", "上星期一", "上个礼拜一", "last Monday")),
    *((SUNDAY, reply, asked(day("2026-11-09"))) for reply in ("Monday last week", "last week Monday", "last week's Monday")),
    *((SUNDAY, reply, asked(day("2026-11-22"), day("2026-11-15"))) for reply in ("周日", "Sunday", "星期天")),
    *((SUNDAY, reply, asked(day("2026-11-22"))) for reply in ("本周日", "这个星期天")),
    (SUNDAY, "上礼拜天", asked(day("2026-11-15"))),
    (SUNDAY, "上上周三", asked(day("2026-11-04"))),
    (SUNDAY, "下周三", unclear("in the future")),
    (SUNDAY, "上周五出院", asked(day("2026-11-13"), day("2026-11-20"))),
    (SUNDAY, "上周四(11月12日)", asked(day("2026-11-12"))),
    (SUNDAY, "上周四，11月19日", asked(day("2026-11-19"))),
    (WEDNESDAY, "周日", asked(day("2026-11-22"))),
    (WEDNESDAY, "本周日", unclear("in the future")),
    (WEDNESDAY, "last Friday", asked(day("2026-11-20"))),
    (WEDNESDAY, "上周五", asked(day("2026-11-20"))),
    (WEDNESDAY, "last Tuesday", asked(day("2026-11-17"), day("2026-11-24"))),
    # Months and years.
    *((SUNDAY, reply, asked(day("2026-11-03"))) for reply in ("本月3日", "这个月3号", "the 3rd of this month", "the 3rd", "3号", "三号")),
    *((SUNDAY, reply, asked(day("2026-10-15"))) for reply in ("上个月15号", "上月15日", "15th of last month", "last month on the 15th")),
    (SUNDAY, "25号", asked(day("2026-10-25"))),
    ("2026-12-15", "31号", asked(day("2026-10-31"))),
    ("2027-03-31", "上个月31号", unclear("no such date")),
    ("2027-01-04", "上个月31号", asked(day("2026-12-31"))),
    ("2027-01-04", "去年12月", asked(days("2026-12-01", "2026-12-31"))),
    *((SUNDAY, reply, asked(days("2026-03-01", "2026-03-31"))) for reply in ("今年3月", "March this year", "3月份", "this March")),
    *((SUNDAY, reply, asked(days("2025-03-01", "2025-03-31"))) for reply in ("去年3月", "last year in March", "March last year")),
    (SUNDAY, "last March", asked(days("2026-03-01", "2026-03-31"), days("2025-03-01", "2025-03-31"))),
    (SUNDAY, "1 Oct last year", asked(day("2025-10-01"))),
    (SUNDAY, "前年", asked(days("2024-01-01", "2024-12-31"))),
    (SUNDAY, "next October", unclear("in the future")),
    # Leap days and New Year.
    (LEAP, "9 days ago", asked(day("2028-02-25"))),
    (LEAP, "5天前", asked(day("2028-02-29"))),
    ("2028-03-01", "昨天", asked(day("2028-02-29"))),
    ("2028-02-29", "今天", asked(day("2028-02-29"))),
    ("2028-02-29", "2月29日", asked(day("2028-02-29"))),
    ("2027-01-01", "昨天", asked(day("2026-12-31"))),
    ("2027-01-01", "12月31日", asked(day("2026-12-31"))),
]  # fmt: skip


@pytest.mark.parametrize(("today", "reply", "expected"), PAST)
def test_past(today: str, reply: str, expected: Expected) -> None:
    verify(LAST_DOSE, reply, expected, Setting(date.fromisoformat(today)))


AHEAD: list[tuple[str, str, Expected]] = [
    (SUNDAY, "明天", asked(day("2026-11-23"))),
    (SUNDAY, "后天", asked(day("2026-11-24"))),
    (SUNDAY, "大后天", asked(day("2026-11-25"))),
    *((SUNDAY, reply, asked(day("2026-12-06"))) for reply in (
        "2周后", "两周以后", "in two weeks", "two weeks from now", "two weeks' time", "in a fortnight", "再过两周",
    )),
    (SUNDAY, "in 3 days", asked(day("2026-11-25"))),
    (SUNDAY, "下周三", asked(day("2026-11-25"))),
    (WEDNESDAY, "下周五", asked(day("2026-12-04"), day("2026-11-27"))),
    (WEDNESDAY, "next Friday", asked(day("2026-12-04"), day("2026-11-27"))),
    (WEDNESDAY, "Friday", asked(day("2026-11-27"))),
    (WEDNESDAY, "本周五", asked(day("2026-11-27"))),
    (SUNDAY, "this Monday", asked(day("2026-11-16"), day("2026-11-23"))),
    (SUNDAY, "下个月6号", asked(day("2026-12-06"))),
    ("2026-12-30", "后天", asked(day("2027-01-01"))),
    (SUNDAY, "next week", unclear("the year and the month")),
    (SUNDAY, "两周内", unclear()),
]  # fmt: skip


@pytest.mark.parametrize(("today", "reply", "expected"), AHEAD)
def test_ahead(today: str, reply: str, expected: Expected) -> None:
    verify(PLANNED, reply, expected, Setting(date.fromisoformat(today)))


def test_every_day_of_four_years_is_found_again() -> None:
    """ "N days ago" and a weekday never leave the calendar."""
    for start in range(date(2026, 1, 1).toordinal(), date(2030, 1, 1).toordinal(), 5):
        today = date.fromordinal(start)
        verify(EVENT, "9 days ago", asked(day(date.fromordinal(start - 9).isoformat())), Setting(today))
        verify(EVENT, "上上周日", asked(day(date.fromordinal(start - today.weekday() - 8).isoformat())), Setting(today))

"""Names of the calendar as they are typed: days, weekdays, months and years, and the counts that stand before them."""

from __future__ import annotations

_ONES = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_ORDINAL_ONES = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip


def _with_tens(ones: tuple[str, ...]) -> dict[str, int]:
    small = {name: n for n, name in enumerate(ones, 1)}
    tens = _TENS.items()
    return small | {f"{ten}{joint}{ones[n - 1]}": of + n for ten, of in tens for n in range(1, 10) for joint in "- "}


NUMBERS = _with_tens(_ONES) | _TENS
ORDINALS = _with_tens(_ORDINAL_ONES) | {"twentieth": 20, "thirtieth": 30}

# Days from today.
DAYS = {
    "today": 0, "今天": 0, "今日": 0, "今儿": 0, "今儿个": 0, "本日": 0, "当天": 0, "当日": 0, "今早": 0, "今晨": 0, "今晚": 0, "今夜": 0,
    "this morning": 0, "this afternoon": 0, "this evening": 0, "tonight": 0,
    "yesterday": -1, "yest": -1, "ystd": -1, "yday": -1, "yesturday": -1, "昨天": -1, "昨日": -1, "昨儿": -1, "昨儿个": -1, "昨": -1, "昨晚": -1, "昨夜": -1, "昨早": -1,
    "last night": -1, "last evening": -1,
    "day before yesterday": -2, "前天": -2, "前日": -2, "前晚": -2, "前夜": -2, "大前天": -3, "大前日": -3, "大大前天": -4,
    "tomorrow": 1, "tmr": 1, "tmrw": 1, "tomorow": 1, "tommorow": 1, "tommorrow": 1, "tomorrow morning": 1, "明天": 1, "明日": 1, "明儿": 1, "明早": 1, "明晚": 1,
    "day after tomorrow": 2, "后天": 2, "后日": 2, "大后天": 3,
}  # fmt: skip
# The day after which a holiday is named, month and day; those whose day moves are asked for by their date.
HOLIDAYS = {
    "元旦": (1, 1), "new year's day": (1, 1), "妇女节": (3, 8), "三八妇女节": (3, 8), "五一": (5, 1), "五一节": (5, 1), "劳动节": (5, 1),
    "五一劳动节": (5, 1), "儿童节": (6, 1), "六一儿童节": (6, 1), "建党节": (7, 1), "建军节": (8, 1), "教师节": (9, 10), "国庆": (10, 1), "国庆节": (10, 1),
    "national day": (10, 1), "平安夜": (12, 24), "圣诞": (12, 25), "圣诞节": (12, 25), "christmas": (12, 25), "christmas day": (12, 25),
}  # fmt: skip
# Lengths in days; a month has none.
SPANS = {
    "day": 1, "days": 1, "d": 1, "天": 1, "日": 1,
    "week": 7, "weeks": 7, "wk": 7, "wks": 7, "w": 7, "周": 7, "星期": 7, "礼拜": 7,
    "fortnight": 14, "fortnights": 14,
}  # fmt: skip

_WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAYS = {name: at for at, name in enumerate(_WEEKDAY_NAMES)}
WEEKDAYS |= {name[:3]: at for name, at in WEEKDAYS.items()} | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
WEEKDAY_SIGNS = (
    {sign: at for at, sign in enumerate("一二三四五六日")} | {"天": 6} | {str(at + 1): at for at in range(7)}
)
# Weeks from this one; a Chinese week ends on Sunday.
WEEKS = {
    "上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2, "last": -1, "past": -1, "previous": -1, "this past": -1,
    "this": 0, "next": 1, "coming": 1, "this coming": 1,
}  # fmt: skip

_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTHS = {name: at for at, name in enumerate(_MONTH_NAMES, 1)}
MONTHS |= {name[:3]: at for name, at in MONTHS.items()} | {"sept": 9}
# Months and years from the present one.
MONTHS_AWAY = {
    "上上个月": -2, "上上月": -2, "上个月": -1, "上月": -1, "本月": 0, "这个月": 0, "这月": 0, "当月": 0, "下个月": 1, "下月": 1,
    "last month": -1, "this month": 0, "next month": 1,
}  # fmt: skip
YEARS_AWAY = {
    "今年": 0, "本年": 0, "去年": -1, "上一年": -1, "前年": -2, "大前年": -3, "明年": 1,
    "this year": 0, "last year": -1, "next year": 1,
}  # fmt: skip

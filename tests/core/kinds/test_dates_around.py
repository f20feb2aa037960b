"""What stands around a date: what changes nothing is passed over, a weekday is checked, nothing else is swallowed."""

from __future__ import annotations

from itertools import product

import pytest

from bot.core.kinds import Doubtful, Understood, read
from bot.core.lexicon.forms import words
from tests.core.kinds.shapes import EVENT, LAST_DOSE, SETTING, Expected, asked, day, days, sentence, unclear, verify

FIRST = day("2026-10-01")
AROUND: list[tuple[str, Expected]] = [
    *((reply, FIRST) for reply in (
        "停药日期2026-10-01", "最后一次用药是2026年10月1日", "末次用药时间：2026-10-01", "末次用药于2026年10月1日上午", "于2026年10月1日停用", "2026-10-01停药",
        "2026年10月1日最后一次吃的", "2026年10月1日做的", "2026年10月1日查的", "出院日期 2026-10-01", "2026年10月1日出院的", "已停药，末次2026-10-01",
        "没吃了，2026年10月1号停的", "在2026年10月1日", "公历2026年10月1日", "患者2026-10-01出院", "最后一天2026-10-01",
        "last dose was on 1 October 2026", "last dose: 2026-10-01", "discharged 2026-10-01", "it was on 1 Oct 2026", "1 Oct 2026 (last dose)",
        "stopped on 1 Oct 2026", "last dose 2026年10月1日", "went home on 1 Oct 2026", "biopsy date: 1 Oct 2026", "stopped, last dose 2026-10-01",
        # times of day
        "2026-10-01 08:30", "2026-10-01T08:30:00", "2026-10-01 00:00:00", "2026年10月1日下午3点半", "2026年10月1日上午", "1 Oct 2026 at 8am",
        "08:30 2026-10-01", "the morning of 1 Oct 2026", "2026年10月1日早上八点左右",
        # weekdays
        "2026-10-01 周四", "Thu 1 Oct 2026", "Thursday, October 1, 2026", "2026年10月1日(星期四)", "2026-10-01(周四)上午9:30", "星期四 2026-10-01",
        "1 Oct 2026 (Thu)", "2026 年 10 月 1 日 星期 四",
    )),
    *((reply, asked(FIRST)) for reply in (
        "周四 10月1日", "10月1日（周四）", "最后一次是10月1号", "10月1日下午3点", "2026年10月1日凌晨", "2026-10-01 24:00", "1 Oct 2026, midnight",
        "用到2026年10月1日", "until 1 Oct 2026", "计划停药2026-10-01", "01/10/2026 Thu", "上周四，2026-10-01",
        # beside words that are not known
        "骁悉2026-10-01停", "MMF stopped 2026-10-01 because of diarrhoea", "10月1日因腹泻停药", "最后一次环磷酰胺是10月1号", "last mmf dose 1 Oct 2026",
        "10月1日（国庆节）", "yes, 1 Oct 2026",
    )),
    ("去年10月停的", asked(days("2025-10-01", "2025-10-31"))),
    ("2026 10:01", unclear()),
    ("2026-10 08:30", unclear()),
    ("周四 2026年10月", unclear()),
    ("2026年10月最后一天", unclear()),
    ("last day of October 2026", unclear()),
    ("不是10月1日", unclear("when it was not")),
    ("not 1 Oct", unclear("when it was not")),
    ("10月1日没吃", unclear("when it was not")),
    ("昨天没做", unclear("when it was not")),
    ("首次用药2026-10-01", unclear("not certain")),
    ("报告日期2026-10-01", unclear("not certain")),
    ("停了", unclear("has ended")),
    ("already stopped", unclear("has ended")),
]  # fmt: skip


@pytest.mark.parametrize(("reply", "expected"), AROUND)
def test_around(reply: str, expected: Expected) -> None:
    verify(LAST_DOSE, reply, expected)


@pytest.mark.parametrize("reply", ["2026年10月1日（星期五）", "Fri, 1 Oct 2026", "10月1日 星期三", "2026-10-01 周日"])
def test_another_weekday_is_asked_back_with_the_true_one(reply: str) -> None:
    verify(EVENT, reply, asked(FIRST))
    assert "2026-10-01 is a Thursday" in sentence(read(EVENT, reply, SETTING))


TURNING = words(
    "不是|非|没在|大概|约|可能|可能是|好像|应该是|开始|首次|第一次|开始用药|报告|报告日期|入院|住院|复查|下次|从|自|早于|晚于|至少|最早|不早于|过了|前|后|农历|除了|或"
    "|换药|减量|确诊|再过|前次|尚未到|停药前|停药后|用药前|出院后|活检前|术前|不用|没用|未用|没停|不停|没出院|在用|在吃|还在用"
    "|not|never|wasn't|before|after|since|from|by|about|approx|maybe|probably|start|started|first|admitted|report|next|missed|due|expected"
)
FOLLOWING = words(
    "左右|前后|前|后|之前|以后|起|开始|开始用|以来|至今|还在用|在用|没用|未用|没停|未停|上下|那几天|以内|之间|可能|或2日|到5日|、2日|农历|减量|前停药|起停药|开始停药|起未用"
    "|后没用|前一天|的第二天|次日|不是|或之前|之前停的|or so|onwards|started|first|not|missed|approx|maybe|ongoing|to date|lunar|est|admitted|reported|due|-1|+1"
)


@pytest.mark.parametrize("date", ["2026年10月1日", "2026-10-01", "1 Oct 2026", "2026年10月"])
def test_no_word_that_turns_a_date_is_swallowed(date: str) -> None:
    """Never taken, though it may be asked back."""
    neutral = ("", "停药", "用药", "上午", "最后一次", " last dose ", "周四")
    replies = {f"{between}{word} {date}" for word, between in product(TURNING, neutral)}
    replies |= {f"{date} {word}{between}" for word, between in product(FOLLOWING, neutral)}
    replies |= {reply.replace(" ", "") for reply in replies if not date.isascii()}
    taken = [reply for reply in replies if isinstance(read(EVENT, reply, SETTING), Understood)]
    assert taken == []


def test_a_date_said_twice_must_be_the_same() -> None:
    assert isinstance(read(EVENT, "昨天（11月21日）", SETTING), Doubtful)
    verify(EVENT, "昨天（11月20日）", unclear("more than one date"))

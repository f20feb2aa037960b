"""An answer in one clause of a reply is offered, and only where nothing else in the reply may change it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from bot.channels.reading import ReplyReader
from tests.core.worlds import first

DAY = date(2026, 11, 23)


def read(question: str, reply: str) -> dict[str, Any]:
    library = first()
    reader = ReplyReader(library.trials["ln-msc"], library.texts.text, DAY)
    asked = reader.trial.by_id[question]
    return reader.one(asked, reply, asked.shape.unit or None, DAY)


def offered(question: str, reply: str) -> Sequence[object]:
    result = read(question, reply)
    assert result["outcome"] != "value", reply
    return list(result["readings"])


@pytest.mark.parametrize(
    ("value", "replies"),
    [
        (
            "not_done",
            ("没做过，也不打算做", "no, not planned", "没穿，不做了"),
        ),  # not done; perhaps planned, but for this
        ("done", ("做了，报告出来了", "yes, reported")),
    ],
)
def test_clauses_that_together_leave_one_option_answer(value: str, replies: tuple[str, ...]) -> None:
    for reply in replies:
        assert read("biopsy_status", reply)["value"] == value, reply
    assert offered("biopsy_status", "yes, no")  # neither says it, though together they leave one


@pytest.mark.parametrize(
    ("question", "value", "replies"),
    [
        (
            "mmf_ever",
            "yes",
            ("3年前用过，效果不好", "用过，不耐受", "吃过，效果一般", "took it in 2022, poor response"),
        ),
        ("mmf_intolerance", "yes", ("用过，不耐受", "severe diarrhoea, not tolerated")),
        ("childbearing_potential", "yes", ("月经量少但没绝经",)),
        ("biopsy_status", "done", ("done, class IV", "10月8号做的，报告出来了")),
        ("biopsy_date", "2026-10-08", ("8 October, report on 15 October", "10月8日做的，10月15日出报告")),
        ("infection_active", [], ("没有发热，没有感染",)),
        ("weight", {"value": "55", "unit": "kg"}, ("55kg，身高162", "162cm，55kg", "55公斤，最近瘦了")),
    ],
)
def test_what_one_clause_says_is_offered(question: str, value: object, replies: tuple[str, ...]) -> None:
    for reply in replies:
        assert offered(question, reply) == [value], reply


@pytest.mark.parametrize(
    ("question", "replies"),
    [
        ("mmf_ever", ("用过，也可能没用过", "yes but can't remember")),
        ("upcr", ("1,85", "2.1 上周，现在1.5")),
        ("hb", ("28 g/L (白蛋白)", "112, rechecked 110")),
        ("birth_date", ("1990年3月5日，虚岁37",)),
        ("biopsy_date", ("2026年10月，农历", "10月8日，10月9日")),
        ("e1_drugs", ("医生让吃骁悉，没吃", "MMF prescribed, not taken")),
        ("consent", ("investigator signed, patient not",)),
    ],
)
def test_what_another_clause_may_change_is_not_offered(question: str, replies: tuple[str, ...]) -> None:
    for reply in replies:
        assert offered(question, reply) == [], reply


def test_a_single_answer_in_a_report_is_offered_as_the_answer() -> None:
    assert offered("scr", "血肌酐98，尿素6.5") == [{"value": "98", "unit": "umol/L"}]
    assert offered("scr", "Cr 98 eGFR 68") == [{"value": "98", "unit": "umol/L"}]

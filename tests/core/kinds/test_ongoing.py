"""Instead of a last day: "still taking it". Asked back or asked again wherever that is not certain."""

from __future__ import annotations

import pytest

from bot.core.answers import ONGOING
from bot.core.lexicon.forms import normal
from bot.core.lexicon.lasting import ENDED
from bot.core.lexicon.lasting import ONGOING as WORDS
from tests.core.kinds.shapes import EVENT, LAST_DOSE, asked, unclear, verify


@pytest.mark.parametrize(
    "reply",
    [
        "ongoing", "still ongoing", "Still taking it", "仍在服用", "至今", "还在吃", "还在用呢", "未停药", "持续中", "持续至今", "还在用", "一直在用", "未停", "没停",
        "没停药", "目前还在吃", "患者目前仍在服用", "还没停呢", "至今未停", "用到现在", "没停，还在吃", "还在用药", "每天都在吃", "仍住院", "还在输液", "没出院",
        "on it now", "not stopped", "hasn't stopped", "has not stopped yet", "until today", "patient is still taking it", "She is still on it",
        "still on the drip", "still in hospital", "currently taking", "yes, still taking", "仍在服藥", "现用", "目前服用", "规律服用", "takes it every day",
    ],
)  # fmt: skip
def test_ongoing(reply: str) -> None:
    verify(LAST_DOSE, reply, ONGOING)
    verify(EVENT, reply, unclear())


@pytest.mark.parametrize(
    "reply",
    [
        "还在吃骁悉",
        "still taking MMF",
        "MMF仍在用",
        "2025年3月至今",
        "从2025年3月吃到现在",
        "2025-03 to present",
        "2026-10-01 to date",
        "没停但减量",
    ],
)
def test_perhaps_ongoing(reply: str) -> None:
    verify(LAST_DOSE, reply, asked(ONGOING))


@pytest.mark.parametrize(
    "reply",
    [
        "可能还在用", "应该还在吃", "好像没停", "还在用吧", "还在用？", "maybe still", "probably still taking", "没在用", "不在用", "没在用了", "还没用", "一直没用",
        "曾在用", "以前一直在用", "在用过", "昨天还在吃", "2026-10-01还在用", "2025年停药至今", "至今没用", "停了又在吃", "was still taking", "used to be taking",
        "no longer taking", "not taking", "still not taking", "not currently taking", "has not started", "2026年10月1日，没停", "never", "no", "用", "还",
    ],
)  # fmt: skip
def test_not_certainly_ongoing(reply: str) -> None:
    verify(LAST_DOSE, reply, unclear())


def test_the_words_are_in_normal_form_and_have_one_meaning() -> None:
    assert all(normal(word) == word for word in WORDS | ENDED)
    assert not WORDS & ENDED
    assert "" not in WORDS

"""Replies to yes-or-no questions."""

from __future__ import annotations

import pytest

from bot.core.answers import NO, NOT_KNOWN, YES
from tests.core.kinds.shapes import YES_NO, Expected, unclear, verify

EXAMPLES: list[tuple[str, Expected]] = [
    *(
        (reply, YES)
        for reply in (
            "yes",
            "Y",
            " YES. ",
            "是",
            "是的",
            "有",
            "同意",
            "我同意",
            "患者有",
            "ｙｅｓ",
            "1",
            "对。",
            "ye\u200bs",
        )
    ),
    *(
        (reply, NO)
        for reply in (
            "no",
            "N",
            "No!",
            "否",
            "没有",
            "无",
            "不是",
            "从未",
            "never",
            "患者没有",
            "2",
            "不同意",
            "没有过",
        )
    ),
    *(
        (reply, NOT_KNOWN)
        for reply in ("不清楚", "记不清", "没印象", "未查", "not recorded", "n/a", "Don’t know", "待查")
    ),
    ("probably", unclear("“probably” could not be read")),
    ("可能有", unclear()),
    ("不是没有", unclear()),
    ("not no", unclear()),
    ("还好", unclear()),
    ("有吧", unclear()),
    ("yes and no", unclear()),
    ("0", unclear()),
    ("3", unclear()),
    ("👍", unclear("For example: yes")),
]


@pytest.mark.parametrize(("reply", "expected"), EXAMPLES)
def test_reply(reply: str, expected: Expected) -> None:
    verify(YES_NO, reply, expected)

"""Free text: kept as typed, unless it is too long or identifies a person."""

from __future__ import annotations

import pytest

from bot.core.answers import NOT_KNOWN, Text
from tests.core.kinds.shapes import NOTE, Expected, unclear, verify

EXAMPLES: list[tuple[str, Expected]] = [
    ("  Seen on  Tuesday ", Text("Seen on Tuesday")),
    ("复查后再定", Text("复查后再定")),
    ("张力正常", Text("张力正常")),
    ("=1+1", Text("=1+1")),
    ("a\u202eb\x00c", Text("abc")),
    ("two\r\n\nlines", Text("two\nlines")),
    ("x" * 40, Text("x" * 40)),
    ("x" * 41, unclear("41 characters")),
    ("x" * 5000, unclear("longer than")),
    ("", unclear("Nothing was typed")),
    (" \u200b\n", unclear("Nothing was typed")),
    ("call 138 1234 5678", unclear("not stored")),
    ("身份证11010519491231002X", unclear("not stored")),
    ("write to a.b@c.org", unclear("e-mail")),
    ("患者姓名：王小明，复查", unclear("names")),
    ("see MRN 1234567", unclear("not stored")),
    ("住南京市中山路321号", unclear("not stored")),
    ("王女士要求复查", unclear("not stored")),
    ("👍 ok", Text("👍 ok")),
    ("没有特殊", Text("没有特殊")),
    ("不清楚，等结果", NOT_KNOWN),
    ("n/a", NOT_KNOWN),
    ("不详", NOT_KNOWN),
    ("过敏史不清楚", Text("过敏史不清楚")),
]


@pytest.mark.parametrize(("reply", "expected"), EXAMPLES)
def test_reply(reply: str, expected: Expected) -> None:
    verify(NOTE, reply, expected)

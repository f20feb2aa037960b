"""Replies that choose one option: by name in both languages, by number, and what is asked back."""

from __future__ import annotations

import pytest

from bot.core.answers import NOT_KNOWN, Code
from tests.core.kinds.shapes import CLASS, STATUS, Expected, asked, unclear, verify

EXAMPLES: list[tuple[str, Expected]] = [
    ("IV", Code("IV")),
    ("iv", Code("IV")),
    ("Ⅳ", Code("IV")),
    ("Class 4", Code("IV")),
    ("四型", Code("IV")),
    ("弥漫性。", Code("IV")),
    ("III + V", Code("III+V")),
    ("Ⅲ＋Ⅴ", Code("III+V")),
    ("三加五", Code("III+V")),
    ("1", Code("III")),
    ("(2)", Code("IV")),
    ("3", asked(Code("V"), Code("III"))),
    ("6", Code("VI")),
    ("5", asked(Code("IV+V"), Code("V"))),
    ("4", asked(Code("III+V"), Code("IV"))),
    ("7", unclear("Possible: III, IV, V, III+V, IV+V, VI")),
    ("0", unclear()),
    ("99999999999999", unclear()),
    ("IV or V", unclear("“IV or V” is not among the options")),
    ("不详", NOT_KNOWN),
    ("unknown", NOT_KNOWN),
]
OWN_WORDS: list[tuple[str, Expected]] = [
    ("not done", Code("not_done")),
    ("not_done", Code("not_done")),
    ("未做", Code("not_done")),
    ("待查", Code("pending")),
    ("不清楚", NOT_KNOWN),
    ("ready", asked(Code("done"), Code("pending"))),
]


@pytest.mark.parametrize(("reply", "expected"), EXAMPLES)
def test_reply(reply: str, expected: Expected) -> None:
    verify(CLASS, reply, expected)


@pytest.mark.parametrize(("reply", "expected"), OWN_WORDS)
def test_an_option_of_its_own_comes_before_not_known(reply: str, expected: Expected) -> None:
    verify(STATUS, reply, expected)

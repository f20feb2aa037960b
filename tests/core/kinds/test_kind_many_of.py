"""Replies that choose several options, or none of them: taken whole or not at all."""

from __future__ import annotations

import pytest

from bot.core.answers import NOT_KNOWN, Codes
from tests.core.kinds.shapes import DRUGS, Expected, unclear, verify

EXAMPLES: list[tuple[str, Expected]] = [
    ("mmf", Codes(("mmf",))),
    ("CTX, MMF", Codes(("mmf", "ctx"))),
    ("环磷酰胺和吗替麦考酚酯", Codes(("mmf", "ctx"))),
    ("骁悉、环磷酰胺；乙肝", Codes(("mmf", "ctx", "hepatitis_b"))),
    ("mmf ctx", Codes(("mmf", "ctx"))),
    ("mmf\nctx\n", Codes(("mmf", "ctx"))),
    ("mmf+ctx", Codes(("mmf", "ctx"))),
    ("mmf/ctx", Codes(("mmf", "ctx"))),
    ("mmf and mmf", Codes(("mmf",))),
    ("hepatitis b and hepatitis c", Codes(("hepatitis_b", "hepatitis_c"))),
    ("hepatitis b hepatitis c", Codes(("hepatitis_b", "hepatitis_c"))),
    ("IVIG and the like and mmf", Codes(("mmf", "ivig"))),
    ("1，3", Codes(("mmf", "hepatitis_b"))),
    ("1 2", Codes(("mmf", "ctx"))),
    ("none", Codes(())),
    ("None of these.", Codes(())),
    ("无", Codes(())),
    ("都没有", Codes(())),
    ("mmf, aspirin, ctx", unclear("“aspirin” is not among the options, so nothing was taken over")),
    ("没有用 mmf", unclear("“没有用”")),
    ("mmf, none", unclear("excludes all other options")),
    ("激素", unclear("“激素” can mean Prednisone, Methylprednisolone")),
    ("1, 9", unclear("“9”")),
    ("吗替麦考酚酯环磷酰胺", unclear()),
    (",,,", unclear()),
    ("不清楚", NOT_KNOWN),
    ("not recorded", NOT_KNOWN),
]


@pytest.mark.parametrize(("reply", "expected"), EXAMPLES)
def test_reply(reply: str, expected: Expected) -> None:
    verify(DRUGS, reply, expected)

"""Shares of things counted: in percent, or as so many of so many."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.answers import NOT_KNOWN, Proportion
from bot.core.kinds import BadValue, load
from tests.core.kinds.shapes import SCLEROSIS, SETTING, Expected, asked, quantity, unclear, verify

EXAMPLES: list[tuple[str, Expected]] = [
    ("30%", quantity("30", "%")),
    ("30 %", quantity("30", "%")),
    ("３０％", quantity("30", "%")),
    ("30", asked(quantity("30", "%"))),
    ("30 percent", quantity("30", "%")),
    ("百分之三十", quantity("30", "%")),
    ("百分之十二点五", quantity("12.5", "%")),
    ("百分之30", quantity("30", "%")),
    ("<5%", quantity("5", "%", "<")),
    ("0", quantity("0", "%")),
    ("100%", quantity("100", "%")),
    ("100.01%", unclear("100.01 % is not possible. Possible: 0 to 100 %.")),
    ("49.999999%", quantity("49.999999", "%")),
    ("6/20", Proportion(6, 20)),
    ("６／２０", Proportion(6, 20)),
    ("6 of 20", Proportion(6, 20)),
    ("6 out of 20", Proportion(6, 20)),
    ("6 of the 20 glomeruli", Proportion(6, 20)),
    ("6个/20个", Proportion(6, 20)),
    ("20个中6个", Proportion(6, 20)),
    ("20个肾小球中有6个", Proportion(6, 20)),
    ("二十个中六个", Proportion(6, 20)),
    ("二十分之六", Proportion(6, 20)),
    ("10/10", Proportion(10, 10)),
    ("0/10", Proportion(0, 10)),
    ("4/9", asked(Proportion(4, 9))),
    ("21/20", unclear("21 of 20 is not possible")),
    ("0/0", unclear("not possible")),
    ("0.3", asked(quantity("30", "%"), quantity("0.3", "%"))),
    ("0.3%", quantity("0.3", "%")),
    ("30-40%", unclear("One single number")),
    ("约30%", unclear("no estimate")),
    ("一半", unclear()),
    ("6/20/30", unclear()),
    ("30 mg", unclear()),
    ("½", unclear()),
    ("报告未提及", unclear()),
    ("未提及", NOT_KNOWN),
    ("not mentioned", NOT_KNOWN),
]


@pytest.mark.parametrize(("reply", "expected"), EXAMPLES)
def test_reply(reply: str, expected: Expected) -> None:
    verify(SCLEROSIS, reply, expected)


@pytest.mark.parametrize(
    "data",
    [
        "30%",
        30,
        None,
        {"value": "30"},
        {"value": "30", "unit": "g"},
        {"value": 30.0, "unit": "%"},
        {"count": 6},
        {"count": 6, "total": 0},
        {"count": 7, "total": 6},
        {"count": -1, "total": 6},
        {"count": 6.0, "total": 20},
        {"count": True, "total": 20},
        {"count": 6, "total": 10**9},
        {"count": 6, "total": 20, "unit": "%"},
    ],
)
def test_exchanged_data_that_are_no_proportion(data: Any) -> None:
    with pytest.raises(BadValue):
        load(SCLEROSIS, data, SETTING)

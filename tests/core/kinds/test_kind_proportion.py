"""Shares of things counted: in percent, or as so many of so many."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.answers import NOT_KNOWN, Proportion
from bot.core.kinds import BadValue, load
from bot.core.shapes import Shape
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
    ("三成", quantity("30", "%")),
    ("三成半", quantity("35", "%")),
    ("thirty percent", quantity("30", "%")),
    ("30% of glomeruli", quantity("30", "%")),
    ("占30%。", quantity("30", "%")),
    ("it's 30%", quantity("30", "%")),
    (".5%", quantity("0.5", "%")),
    ("5%以下", quantity("5", "%", "<=")),
    ("50%以上", quantity("50", "%", ">=")),
    ("不超过30%", quantity("30", "%", "<=")),
    ("少于一半", quantity("50", "%", "<")),
    ("more than half", quantity("50", "%", ">")),
    ("过半", quantity("50", "%", ">")),
    ("一半以上", asked(quantity("50", "%", ">="), quantity("50", "%", ">"))),
    ("一半", asked(quantity("50", "%"))),
    ("半数", asked(quantity("50", "%"))),
    ("half of them", asked(quantity("50", "%"))),
    ("0%", quantity("0", "%")),
    ("0/20", Proportion(0, 20)),
    ("0个", quantity("0", "%")),
    ("无", asked(quantity("0", "%"))),
    ("未见新月体", asked(quantity("0", "%"))),
    ("none", asked(quantity("0", "%"))),
    ("no crescents", asked(quantity("0", "%"))),
    ("none of 20", asked(Proportion(0, 20))),
    ("20个肾小球均未见", asked(Proportion(0, 20))),
    ("全部", asked(quantity("100", "%"))),
    ("all of them", asked(quantity("100", "%"))),
    ("all 20 glomeruli", asked(Proportion(20, 20))),
    ("three of twelve", Proportion(3, 12)),
    ("20个肾小球，其中6个", Proportion(6, 20)),
    ("共20个,6个", Proportion(6, 20)),
    ("6个，共20个", Proportion(6, 20)),
    ("20 glomeruli of which 6", Proportion(6, 20)),
    ("of 20 glomeruli, 6", Proportion(6, 20)),
    ("20个肾小球，6个", asked(Proportion(6, 20))),
    ("20个肾小球中6个硬化", asked(Proportion(6, 20))),
    ("硬化 30%", asked(quantity("30", "%"))),
    ("6/20 not sclerosed", unclear()),
    ("20个中6个未硬化", unclear()),
    ("不是30%", unclear()),
    ("6/20 (30%)", Proportion(6, 20)),
    ("30% (6/20)", Proportion(6, 20)),
    ("7/22，31.8%", Proportion(7, 22)),
    ("6/20 (31%)", unclear("6 of 20 is not 31 %; one of the two is wrong")),
    ("6/0 (0%)", unclear("not possible")),
    ("六分之一", asked(Proportion(1, 6))),
    ("two thirds", asked(Proportion(2, 3))),
    ("30", asked(quantity("30", "%"))),
    ("6个", unclear("A count needs its total")),
    ("6 glomeruli", unclear("A count needs its total")),
    ("25/20", unclear("25 of 20 is not possible")),
    ("6.5/20", unclear()),
    ("20%-30%", unclear("One single number")),
    ("两三成", unclear("no estimate")),
    ("近一半", unclear("no estimate")),
    ("少量", unclear("no estimate")),
    ("30,5%", unclear("A comma can be read in two ways")),
    ("-5%", unclear("negative")),
    ("+", unclear("A grade")),
    ("2026/11/20", unclear("That is a date")),
    ("没做活检", NOT_KNOWN),
    ("6/20/30", unclear()),
    ("30 mg", unclear()),
    ("½", unclear()),
    ("报告未提及", NOT_KNOWN),
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


def test_a_small_total_is_asked_back_only_where_the_trial_says_how_many_it_takes() -> None:
    verify(SCLEROSIS, "2/9", asked(Proportion(2, 9)))
    verify(Shape("proportion"), "2/9", Proportion(2, 9))


def test_the_name_of_the_finding_asked_for_says_nothing_new() -> None:
    shape = Shape("proportion", names=("硬化", "sclerosed"))
    for reply in ("20个肾小球中6个硬化", "6/20 sclerosed", "硬化：6/20"):
        verify(shape, reply, Proportion(6, 20))
    verify(shape, "新月体 6/20", asked(Proportion(6, 20)))

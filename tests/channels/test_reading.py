"""`read`: typed replies in, what is understood out; lines that cannot be used are told and the others go on."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from bot.channels.reading import ReplyReader
from tests.core.worlds import TODAY, first


def reader() -> ReplyReader:
    library = first()
    return ReplyReader(library.trials["ln-msc"], library.texts.text, TODAY)


def ran(*lines: str | dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
    out, errors = io.StringIO(), io.StringIO()
    given = [(one if isinstance(one, str) else json.dumps(one)).encode() for one in lines]
    bad = reader().run(given, out, errors)
    assert bad == len(errors.getvalue().splitlines())
    return [json.loads(line) for line in out.getvalue().splitlines()], errors.getvalue()


@pytest.mark.parametrize(
    ("question", "text", "outcome", "value"),
    [
        ("scr", "肌酐 1.1mg/dL", "value", {"value": "1.1", "unit": "mg/dL"}),
        ("upcr", "<0.1 g/g", "value", {"value": "0.1", "unit": "g/g", "comparator": "<"}),
        ("scr", "记不清", "unknown", "unknown"),
        ("scr", "上一步", "command", "back"),
        ("biopsy_date", "昨天", "confirm", None),
        ("scr", "98-102", "ask", None),
        ("scr", "ALT 35", "ask", None),
        ("biopsy_class", "四型", "value", "IV"),
    ],
)
def test_a_reply_comes_to_one_of_five_outcomes(question: str, text: str, outcome: str, value: Any) -> None:
    (result,), _ = ran({"id": "r", "question": question, "text": text, "today": "2026-11-22"})
    assert (result["id"], result["outcome"], result["value"]) == ("r", outcome, value)
    assert result["message"].keys() == {"en", "zh_CN"}


def test_the_readings_of_a_doubt_are_exchanged_values() -> None:
    (result,), _ = ran({"question": "biopsy_date", "text": "昨天", "today": "2026-03-01"})
    assert result["readings"] == ["2026-02-28"]


def test_several_answers_are_listed_with_their_questions() -> None:
    (result,), _ = ran({"question": "wbc", "text": "WBC 3.2, PLT 145"})
    assert result["outcome"] == "confirm"
    assert {one["question"]: one["value"]["value"] for one in result["readings"]} == {"wbc": "3.2", "plt": "145"}


def test_a_bare_number_is_asked_back_where_no_unit_is_on_display() -> None:
    shown, hidden = ran({"question": "hb", "text": "104"}, {"question": "hb", "text": "104", "unit": None})[0]
    assert (shown["outcome"], hidden["outcome"]) == ("value", "ask")


def test_what_cannot_be_used_is_told_and_the_others_go_on() -> None:
    results, errors = ran(
        "nonsense",
        {"question": "nobody", "text": "1"},
        {"question": "scr", "text": 1},
        {"question": "scr", "text": "98", "unit": "furlong"},
        {"question": "scr", "text": "98", "today": "soon"},
        {"question": "scr", "text": "98", "today": "9999-12-31"},
        {"question": "scr", "text": "98"},
    )
    assert len(results) == 1
    assert [line.partition(":")[0] for line in errors.splitlines()] == [f"line {n}" for n in range(1, 7)]

"""Pictures as text: broken to the width of the terminal, Chinese two columns wide, colours only where wanted."""

from __future__ import annotations

from typing import Any

import pytest
from prompt_toolkit.utils import get_cwidth

from bot.channels.console import paint


def picture(*texts: str, name: str = "question", **more: Any) -> dict[str, Any]:
    paragraphs = [{"style": "body", "mark": "", "text": text} for text in texts]
    return {"name": name, "section": "", "progress": None, "paragraphs": paragraphs, "rows": [], **more}


ENGLISH = "Any systemic dose of a drug that is named, 84 days or less before randomization (or still going on)."
CHINESE = "随机化前84天内（含第84天）使用过霉酚酸酯、环磷酰胺等药物，或仍在使用；血小板<50×10⁹/L。"


@pytest.mark.parametrize("text", [ENGLISH, CHINESE, "x" * 200, "a " * 90, "中" * 90])
@pytest.mark.parametrize("width", [20, 33, 80])
def test_lines_fit_and_nothing_is_lost(text: str, width: int) -> None:
    lines = paint.wrapped(text, width)
    assert all(get_cwidth(line) <= width + 4 for line in lines)  # closing punctuation may stand outside
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_closing_punctuation_does_not_begin_a_line() -> None:
    for width in range(10, 40):
        assert not any(line[0] in "，、。；）" for line in paint.wrapped(CHINESE, width))


def test_a_mark_stands_before_its_paragraph() -> None:
    one = {"style": "item", "mark": "✗", "text": ENGLISH}
    lines = [text for text, _ in paint.paragraph(one, 40)]
    assert lines[0].startswith("  ✗ Any")
    assert all(line.startswith("    ") for line in lines[1:])


def test_the_header_has_the_section_and_the_progress() -> None:
    drawn = paint.header(picture(section="I4 · 蛋白尿", progress=[10, 40]), 80)
    assert drawn == [("I4 · 蛋白尿  ▓▓▓▓▓░░░░░░░░░░░░░░░ 10/40", "section")]
    assert len(paint.header(picture(section="I4 · 蛋白尿", progress=[10, 40]), 30)) == 2
    assert paint.header(picture(), 80) == []


def test_of_an_edited_picture_only_what_is_new_is_drawn() -> None:
    before, now = picture("ask", "hint", section="I4"), picture("ask", "hint", "because", section="I4")
    assert paint.screen(now, 80, before) == [("because", "body")]
    assert paint.screen(before, 80, now) == []


def test_a_receipt_is_left_out_where_it_says_nothing_new() -> None:
    assert paint.receipt(picture("✗ decided"), 80, picture("✗ decided", "go on?")) == []
    assert paint.receipt(picture("Sex — Male"), 80, picture("Sex?")) == [("Sex — Male", "body")]
    assert paint.receipt(picture("Sex — Male"), 80, None) == [("Sex — Male", "body")]


def test_a_picture_that_became_another_is_drawn_whole() -> None:
    before = picture("ask", name="aloud", section="I4")
    assert [text for text, _ in paint.screen(picture("ask", section="I4"), 80, before)] == ["I4", "ask"]
    other = picture("题目", section="I4 · 蛋白尿")
    assert [text for text, _ in paint.screen(picture("ask", section="I4"), 80, other)] == ["I4", "ask"]


def test_a_frame_is_straight() -> None:
    lines = paint.framed("研究团队", [("✗ E1 麦考酚酯", ""), ("ok", "")], 40)
    assert {get_cwidth(text) for text, _ in lines} == {40}


def test_colours_are_left_out_where_they_are_not_wanted() -> None:
    assert paint.Ink(False).text([("x", "title")]) == "x\n"
    assert paint.Ink(True).text([("x", "title"), ("y", "body"), ("", "title")]) == "\033[1mx\033[0m\ny\n\n"

"""Pictures as HTML: escaped, well formed, within the limits, and pleasant to read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import draw
from tests.emulator.strict import plain, units

STYLES = ["title", "ask", "body", "quote", "note", "warning", "item", "big", "strong"]
TEXTS = st.text(max_size=300) | st.text("<&>\n😀中 a", min_size=4000, max_size=9000)
PARAGRAPHS = st.fixed_dictionaries(
    {"style": st.sampled_from(STYLES), "mark": st.sampled_from(["", "✓", "<"]), "text": TEXTS}
)
PICTURES = st.fixed_dictionaries(
    {
        "section": st.text(max_size=60),
        "progress": st.none() | st.lists(st.integers(0, 60), min_size=2, max_size=2),
        "paragraphs": st.lists(PARAGRAPHS, max_size=6),
    }
)


@given(PICTURES)
def test_telegram_takes_every_picture(picture: dict[str, Any]) -> None:
    texts = draw.messages(picture)
    for text in (*texts, draw.one_message(picture)):
        assert 1 <= units(plain(text).strip()) <= draw.LIMIT
    assert (len(texts) > 1) == (draw.one_message(picture) != texts[0])
    assert 1 <= units(plain(draw.caption(picture)).strip()) <= 1024


@given(PICTURES)
def test_nothing_is_left_out(picture: dict[str, Any]) -> None:
    read = "".join("".join(map(plain, draw.messages(picture))).split())
    for paragraph in picture["paragraphs"]:
        assert "".join(draw._printable(paragraph["text"]).split()) in read


# What Telegram leaves out by itself: a text or a button of nothing else is refused, and with it the whole screen.
LEFT_OUT = ["\u202e", "\u2028\u202a\x00", "\ud83d", " \u202d "]


@pytest.mark.parametrize("words", LEFT_OUT)
def test_words_of_which_telegram_leaves_nothing_are_shown_as_a_sign(words: str) -> None:
    assert draw.label(words) == draw.NO_WORDS
    assert draw.label(f"{words}Li") == "Li"
    assert draw.messages({"paragraphs": [_paragraph("body", words)]}) == [draw.NOTHING]


def test_a_question() -> None:
    picture = {
        "section": "I3 · Renal <biopsy>",
        "progress": [9, 34],
        "of": "NJ01-0042",
        "paragraphs": [
            _paragraph("ask", "Which class?"),
            _paragraph("note", "ISN/RPS 2003"),
            _paragraph("item", "III: focal", "·"),
            _paragraph("item", "IV: diffuse", "·"),
            _paragraph("quote", "a & b"),
            _paragraph("body", "read so"),
        ],
    }
    assert draw.messages(picture) == [
        "<b>I3 · Renal &lt;biopsy&gt;</b>   9\xa0/\xa034\n▓▓▓░░░░░░░ NJ01-0042\n<b>Which class?</b>\n<i>ISN/RPS 2003</i>\n"
        "· III: focal\n· IV: diffuse\n<blockquote>a &amp; b</blockquote>\nread so"
    ]


def test_chinese_is_never_slanted() -> None:
    assert draw.messages({"paragraphs": [_paragraph("note", "按住院日期")]}) == ["按住院日期"]


def test_an_empty_picture_is_not_empty() -> None:
    assert draw.messages({"paragraphs": []}) == draw.messages({"paragraphs": [_paragraph("ask", " ")]}) == ["…"]


def test_nothing_turns_the_order_of_signs_round() -> None:
    shown = {"paragraphs": [{"style": "note", "text": "Screened by \u202eELBIGILE\u2066 \x1bLi\u2028✓ \u061c· NJ01"}]}
    assert draw.messages(shown) == ["<i>Screened by ELBIGILE Li✓ · NJ01</i>"]
    assert draw.toast({"text": "\u202eELBIGILE"}) == "ELBIGILE"


def test_too_many_buttons_keep_the_ways_on() -> None:
    one = {"label": "x", "act": "pick", "value": "1"}
    wide = [[one] * 20, *([[one] * 2] * 60), [one | {"act": "back"}]]
    drawn = draw.rows({"rows": wide})
    assert sum(map(len, drawn)) <= draw.BUTTONS
    assert max(map(len, drawn)) <= draw.IN_A_ROW
    assert drawn[-1][0]["act"] == "back"


def test_a_long_word_in_passing_is_cut() -> None:
    assert draw.toast({"text": "ok"}) == "ok"
    assert units(draw.toast({"text": "中文😀 " * 100})) <= draw.TOAST


def _paragraph(style: str, text: str, mark: str = "") -> dict[str, str]:
    return {"style": style, "mark": mark, "text": text}

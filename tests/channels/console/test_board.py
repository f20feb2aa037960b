"""What a line means on a screen: numbers press, `#` presses anywhere, `=` types anything, `/` commands."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.console.board import LEAVE, Board, Command, Refusal, Typed, board_of, meaning
from bot.desk.incoming import Tap


def picture(*rows: list[tuple[str, str, str]], name: str = "question") -> dict[str, Any]:
    """A picture with these buttons: label, act, value."""
    drawn = [[{"label": label, "act": act, "value": value} for label, act, value in row] for row in rows]
    return {"name": name, "section": "", "progress": None, "paragraphs": [], "rows": drawn, "case": 7, "turn": 3}


def tap(act: str, value: str = "") -> Tap:
    return Tap(act=act, value=value, case=7, turn=3)


CHOICE = board_of(picture([("Yes", "pick", "yes"), ("No", "pick", "no")], [("‹ Back", "back", "")]))
NUMBER = board_of(picture([("in mg/dL", "unit", "1")], [("Not known yet", "unknown", ""), ("‹ Back", "back", "")]))
TICKS = board_of(
    picture([("☐ A", "mark", "0"), ("☑ B", "unmark", "1"), ("☐ C", "mark", "2")], [("✓ Done: 1 chosen", "done", "")])
)
REVIEW = board_of(
    picture(
        [("✎ 13", "jump", "4"), ("✎ 14", "jump", "9")],
        [("‹ page 1", "page", "0")],
        [("➤ Send", "send", "")],
        name="review",
    )
)


@pytest.mark.parametrize(
    ("board", "line", "act"),
    [
        (CHOICE, "2", tap("pick", "no")),
        (CHOICE, " 3 ", tap("back")),
        (CHOICE, "#1", tap("pick", "yes")),
        (CHOICE, "[2]", tap("pick", "no")),
        (CHOICE, "=2", Typed("2")),
        (CHOICE, "3+5", Typed("3+5")),
        (CHOICE, "yes", Typed("yes")),
        (CHOICE, "1 2", Typed("1 2")),
        (NUMBER, "2", Typed("2")),
        (NUMBER, "2.5 mg/dL", Typed("2.5 mg/dL")),
        (NUMBER, "#2", tap("unknown")),
        (NUMBER, "# 1", tap("unit", "1")),
        (NUMBER, "[#2]", tap("unknown")),
        (NUMBER, "【1】", tap("unit", "1")),
        (NUMBER, "=[1]", Typed("[1]")),
        (NUMBER, "=#2", Typed("#2")),
        (NUMBER, "/cases", Command("cases")),
        (NUMBER, "/invite a b", Command("invite", "a b")),
        (NUMBER, "/quit", LEAVE),
        (NUMBER, "/", Typed("/")),
        (NUMBER, "-", Typed("-")),
        (REVIEW, "13", tap("jump", "4")),
        (REVIEW, "14", tap("jump", "9")),
        (REVIEW, "15", tap("page", "0")),
        (REVIEW, "16", tap("send")),
    ],
)
def test_a_line_has_one_meaning(board: Board, line: str, act: object) -> None:
    assert meaning(board, line) == [act]


def test_an_empty_line_means_nothing() -> None:
    assert meaning(CHOICE, "  ") == []


@pytest.mark.parametrize(("board", "line"), [(CHOICE, "9"), (CHOICE, "0"), (NUMBER, "#4"), (REVIEW, "1")])
def test_a_number_without_a_button_is_refused(board: Board, line: str) -> None:
    assert [type(act) for act in meaning(board, line)] == [Refusal]


def test_several_options_are_ticked_at_once() -> None:
    wanted = [tap("mark", "0"), tap("mark", "2")]
    assert meaning(TICKS, "1 3") == meaning(TICKS, "1,3") == meaning(TICKS, "1、3") == wanted


def test_done_is_never_pressed_together_with_ticks() -> None:
    assert [type(act) for act in meaning(TICKS, "1 4")] == [Refusal]


def test_keys_are_shown_as_they_are_typed() -> None:
    assert [CHOICE.key(knob) for knob in CHOICE.knobs] == ["1", "2", "3"]
    assert [NUMBER.key(knob) for knob in NUMBER.knobs] == ["#1", "#2", "#3"]


def test_own_buttons_come_last() -> None:
    board = board_of(picture([("Details", "details", "0")], name="card"), (("Leave", LEAVE),))
    assert meaning(board, "2") == [LEAVE]
    assert meaning(board_of(picture(name=""), (("Leave", LEAVE),)), "1") == [LEAVE]


def test_the_way_back() -> None:
    way = CHOICE.way_back()
    assert way is not None
    assert way.act == tap("back")
    assert TICKS.way_back() is None

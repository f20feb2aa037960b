"""Keys at a terminal, as prompt_toolkit reads them: arrows, numbers, typing, ticks, ways out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.channels.console.board import LEAVE, Act, Board, Typed, board_of
from bot.channels.console.keys import Keys
from tests.channels.console.test_board import CHOICE, NUMBER, REVIEW, TICKS, picture, tap

UP, DOWN, RIGHT, LEFT, ENTER, ESCAPE = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\r", "\x1b"
CTRL_C, CTRL_D, TAB, BACKSPACE = "\x03", "\x04", "\t", "\x7f"
Press = Callable[..., list[Act]]


@pytest.fixture
def press() -> Iterator[Press]:
    """Presses keys at a board; what they come to."""
    with create_pipe_input() as pipe:

        def press(board: Board, keys: str, at: int | None = None) -> list[Act]:
            pipe.send_text(keys)
            return Keys(pipe, DummyOutput()).ask(board, "hint", at)

        yield press


@pytest.mark.parametrize(
    ("board", "keys", "act"),
    [
        (CHOICE, DOWN + ENTER, tap("pick", "yes")),
        (CHOICE, RIGHT + RIGHT + ENTER, tap("pick", "no")),
        (CHOICE, UP + ENTER, tap("back")),
        (CHOICE, DOWN + DOWN + ENTER, tap("back")),
        (CHOICE, DOWN + RIGHT + DOWN + UP + ENTER, tap("pick", "yes")),
        (CHOICE, LEFT + ENTER, tap("back")),
        (CHOICE, TAB + TAB + ENTER, tap("pick", "no")),
        (CHOICE, DOWN + DOWN + DOWN + ENTER, tap("pick", "yes")),
        (CHOICE, "2" + ENTER, tap("pick", "no")),
        (CHOICE, "no" + ENTER, Typed("no")),
        (CHOICE, "3+5" + ENTER, Typed("3+5")),
        (CHOICE, "是的" + ENTER, Typed("是的")),
        (CHOICE, "9" + BACKSPACE + "1" + ENTER, tap("pick", "yes")),
        (NUMBER, "2" + ENTER, Typed("2")),
        (NUMBER, "3.1 mg/dL" + ENTER, Typed("3.1 mg/dL")),
        (NUMBER, "#1" + ENTER, tap("unit", "1")),
        (NUMBER, "12" + LEFT + "." + ENTER, Typed("1.2")),
        (REVIEW, "16" + ENTER, tap("send")),
        (TICKS, DOWN + " ", tap("mark", "0")),
        (TICKS, "A and C" + ENTER, Typed("A and C")),
        (CHOICE, ESCAPE, tap("back")),
        (CHOICE, CTRL_C, LEAVE),
        (CHOICE, "typed" + CTRL_C, LEAVE),
        (CHOICE, CTRL_D, LEAVE),
    ],
)
def test_keys(press: Press, board: Board, keys: str, act: Act) -> None:
    assert press(board, keys) == [act]


def test_enter_alone_presses_nothing(press: Press) -> None:
    assert press(CHOICE, ENTER + ENTER + "2" + ENTER) == [tap("pick", "no")]


def test_what_was_ticked_stays_lit(press: Press) -> None:
    assert press(TICKS, " ", at=2) == [tap("unmark", "1")]
    assert press(TICKS, RIGHT + " ", at=2) == [tap("mark", "2")]


def test_a_blank_in_a_typed_answer_ticks_nothing(press: Press) -> None:
    assert press(TICKS, "x y" + ENTER, at=1) == [Typed("x y")]


def test_escape_first_empties_the_line(press: Press) -> None:
    with create_pipe_input() as pipe:
        pipe.send_text("12")
        pipe.send_text(ESCAPE)
        pipe.send_text(ESCAPE)
        assert Keys(pipe, DummyOutput()).ask(CHOICE, "") == [tap("back")]


def test_without_buttons_there_is_only_typing(press: Press) -> None:
    empty = board_of(picture())
    assert press(empty, DOWN + RIGHT + ENTER + "words" + ENTER) == [Typed("words")]
    assert press(empty, CTRL_D) == [LEAVE]

"""The buttons of the screen at hand with their numbers, and what a line that somebody types means there.

The one rule: a number presses the button of that number, `/word` is a command, anything else is an answer; `=` before
it makes an answer of everything. On screens that expect a number, a date or words, buttons are pressed with `#`. A
number in brackets, as it stands before a button, presses it everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from bot.channels.console.phone import Picture, taps
from bot.core.messages import Message, say
from bot.desk.incoming import Tap

CHOOSING = frozenset({"pick", "mark", "unmark", "done", "none"})
TICKS = frozenset({"mark", "unmark"})
BACK = ("back", "plain", "retype", "keep", "card", "unsign")
_NUMBERED = re.compile(r"✎ ([0-9]+)")
_PRESS = re.compile(r"#?\s*([0-9]{1,3})")
_AS_IT_STANDS = re.compile(r"[\[【]\s*#?\s*([0-9]{1,3})\s*[\]】]")
_SEVERAL = re.compile(r"[0-9]{1,3}(?:[\s,、，;；]+[0-9]{1,3})+")


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the desk, or one of the console's own: leave."""

    word: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """An answer in words."""

    text: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """What cannot be done, with the reason."""

    why: Message


Act = Tap | Command | Typed | Refusal
LEAVE = Command("leave")


@dataclass(frozen=True, slots=True)
class Knob:
    """A button with its number and its words."""

    number: int
    label: str
    act: Tap | Command

    @property
    def ticks(self) -> bool:
        """Whether it only ticks or unticks an option."""
        return isinstance(self.act, Tap) and self.act.act in TICKS


@dataclass(frozen=True, slots=True)
class Board:
    """The buttons in rows, below which message; `typing` where a plain number is an answer."""

    rows: tuple[tuple[Knob, ...], ...] = ()
    typing: bool = False
    message: str = ""

    @property
    def knobs(self) -> tuple[Knob, ...]:
        """All buttons, in order."""
        return tuple(knob for row in self.rows for knob in row)

    @property
    def ticking(self) -> bool:
        """Whether options are ticked here."""
        return any(knob.ticks for knob in self.knobs)

    def key(self, knob: Knob) -> str:
        """What is typed to press a button."""
        return f"#{knob.number}" if self.typing else str(knob.number)

    def numbered(self, number: int) -> Knob | None:
        """The button with this number."""
        return next((knob for knob in self.knobs if knob.number == number), None)

    def way_back(self) -> Knob | None:
        """The button that leads back, if there is one."""
        ways = {knob.act.act: knob for knob in self.knobs if isinstance(knob.act, Tap)}
        return next((ways[act] for act in BACK if act in ways), None)


def board_of(picture: Picture, own: tuple[tuple[str, Tap | Command], ...] = (), message: str = "") -> Board:
    """The buttons of a picture, and below them the console's own."""
    pressed = list(taps(picture))
    numbers = _numbers([label for _, label in pressed])
    knobs = iter(Knob(next(numbers), label, tap) for tap, label in pressed)
    rows = [tuple(next(knobs) for _ in row) for row in picture["rows"]]
    mine = tuple(Knob(next(numbers), label, act) for label, act in own)
    return Board((*rows, mine) if mine else tuple(rows), _typing(picture), message)


def _numbers(labels: list[str]) -> Iterator[int]:
    """A number for each button; one that says a number itself (✎ 13) keeps it, the others follow after these."""
    own = [int(found[1]) if (found := _NUMBERED.fullmatch(label)) else 0 for label in labels]
    others = count(max(own, default=0) + 1)
    yield from (number or next(others) for number in own)
    yield from others


def _typing(picture: Picture) -> bool:
    acts = {tap.act for tap, _ in taps(picture)}
    return picture["name"] == "question" and acts.isdisjoint(CHOOSING)


def meaning(board: Board, line: str) -> list[Act]:
    """What a line does, in order; nothing for an empty one."""
    text = line.strip()
    if not text:
        return []
    if text.startswith("="):
        return [Typed(text[1:].strip())]
    if text.startswith("/") and len(text) > 1:
        return [_command(text[1:])]
    return _presses(board, text) or [Typed(text)]


def _command(text: str) -> Command:
    word, _, rest = text.partition(" ")
    return LEAVE if word in ("leave", "quit", "exit") else Command(word, rest.strip())


def _presses(board: Board, text: str) -> list[Act]:
    if found := _AS_IT_STANDS.fullmatch(text):
        return [_press(board, int(found[1]))]
    if (found := _PRESS.fullmatch(text)) and (text.startswith("#") or not board.typing):
        return [_press(board, int(found[1]))]
    if board.ticking and _SEVERAL.fullmatch(text):
        return _ticks(board, [int(number) for number in re.findall("[0-9]+", text)])
    return []


def _press(board: Board, number: int) -> Act:
    knob = board.numbered(number)
    return Refusal(say("There is no button {n}.", n=number)) if knob is None else knob.act


def _ticks(board: Board, numbers: list[int]) -> list[Act]:
    """Several options at once. Other buttons change with the first tick, and so may not be among them."""
    knobs = [board.numbered(number) for number in numbers]
    if not all(knob and knob.ticks for knob in knobs):
        return [Refusal(say("Only options can be ticked several at a time. Nothing was changed."))]
    return [knob.act for knob in knobs if knob]

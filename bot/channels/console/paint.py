"""Pictures -> lines of text with a style, and styles -> colours of a terminal.

Nothing is printed here. Lines are broken where the terminal ends; a Chinese character is two columns wide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from prompt_toolkit.utils import get_cwidth

from bot.channels.bar import bar
from bot.channels.console.board import Board
from bot.channels.console.phone import Picture

Line = tuple[str, str]
WIDEST = 96
BAR = 20
_PIECES = re.compile(r"\s+|[^\s\u2e80-\u9fff\uf900-\uffef]+|.[、，。：；！？）」』》”’%]*", re.DOTALL)
_NOT_FIRST = re.compile(r"^[,.;:!?)\]、，。：；！？）」』》”’]")
_COLOURS = {
    "title": "1",
    "ask": "1;36",
    "quote": "3",
    "note": "2",
    "warning": "33",
    "big": "1",
    "strong": "1",
    "section": "34",
    "dim": "2",
    "✓": "32",
    "✗": "31",
    "?": "33",
    "‼": "1;31",
    "⚠": "33",
}


@dataclass(frozen=True, slots=True)
class Ink:
    """Colours, or none."""

    colours: bool

    def text(self, lines: Iterable[Line]) -> str:
        """Lines as they are printed."""
        return "".join(f"{self._one(text, style)}\n" for text, style in lines)

    def _one(self, text: str, style: str) -> str:
        code = _COLOURS.get(style, "")
        return f"\033[{code}m{text}\033[0m" if self.colours and code and text else text


def screen(picture: Picture, width: int, before: Picture | None = None) -> list[Line]:
    """A picture without its buttons; of an edited one only what is new."""
    known = [] if before is None or before["name"] != picture["name"] else before["paragraphs"]
    fresh = [one for one in picture["paragraphs"] if one not in known]
    heads = [] if known and fresh != picture["paragraphs"] else header(picture, width)
    return [*heads, *(line for one in fresh for line in paragraph(one, width))]


def receipt(picture: Picture, width: int, before: Picture | None) -> list[Line]:
    """What a message that was dealt with becomes, unless the terminal says just that already."""
    known = {one["text"] for one in before["paragraphs"]} if before else set()
    return [line for one in picture["paragraphs"] if one["text"] not in known for line in paragraph(one, width)]


def header(picture: Picture, width: int) -> list[Line]:
    """The section and how far along."""
    if not picture["section"]:
        return []
    along = progress(*picture["progress"]) if picture["progress"] else ""
    parts = [picture["section"], along]
    if get_cwidth("  ".join(parts)) <= width:
        return [("  ".join(filter(None, parts)), "section")]
    return [(text, "section") for part in parts for text in wrapped(part, width)]


def progress(place: int, total: int) -> str:
    """A bar with the numbers."""
    return f"{bar(place, total, BAR)} {place}/{total}"


def paragraph(one: Picture, width: int) -> list[Line]:
    """A paragraph below its mark."""
    style = one["mark"] if one["mark"] in _COLOURS else one["style"]
    lead = "  " if one["style"] in ("item", "quote", "legend") else ""
    lead += f"{one['mark']} " if one["mark"] else ""
    blank = " " * get_cwidth(lead)
    broken = [line for part in one["text"].split("\n") for line in wrapped(part, width - len(blank))]
    return [((blank if place else lead) + text, style) for place, text in enumerate(broken)]


def wrapped(text: str, width: int) -> list[str]:
    """Words broken into lines that fit."""
    lines = [""]
    for piece in _short_pieces(text, max(width, 4)):
        if get_cwidth(lines[-1] + piece.rstrip()) <= width or _NOT_FIRST.match(piece):
            lines[-1] += piece
        else:
            lines.append(piece.lstrip())
    return [line.rstrip() for line in lines if line.strip()] or [""]


def _short_pieces(text: str, width: int) -> Iterator[str]:
    for piece in _PIECES.findall(text):
        while get_cwidth(piece) > width:
            yield piece[: width // 2]
            piece = piece[width // 2 :]
        yield piece


def options(board: Board, width: int) -> list[Line]:
    """The buttons with what presses them, in columns."""
    cells = [[f"[{board.key(knob)}] {knob.label}" for knob in row] for row in board.rows]
    pad = partial(padded, width=min(widest(board) + 1, width // 2))
    return [("  " + "  ".join([*map(pad, row[:-1]), row[-1]]), "") for row in cells]


def widest(board: Board) -> int:
    """How wide the columns are: as the widest button that shares its row, with its number."""
    shared = [f" {board.key(knob)} {knob.label} " for row in board.rows if len(row) > 1 for knob in row]
    return max(map(get_cwidth, shared), default=0)


def padded(text: str, width: int) -> str:
    """The text, filled up with blanks."""
    return text + " " * (width - get_cwidth(text))


def framed(title: str, lines: Sequence[Line], width: int) -> list[Line]:
    """Lines in a frame with a title; they must be four columns narrower."""
    inner = width - 4
    top = f"┌─ {title} " + "─" * max(0, inner - get_cwidth(title) - 1) + "┐"
    body = [(f"│ {padded(text, inner)} │", style) for text, style in lines]
    return [(top, "dim"), *body, (f"└{'─' * (inner + 2)}┘", "dim")]

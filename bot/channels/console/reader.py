"""How whoever sits here is asked: with keys on a live terminal, line by line everywhere else."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Protocol, TextIO

from bot.channels.console.board import Act, Board
from bot.channels.console.keys import Keys
from bot.channels.console.lines import Lines


class Reader(Protocol):
    """Asks a person what they do next. `live`: there is a screen, on which nothing typed stays by itself."""

    live: bool

    def ask(self, board: Board, hint: str, at: int | None = None, secret: bool = False) -> list[Act]:
        """What the person does, in order; nothing for an empty line. `secret`: what is typed is not to be seen."""


def is_live(out: TextIO, environment: Mapping[str, str]) -> bool:
    """Whether input and output are one terminal that can move its cursor."""
    return sys.stdin.isatty() and out.isatty() and environment.get("TERM", "dumb") != "dumb"


def reader_of(live: bool, out: TextIO, width: int) -> Reader:
    """The reader that fits."""
    return Keys() if live else Lines(sys.stdin, out, width)

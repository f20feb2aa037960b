"""Reads lines from a pipe, a log or a dumb terminal: numbered buttons are printed, and a line is read."""

from __future__ import annotations

from dataclasses import dataclass
from getpass import getpass
from typing import TextIO

from bot.channels.console import paint
from bot.channels.console.board import LEAVE, Act, Board, meaning


@dataclass
class Lines:
    """A reader without a terminal. What came from a pipe is printed too, so that a log can be followed."""

    source: TextIO
    out: TextIO
    width: int
    shown: Board | None = None
    live = False

    def ask(self, board: Board, hint: str, at: int | None = None, secret: bool = False) -> list[Act]:
        """The next line's meaning; the end of the input is leaving. A secret line is not printed."""
        if board != self.shown:
            self.out.write(paint.Ink(False).text(paint.options(board, self.width)))
            self.shown = board
        line = self._line(secret)
        return meaning(board, line) if line else [LEAVE]

    def _line(self, secret: bool) -> str:
        """The next line with its end; nothing where there is none."""
        if secret and self.source.isatty():
            return self._unseen()
        self.out.write("› ")
        self.out.flush()
        line = self.source.readline()
        if not self.source.isatty():
            self.out.write("\n" if secret or not line.endswith("\n") else line)
        return line

    def _unseen(self) -> str:
        try:
            return getpass("› ", self.out) + "\n"
        except EOFError:
            return ""

"""A console on a real store, with somebody scripted in front of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bot.channels.console.board import LEAVE, Act, Board, meaning
from bot.channels.console.run import run_console
from bot.content.library import read_library
from bot.core.messages import name
from bot.core.trial import Site
from bot.desk.front import Desk
from bot.desk.room import House
from bot.store.sql import SqlStore, open_store

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)


@pytest.fixture(scope="session")
def house() -> House:
    """The real trials and the real words."""
    library = read_library(ROOT / "flows", ROOT / "locales")
    return House(library.trials, library.texts)


@pytest.fixture
def store(sqlite_database: str) -> Iterator[SqlStore]:
    """An empty database."""
    store = open_store(sqlite_database)
    yield store
    store.close()


@dataclass
class Script:
    """Types lines, one after the other, and leaves. `*words` presses the button that has these words on it."""

    lines: list[str]
    boards: list[Board] = field(default_factory=list)
    live: bool = False
    secrets: list[str] = field(default_factory=list)

    def ask(self, board: Board, hint: str, at: int | None = None, secret: bool = False) -> list[Act]:
        """The next line's meaning."""
        self.boards.append(board)
        self.secrets += [self.lines[0]] if secret and self.lines else []
        if not self.lines:
            return [LEAVE]
        line = self.lines.pop(0)
        if line.startswith("*"):
            return [next(knob.act for knob in board.knobs if line[1:] in knob.label)]
        return meaning(board, line)


@dataclass
class Sitting:
    """What one sitting at the console came to."""

    code: int
    text: str
    boards: list[Board]
    secrets: list[str]

    @property
    def labels(self) -> list[str]:
        """The words on the last buttons."""
        return [knob.label for knob in self.boards[-1].knobs]


Sit = Callable[..., Sitting]


@pytest.fixture
def sit(store: SqlStore, house: House) -> Sit:
    """Sits down at the console, types lines and leaves."""
    return sitting_down(store, house)


@pytest.fixture
def sit_of_two(store: SqlStore, house: House) -> Sit:
    """The same where the trials have two sites."""
    beijing = Site("BJ02", name("site:BJ02", "Beijing"), "Asia/Shanghai")
    trials = {id: replace(trial, sites=(*trial.sites, beijing)) for id, trial in house.trials.items()}
    return sitting_down(store, replace(house, trials=trials))


def sitting_down(store: SqlStore, house: House) -> Sit:
    """What sits down at a console of this house."""
    minutes = iter(range(10_000))

    def sit(*lines: str, language: str | None = "en", desk: Desk | None = None, **more: Any) -> Sitting:
        out = StringIO()
        script = more.pop("script", None) or Script(list(lines), live=more.pop("live", False))

        def clock() -> datetime:
            return NOW + timedelta(seconds=next(minutes))

        desk = desk or Desk(store, house)
        code = run_console(desk, clock, language, reader=script, out=out, **more)
        return Sitting(code, out.getvalue(), script.boards, script.secrets)

    return sit

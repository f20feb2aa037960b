"""The real program at a real (pseudo) terminal: keys go in, nothing is coloured against somebody's will."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest

from tests.channels.console.conftest import Sit
from tests.channels.console.test_console import TO_THE_CARD
from tests.clock import today

ROOT = Path(__file__).resolve().parents[3]
DOWN, ENTER, CTRL_C = "\x1b[B", "\r", "\x03"
COLOUR = re.compile(r"\x1b\[(?:[0-9;]*;)?(?:3[0-7]|9[0-7]|38;[0-9;]+)m")


class Terminal:
    """The program at the far end of a pseudo terminal."""

    def __init__(self, data: Path, *arguments: str, **environment: str) -> None:
        self.end, far = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "bot.py"), "console", "--language", "en", *arguments],
            stdin=far,
            stdout=far,
            stderr=far,
            env={**os.environ, "DATA_DIR": str(data), "TERM": "xterm-256color", **environment},
            start_new_session=True,
        )
        os.close(far)
        self.text = ""

    def until(self, words: str) -> str:
        """Everything that is written until these words have come."""
        begun, deadline = len(self.text), monotonic() + 60
        while words not in self.text[begun:]:
            assert monotonic() < deadline, self.text[begun:]
            if select.select([self.end], [], [], 1)[0]:
                self.text += os.read(self.end, 65536).decode(errors="replace")
        return self.text[begun:]

    def keys(self, keys: str, until: str) -> str:
        """Presses keys, and waits for words."""
        os.write(self.end, keys.encode())
        return self.until(until)


Open = Callable[..., Terminal]


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Open]:
    """Opens a terminal with the program in it."""
    opened: list[Terminal] = []

    def open_terminal(*arguments: str, **environment: str) -> Terminal:
        opened.append(Terminal(tmp_path, *arguments, **environment))
        return opened[-1]

    yield open_terminal
    for one in opened:
        one.process.kill()
        one.process.wait()
        os.close(one.end)


def test_arrows_typing_and_leaving(terminal: Open) -> None:
    one = terminal()
    one.until("Ctrl-C")
    one.keys(DOWN + ENTER, "Ctrl-C")
    assert "Has the patient agreed" in one.text
    one.keys("1" + ENTER, "Ctrl-C")
    one.keys(f"{today() + timedelta(14)}{ENTER}", "Sex at birth?")
    one.until("Ctrl-C")
    one.keys(CTRL_C, "Nothing is lost")
    assert one.process.wait(30) == 0
    assert COLOUR.search(one.text)


def test_no_color(terminal: Open) -> None:
    one = terminal(NO_COLOR="1")
    one.until("Ctrl-C")
    one.keys(DOWN + ENTER, "Ctrl-C")
    one.keys(CTRL_C, "Nothing is lost")
    assert not COLOUR.search(one.text)


def test_a_dumb_terminal_gets_plain_lines(terminal: Open) -> None:
    one = terminal(TERM="dumb")
    one.until("› ")
    assert "[1]" in one.text
    assert "\x1b" not in one.keys("/quit\n", "Nothing is lost")


@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_a_pin_is_not_seen(terminal: Open, sit: Sit, sqlite_database: str, term: str) -> None:
    sit(*TO_THE_CARD)
    prompt = "› " if term == "dumb" else "Ctrl-C"
    one = terminal("--as", "zhou", "--role", "investigator", TERM=term, CONSOLE_DATABASE_URL=sqlite_database)
    one.until(prompt)
    one.keys("/team" + ENTER, prompt)
    one.keys("1" + ENTER, prompt)
    button = re.findall(r"(\d+)\]? ✍ Confirm", one.text)[-1]
    assert "choose a PIN" in one.keys(button + ENTER, prompt)
    for said in ("Type the same PIN", "Signed by zhou, investigator"):
        if term != "dumb":
            one.keys("730518", "******")
        assert said in one.keys(ENTER if term != "dumb" else "730518" + ENTER, prompt)
    assert "7305" not in one.text

"""The real program in a pipe, as a person without a terminal uses it: to the card, killed in the middle, and on."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.clock import today

ROOT = Path(__file__).resolve().parents[3]
TODAY = today()
PLANNED = TODAY + timedelta(14)
ANSWERS = {
    "en": [f"{PLANNED}", "=male", "3 May 1990", "malar rash, renal, immunologic, ANA", "=1"],
    "zh": [
        f"{PLANNED.year}年{PLANNED.month}月{PLANNED.day}日",
        "=男",
        "1990年5月3日",
        "蝶形红斑、蛋白尿、抗dsDNA、抗核抗体",
        "=1",
    ],
}
BIOPSY = [f"{TODAY - timedelta(20)}", "=IV", "A", "2.5", "=5/HPF"]
CONSENT = ["signed", "yes"]
DRUGS = {"en": ["prednisone, HCQ", "no"], "zh": ["激素、羟氯喹", "否"]}
RENAL = ["1/20", "0/20", "0/20", "3/20", "none"]
LABS = ["10", "20 U/L", "40", "20", "40", "80", "95 mL/min", "6", "120", "200 10^9/L"]
HISTORY = ["none", "none", "none", "none", "no", "no", "no", "none"]


class Program:
    """The program, with a pipe at each end."""

    def __init__(self, data: Path, *arguments: str) -> None:
        environment = {**os.environ, "DATA_DIR": str(data), "PYTHONUTF8": "1", "COLUMNS": "80"}
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "bot.py"), "console", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd=data,
        )
        self.read = ""
        self.wait()

    def wait(self) -> str:
        """Everything up to the next prompt."""
        assert self.process.stdout is not None
        said = b""
        while not said.endswith("\n› ".encode()):
            sign = self.process.stdout.read(1)
            assert sign, said.decode()
            said += sign
        self.read += said.decode()
        return said.decode()

    def type(self, line: str) -> str:
        """A line; what is said to it."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()
        return self.wait()

    def press(self, words: str) -> str:
        """The button with these words or this sign."""
        keys = re.findall(rf"\[(#?\d+)\] [^\[\n]*{re.escape(words)}", self.read)
        return self.type(keys[-1])

    def end(self) -> str:
        """The end of the input; the last that was said."""
        rest, _ = self.process.communicate(timeout=60)
        assert self.process.returncode == 0
        return rest.decode()


Start = Callable[..., Program]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the program on the same data."""
    running: list[Program] = []

    def start(*arguments: str) -> Program:
        running.append(Program(tmp_path, *arguments))
        return running[-1]

    yield start
    for program in running:
        program.process.kill()
        program.process.wait()


def lines(language: str) -> list[str]:
    """A whole screening, typed: a man whom nothing excludes."""
    return [*ANSWERS[language], *BIOPSY, *CONSENT, *DRUGS[language], *RENAL, *LABS, *HISTORY]


@pytest.mark.parametrize(("language", "verdict"), [("en", "ELIGIBLE SO FAR"), ("zh", "符合")])
def test_a_screening_in_a_pipe_and_killed_in_the_middle(language: str, verdict: str, start: Start) -> None:
    typed = lines(language)
    program = start("--language", language)
    program.press("▶")
    program.press("✓")
    for line in typed[:20]:
        program.type(line)
    asked = program.read.splitlines()
    program.process.send_signal(signal.SIGKILL)
    program.process.wait()
    again = start()
    question = next(line for line in again.read.splitlines() if "▓" in line)
    assert question == [line for line in asked if "▓" in line][-1]
    for line in typed[20:]:
        again.type(line)
    said = again.press("➤")
    assert verdict in said
    assert "┌─" in said
    assert "\033" not in program.read + again.read
    assert "?" not in [line[:1] for line in said.splitlines()]
    again.end()


def test_the_end_of_the_input_is_leaving(start: Start) -> None:
    program = start("--language", "en")
    assert "Nothing is lost" in program.end()


def test_a_screen_shown_again_has_its_buttons_below_it(start: Start) -> None:
    program = start("--language", "en")
    program.press("▶")
    program.press("✓")
    asked_back = program.type(f"{TODAY - timedelta(20)}").partition("Planning")[2]
    assert "Type it again" in asked_back
    assert program.type("/help").endswith(asked_back)

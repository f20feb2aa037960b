"""What the doctor finds: how bad it is, what it means, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warning", "failed"]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One line of the doctor's; `do` is empty where nothing is to be done."""

    level: Level
    about: str
    means: str
    do: str = ""

    def __str__(self) -> str:
        line = f"{self.level:<8} {self.about}: {self.means}"
        return f"{line}\n         -> {self.do}" if self.do else line


def ok(about: str, means: str) -> Diagnosis:
    """As it should be."""
    return Diagnosis("ok", about, means)


def warning(about: str, means: str, do: str) -> Diagnosis:
    """The bot runs, but somebody should see to it."""
    return Diagnosis("warning", about, means, do)


def failed(about: str, means: str, do: str) -> Diagnosis:
    """The bot does not run, or not as it should."""
    return Diagnosis("failed", about, means, do)

"""What a conversation file holds, and reading one. README of the format: the docstring of the package.

Nothing is played here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

DEEDS = ("answer", "tap", "say", "command", "today", "ask", "close")
WORDS = ("shows", "toast", "team")
EXPECTED = ("at", "screen", "state", *WORDS)
KEYS = ("about", "trial", "language", "today", "steps", "verdict", "criteria", "missing")


class BadTalk(Exception):
    """A conversation file that cannot be used; says why."""


class TalkFailed(AssertionError):
    """The conversation went another way than the file says; tells the step, and what was seen."""


@dataclass(frozen=True)
class Step:
    """One thing that the person does, and what is expected of it."""

    number: int
    deed: str
    value: Any
    expected: Mapping[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What is done, in short."""
        return self.deed if self.deed in ("answer", "ask") else f"{self.deed} {self.value}"

    def words(self, key: str, language: str) -> list[str]:
        """Words that are expected, in one language; those given for other languages only are left out."""
        given = self.expected.get(key, [])
        listed = given if isinstance(given, list) else [given]
        return [in_language(one, language) for one in listed if not isinstance(one, Mapping) or language in one]


@dataclass(frozen=True)
class Talk:
    """A whole conversation."""

    trial: str
    today: date
    steps: tuple[Step, ...]
    about: str = ""
    language: str = "en"
    verdict: str | None = None
    criteria: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] | None = None


def in_language(given: Any, language: str) -> str:
    """Words that may be given for each language."""
    return str(given.get(language, next(iter(given.values()))) if isinstance(given, Mapping) else given)


def read_talk(file: Path) -> Talk:
    """The conversation in a file."""
    try:
        data = YAML(typ="base", pure=True).load(file.read_text("utf-8"))
        return talk_of(data)
    except (OSError, UnicodeDecodeError, YAMLError, ValueError) as error:
        raise BadTalk(f"{file}: {error}") from error


def talk_of(data: Any) -> Talk:
    """The conversation that such data stand for; ValueError where they are none."""
    if not isinstance(data, dict) or not {"trial", "today", "steps"} <= data.keys():
        raise ValueError("trial, today and steps are wanted")
    if unknown := sorted(data.keys() - set(KEYS)):
        raise ValueError(f"unknown: {', '.join(unknown)}")
    missing = data.get("missing")
    return Talk(
        trial=data["trial"],
        today=date.fromisoformat(str(data["today"])),
        steps=tuple(_step(number, one) for number, one in enumerate(data["steps"], 1)),
        about=data.get("about", ""),
        language=data.get("language", "en"),
        verdict=data.get("verdict"),
        criteria=data.get("criteria", {}),
        missing=None if missing is None else tuple(missing),
    )


def _step(number: int, data: Any) -> Step:
    deeds = [key for key in DEEDS if isinstance(data, dict) and key in data]
    if len(deeds) != 1:
        raise ValueError(f"step {number}: one of {', '.join(DEEDS)} is wanted")
    rest = {key: value for key, value in data.items() if key != deeds[0]}
    if unknown := sorted(rest.keys() - set(EXPECTED)):
        raise ValueError(f"step {number}: unknown: {', '.join(unknown)}")
    return Step(number, deeds[0], data[deeds[0]], rest)


def exchanged(data: Any) -> Any:
    """A value as answers are exchanged: every scalar of the file is text, but counts and ages are whole numbers."""
    if not isinstance(data, dict):
        return data
    return {key: int(one) if key in ("count", "total", "age") and one.isdecimal() else one for key, one in data.items()}


def answers(step: Step) -> Iterator[tuple[str, Any]]:
    """The questions that a step answers, with their values."""
    if not isinstance(step.value, dict):
        raise TalkFailed(f"step {step.number}: answer wants question: value")
    yield from ((question, exchanged(value)) for question, value in step.value.items())

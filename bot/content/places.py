"""Where in a file something stands, and what is wrong there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

Path_ = Sequence[str | int]
# Tabs, rare ends of lines, tags, anchors with a colon, directives.
_READ_OTHERWISE = re.compile("[\t\x85\u2028\u2029!]|[&*]\\S*:|^%", re.MULTILINE)
# The library's part in C does not survive a hundred thousand of these.
_TOO_DEEP = re.compile(r"(?:[\[{]\s*|- ){100}")
TOO_DEEP = "lists and brackets stand too deep within each other"
# What usually lies behind a complaint about YAML.
_HINTS = {
    "<block end>": "does this line begin in the same column as those that it belongs to?",
    "mapping values are not allowed": "a text with `: ` in it stands in quotes",
    "'\\t'": "lines begin with blanks, never with a tab",
    "cannot start any token": "a text that begins with such a sign stands in quotes",
    "expected ',' or '}'": "a text with a comma, `{` or `}` in it stands in quotes",
    "expected ',' or ']'": "a text with a comma, `[` or `]` in it stands in quotes",
}


_CHINESE = {"：": ": ", "，": ", ", "“": '"', "”": '"', "｛": "{", "｝": "}", "［": "[", "］": "]"}


def chinese(text: str) -> str:
    """What to write instead of Chinese punctuation that was meant as a sign of YAML; nothing where there is none."""
    found = next((sign for sign in text if sign in _CHINESE), None)
    return f"; `{found}` is Chinese punctuation: is `{_CHINESE[found]}` meant?" if found else ""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong with a definition: where, and what would be right."""

    file: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.text}"


class BadDefinition(Exception):
    """A definition that cannot be used, with all its problems."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True)
class Source:
    """A YAML 1.2 file as read, which can still say where each of its values stands."""

    name: str
    text: str
    data: Any

    @cached_property
    def lines(self) -> list[str]:
        """The file, line by line."""
        return self.text.split("\n")

    @cached_property
    def placed(self) -> Any:
        """The same data with their places, read again: only where something is wrong does anybody ask."""
        return YAML().load(self.text)

    def problem(self, path: Path_, text: str, offset: int | None = None) -> Problem:
        """A problem with the value at this path; `offset` points into a text value."""
        line, column = self.find(path)
        if offset is not None:
            line, column = self._inside(line, column, offset)
        return Problem(self.name, line + 1, column + 1, text)

    def find(self, path: Path_) -> tuple[int, int]:
        """Line and column, from 0, of the value at a path, or of the innermost thing that exists on the way to it."""
        node, place = self.placed, (0, 0)
        for key in path:
            if isinstance(node, CommentedMap) and key in node:
                place = node.lc.value(key)
            elif isinstance(node, CommentedSeq) and isinstance(key, int) and key < len(node):
                place = node.lc.item(key)
            else:
                break
            node = node[key]
        return place

    def _inside(self, line: int, column: int, offset: int) -> tuple[int, int]:
        """The place of a character of a text value that may be folded over several lines."""
        places = self._characters(line, column)
        for _ in range(offset):
            if next(places, None) is None:
                break
        return next(places, (line, column))

    def _characters(self, line: int, column: int) -> Any:
        """The places of a text value's characters; a fold is one blank."""
        start = self.lines[line][column : column + 1]
        if start in (">", "|"):
            line, column = line + 1, 0
        elif start in ("'", '"'):
            column += 1
        for number in range(line, len(self.lines)):
            text = self.lines[number]
            if number > line or start in (">", "|"):
                column = len(text) - len(text.lstrip())
            for at in range(column, len(text)):
                yield number, at
            yield number, len(text)


def read_source(path: Path) -> Source:
    """A file's data; BadDefinition where it is not YAML, not UTF-8, or not there."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadDefinition([Problem(path.name, 1, 1, f"cannot be read: {error}")]) from error
    try:
        return Source(path.name, text, read_yaml(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = chinese("".join(text.split("\n")[max(0, line - 2) : line]))  # what it says may begin a line above
        hint = said or next((f"; {hint}" for part, hint in _HINTS.items() if part in str(error.problem)), "")
        raise BadDefinition([Problem(path.name, line, column, f"{error.problem}{hint}")]) from error
    except YAMLError as error:
        raise BadDefinition([Problem(path.name, 1, 1, str(error))]) from error


def read_yaml(text: str) -> Any:
    """What a text in YAML 1.2 says; YAMLError where it is none, or goes so deep that no reader comes back.

    The library's part in C is six times as fast, but knows no places, and of YAML 1.2 not all: what it refuses, and
    what the two read otherwise, is read by the library's own reader, whose word counts.
    """
    if _TOO_DEEP.search(text):
        raise YAMLError(TOO_DEEP)
    try:
        if not _READ_OTHERWISE.search(text):
            with suppress(YAMLError):
                return YAML(typ="safe").load(text)
        return YAML().load(text)
    except RecursionError:
        raise YAMLError(TOO_DEEP) from None

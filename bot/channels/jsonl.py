"""JSON Lines from outside: read strictly, numbers exactly as written; what is wrong is said in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

# Of a day from which years are counted back and forth: the calendar ends in the year 9999.
YEARS = range(1900, 2200)
_FIELDS = ("today", "answers")
_ALIKE = 0.7  # how much of a field's name stands in another


class BadLine(Exception):
    """A line that cannot be used; says why."""


def documents(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines with their numbers; where the first is only "{", all together, as one object laid out for people."""
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    for number, line in numbered:
        laid_out = line.strip(b"\xef\xbb\xbf \t\r\n") == b"{"
        yield number, b"".join((line, *(rest for _, rest in numbered))) if laid_out else line
        break
    yield from numbered


def text_of(line: bytes) -> str:
    """The line's characters."""
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadLine(f"not UTF-8: {error.reason}") from None


def object_in(text: str) -> dict[str, Any]:
    """The JSON object that a line is; no key may stand in it twice."""
    try:
        data = json.loads(text, parse_float=_no_float, parse_constant=_no_float, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise BadLine(f"not JSON: {error}") from None
    if not isinstance(data, dict):
        raise BadLine("expected a JSON object")
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no key stands twice: which one was meant nobody knows."""
    keys = [key for key, _ in pairs]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise BadLine(f"stands twice: {', '.join(sorted(twice))}")
    return dict(pairs)


def _no_float(text: str) -> str:
    """Keeps a number as it was written: a float would not be exact."""
    return text


def check_fields(data: Mapping[str, Any]) -> None:
    """A case has its answers; a misspelt `today` would be passed over, and the day be another."""
    for key in data:
        near = [] if key in _FIELDS else get_close_matches(key.lower(), _FIELDS, 1, _ALIKE)
        if near:
            raise BadLine(f"{key}: there is no such field; did you mean `{near[0]}`?")
    if "answers" not in data:
        raise BadLine("answers: missing")


def day_in(text: Any, usual: date) -> date:
    """The day that a line is about; the usual one where it names none."""
    if text is None:
        return usual
    try:
        day = date.fromisoformat(text)
    except (TypeError, ValueError):
        raise BadLine(f"today: {text!r} is not a date such as 2026-11-22") from None
    if day.year not in YEARS:
        raise BadLine(f"today: {day} is before {YEARS.start} or after {YEARS.stop - 1}")
    return day


def written(result: dict[str, Any]) -> str:
    """The line that a result is written as."""
    text = json.dumps(result, ensure_ascii=False) + "\n"
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise BadLine("id: holds half a character")
    return text

"""Checks a file's form and turns every complaint into a problem with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.content.places import BadDefinition, Path_, Problem, Source, chinese
from bot.content.schema import known_keys

T = TypeVar("T")
_WHOLE, _KEYS = "a whole number is wanted", "has keys of its own: write `{key: value}`, or each below, further right"
_WANTED = {
    "tuple_type": "is a list: write `[...]`, or each of its parts below, behind `- `",
    "model_type": _KEYS,
    "dict_type": _KEYS,
    "int_parsing": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
}


def read_form(form: TypeAdapter[T], source: Source) -> T:
    """The file's data in its form; BadDefinition with everything that does not fit."""
    try:
        return form.validate_python(source.data)
    except ValidationError as error:
        wrong = error.errors()
        missing = {one["loc"] for one in wrong if one["type"] == "missing"}
        raise BadDefinition([_problem(source, one, missing) for one in wrong if not _follows(one, wrong)]) from error


def _follows(error: ErrorDetails, wrong: list[ErrorDetails]) -> bool:
    """Whether a list is too short only because what stands in it is wrong."""
    path = error["loc"]
    return error["type"] == "too_short" and any(one["loc"][: len(path)] == path != one["loc"] for one in wrong)


def _problem(source: Source, error: ErrorDetails, missing: set[tuple[int | str, ...]]) -> Problem:
    path, text = error["loc"], error["msg"].removeprefix("Value error, ")
    match error["type"]:
        case "extra_forbidden":
            comma = "; a text with a comma in it stands in quotes" if error["input"] is None else ""
            wrong = str(path[-1])
            lacking = [str(one[-1]) for one in missing if one[:-1] == path[:-1]]
            elsewhere = "" if wrong not in known_keys() else f"; it is a key of {' or '.join(known_keys()[wrong][:2])}"
            hint = chinese(wrong) or comma or _near(wrong, lacking) or elsewhere or _near(wrong, known_keys())
            text = f"there is no `{wrong}` here{hint}"
        case "missing":
            text = f"`{path[-1]}` is missing"
        case "string_pattern_mismatch":
            text = f"`{error['input']}` cannot be an id or a code: it holds Latin letters, digits and `_`, and no blank"
        case "string_type" if error["input"] is None:
            text = "is empty: put words there"
        case "string_type" if isinstance(error["input"], int | float):
            text = f"{text}: put it in quotes"
        case kind if kind in _WANTED:
            text = _WANTED[kind]
        case "bool_parsing" | "bool_type":
            text = f"{text.partition(',')[0]}: `yes` or `no`"
        case "literal_error":
            possible = re.findall("'([^']*)'", text)
            text = f"{text}{_near(str(error['input']), possible)}"
    return source.problem(path, f"{_where(source, path)}: {text}")


def _near(wrong: str, right: Iterable[str]) -> str:
    near = get_close_matches(wrong.lower(), right, 1)
    return f"; did you mean `{near[0]}`?" if near else ""


def _where(source: Source, path: Path_) -> str:
    """The way to a value, in names: what has an id or a code is called by it."""
    names, node = [], source.data
    for part in path:
        node = node[part] if _holds(node, part) else None
        named = node.get("id", node.get("code")) if isinstance(part, int) and isinstance(node, dict) else None
        names.append(str(part if named is None else named))
    return ".".join(names)


def _holds(node: Any, part: str | int) -> bool:
    return part in node if isinstance(node, dict) else isinstance(node, list) and isinstance(part, int)

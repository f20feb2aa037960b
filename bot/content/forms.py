"""Checks a file's form and turns every complaint into a problem with its place."""

from __future__ import annotations

from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.content.places import BadDefinition, Problem, Source

T = TypeVar("T")


def read_form(form: TypeAdapter[T], source: Source) -> T:
    """The file's data in its form; BadDefinition with everything that does not fit."""
    try:
        return form.validate_python(source.data)
    except ValidationError as error:
        raise BadDefinition([_problem(source, one) for one in error.errors()]) from error


def _problem(source: Source, error: ErrorDetails) -> Problem:
    path = error["loc"]
    where = ".".join(str(part) for part in path)
    text = error["msg"]
    if error["type"] == "extra_forbidden":
        text = f"there is no `{path[-1]}` here"
    elif error["type"] == "missing":
        text = f"`{path[-1]}` is missing"
    return source.problem(path, f"{where}: {text}")

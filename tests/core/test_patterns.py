"""Patterns of the core wait until they are asked: no start compiles them, and each of them can be compiled.

A pattern that is none would otherwise be found by the first nurse who types what it is for.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import bot.core
from bot.core.lexicon.patterns import pattern

# Each start brings the words of all trials into their one form.
AT_EVERY_START = {"bot.core.lexicon.forms"}

COMPILED_BY = """
import re, sys
compiled, compile = [], re.compile
def noted(*given):
    compiled.append(sys._getframe(1).f_globals["__name__"])
    return compile(*given)
re.compile = noted
import bot.core.step
print(*sorted({one for one in compiled if one.startswith("bot")}))
"""


def modules() -> Iterator[ModuleType]:
    """Every file of the core."""
    for found in pkgutil.walk_packages(bot.core.__path__, "bot.core."):
        yield importlib.import_module(found.name)


def test_importing_the_core_compiles_none() -> None:
    root = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", COMPILED_BY], capture_output=True, text=True, cwd=root, check=True)
    assert set(run.stdout.split()) == AT_EVERY_START


def test_each_one_can_be_compiled() -> None:
    written = sum(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "pattern"
        for module in modules()
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text("utf-8")))
    )
    there = [one for module in modules() for value in vars(module).values() for one in waiting(value)]
    assert len({id(one) for one in there}) >= written > 100
    for one in there:
        re.compile(one.pattern)


def waiting(value: object) -> Iterator[re.Pattern[str]]:
    """The patterns in a value of a module, alone or in tables."""
    if isinstance(value, type(pattern(""))):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from waiting(one)


@pytest.mark.parametrize("asked", ["search", "match", "fullmatch", "finditer", "findall", "split", "sub", "groupindex"])
def test_whatever_it_is_asked_first_it_is_what_the_compiled_one_is(asked: str) -> None:
    one, other = pattern("(?P<figure>[0-9]+)a?"), re.compile("(?P<figure>[0-9]+)a?")
    assert getattr(one, asked) == getattr(other, asked)
    assert one.sub("-", "a12a3") == other.sub("-", "a12a3") == "a--"

"""Rules in which `and` and `or` stand side by side without brackets: read one way, and most likely meant the other.

`and` binds closer than `or`, so that `a or b and c` is true for everybody with `a`. A protocol's sentence knows no such
law.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.content.places import Path_, read_source
from bot.core.lexicon.patterns import pattern
from bot.core.trial import Trial

RULES = frozenset(("rule", "passes_if", "fails_if", "if", "ask_if", "optional_if", "is", "touches"))
_TOKEN = pattern(r"[A-Za-z_][A-Za-z0-9_.]*|[(){},]")
_AFRESH = frozenset((",", "if", "then", "else"))
_MIXED = (
    "`and` and `or` stand side by side here, and `and` binds closer: put brackets around what belongs together, "
    "as in `(a or b) and c` or `a or (b and c)`"
)


def check_brackets(trials: Iterable[Trial], flows: Path) -> list[str]:
    """Every rule that mixes `and` and `or` without brackets, as `file:line:column` of the word that does."""
    return [problem for trial in trials for problem in _problems(trial, flows)]


def _problems(trial: Trial, flows: Path) -> Iterator[str]:
    source = read_source(flows / f"{trial.id}.yaml")
    for path, rule in _rules(source.data):
        offset = _mixed(rule)
        if offset is not None:
            yield str(source.problem(path, _MIXED, offset))


def _rules(node: Any, path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    """The texts of all rules of a file, with their places."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, one in inner:
        if key in RULES and isinstance(one, str):
            yield (*path, key), one
        else:
            yield from _rules(one, (*path, key))


def _mixed(rule: str) -> int | None:
    """Where a rule first says `and` beside an `or`, or the other way round, within the same brackets."""
    said: list[set[str]] = [set()]
    for found in _TOKEN.finditer(rule):
        match found.group():
            case "(" | "{":
                said.append(set())
            case ")" | "}":
                said = said[:-1] or [set()]
            case "and" | "or" as word:
                said[-1].add(word)
                if len(said[-1]) == 2:
                    return found.start()
            case word if word in _AFRESH:
                said[-1].clear()
    return None

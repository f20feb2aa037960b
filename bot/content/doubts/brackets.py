"""Rules in which `and` and `or` stand side by side without brackets: read one way, and most likely meant the other.

`and` binds closer than `or`, so that `a or b and c` is true for everybody with `a`. A protocol's sentence knows no such
law.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.doubts.written import rules_in
from bot.content.places import Problem, Source
from bot.core.lexicon.patterns import pattern
from bot.core.trial import Trial

_TOKEN = pattern(r"[A-Za-z_][A-Za-z0-9_.]*|[(){},]")
_AFRESH = frozenset((",", "if", "then", "else"))
_MIXED = (
    "`and` and `or` stand side by side here, and `and` binds closer: put brackets around what belongs together, "
    "as in `(a or b) and c` or `a or (b and c)`"
)


def look(trial: Trial, source: Source) -> Iterator[Problem]:
    """Every rule that mixes `and` and `or` without brackets, at the word that does."""
    for path, rule in rules_in(source.data):
        offset = _mixed(rule)
        if offset is not None:
            yield source.problem(path, _MIXED, offset)


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

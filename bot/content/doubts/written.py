"""What stands in a trial's file: its rules, with their places, and the entry that a question comes from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.content.places import Path_, Source
from bot.core.trial import Question

_RULES = frozenset(("rule", "passes_if", "fails_if", "if", "ask_if", "optional_if", "is", "touches", "values"))


def rules_in(node: Any, path: Path_ = (), within: bool = False) -> Iterator[tuple[Path_, str]]:
    """The texts of all rules and formulas of a file, with their places."""
    if within and isinstance(node, str):
        yield path, node
        return
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, one in inner:
        yield from rules_in(one, (*path, key), within or key in _RULES)


def rule_at(source: Source, place: int) -> Path_:
    """Where the rule of the criterion at this place stands; of two rules the one that it fails by."""
    return ("criteria", place, "rule" if "rule" in source.data["criteria"][place] else "fails_if")


def entry_of(question: Question) -> str:
    """The id of the file's entry that a question comes from; that of its list, where it is asked for each option."""
    return question.id.removesuffix(f".{question.asked_for[1]}") if question.asked_for else question.id

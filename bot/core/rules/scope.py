"""The names that a rule may use, and the problems found in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from bot.core.rules.base import Rule
from bot.core.rules.moments import Moment
from bot.core.rules.numbers import Named
from bot.core.shapes import Shape


@dataclass(frozen=True, slots=True)
class RuleProblem:
    """What is wrong with a rule, where in its text (offset from 0), and what would be right."""

    offset: int
    text: str


@dataclass(frozen=True)
class Scope:
    """What a trial offers to its rules.

    `settings` holds each reading's option in force and all its options; `variables` binds a name to a list question
    and one of its options, inside `any ... of` and in templates; `anchor` is the question that windows count back from.
    Derived facts are numbers (`derived`), `days`, `conditions`, `unread` where something is wrong with them, or `later`
    as long as those before them are read.
    """

    shapes: Mapping[str, Shape]
    anchor: str = ""
    window_edge_counts: bool = True
    settings: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    derived: dict[str, Named] = field(default_factory=dict)
    days: dict[str, Moment] = field(default_factory=dict)
    conditions: dict[str, Rule] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    criteria: frozenset[str] = frozenset()
    later: Sequence[str] = ()
    variables: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def bind(self, variable: str, question: str, code: str) -> Scope:
        """The same names with a variable more."""
        return replace(self, variables={**self.variables, variable: (question, code)})

    def resolve(self, name: str) -> str:
        """The full id behind a name: `drug.last_dose` is `e1_drugs.last_dose.mmf` while drug is mmf."""
        head, _, tail = name.partition(".")
        if head in self.variables and tail:
            question, code = self.variables[head]
            return f"{question}.{tail}.{code}"
        return name


def suggestion(wrong: str, right: Iterable[str]) -> str:
    """`; did you mean ...?` where something near exists, otherwise what there is."""
    known = list(right)
    near = [one for one in known if one.lower() == wrong.lower()] or get_close_matches(wrong, known, 1)
    if near:
        return f"; did you mean `{near[0]}`?"
    return f"; there are: {', '.join(known[:12])}{', ...' if len(known) > 12 else ''}" if known else ""

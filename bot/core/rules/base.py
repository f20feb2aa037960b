"""What every part of a rule can do, and what it is evaluated against.

A rule is judged against facts and gives its truth together with the leaves (single tests) that decided it. Nothing here
knows where facts come from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

from bot.core.answers import Value
from bot.core.ranges import Range
from bot.core.truth import Truth


class Facts(Protocol):
    """Everything known of one case on one planned date."""

    @property
    def today(self) -> date:
        """The site's calendar day."""

    @property
    def anchor(self) -> date:
        """The planned date that windows count back from."""

    @property
    def derived(self) -> dict[str, Range | None]:
        """The derived numbers worked out so far, by their ids: each is needed by several rules."""

    def value(self, question: str) -> Value:
        """What counts as the answer; NotKnown where there is none, or where it is moot."""


class Part(Protocol):
    """Any part of a rule."""

    @property
    def questions(self) -> frozenset[str]:
        """All questions that it may look at."""

    def open_questions(self, facts: Facts) -> Iterable[str]:
        """The questions whose better answer could make an unknown result known."""

    def changes(self, facts: Facts) -> Iterator[date]:
        """The planned dates after the present one on which its result may change, ascending, as they are asked for."""


class Rule(Part, Protocol):
    """A part that is true, false or unknown."""

    def truth(self, facts: Facts) -> Truth:
        """Its truth alone, found without looking further than needed."""

    def judge(self, facts: Facts) -> Ruling:
        """Its truth, and the leaves that decided it."""


@dataclass(frozen=True)
class Single:
    """A part that looks at one question only."""

    question: str

    @cached_property
    def questions(self) -> frozenset[str]:
        return frozenset((self.question,))

    def changes(self, facts: Facts) -> Iterator[date]:
        return iter(())


@dataclass(frozen=True, slots=True)
class Leaf:
    """One single test with the truth that it had."""

    rule: Rule
    truth: Truth


@dataclass(frozen=True, slots=True)
class Ruling:
    """The truth of a rule and the leaves that decided it (for unknown: the leaves that leave it open)."""

    truth: Truth
    leaves: tuple[Leaf, ...]


def union(parts: Iterable[Part]) -> frozenset[str]:
    """The questions of several parts together."""
    return frozenset().union(*(part.questions for part in parts))

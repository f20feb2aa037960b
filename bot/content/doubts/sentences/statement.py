"""A criterion twice: in the words of its protocol and as a rule, to be held against each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.content.doubts.sentences.asked import Bound, bounds_of, leaves_of
from bot.core.rules.base import Rule
from bot.core.trial import Criterion, Trial


@dataclass(frozen=True)
class Statement:
    """A criterion of a trial; `sentence` and `reading` are its words in small letters."""

    trial: Trial
    criterion: Criterion
    sentence: str
    reading: str

    @property
    def text(self) -> str:
        """All that is said of it."""
        return f"{self.sentence} {self.reading}".rstrip()

    @property
    def rule(self) -> Rule:
        """The rule that stands for the sentence: what passes an inclusion, what fails an exclusion."""
        return self.criterion.passes_if if self.criterion.inclusion else self.criterion.fails_if

    @cached_property
    def leaves(self) -> tuple[tuple[Rule, bool], ...]:
        """The single tests of that rule, each with whether its contrary is asked for."""
        return tuple(leaves_of(self.rule, self._elsewhere))

    @cached_property
    def bounds(self) -> tuple[Bound, ...]:
        """The comparisons with numbers that fail somebody."""
        return tuple(bounds_of(self.criterion.fails_if, self._elsewhere))

    @property
    def tests(self) -> Iterator[Rule]:
        """The single tests of all its rules."""
        return (test for rule in self.criterion.rules for test, _ in leaves_of(rule, self._elsewhere))

    @cached_property
    def _elsewhere(self) -> tuple[Rule, ...]:
        """Derived conditions, whose numbers are seldom said where they are used: only where nothing else is asked for,
        the sentence is theirs."""
        conditions = tuple(self.trial.conditions.values())
        asked = any(True for rule in self.criterion.rules for _ in leaves_of(rule, conditions))
        return conditions if asked else ()

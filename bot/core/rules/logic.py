"""How a rule's tests are put together: and, or, not, enough of several, any of the chosen.

Each combination hands on the leaves that decided it: for a definite result only those that made it so, for unknown only
those that leave it open. Reasons and "still missing" come from there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from heapq import merge

from bot.core.answers import Codes
from bot.core.rules.base import Facts, Leaf, Rule, Ruling, union
from bot.core.truth import Truth, all_of, any_of, at_least


def _decided_by(truth: Truth, rulings: Iterable[Ruling]) -> Ruling:
    """The truth with the leaves of those parts that made it so: they are the ones that share it."""
    return Ruling(truth, tuple(leaf for one in rulings if one.truth is truth for leaf in one.leaves))


def _left_open(parts: Iterable[Rule], facts: Facts) -> list[str]:
    """The questions of those parts that are unknown: what is settled already leaves nothing open."""
    return [q for part in parts if part.truth(facts) is Truth.UNKNOWN for q in part.open_questions(facts)]


@dataclass(frozen=True)
class _Several:
    parts: tuple[Rule, ...]

    @cached_property
    def questions(self) -> frozenset[str]:
        return union(self.parts)

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return _left_open(self.parts, facts)

    def changes(self, facts: Facts) -> Iterator[date]:
        return merge(*(part.changes(facts) for part in self.parts))


@dataclass(frozen=True)
class And(_Several):
    """All parts; one false decides."""

    def truth(self, facts: Facts) -> Truth:
        return all_of(part.truth(facts) for part in self.parts)

    def judge(self, facts: Facts) -> Ruling:
        rulings = [part.judge(facts) for part in self.parts]
        return _decided_by(all_of(one.truth for one in rulings), rulings)


@dataclass(frozen=True)
class Or(_Several):
    """One part at least; one true decides."""

    def truth(self, facts: Facts) -> Truth:
        return any_of(part.truth(facts) for part in self.parts)

    def judge(self, facts: Facts) -> Ruling:
        rulings = [part.judge(facts) for part in self.parts]
        return _decided_by(any_of(one.truth for one in rulings), rulings)


@dataclass(frozen=True)
class Some(_Several):
    """At least so many of the parts."""

    needed: int = 1

    def truth(self, facts: Facts) -> Truth:
        return at_least(self.needed, (part.truth(facts) for part in self.parts))

    def judge(self, facts: Facts) -> Ruling:
        rulings = [part.judge(facts) for part in self.parts]
        return _decided_by(at_least(self.needed, (one.truth for one in rulings)), rulings)


@dataclass(frozen=True)
class Not:
    """The opposite; unknown stays unknown."""

    part: Rule

    @cached_property
    def questions(self) -> frozenset[str]:
        return self.part.questions

    def truth(self, facts: Facts) -> Truth:
        return ~self.part.truth(facts)

    def judge(self, facts: Facts) -> Ruling:
        ruling = self.part.judge(facts)
        return Ruling(~ruling.truth, ruling.leaves)

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return self.part.open_questions(facts)

    def changes(self, facts: Facts) -> Iterator[date]:
        return self.part.changes(facts)


@dataclass(frozen=True)
class Certainly(Not):
    """True where the part is true, otherwise false. It steers the conversation, never a verdict."""

    def truth(self, facts: Facts) -> Truth:
        return Truth.of(self.part.truth(facts) is Truth.TRUE)

    def judge(self, facts: Facts) -> Ruling:
        ruling = self.part.judge(facts)
        return Ruling(Truth.of(ruling.truth is Truth.TRUE), ruling.leaves)


@dataclass(frozen=True)
class Fixed:
    """Settled when the trial was read, as the setting of a reading is."""

    settled: Truth
    questions: frozenset[str] = frozenset()

    def truth(self, facts: Facts) -> Truth:
        return self.settled

    def judge(self, facts: Facts) -> Ruling:
        return Ruling(self.settled, ())

    def open_questions(self, facts: Facts) -> Iterable[str]:
        return ()

    def changes(self, facts: Facts) -> Iterator[date]:
        return iter(())


@dataclass(frozen=True)
class _OfChosen:
    """The rule of each chosen option; each option has its own copy of the rule.

    `first` decides alone while it is not true: whether the options that the rule is about are chosen at all. `open`:
    an open option is chosen, which may be one of them.
    """

    question: str
    bodies: Mapping[str, Rule]
    first: Rule
    open: Rule

    @cached_property
    def questions(self) -> frozenset[str]:
        return union(self.bodies.values()) | {self.question}

    def _parts(self, facts: Facts) -> tuple[Rule, ...]:
        value = facts.value(self.question)
        chosen = value.codes if isinstance(value, Codes) else ()
        parts = tuple(self.bodies[code] for code in chosen if code in self.bodies)
        return parts if self.open.truth(facts) is Truth.FALSE else (*parts, self.open)

    def open_questions(self, facts: Facts) -> Iterable[str]:
        if self.first.truth(facts) is not Truth.TRUE:
            return (self.question,)
        return _left_open(self._parts(facts), facts)

    def changes(self, facts: Facts) -> Iterator[date]:
        return merge(*(part.changes(facts) for part in self._parts(facts)))


@dataclass(frozen=True)
class Any(_OfChosen):
    """The rule of one chosen option at least."""

    def truth(self, facts: Facts) -> Truth:
        first = self.first.truth(facts)
        return any_of(part.truth(facts) for part in self._parts(facts)) if first is Truth.TRUE else first

    def judge(self, facts: Facts) -> Ruling:
        first = self.first.judge(facts)
        return Or(self._parts(facts)).judge(facts) if first.truth is Truth.TRUE else first


@dataclass(frozen=True)
class Count(_OfChosen):
    """The rules of so many chosen options at least; `first` says whether so many are chosen."""

    needed: int

    def truth(self, facts: Facts) -> Truth:
        if self._too_few(facts):
            return self.first.truth(facts)
        return at_least(self.needed, (part.truth(facts) for part in self._parts(facts)))

    def judge(self, facts: Facts) -> Ruling:
        if self._too_few(facts):
            return self.first.judge(facts)
        return Some(self._parts(facts), self.needed).judge(facts)

    def _too_few(self, facts: Facts) -> bool:
        """Whether what is chosen decides already, or is not known."""
        return self.first.truth(facts) is Truth.FALSE or not isinstance(facts.value(self.question), Codes)


def all_parts(parts: list[Rule]) -> Rule:
    """AND of the parts; those that are settled already are worked in."""
    return _folded(parts, Truth.FALSE, And)


def any_part(parts: list[Rule]) -> Rule:
    """OR of the parts; those that are settled already are worked in."""
    return _folded(parts, Truth.TRUE, Or)


def _folded(parts: list[Rule], decisive: Truth, combine: type[And] | type[Or]) -> Rule:
    if any(isinstance(part, Fixed) and part.settled is decisive for part in parts):
        return Fixed(decisive)
    left = [part for part in parts if not (isinstance(part, Fixed) and part.settled is ~decisive)]
    if not left:
        return Fixed(~decisive)
    return left[0] if len(left) == 1 else combine(tuple(left))


def open_leaves(leaves: Iterable[Leaf], facts: Facts) -> list[str]:
    """The questions whose better answers could settle these leaves, each once, in order of appearance."""
    return list(dict.fromkeys(q for leaf in leaves for q in leaf.rule.open_questions(facts)))

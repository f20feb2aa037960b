"""What fails each criterion, in words: answers that do so together, none of which could be spared.

A rule that is well written may say something else than its protocol: where `and` stands instead of `or`, what should
fail alone fails only together with the rest. Whoever answers for it can read that here without knowing rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product

from bot.content.patients import Patients, Values
from bot.core.answers import Code, Codes, Day, Ongoing
from bot.core.facts import KnownFacts
from bot.core.messages import Message
from bot.core.reasons import held, reason
from bot.core.rules.base import Leaf, Rule
from bot.core.rules.lengths import NO_TIME, Length
from bot.core.rules.logic import And, Certainly, Not, Or
from bot.core.rules.numbers import Either, InPercent, Named, Number, Rounded, Sum
from bot.core.rules.tests import Compare, CompareDays, Has, Is, Window
from bot.core.trial import Criterion, Trial
from bot.core.truth import Truth

WALKS, MOST = 300, 50
_NO_DAY = 10.0**9
Way = tuple[Leaf, ...]
Answered = frozenset[tuple[Leaf, str]]


@dataclass(frozen=True)
class _Example:
    """A patient who fails by a way, and how far from the bounds."""

    way: Way
    facts: KnownFacts
    distance: float


def failures(trial: Trial) -> Iterator[tuple[Criterion, list[list[Message]]]]:
    """Each criterion with everything that fails it, what fails it alone first."""
    values = Values(trial)
    for criterion in trial.criteria:
        found: dict[Answered, _Example] = {}
        for facts in Patients(trial, criterion, values).failing(WALKS):
            for way in _ways(criterion.fails_if, facts, Truth.TRUE):
                example, answered = _Example(way, facts, _distance(way, facts)), _answered(way, facts)
                if answered not in found or example.distance < found[answered].distance:
                    found[answered] = example
        needed = [one for answered, one in found.items() if not any(other < answered for other in found)]
        needed.sort(key=lambda one: (len(one.way), [_place(leaf, trial) for leaf in one.way]))
        said = [_in_words(one.way, one.facts) for one in needed]
        yield criterion, list({repr(one): one for one in said}.values())


def _place(leaf: Leaf, trial: Trial) -> int:
    """Where a test stands in the conversation: at the last question that it looks at."""
    return max((trial.questions.index(trial.by_id[id]) for id in leaf.rule.questions - {trial.anchor}), default=0)


def _answered(way: Way, facts: KnownFacts) -> Answered:
    """What distinguishes one way to fail from another: its tests, and the chosen options that they look for."""
    return frozenset((leaf, chosen) for leaf in way for chosen in _chosen(leaf, facts))


def _chosen(leaf: Leaf, facts: KnownFacts) -> Iterable[str]:
    if not isinstance(leaf.rule, Is | Has):
        return ("",)
    value = facts.value(leaf.rule.question)
    codes = value.codes if isinstance(value, Codes) else (value.code,) if isinstance(value, Code) else ()
    looked_for = leaf.rule.codes if leaf.truth is Truth.TRUE else frozenset(codes)
    return looked_for.intersection(codes) or ("",)


def _ways(rule: Rule, facts: KnownFacts, wanted: Truth) -> list[Way]:
    """The tests that give a rule its truth; each way would do alone."""
    match rule:
        case Not(part=part) if not isinstance(rule, Certainly):
            return _ways(part, facts, ~wanted)
        case And(parts=parts) | Or(parts=parts):
            deciding = [_ways(part, facts, wanted) for part in parts if part.truth(facts) is wanted]
            if isinstance(rule, Or) is (wanted is Truth.TRUE):
                return [way for ways in deciding for way in ways][:MOST]
            return [tuple(leaf for way in ways for leaf in way) for ways in islice(product(*deciding), MOST)]
        case Compare(left=left, right=right):
            return [(*rule.judge(facts).leaves, *_conditions(left, facts), *_conditions(right, facts))]
    return [rule.judge(facts).leaves]


def _conditions(number: Number, facts: KnownFacts) -> Iterator[Leaf]:
    """What a bound depends on, where it is another one for some: 120 g/L for men, 110 g/L for women."""
    match number:
        case Named(inner=inner):
            yield from _conditions(inner, facts) if isinstance(inner, Either) else ()
        case InPercent(inner=inner) | Rounded(inner=inner):
            yield from _conditions(inner, facts)
        case Either(condition=condition, then=then, otherwise=otherwise):
            yield from condition.judge(facts).leaves
            yield from _conditions(then if condition.truth(facts) is Truth.TRUE else otherwise, facts)
        case Sum(left=left, right=right):
            yield from (*_conditions(left, facts), *_conditions(right, facts))


def _distance(way: Way, facts: KnownFacts) -> float:
    """How far its numbers and dates are from their bounds: the nearest patient is the best example."""
    return sum(_away(leaf.rule, facts) for leaf in way)


def _away(rule: Rule, facts: KnownFacts) -> float:
    """How far one is from its bound; what is ongoing shows none."""
    match rule:
        case Compare():
            shown = held(rule, facts)
            return abs(float(shown.margin.number)) if shown and shown.margin else 0
        case Window():
            return _days_between(rule.event.day(facts), rule.anchor.day(facts), rule.length)
        case CompareDays():
            return _days_between(rule.left.day(facts), rule.right.day(facts), NO_TIME)
    return 0


def _days_between(event: Day | Ongoing | None, anchor: Day | Ongoing | None, length: Length) -> float:
    if not isinstance(event, Day) or not isinstance(anchor, Day):
        return _NO_DAY
    return abs((event.first - length.before(anchor.first)).days)


def _in_words(way: Way, facts: KnownFacts) -> list[Message]:
    said = (reason(leaf, facts, failing=True) for leaf in way)
    return list({repr(one): one for one in said if one is not None}.values())

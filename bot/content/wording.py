"""Bounds that stand otherwise in a rule than in its protocol's sentence: `<= 3` where that says "<3".

Whoever is exactly at the bound would be judged wrongly. Looked at are numbers that the sentence, or the reading of it,
gives with a sign or its words; a rule may say the opposite of a sentence, as exclusion criteria often do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

from bot.content.places import read_source
from bot.core.lexicon.patterns import pattern
from bot.core.rules.base import Rule
from bot.core.rules.logic import And, Any, Count, Not, Or, Some
from bot.core.rules.numbers import Either, Literal, Number, Sum
from bot.core.rules.tests import Compare
from bot.core.trial import Criterion, Trial

_SIGNS = {
    ">=": r"≥|⩾|>=|at least|not less than|no less than|greater than or equal to|not below",
    "<=": r"≤|⩽|<=|at most|not more than|no more than|less than or equal to|up to|not above|not exceeding",
    ">": r">|more than|greater than|above|over|exceeding",
    "<": r"<|less than|lower than|below|under",
}
_NAMED = "|".join(f"(?P<s{n}>{words})" for n, words in enumerate(_SIGNS.values()))
_SIGNED = pattern(rf"(?:{_NAMED}) ?(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)")
_OPPOSITE = {">=": "<", "<": ">=", "<=": ">", ">": "<="}
_OTHERWISE = (
    "the rule says `{rule} {number}`, the sentence `{text} {number}`: if the rule is right, say so in `reading`"
)


def check_wording(trials: Iterable[Trial], flows: Path) -> list[str]:
    """Every bound whose sign is neither that of its criterion's sentence nor the opposite, as `file:line:column`."""
    return [problem for trial in trials for problem in _problems(trial, flows)]


def _problems(trial: Trial, flows: Path) -> Iterator[str]:
    source = read_source(flows / f"{trial.id}.yaml")
    for place, (criterion, form) in enumerate(zip(trial.criteria, source.data["criteria"], strict=True)):
        said = _said(f"{form['text']} {form.get('reading') or ''}")
        for text in dict.fromkeys(_differing(criterion, said)):
            yield str(source.problem(("criteria", place, "rule" if "rule" in form else "fails_if"), text))


def _said(text: str) -> dict[Fraction, set[str]]:
    """The numbers of a text, each with the signs that stand before it."""
    said: dict[Fraction, set[str]] = {}
    for found in _SIGNED.finditer(" ".join(text.lower().split())):
        said.setdefault(Fraction(found["number"].replace(",", "")), set()).add(_sign(found))
    return said


def _sign(found: re.Match[str]) -> str:
    return next(sign for n, sign in enumerate(_SIGNS) if found[f"s{n}"])


def _differing(criterion: Criterion, said: dict[Fraction, set[str]]) -> Iterator[str]:
    for relation, bound in _bounds(criterion.fails_if, opposite=False):
        for number in _as_written(bound):
            signs = said.get(number, set())
            if signs and signs.isdisjoint((relation, _OPPOSITE[relation])):
                text = min(signs)
                rule = relation if text[0] == relation[0] else _OPPOSITE[relation]
                yield _OTHERWISE.format(rule=rule, text=text, number=f"{float(number):g}")


def _bounds(rule: Rule, *, opposite: bool) -> Iterator[tuple[str, Number]]:
    """Every comparison of a rule with a number: its sign, and what it is held against."""
    match rule:
        case Not(part=part):
            yield from _bounds(part, opposite=not opposite)
        case And(parts=parts) | Or(parts=parts) | Some(parts=parts):
            for part in parts:
                yield from _bounds(part, opposite=opposite)
        case Any(bodies=bodies) | Count(bodies=bodies):
            for part in bodies.values():
                yield from _bounds(part, opposite=opposite)
        case Compare(relation=relation, right=right) if relation in _OPPOSITE:
            yield (_OPPOSITE[relation] if opposite else relation), right


def _as_written(bound: Number) -> set[Fraction]:
    """The numbers of a bound, in every unit in which they may be written."""
    match bound:
        case Literal(value=value, test=test):
            return {value} if test is None else {unit.of_first(value) for unit in test.units}
        case Either(then=then, otherwise=otherwise):
            return _as_written(then) | _as_written(otherwise)
        case Sum(left=left, right=right):
            return _as_written(left) | _as_written(right)
    return set()

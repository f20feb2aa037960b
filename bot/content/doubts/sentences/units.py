"""A number in another unit than its criterion's sentence gives it in: 2000 copies/mL for "2000 IU/mL"."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.doubts.sentences.asked import literals_of
from bot.content.doubts.sentences.said import numbers_before
from bot.content.doubts.sentences.statement import Statement
from bot.core.kinds.amounts import names_of, unit_in
from bot.core.lexicon.forms import normal
from bot.core.rules.numbers import Literal
from bot.core.shapes import Test, Unit

_MOST = 3  # words of a unit
_TOLD = "the rule says {number:g} {rule}, the sentence {number:g} {said}: if the rule is right, say so in `reading`"


def other_units(statement: Statement) -> Iterator[str]:
    """Every number of a criterion's rule that its sentence has only in another unit of the same test."""
    for bound in statement.bounds:
        for literal in literals_of(bound.right):
            if literal.test is not None and literal.value:
                yield from _in_another(literal, literal.test, statement.text)


def _in_another(literal: Literal, test: Test, text: str) -> Iterator[str]:
    """Nothing where the sentence has the number in the rule's unit, or without one."""
    others: list[str] = []
    for unit in test.units:
        number = unit.of_first(literal.value)
        for behind in (behind for said, behind in numbers_before(text) if said == number):
            said = unit_behind(behind, test)
            if said is None or said.same_scale(unit):
                return
            others.append(_TOLD.format(number=float(number), rule=unit.code, said=said.code))
    yield from others


def unit_behind(behind: str, test: Test) -> Unit | None:
    """The unit of a test that stands at the beginning of a text, by its longest name."""
    spelled = sorted(((normal(name), unit) for unit in test.units for name in names_of(unit)), key=_longest_first)
    text = normal(behind)
    found = (unit for name, unit in spelled if text.startswith(name) and not text[len(name) :][:1].isalnum())
    return next(found, None) or _in_words(text, test)


def _in_words(text: str, test: Test) -> Unit | None:
    """A unit as people say it: "mg per week"."""
    words = [word.rstrip(".,;:)") for word in text.split()[:_MOST]]
    return next(filter(None, (unit_in(test, " ".join(words[:count])) for count in range(len(words), 0, -1))), None)


def _longest_first(spelled: tuple[str, Unit]) -> int:
    return -len(spelled[0])

"""Windows the wrong way round: `within 6 weeks before` where the sentence says "at least 6 weeks before".

Held against sentences that deny nothing: what a "not within" comes to is for the author. A length that a sentence, or
the reading of it, gives both ways is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from bot.content.doubts.sentences.said import LENGTH, length_said, shown
from bot.content.doubts.sentences.statement import Statement
from bot.core.lexicon.patterns import pattern
from bot.core.rules.lengths import NO_TIME, Length
from bot.core.rules.moments import Shifted
from bot.core.rules.numbers import Literal
from bot.core.rules.reader import IN_DAYS
from bot.core.rules.tests import Compare, CompareDays, Window

_FAR = pattern(rf"(?:≥|⩾|>=|>|at least|more than|longer than|not less than|no less than|a minimum of) ?{LENGTH}")
_OR_MORE = pattern(rf"{LENGTH} or (?:more|longer)")
_WITHIN = r"(?:≤|⩽|<=|<|within|less than|up to|(?:in|during|over) the)(?: the)?"
_NEAR = pattern(rf"{_WITHIN}(?: past| last| previous| preceding| prior)? ?{LENGTH}")
_DENIALS = r"no|not|none|never|without|free|unless|except|off|other than|stopp\w+|discontinu\w+|wash-?\s?out"
_DENIED = pattern(rf"\b(?:{_DENIALS})\b")
_TOLD = "the rule asks for {rule} {length}, the sentence for {said} that: if the rule is right, say so in `reading`"
_WORDS = {True: "more than", False: "less than"}


def turned_windows(statement: Statement) -> Iterator[str]:
    """Every window of a criterion that its sentence gives the other way round."""
    if _DENIED.search(statement.text):
        return
    said = _said(statement.text)
    for length, far in dict.fromkeys(_asked(statement)):
        if said.get(length) == {not far}:
            yield _TOLD.format(rule=_WORDS[far], length=shown(length), said=_WORDS[not far])


def _said(text: str) -> dict[Length, set[bool]]:
    """The lengths of a text, and whether what it speaks of lies farther away (True) or nearer."""
    said: dict[Length, set[bool]] = {}
    for far, wording in ((True, _FAR), (True, _OR_MORE), (False, _NEAR)):
        for found in wording.finditer(text):
            length = length_said(found)
            if length is not None:
                said.setdefault(length, set()).add(far)
    return said


def _asked(statement: Statement) -> Iterator[tuple[Length, bool]]:
    """The lengths that the sentence should say, of dates or of hours and days, and whether an event has to lie farther
    away."""
    for test, denied in statement.leaves:
        match test:
            case Window(length=length) if length != NO_TIME:
                yield length, denied
            case CompareDays(relation="<" | "<=" | ">" | ">=" as relation, right=Shifted(length=length)):
                if length.days < 0 or length.months < 0:
                    yield -length, (relation in ("<", "<=")) is not denied
            case Compare(left=left, relation="<" | "<=" | ">" | ">=" as relation, right=Literal(value=value)):
                unit = left.test.canonical.ucum if left.test else ""
                if unit in IN_DAYS:
                    yield Length(ceil(value * IN_DAYS[unit])), (relation in (">", ">=")) is not denied

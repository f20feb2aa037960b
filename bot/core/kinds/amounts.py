"""Takes a typed amount apart: lead-in words, comparator, number, unit, and what a laboratory prints around them.

Every sign of the reply must be accounted for: what is neither part of the amount nor known to change nothing leaves it
unread, so that another test's result, a range or an estimate is never taken for the value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from bot.core.answers import Comparator
from bot.core.kinds.common import as_decimal
from bot.core.kinds.figures import figures_at, in_figures
from bot.core.kinds.reference import range_said_at, reference_end
from bot.core.lexicon.forms import normal
from bot.core.lexicon.measures import (
    ASKS,
    CHANGED,
    COMPARATORS,
    COMPARATORS_AFTER,
    DAILY,
    DATE,
    FLAG_AFTER,
    FLAG_BEFORE,
    LEAD,
    PUNCTUATION,
    SIGN,
    SIGN_AFTER,
    VOLUME,
)
from bot.core.lexicon.patterns import Names, pattern
from bot.core.lexicon.spelling import Spellings
from bot.core.lexicon.units import UnitSpellings, spelling
from bot.core.shapes import Test, Unit

_MOST_BEFORE, _MOST_BEHIND = 32, 20
_BEFORE = pattern(f"{PUNCTUATION}+|#|{LEAD}|{FLAG_BEFORE}|{DATE}")  # 115# are pounds
_BEHIND = pattern(f"{PUNCTUATION}+|{FLAG_AFTER}|{DATE}|{LEAD}")
_FLAGGED = pattern(r"[0-9] ?(?:[↑↓⬆⬇]|(?:hh?|ll?)(?![a-z])) ?$")
_DAILY = pattern(DAILY)
_AFTER_NAME = pattern(" ?- (?=[0-9<>≤≥])| ?-- ?(?=[0-9])|[-,_、](?=[0-9])")
_INDEX = pattern(r"[( ]*[0-9]{1,2} ?[.、):]? ?[*★☆▲]? ?(?:血清|血浆|血|serum |plasma |blood )?")
_SIGN = pattern(f"{SIGN} ?")
_SIGN_AFTER = pattern(rf"(?<=[\w%]) ?({SIGN_AFTER})")
_SPLITTING = frozenset({"m", "°c", "度"})  # 1米75, 37度5: digits after the unit are decimals
_MINUS = pattern("(?:-|minus |负的?) ?")
_AND = pattern(r" ?(?:\+|,|and |又|零)? ?")
_OF_A_WEEK = pattern(r" ?[+w] ?(?P<days>[0-6])(?![0-9./])| (?P<sevenths>[1-6])/7(?![0-9])")
_DECIMALS = pattern(r"[0-9]{1,2}(?![0-9.])|[零〇一二两三四五六七八九]{1,2}")


@dataclass(frozen=True, slots=True)
class TypedAmount:
    """An amount in its parts.

    `grouped`: its comma may also be a decimal one. `slip`: typed with a wrong sign, or said as a question or a change.
    """

    number: Decimal
    unit: Unit | None = None
    comparator: Comparator = ""
    grouped: bool = False
    slip: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class AmountWords:
    """What may stand around an amount of one test: the names of the test, its units, and what changes nothing.

    `daily`: it is measured per day, so that "each day" adds nothing. `signed`: its values may lie below 0. `weeks`: its
    units of weeks and of days, where it is counted in both.
    """

    names: Names
    units: UnitSpellings[Unit]
    daily: bool
    signed: bool = False
    weeks: tuple[Unit, Unit] | None = None

    def begin(self, text: str, start: int = 0) -> int:
        """Where the words that lead to the number end."""
        at = start
        for _ in range(_MOST_BEFORE):
            end = self.names.end(text, at)
            if end > at:
                joint = _AFTER_NAME.match(text, end)
                at = joint.end() if joint else end
            elif _SIGN.match(text, at) or (word := self._word(_BEFORE, text, at)) is None:
                break
            else:
                at = word
        return at

    def passed(self, text: str, at: int) -> int:
        """Where a word behind the number ends that changes nothing; the place itself where none begins."""
        end = self.names.end(text, at)
        word = None if end > at else self._word(_BEHIND, text, at)
        return end if word is None else word

    def _word(self, words: re.Pattern[str], text: str, at: int) -> int | None:
        found = words.match(text, at) or (_DAILY.match(text, at) if self.daily else None)
        return found.end() if found else None


@lru_cache(maxsize=256)
def vocabulary(test: Test, names: tuple[str, ...] = ()) -> AmountWords:
    """The vocabulary of one test; `names` are what else it is called where it is asked."""
    units = UnitSpellings.of((normal(name), unit) for unit in test.units for name in names_of(unit))
    daily = any(spelled.endswith(("/d", "/24h")) for spelled in units.known)
    week, day = test.unit("wk"), test.unit("d")
    weeks = (week, day) if week and day else None
    return AmountWords(Names.of((*names_for(test), *names)), units, daily, test.signed, weeks)


def names_of(unit: Unit) -> tuple[str, ...]:
    """All ways of writing a unit."""
    words = (word for _, word in unit.words)
    return tuple(name for name in (unit.code, unit.ucum, unit.shown, *words, *unit.names) if name)


def names_for(test: Test) -> tuple[str, ...]:
    """All names of what is measured."""
    return (*test.names, *(title for _, title in test.title))


@lru_cache(maxsize=256)
def spellings_of(test: Test) -> Spellings[Test]:
    """The names of a test, to be found where one is misspelt."""
    return Spellings((normal(name), test) for name in names_for(test))


def without_name(test: Test, text: str) -> str:
    """A normalised text without what is measured, where it names that: 未做(Ccr)."""
    names = vocabulary(test).names
    found = next(((at, end) for at in range(len(text)) if (end := names.end(text, at)) > at), (0, 0))
    return f"{text[: found[0]]} {text[found[1] :]}".strip()


def unit_in(test: Test, text: str) -> Unit | None:
    """The unit of a test that a normalised text names."""
    return vocabulary(test).units.named(text)


def take_apart(text: str, words: AmountWords) -> TypedAmount | None:
    """The amount that a normalised reply is, with all that stands around it; None where something else is said."""
    return next((typed for begun, at in _amounts(text, words) if (typed := _finished(text, at, words, begun))), None)


def upper_end(text: str, words: AmountWords) -> TypedAmount | None:
    """The upper end of a range that is the whole reply, as it stands beside a result: "0-40 U/L"."""
    found = range_said_at(text, words.begin(text)) or range_said_at(text, 0)
    return _finished(text, found[1], words, TypedAmount(found[0])) if found else None


def _amounts(text: str, words: AmountWords) -> Iterator[tuple[TypedAmount, int]]:
    for unit, at in _beginnings(text, words):
        sign = _SIGN.match(text, at)
        comparator = COMPARATORS[sign.group().strip()] if sign else ""
        start = sign.end() if sign else at
        minus = _MINUS.match(text, start) if words.signed else None
        dash = words.signed and not minus and text[:start].rstrip().endswith("-")  # "HAZ - 1.5": asked back
        unsure = dash or ASKS.match(text) is not None or CHANGED.search(text, 0, start) is not None
        for figure in figures_at(text, minus.end() if minus else start):
            number = -figure.number if minus or dash else figure.number
            yield TypedAmount(number, unit, comparator, figure.grouped, figure.slip or unsure), figure.end


def _beginnings(text: str, words: AmountWords) -> Iterator[tuple[Unit | None, int]]:
    """Where the number may begin: after a line's own number, and after a unit, as in "WBC(10^9/L) 3.2"."""
    index = _INDEX.match(text)
    numbered = index is not None and words.names.end(text, index.end()) > index.end()
    for start in (index.end(), 0) if index and numbered else (0,):
        at = words.begin(text, start)
        yield None, at
        found = words.units.at(text, at)
        if found and len(text[at : found[1]].strip()) > 1:
            yield found[0], words.begin(text, found[1])


# What stands behind the number: each step takes the next piece, and says where it ends.

_Step = Callable[[str, int, AmountWords, TypedAmount], tuple[TypedAmount, int] | None]


def _finished(text: str, at: int, words: AmountWords, typed: TypedAmount) -> TypedAmount | None:
    """The amount, once all that is behind its number has been accounted for."""
    for _ in range(_MOST_BEHIND):
        if at >= len(text):
            return typed
        after = next((done for step in _STEPS if (done := step(text, at, words, typed))), None)
        if after is None:
            return None
        typed, at = after
    return None


def _take_unit(text: str, at: int, words: AmountWords, typed: TypedAmount) -> tuple[TypedAmount, int] | None:
    found = words.units.at(text, at)
    if found is None or (typed.unit is not None and typed.unit is not found[0]):
        return None
    unit, end = found
    return (typed, end) if typed.unit else _with_decimals(text, replace(typed, unit=unit), text[at:end].strip(), end)


def _with_decimals(text: str, typed: TypedAmount, unit: str, end: int) -> tuple[TypedAmount, int]:
    """What follows a unit at once may still be part of the number: 52公斤半, 1米75."""
    digits = _DECIMALS.match(text, end) if spelling(unit) in _SPLITTING else None
    if text.startswith("半", end):
        decimals, after = "5", end + 1
    elif digits:
        decimals, after = in_figures(digits.group()), digits.end()
    else:
        return typed, end
    number = as_decimal(f"{typed.number}.{decimals}")
    return (typed, end) if number is None else (replace(typed, number=number), after)


def _take_comparator(text: str, at: int, words: AmountWords, typed: TypedAmount) -> tuple[TypedAmount, int] | None:
    found = _SIGN_AFTER.match(text, at)
    if found is None or typed.comparator:
        return None
    return replace(typed, comparator=COMPARATORS_AFTER[found[1]]), found.end()


def _take_range(text: str, at: int, words: AmountWords, typed: TypedAmount) -> tuple[TypedAmount, int] | None:
    behind = typed.unit is not None or _FLAGGED.search(text, 0, at) is not None
    end = reference_end(text, at, told_apart=behind)
    return None if end is None else (typed, end)


def _take_again(text: str, at: int, words: AmountWords, typed: TypedAmount) -> tuple[TypedAmount, int] | None:
    """The same amount once more, in another unit: "1.1 mg/dL (97 umol/L)"."""
    for figure in figures_at(text, at) if typed.unit else ():
        found = words.units.at(text, figure.end)
        if typed.unit is not None and found is not None:
            return (typed, found[1]) if _same(typed.number, typed.unit, figure.number, found[0]) else None
    return None


def _same(number: Decimal, unit: Unit, again: Decimal, other: Unit) -> bool:
    """Whether both are one amount, as far as they were rounded."""
    apart = abs(unit.to_first(number) - other.to_first(again))
    rounding = Fraction(0) if unit.same_scale(other) else _rounding(number, unit) + _rounding(again, other)
    return apart <= rounding


def _rounding(number: Decimal, unit: Unit) -> Fraction:
    """What rounding may have taken from a number, or added; in the first unit."""
    exponent = number.as_tuple().exponent
    half = Fraction(10) ** (exponent if isinstance(exponent, int) else 0) / 2
    return unit.to_first(Fraction(number) + half) - unit.to_first(number)


def _take_rest(text: str, at: int, words: AmountWords, typed: TypedAmount) -> tuple[TypedAmount, int] | None:
    """What is left over, in a smaller unit: 28 weeks 3 days, 28周+3天."""
    joint = _AND.match(text, at)
    figure = next(figures_at(text, joint.end()), None) if joint and typed.unit else None
    found = words.units.at(text, figure.end) if figure else None
    if typed.unit is None or figure is None or found is None:
        return None
    whole = _together(typed.number, typed.unit, figure.number, found[0])
    return (replace(typed, number=whole, unit=found[0]), found[1]) if whole is not None else None


def _together(number: Decimal, unit: Unit, rest: Decimal, smaller: Unit) -> Decimal | None:
    """Both in the smaller unit; None where they do not make one amount. What is measured per anything is not added."""
    ratio = unit.factor / smaller.factor
    plain = "/" not in unit.ucum + smaller.ucum and not any(one.offset or one.log for one in (unit, smaller))
    counted = number == int(number) and ratio.denominator == 1
    return number * int(ratio) + rest if plain and counted and rest < ratio else None


def _take_days_of_week(text: str, at: int, words: AmountWords, typed: TypedAmount) -> tuple[TypedAmount, int] | None:
    """Weeks and days as a gestational age is written: 28+3, 28周+3, 28 3/7."""
    found = _OF_A_WEEK.match(text, at) if words.weeks and typed.unit in (None, words.weeks[0]) else None
    if words.weeks is None or found is None or typed.number != int(typed.number):
        return None
    week, day = words.weeks
    behind = words.units.at(text, found.end())
    end = behind[1] if behind and behind[0] in words.weeks else found.end()
    days = _together(typed.number, week, Decimal(found["days"] or found["sevenths"]), day)
    return (replace(typed, number=days, unit=day), end) if days is not None else None


def _take_word(text: str, at: int, words: AmountWords, typed: TypedAmount) -> tuple[TypedAmount, int] | None:
    end = words.passed(text, at)
    volume = words.daily and typed.unit is None and text[at:end].strip() == "l"  # 2.1L is what was collected
    return (typed, end) if end > at and not volume else None


def _take_volume(text: str, at: int, words: AmountWords, typed: TypedAmount) -> tuple[TypedAmount, int] | None:
    """How much urine was collected, as it stands beside what it held in a day: "2.1g/24h, 尿量1800ml"."""
    found = VOLUME.match(text, at) if words.daily and typed.unit else None
    return (typed, found.end()) if found else None


_STEPS: tuple[_Step, ...] = (
    _take_unit,
    _take_comparator,
    _take_range,
    _take_again,
    _take_rest,
    _take_days_of_week,
    _take_volume,
    _take_word,
)

"""What a sentence of a protocol says: its numbers, and its lengths of time; and how a length is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from bot.core.lexicon.patterns import pattern
from bot.core.rules.lengths import Length
from bot.core.rules.reader import LENGTHS

_COUNTED = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDS = {"half": Fraction(1, 2)} | {word: Fraction(number) for number, word in enumerate(_COUNTED, 1)}
_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
COUNT = rf"(?:{_NUMBER}|\b(?:{'|'.join(_WORDS)})\b)"
UNIT = r"(?P<unit>hours?|hrs?|h|days?|d|weeks?|wks?|months?|years?|yrs?)\b"
LENGTH = rf"(?<![0-9]\+)(?P<count>{COUNT})(?:\)|[ -])*(?:(?:full|calendar|completed|consecutive) )?{UNIT}"
CLAUSE_ENDS = pattern(r"[;,()]|\b(?:and|or|but)\b")
_LENGTH = pattern(LENGTH)
_SPAN = pattern(rf"(?P<count>{COUNT}) ?(?:-|–|to|or|and|/) ?{COUNT}[ -]*{UNIT}")
_ONE = pattern(rf"\b(?:a|an|the|past|last|previous|prior|preceding|half|per) {UNIT}")
_PREGNANT = pattern(r"(?P<weeks>[0-9]{1,2})\+(?P<days>[0-6])(?![0-9])")  # 13+6 weeks
_PLAIN = pattern(rf"(?P<count>{COUNT})(?: ?[x×] ?10\^?(?P<power>[0-9]+))?(?P<log> ?log)?")
_BARE = pattern(rf"(?P<count>{COUNT})(?!(?:\)|[ -])*(?:(?:full|calendar|completed|consecutive) )?{UNIT})(?![0-9.,])")
_RANGE = pattern(rf" ?(?:-|–|to|and|or) ?{COUNT}")  # what stands behind the first number of "18-75 years"
_OF = pattern(rf"(?P<count>{COUNT})(?: or more| or fewer| other| items?)? of(?::| (?:the|these|those|following)\b)")
_MINUS = pattern(r"(?:^|[^\w\s)%-]|[^\d\s)%-] )[-−]$")  # of "-2 SD", not of "18-75"
_PARTS = pattern(r"(?P<some>[0-9]{1,3})/(?P<all>[1-9][0-9]{0,2})(?![0-9/.])")  # 1/3 of the territory
_SHORT = {"h": "hour", "hr": "hour", "d": "day", "wk": "week", "yr": "year"}


def lengths_said(text: str) -> Iterator[tuple[Length, str]]:
    """The lengths that a text gives, each as it stands there."""
    for found in (*_LENGTH.finditer(text), *_SPAN.finditer(text), *_ONE.finditer(text)):
        length = length_said(found)
        if length is not None:
            count, unit = _count_and_unit(found)
            yield length, f"{float(count):g} {unit}{'' if count == 1 else 's'}"
    for found in _PREGNANT.finditer(text) if "week" in text else ():
        length = Length(days=int(found["weeks"]) * 7 + int(found["days"]))
        yield length, f"{found.group()} weeks"
        if found["days"] == "6":  # to its end: before the next week
            yield Length(days=length.days + 1), f"{found.group()} weeks"


def length_said(found: re.Match[str]) -> Length | None:
    """The length of a `count` and a `unit`; part of a day counts as a day, part of anything else is none."""
    count, unit = _count_and_unit(found)
    if unit == "hour":
        return Length(days=ceil(count / 24))
    one = LENGTHS[unit]
    return Length(int(count) * one.days, int(count) * one.months) if count.denominator == 1 else None


def _count_and_unit(found: re.Match[str]) -> tuple[Fraction, str]:
    unit = found["unit"].removesuffix("s")
    return number_of(found.groupdict().get("count") or "1"), _SHORT.get(unit, unit)


def shown(length: Length) -> str:
    """A length in the largest unit that fits."""
    for count, unit in ((length.months / 12, "years"), (length.months, "months"), (length.days / 7, "weeks")):
        if count and count == int(count):
            return f"{int(count)} {unit.removesuffix('s') if count == 1 else unit}"
    return f"{length.days} {'day' if length.days == 1 else 'days'}"


def bare_counts(text: str) -> set[Fraction]:
    """The numbers without a unit of time: "180 and at least 14 days"."""
    return {number_of(found["count"]) for found in _BARE.finditer(text)}


def numbers_said(text: str) -> Iterator[Fraction]:
    """The numbers that a text gives, also as powers of ten and without them."""
    for found in _PLAIN.finditer(text):
        number = number_of(found["count"])
        yield -number if _MINUS.search(text[: found.start()]) else number
        if found["power"]:
            yield number * 10 ** min(int(found["power"]), 30)
        if found["log"] and number.denominator == 1:
            yield Fraction(10) ** min(int(number), 30)
    for found in _PARTS.finditer(text):
        yield Fraction(int(found["some"]), int(found["all"]))


def numbers_before(text: str) -> Iterator[tuple[Fraction, str]]:
    """The numbers of a text that are no powers of ten, each with what stands behind it, or behind its range."""
    return ((number_of(found["count"]), behind(text, found.end())) for found in _plain(text))


def number_places(text: str) -> Iterator[tuple[Fraction, int]]:
    """The same numbers, each with the place where it begins."""
    return ((number_of(found["count"]), found.start()) for found in _plain(text))


def _plain(text: str) -> Iterator[re.Match[str]]:
    for found in _PLAIN.finditer(text):
        before = text[: found.start()][-1:]
        if not (found["power"] or found["log"] or before.isalpha() or before == "^"):
            yield found


def counts_said(text: str) -> Iterator[Fraction]:
    """How many of several a text asks for: "two of the following"."""
    return (number_of(found["count"]) for found in _OF.finditer(text) if found["count"] != "half")


def behind(text: str, end: int) -> str:
    """What stands behind a number that ends here; behind the second one of two that share it ("18-75 years")."""
    rest = _RANGE.match(text, end)
    return text[rest.end() if rest else end :].lstrip()


def number_of(text: str) -> Fraction:
    """A number in figures or in a word."""
    return _WORDS[text] if text in _WORDS else Fraction(text.replace(",", "").rstrip("."))

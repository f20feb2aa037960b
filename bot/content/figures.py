"""The numbers and signs of a trial's text, which its translation has as well: 6个月 is not "3 months".

A translation may put into figures what its source says in words, and the other way round; it lacks no number, and turns
no sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bot.core.lexicon.patterns import pattern

_FIGURE = r"(?<![A-Za-z0-9.,_{])[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?![0-9])"
_PLAIN = pattern(rf"(?P<number>{_FIGURE}) ?(?P<times>百万|[千万亿])?")
_TIMES = {"千": 10**3, "万": 10**4, "百万": 10**6, "亿": 10**8}
_WORDS = ("零", "一", "二两双", "三", "四", "五", "六", "七", "八", "九", "十")
_SIGNS = {
    ">=": (
        r"≥|>=|at least|no(?:t)? less than|not below|至少|不少于|不低于|不小于",
        r"or (?:more|older|above|later)|以上",
    ),
    "<=": (
        r"≤|<=|at most|no(?:t)? more than|not above|至多|最多|不超过|不高于|不大于",
        r"or (?:less|younger|below)|以下",
    ),
    ">": (r">|more than|above|超过|大于|高于", ""),
    "<": (r"<|less than|below|低于|小于|少于|不足", ""),
}
_BEFORE = "|".join(f"(?P<s{n}>{before})" for n, (before, _) in enumerate(_SIGNS.values()))
_SIGNED = pattern(rf"(?:{_BEFORE}) ?(?P<number>{_FIGURE})")
_BEHIND = {
    sign: pattern(rf"(?P<number>{_FIGURE})[^0-9,.;，。；]{{0,12}}?(?:{behind})")
    for sign, (_, behind) in _SIGNS.items()
    if behind
}
_LACKING = "lacks {number} of the source"
_TURNED = "says {said} {number} for {source} {number} of the source"


def other_figures(source: str, said: str) -> Iterator[str]:
    """Every number of a text that its translation lacks, and every sign that it turns."""
    known = _figures(said)
    for number in sorted(_figures(source) - known):
        if not _in_words(number, said):
            yield _LACKING.format(number=f"{float(number):g}")
    there = _signed(source)
    for number, signs in _signed(said).items():
        if signs.isdisjoint(there.get(number, signs)):
            yield _TURNED.format(said=min(signs), source=min(there[number]), number=f"{float(number):g}")


def _figures(text: str) -> set[Fraction]:
    """The numbers in figures, with 万 and the like as well as without."""
    found = [(_number(one["number"]), one["times"]) for one in _PLAIN.finditer(text)]
    return {number for number, _ in found} | {number * _TIMES[times] for number, times in found if times}


def _in_words(number: Fraction, said: str) -> bool:
    return number.denominator == 1 and number < len(_WORDS) and any(word in said for word in _WORDS[int(number)])


def _signed(text: str) -> dict[Fraction, set[str]]:
    """The numbers with a sign, before them or behind."""
    found: dict[Fraction, set[str]] = {}
    for one in _SIGNED.finditer(text.lower()):
        sign = next(sign for n, sign in enumerate(_SIGNS) if one[f"s{n}"])
        found.setdefault(_number(one["number"]), set()).add(sign)
    for sign, wording in _BEHIND.items():
        for one in wording.finditer(text.lower()):
            found.setdefault(_number(one["number"]), set()).add(sign)
    return found


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))

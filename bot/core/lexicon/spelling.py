"""Slips of typing: which word was probably meant, where only one can be.

A slip is one sign too many, too few or wrong, or two neighbours swapped. What is found is to be offered, never taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.core.lexicon.patterns import pattern

Meaning = TypeVar("Meaning")
_LONGEST = 40
_SHORT = 3
_FIGURES = pattern(r"\d+|(?<![a-z])[ivx]+(?![a-z])")
_HAN = pattern("[\u4e00-\u9fff]")
# Two words that differ in one of these are two things: 甲肝 is no slip of 乙肝, "hypotension" none of "hypertension".
_TELLING = frozenset(
    "甲乙丙丁戊己一二三四五六七八九十两左右上下高低大小阴阳原继急慢内外男女前后有无不没未非已增减升降强弱轻重单双正负新旧早晚冷热干湿红白+±"
)
_OPPOSED = (("hyper", "hypo"), ("intra", "inter"), ("ante", "anti"), ("pre", "post"), ("mono", "poly"))
# An abbreviation that differs in a letter is another one: "hbsab" is no slip of "hbsag".
_ABBREVIATED = pattern(
    "(?<![a-z])(?!chl|chr|phl|phr|sch|scl|scr|shr|spl|spr|str|thr)[bcdfghjklmnpqrstvwxz]{3}[a-z]{0,3}(?![a-z])"
)
_NEGATING = ("un", "in", "im", "ir", "non", "dis", "a", "an", "anti")


@dataclass(frozen=True, slots=True)
class _Name(Generic[Meaning]):
    text: str
    letters: int  # which letters it has, one bit each
    figures: list[str]
    allowed: int
    meaning: Meaning


class Spellings(Generic[Meaning]):
    """Names, and what they mean, to be found again where one is misspelt."""

    def __init__(self, names: Iterable[tuple[str, Meaning]]) -> None:
        self._names = [
            _Name(name, _letters(name), _FIGURES.findall(name), allowed, meaning)
            for name, meaning in names
            if (allowed := _allowed(name)) and len(name) <= _LONGEST
        ]

    def meant(self, word: str) -> Meaning | None:
        """The only meaning that the word is a slip of; None where there is none, or another is nearly as near."""
        if not _allowed(word) or len(word) > _LONGEST:
            return None
        slips: dict[Meaning, int] = {}
        letters, figures = _letters(word), _FIGURES.findall(word)
        for name in self._names:
            most = name.allowed + 1
            far = abs(len(word) - len(name.text)) > most or (letters ^ name.letters).bit_count() > 2 * most
            if far or figures != name.figures:
                continue
            over = distance(word, name.text, most) - name.allowed
            if over <= 1 and not _tells_apart(word, name.text):
                slips[name.meaning] = min(over, slips.get(name.meaning, over))
        near = [meaning for meaning, over in slips.items() if over <= 0]
        return near[0] if len(slips) == 1 and near else None


def _allowed(word: str) -> int:
    """How many slips a word of this length can have and still be known."""
    if _HAN.search(word):
        return 1 if len(word) >= 4 else 0
    length = sum(map(str.isalpha, word))
    return 0 if length < 5 else 1 if length < 9 else 2


def _letters(word: str) -> int:
    mask = 0
    for sign in word:
        mask |= 1 << ord(sign) % 61
    return mask


def _tells_apart(word: str, name: str) -> bool:
    """Whether the difference is what tells two things apart."""
    if not _TELLING.isdisjoint(set(word) ^ set(name)):
        return True
    if set(_ABBREVIATED.findall(word)) != set(_ABBREVIATED.findall(name)):
        return True
    if _short_words(word) != _short_words(name):
        return True
    if any(_begin(word, name, one, other) or _begin(name, word, one, other) for one, other in _OPPOSED):
        return True
    return any(word in (prefix + name, f"{prefix} {name}") or name == prefix + word for prefix in _NEGATING)


def _short_words(text: str) -> list[str]:
    """The short words of several: "secondary ss" is no slip of "secondary aps"."""
    several = text.split(" ")
    return [word for word in several if len(word) <= _SHORT] if len(several) > 1 else []


def _begin(word: str, name: str, one: str, other: str) -> bool:
    return word.startswith(one) and name.startswith(other)


def distance(word: str, name: str, most: int) -> int:
    """How many slips lie between two words; `most` + 1 where there are more."""
    if abs(len(word) - len(name)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(name) + 1))
    for row, sign in enumerate(word, 1):
        this = [row] + [most + 1] * len(name)
        for at in range(max(1, row - most), min(len(name), row + most) + 1):
            this[at] = min(last[at] + 1, this[at - 1] + 1, last[at - 1] + (sign != name[at - 1]))
            if row > 1 and at > 1 and sign == name[at - 2] and word[row - 2] == name[at - 1]:
                this[at] = min(this[at], before[at - 2] + 1)
        if min(this) > most:
            return most + 1
        before, last = last, this
    return min(last[-1], most + 1)

"""Patterns, compiled once they are asked; words of a table in them, or found at a place of a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from bot.core.lexicon.forms import normal

_JOINTS = " ._/()-·"
_MOST_JOINTS = 2


class _Waiting:
    """Stands for a pattern, and compiles it as soon as anything is asked of it; from then on it costs nothing more."""

    def __init__(self, text: str) -> None:
        self.pattern = text

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern)
        self.__dict__.update((asked, getattr(compiled, asked)) for asked in _ASKED)
        return getattr(compiled, name)


_ASKED = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub")


def pattern(text: str) -> re.Pattern[str]:
    """A regular expression. There are 150, some of 4,000 characters: all at once would hold up each start by 0.2 s."""
    return cast(re.Pattern[str], _Waiting(text))


def either(words: Iterable[str]) -> str:
    """A pattern for one of these words, the longest first; a Latin word is taken whole only."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    latin = [re.escape(word) for word in longest_first if _is_latin(word[0]) and _is_latin(word[-1])]
    others = [_bounded(word) for word in longest_first if not (_is_latin(word[0]) and _is_latin(word[-1]))]
    whole = [f"(?<![a-z])(?:{'|'.join(latin)})(?![a-z])"] if latin else []
    return f"(?:{'|'.join((*others, *whole))})"


def _bounded(word: str) -> str:
    before, after = "(?<![a-z])" if _is_latin(word[0]) else "", "(?![a-z])" if _is_latin(word[-1]) else ""
    return before + re.escape(word) + after


def _is_latin(sign: str) -> bool:
    return "a" <= sign <= "z"


@dataclass(frozen=True, slots=True)
class Names:
    """Names that are found at a place whatever blanks, hyphens and the like stand between their signs."""

    compact: frozenset[str]
    begins: frozenset[str]
    longest: int

    @classmethod
    def of(cls, names: Iterable[str]) -> Names:
        """These names."""
        compact = frozenset(filter(None, (normal(name).translate(_WITHOUT_JOINTS) for name in names)))
        return cls(compact, frozenset(name[0] for name in compact), max(map(len, compact), default=0))

    def end(self, text: str, at: int) -> int:
        """Where the longest name that begins at a place ends; the place itself where none does."""
        found, spelled, joints, here = at, "", 0, at
        if text[at : at + 1] not in self.begins or (_is_latin(text[at]) and _is_latin(text[at - 1 : at])):
            return at
        while here < len(text) and len(spelled) < self.longest:
            sign = text[here]
            here += 1
            if sign in _JOINTS:
                joints += 1
                if not spelled or joints > _MOST_JOINTS:
                    break
                continue
            if joints and spelled[-1].isdigit() and sign.isdigit():
                break
            spelled, joints = spelled + sign, 0
            if spelled in self.compact and not _goes_on(text, here):
                found = here
        return found


_WITHOUT_JOINTS = dict.fromkeys(map(ord, _JOINTS))


def _goes_on(text: str, end: int) -> bool:
    """Whether the word or the number that ends here in fact goes on."""
    last, after = text[end - 1], text[end : end + 1]
    if _is_latin(last):
        return _is_latin(after)
    return last.isdigit() and (after.isdigit() or (after in ".," and text[end + 1 : end + 2].isdigit()))

"""Finds the option that a person means: by its code, its label, another name, or its number in the list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from bot.core.lexicon.forms import normal, trimmed
from bot.core.messages import Listing
from bot.core.shapes import Option

_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_JOINTS = re.compile(r"(?<=\w)[-_](?=\w)")


def _loose(text: str) -> str:
    """The form in which blanks, hyphens and punctuation around do not matter."""
    return _JOINTS.sub("", trimmed(text).replace(" ", ""))


@dataclass(frozen=True, slots=True)
class Choices:
    """Some options, and all that leads to them."""

    options: tuple[Option, ...]
    exact: dict[str, list[Option]] = field(default_factory=dict)
    loose: dict[str, list[Option]] = field(default_factory=dict)

    @classmethod
    @cache
    def of(cls, options: tuple[Option, ...]) -> Choices:
        """The choices among these options."""
        choices = cls(options)
        for option in options:
            for name in {normal(option.code), normal(option.label.text), normal(option.short.text), *option.names}:
                choices.exact.setdefault(name, []).append(option)
                same = choices.loose.setdefault(_loose(name), [])
                if option not in same:
                    same.append(option)
        return choices

    def named(self, text: str) -> tuple[Option, ...]:
        """The options with this name; several where it is ambiguous."""
        return tuple(self.exact.get(text) or self.loose.get(_loose(text)) or ())

    def find(self, text: str) -> tuple[Option, ...]:
        """The options with this name or, where there is none, at this place of the list."""
        named = self.named(text)
        if named or not (digits := trimmed(text)).isdecimal() or len(digits) > 3:
            return named
        place = int(digits)
        if not 0 < place <= len(self.options):
            return ()
        # Where class VI stands in ninth place "6" may well mean VI.
        roman = self.named(_ROMAN[place]) if place < len(_ROMAN) else ()
        return tuple(dict.fromkeys((self.options[place - 1], *roman)))


def labels(options: Iterable[Option], most: int = 6) -> Listing:
    """The first few labels, for a sentence."""
    shown = [option.label for option in options]
    return Listing((*shown[:most], "…") if len(shown) > most else tuple(shown), "comma")

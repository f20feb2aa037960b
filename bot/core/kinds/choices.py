"""Finds the option that a person means: by its code, its label, another name, its number in the list or its class."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from bot.core.kinds.classes import ClassIndex
from bot.core.lexicon.fillers import without_fillers
from bot.core.lexicon.forms import normal, trimmed
from bot.core.lexicon.patterns import pattern
from bot.core.lexicon.places import bare_place, classes_in, classifiers_in, letter_said, names_of, place_said
from bot.core.lexicon.spelling import Spellings
from bot.core.lexicon.synonyms import same_as
from bot.core.messages import Listing
from bot.core.shapes import Option

_JOINTS = pattern(r"(?<=\w)[-_](?=\w)")
_EXPLICIT = pattern("个|项|option|choice|item|one")  # a place and no name: "no. 4" may be class IV
_NEGATION = pattern(r"[不没未无非否拒]|\bnot?\b|\bun|\bnon")
_LEAST, _LEAST_HAN = 5, 2  # signs that a part of a name must have
_NOT_YET_WORDS = ("未", "没", "没有", "还没", "还没有", "还未", "尚未", "暂未")
_ARTICLE = pattern("^an? (?=[a-z]{3})")  # "a woman"; not "a c"
_NOT_YET = pattern("(?:尚|还)?(?:没有|没|未)(?=.)(?!有$)")  # 还没签, 尚未签 and 没有签 are the same


def _loose(text: str) -> str:
    """The form in which blanks, hyphens, punctuation around and the kind of "not yet" do not matter."""
    plain = _ARTICLE.sub("", trimmed(text))
    return _NOT_YET.sub("未", _JOINTS.sub("", plain.replace(" ", "")))


def ways_of_not_yet(name: str) -> tuple[str, ...]:
    """A name that begins with one kind of "not yet" in all of them."""
    found = _NOT_YET.match(name)
    return tuple(word + name[found.end() :] for word in _NOT_YET_WORDS) if found else ()


@dataclass(frozen=True, slots=True)
class Choices:
    """Some options, and all that leads to them."""

    options: tuple[Option, ...]
    exact: dict[str, list[Option]] = field(default_factory=dict)
    loose: dict[str, list[Option]] = field(default_factory=dict)
    doubtful: dict[str, list[Option]] = field(default_factory=dict)
    short: dict[str, list[Option]] = field(default_factory=dict)
    classes: ClassIndex = field(default_factory=ClassIndex)

    @classmethod
    @cache
    def of(cls, options: tuple[Option, ...]) -> Choices:
        """The choices among these options."""
        choices = cls(options)
        for option in options:
            code = normal(option.code)
            for name in dict.fromkeys((code, normal(option.label.text), normal(option.short.text), *option.names)):
                choices._add(option, name, loosely=name != code or "_" not in code)
                choices.short.setdefault(without_fillers(name), []).append(option)
            for name in option.offered_for:
                choices.doubtful.setdefault(_loose(name), []).append(option)
                choices.short.setdefault(without_fillers(name), []).append(option)
        for option in options:
            for name in (normal(option.label.text), *option.names):
                choices._add_same(option, name)
        return choices

    def _add(self, option: Option, name: str, loosely: bool) -> None:
        self.exact.setdefault(name, []).append(option)
        same = self.loose.setdefault(_loose(name), [])
        if loosely and option not in same:
            same.append(option)
        self.classes.add(option, name)

    def _add_same(self, option: Option, name: str) -> None:
        """Other words for a name, where the trial does not use them itself."""
        for other in map(_loose, same_as(name)):
            same = self.loose.setdefault(other, [])
            if other not in self.exact and option not in same:
                same.append(option)

    def named(self, text: str) -> tuple[Option, ...]:
        """The options with this name; several where it is ambiguous."""
        return tuple(self.exact.get(text) or self.loose.get(_loose(text)) or ())

    def find(self, text: str) -> tuple[Option, ...]:
        """The options with this name or, where there is none, with this number."""
        return self.named(text) or self._placed(text) or self.classes.named(trimmed(text))

    def offered_for(self, text: str) -> tuple[Option, ...]:
        """The options that this may mean, where it may mean something else, too."""
        return tuple(dict.fromkeys(self.doubtful.get(_loose(text)) or ()))

    def in_short(self, text: str) -> tuple[Option, ...]:
        """The options that this names but for words that may be left out: 报告上周就出来了."""
        short = without_fillers(text)
        return tuple(dict.fromkeys(self.short.get(short) or ())) if len(short) > 1 else ()

    def found_within(self, core: str) -> tuple[Option, ...]:
        """The same for what is left of a longer reply, in which a bare number need not be a place."""
        return self.named(core) or self.classes.named(trimmed(core))

    def _placed(self, text: str) -> tuple[Option, ...]:
        """The option at a place of the list, and the one whose name is that number where it is another."""
        place = place_said(text, len(self.options))
        if place is not None and _EXPLICIT.search(text):
            return (self.options[place - 1],)
        place = place or bare_place(text)
        if place is None or not 0 < place <= len(self.options):
            return ()
        # Where class VI stands in ninth place "6" may well mean VI, and "1" may be how often.
        called = [option for name in names_of(place) for option in self.named(name)]
        called += self.classes.named(str(place))
        return () if self.are_classes and not called else tuple(dict.fromkeys((self.options[place - 1], *called)))

    @property
    def are_classes(self) -> bool:
        """Whether the options are numbers by name: a number is then no place, unless both agree."""
        return len(self.classes.options) > 1 and len(self.options) <= 2 * len(self.classes.options)

    def calls_otherwise(self, text: str) -> bool:
        """Whether a class goes by a name that those of the list do not have: 4期 is a stage, and no type."""
        called = classifiers_in(text)
        return self.are_classes and bool(called) and bool(self._called) and called.isdisjoint(self._called)

    @property
    def _called(self) -> frozenset[str]:
        named = (classifiers_in(name) for name in self.exact if classes_in(name))
        return frozenset().union(*named)

    def perhaps(self, text: str) -> tuple[Option, ...]:
        """The option in the place of a number that is no class of the list."""
        place = bare_place(text)
        possible = place and place <= len(self.options) and not any(map(str.isdecimal, self.exact))
        return (self.options[place - 1],) if place and possible else ()

    def partly(self, text: str) -> tuple[Option, ...]:
        """The options whose names begin or end with this: 贝利尤, "hepatitis"."""
        if len(text) < (_LEAST if text.isascii() else _LEAST_HAN):
            return ()
        found = (option for name, same in self.exact.items() if _begins_or_ends(name, text) for option in same)
        return tuple(dict.fromkeys(found))

    def lettered(self, text: str) -> tuple[Option | None, bool]:
        """The option of a letter, where no option has a letter of its own, and whether it was called an option."""
        found = letter_said(text, len(self.options))
        own = any(len(name) == 1 and name.isascii() and name.isalpha() for name in self.exact)
        return (self.options[found[0] - 1], found[1]) if found and not own else (None, False)


def _begins_or_ends(name: str, text: str) -> bool:
    """Whether a text is the first or the last part of a name, of which no negation is left over."""
    begins, ends = name.startswith(text), name.endswith(f" {text}" if text.isascii() else text)
    left = name[len(text) :] if begins else name[: -len(text)]
    return (begins or ends) and not _NEGATION.search(left)


@cache
def spellings_of(options: tuple[Option, ...]) -> Spellings[Option]:
    """The names of the options, to be found where one is misspelt."""
    return Spellings((name, option) for name, found in Choices.of(options).exact.items() for option in found)


def labels(options: Iterable[Option], most: int = 6) -> Listing:
    """The first few labels, for a sentence."""
    shown = [option.label for option in options]
    return Listing((*shown[:most], "…") if len(shown) > most else tuple(shown), "comma")

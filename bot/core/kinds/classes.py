"""Options that are numbers by name: class IV, III+V, stage 3a; found in whatever way the number is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.core.lexicon.places import Classes, classes_in
from bot.core.shapes import Option

Options = dict[Option, None]  # in the order of the list


@dataclass(frozen=True, slots=True)
class ClassIndex:
    """Which options each class means, with its suffix and without, and the letters that its suffixes are made of."""

    figures: dict[tuple[tuple[int, str], ...], Options] = field(default_factory=dict)
    numbers: dict[tuple[int, ...], Options] = field(default_factory=dict)
    letters: dict[int, set[str]] = field(default_factory=dict)

    def add(self, option: Option, name: str) -> None:
        """One more name of an option, which need not be a class."""
        classes = classes_in(name)
        if classes is None or classes.joint != "plus":
            return
        self.figures.setdefault(classes.figures, {})[option] = None
        self.numbers.setdefault(classes.numbers, {})[option] = None
        for number, suffix in classes.figures:
            self.letters.setdefault(number, set()).update(suffix)

    @property
    def options(self) -> Options:
        """The options that are classes."""
        return {option: None for found in self.numbers.values() for option in found}

    def named(self, text: str) -> tuple[Option, ...]:
        """The options of a class: 四型, "class IV", "V+III", "IV-G A/C"; several where "stage 3" may be 3a or 3b."""
        classes = classes_in(text)
        return self._meant(classes) if classes is not None and classes.joint == "plus" else ()

    def _meant(self, classes: Classes) -> tuple[Option, ...]:
        exact = self.figures.get(classes.figures)
        return tuple(exact or (self.numbers.get(classes.numbers, {}) if self._fits(classes) else ()))

    def _fits(self, classes: Classes) -> bool:
        """Whether these classes have such suffixes; one at the end may belong to any of them."""
        known = set[str]().union(*(self.letters.get(number, ()) for number in classes.numbers))
        return all(known.issuperset(suffix) for _, suffix in classes.figures)

    def alternatives(self, text: str) -> tuple[Option, ...]:
        """The options that "III/V" may mean: both together, or one of them."""
        classes = classes_in(text)
        if classes is None or classes.joint != "either":
            return ()
        found = tuple(dict.fromkeys(self._any_of(classes)))
        return found if len(found) > 1 else ()

    def _any_of(self, classes: Classes) -> Iterator[Option]:
        yield from self._meant(Classes(classes.figures))
        for figure in classes.figures:
            yield from self._meant(Classes((figure,)))

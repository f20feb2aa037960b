"""What an answer to a question can look like: its options, its units, its limits.

A shape is all that reading, showing and comparing an answer needs to know of a question.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from bot.core.digits import measured_log10, power_of_ten
from bot.core.messages import Message, Word


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """One thing that can be chosen. Each is read once.

    `names` are all the ways in which it is typed, in every language, normalised by `lexicon.normal`. An `open` option
    leaves every test on it unknown, unless the test names it. `label` is the full wording, `short` fits a button.
    `points` are what it adds to a score. `offered_for` are replies that may mean it and something else, too.
    """

    code: str
    label: Message
    short: Message
    names: tuple[str, ...] = ()
    group: str | None = None
    open: bool = False
    points: Fraction | None = None
    offered_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Options that are shown together."""

    id: str
    label: Message


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of one test: exchange name, UCUM code, as printed, as typed, and exactly how it leads to the first unit.

    A number in it times `factor`, and `offset` added, is the number in the first unit. With `log` ten to that number is
    taken instead of the number: 5.3 log10 IU/mL. `words` are what is printed in each language where that is no sign.
    """

    code: str
    ucum: str
    shown: str
    names: tuple[str, ...]
    factor: Fraction
    offset: Fraction = Fraction(0)
    log: bool = False
    words: tuple[tuple[str, str], ...] = ()

    @property
    def printed(self) -> str | Word:
        """The unit as people read it: a sign, or a word of their language."""
        return Word(self.words) if self.words else self.shown

    def to_first(self, number: Decimal | Fraction | int) -> Fraction:
        """A number in this unit, in the test's first one."""
        return (power_of_ten(Fraction(number)) if self.log else Fraction(number)) * self.factor + self.offset

    def of_first(self, number: Decimal | Fraction | int) -> Fraction:
        """A number in the test's first unit, in this one."""
        plain = (Fraction(number) - self.offset) / self.factor
        return measured_log10(plain) if self.log else plain

    @property
    def scale(self) -> tuple[Fraction, Fraction, bool]:
        """What a number in it means."""
        return self.factor, self.offset, self.log

    def same_scale(self, other: Unit) -> bool:
        """Whether a number means the same in both."""
        return self.scale == other.scale


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds in the test's first unit (of an age: in years), both included; None is no bound."""

    low: Decimal | None = None
    high: Decimal | None = None

    def hold(self, number: Fraction) -> bool:
        """Whether a number in the first unit lies within."""
        return (self.low is None or number >= self.low) and (self.high is None or number <= self.high)


USUAL_AGES = Limits(Decimal(16), Decimal(75))


@dataclass(frozen=True, eq=False)
class Test:
    """One entry of the dictionary of tests: a kind of measurement, in all its units. Each is read once.

    `usual` is an unremarkable value in the first unit, for examples. `limit_of`: it is the laboratory's upper limit of
    normal for that test. `whole`: it is counted, so that there are whole numbers only.
    """

    id: str
    names: tuple[str, ...]
    loinc: tuple[str, ...]
    units: tuple[Unit, ...]
    hard: Limits = Limits()
    soft: Limits = Limits()
    title: tuple[tuple[str, str], ...] = ()
    usual: Decimal | None = None
    limit_of: str | None = None
    whole: bool = False

    @property
    def signed(self) -> bool:
        """Whether its values may lie below 0, as those of a z-score do."""
        return self.hard.low is not None and self.hard.low < 0

    @property
    def canonical(self) -> Unit:
        """The unit that all factors lead to."""
        return self.units[0]

    @property
    def plain(self) -> bool:
        """Whether it has no dimension, as a ratio or a score: its first unit is one, or only says what is counted."""
        ucum = self.canonical.ucum
        return ucum == "1" or (len(self.units) == 1 and ucum.startswith("{") and ucum.endswith("}"))

    def unit(self, code: str) -> Unit | None:
        """The unit with this exchange name or UCUM code."""
        return next((unit for unit in self.units if code in (unit.code, unit.ucum)), None)


@dataclass(frozen=True, slots=True)
class Shape:
    """How one question is answered: its kind, and what that kind needs.

    `names` are what the question is called and `asks` how it is put, in every language: a reply may take them up.
    `yes` and `no` are what else counts as a yes or a no here, `maybe_yes` and `maybe_no` what is asked back as one. All
    are normalised by `lexicon.normal`. `ages` are the years of age that surprise nobody here. Of what is counted, a
    total below `fewest` is asked once more.
    """

    kind: str
    options: tuple[Option, ...] = ()
    groups: tuple[Group, ...] = ()
    test: Test | None = None
    unit: str = ""
    ongoing: bool = False
    future: bool = False
    longest: int = 200
    names: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    maybe_yes: tuple[str, ...] = ()
    maybe_no: tuple[str, ...] = ()
    ages: Limits = USUAL_AGES
    fewest: int = 1

    @property
    def hard(self) -> Limits:
        """Between which bounds a number lies; in the first unit of its test, or in percent."""
        return self.test.hard if self.test is not None else Limits()

    def option(self, code: str) -> Option | None:
        """The option with this code."""
        return next((option for option in self.options if option.code == code), None)

    @property
    def codes(self) -> tuple[str, ...]:
        """All option codes, in order."""
        return tuple(option.code for option in self.options)

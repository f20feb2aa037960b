"""Reads the numbers of a rule: facts, literals with their units, arithmetic."""

from __future__ import annotations

from abc import ABC
from collections.abc import Callable
from fractions import Fraction

from bot.core.lexicon.patterns import pattern
from bot.core.ranges import Range
from bot.core.rules.dates import Dates
from bot.core.rules.dimensions import (
    WithUnit,
    alike,
    dimension,
    divided,
    multiplied,
    named,
    plainly,
    unit_missing,
    unsettled,
)
from bot.core.rules.numbers import (
    DAYS,
    MONTHS,
    PERCENT,
    YEARS,
    Applied,
    As,
    Either,
    Elapsed,
    FirstKnown,
    Literal,
    Measured,
    Number,
    Rounded,
    Sum,
    Total,
)
from bot.core.rules.reader import (
    COUNT,
    EXPONENT,
    NAME,
    NOT_BLANK,
    POWER_OF_TEN,
    POWER_UNIT,
    SIGNED,
    THOUSANDS,
    UNIT,
    WEEKS_AND_DAYS,
    WORDS,
    Unread,
)
from bot.core.rules.scope import suggestion
from bot.core.rules.scores import OfSeveral, Points, greatest, least, mean, mean_known
from bot.core.shapes import Test

MOST_DECIMALS = 9
_DIVIDED = pattern(r" */ *\d")
_BY_DATES = "days and weeks are told by dates, such as `birth_date <= y - 28 days`"
_LOGARITHMS = {"ln": Range.ln, "log10": Range.log10}
_OF_DATES = {"least": "earliest", "greatest": "latest"}
_COMBINED = {
    ("mean", "known", "of"): mean_known,
    ("mean", "of"): mean,
    ("least", "of"): least,
    ("greatest", "of"): greatest,
}


class Formulas(Dates, ABC):
    """A reader that understands numbers."""

    def same_units(self, left: Number, right: Number, offset: int, way: str = "compare") -> tuple[Number, Number]:
        """Both sides in one test's first unit; a literal takes its unit from the other side."""
        left, right = self.in_units_of(left, right.test, offset), self.in_units_of(right, left.test, offset)
        left, right = plainly(left, right.test), plainly(right, left.test)
        if dimension(left) is not dimension(right) and not alike(left.test, right.test):
            both = f"{named(left.test)} with {named(right.test)}"
            self.note(offset, f"cannot {way} {both}{unit_missing(left, right, way)}")
        return left, right

    def in_units_of(self, number: Number, test: Test | None, offset: int) -> Number:
        if isinstance(number, Either) and unsettled(number):
            then, otherwise = (self.in_units_of(one, test, offset) for one in (number.then, number.otherwise))
            return Either(number.condition, then, otherwise, test)
        if not isinstance(number, WithUnit):
            return number
        if test is None and number.unit == "%":
            return Literal(number.value / 100)
        if test is None:
            plain = ": of a plain number leave it out, or say under `derived` what it is `like`"
            self.note(number.offset, f"nothing says what `{number.unit}` measures here{plain}")
            return Literal(number.value)
        unit = test.unit(number.unit)
        if unit is None:
            known = [unit.code for unit in test.units]
            self.note(number.offset, f"`{number.unit}` is not a unit of {test.id}{suggestion(number.unit, known)}")
            return Literal(number.value, test)
        return Literal(unit.to_first(number.value), test)

    # Numbers.

    def number(self) -> Number:
        """All that is added up; what is rounded is all that stands before."""
        self.blank()
        start, number = self.at, self.sum()
        while self.words("rounded"):
            number = self.rounded(start, number)
        return number

    def rounded(self, start: int, number: Number) -> Number:
        """`... rounded to 1 decimal`."""
        self.need_words("to")
        count = self.take(COUNT)
        if count is None or not (self.words("decimals") or self.words("decimal")) or int(count) > MOST_DECIMALS:
            self.fail("expected how far, such as `rounded to 1 decimal` or `rounded to 0 decimals`")
        if dimension(number) or unsettled(number):
            self.note(start, "only plain numbers are rounded: say `as` and a unit")
        return Rounded(number, int(count), number.test)

    def sum(self) -> Number:
        left = self.product()
        while sign := self.sign("+", "-"):
            self.blank()
            offset = self.at
            added = self.product()
            left, right = self.same_units(left, added, offset, "reckon")
            self.check_zero(added, left.test)
            left = Sum(left, right, Range.__add__ if sign == "+" else Range.__sub__, left.test)
        return left

    def check_zero(self, added: Number, test: Test | None) -> None:
        """What is added is a difference: in a unit with another zero, or of logarithms, it would be something else."""
        unit = test.unit(added.unit) if test and isinstance(added, WithUnit) else None
        if test and unit and (unit.offset or unit.log) and isinstance(added, WithUnit):
            what = "is of logarithms" if unit.log else "has another zero"
            self.note(added.offset, f"`{unit.code}` {what}: write what is added in `{test.canonical.code}`")

    def product(self) -> Number:
        left = self.power()
        while True:
            self.blank()
            offset = self.at
            if self.sign("*") or self.words("x"):
                left, right = self.factors(left, self.power(), offset)
                if dimension(left) and dimension(right):
                    self.note(offset, "cannot multiply two measurements: say `as` and a unit")
                left = multiplied(left, right)
            elif self.sign("/"):
                left, right = self.factors(left, self.in_units_of(self.power(), left.test, offset), offset)
                same = alike(left.test, right.test)
                if dimension(right) and not same:
                    self.note(offset, "cannot divide by a measurement: say `as` and a unit")
                left = divided(left, right, None if same else left.test)
            else:
                return left

    def factors(self, left: Number, right: Number, offset: int) -> tuple[Number, Number]:
        """Both sides of a product: where one is a number with a unit, the other has to be a plain one."""
        plain = type(left) is Literal or type(right) is Literal
        if not plain or isinstance(left, Either):
            left = self.in_units_of(left, None, offset)
        if not plain or isinstance(right, Either):
            right = self.in_units_of(right, None, offset)
        return left, right

    def power(self) -> Number:
        base = self.factor()
        if not self.sign("^"):
            return base
        self.blank()
        offset = self.at
        exponent = self.factor()
        if type(exponent) is Literal and self.after(_DIVIDED):
            self.note(offset, "put an exponent that is a fraction in brackets, such as `^ (1 / 3)`")
        if dimension(base) or dimension(exponent) or unsettled(base) or unsettled(exponent):
            self.note(offset, "only plain numbers have powers: say `as` and a unit")
        return Sum(base, exponent, Range.__pow__)

    def factor(self) -> Number:
        inner = self.atom()
        if not self.words("as"):
            return inner
        self.blank()
        offset = self.at
        unit_code = self.take(POWER_UNIT) or self.take(UNIT) or ""
        unit = inner.test.unit(unit_code) if inner.test else None
        if unit is None:
            known = [one.code for one in inner.test.units] if inner.test else []
            written = unit_code or self.take(NOT_BLANK) or ""
            self.note(offset, f"`{written}` is not a unit of that{suggestion(written, known)}")
            return Literal(Fraction(0))
        return As(inner, unit)

    def atom(self) -> Number:
        if self.sign("("):
            inner = self.number()
            self.need(")")
            return inner
        written = self.written()
        if written is not None:
            return self.literal(written)
        for test in (YEARS, MONTHS, DAYS):
            if self.words(test.id, "from"):
                return self.elapsed(test)
        if self.words("weeks", "from"):
            self.fail(_BY_DATES)
        if self.words("first", "known", "of"):
            return self.first_known()
        if self.words("if"):
            return self.either()
        return self.made_of() or self.number_fact()

    def made_of(self) -> Number | None:
        """What one or several facts come to: a total, points, a mean, the least or greatest."""
        if self.words("total", "of"):
            return Total(self.fact("proportion")[0])
        if self.words("points", "of"):
            return self.points()
        for name, logarithm in _LOGARITHMS.items():
            if self.words(name, "of"):
                return self.logarithm(logarithm)
        for words, combine in _COMBINED.items():
            if self.words(*words):
                self.no_dates(words[0])
                return self.of_several(combine)
        return None

    def no_dates(self, word: str) -> None:
        """The least and the greatest are of numbers: of dates they have names of their own."""
        if word in _OF_DATES and self.date_ahead():
            self.fail(f"of dates it is `{_OF_DATES[word]} of (a, b)`")

    def written(self) -> Fraction | None:
        """A number as it is written: `100`, `-2.5`, `2 x 10^4`, `10^4`, `2e4`, and the weeks of `28+3 weeks`."""
        self.blank()
        start = self.at
        if pregnant := self.after(WEEKS_AND_DAYS):
            return int(pregnant["weeks"]) + Fraction(int(pregnant["days"]), 7)
        if self.take(THOUSANDS):
            plain = self.text[start : self.at].replace(",", "")
            self.note(start, f"a number has no comma: write `{plain}`, or a blank behind the comma")
            return Fraction(plain)
        if ten := self.after(POWER_OF_TEN):
            return Fraction(10) ** int(ten["zeros"])
        number = self.take(SIGNED)
        if number is None:
            return None
        times = self.after(EXPONENT)
        return Fraction(number.replace(" ", "")) * Fraction(10) ** int(times["zeros"] if times else 0)

    def literal(self, value: Fraction) -> Number:
        self.blank()
        start = self.at
        unit = self.power_unit() or self.take(UNIT)
        if unit is None or unit in WORDS - {"years", "months", "points"} or (unit == "points" and self.words("of")):
            self.at = start
            return Literal(value)
        return WithUnit(value, None, unit=unit, offset=start)

    def power_unit(self) -> str | None:
        """`10^9/L`, also as it is printed, `x 10^9/L`: the unit of a count."""
        start = self.at
        self.words("x")
        unit = self.take(POWER_UNIT)
        if unit is None:
            self.at = start
        return unit

    def elapsed(self, test: Test) -> Number:
        self.blank()
        offset = self.at
        birth, _ = self.fact("birth", "date")
        self.need_words("to")
        elapsed = Elapsed(birth, self.moment(), test)
        if test is DAYS and self.scope.anchor in elapsed.questions:
            self.note(offset, f"to the planned date {_BY_DATES}")
        if test is not DAYS and birth == self.scope.anchor:
            way = f"say `{test.id} from ... to {birth}`, or of a later day `due >= {birth} + 3 months`"
            self.note(offset, f"`{birth}` is the planned date, which comes last: {way}")
        return elapsed

    def first_known(self) -> Number:
        items = [self.number_fact()]
        while self.sign(","):
            self.blank()
            offset = self.at
            items.append(self.same_units(items[0], self.number_fact(), offset)[1])
        return FirstKnown(tuple(items), items[0].test)

    def of_several(self, combine: Callable[[list[Range | None]], Range | None]) -> Number:
        """`(a, b, ...)`: all in the unit of the first."""
        self.need("(")
        items = [self.number()]
        while self.sign(","):
            self.blank()
            offset = self.at
            items[0], item = self.same_units(items[0], self.number(), offset)
            items.append(item)
        self.need(")")
        return OfSeveral(tuple(items), combine, items[0].test)

    def logarithm(self, logarithm: Callable[[Range], Range]) -> Number:
        """`ln of x`, `log10 of x`: of a plain number."""
        self.blank()
        offset = self.at
        inner = self.factor()
        if dimension(inner) or unsettled(inner):
            self.note(offset, "only plain numbers have logarithms: say `as` and a unit")
        return Applied(inner, logarithm)

    def points(self) -> Number:
        self.blank()
        start = self.at
        question, shape = self.fact("one_of", "many_of")
        points = tuple((option.code, option.points) for option in shape.options)
        if shape.options and all(one is None for _, one in points):
            self.note(start, f"no option of `{question}` has points")
        if not any(one is not None for _, one in points):
            return Literal(Fraction(0))
        return Points(question, points, shape.kind == "many_of")

    def either(self) -> Number:
        condition = self.rule()
        self.need_words("then")
        then = self.number()
        self.need_words("else")
        self.blank()
        offset, otherwise = self.at, self.number()
        if not (unsettled(then) and unsettled(otherwise)):
            then, otherwise = self.same_units(then, otherwise, offset)
        return Either(condition, then, otherwise, then.test)

    def number_fact(self) -> Number:
        self.blank()
        start = self.at
        name = self.take(NAME)
        if name in self.scope.derived:
            return self.scope.derived[name]
        if name in self.scope.unread:
            raise Unread
        self.at = start
        question, shape = self.fact("quantity", "proportion")
        test = PERCENT if shape.kind == "proportion" else shape.test
        if test is None and shape.kind == "quantity":
            raise Unread  # what is wrong with the question itself is told where it stands
        return Measured(question, test) if test else Literal(Fraction(0))

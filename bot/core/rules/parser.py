"""Reads a rule as it is written in a trial and gives the parts to be judged; names and types are checked here.

The language is described in flows/README.md. All wrong names are collected; wrong grammar ends the reading of a rule.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NoReturn

from bot.core.ranges import Range
from bot.core.rules import logic, tests
from bot.core.rules.base import Rule
from bot.core.rules.numbers import (
    PERCENT,
    YEARS,
    As,
    DateOf,
    Either,
    FirstKnown,
    Literal,
    Measured,
    Moment,
    Named,
    Number,
    Shifted,
    Sum,
    Total,
    Years,
)
from bot.core.rules.scope import RuleProblem, Scope, suggestion
from bot.core.shapes import Shape, Test
from bot.core.truth import Truth

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")
CODE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_+/-]*")
COUNT = re.compile(r"\d+")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
UNIT = re.compile(r"%|/?[A-Za-zµ][A-Za-z0-9µ^*/.]*")
WORDS = frozenset(
    [
        "and",
        "or",
        "not",
        "certainly",
        "is",
        "in",
        "has",
        "any",
        "of",
        "at",
        "least",
        "within",
        "since",
        "before",
        "as",
        "years",
        "from",
        "to",
        "first",
        "known",
        "total",
        "if",
        "then",
        "else",
        "x",
        "ongoing",
        "none",
        "unassessed",
    ]
)
LENGTHS = {"day": 1, "days": 1, "week": 7, "weeks": 7}
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}
NOTHING = logic.Fixed(Truth.UNKNOWN)


class _Wrong(Exception):
    """The rule cannot be read on from here."""

    def __init__(self, offset: int, text: str) -> None:
        super().__init__(text)
        self.problem = RuleProblem(offset, text)


def read_rule(text: str, scope: Scope, steering: bool = False) -> tuple[Rule, list[RuleProblem]]:
    """The rule that a text stands for, and all that is wrong with it. `steering` rules may say `certainly`."""
    return _Parser(text, scope, steering).whole_rule()


def read_number(text: str, scope: Scope, test: Test | None) -> tuple[Number, list[RuleProblem]]:
    """The formula of a derived fact; `test` says what its plain result measures."""
    return _Parser(text, scope, steering=False).whole_number(test)


def read_day(text: str, scope: Scope) -> tuple[Moment | None, list[RuleProblem]]:
    """The date that a text stands for."""
    return _Parser(text, scope, steering=True).whole_day()


class _Parser:
    """One reading of one text, from left to right."""

    def __init__(self, text: str, scope: Scope, steering: bool) -> None:
        self.text, self.scope, self.steering = text, scope, steering
        self.at = 0
        self.problems: list[RuleProblem] = []

    # The three ways in.

    def whole_rule(self) -> tuple[Rule, list[RuleProblem]]:
        try:
            rule = self.rule()
            self.end()
        except _Wrong as wrong:
            return NOTHING, [*self.problems, wrong.problem]
        return rule, self.problems

    def whole_number(self, test: Test | None) -> tuple[Number, list[RuleProblem]]:
        try:
            number = self.number()
            self.end()
        except _Wrong as wrong:
            return Literal(Fraction(0), test), [*self.problems, wrong.problem]
        return (As(number, Fraction(1), test) if number.test is None and test else number), self.problems

    def whole_day(self) -> tuple[Moment | None, list[RuleProblem]]:
        try:
            day = self.moment()
            self.end()
        except _Wrong as wrong:
            return None, [*self.problems, wrong.problem]
        return day, self.problems

    # Reading characters.

    def blank(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def take(self, pattern: re.Pattern[str]) -> str | None:
        self.blank()
        found = pattern.match(self.text, self.at)
        if found is None:
            return None
        self.at = found.end()
        return found.group()

    def sign(self, *signs: str) -> str | None:
        self.blank()
        for sign in signs:
            if self.text.startswith(sign, self.at):
                self.at += len(sign)
                return sign
        return None

    def words(self, *words: str) -> bool:
        """Takes these words if they stand here, one after the other."""
        start = self.at
        for word in words:
            if self.take(NAME) != word:
                self.at = start
                return False
        return True

    def need(self, *signs: str) -> None:
        if self.sign(*signs) is None:
            self.fail(f"expected {' or '.join(f'`{sign}`' for sign in signs)}")

    def need_words(self, *words: str) -> None:
        if not self.words(*words):
            self.fail(f"expected `{' '.join(words)}`")

    def end(self) -> None:
        self.blank()
        if self.at < len(self.text):
            self.fail("expected `and`, `or` or the end")

    def fail(self, text: str) -> NoReturn:
        self.blank()
        rest = self.text[self.at : self.at + 20].split("\n")[0]
        raise _Wrong(self.at, f"{text}, found {f'`{rest}`' if rest else 'the end'}")

    def note(self, offset: int, text: str) -> None:
        self.problems.append(RuleProblem(offset, text))

    # Rules.

    def rule(self) -> Rule:
        parts = [self.conjunction()]
        while self.words("or"):
            parts.append(self.conjunction())
        return logic.any_part(parts)

    def conjunction(self) -> Rule:
        parts = [self.negation()]
        while self.words("and"):
            parts.append(self.negation())
        return logic.all_parts(parts)

    def negation(self) -> Rule:
        if self.words("not"):
            return logic.Not(self.negation())
        self.blank()
        start = self.at
        if self.words("certainly"):
            if not self.steering:
                self.note(start, "`certainly` may steer questions, but not a verdict: leave it out")
            return logic.Certainly(self.negation())
        return self.test()

    def test(self) -> Rule:
        if self.words("any"):
            return self.any_of_list()
        if self.words("at", "least"):
            return self.at_least()
        return self.bracket() or self.about_fact() or self.comparison()

    def bracket(self) -> Rule | None:
        """A rule in brackets; nothing where the bracket begins a number."""
        start, before = self.at, len(self.problems)
        failure: _Wrong | None = None
        if not self.sign("("):
            return None
        try:
            inner = self.rule()
            self.need(")")
            self.blank()
            if not re.match(r"[-+*/<>=]|x\b|as\b", self.text[self.at :]):
                return inner
        except _Wrong as wrong:
            failure = wrong
        self.at = start
        kept = self.problems[before:]
        del self.problems[before:]
        try:
            return self.comparison()
        except _Wrong as other:
            if failure is None or failure.problem.offset <= other.problem.offset:
                raise
            self.problems[before:] = kept
            raise failure from None

    def any_of_list(self) -> Rule:
        variable = self.take(NAME)
        if variable is None:
            self.fail("expected a name for the option")
        self.need_words("of")
        question, shape = self.fact("many_of")
        codes = self.option_set(shape) if self.words("in") else shape.codes
        self.need(":")
        self.need("(")
        start, bodies, outer = self.at, {}, self.scope
        for code in codes or ("",):
            self.at = start
            self.scope = outer.bind(variable, question, code)
            bodies[code] = self.rule()
            self.need(")")
        self.scope = outer
        self.problems = list(dict.fromkeys(self.problems))
        return logic.Any(question, bodies, tests.Has(question, frozenset(codes)))

    def at_least(self) -> Rule:
        needed = int(self.take(COUNT) or self.fail("expected a count"))
        self.need_words("of")
        if self.sign("("):
            parts = [self.rule()]
            while self.sign(","):
                parts.append(self.rule())
            self.need(")")
            return logic.Some(tuple(parts), needed)
        question, _ = self.fact("many_of")
        unassessed = None
        start = self.at
        if self.sign(",") and self.words("unassessed"):
            unassessed, _ = self.fact("many_of")
        else:
            self.at = start
        return tests.Enough(question, needed, unassessed)

    def about_fact(self) -> Rule | None:
        """A test that begins with a name: `x is ...`, `x in {...}`, `x has ...`, or a yes/no fact alone."""
        start = self.at
        self.blank()
        offset = self.at
        name = self.take(NAME)
        if name is None or name in WORDS:
            self.at = start
            return None
        if name in self.scope.settings:
            return self.setting(name)
        shape = self.scope.shapes.get(self.scope.resolve(name))
        rule = self.says(name, shape, offset)
        if rule is None:
            self.at = start
        return rule

    def says(self, name: str, shape: Shape | None, offset: int) -> Rule | None:
        question = self.scope.resolve(name)
        if self.words("is"):
            return self.is_something(question, name, self.known_shape(name, shape, offset), offset)
        start = self.at
        denied = self.words("not")
        if self.words("in"):
            shape = self.of_kind(name, self.known_shape(name, shape, offset), offset, "one_of", "yes_no")
            codes = self.option_set(shape)
            rule: Rule = tests.Is(question, frozenset(codes), _open(shape))
            return logic.Not(rule) if denied else rule
        self.at = start
        if self.words("has"):
            return self.has(question, self.of_kind(name, self.known_shape(name, shape, offset), offset, "many_of"))
        if shape is not None and shape.kind == "yes_no":
            return tests.Is(question, frozenset(("yes",)))
        return None

    def is_something(self, question: str, name: str, shape: Shape, offset: int) -> Rule:
        denied = self.words("not")
        rule: Rule
        if self.words("known"):
            rule = tests.IsKnown(question)
        elif self.words("ongoing"):
            self.of_kind(name, shape, offset, "date")
            rule = tests.IsOngoing(question)
        else:
            self.of_kind(name, shape, offset, "one_of", "yes_no")
            rule = tests.Is(question, frozenset((self.code(shape),)), _open(shape))
        return logic.Not(rule) if denied else rule

    def has(self, question: str, shape: Shape) -> Rule:
        if self.words("none"):
            return tests.HasNone(question)
        codes = self.option_set(shape) if self.words("any", "of") else (self.code(shape),)
        return tests.Has(question, frozenset(codes), _open(shape))

    def setting(self, name: str) -> Rule:
        self.need_words("is")
        denied = self.words("not")
        chosen, options = self.scope.settings[name]
        self.blank()
        offset = self.at
        code = self.take(CODE) or ""
        if code not in options:
            self.note(offset, f"`{code}` is not an option of {name}{suggestion(code, options)}")
        return logic.Fixed(Truth.of((code == chosen) is not denied))

    def code(self, shape: Shape) -> str:
        self.blank()
        offset = self.at
        code = self.take(CODE)
        if code is None:
            self.fail("expected an option")
        known = ("yes", "no") if shape.kind == "yes_no" else shape.codes
        if code not in known and shape.kind != "?":
            self.note(offset, f"`{code}` is not an option{suggestion(code, known)}")
        return code

    def option_set(self, shape: Shape) -> tuple[str, ...]:
        """`{III, IV, @group}`: the codes, groups spelled out."""
        self.need("{")
        codes: list[str] = []
        while not self.sign("}"):
            if self.sign("@"):
                codes += self.group(shape)
            else:
                codes.append(self.code(shape))
            if not self.sign(","):
                self.need("}")
                break
        return tuple(dict.fromkeys(codes))

    def group(self, shape: Shape) -> list[str]:
        offset = self.at
        group = self.take(NAME) or ""
        codes = [option.code for option in shape.options if option.group == group]
        if not codes and shape.kind != "?":
            self.note(offset, f"no option has the group `{group}`{suggestion(group, _groups(shape))}")
        return codes

    def fact(self, *kinds: str) -> tuple[str, Shape]:
        self.blank()
        offset = self.at
        name = self.take(NAME)
        if name is None:
            self.fail("expected the name of a question")
        question = self.scope.resolve(name)
        shape = self.known_shape(name, self.scope.shapes.get(question), offset)
        return question, self.of_kind(name, shape, offset, *kinds)

    def of_kind(self, name: str, shape: Shape, offset: int, *kinds: str) -> Shape:
        """Notes a question that cannot be tested like this: the test would never be decided."""
        if kinds and shape.kind not in kinds and shape.kind != "?":
            self.note(offset, f"`{name}` is of kind {shape.kind}; expected {' or '.join(kinds)}")
        return shape

    def known_shape(self, name: str, shape: Shape | None, offset: int) -> Shape:
        if shape is not None:
            return shape
        known = [*self.scope.shapes, *self.scope.derived, *self.scope.settings]
        self.note(offset, f"there is no `{name}`{suggestion(name, known)}")
        return Shape("?")

    # Comparisons.

    def comparison(self) -> Rule:
        start = self.at
        dated = self.dated()
        if dated is not None:
            return dated
        self.at = start
        noted = len(self.problems)
        left = self.number()
        relation = self.sign("<=", ">=", "<", ">", "=")
        if relation is None and len(self.problems) > noted:
            return NOTHING  # a name that does not exist may have been meant as a rule
        if relation is None:
            self.fail("expected a comparison such as `> 1.0 g/g`")
        self.blank()
        offset = self.at
        left, right = self.same_units(left, self.number(), offset)
        if not left.questions:  # reasons speak of what stands on the left
            left, relation, right = right, MIRRORED[relation], left
        if not left.questions:
            self.note(offset, "this compares nothing that is asked")
        return tests.Compare(left, relation, right)

    def dated(self) -> Rule | None:
        """A window or a comparison of dates; nothing where no date begins here."""
        if not self.date_ahead():
            return None
        event = self.moment()
        for word in ("within", "since"):
            if self.words(word):
                return self.window(event, later=word == "since")
        relation = self.sign("<=", ">=", "<", ">", "=")
        if relation is None:
            self.fail("expected `within ... before ...` or a comparison of dates")
        other = self.moment()
        return tests.CompareDays(event, relation, other, self.drift(event, other))

    def date_ahead(self) -> bool:
        start = self.at
        name = self.take(NAME)
        self.at = start
        shape = self.scope.shapes.get(self.scope.resolve(name)) if name else None
        return shape is not None and shape.kind in ("date", "birth")

    def window(self, event: Moment, later: bool) -> Rule:
        days = self.length() - (0 if self.scope.window_edge_counts else 1)
        self.need_words("before")
        anchor = self.moment()
        return tests.Window(event, anchor, days, later, self.drift(event, anchor))

    def drift(self, earlier: Moment, later: Moment) -> int:
        """By how much the distance of two dates grows when the planned date moves on by a day."""
        return (self.scope.anchor in later.questions) - (self.scope.anchor in earlier.questions)

    def length(self) -> int:
        start = self.at
        count = self.take(COUNT)
        unit = self.take(NAME)
        if count is None or unit not in LENGTHS:
            self.at = start
            self.fail("expected a length such as `12 weeks` or `14 days`")
        return int(count) * LENGTHS[unit]

    def moment(self) -> Moment:
        question, shape = self.fact("date", "birth")
        day: Moment = DateOf(question, event=not shape.future)
        while sign := self.sign("+", "-"):
            day = Shifted(day, self.length() * (1 if sign == "+" else -1))
        return day

    def same_units(self, left: Number, right: Number, offset: int) -> tuple[Number, Number]:
        """Both sides in one test's first unit; a literal takes its unit from the other side."""
        left, right = self.in_units_of(left, right.test, offset), self.in_units_of(right, left.test, offset)
        if left.test is not right.test and not _alike(left.test, right.test):
            self.note(offset, f"cannot compare {_what(left.test)} with {_what(right.test)}")
        return left, right

    def in_units_of(self, number: Number, test: Test | None, offset: int) -> Number:
        if not isinstance(number, _WithUnit):
            return number
        if test is None:
            self.note(offset, f"nothing says what `{number.unit}` measures here")
            return Literal(number.value)
        unit = test.unit(number.unit)
        if unit is None:
            known = [unit.code for unit in test.units]
            self.note(number.offset, f"`{number.unit}` is not a unit of {test.id}{suggestion(number.unit, known)}")
            return Literal(number.value, test)
        return Literal(number.value * unit.factor, test)

    # Numbers.

    def number(self) -> Number:
        left = self.product()
        while sign := self.sign("+", "-"):
            self.blank()
            offset = self.at
            left, right = self.same_units(left, self.product(), offset)
            left = Sum(left, right, Range.__add__ if sign == "+" else Range.__sub__, left.test)
        return left

    def product(self) -> Number:
        left = self.factor()
        while True:
            self.blank()
            offset = self.at
            if self.sign("*") or self.words("x"):
                right = self.factor()
                if left.test and right.test:
                    self.note(offset, "cannot multiply two measurements: say `as` and a unit")
                left = Sum(left, right, Range.__mul__, left.test or right.test)
            elif self.sign("/"):
                right = self.factor()
                same = _alike(left.test, right.test)
                if right.test and not same:
                    self.note(offset, "cannot divide by a measurement: say `as` and a unit")
                left = Sum(left, right, Range.__truediv__, None if same else left.test)
            else:
                return left

    def factor(self) -> Number:
        inner = self.atom()
        if not self.words("as"):
            return inner
        self.blank()
        offset = self.at
        unit_code = self.take(UNIT) or ""
        unit = inner.test.unit(unit_code) if inner.test else None
        if unit is None:
            known = [one.code for one in inner.test.units] if inner.test else []
            self.note(offset, f"`{unit_code}` is not a unit of that{suggestion(unit_code, known)}")
            return Literal(Fraction(0))
        return As(inner, 1 / unit.factor)

    def atom(self) -> Number:
        if self.sign("("):
            inner = self.number()
            self.need(")")
            return inner
        literal = self.take(NUMBER)
        if literal is not None:
            return self.literal(Fraction(literal))
        if self.words("years", "from"):
            return self.years()
        if self.words("first", "known", "of"):
            return self.first_known()
        if self.words("total", "of"):
            return Total(self.fact("proportion")[0])
        if self.words("if"):
            return self.either()
        return self.number_fact()

    def literal(self, value: Fraction) -> Number:
        self.blank()
        start = self.at
        unit = self.take(UNIT)
        if unit is None or unit in WORDS - {"years"}:
            self.at = start
            return Literal(value)
        return _WithUnit(value, None, unit=unit, offset=start)

    def years(self) -> Number:
        birth, _ = self.fact("birth", "date")
        self.need_words("to")
        return Years(birth, self.moment())

    def first_known(self) -> Number:
        items = [self.number_fact()]
        while self.sign(","):
            self.blank()
            offset = self.at
            items.append(self.same_units(items[0], self.number_fact(), offset)[1])
        return FirstKnown(tuple(items), items[0].test)

    def either(self) -> Number:
        condition = self.rule()
        self.need_words("then")
        then = self.number()
        self.need_words("else")
        self.blank()
        then, otherwise = self.same_units(then, self.number(), self.at)
        return Either(condition, then, otherwise, then.test)

    def number_fact(self) -> Number:
        self.blank()
        start = self.at
        name = self.take(NAME)
        if name in self.scope.derived:
            return self.scope.derived[name]
        self.at = start
        question, shape = self.fact("quantity", "proportion")
        test = PERCENT if shape.kind == "proportion" else shape.test
        return Measured(question, test) if test else Literal(Fraction(0))


class _WithUnit(Literal):
    """A literal whose unit is understood once it is known what it is compared with."""

    def __init__(self, value: Fraction, test: Test | None, unit: str, offset: int) -> None:
        super().__init__(value, test)
        object.__setattr__(self, "unit", unit)
        object.__setattr__(self, "offset", offset)

    unit: str
    offset: int


def _open(shape: Shape) -> frozenset[str]:
    return frozenset(option.code for option in shape.options if option.open)


def _groups(shape: Shape) -> list[str]:
    return list(dict.fromkeys(option.group for option in shape.options if option.group))


def _alike(left: Test | None, right: Test | None) -> bool:
    """Two tests whose values may be compared: both in the same first unit (alt and alt_uln)."""
    return left is not None and right is not None and left.canonical.ucum == right.canonical.ucum


def _what(test: Test | None) -> str:
    return f"{test.id} ({test.canonical.code})" if test else "a plain number"


__all__ = ["YEARS", "Named", "RuleProblem", "Scope", "read_day", "read_number", "read_rule"]

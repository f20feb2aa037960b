"""Reads a rule as it is written in a trial and gives the parts to be judged; names and types are checked here.

The language is described in flows/README.md. All wrong names are collected; wrong grammar ends the reading of a rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from bot.core.rules import logic, tests
from bot.core.rules.base import Rule
from bot.core.rules.dimensions import alike, dimension, in_percent
from bot.core.rules.lists import Lists, open_codes
from bot.core.rules.moments import Moment
from bot.core.rules.numbers import Literal, Measured, Number, Taken
from bot.core.rules.reader import CODE, MIRRORED, NAME, WORDS, Unread, Wrong
from bot.core.rules.scope import RuleProblem, Scope, suggestion
from bot.core.shapes import Shape, Test, Unit
from bot.core.truth import Truth

NOTHING = logic.Fixed(Truth.UNKNOWN)
TOO_DEEP = RuleProblem(0, "this goes too deep: take some brackets away")


def read_rule(text: str, scope: Scope, steering: bool = False) -> tuple[Rule, list[RuleProblem]]:
    """The rule that a text stands for, and all that is wrong with it. `steering` rules may say `certainly`."""
    return RuleParser(text, scope, steering).whole_rule()


@dataclass(frozen=True)
class Derived:
    """A derived fact: a number, a date or a condition."""

    number: Number | None = None
    day: Moment | None = None
    condition: Rule | None = None


def read_derived(
    text: str, scope: Scope, test: Test | None, unit: Unit | None = None
) -> tuple[Derived, list[RuleProblem]]:
    """What a derived fact is made of; where it is none of the three, the problems of the reading that came farthest.

    Empty and without problems where it names a fact that is itself wrong: that is told there.
    """
    day, problems = RuleParser(text, scope, steering=False).whole_day()
    if day is not None and not problems:
        return Derived(day=day), []
    reader = RuleParser(text, scope, steering=False)
    number, mistakes = reader.whole_number(test, unit)
    if reader.gave_up:
        return Derived(), mistakes
    if not mistakes:
        return Derived(number=number), []
    condition, others = RuleParser(text, scope, steering=False).whole_rule()
    if not others:
        return Derived(condition=condition), []
    return Derived(), max((problems, mistakes, others), key=_farthest)


def _farthest(problems: list[RuleProblem]) -> tuple[int, int]:
    """How far a text was read; of two equally far, the one with fewer problems is better."""
    return max((problem.offset for problem in problems), default=-1), -len(problems)


def read_day(text: str, scope: Scope) -> tuple[Moment | None, list[RuleProblem]]:
    """The date that a text stands for."""
    return RuleParser(text, scope, steering=True).whole_day()


class RuleParser(Lists):
    """A reader of whole rules."""

    # The three ways in.

    def whole_rule(self) -> tuple[Rule, list[RuleProblem]]:
        try:
            rule = self.rule()
            self.end()
        except Wrong as wrong:
            return NOTHING, [*self.problems, wrong.problem]
        except RecursionError:
            return NOTHING, [TOO_DEEP]
        except Unread:
            return NOTHING, self.problems
        return rule, self.problems

    def whole_number(self, test: Test | None, unit: Unit | None = None) -> tuple[Number, list[RuleProblem]]:
        try:
            number = self.in_units_of(self.number(), test, 0)
            self.end()
            self.check_measure(number, test)
        except Wrong as wrong:
            return Literal(Fraction(0), test), [*self.problems, wrong.problem]
        except RecursionError:
            return Literal(Fraction(0), test), [TOO_DEEP]
        except Unread:
            self.gave_up = True
            return Literal(Fraction(0), test), self.problems
        if test is None or number.test is test or dimension(number):
            return number, self.problems
        return Taken(number, unit or test.canonical, test), self.problems

    def check_measure(self, number: Number, test: Test | None) -> None:
        """What a formula measures is what its result is said to be `like`; a plain number may be anything."""
        if test and not _same_measure(number, test) and not self.problems:
            came = f"{number.test.id} ({number.test.canonical.code})" if number.test else ""
            self.note(self.at, f"this comes to {came}, and not to {test.id}: say `as` and a unit of each of its parts")

    def whole_day(self) -> tuple[Moment | None, list[RuleProblem]]:
        try:
            day = self.moment()
            self.end()
        except Wrong as wrong:
            return None, [*self.problems, wrong.problem]
        except RecursionError:
            return None, [TOO_DEEP]
        except Unread:
            return None, self.problems
        return day, self.problems

    # Rules.

    def rule(self) -> Rule:
        return logic.any_part(self.joined("or", self.conjunction))

    def conjunction(self) -> Rule:
        return logic.all_parts(self.joined("and", self.negation))

    def joined(self, word: str, part: Callable[[], Rule]) -> list[Rule]:
        """Parts with a word between them; the same one twice is most likely a copy that was to be changed."""
        parts, noted = [part()], len(self.problems)
        while self.words(word):
            self.blank()
            offset = self.at
            another = part()
            if another in parts and not isinstance(another, logic.Fixed) and len(self.problems) == noted:
                self.note(offset, f"this stands before the `{word}` already: what was meant?")
            parts.append(another)
        return parts

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
        if self.words("every"):
            return logic.Not(self.any_of_list(otherwise=True))
        if self.words("at", "least"):
            return self.at_least(0)
        if self.words("at", "most"):
            return logic.Not(self.at_least(1))
        return self.bracket() or self.about_fact() or self.comparison()

    def bracket(self) -> Rule | None:
        """A rule in brackets; nothing where the bracket begins a number."""
        start, before = self.at, len(self.problems)
        failure: Wrong | None = None
        if not self.sign("("):
            return None
        try:
            inner = self.rule()
            self.need(")")
            self.blank()
            if not re.match(r"[-+*/<>=]|x\b|as\b", self.text[self.at :]):
                return inner
        except Wrong as wrong:
            failure = wrong
        self.at = start
        kept = self.problems[before:]
        del self.problems[before:]
        try:
            return self.comparison()
        except Wrong as other:
            noted = len(self.problems) - before
            if failure is None or (failure.problem.offset, -len(kept)) <= (other.problem.offset, -noted):
                raise
            self.problems[before:] = kept
            raise failure from None

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
        if name in self.scope.conditions:
            self.check_condition(name)
            return self.scope.conditions[name]
        if name in self.scope.unread:
            raise Unread
        shape = self.scope.shapes.get(self.scope.resolve(name))
        rule = self.says(name, shape, offset)
        if rule is None:
            self.at = start
        return rule

    def check_condition(self, name: str) -> None:
        """A derived condition is a sentence by itself: it is not asked, and has no options."""
        self.blank()
        offset = self.at
        if self.words("is"):
            self.words("not")
            self.take(CODE)
            self.note(offset, f"`{name}` is a condition: say `{name}` or `not {name}`")

    def says(self, name: str, shape: Shape | None, offset: int) -> Rule | None:
        question = self.scope.resolve(name)
        if self.words("is"):
            return self.is_something(question, name, self.known_shape(name, shape, offset), offset)
        start = self.at
        denied = self.words("not")
        if self.words("in"):
            shape = self.of_kind(name, self.known_shape(name, shape, offset), offset, "one_of", "yes_no")
            codes = self.option_set(shape)
            rule: Rule = tests.Is(question, frozenset(codes), open_codes(shape))
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
            if shape.kind == "date" and not shape.ongoing:
                self.note(offset, f"`{name}` is never ongoing: does its question lack `ongoing: yes`?")
            rule = tests.IsOngoing(question)
        else:
            self.of_kind(name, shape, offset, "one_of", "yes_no")
            rule = tests.Is(question, frozenset((self.code(shape),)), open_codes(shape))
        return logic.Not(rule) if denied else rule

    def has(self, question: str, shape: Shape) -> Rule:
        if self.words("none"):
            return tests.HasNone(question)
        codes = self.option_set(shape) if self.words("any", "of") else (self.code(shape),)
        return tests.Has(question, frozenset(codes), open_codes(shape))

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

    # Comparisons.

    def comparison(self) -> Rule:
        start = self.at
        dated = self.dated()
        if dated is not None:
            return dated
        self.at = start
        noted = len(self.problems)
        left = self.number()
        if len(self.problems) > noted:
            return self.behind_a_wrong_name()
        relation = self.relation()
        if relation is None:
            self.fail("expected a comparison such as `> 1.0 g/g`")
        self.blank()
        offset = self.at
        right = self.number()
        if len(self.problems) > noted:
            return NOTHING
        left, right = self.same_units(in_percent(left, right), in_percent(right, left), offset)
        if not left.questions:  # reasons speak of what stands on the left
            left, relation, right = right, MIRRORED[relation], left
        if not left.questions:
            self.note(offset, "this compares nothing that is asked")
        if left == right:
            self.note(offset, "this compares something with itself: what was meant?")
        if len(self.problems) == noted:
            self.check_reach(left, right, offset)
        return tests.Compare(left, relation, right)

    def behind_a_wrong_name(self) -> Rule:
        """Reads on behind an unknown name, which may be a rule, a number or a date, to find what else is wrong."""
        if self.words("within") or self.words("since"):
            self.length()
            self.words("before") or self.words("after") or self.words("of")
            self.moment()
        elif self.relation():
            self.moment() if self.date_ahead() else self.number()
        return NOTHING

    def check_reach(self, left: Number, right: Number, offset: int) -> None:
        """A bound that no answer can reach is most likely in another unit than was meant."""
        if not isinstance(left, Measured) or not isinstance(right, Literal):
            return
        hard = self.scope.shapes[left.question].hard
        if not hard.hold(right.value):
            unit = left.test.canonical.code
            ends = [f"{word} {end} {unit}" for word, end in (("from", hard.low), ("to", hard.high)) if end is not None]
            self.note(offset, f"`{left.question}` never gets there: it goes {' '.join(ends)}; is the unit right?")


def _same_measure(number: Number, test: Test) -> bool:
    """Whether a number is in the first unit of a test, or plain."""
    return dimension(number) is None or alike(number.test, test)

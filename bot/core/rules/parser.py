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
from bot.core.rules.formulas import Formulas
from bot.core.rules.lengths import NO_TIME
from bot.core.rules.moments import DateOf, Moment, Shifted
from bot.core.rules.numbers import Literal, Measured, Number, Taken
from bot.core.rules.reader import CODE, COUNT, DAY, MIRRORED, NAME, WORDS, Unread, Wrong
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


@dataclass(frozen=True)
class _List:
    """Options of a question, one of which is called `variable`; `others` are open ones that are not named."""

    variable: str
    question: str
    codes: tuple[str, ...]
    others: frozenset[str]

    @property
    def may_be_another(self) -> Rule:
        """Unknown where an open option is chosen that is not named; false otherwise."""
        return tests.Has(self.question, frozenset(), self.others)


def _farthest(problems: list[RuleProblem]) -> tuple[int, int]:
    """How far a text was read; of two equally far, the one with fewer problems is better."""
    return max((problem.offset for problem in problems), default=-1), -len(problems)


def read_day(text: str, scope: Scope) -> tuple[Moment | None, list[RuleProblem]]:
    """The date that a text stands for."""
    return RuleParser(text, scope, steering=True).whole_day()


class RuleParser(Formulas):
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

    def any_of_list(self, *, otherwise: bool = False) -> Rule:
        """The rule of one chosen option at least; with `otherwise` its opposite."""
        list_ = self.named_list("expected a name for the option")
        bodies = {code: logic.Not(body) if otherwise else body for code, body in self.of_each(list_).items()}
        chosen = tests.Has(list_.question, frozenset(list_.codes), list_.others)
        return logic.Any(list_.question, bodies, chosen, list_.may_be_another)

    def named_list(self, expected: str) -> _List:
        """`x of list`, or `x of list in {...}`: `expected` is what to say where no name begins."""
        variable = self.take(NAME)
        if variable is None:
            self.fail(expected)
        if not self.words("of"):
            self.fail(f"expected `of`, as in `any d of {variable}: (...)`")
        question, shape = self.fact("many_of")
        codes = self.option_set(shape) if self.words("in") else shape.codes
        return _List(variable, question, codes, _open(shape).difference(codes))

    def of_each(self, list_: _List) -> dict[str, Rule]:
        """`: (...)`, read once for each option."""
        self.need(":")
        self.need("(")
        start, outer, noted = self.at, self.scope, len(self.problems)
        bodies: dict[str, Rule] = {}
        for code in list_.codes or ("",):
            self.at = start
            self.scope = outer.bind(list_.variable, list_.question, code)
            bodies[code] = self.rule()
            self.need(")")
        self.scope = outer
        if not list_.codes:  # what is wrong with them is told already
            del self.problems[noted:]
        self.problems = list(dict.fromkeys(self.problems))
        return bodies

    def at_least(self, more: int) -> Rule:
        """So many of several rules, of the options chosen, or of their rules; `more`: than stand here."""
        needed = int(self.take(COUNT) or self.fail("expected a count")) + more
        if not self.words("of"):
            return self.so_many_of_list(needed)
        if self.sign("("):
            parts = [self.rule()]
            while self.sign(","):
                parts.append(self.rule())
            self.need(")")
            return logic.Some(tuple(parts), needed)
        question, shape = self.fact("many_of")
        codes = frozenset(self.option_set(shape) if self.words("in") else shape.codes)
        unassessed = None
        start = self.at
        if self.sign(",") and self.words("unassessed"):
            unassessed, _ = self.fact("many_of")
        else:
            self.at = start
        return tests.Enough(question, needed, unassessed, codes, _open(shape) - codes)

    def so_many_of_list(self, needed: int) -> Rule:
        """The rule of so many chosen options at least."""
        list_ = self.named_list("expected `of`, or a name for the option")
        enough = tests.Enough(list_.question, needed, None, frozenset(list_.codes), list_.others)
        return logic.Count(list_.question, self.of_each(list_), enough, list_.may_be_another, needed)

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
            if shape.kind == "date" and not shape.ongoing:
                self.note(offset, f"`{name}` is never ongoing: does its question lack `ongoing: yes`?")
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

    def relation(self) -> str | None:
        """`<=` and its like, if one stands here."""
        self.blank()
        if self.text.startswith(("=>", "=<", "=="), self.at):
            return None
        return self.sign("<=", ">=", "<", ">", "=")

    def check_reach(self, left: Number, right: Number, offset: int) -> None:
        """A bound that no answer can reach is most likely in another unit than was meant."""
        if not isinstance(left, Measured) or not isinstance(right, Literal):
            return
        hard = self.scope.shapes[left.question].hard
        if not hard.hold(right.value):
            unit = left.test.canonical.code
            ends = [f"{word} {end} {unit}" for word, end in (("from", hard.low), ("to", hard.high)) if end is not None]
            self.note(offset, f"`{left.question}` never gets there: it goes {' '.join(ends)}; is the unit right?")

    def dated(self) -> Rule | None:
        """A window or a comparison of dates; nothing where no date begins here."""
        if not self.date_ahead():
            return None
        event = self.moment()
        for word in ("within", "since"):
            if self.words(word):
                return self.window(event, later=word == "since")
        relation = self.relation()
        if relation is None:
            self.fail("expected `within ... before ...` or a comparison of dates")
        self.blank()
        offset, other = self.at, self.moment()
        if not event.questions:  # reasons speak of what stands on the left
            event, relation, other = other, MIRRORED[relation], event
        if not event.questions:
            self.note(offset, "this compares nothing that is asked")
        if relation in ("<", "<=") and _happened(event) and _ahead(other):
            self.note(offset, f"`{min(event.questions)}` never lies after today: is it `future: yes`?")
        return tests.CompareDays(event, relation, other, self.drift(event, other))

    def date_ahead(self) -> bool:
        start = self.at
        name, day = self.take(NAME), self.take(DAY)
        self.at = start
        shape = self.scope.shapes.get(self.scope.resolve(name)) if name else None
        known = shape is not None and shape.kind in ("date", "birth")
        return known or name in self.scope.days or (name is None and day is not None)

    def window(self, event: Moment, later: bool) -> Rule:
        length = self.length()
        before = after = NO_TIME
        if self.words("before"):
            before = length
        elif not later and self.words("after"):
            after = length
        elif not later and self.words("of"):
            before = after = length
        else:
            self.fail("expected `before`" if later else "expected `before`, `after` or `of` and a date")
        self.blank()
        offset, anchor = self.at, self.moment()
        if before == NO_TIME and _happened(event) and _planned(anchor):
            self.note(offset, f"`{min(event.questions)}` never lies after today: is it `future: yes`?")
        if before != NO_TIME and _planned(event) and _happened(anchor):
            first, last = min(anchor.questions), min(event.questions)
            self.note(offset, f"`{first}` comes first: say `{first} within ... before {last}`")
        edge, drift = self.scope.window_edge_counts, self.drift(event, anchor)
        return tests.Window(event, anchor, before, edge, later, drift, after)

    def drift(self, earlier: Moment, later: Moment) -> int:
        """By how much the distance of two dates grows when the planned date moves on by a day."""
        return (self.scope.anchor in later.questions) - (self.scope.anchor in earlier.questions)


def _same_measure(number: Number, test: Test) -> bool:
    """Whether a number is in the first unit of a test, or plain."""
    return dimension(number) is None or alike(number.test, test)


def _happened(event: Moment) -> bool:
    """Whether this is the answer about something that has been, which no later day than today can be."""
    return isinstance(event, DateOf) and event.event


def _planned(day: Moment) -> bool:
    """Whether this is a date that is planned."""
    return isinstance(day, DateOf) and not day.event


def _ahead(day: Moment) -> bool:
    """Whether this lies after a date that is planned."""
    if not isinstance(day, Shifted) or not isinstance(day.base, DateOf):
        return False
    return not day.base.event and (day.length.days > 0 or day.length.months > 0)


def _open(shape: Shape) -> frozenset[str]:
    return frozenset(option.code for option in shape.options if option.open)

"""Reads what a rule says of the options of a list: of one that is chosen, of all of them, of so many."""

from __future__ import annotations

from abc import ABC
from dataclasses import dataclass

from bot.core.rules import logic, tests
from bot.core.rules.base import Rule
from bot.core.rules.reader import COUNT, NAME
from bot.core.rules.windows import Windows
from bot.core.shapes import Shape


def open_codes(shape: Shape) -> frozenset[str]:
    """The options that leave every test on them unknown."""
    return frozenset(option.code for option in shape.options if option.open)


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


class Lists(Windows, ABC):
    """A reader that understands tests of lists."""

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
        return _List(variable, question, codes, open_codes(shape).difference(codes))

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
        return tests.Enough(question, needed, unassessed, codes, open_codes(shape) - codes)

    def so_many_of_list(self, needed: int) -> Rule:
        """The rule of so many chosen options at least."""
        list_ = self.named_list("expected `of`, or a name for the option")
        enough = tests.Enough(list_.question, needed, None, frozenset(list_.codes), list_.others)
        return logic.Count(list_.question, self.of_each(list_), enough, list_.may_be_another, needed)

"""Reads a rule's text from left to right: signs, words, names and options; collects what is wrong with them."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NoReturn
from unicodedata import normalize

from bot.core.lexicon.patterns import pattern
from bot.core.rules.lengths import Length
from bot.core.rules.scope import RuleProblem, Scope, suggestion
from bot.core.shapes import Shape

NAME = pattern(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")
CODE = pattern(r"[A-Za-z0-9_][A-Za-z0-9_+/-]*")
COUNT = pattern(r"\d+")
DAY = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
SIGNED = pattern(r"(?:- *)?\d+(?:\.\d+)?")
EXPONENT = pattern(r"(?: *x *10\^|[eE]\+?)(?P<zeros>\d{1,2})(?![\w./])")  # 2 x 10^4, 2e4
POWER_OF_TEN = pattern(r"10\^(?P<zeros>\d{1,2})(?![\w./])")
WEEKS_AND_DAYS = pattern(r"(?P<weeks>\d{1,2})\+(?P<days>[0-6])(?= *(?:weeks?|wk|w)\b)")  # 13+6 weeks
THOUSANDS = pattern(r"\d{1,3}(?:,\d{3})+(?!\d)")
NOT_BLANK = pattern(r"[^\s()]+")
POWER_UNIT = pattern(r"10\^\d+(?:/[A-Za-zµ]+)+")
UNIT = pattern(r"%|/?[A-Za-zµ][A-Za-z0-9µ^*/.]*(?:-[A-Za-z]+)*")
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
        "most",
        "within",
        "since",
        "before",
        "after",
        "as",
        "years",
        "months",
        "from",
        "to",
        "first",
        "known",
        "total",
        "mean",
        "greatest",
        "earliest",
        "latest",
        "points",
        "every",
        "if",
        "then",
        "else",
        "x",
        "ongoing",
        "none",
        "unassessed",
        "rounded",
    ]
)
LENGTHS = {
    "day": Length(days=1),
    "days": Length(days=1),
    "week": Length(days=7),
    "weeks": Length(days=7),
    "month": Length(months=1),
    "months": Length(months=1),
    "year": Length(months=12),
    "years": Length(months=12),
}
# How many days are in a unit of time; months and years of the calendar are not all as long.
IN_DAYS = {"min": Fraction(1, 1440), "h": Fraction(1, 24), "d": Fraction(1), "wk": Fraction(7)}
LONGEST = 200  # years: longer than anybody lives
# What other languages say, and what is said here.
FOREIGN = {
    "&": "say `and`",
    "|": "say `or`",
    "!": "say `not`, or `is not`",
    "≥": "say `>=`",
    "≤": "say `<=`",
    "≠": "say `is not`, or `not a = b`",
    "×": "say `x`",
    "=>": "say `>=`",
    "=<": "say `<=`",
    "'": "names, options and dates stand without quotes",
    '"': "names, options and dates stand without quotes",
    "“": "names, options and dates stand without quotes",
    "==": "say `is` of an option, `=` of a number",
    "=": "say `is` of an option",
    "[": "options stand in braces: `{a, b}`",
    "between": "say `a >= 1 and a <= 2`",
    "at least": "say `>=`",
    "at most": "say `<=`",
    "more than": "say `>`",
    "greater than": "say `>`",
    "less than": "say `<`",
    "*": "a power is `^`",
    "²": "say `^ 2`",
    "³": "say `^ 3`",
    "±": "either way is `a within 7 days of y`",
    "<": "compare one after the other: `a >= 1 and a <= 2`",
    ">": "compare one after the other: `a >= 1 and a <= 2`",
    ",": "a decimal point is a point",
}
# How a rule speaks of a question, by its kind; `it` is the question, `one` one of its options.
SAID_OF = {
    "yes_no": "say `{it}` or `not {it}`",
    "one_of": "say `{it} is {one}`, or `{it} in {{{one}, ...}}`",
    "many_of": "say `{it} has {one}`, `{it} has any of {{{one}, ...}}`, or `at least 2 of {it}`",
    "quantity": "compare it with a number",
    "proportion": "compare it with a number of %",
    "date": "say `{it} within 4 weeks before y`, or compare it with a date",
    "birth": "an age is `years from {it} to y`",
}
# Words that count, which a rule says in another way.
COUNTING = {
    "less": "say `at most 2 of ...` for less than 3",
    "fewer": "say `at most 2 of ...` for fewer than 3",
    "more": "say `at least 4 of ...` for more than 3",
    "exactly": "say `at least 2 of ...` and `at most 2 of ...`",
}
# What other languages write as a function.
FUNCTIONS = {
    "ln": "ln of (a)",
    "log": "ln of (a)` or `log10 of (a)",
    "log10": "log10 of (a)",
    "exp": "2.718281828 ^ (a)",
    "sqrt": "(a) ^ 0.5",
    "min": "least of (a, b)",
    "max": "greatest of (a, b)",
    "mean": "mean of (a, b)",
    "avg": "mean of (a, b)",
    "sum": "a + b",
    "round": "(a) rounded to 1 decimal",
    "abs": "greatest of (a, 0 - a)",
    "count": "at least 2 of a",
}
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}


class Wrong(Exception):
    """The rule cannot be read on from here."""

    def __init__(self, offset: int, text: str) -> None:
        super().__init__(text)
        self.problem = RuleProblem(offset, text)


class Unread(Exception):
    """The rule names something that is itself wrong; that problem is told at its own place."""


class RuleReader:
    """One reading of one text."""

    def __init__(self, text: str, scope: Scope, steering: bool) -> None:
        self.text, self.scope, self.steering = text, scope, steering
        self.at = 0
        self.problems: list[RuleProblem] = []
        self.gave_up = False  # something is named that is itself wrong

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

    def after(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What stands exactly here, blanks included; then it is read."""
        found = pattern.match(self.text, self.at)
        if found is not None:
            self.at = found.end()
        return found

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
        hint = next((f"; {said}" for other, said in FOREIGN.items() if rest.startswith(other)), _wide(rest[:1]))
        raise Wrong(self.at, f"{text}, found {f'`{rest}`' if rest else 'the end'}{hint}")

    def note(self, offset: int, text: str) -> None:
        self.problems.append(RuleProblem(offset, text))

    # Names.

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
        if not self.sign("{"):
            self.fail("expected options in braces, such as `{a, b}`")
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
            said = SAID_OF.get(shape.kind, "").format(it=name, one=next(iter(shape.codes), "a"))
            hint = f": {said}" if said else ""
            self.note(offset, f"`{name}` is of kind {shape.kind}; expected {' or '.join(kinds)}{hint}")
        return shape

    def known_shape(self, name: str, shape: Shape | None, offset: int) -> Shape:
        if shape is not None:
            return shape
        derived = [*self.scope.derived, *self.scope.days, *self.scope.conditions]
        if name in derived:
            what = "number" if name in self.scope.derived else "date" if name in self.scope.days else "condition"
            self.note(offset, f"`{name}` is a derived {what}: it cannot stand here")
            return Shape("?")
        if name in self.scope.later:
            self.note(offset, f"`{name}` is derived here or further down: each may use only those before it")
            return Shape("?")
        if name in self.scope.criteria:
            self.note(offset, f"`{name}` is a criterion: say its rule again, or name it as a condition under `derived`")
            return Shape("?")
        self.note(offset, self.unknown(name))
        return Shape("?")

    def unknown(self, name: str) -> str:
        """What is wrong with a name that stands for nothing, and what may have been meant."""
        if name.lower() in FUNCTIONS and self.text.startswith("(", self.at):
            return f"there is no `{name}(...)`: say `{FUNCTIONS[name.lower()]}`"
        if name in COUNTING:
            return f"there is no `{name}`: {COUNTING[name]}"
        if asked := self.asked_for_each(name):
            return asked
        of = next((id for id, one in self.scope.shapes.items() if name in one.codes), None)
        if of is not None:
            meant = SAID_OF[self.scope.shapes[of].kind].format(it=of, one=name)
            return f"there is no `{name}`; as an option of `{of}` it is {meant.removeprefix('say ')}"
        derived = [*self.scope.derived, *self.scope.days, *self.scope.conditions]
        return f"there is no `{name}`{suggestion(name, [*self.scope.shapes, *derived, *self.scope.settings])}"

    def asked_for_each(self, name: str) -> str | None:
        """What is wrong with a name of what is asked for each option of a list; None where it is none."""
        template, _, code = self.scope.resolve(name).rpartition(".")
        asked = [id.removeprefix(f"{template}.") for id in self.scope.shapes if id.startswith(f"{template}.")]
        if template and code and asked and template not in self.scope.shapes:
            return f"`{template}` is not asked for `{code}`, only for {', '.join(asked[:12])}"
        lists = [id.partition(f".{name}.")[0] for id in self.scope.shapes if f".{name}." in id]
        if lists:
            it = f"`it.{name}`" if "it" in self.scope.variables else f"`any d of {lists[0]}: (d.{name} ...)`"
            return f"`{name}` is asked for each option of `{lists[0]}`: say {it}"
        variable, _, tail = name.partition(".")
        if variable in self.scope.variables and tail:
            list_ = self.scope.variables[variable][0]
            tails = {id[len(list_) + 1 :].rpartition(".")[0] for id in self.scope.shapes if id.startswith(f"{list_}.")}
            return f"there is no `{name}`{suggestion(name, sorted(f'{variable}.{one}' for one in tails))}"
        if any(id.startswith(f"{name}.") for id in self.scope.shapes):
            list_, _, tail = name.rpartition(".")
            return f"`{name}` is asked for each option: say `any d of {list_}: (d.{tail} ...)`, or name the option too"
        return None


def _wide(sign: str) -> str:
    """What to write instead of a sign as wide as a Chinese character."""
    narrow = normalize("NFKC", sign)
    return f"; the sign is a wide one, write `{narrow}`" if narrow != sign and narrow.isascii() else ""


def _groups(shape: Shape) -> list[str]:
    return list(dict.fromkeys(option.group for option in shape.options if option.group))

"""A handful of questions for rules to be about, and facts to judge them on: `judged("a and b", a=YES)`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from bot.core.answers import NOT_KNOWN, Comparator, Day, Quantity, Value
from bot.core.messages import Message
from bot.core.ranges import Range
from bot.core.rules.base import Rule
from bot.core.rules.numbers import Named, Number
from bot.core.rules.parser import RuleParser, read_rule
from bot.core.rules.scope import RuleProblem, Scope
from bot.core.shapes import Option, Shape, Test, Unit
from bot.core.truth import Truth

TODAY = date(2026, 11, 22)
PLANNED = date(2026, 12, 6)


def _unit(code: str, factor: str = "1") -> Unit:
    return Unit(code, code, code, (code,), Fraction(factor))


def _options(*specs: str) -> tuple[Option, ...]:
    """`code`, `code@group`, `code?` for an open one."""
    found = []
    for spec in specs:
        code, _, group = spec.rstrip("?").partition("@")
        found.append(Option(code, Message(code), Message(code), (), group or None, spec.endswith("?")))
    return tuple(found)


HB = Test("hb", (), (), (_unit("g/dL"), _unit("g/L", "1/10")))
ALT = Test("alt", (), (), (_unit("U/L"),))
ULN = Test("alt_uln", (), (), (_unit("U/L"),))
MASS = Test("weight", (), (), (_unit("kg"), _unit("lb", "0.45359237")))
PLT = Test("plt", (), (), (_unit("10^9/L"),))
HALF_LIFE = Test("halflife", (), (), (_unit("h"), _unit("d", "24"), _unit("w", "168")))
SCALE = Test("scale", (), (), (_unit("points"),))
NIHSS = Test("nihss", (), (), (Unit("points", "{score}", "", ("points",), Fraction(1)),))
SHAPES: dict[str, Shape] = {
    "planned": Shape("date", future=True),
    "event": Shape("date", ongoing=True),
    "other": Shape("date"),
    "born": Shape("birth"),
    "a": Shape("yes_no"),
    "b": Shape("yes_no"),
    "c": Shape("yes_no"),
    "kind": Shape("one_of", _options("I", "II", "III+V", "A/C", "unclear?")),
    "drugs": Shape("many_of", _options("mmf@named", "ctx@named", "ra@systemic", "steroid@never", "vague@never?")),
    "drugs.last.mmf": Shape("date", ongoing=True),
    "drugs.last.ctx": Shape("date", ongoing=True),
    "unseen": Shape("many_of", _options("mmf", "ctx", "ra", "steroid", "vague")),
    "hb": Shape("quantity", test=HB, unit="g/L"),
    "alt": Shape("quantity", test=ALT, unit="U/L"),
    "uln": Shape("quantity", test=ULN, unit="U/L"),
    "weight": Shape("quantity", test=MASS, unit="kg"),
    "spare": Shape("quantity", test=MASS, unit="kg"),
    "share": Shape("proportion", unit="%"),
    "note": Shape("text"),
    "halflife": Shape("quantity", test=HALF_LIFE, unit="h"),
    "scale": Shape("quantity", test=SCALE, unit="points"),
    "nihss": Shape("quantity", test=NIHSS, unit="points"),
    "plt": Shape("quantity", test=PLT, unit="10^9/L"),
    "pain": Shape(
        "one_of", tuple(Option(f"p{n}", Message(str(n)), Message(str(n)), points=Fraction(n)) for n in range(4))
    ),
}
SETTINGS = {"R1": ("loose", ("loose", "strict"))}


def read_number(text: str, names: Scope, test: Test | None) -> tuple[Number, list[RuleProblem]]:
    """A formula by itself; `test` says what its plain result measures."""
    return RuleParser(text, names, steering=False).whole_number(test)


def scope(**changed: Any) -> Scope:
    """What the rules may name."""
    usual: dict[str, Any] = {"shapes": SHAPES, "anchor": "planned", "settings": SETTINGS}
    found = Scope(**usual | changed)
    for id, formula in {"age": "years from born to planned", "double": "2 x weight"}.items():
        number, problems = read_number(formula, found, None)
        assert not problems
        found.derived[id] = Named(id, number, number.test)
    found.conditions["grown_up"] = read_rule("age >= 18 years", found)[0]
    return found


@dataclass(frozen=True)
class Facts:
    """Answers by question; the planned date is `anchor`."""

    values: Mapping[str, Value]
    anchor: date = PLANNED
    today: date = TODAY
    seen: set[str] = field(default_factory=set)
    derived: dict[str, Range | None] = field(default_factory=dict)

    def value(self, question: str) -> Value:
        self.seen.add(question)
        return Day.on(self.anchor) if question == "planned" else self.values.get(question, NOT_KNOWN)


def read(text: str, **changed: object) -> Rule:
    """A rule that is written rightly."""
    rule, problems = read_rule(text, scope(**changed), steering=True)
    assert not problems, f"{text}: {problems}"
    return rule


def problems(text: str, steering: bool = True) -> list[RuleProblem]:
    """All that is wrong with a rule."""
    return read_rule(text, scope(), steering)[1]


def judged(text: str, **values: Value) -> Truth:
    """A rule's truth on these answers; `__` in a name stands for a dot."""
    known = {id.replace("__", "."): value for id, value in values.items()}
    return read(text).judge(Facts(known)).truth


def number(text: str, unit: str, comparator: Comparator = "") -> Quantity:
    """A measured number."""
    return Quantity(Decimal(text), unit, comparator)


def ago(days: int) -> Day:
    """So many days before the planned date."""
    return Day.on(PLANNED - timedelta(days))


def day(text: str) -> Day:
    """A date."""
    return Day.on(date.fromisoformat(text))


def span(first: str, last: str) -> Day:
    """A date that is known only roughly."""
    return Day(date.fromisoformat(first), date.fromisoformat(last))

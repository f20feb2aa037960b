"""flows/labs.yaml -> the dictionary of tests that trials share."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal
from pathlib import Path

from pydantic import TypeAdapter

from bot.content.forms import read_form
from bot.content.places import BadDefinition, Problem, Source, read_source
from bot.content.schema import LimitsForm, TestForm, UnitForm
from bot.core.lexicon.forms import normal
from bot.core.rules.scope import suggestion
from bot.core.shapes import Limits, Test, Unit

_TWELVE_DIGITS = Context(prec=12)
_FORM = TypeAdapter(dict[str, TestForm])


def read_labs(path: Path) -> dict[str, Test]:
    """The tests by their ids; BadDefinition with every problem."""
    source = read_source(path)
    form = read_form(_FORM, source)
    problems = [problem for id, test in form.items() for problem in _problems(id, test, form, source)]
    if problems:
        raise BadDefinition(problems)
    return {id: _test(id, test) for id, test in form.items()}


def _problems(id: str, test: TestForm, tests: Mapping[str, TestForm], source: Source) -> list[Problem]:
    problems = []
    if test.limit_of is not None and test.limit_of not in tests:
        text = f"there is no test `{test.limit_of}`{suggestion(test.limit_of, tests)}"
        problems.append(source.problem((id, "limit_of"), text))
    if test.units[0].factor != 1:
        problems.append(
            source.problem((id, "units", 0), "the first unit is the one that factors lead to: its factor is 1")
        )
    seen: dict[str, str] = {}
    for place, unit in enumerate(test.units):
        if place == 0 and unit.offset:
            problems.append(
                source.problem((id, "units", 0, "offset"), "the first unit has no offset: others lead to it")
            )
        if unit.factor <= 0:
            problems.append(source.problem((id, "units", place, "factor"), "a factor is greater than 0"))
        for name in _unit_names(unit):
            if seen.setdefault(name, unit.code) != unit.code:
                problems.append(source.problem((id, "units", place), f"`{name}` also means {seen[name]}"))
    return problems


def _unit_names(unit: UnitForm) -> tuple[str, ...]:
    spelled = (unit.code, unit.ucum, *([unit.shown] if unit.shown else []), *unit.aliases)
    return tuple(dict.fromkeys(normal(name).replace(" ", "") for name in spelled))


def _test(id: str, form: TestForm) -> Test:
    names = (*form.names.values(), *form.synonyms)
    return Test(
        id,
        tuple(dict.fromkeys(normal(name) for name in names)),
        form.loinc,
        tuple(
            Unit(
                one.code,
                one.ucum,
                one.code if one.shown is None else one.shown,
                _unit_names(one),
                one.factor,
                one.offset,
            )
            for one in form.units
        ),
        limits(form.hard),
        limits(form.soft),
        tuple(form.names.items()),
        form.usual,
        form.limit_of,
        form.whole,
    )


def limits(form: LimitsForm, unit: Unit | None = None) -> Limits:
    """Bounds in the first unit; as written they are in it, or in another unit of the test."""
    return Limits(_first(form.min, unit), _first(form.max, unit))


def _first(bound: Decimal | None, unit: Unit | None) -> Decimal | None:
    if bound is None or unit is None:
        return bound
    number = unit.to_first(bound)
    return _TWELVE_DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator))

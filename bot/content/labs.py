"""flows/labs.yaml -> the dictionary of tests that trials share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Context, Decimal
from fractions import Fraction
from pathlib import Path

from pydantic import TypeAdapter

from bot.content.forms import read_form
from bot.content.places import BadDefinition, Path_, Problem, Source, read_source
from bot.content.schema import LimitsForm, TestForm, UnitForm
from bot.content.ucum import agree, ratio
from bot.core.languages import LANGUAGES
from bot.core.lexicon.forms import normal
from bot.core.rules.reader import POWER_UNIT, UNIT
from bot.core.rules.scope import suggestion
from bot.core.shapes import Limits, Test, Unit

_CODES = "a code is of Latin letters and `/`, such as `mg/dL` or `10^9/L`; how it is printed stands under `shown`"
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
    told = [*_of_languages(("names",), test.names), *_of_its_first_unit(test), *_of_its_units(test), *_outside(test)]
    if test.limit_of is not None and test.limit_of not in tests:
        told.append((("limit_of",), f"there is no test `{test.limit_of}`{suggestion(test.limit_of, tests)}"))
    return [source.problem((id, *path), text) for path, text in told]


_Told = Iterator[tuple[Path_, str]]


def _of_its_first_unit(test: TestForm) -> _Told:
    """All other units lead to the first one."""
    first = test.units[0]
    if first.factor != 1:
        yield ("units", 0), "the first unit is the one that factors lead to: its factor is 1"
    if first.log:
        yield ("units", 0, "log"), "the first unit is a plain one: logarithms lead to it"
    if first.offset:
        yield ("units", 0, "offset"), "the first unit has no offset: others lead to it"


def _of_its_units(test: TestForm) -> _Told:
    """Each has a code, a factor and names of its own."""
    seen: dict[str, str] = {}
    for place, unit in enumerate(test.units):
        if unit.code in (one.code for one in test.units[:place]):
            yield ("units", place, "code"), f"`{unit.code}` stands here a second time"
        if place and "factor" not in unit.model_fields_set and not unit.log:
            first = test.units[0].code
            yield (
                ("units", place),
                f'`{unit.code}` has no `factor`, which leads to {first}: "1" where both are the same',
            )
        if unit.factor <= 0:
            yield ("units", place, "factor"), "a factor is greater than 0"
        elif place and not unit.log and not unit.offset:
            yield from _of_its_factor(unit, test.units[0], place)
        if unit.ucum != "1" and not (UNIT.fullmatch(unit.code) or POWER_UNIT.fullmatch(unit.code)):
            yield ("units", place, "code"), f"no rule can say `{unit.code}`: {_CODES}"
        if isinstance(unit.shown, dict):
            yield from _of_languages(("units", place, "shown"), unit.shown)
        for name in _unit_names(unit):
            if seen.setdefault(name, unit.code) != unit.code:
                yield ("units", place), f"`{name}` also means {seen[name]}"


def _of_languages(path: Path_, words: Mapping[str, str]) -> _Told:
    """The languages of words are those that the bot speaks."""
    for language in words.keys() - LANGUAGES.keys():
        yield (*path, language), f"there is no language `{language}`{suggestion(language, LANGUAGES)}"


def _of_its_factor(unit: UnitForm, first: UnitForm, place: int) -> _Told:
    """Where both have one dimension, their codes say the factor."""
    known = ratio(unit.ucum, first.ucum)
    if known is not None and not agree(unit.factor, known):
        yield (
            ("units", place, "factor"),
            f"1 {unit.code} is {float(known):.6g} {first.code}: is the factor right, and each `ucum`?",
        )


def _outside(test: TestForm) -> _Told:
    """Limits that lie beyond those that refuse, and an example that would be asked back."""
    hard, soft = limits(test.hard), limits(test.soft)
    for end, bound in (("min", test.soft.min), ("max", test.soft.max)):
        if bound is not None and not hard.hold(Fraction(bound)):
            yield ("soft",), f"`{end}` {bound} lies outside `hard`, where everything is refused"
    if test.usual is not None and not (hard.hold(Fraction(test.usual)) and soft.hold(Fraction(test.usual))):
        yield ("usual",), f"{test.usual} is nothing usual here: it lies outside `soft` or `hard`"


def _unit_names(unit: UnitForm) -> tuple[str, ...]:
    shown = unit.shown.values() if isinstance(unit.shown, dict) else [unit.shown] if unit.shown else []
    spelled = (unit.code, unit.ucum, *shown, *unit.aliases)
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
                one.shown if isinstance(one.shown, str) else one.code,
                _unit_names(one),
                one.factor,
                one.offset,
                one.log,
                tuple(one.shown.items()) if isinstance(one.shown, dict) else (),
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

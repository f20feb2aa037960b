"""A number with a unit: one entry of the dictionary of tests.

It is kept in the unit in which it was given. A bare number is read in the unit on display; if that is implausible and
another unit would fit it is asked back, never converted silently.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from bot.core.answers import Comparator, Quantity, Value
from bot.core.kinds.amounts import Typed, meanings, names_for, take_apart, trouble, unit_in, without_name
from bot.core.kinds.base import BadValue, Doubtful, Reading, Setting, Unclear, Understood
from bot.core.kinds.common import exact, exchanged_decimal, exchanged_fields, expect, not_fitting, not_read
from bot.core.lexicon.forms import brief, normal
from bot.core.messages import Amount, Listing, Message, say
from bot.core.shapes import Limits, Shape, Test, Unit

_COMPARATORS: tuple[Comparator, ...] = ("", "<", "<=", ">", ">=")
_NICE = tuple(Decimal(f"{Decimal(digit).scaleb(power):f}") for power in range(-4, 8) for digit in (1, 2, 5))


def read(shape: Shape, reply: str, setting: Setting) -> Reading:
    """The amount that was typed, with or without its unit and the name of the test."""
    test = _test(shape)
    text = without_name(normal(reply), names_for(test))
    typed = take_apart(text)
    if typed is None:
        return _refused(shape, reply, text, setting)
    for number, unit_text in meanings(typed):
        if not unit_text:
            return _bare(test, Typed(number, "", typed.comparator), setting)
        if unit := unit_in(test.units, unit_text):
            return _weighed(test, unit, Quantity(number, unit.code, typed.comparator), bare=False)
    return _refused(shape, reply, text, setting, typed.rest)


def _test(shape: Shape) -> Test:
    if shape.test is None:
        raise ValueError("a quantity needs a test")
    return shape.test


def _refused(shape: Shape, reply: str, text: str, setting: Setting, rest: str = "") -> Unclear:
    shown = example(shape, setting)
    if why := trouble(text):
        return Unclear(say("“{typed}”: {why}. For example: {example}.", typed=brief(reply), why=why, example=shown))
    if not rest:
        return not_read(reply, shown)
    return Unclear(
        say(
            "“{unit}” is not a unit used here. Possible: {units}. For example: {example}.",
            unit=brief(rest),
            units=_units(_test(shape).units),
            example=shown,
        )
    )


def _units(units: tuple[Unit, ...]) -> Listing:
    return Listing(tuple(unit.shown for unit in units), "or")


def _bare(test: Test, typed: Typed, setting: Setting) -> Reading:
    unit = test.unit(setting.unit) if setting.unit is not None else None
    if unit is None and len({each.factor for each in test.units}) == 1:
        unit = test.canonical
    if unit is None:
        return _unitless(test, typed)
    return _weighed(test, unit, Quantity(typed.number, unit.code, typed.comparator), bare=True)


def _unitless(test: Test, typed: Typed) -> Reading:
    plausible = tuple(Quantity(typed.number, unit.code, typed.comparator) for unit in _fitting(test, typed.number))
    message = say("Which unit is {number} in: {units}?", number=typed.number, units=_units(test.units))
    return Doubtful(message, plausible) if plausible else Unclear(message)


def _weighed(test: Test, unit: Unit, given: Quantity, *, bare: bool) -> Reading:
    """What was read, unless another unit is more likely; with a typed unit what is impossible stays impossible."""
    number = Fraction(given.value) * unit.factor
    possible, usual = test.hard.hold(number), test.soft.hold(number)
    others = [other for other in _fitting(test, given.value) if other.factor != unit.factor]
    if (possible and usual) or len(others) != 1 or not (possible or bare):
        return _checked(test, unit, given)
    other = Quantity(given.value, others[0].code, given.comparator)
    if possible:
        message = say("{value} would be unusual. Which unit is meant?", value=_shown(unit, given))
        return Doubtful(message, (given, other))
    message = say(
        "{value} is not possible. Is {other} meant?", value=_shown(unit, given), other=_shown(others[0], other)
    )
    return Doubtful(message, (other,))


def _fitting(test: Test, number: Decimal) -> list[Unit]:
    """The units in which a number would be nothing unusual, one for each factor."""
    by_factor = {unit.factor: unit for unit in reversed(test.units)}
    return [unit for unit in reversed(by_factor.values()) if _usual(test, unit, number)]


def _usual(test: Test, unit: Unit, number: Decimal) -> bool:
    amount = Fraction(number) * unit.factor
    return test.hard.hold(amount) and test.soft.hold(amount)


def _checked(test: Test, unit: Unit, given: Quantity) -> Reading:
    number = Fraction(given.value) * unit.factor
    if not test.hard.hold(number):
        return _impossible(test, unit, given, number)
    if given.comparator or test.soft.hold(number):
        return Understood(given)
    return Doubtful(say("{value} would be unusual. Is that right?", value=_shown(unit, given)), (given,))


def _impossible(test: Test, unit: Unit, given: Quantity, number: Fraction) -> Unclear:
    shown, allowed = _shown(unit, given), _bounds(test.hard, test.canonical)
    if unit.factor == 1:
        return Unclear(say("{value} is not possible here. Possible: {allowed}.", value=shown, allowed=allowed))
    converted = Amount(exact(number), test.canonical.shown)
    return Unclear(
        say(
            "{value} ({converted}) is not possible here. Possible: {allowed}.",
            value=shown,
            converted=converted,
            allowed=allowed,
        )
    )


def _bounds(limits: Limits, unit: Unit) -> Message:
    if limits.low is None and limits.high is not None:
        return say("at most {high}", high=Amount(limits.high, unit.shown))
    if limits.low is not None and limits.high is None:
        return say("at least {low}", low=Amount(limits.low, unit.shown))
    low, high = limits.low or Decimal(0), limits.high or Decimal(0)
    return say("{low} to {high}", low=Amount(low), high=Amount(high, unit.shown))


def _shown(unit: Unit, given: Quantity) -> Amount:
    return Amount(given.value, unit.shown, given.comparator)


def load(shape: Shape, data: Any, setting: Setting) -> Value:
    """From {"value": "2", "unit": "mg/L"}, with a "comparator" for a censored result."""
    fields = exchanged_fields(data, frozenset({"value", "unit"}), frozenset({"comparator"}))
    units, text = _test(shape).units, fields["unit"]
    unit = unit_in(units, normal(text)) if isinstance(text, str) else None
    if unit is None:
        raise BadValue(
            say("One of these units is wanted: {units}.", units=Listing(tuple(unit.code for unit in units), "comma"))
        )
    number, comparator = exchanged_number(fields)
    return Quantity(number, unit.code, comparator)


def exchanged_number(fields: dict[str, Any]) -> tuple[Decimal, Comparator]:
    """The number with its comparator, which may also stand before it, as laboratories print it: "<0.1"."""
    text = fields["value"]
    if isinstance(text, str) and "comparator" not in fields:
        number = text.lstrip("<>=")
        return exchanged_decimal(number), exchanged_comparator({"comparator": text[: len(text) - len(number)]})
    return exchanged_decimal(text), exchanged_comparator(fields)


def exchanged_comparator(fields: dict[str, Any]) -> Comparator:
    """The comparator of an exchanged quantity; none where none is given."""
    given = fields.get("comparator", "")
    for comparator in _COMPARATORS:
        if given == comparator:
            return comparator
    raise BadValue(say("A comparator is one of {comparators}.", comparators="<, <=, >, >="))


def dump(value: Value) -> dict[str, str]:
    """The number as a decimal string, never in exponent form."""
    quantity = expect(value, Quantity)
    data = {"value": format(quantity.value, "f"), "unit": quantity.unit}
    return {**data, "comparator": quantity.comparator} if quantity.comparator else data


def check(shape: Shape, value: Value, setting: Setting) -> Reading:
    """Within the hard limits; outside the soft ones asked once more. A censored value has no exact place in them."""
    test = _test(shape)
    unit = test.unit(value.unit) if isinstance(value, Quantity) else None
    if unit is None or not isinstance(value, Quantity):
        return not_fitting(example(shape, setting))
    return _checked(test, unit, value)


def show(shape: Shape, value: Value) -> Message:
    """The number with its unit as printed."""
    quantity = expect(value, Quantity)
    unit = shape.test.unit(quantity.unit) if shape.test else None
    shown = unit.shown if unit else quantity.unit
    return say("{amount}", amount=Amount(quantity.value, shown, quantity.comparator))


def example(shape: Shape, setting: Setting) -> Message:
    """An unremarkable value in the unit on display: the dictionary's, else a round number."""
    test = _test(shape)
    unit = test.unit(setting.unit or shape.unit) or test.canonical
    if test.usual is not None:
        return say("{amount}", amount=Amount(Fraction(test.usual) / unit.factor, unit.shown))
    usual = [number for number in _NICE if _usual(test, unit, number)]
    number = usual[(len(usual) - 1) // 2] if usual else test.soft.low or Decimal(1)
    return say("{amount}", amount=Amount(number, unit.shown))

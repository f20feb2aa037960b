"""Weighs an amount against what is possible and likely, and against the other units in which it may be meant."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from bot.core.answers import Quantity
from bot.core.kinds.amounts import TypedAmount
from bot.core.kinds.base import Doubtful, Reading, Setting, Unclear, Understood
from bot.core.kinds.common import exact
from bot.core.messages import Amount, Listing, Message, say
from bot.core.shapes import Limits, Test, Unit


def weighed(test: Test, typed: TypedAmount, setting: Setting) -> Reading:
    """What was read, unless another reading is as likely: then it is asked back."""
    unit = typed.unit or _unit_on_display(test, setting)
    if unit is None:
        return _which_unit(test, typed.number)
    given = Quantity(typed.number, unit.code, typed.comparator)
    reading = _in_unit(test, unit, given, bare=typed.unit is None)
    if typed.grouped and isinstance(reading, Understood):
        return _with_decimal_comma(test, unit, given)
    if typed.slip or (test.limit_of and typed.comparator):
        return doubted(test, reading)
    return reading


def doubted(test: Test, reading: Reading) -> Reading:
    """Asked back what would otherwise be taken; a laboratory's limit is a number without a comparator."""
    if not isinstance(reading, Understood) or not isinstance(reading.value, Quantity):
        return reading
    value = reading.value
    meant = Quantity(value.value, value.unit) if test.limit_of else value
    unit = test.unit(value.unit) or test.canonical
    return Doubtful(say("Is {value} meant?", value=_shown(unit, meant)), (meant,))


def _unit_on_display(test: Test, setting: Setting) -> Unit | None:
    """The unit of a bare number; without one on display only where all units are the same."""
    unit = test.unit(setting.unit) if setting.unit is not None else None
    return test.canonical if unit is None and all(each.same_scale(test.canonical) for each in test.units) else unit


def _which_unit(test: Test, number: Decimal) -> Unclear:
    return Unclear(say("Which unit is {number} in: {units}?", number=number, units=shown_units(test.units)))


def shown_units(units: tuple[Unit, ...]) -> Listing:
    """The units to choose from, as printed."""
    return Listing(tuple(unit.printed or unit.code for unit in units), "or")


def _with_decimal_comma(test: Test, unit: Unit, given: Quantity) -> Reading:
    """1,234 is taken for thousands only where 1.234 would be nothing usual."""
    smaller = Quantity(given.value / 1000, unit.code, given.comparator)
    if given.value >= 10**6 or not is_usual(test, unit, smaller.value):
        return Understood(given)
    message = say("The comma can be read in two ways. Which number is meant?")
    return Doubtful(message, (given, smaller))


def _in_unit(test: Test, unit: Unit, given: Quantity, *, bare: bool) -> Reading:
    """With a typed unit what is impossible stays impossible."""
    if is_usual(test, unit, given.value):
        return checked(test, unit, given)
    possible = test.hard.hold(unit.to_first(given.value))
    others = [other for other in _fitting(test, given.value) if not other.same_scale(unit)]
    if not others or not (possible or bare):
        return checked(test, unit, given)
    readings = tuple(Quantity(given.value, other.code, given.comparator) for other in others)
    if possible:
        message = say("{value} would be unusual. Which unit is meant?", value=_shown(unit, given))
        return Doubtful(message, (given, *readings))
    if len(others) > 1:
        message = say("{value} is not possible. Which unit is meant?", value=_shown(unit, given))
        return Doubtful(message, readings)
    likely = _shown(others[0], readings[0])
    return Doubtful(
        say("{value} is not possible. Is {other} meant?", value=_shown(unit, given), other=likely), readings
    )


def _fitting(test: Test, number: Decimal) -> list[Unit]:
    """The units in which a number would be nothing unusual, one for each scale."""
    by_scale = {unit.scale: unit for unit in reversed(test.units)}
    return [unit for unit in reversed(by_scale.values()) if is_usual(test, unit, number)]


def is_usual(test: Test, unit: Unit, number: Decimal) -> bool:
    """Whether nobody would be asked about this number."""
    amount = unit.to_first(number)
    return test.hard.hold(amount) and test.soft.hold(amount) and (not test.whole or amount.denominator == 1)


def checked(test: Test, unit: Unit, given: Quantity) -> Reading:
    """Refused outside the hard limits, asked once more outside the soft ones."""
    number = unit.to_first(given.value)
    if test.whole and number.denominator != 1:
        return Unclear(say("{value} is not possible here: whole numbers only.", value=_shown(unit, given)))
    if not test.hard.hold(number):
        return _impossible(test, unit, given, number)
    if given.comparator or test.soft.hold(number):
        return Understood(given)
    return Doubtful(say("{value} would be unusual. Is that right?", value=_shown(unit, given)), (given,))


def _impossible(test: Test, unit: Unit, given: Quantity, number: Fraction) -> Unclear:
    shown, allowed = _shown(unit, given), _bounds(test.hard, test.canonical)
    if unit.same_scale(test.canonical):
        return Unclear(say("{value} is not possible here. Possible: {allowed}.", value=shown, allowed=allowed))
    converted = Amount(exact(number), test.canonical.printed)
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
        return say("at most {high}", high=Amount(limits.high, unit.printed))
    if limits.low is not None and limits.high is None:
        return say("at least {low}", low=Amount(limits.low, unit.printed))
    low, high = limits.low or Decimal(0), limits.high or Decimal(0)
    return say("{low} to {high}", low=Amount(low), high=Amount(high, unit.printed))


def _shown(unit: Unit, given: Quantity) -> Amount:
    return Amount(given.value, unit.printed, given.comparator)

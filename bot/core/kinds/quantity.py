"""A number with a unit: one entry of the dictionary of tests.

It is kept in the unit in which it was given. A bare number is read in the unit on display; if that is implausible and
another unit would fit it is asked back, never converted silently.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bot.core.answers import NOT_KNOWN, Comparator, Quantity, Value
from bot.core.kinds.amounts import AmountWords, spellings_of, take_apart, unit_in, upper_end, vocabulary
from bot.core.kinds.base import BadValue, Doubtful, Reading, Setting, Unclear
from bot.core.kinds.common import asked_again, exchanged_decimal, exchanged_fields, expect, not_fitting, not_read
from bot.core.kinds.doubts import offered
from bot.core.kinds.figures import spread
from bot.core.kinds.troubles import TWO_COMMAS, foreign_unit, left_unread, names_another, trouble
from bot.core.kinds.weighing import checked, doubted, is_usual, shown_units, weighed
from bot.core.lexicon.forms import brief, normal, trimmed
from bot.core.lexicon.measures import NO_RESULT, NONE, RANGE_NAMES, speaks_of_a_range
from bot.core.lexicon.numerals import NUMERAL
from bot.core.lexicon.patterns import either, pattern
from bot.core.lexicon.units import spelling
from bot.core.messages import Amount, Listing, Message, say
from bot.core.shapes import Shape, Test

_NAMED = pattern(r"(?P<name>[^\W\d_]{4,}(?: [^\W\d_]+)?)[ :=]{0,2}(?P<rest>[0-9<>≤≥].*)")
_PART_OF_UNIT = pattern(f"(?P<rest>.*(?:[0-9]|{NUMERAL})) ?(?P<part>[a-z]{{1,5}}|[\u4e00-\u9fff]{{1,3}})[ .。!]*")
_OF_THE_NORMAL = pattern(rf"(?:{either(RANGE_NAMES)}) ?[:为是]? ?(?=[<≤])")
_GIGA = pattern("(?<![A-Za-z])G/[Ll](?![A-Za-z])")
_MICRO = str.maketrans("µμ", "uu")
_COMPARATORS: tuple[Comparator, ...] = ("", "<", "<=", ">", ">=")
_NICE = tuple(Decimal(f"{Decimal(digit).scaleb(power):f}") for power in range(-4, 8) for digit in (1, 2, 5))


def read(shape: Shape, reply: str, setting: Setting) -> Reading:
    """The amount that was typed, with or without its unit and the name of the test."""
    test = _test(shape)
    words = vocabulary(test, shape.names)
    typed_out = _with_giga(spread(reply), words)
    text = normal(typed_out).translate(_MICRO)
    typed = take_apart(text, words)
    if typed and typed.comparator and not test.limit_of and speaks_of_a_range(text):  # "<133 is normal"
        return _refused(shape, reply, text, setting)
    if typed:
        reading = weighed(test, typed, setting)
        if typed_out != spread(reply) and not words.names.end(text, 0):
            reading = doubted(test, reading)
        has_unit = typed.unit is not None or setting.unit is not None
        ambiguous = typed.grouped and has_unit and isinstance(reading, Unclear)
        return asked_again(reply, TWO_COMMAS, example(shape, setting)) if ambiguous else reading
    if (meant := _with_slip(test, text)) and (typed := take_apart(meant, words)):
        return doubted(test, weighed(test, typed, setting))
    said = _OF_THE_NORMAL.match(text) if test.limit_of else None
    if said and (typed := take_apart(text[said.end() :], words)):
        return doubted(test, weighed(test, typed, setting))
    if test.limit_of and (limit := upper_end(text, words)):
        return doubted(test, weighed(test, limit, setting))
    offer = _none(shape, reply, text) or _in_part_of_unit(test, reply, text, words)
    return offer or _refused(shape, reply, text, setting)


def _none(shape: Shape, reply: str, text: str) -> Doubtful | None:
    """ "None" is zero where that is nothing unusual, and elsewhere most likely no result. Never beyond doubt."""
    test, plain = _test(shape), trimmed(text)
    unit = test.unit(shape.unit) or test.canonical
    zero = (Quantity(Decimal(0), unit.code),) if plain in NONE and is_usual(test, unit, Decimal(0)) else ()
    unknown = (NOT_KNOWN,) if plain in NO_RESULT else ()
    return offered(reply, *zero, *unknown) if zero or unknown else None


def _in_part_of_unit(test: Test, reply: str, text: str, words: AmountWords) -> Doubtful | None:
    """Of a concentration only what stands before the slash (98克 of a haemoglobin): the likely units are offered."""
    found = _PART_OF_UNIT.fullmatch(text)
    typed = take_apart(found["rest"], words) if found else None
    if found is None or typed is None or typed.unit is not None:
        return None
    part = spelling(found["part"])
    likely = [
        Quantity(typed.number, unit.code, typed.comparator)
        for unit in test.units
        if spelling(normal(unit.code)) in (f"{part}/l", f"{part}/dl") and is_usual(test, unit, typed.number)
    ]
    return offered(reply, *likely) if likely else None


def _with_giga(reply: str, words: AmountWords) -> str:
    """G/L is 10^9/L where nothing is measured in g/L: the one unit whose capital matters."""
    counts = words.units.named("giga/l") is not None and words.units.named("g/l") is None
    return _GIGA.sub("Giga/L", reply) if counts else reply


def _with_slip(test: Test, text: str) -> str | None:
    """What stands behind the name of the test where that is misspelt: "platlets 88"."""
    found = _NAMED.fullmatch(text)
    return found["rest"] if found and spellings_of(test).meant(found["name"]) else None


def _test(shape: Shape) -> Test:
    if shape.test is None:
        raise ValueError("a quantity needs a test")
    return shape.test


def _refused(shape: Shape, reply: str, text: str, setting: Setting) -> Unclear:
    words, shown = vocabulary(_test(shape), shape.names), example(shape, setting)
    body = text[words.begin(text) :]
    rest = left_unread(body, words)
    if why := trouble(text, body):
        return asked_again(reply, why, shown)
    if unit := foreign_unit(rest, words):
        return _unknown_unit(shape, _as_typed(reply, unit), setting)
    if names_another(body, rest):
        return asked_again(reply, say("This names something else than what is asked"), shown)
    return not_read(reply, shown)


def _unknown_unit(shape: Shape, unit: str, setting: Setting) -> Unclear:
    units, shown = shown_units(_test(shape).units), example(shape, setting)
    if "1.73" in unit:
        return Unclear(
            say(
                "“{unit}” is per body surface, as for an eGFR, which is another measure. Possible: {units}."
                " For example: {example}.",
                unit=brief(unit),
                units=units,
                example=shown,
            )
        )
    return Unclear(
        say(
            "“{unit}” is not a unit used here. Possible: {units}. For example: {example}.",
            unit=brief(unit),
            units=units,
            example=shown,
        )
    )


def _as_typed(reply: str, found: str) -> str:
    """A piece of the normalised reply with the capitals that it was typed with."""
    at = reply.lower().translate(_MICRO).find(found)
    return reply[at : at + len(found)] if at >= 0 else found


def load(shape: Shape, data: Any, setting: Setting) -> Value:
    """From {"value": "2", "unit": "mg/L"}, with a "comparator" for a censored result."""
    fields = exchanged_fields(data, frozenset({"value", "unit"}), frozenset({"comparator"}))
    test, text = _test(shape), fields["unit"]
    unit = unit_in(test, normal(text)) if isinstance(text, str) else None
    if unit is None:
        listed = Listing(tuple(unit.code for unit in test.units), "comma")
        raise BadValue(say("One of these units is wanted: {units}.", units=listed))
    number, comparator = exchanged_number(fields, signed=test.signed)
    return Quantity(number, unit.code, comparator)


def exchanged_number(fields: dict[str, Any], *, signed: bool = False) -> tuple[Decimal, Comparator]:
    """The number with its comparator, which may also stand before it, as laboratories print it: "<0.1"."""
    text = fields["value"]
    if isinstance(text, str) and "comparator" not in fields:
        number = text.lstrip("<>=")
        return exchanged_decimal(number, signed=signed), exchanged_comparator(
            {"comparator": text[: len(text) - len(number)]}
        )
    return exchanged_decimal(text, signed=signed), exchanged_comparator(fields)


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
    return checked(test, unit, value)


def show(shape: Shape, value: Value) -> Message:
    """The number with its unit as printed."""
    quantity = expect(value, Quantity)
    unit = shape.test.unit(quantity.unit) if shape.test else None
    shown = unit.printed if unit else quantity.unit
    return say("{amount}", amount=Amount(quantity.value, shown, quantity.comparator))


def example(shape: Shape, setting: Setting) -> Message:
    """An unremarkable value in the unit on display: the dictionary's, else a round number."""
    test = _test(shape)
    unit = test.unit(setting.unit or shape.unit) or test.canonical
    if test.usual is not None:
        return say("{amount}", amount=Amount(unit.of_first(test.usual), unit.printed))
    usual = [number for number in _NICE if is_usual(test, unit, number)]
    number = usual[(len(usual) - 1) // 2] if usual else test.soft.low or Decimal(1)
    return say("{amount}", amount=Amount(number, unit.printed))

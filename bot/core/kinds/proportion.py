"""A share of things counted, such as glomeruli: in percent, or as so many of so many.

A count is kept as counted, so that "half of them" can be compared without rounding.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from bot.core.answers import Proportion, Quantity, Value
from bot.core.kinds.amounts import decimal_of, take_apart, trouble
from bot.core.kinds.base import BadValue, Doubtful, Reading, Setting, Unclear, Understood
from bot.core.kinds.common import exchanged_fields, expect, not_fitting, not_read
from bot.core.kinds.quantity import dump as dump_quantity
from bot.core.kinds.quantity import exchanged_number
from bot.core.lexicon.forms import brief, normal
from bot.core.lexicon.numerals import NUMERAL, numeral
from bot.core.messages import Amount, Message, say
from bot.core.shapes import Shape

_FEWEST = 10  # of fewer glomeruli a specimen is not adequate
_MOST = 10**6 - 1
_COUNT = rf"[0-9]{{1,6}}|{NUMERAL}{{1,12}}"
_THINGS = "(?:glomeruli|glomerulus|肾小球|小球)?"
_COUNTED = (
    re.compile(
        rf"(?P<count>{_COUNT}) ?个? ?{_THINGS} ?(?:/|of|out of|in) ?(?:the )?(?P<total>{_COUNT}) ?个? ?{_THINGS}"
    ),
    re.compile(
        rf"(?:共|总共|全部)?(?P<total>{_COUNT}) ?个? ?{_THINGS} ?(?:中|里|当中|里面|其中|,其中)+ ?(?:有)? ?"
        rf"(?P<count>{_COUNT}) ?个? ?{_THINGS}"
    ),
    re.compile(rf"(?P<total>{NUMERAL}{{1,6}})分之(?P<count>{NUMERAL}{{1,6}})"),
)
_SPOKEN_PERCENT = re.compile(
    rf"百分之 ?(?P<number>{NUMERAL}{{1,6}}(?:点[零〇一二三四五六七八九]{{1,6}})?|[0-9]{{1,3}}(?:\.[0-9]{{1,9}})?)"
)
_PERCENT = ("%", "percent", "per cent", "pct", "个百分点")


def read(shape: Shape, reply: str, setting: Setting) -> Reading:
    """A percentage; without its sign asked back; or a count of a total."""
    text = normal(reply)
    value = _percentage(text) or _counted(text)
    if value is not None:
        return check(shape, value, setting)
    typed = take_apart(text)
    if typed is None or typed.rest:
        return _refused(shape, reply, text, setting)
    given = Quantity(typed.number, "%", typed.comparator)
    if 0 < typed.number < 1:
        return _share(given)
    likely = check(shape, given, setting)
    if isinstance(likely, Understood) and 0 < typed.number < 100:  # "3" may also be three glomeruli
        return Doubtful(
            say("Is {number} a percentage? A count needs its total, such as 6/20.", number=typed.number), (given,)
        )
    return likely


def _percentage(text: str) -> Value | None:
    spoken = _SPOKEN_PERCENT.fullmatch(text)
    number = decimal_of(spoken["number"]) if spoken else None
    if number is not None:
        return Quantity(number, "%")
    typed = take_apart(text)
    return Quantity(typed.number, "%", typed.comparator) if typed and typed.rest in _PERCENT else None


def _counted(text: str) -> Value | None:
    found = next(filter(None, (form.fullmatch(text) for form in _COUNTED)), None)
    if found is None:
        return None
    count, total = _whole(found["count"]), _whole(found["total"])
    return None if count is None or total is None else Proportion(count, total)


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() else numeral(text)


def _share(given: Quantity) -> Doubtful:
    """0.3 without a sign: three in ten, or three in a thousand."""
    message = say("Is {number} a share or a percentage?", number=given.value)
    return Doubtful(message, (Quantity(given.value * 100, "%", given.comparator), given))


def _refused(shape: Shape, reply: str, text: str, setting: Setting) -> Unclear:
    shown = example(shape, setting)
    if why := trouble(text):
        return Unclear(say("“{typed}”: {why}. For example: {example}.", typed=brief(reply), why=why, example=shown))
    return not_read(reply, shown)


def load(shape: Shape, data: Any, setting: Setting) -> Value:
    """From {"value": "30", "unit": "%"} or {"count": 6, "total": 20}."""
    if isinstance(data, dict) and "count" in data:
        fields = exchanged_fields(data, frozenset({"count", "total"}))
        return _exchanged_count(fields["count"], fields["total"])
    fields = exchanged_fields(data, frozenset({"value", "unit"}), frozenset({"comparator"}))
    if fields["unit"] != "%":
        raise BadValue(say("A percentage with the unit %, or a count and a total, is wanted."))
    number, comparator = exchanged_number(fields)
    return Quantity(number, "%", comparator)


def _exchanged_count(count: Any, total: Any) -> Proportion:
    if type(count) is not int or type(total) is not int or not 0 <= count <= total <= _MOST or total == 0:
        raise BadValue(say("Two whole numbers are wanted, a count of at most the total and a total of at least one."))
    return Proportion(count, total)


def dump(value: Value) -> dict[str, Any]:
    """As counted, or the percentage."""
    if isinstance(value, Proportion):
        return {"count": value.count, "total": value.total}
    return dump_quantity(expect(value, Quantity))


def check(shape: Shape, value: Value, setting: Setting) -> Reading:
    """From none to all; a total too small to judge by is asked once more."""
    match value:
        case Proportion():
            return _check_count(value)
        case Quantity(unit="%") if 0 <= value.value <= 100:
            return Understood(value)
        case Quantity(unit="%"):
            shown = Amount(value.value, "%", value.comparator)
            return Unclear(say("{value} is not possible. Possible: {allowed}.", value=shown, allowed=_all()))
    return not_fitting(example(shape, setting))


def _all() -> Message:
    return say("{low} to {high}", low=Amount(0), high=Amount(100, "%"))


def _check_count(value: Proportion) -> Reading:
    if not 0 <= value.count <= value.total or value.total == 0:
        return Unclear(
            say(
                "{count} of {total} is not possible: the first number counts some of the second, for example 6/20.",
                count=value.count,
                total=value.total,
            )
        )
    if value.total >= _FEWEST:
        return Understood(value)
    message = say(
        "Only {total} in all: with fewer than {fewest} the specimen may be inadequate. Is that right?",
        total=value.total,
        fewest=_FEWEST,
    )
    return Doubtful(message, (value,))


def show(shape: Shape, value: Value) -> Message:
    """As given."""
    if isinstance(value, Proportion):
        return say("{count} of {total}", count=value.count, total=value.total)
    quantity = expect(value, Quantity)
    return say("{amount}", amount=Amount(quantity.value, "%", quantity.comparator))


def example(shape: Shape, setting: Setting) -> Message:
    """A percentage."""
    return say("{amount}", amount=Amount(Decimal(30), "%"))

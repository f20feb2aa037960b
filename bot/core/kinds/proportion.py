"""A share of things counted, such as glomeruli: in percent, or as so many of so many.

A count is kept as counted, so that "half of them" can be compared without rounding.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bot.core.answers import Proportion, Quantity, Value
from bot.core.kinds.base import BadValue, Doubtful, Reading, Setting, Understood
from bot.core.kinds.common import asked_again, exchanged_fields, expect, not_fitting, not_read
from bot.core.kinds.figures import spread
from bot.core.kinds.pieces import pieces_of
from bot.core.kinds.quantity import dump as dump_quantity
from bot.core.kinds.quantity import exchanged_number
from bot.core.kinds.shares import checked, meaning, offered, shown
from bot.core.kinds.troubles import trouble
from bot.core.lexicon.forms import normal
from bot.core.lexicon.measures import ASKS, is_vague
from bot.core.lexicon.shares import says_otherwise
from bot.core.messages import Amount, Message, say
from bot.core.shapes import Shape

_MOST = 10**6 - 1
_LONGEST_NAME = 40


def read(shape: Shape, reply: str, setting: Setting) -> Reading:
    """A percentage; without its sign asked back; or a count of a total."""
    text = normal(spread(reply)).rstrip(" ,;、")
    reading = _read(text, shape.names)
    if isinstance(reading, Message):
        return asked_again(reply, reading, example(shape, setting))
    return not_read(reply, example(shape, setting)) if reading is None else _of_enough(shape, reading)


def _of_enough(shape: Shape, reading: Reading) -> Reading:
    """A total too small to judge by is asked once more, where the trial says how many that takes."""
    value = reading.value if isinstance(reading, Understood) else None
    if not isinstance(value, Proportion) or value.total >= shape.fewest:
        return reading
    message = say(
        "Only {total} in all: with fewer than {fewest} the specimen may be inadequate. Is that right?",
        total=value.total,
        fewest=shape.fewest,
    )
    return Doubtful(message, (value,))


def _read(text: str, names: tuple[str, ...]) -> Reading | Message | None:
    pieces = pieces_of(text, names)
    named = pieces.named if pieces else ""
    if pieces is None or len(named) > _LONGEST_NAME or is_vague(named) or says_otherwise(named):
        return trouble(text, text, counted=True)
    reading = meaning(pieces)
    if reading is None:
        return trouble(text, text, counted=True)
    if not isinstance(reading, Understood) or not isinstance(reading.value, Proportion | Quantity):
        return reading
    value = reading.value
    if ASKS.match(text):
        return offered(value, say("Is {value} meant?", value=shown(value)))
    if named:
        message = say("Is {value} what is asked here? “{words}” was typed with it.", value=shown(value), words=named)
        return offered(value, message)
    return reading


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
    if isinstance(value, Proportion) or (isinstance(value, Quantity) and value.unit == "%"):
        return _of_enough(shape, checked(value))
    return not_fitting(example(shape, setting))


def show(shape: Shape, value: Value) -> Message:
    """As given."""
    return shown(value if isinstance(value, Proportion) else expect(value, Quantity))


def example(shape: Shape, setting: Setting) -> Message:
    """A percentage."""
    return say("{amount}", amount=Amount(Decimal(30), "%"))

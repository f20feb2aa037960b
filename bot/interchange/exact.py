"""JSON whose numbers are written exactly as the decimals that they are: the standard library knows floats only."""

from __future__ import annotations

import json
from decimal import Context, Decimal
from typing import Any

from bot.core.answers import Quantity
from bot.core.shapes import Unit

_SHOWN = Context(prec=6)


def text_of(value: Any) -> str:
    """One line of JSON."""
    match value:
        case dict():
            return "{" + ", ".join(f"{_string(key)}: {text_of(one)}" for key, one in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(map(text_of, value)) + "]"
        case Decimal():
            return format(value, "f")
    return _string(value)


def _string(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def converted(quantity: Quantity, given: Unit, wanted: Unit) -> Decimal:
    """The number in another unit of the same test, to six digits where it has no end."""
    number = wanted.of_first(given.to_first(quantity.value))
    return _SHOWN.divide(Decimal(number.numerator), Decimal(number.denominator))

"""What a UCUM code comes to: two units of one dimension say themselves how many of one are another.

Only what laboratories and wards write; of any other code nothing is said. Molar masses are not in it: mg/dL and mmol/L
have no dimension in common. What an annotation names (`{copies}`) is a dimension of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class _Amount:
    """So many of what has this dimension: by name, to which power."""

    size: Fraction
    dimension: Mapping[str, int]


def _of(size: str, **dimension: int) -> _Amount:
    return _Amount(Fraction(size), dimension)


_METRIC = {
    "g": _of("1", mass=1),
    "m": _of("1", length=1),
    "s": _of("1", time=1),
    "L": _of("1/1000", length=3),
    "l": _of("1/1000", length=3),
    "mol": _of("1", amount=1),
    "eq": _of("1", charge=1),
    "U": _of("1", activity=1),
    "[iU]": _of("1", effect=1),
    "Pa": _of("1", pressure=1),
    "m[Hg]": _of("133322.387", pressure=1),
}
_OTHERS = {
    "min": _of("60", time=1),
    "h": _of("3600", time=1),
    "d": _of("86400", time=1),
    "wk": _of("604800", time=1),
    "mo": _of("1", months=1),  # as long as the calendar has it
    "a": _of("12", months=1),
    "%": _of("1/100"),
    "[lb_av]": _of("453.59237", mass=1),
    "[in_i]": _of("0.0254", length=1),
    "[ft_i]": _of("0.3048", length=1),
}
_PREFIXES = {"": 0, "k": 3, "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15}
_KNOWN = _OTHERS | {
    f"{prefix}{unit}": _Amount(one.size * Fraction(10) ** power, one.dimension)
    for prefix, power in _PREFIXES.items()
    for unit, one in _METRIC.items()
    if f"{prefix}{unit}" not in _OTHERS
}
_NOTE = re.compile(r"\{[^}]*\}")
_BELOW = re.compile(r"/\(([^()/]*)\)")  # g/(24.h)
_POWER = r"10[*^](?P<power>[0-9]+)"
_PART = re.compile(rf"(?P<sign>^/?|[./])(?:{_POWER}|(?P<number>[0-9]+)|(?P<unit>[^./0-9]+)(?P<times>[0-9]?))")
_ROUNDED = Fraction(1, 1000)  # a millimetre of mercury has more than one definition


def ratio(one: str, other: str) -> Fraction | None:
    """How many of the other unit one of the first is; None where they have no dimension in common, or is not known."""
    first, second = _amount(one), _amount(other)
    if first is None or second is None or first.dimension != second.dimension:
        return None
    return first.size / second.size


def agree(one: Fraction, other: Fraction) -> bool:
    """Whether two ratios are the same, but for how they are rounded."""
    return abs(one - other) <= other * _ROUNDED


def _amount(code: str) -> _Amount | None:
    """What a whole code comes to; None where any part of it is unknown."""
    size, dimension, end = Fraction(1), dict.fromkeys(_NOTE.findall(code), 1), 0
    bare = _BELOW.sub(lambda found: "/" + found[1].replace(".", "/"), _NOTE.sub("1", code))
    for found in _PART.finditer(bare):
        part, up = _part(found), -1 if found["sign"] == "/" else 1
        if part is None or found.start() != end:
            return None
        end = found.end()
        size *= part.size**up
        for name, times in part.dimension.items():
            dimension[name] = dimension.get(name, 0) + up * times
    return _Amount(size, {name: times for name, times in dimension.items() if times}) if end == len(bare) else None


def _part(found: re.Match[str]) -> _Amount | None:
    if found["power"] or found["number"]:
        return _Amount(Fraction(found["number"] or 10 ** min(int(found["power"]), 30)), {})
    unit, times = _KNOWN.get(found["unit"]), int(found["times"] or 1)
    return unit and _Amount(unit.size**times, {name: one * times for name, one in unit.dimension.items()})

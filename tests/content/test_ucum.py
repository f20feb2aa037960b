"""What UCUM codes say of each other: how many of one are another, or nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bot.content.ucum import agree, ratio


@pytest.mark.parametrize(
    ("one", "other", "known"),
    [
        ("mg/dL", "g/L", "1/100"),
        ("10*9/L", "/uL", "1000"),
        ("mg/kg/h", "ug/kg/min", "50/3"),
        ("g/(24.h)", "mg/d", "1000"),
        ("500.g", "kg", "1/2"),
        ("mL/min/{1.73_m2}", "mL/s/{1.73_m2}", "1/60"),
        ("1", "%", "100"),
        ("mg/dL", "umol/L", None),  # a molar mass lies between
        ("{copies}/mL", "[iU]/mL", None),
        ("mg/L{FEU}", "mg/L{DDU}", None),
        ("mL/min", "mL/min/{1.73_m2}", None),
        ("mo", "d", None),  # of the calendar
        ("/[HPF]", "/uL", None),
    ],
)
def test_two_units_of_one_dimension(one: str, other: str, known: str | None) -> None:
    assert ratio(one, other) == (None if known is None else Fraction(known))


def test_a_millimetre_of_mercury_may_be_rounded() -> None:
    exact = ratio("mm[Hg]", "kPa")
    assert exact is not None
    assert agree(Fraction(4053, 30400), exact)
    assert not agree(Fraction(30400, 4053), exact)

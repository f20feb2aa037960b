"""What the pieces of a typed share come to: a percentage, so many of so many, half, none or all of them.

Only a number with what it counts is taken. Half, none and all are offered, as no share is as definite as a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from bot.core.answers import Comparator, Proportion, Quantity
from bot.core.kinds.base import Doubtful, Reading, Unclear, Understood
from bot.core.kinds.pieces import Pieces
from bot.core.lexicon.patterns import pattern
from bot.core.lexicon.shares import FRACTIONS
from bot.core.messages import Amount, Message, say

Share = Proportion | Quantity
_FEW = 10  # parts of a whole, as in two thirds; more were counted
_MOST = 10**6 - 1
_COUNT_FIRST = "O?NOT?N|NC?TN"
_TOTAL_FIRST = "[TX]?NC?M+C?N|[TX]NC?N|OT?NC?N"
_COUNTED = f"{_COUNT_FIRST}|{_TOTAL_FIRST}"
_WITH_PERCENT = pattern(f"(?P<counted>{_COUNTED})C?NP|NPC?(?P<after>{_COUNTED})")
_INCLUDING: dict[Comparator, tuple[Comparator, ...]] = {"<=": ("<=", "<"), ">=": (">=", ">")}


def meaning(pieces: Pieces) -> Reading | Message | None:
    """What was said; why it cannot be used; or None where it is no share."""
    return next((read(pieces) for order, read in _MEANINGS if pieces.are(order)), None)


def checked(value: Share) -> Reading:
    """From none to all."""
    if isinstance(value, Proportion):
        return _checked_count(value)
    if 0 <= value.value <= 100:
        return Understood(value)
    shown = Amount(value.value, "%", value.comparator)
    allowed = say("{low} to {high}", low=Amount(0), high=Amount(100, "%"))
    return Unclear(say("{value} is not possible. Possible: {allowed}.", value=shown, allowed=allowed))


def _checked_count(value: Proportion) -> Reading:
    if not 0 <= value.count <= value.total or value.total == 0:
        return Unclear(
            say(
                "{count} of {total} is not possible: the first number counts some of the second, for example 6/20.",
                count=value.count,
                total=value.total,
            )
        )
    return Understood(value)


def shown(value: Share) -> Message:
    """As given."""
    if isinstance(value, Proportion):
        return say("{count} of {total}", count=value.count, total=value.total)
    return say("{amount}", amount=Amount(value.value, "%", value.comparator))


def offered(value: Share, message: Message | None = None) -> Reading:
    """Asked back; what is impossible is refused."""
    reading = checked(value)
    asked = message or say("Is {value} meant?", value=shown(value))
    return reading if isinstance(reading, Unclear) else Doubtful(asked, (value,))


# What each order of pieces comes to.


def _percentage(pieces: Pieces) -> Reading:
    return checked(Quantity(pieces.numbers[0], "%", pieces.comparator))


def _counts(pieces: Pieces) -> Reading | None:
    value = _proportion(pieces.numbers, count_first=pieces.are(_COUNT_FIRST))
    return None if value is None else checked(value)


def _counts_with_percent(pieces: Pieces) -> Reading | Message | None:
    """6/20 (30%): taken where both say the same."""
    found = _WITH_PERCENT.fullmatch(pieces.order)
    if found is None:
        return None
    order, after = found["counted"] or found["after"], found["after"] is not None
    numbers, percent = (pieces.numbers[1:], pieces.numbers[0]) if after else (pieces.numbers[:2], pieces.numbers[2])
    value = _proportion(numbers, count_first=re.fullmatch(_COUNT_FIRST, order) is not None)
    return None if value is None else _if_agreed(value, percent)


def _if_agreed(value: Proportion, percent: Decimal) -> Reading | Message:
    if value.total == 0 or _agree(value, percent):
        return checked(value)
    return say(
        "{count} of {total} is not {percent}; one of the two is wrong",
        count=value.count,
        total=value.total,
        percent=Amount(percent, "%"),
    )


def _agree(value: Proportion, percent: Decimal) -> bool:
    exponent = percent.as_tuple().exponent
    rounding = Fraction(10) ** (exponent if isinstance(exponent, int) else 0) / 2
    return abs(Fraction(100 * value.count, value.total) - Fraction(percent)) <= rounding


def _proportion(numbers: tuple[Decimal, ...], *, count_first: bool) -> Proportion | None:
    if any(number != int(number) or number > _MOST for number in numbers):
        return None
    first, second = map(int, numbers)
    return Proportion(first, second) if count_first else Proportion(second, first)


def _two_counts(pieces: Pieces) -> Reading | Message:
    """20 glomeruli, 6 sclerosed: the greater number is the total."""
    value = _proportion(pieces.numbers, count_first=pieces.numbers[0] < pieces.numbers[1])
    if value is None or not pieces.things:
        return say("One single number is needed, no range and no list")
    return offered(value)


def _two_counts_with_percent(pieces: Pieces) -> Reading | Message | None:
    """23 glomeruli, 5 sclerosed (21.7 %): the percentage tells which is the total."""
    value = _proportion(pieces.numbers[:2], count_first=pieces.numbers[0] < pieces.numbers[1])
    return None if value is None else _if_agreed(value, pieces.numbers[2])


def _fraction(pieces: Pieces) -> Reading | None:
    """三分之一, two thirds: of so few they are a share rather than a count."""
    numbers = pieces.numbers
    if pieces.fraction:
        numbers = (Decimal(FRACTIONS[pieces.fraction]), *(numbers or (Decimal(1),)))
    value = _proportion(numbers, count_first=False)
    if value is None or value.total >= _FEW:
        return None if value is None else checked(value)
    return offered(value)


def _half(pieces: Pieces) -> Reading:
    return offered(Quantity(Decimal(50), "%"))


def _not_half(pieces: Pieces) -> Reading:
    """Less than half is exact; 一半以上 is half or more, or just more."""
    signs = _INCLUDING.get(pieces.comparator, ()) if pieces.are("HA") else ()
    if signs:
        halves = tuple(Quantity(Decimal(50), "%", sign) for sign in signs)
        return Doubtful(say("Is half of them included?"), halves)
    return Understood(Quantity(Decimal(50), "%", pieces.comparator or ">"))


def _none(pieces: Pieces) -> Reading | None:
    """None of them: no share is as definite as a number, so that it is offered only."""
    return _nought_or_all(pieces, all_of_them=False)


def _none_counted(pieces: Pieces) -> Reading | None:
    """未见 (0/20): the number must say the same."""
    if pieces.numbers[0] != 0:
        return None
    value = None if len(pieces.numbers) == 1 else _proportion(pieces.numbers, count_first=True)
    return offered(value or Quantity(Decimal(0), "%"))


def _all(pieces: Pieces) -> Reading | None:
    return _nought_or_all(pieces, all_of_them=True)


def _nought_or_all(pieces: Pieces, *, all_of_them: bool) -> Reading | None:
    if not pieces.numbers:
        return offered(Quantity(Decimal(100 if all_of_them else 0), "%"))
    total = pieces.numbers[0]
    value = _proportion((total if all_of_them else Decimal(0), total), count_first=True)
    return None if value is None else offered(value)


def _bare(pieces: Pieces) -> Reading | Message:
    """A number alone: three may be three in a hundred, or three glomeruli."""
    number = pieces.numbers[0]
    given = Quantity(number, "%", pieces.comparator)
    if (pieces.things or pieces.named) and number:
        return say("A count needs its total, such as 6/20; a share its sign, such as 30%")
    if 0 < number < 1:
        message = say("Is {number} a share or a percentage?", number=number)
        return Doubtful(message, (Quantity(_plain(number * 100), "%", pieces.comparator), given))
    if 0 < number < 100:
        return Doubtful(
            say("Is {number} a percentage? A count needs its total, such as 6/20.", number=number), (given,)
        )
    return checked(given)


def _plain(number: Decimal) -> Decimal:
    return Decimal(int(number)) if number == int(number) else number


_MEANINGS: tuple[tuple[str, Callable[[Pieces], Reading | Message | None]], ...] = (
    ("SNPO?|NPA?O?|S?BN|BNA|BSN", _percentage),
    (_COUNTED, _counts),
    (_WITH_PERCENT.pattern, _counts_with_percent),
    ("NC?N", _two_counts),
    ("NC?NC?NP", _two_counts_with_percent),
    ("NFN|N?Q", _fraction),
    ("HO?", _half),
    ("SH|HA|Y", _not_half),
    ("Z(?:ON)?|T?NM*C?Z", _none),
    ("ZC?(?:NON|NP?)", _none_counted),
    ("X(?:O?N)?|T?NM*C?X", _all),
    ("SN|NA?", _bare),
)

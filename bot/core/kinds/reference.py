"""The laboratory's range of reference, as it is printed beside a result: 57-111, (57~111), 参考范围 57-111, <40."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.core.lexicon.measures import LIMIT_NAMES, RANGE_NAMES, SIGN
from bot.core.lexicon.patterns import either, pattern

_NUMBER = r"[0-9]{1,7}(?:\.[0-9]{1,6})?"
_NO_MORE = r"(?![0-9]|[.,/-][0-9])"
_NAME = f"{either(RANGE_NAMES)} ?[:=]? ?"
_TOLD = rf" ?(?:{_NAME}[(\[]? ?|[(\[] ?)"  # in brackets, or by its name


def _range(begin: str, to: str) -> re.Pattern[str]:
    return pattern(f"{begin}(?P<low>{_NUMBER}) ?(?:{to}) ?(?P<high>{_NUMBER}){_NO_MORE}")


_RANGE = _range(" ?", "-{1,2}|~")
_RANGE_TOLD = _range(_TOLD, "-{1,2}|~|to|至|到")
_RANGE_SAID = _range(" ?", "-{1,2}|~|to|至|到")
_LIMIT_TOLD = pattern(f"{_TOLD}{SIGN} ?{_NUMBER}{_NO_MORE}")
_LIMIT_NAMED = pattern(rf" ?[(\[]? ?{either(LIMIT_NAMES)} ?[:=]? ?{_NUMBER}{_NO_MORE}")
_LIMIT = pattern(rf" ?[<≤]=? ?{_NUMBER}{_NO_MORE}")


def range_at(text: str, at: int) -> tuple[Decimal, int] | None:
    """The upper end of the range that stands at a place, and where the range ends."""
    return _upper(_RANGE_TOLD.match(text, at) or _RANGE.match(text, at))


def range_said_at(text: str, at: int) -> tuple[Decimal, int] | None:
    """The same where a range is asked for, so that "15 to 40" is no second value."""
    return _upper(_RANGE_TOLD.match(text, at) or _RANGE_SAID.match(text, at))


def _upper(found: re.Match[str] | None) -> tuple[Decimal, int] | None:
    if found is None or Decimal(found["low"]) >= Decimal(found["high"]):
        return None
    return Decimal(found["high"]), found.end()


def reference_end(text: str, at: int, *, told_apart: bool) -> int | None:
    """Where a range or a limit of reference ends that begins here.

    A limit without a name must be `told_apart` from the result by the unit or the flag before it: "56 ↑ <40 U/L".
    """
    if found := range_at(text, at):
        return found[1]
    limit = (
        _LIMIT_TOLD.match(text, at) or _LIMIT_NAMED.match(text, at) or (_LIMIT.match(text, at) if told_apart else None)
    )
    return limit.end() if limit else None

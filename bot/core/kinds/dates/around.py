"""What stands around a date and is no part of it: words that change nothing, a time of day, a weekday."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.core.lexicon.calendar import WEEKDAY_SIGNS, WEEKDAYS
from bot.core.lexicon.dating import AFTER, BEFORE, MIDNIGHT, OF_A_DAY, PLANNED, STOPPED, TIME, UNSURE, UNTIL
from bot.core.lexicon.forms import trimmed
from bot.core.lexicon.patterns import pattern

_MOST = 12  # words around a date; whoever writes more, writes a story
_WEEKDAY = (
    rf"(?P<beside>上|本|这|下|last |this |next )?一?个?"
    rf"(?:(?:周|星期|礼拜) ?(?P<sign>[{''.join(WEEKDAY_SIGNS)}])"
    rf"|(?<![a-z])(?P<name>{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})(?![a-z])\.?)"
)
_EDGE = r"[ ,、:()/-]*"
_WEEKDAY_FIRST = pattern(_WEEKDAY + _EDGE)
_WEEKDAY_LAST = pattern(_EDGE + _WEEKDAY + r"[ )]*\Z")
_TIME_FIRST = pattern(rf"(?:{TIME}){_EDGE}")
_TIME_LAST = pattern(rf"{_EDGE}(?:{TIME})[ )]*\Z")
_LONGEST_TIME = 40


@dataclass(frozen=True, slots=True)
class Remainder:
    """What is left of a reply, and what was taken off it.

    `of_a_day`: it is no month; `stopped`: something ended; `planned`: it lies ahead; not `sure`: asked back anyhow.
    """

    core: str
    weekday: int | None = None
    of_a_day: bool = False
    stopped: bool = False
    planned: bool = False
    sure: bool = True


def bare(said: Remainder) -> Remainder:
    """Without the words and the time of day around."""
    for _ in range(_MOST):
        shorter = next(filter(None, (take(said) for take in _TAKEN)), None)
        if shorter is None:
            break
        said = shorter
    return said


def without_weekday(said: Remainder) -> Remainder | None:
    """Without the weekday beside it; None where there is none, or nothing else. "上周四,10月1日" is asked back."""
    found = _WEEKDAY_FIRST.match(said.core) or _WEEKDAY_LAST.search(said.core)
    rest = trimmed(said.core[: found.start()] + said.core[found.end() :]) if found else ""
    if not found or not rest:
        return None
    at = WEEKDAY_SIGNS[found["sign"]] if found["sign"] else WEEKDAYS[found["name"]]
    return replace(said, core=rest, weekday=at, of_a_day=True, sure=said.sure and not found["beside"])


def _by_sign(words: Iterable[str], at: int) -> dict[str, tuple[str, ...]]:
    """Words by their first or last sign, the longest first."""
    table: dict[str, tuple[str, ...]] = {}
    for word in sorted(words, key=len, reverse=True):
        table[word[at]] = (*table.get(word[at], ()), word)
    return table


def _letter(text: str) -> bool:
    return text.isascii() and text.isalpha()


def _first(text: str, words: dict[str, tuple[str, ...]]) -> str | None:
    """The word with which a text begins, as a whole word, where more follows."""
    began = (word for word in words.get(text[:1], ()) if text.startswith(word) and len(text) > len(word))
    return next((word for word in began if not (_letter(word[-1]) and _letter(text[len(word)]))), None)


def _last(text: str, words: dict[str, tuple[str, ...]]) -> str | None:
    ended = (word for word in words.get(text[-1:], ()) if text.endswith(word) and len(text) > len(word))
    return next((word for word in ended if not (_letter(word[0]) and _letter(text[-len(word) - 1]))), None)


_BEFORE, _UNTIL = _by_sign(BEFORE | OF_A_DAY | PLANNED, 0), _by_sign(UNTIL, 0)
_AFTER, _UNSURE = _by_sign(AFTER | OF_A_DAY, -1), _by_sign(UNSURE, -1)


def _without_first(said: Remainder) -> Remainder | None:
    word = _first(said.core, _BEFORE)
    if not word:
        return None
    left = _taken(said, word, said.core[len(word) :])
    return replace(left, stopped=said.stopped or STOPPED.search(word) is not None) if left else None


def _without_last(said: Remainder) -> Remainder | None:
    word = _last(said.core, _AFTER)
    return _taken(said, word, said.core[: -len(word)]) if word else None


def _taken(said: Remainder, word: str, rest: str) -> Remainder | None:
    return _left(said, rest, of_a_day=said.of_a_day or word in OF_A_DAY, planned=said.planned or word in PLANNED)


def _without_until(said: Remainder) -> Remainder | None:
    word = _first(said.core, _UNTIL)
    return _left(said, said.core[len(word) :], sure=False) if word else None


def _without_unsure(said: Remainder) -> Remainder | None:
    word = _last(said.core, _UNSURE)
    return _left(said, said.core[: -len(word)], sure=False) if word else None


def _without_time(said: Remainder) -> Remainder | None:
    core = said.core
    found = _TIME_FIRST.match(core) or _TIME_LAST.search(core, max(0, len(core) - _LONGEST_TIME))
    if not found:
        return None
    rest = core[: found.start()] + core[found.end() :]
    return _left(said, rest, of_a_day=True, sure=said.sure and not MIDNIGHT.search(found.group()))


def _left(said: Remainder, rest: str, **taken: bool) -> Remainder | None:
    """What is left, unless that is nothing."""
    core = trimmed(rest).strip("=-/ ")
    return replace(said, core=core, **taken) if core else None


_TAKEN: tuple[Callable[[Remainder], Remainder | None], ...] = (
    _without_until, _without_first, _without_unsure, _without_last, _without_time,
)  # fmt: skip

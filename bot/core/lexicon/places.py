"""Numbers that stand for options: their place in the list, or the number that is their name (class IV, 四型, grade 2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.core.lexicon.forms import trimmed
from bot.core.lexicon.numerals import NUMERAL, english_number, numeral
from bot.core.lexicon.patterns import pattern

ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_COUNTS = (
    ("none", "zero", "没有"), ("one", "once", "一次", "一个", "1次", "single"), ("two", "twice", "两次", "二次", "两个", "2次"),
    ("three", "三次", "三个", "3次"), ("four", "四次", "四个", "4次"), ("five", "五次", "五个", "5次"),
)  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "last": -1, "最后": -1, "末": -1,
}  # fmt: skip
_COUNT = f"(?P<count>[0-9]{{1,2}}|{NUMERAL}{{1,3}})"
_PLACES = (
    pattern(rf"(?:我?选择?|选项|答案?是?)?第{_COUNT}(?:个|项|条|种|选项|个选项|个答案)?"),
    pattern(
        rf"(?:我?选择?|选项|答案?是?|choose|option|choice|number|no\.?|nr\.?|#|item|answer)\s?{_COUNT}(?:号|个|项)?"
    ),
    pattern(rf"{_COUNT}(?:号|#)"),
    pattern(r"(?:the )?(?P<count>[0-9]{1,2})(?:st|nd|rd|th)(?: one| option| choice)?"),
    pattern(rf"(?:the )?(?P<count>{'|'.join(_ORDINALS)})(?: one| option| choice| item|一个|一项|个|项)"),
)
_LETTER = pattern(r"(?:(?P<said>我?选择?|选项|option|choice|answer|答案?是?)\s?)?(?P<letter>[a-h])")
_CIRCLED = {chr(sign): f" {sign - 0x245F} " for sign in range(0x2460, 0x2474)}  # ① to ⑳
_CIRCLED |= {chr(sign): f" {sign - 0x2775} " for sign in range(0x2776, 0x2780)}  # ❶ to ❿
_CIRCLED |= {chr(sign): f" {sign - 0x2487} " for sign in range(0x2488, 0x249C)}  # ⒈ to ⒛
_APART = str.maketrans(_CIRCLED | {"\u20e3": " "})  # 1⃣


def apart(text: str) -> str:
    """Circled numbers as plain ones: side by side they are not one number."""
    return text.translate(_APART)


def names_of(number: int) -> tuple[str, ...]:
    """How an option is called that is this number: class IV, "twice"."""
    roman = ROMAN[number : number + 1] if number else ()
    return (*roman, *(_COUNTS[number] if number < len(_COUNTS) else ()))


def place_said(text: str, most: int) -> int | None:
    """The place that a normalised reply names in so many words ("option 2", 第二个), counted from one."""
    plain = trimmed(text)
    for form in _PLACES:
        if found := form.fullmatch(plain):
            return _within(_number(found["count"]), most)
    return None


def letter_said(text: str, most: int) -> tuple[int, bool] | None:
    """The place of a letter (b is the second), and whether it was called an option."""
    found = _LETTER.fullmatch(trimmed(text))
    place = _within(ord(found["letter"]) - ord("a") + 1, most) if found else None
    return (place, bool(found and found["said"])) if place else None


def bare_place(text: str) -> int | None:
    """A short number and nothing else."""
    plain = trimmed(text)
    if plain.isdecimal() and plain.isascii():
        return int(plain) if len(plain) <= 3 else None
    return numeral(plain) if re.fullmatch(NUMERAL, plain) else None


def _number(text: str) -> int | None:
    if text in _ORDINALS:
        return _ORDINALS[text]
    return int(text) if text.isdecimal() else numeral(text)


def _within(place: int | None, most: int) -> int | None:
    if place == -1:
        return most
    return place if place is not None and 0 < place <= most else None


# Options that are numbers by name.

_CLASS = r"(?:class|type|stage|grade|category|level|phase|score|第)"
_CLASSIFIER = "(?:型|级|期|类|度|分|class|型狼疮|级别)"
# What is called so in one of these rows is no such thing in another: CKD 4期 is no IV型.
_CALLED = (
    ("class", "type", "category", "grade", "level", "型", "类", "级", "度"),
    ("stage", "phase", "期"),
    ("score", "分"),
)
_FIGURE = rf"[ivx]+|[0-9]{{1,2}}|{NUMERAL}{{1,2}}|(?:two|three|four|five|six)(?![a-z])"  # "one" may be any one
_SUFFIX = r"(?:\s?[-(]?\s?(?:[a-h]/[a-h]|[a-hs])(?![a-z])\s?\)?)"
_OPERAND = pattern(
    rf"\s*{_CLASS}?\s?-?(?P<figure>{_FIGURE})\s?(?P<named>{_CLASSIFIER})?(?P<suffix>{_SUFFIX}{{0,3}})\s?{_CLASSIFIER}?\s*"
)
_JOINT = pattern(
    r"(?P<plus>\+|and|&|plus|with|加|和|与|合并|并|伴|及)|(?P<either>/|,|、)|(?P<other>or|或)|(?P<span>-|~|to|到|至)"
)
_LONGEST = 40
_MOST = 4

Joint = Literal["plus", "either", "other", "span"]


@dataclass(frozen=True, slots=True)
class Classes:
    """Numbers that are names, such as III(A)+V: each with its suffix, sorted; how they were joined."""

    figures: tuple[tuple[int, str], ...]
    joint: Joint = "plus"

    @property
    def numbers(self) -> tuple[int, ...]:
        """Without the suffixes."""
        return tuple(number for number, _ in self.figures)


def classes_in(text: str) -> Classes | None:
    """The numbers that a normalised text names and nothing else; a plain digit is one too."""
    figures: list[tuple[int, str]] = []
    joints: set[str | None] = set()
    at = 0
    if len(text) > _LONGEST:
        return None
    while (found := _OPERAND.match(text, at)) and len(figures) < _MOST:
        number = _figure(found["figure"])
        if number is None:
            return None
        figures.append((number, "".join(filter(str.isalnum, found["suffix"]))))
        at = found.end()
        if at == len(text):
            return Classes(tuple(sorted(figures)), _joined(joints))
        joint = _JOINT.match(text, at)
        if joint is None:
            return None
        joints.add(joint.lastgroup)
        at = joint.end()
    return None


def classifiers_in(text: str) -> frozenset[str]:
    """Whether a normalised text speaks of a class or grade, a stage, a score; by the first word of each row."""
    return frozenset(row[0] for row in _CALLED if any(word in text for word in row))


def _joined(joints: set[str | None]) -> Joint:
    kinds: tuple[Joint, ...] = ("span", "other", "either")
    return next((kind for kind in kinds if kind in joints), "plus")


def _figure(text: str) -> int | None:
    if text in ROMAN:
        return ROMAN.index(text)
    if text.isdecimal():
        return int(text)
    return english_number(text) if text.isascii() else numeral(text)

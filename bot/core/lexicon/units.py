"""How units are written, and the one spelling in which they are compared: 毫克每分升, mg / dl and Mg/dL are one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.core.lexicon.patterns import either, pattern

T = TypeVar("T")
_MOST_PIECES = 20

_WORDS = {
    "kg": "公斤|千克|kgs|kilo|kilos|kilogram|kilograms|kilogramme|kilogrammes",
    "g": "克|gram|grams|gramme|grammes|gm|gms",
    "mg": "毫克|milligram|milligrams|mgs",
    "ug": "微克|mcg|microgram|micrograms",
    "ng": "纳克|毫微克|nanogram|nanograms",
    "pg": "皮克|picogram|picograms",
    "jin": "斤|市斤",
    "lb": "磅|lbs|pound|pounds",
    "l": "升|公升|litre|litres|liter|liters",
    "dl": "分升|decilitre|decilitres|deciliter|deciliters",
    "ml": "毫升|millilitre|millilitres|milliliter|milliliters|mls",
    "ul": "微升|mcl|microlitre|microlitres|microliter|microliters",
    "fl": "飞升",
    "mm3": "立方毫米|cumm|cmm|cubic mm",
    "mol": "摩尔|摩|mole|moles",
    "mmol": "毫摩尔|毫摩|millimole|millimoles|millimol",
    "umol": "微摩尔|微摩|mcmol|micromole|micromoles|micromol|umole|umoles",
    "nmol": "纳摩尔|纳摩|nanomole|nanomoles|nanomol",
    "pmol": "皮摩尔|皮摩|picomol",
    "u": "单位|unit|units",
    "iu": "国际单位",
    "mu": "毫单位",
    "miu": "毫国际单位",
    "h": "小时|hr|hrs|hour|hours",
    "d": "天|日|day|days",
    "/d": "daily|qd",
    "wk": "周|星期|礼拜|week|weeks|wks",
    "mo": "个月|月|month|months",
    "y": "年|year|years|yr|yrs",
    "min": "分钟|分|minute|minutes|mins",
    "s": "秒|秒钟|sec|secs|second|seconds",
    "m": "米|metre|metres|meter|meters",
    "cm": "厘米|公分|centimetre|centimetres|centimeter|centimeters",
    "mm": "毫米|millimetre|millimetres|millimeter|millimeters",
    "mmhg": "毫米汞柱|毫米水银柱",
    "kpa": "千帕",
    "hpf": "高倍视野|高倍镜视野|高倍镜|高倍|hp|high power field|high-power field",
    "lpf": "低倍视野|低倍镜视野|低倍镜|低倍|lp",
    "cell": "cells|个细胞|细胞",
    "k": "千|thousand|thou",
    "%": "percent|per cent|pct",
    "cr": "肌酐|creatinine|crea",
    "10^9": "10亿|十亿|billion",
}
_SPELLING = {spelled: short for short, words in _WORDS.items() for spelled in words.split("|")}
_EXPONENTS = {sign: str(at) for at, sign in enumerate("一二三四五六七八九", 1)} | {"十二": "12"}

_EXPONENT = f"0?(?P<exponent>1[0-2]|[1-9]|十二|{'|'.join('一二三四五六七八九')})"
_POWER = (
    rf"(?:(?:[x×*·]|乘以?) ?)?(?:10|十) ?(?:\^|\*\*|\*|~|e\+?|的)? ?\(?{_EXPONENT}\)? ?(?:次方|次幂)?(?![0-9.])"
    r"|(?:(?:[x×*·]|乘以?) ?)?e\+?0?(?P<shifted>1[0-2]|[1-9])(?![0-9.])"
)
_PIECE = pattern(
    rf" ?(?:(?P<inverse>[·.]? ?(?:l|dl|ml|min|g|h|d)\^?-1(?![0-9]))|(?P<word>{either(_SPELLING)})|{_POWER}|(?P<per>/|每|per(?![a-z]))"
    r"|(?P<latin>[a-z°%‰]+)(?:\^?(?P<to>[23])(?![0-9.]))?|(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<joint>[·.](?![0-9]))"
    "|(?P<other>[\u4e00-\u9fff]))"
)
_INVERSE = pattern(r"[^a-z]")
_COUNTED = pattern("(?:个|cell|rbc|wbc)(?=/)")  # so many cells per volume is so many per volume
_DOUBLE_PER = pattern("/{2,}")


def spelling(text: str) -> str:
    """The one spelling of a normalised unit; what is no unit stays as it is, without blanks."""
    plain, spelled, at = text.strip().replace("μ", "u"), "", 0
    for _ in range(_MOST_PIECES):
        piece = _PIECE.match(plain, at)
        if piece is None:
            break
        spelled, at = spelled + _short(piece), piece.end()
    return _tidy(spelled) if at == len(plain) and plain else plain.replace(" ", "")


@dataclass(frozen=True, slots=True)
class UnitSpellings(Generic[T]):
    """Things that are found by the spelling of their units."""

    known: Mapping[str, T]
    longest: int

    @classmethod
    def of(cls, named: Iterable[tuple[str, T]]) -> UnitSpellings[T]:
        """Things by the normalised names of their units; of two that share one, the first."""
        known: dict[str, T] = {}
        for name, thing in named:
            known.setdefault(spelling(name), thing)
        return cls(known, max(map(len, known), default=0))

    def named(self, text: str) -> T | None:
        """What a normalised unit stands for."""
        return self.known.get(spelling(text))

    def at(self, text: str, at: int) -> tuple[T, int] | None:
        """What the longest unit stands for that begins at a place of a text (with "u" for "μ"), and where it ends."""
        spelled, best = "", None
        while len(spelled) <= self.longest and (piece := _PIECE.match(text, at)):
            spelled, at = _tidy(spelled + _short(piece)), piece.end()
            thing = self.known.get(spelled)
            if thing is not None:
                best = thing, at
        return best


def begins_unit(text: str) -> bool:
    """Whether a text begins with what can only be a unit, of this test or another one."""
    piece = _PIECE.match(text)
    return piece is not None and not (piece["number"] or piece["joint"] or piece["other"])


def _short(piece: re.Match[str]) -> str:
    exponent = piece["exponent"] or piece["shifted"]
    if exponent:
        return f"10^{_EXPONENTS.get(exponent, exponent)}"
    if piece["inverse"]:  # umol·L⁻¹
        return "/" + _INVERSE.sub("", piece["inverse"])
    if piece["per"]:
        return "/"
    if piece["word"]:
        return _SPELLING[piece["word"]]
    return (piece["latin"] or "") + (piece["to"] or "") + (piece["number"] or "") + (piece["other"] or "")


def _tidy(spelled: str) -> str:
    return _DOUBLE_PER.sub("/", _COUNTED.sub("", spelled))

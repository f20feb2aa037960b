"""How what people type is brought into one form: invisible signs, widths, dashes, quotes, blanks, characters."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

# Controls; marks that cannot be seen, such as bidi overrides; halves of characters; variation selectors.
_HIDDEN = re.compile(
    "["
    r"\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u2064\u2066-\u206f\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000110bd"
    r"\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001"
    r"\U000e0020-\U000e007f"
    "]+"
)
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")
_ALIKE = str.maketrans(
    dict.fromkeys("‐‑‒–—―−⁃﹘", "-")
    | dict.fromkeys("〜∼～˜", "~")
    | dict.fromkeys("‘’‛`´ʼ", "'")
    | dict.fromkeys("“”„‟«»", '"')
    | {"µ": "μ", "○": "〇", "∕": "/", "÷": "/", "✕": "×", "✖": "×", "≦": "≤", "⩽": "≤", "≧": "≥", "⩾": "≥", "﹪": "%"}
)
_EDGES = " .。,，;；:!！、\"'()[]"


def clean(text: str) -> str:
    """The text as typed, without what cannot be seen; blanks are folded, line ends stay."""
    folded = (" ".join(_HIDDEN.sub("", line.replace("\t", " ")).split()) for line in text.splitlines())
    return "\n".join(line for line in folded if line)


def normal(text: str) -> str:
    """One form for all ways of typing the same: NFKC, lower case, simplified characters, one kind of dash and blank."""
    return _normal(text) if len(text) > _SHORT else _remembered(text)


def _normal(text: str) -> str:
    # NFKC alone would make 109 of 10⁹
    spread = _SUPERSCRIPT.sub(lambda found: "^" + found.group(), clean(text))
    folded = unicodedata.normalize("NFKC", spread).casefold().translate(_ALIKE)
    plain = " ".join(unicodedata.normalize("NFKC", folded).split())
    return plain if plain.isascii() else _simplifier().convert(plain)


_SHORT = 100
_remembered = lru_cache(maxsize=4096)(_normal)  # one reply is looked at by many readers


def by_character(text: str) -> str:
    """The normal form sign by sign, each in its place: for finding names in a text that is then taken as typed."""
    return "".join(map(_one, text))


@lru_cache(maxsize=8192)
def _one(sign: str) -> str:
    form = sign if sign == "\n" else normal(sign)
    return form if len(form) == 1 else " "


@cache
def _simplifier() -> OpenCC:
    """Traditional characters become simplified ones."""
    return OpenCC("t2s")


def words(text: str) -> frozenset[str]:
    """A table of words, written with bars between them."""
    return frozenset(word.strip() for word in text.split("|"))


def trimmed(text: str) -> str:
    """Without the punctuation around it."""
    return text.strip(_EDGES)


def sentence(text: str) -> str:
    """Somebody's own words on one line, without what cannot be seen: it could turn round what others read beside them."""
    return " ".join(clean(text).split())


def brief(text: str, longest: int = 40) -> str:
    """What a person typed, short enough to be quoted in a sentence."""
    line = sentence(text)
    return line if len(line) <= longest else line[: longest - 1] + "…"

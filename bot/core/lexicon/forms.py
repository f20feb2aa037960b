"""How what people type is brought into one form: invisible signs, widths, dashes, quotes, blanks, characters."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from opencc import OpenCC

_HIDDEN = {"Cc", "Cf", "Cs"}  # controls; marks that cannot be seen, such as bidi overrides; halves of characters
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")
_ALIKE = str.maketrans(
    dict.fromkeys("‐‑‒–—―−⁃﹘", "-")
    | dict.fromkeys("〜∼～˜", "~")
    | dict.fromkeys("‘’‛`´ʼ", "'")
    | dict.fromkeys("“”„‟«»", '"')
    | {"µ": "μ", "○": "〇", "∕": "/", "÷": "/", "✕": "×", "✖": "×", "≦": "≤", "⩽": "≤", "≧": "≥", "⩾": "≥", "﹪": "%"}
)
_EDGES = " .。,，;；:!！、\"'()[]"


def _visible(char: str) -> bool:
    return unicodedata.category(char) not in _HIDDEN and not "\ufe00" <= char <= "\ufe0f"


def clean(text: str) -> str:
    """The text as typed, without what cannot be seen; blanks are folded, line ends stay."""
    lines = ("".join(filter(_visible, line.replace("\t", " "))) for line in text.splitlines())
    folded = (" ".join(line.split()) for line in lines)
    return "\n".join(line for line in folded if line)


def normal(text: str) -> str:
    """One form for all ways of typing the same: NFKC, lower case, simplified characters, one kind of dash and blank."""
    # NFKC alone would make 109 of 10⁹
    spread = _SUPERSCRIPT.sub(lambda found: "^" + found.group(), clean(text))
    folded = unicodedata.normalize("NFKC", spread).casefold().translate(_ALIKE)
    plain = " ".join(unicodedata.normalize("NFKC", folded).split())
    return plain if plain.isascii() else _simplifier().convert(plain)


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


def brief(text: str, longest: int = 40) -> str:
    """What a person typed, short enough to be quoted in a sentence."""
    line = " ".join(clean(text).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"

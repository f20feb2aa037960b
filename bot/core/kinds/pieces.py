"""Takes a typed share apart into pieces: numbers, and the words that say what each of them counts.

The order of the pieces, a letter for each, tells what is meant: "NON" is a number of a number, "TNMN" is 共20个中6个.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.core.answers import Comparator
from bot.core.kinds.figures import Figure, figures_at
from bot.core.lexicon.measures import COMPARATORS, COMPARATORS_AFTER, LEAD, PUNCTUATION, SIGN, SIGN_AFTER
from bot.core.lexicon.numerals import NUMERAL
from bot.core.lexicon.patterns import Names, either, pattern
from bot.core.lexicon.shares import (
    ALL,
    FRACTIONS,
    HALF,
    MORE_THAN_HALF,
    NEUTRAL,
    NONE,
    OUT_OF_HUNDRED,
    PART_OF,
    PERCENT,
    THINGS,
    TOTAL,
    WITHIN,
)

_WORDS = {
    "S": SIGN, "A": SIGN_AFTER, "Z": either(NONE), "X": either(ALL), "B": either(OUT_OF_HUNDRED), "M": either(WITHIN),
    "T": either(TOTAL), "Y": either(MORE_THAN_HALF), "H": either(HALF), "P": either(PERCENT), "O": either(PART_OF),
    "F": "分之", "Q": either(FRACTIONS), "G": either(THINGS), "C": "[,;、]",
}  # fmt: skip
_WORD = pattern("|".join(f"(?P<{letter}>{form})" for letter, form in _WORDS.items()))
_NOTHING = pattern(f"{PUNCTUATION}|[↑↓*]|{either(NEUTRAL)}|{LEAD}")
_UNKNOWN = pattern(f"[a-z]+|(?!{NUMERAL}|[几半数])[\u4e00-\u9fff]")
_TENTHS = pattern(" ?成(?P<half>半)?")
_MOST = 80


@dataclass(frozen=True, slots=True)
class Pieces:
    """A reply in pieces: a letter for each that counts, and the numbers in their order.

    `things`: it says what is counted. `fraction`: a third, a quarter. `named`: words that are not known here, such as
    the name of another lesion.
    """

    order: str
    numbers: tuple[Decimal, ...]
    comparator: Comparator
    things: bool
    fraction: str
    named: str

    def are(self, order: str) -> bool:
        """Whether the pieces stand in this order."""
        return re.fullmatch(order, self.order) is not None


@dataclass(frozen=True, slots=True)
class _Piece:
    letter: str
    typed: str
    number: Decimal | None = None


def pieces_of(text: str, names: tuple[str, ...] = ()) -> Pieces | None:
    """The pieces of a normalised reply; None where a sign belongs to none. `names` are those of what is asked."""
    found = list(_scanned(text, _names(names)))
    if any(piece.letter == "?" for piece in found):
        return None
    signs = [COMPARATORS.get(piece.typed) or COMPARATORS_AFTER[piece.typed] for piece in found if piece.letter in "SA"]
    return Pieces(
        "".join(piece.letter for piece in found if piece.letter not in "GW"),
        tuple(piece.number for piece in found if piece.number is not None),
        signs[0] if signs else "",
        any(piece.letter == "G" for piece in found),
        next((piece.typed for piece in found if piece.letter == "Q"), ""),
        _joined([piece.typed for piece in found if piece.letter == "W"]),
    )


def _joined(words: list[str]) -> str:
    return ("" if all(not word.isascii() for word in words) else " ").join(words)


@lru_cache(maxsize=256)
def _names(names: tuple[str, ...]) -> Names:
    return Names.of(names)


def _scanned(text: str, names: Names) -> Iterator[_Piece]:
    at = 0
    for _ in range(_MOST):
        if at == len(text):
            return
        piece, at = _next(text, at, names)
        if piece is not None:
            yield piece
    yield _Piece("?", text[at:])


def _next(text: str, at: int, names: Names) -> tuple[_Piece | None, int]:
    """The piece that begins here, if it counts, and where it ends."""
    if (end := names.end(text, at)) > at:
        return None, end
    typed = text[at] in "0123456789."
    word = None if typed else _WORD.match(text, at)
    if word:
        return _Piece(word.lastgroup or "?", word.group()), word.end()
    if figure := next(figures_at(text, at), None):
        return _number(text, figure)
    if nothing := _NOTHING.match(text, at):
        return None, nothing.end()
    unknown = _UNKNOWN.match(text, at)
    return (_Piece("W", unknown.group()), unknown.end()) if unknown else (_Piece("?", text[at]), at + 1)


def _number(text: str, figure: Figure) -> tuple[_Piece, int]:
    tenths = _TENTHS.match(text, figure.end)
    if tenths is None:
        return _Piece("N", "", figure.number), figure.end
    return _Piece("NP", "", figure.number * 10 + (5 if tenths["half"] else 0)), tenths.end()

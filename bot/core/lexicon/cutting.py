"""Cuts a reply into the words that a vocabulary knows, whether the language writes blanks between words or not.

The cut leaves as little as possible uncovered, in as few words as possible. It takes linear time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Generic, TypeVar

Mark = TypeVar("Mark")
_ENDS = ""  # no sign is empty: under this key stands the mark of the word that ends here
_Tree = dict[str, Any]  # sign -> tree of what may follow
# From a place to the next one: what stays uncovered from here on, in how many pieces, where this one ends, its mark.
_Step = tuple[int, int, int, Any]


@dataclass(frozen=True, slots=True)
class Piece(Generic[Mark]):
    """A part of the text, and what the vocabulary says of it; None where it says nothing."""

    start: int
    end: int
    text: str
    mark: Mark | None


class Vocabulary(Generic[Mark]):
    """Words with their marks, found in a text at one pass; on top of a `base`, whose marks give way."""

    def __init__(self, marks: Iterable[tuple[str, Mark]], base: Vocabulary[Mark] | None = None) -> None:
        self._trees: tuple[_Tree, ...] = ({}, *(base._trees if base else ()))
        for word, mark in marks:
            node = self._trees[0]
            for sign in word:
                node = node.setdefault(sign, {})
            node.setdefault(_ENDS, mark)

    def cut(self, text: str) -> tuple[Piece[Mark], ...]:
        """The text as pieces, without the blanks between them."""
        return tuple(_joined(_walk(text, self._steps(text))))

    def _steps(self, text: str) -> list[_Step]:
        """The best step from every place, found from the end."""
        edge, over = _edges(text), len(text)
        steps: list[_Step] = [(0, 0, over, None)] * (over + 1)
        for at in range(len(text) - 1, -1, -1):
            if not edge[at]:
                continue
            left, count, _, _ = steps[over]
            best: _Step = (left, count, over, None)
            if text[at] != " ":
                best = (left + over - at, count + 1, over, None)
                for tree in self._trees:
                    best = _best(text, at, tree, steps, edge, best)
            steps[at], over = best, at
        return steps


def _best(text: str, at: int, node: _Tree | None, steps: list[_Step], edge: list[bool], best: _Step) -> _Step:
    """The best step with a word that begins here, or the one that is known already."""
    end, length = at, len(text)
    while end < length and (node := node.get(text[end]) if node else None):
        end += 1
        if _ENDS in node and edge[end]:
            left, count, _, _ = steps[end]
            if left < best[0] or (left == best[0] and count + 1 < best[1]):
                best = (left, count + 1, end, node[_ENDS])
    return best


def _edges(text: str) -> list[bool]:
    """For every place whether a word may begin or end there: inside of Latin words and of numbers none does."""
    kinds = [_kind(sign) for sign in text]
    return [True, *(not one or one != other for one, other in pairwise(kinds)), True]


def _kind(sign: str) -> str:
    if sign >= "\u2e80":
        return ""
    return "letter" if sign.isalpha() else "digit" if sign.isdecimal() else ""


def _walk(text: str, steps: list[_Step]) -> Iterator[Piece[Any]]:
    at = 0
    while at < len(text):
        _, _, end, mark = steps[at]
        if text[at] != " ":
            yield Piece(at, end, text[at:end], mark)
        at = end


def _joined(pieces: Iterator[Piece[Mark]]) -> Iterator[Piece[Mark]]:
    """Uncovered pieces side by side become one, where no Latin word ends or begins between them."""
    start, end, text = -1, -1, ""
    for piece in pieces:
        if piece.mark is None and end == piece.start and not _parted(text[-1:], piece.text[0]):
            end, text = piece.end, text + piece.text
            continue
        if text:
            yield Piece(start, end, text, None)
        start, end, text = (piece.start, piece.end, piece.text) if piece.mark is None else (-1, -1, "")
        if piece.mark is not None:
            yield piece
    if text:
        yield Piece(start, end, text, None)


def _parted(before: str, after: str) -> bool:
    one, other = _kind(before), _kind(after)
    return {one, other} == {"letter", ""} or (other == "digit" and one != "digit")  # 12周 is one, 心功能2 is two

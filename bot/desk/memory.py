"""The cases that were just worked on, so that their records need not be read and folded again."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from bot.core.case import Case
from bot.core.facts import KnownFacts

REMEMBERED = 5000


@dataclass(frozen=True, slots=True)
class Known:
    """A case with what is known of it, as far as that was worked out."""

    case: Case
    facts: KnownFacts | None = None


class Memory:
    """The cases that were last worked on, by the hash of the last entry of their record.

    The hash stands for the whole record: a case is found here only while nobody has added to it, in whatever process.
    """

    def __init__(self, most: int = REMEMBERED) -> None:
        self._most = most
        self._known: OrderedDict[str, Known] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def get(self, head: str) -> Known | None:
        """The case whose record ends with this hash."""
        return self._known.get(head)

    def keep(self, head: str, known: Known, before: str = "") -> None:
        """Remembers a case, instead of how it was `before`; the one that rested longest is forgotten."""
        self._known.pop(before, None)
        self._known[head] = known
        self._known.move_to_end(head)
        if len(self._known) > self._most:
            self._known.popitem(last=False)

"""What can be said in reply to a question, as exact and immutable values.

A value knows nothing of the question that it answers. Numbers are decimals with the unit that they were given in; dates
are calendar dates, possibly known only to the month. "Not known yet" is a reply like any other, and never a "no".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Comparator = Literal["", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Code:
    """One option chosen, by its code; yes and no are options too."""

    code: str


@dataclass(frozen=True, slots=True)
class Codes:
    """The options chosen of a list, in the order of the list; none at all is a definite "none of these"."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the unit that it was given in, with the comparator of a censored result ("<0.1")."""

    value: Decimal
    unit: str
    comparator: Comparator = ""


@dataclass(frozen=True, slots=True)
class Proportion:
    """So many of so many, kept as counted."""

    count: int
    total: int


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar date; where only the month or the year is known, its first and last day."""

    first: date
    last: date

    @classmethod
    def on(cls, day: date) -> Day:
        """A date known to the day."""
        return cls(day, day)

    @property
    def exact(self) -> date | None:
        """The date itself, where it is known to the day."""
        return self.first if self.first == self.last else None


@dataclass(frozen=True, slots=True)
class Ongoing:
    """Instead of a last day: it has not ended."""


@dataclass(frozen=True, slots=True)
class Age:
    """Completed years of age on the day of the answer, where no birth date was given."""

    years: int
    on: date


@dataclass(frozen=True, slots=True)
class Text:
    """Free text: data, escaped wherever it is shown, never obeyed."""

    text: str


@dataclass(frozen=True, slots=True)
class NotKnown:
    """A definite "not known yet"."""


Value = Code | Codes | Quantity | Proportion | Day | Ongoing | Age | Text | NotKnown

ONGOING = Ongoing()
NOT_KNOWN = NotKnown()
YES = Code("yes")
NO = Code("no")


@dataclass(frozen=True, slots=True)
class Answer:
    """A value together with the reply as it was typed (None where it was tapped)."""

    value: Value
    typed: str | None = None

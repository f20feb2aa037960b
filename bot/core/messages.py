"""Sentences as data: what to say, never in which language.

The English text is the key of every translation (gettext's way). Values are put in by name when a catalogue turns the
message into words, each in the manner of that language: dates, numbers, lists, other messages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Literal


@dataclass(frozen=True, slots=True)
class Word:
    """A word that data gives in every language, such as a unit that is one: weeks, 周."""

    forms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number to be shown with its unit; `unit` is the unit as printed."""

    number: Decimal | Fraction | int
    unit: str | Word = ""
    comparator: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """A month (or, without a month, a year) to be shown where the day is not known."""

    year: int
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Several things in one sentence: "a, b and c", "a; b" (plain), "a, b" (comma), "a–b" (range)."""

    parts: tuple[Shown, ...]
    style: Literal["and", "or", "plain", "comma", "range"] = "plain"


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence. `domain` is None for the bot's own words, else the trial whose words they are.

    `context` tells equal English texts apart: in a trial it is the id of what the text belongs to. With `plural`, the
    value named `n` decides the form.
    """

    text: str
    values: Mapping[str, Shown] = field(default_factory=dict)
    context: str | None = None
    domain: str | None = None
    plural: str | None = None

    def __hash__(self) -> int:
        return hash((self.text, self.context, self.domain))


Shown = str | Word | int | date | datetime | Decimal | Fraction | Amount | Month | Listing | Message
Words = Callable[[Message, str], str]  # puts a message into a language


def say(text: str, **values: Shown) -> Message:
    """A sentence of the bot itself; Babel extracts its literal text from every call."""
    return Message(text, values)


def say_many(one: str, many: str, n: int, **values: Shown) -> Message:
    """A sentence of the bot that depends on a count, which is put in as {n}."""
    return Message(one, {"n": n, **values}, plural=many)


def name(context: str, text: str) -> Message:
    """A word of the bot that needs a context to be translated rightly."""
    return Message(text, context=context)


def first_of(parts: tuple[Shown, ...], most: int) -> Shown:
    """The first of several things, and how many there are beside them: a list that ends early says so."""
    named, more = Listing(parts[:most]), len(parts) - most
    return named if more <= 0 else say("{names}; {n} more", names=named, n=more)

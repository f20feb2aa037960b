"""Messages and screens -> words in one language, in the manner of that language: dates, numbers, lists, plurals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Context, Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from itertools import chain, repeat
from typing import Any
from unicodedata import east_asian_width

from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal

from bot.content.catalogues import Catalogues
from bot.core.languages import LANGUAGES, next_language
from bot.core.messages import Amount, Listing, Message, Month, Shown, Word
from bot.core.screens import Button, Paragraph, Progress, Screen

_FIVE_DIGITS = Context(prec=5)
# The longest number that can be given has 20 digits, and is written with ten more after its point.
_ALL_DIGITS = Context(prec=60)
_COMPARATORS = {"<=": "≤", ">=": "≥"}
# How wide a button's words may be, in Latin characters, when 1, 2, 3, 4 or 5 share a row of a 360-pixel phone.
_WIDTHS = {5: 3, 4: 6, 3: 9, 2: 16, 1: 34}
_SIGNS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class Texts:
    """Words for everything that the core wants said."""

    def __init__(self, catalogues: Catalogues) -> None:
        self._catalogues = catalogues

    def text(self, message: Message, language: str) -> str:
        """A message in words."""
        template = self._catalogues.translate(message, language)
        if not message.values:
            return template
        said = template.format_map({name: self.shown(value, language) for name, value in message.values.items()})
        return _set(said.strip(), language)

    def shown(self, value: Shown, language: str) -> str:
        """One value in words."""
        match value:
            case Message():
                return self.text(value, language)
            case str():
                return value
            case Listing():
                return self._listing(value, language)
            case Amount():
                return self._amount(value, language)
            case Word():
                return dict(value.forms).get(language, value.forms[0][1])
            case datetime():  # equal moments of two time zones are one key of the cache, but not the same words
                return plain(value.replace(tzinfo=None), language)
        return plain(value, language)

    def _listing(self, listing: Listing, language: str) -> str:
        parts = [self.shown(part, language) for part in listing.parts]
        spoken = LANGUAGES[language]
        if listing.style == "range":
            return spoken.to.join(parts)
        if listing.style == "comma" and not any(spoken.comma in part for part in parts):
            return spoken.comma.join(parts)
        if listing.style in ("plain", "comma") or len(parts) < 2:  # a comma separates nothing where another stands
            return spoken.semicolon.join(parts)
        return spoken.comma.join(parts[:-1]) + spoken.last[listing.style] + parts[-1]

    def _amount(self, amount: Amount, language: str) -> str:
        comparator, unit = _COMPARATORS.get(amount.comparator, amount.comparator), self.shown(amount.unit, language)
        close = isinstance(amount.unit, Word) and LANGUAGES[language].full_width  # 12周
        gap = "" if not unit or unit == "%" or close else " "
        return f"{comparator}{plain(amount.number, language)}{gap}{unit}"

    # Screens.

    def picture(self, screen: Screen, language: str) -> dict[str, Any]:
        """A screen in words, as JSON can hold it: what a channel draws, and what the outbox keeps.

        What no button has room for stands in the message, and the button has its beginning.
        """
        blocks = [[self._button(one, language) for one in block] for block in screen.blocks]
        spelled_out = list(_spelled_out(button for block in blocks for button in block))
        return {
            "name": screen.name,
            "section": self.text(screen.section, language) if screen.section else "",
            "progress": _progress(screen.progress),
            "paragraphs": [
                *(self._paragraph(one, language) for one in screen.paragraphs if self._says(one, language)),
                *spelled_out,
            ],
            "rows": [row for block in blocks for row in packed(block)],
            **({} if screen.qr is None else {"qr": screen.qr}),
            **({"of": screen.of} if screen.of else {}),
        }

    def _says(self, paragraph: Paragraph, language: str) -> bool:
        """A legend says nothing where the button has its words in this language, or their beginning: Renal (disorder).

        What stands in brackets after them does: A (active).
        """
        if paragraph.style != "legend":
            return True
        short, label = self._option(paragraph, language)
        return not label.startswith(short) or label.removeprefix(short).lstrip()[:1] in ("(", "（")

    def _option(self, legend: Paragraph, language: str) -> tuple[str, str]:
        """The short words of an option, and the long ones."""
        short, label = (self.shown(legend.message.values[name], language) for name in ("short", "label"))
        return short, label

    def _paragraph(self, paragraph: Paragraph, language: str) -> dict[str, str]:
        spoken = next_language(language) if paragraph.other else language
        text = self.text(paragraph.message, spoken)
        if paragraph.style != "legend":
            return {"style": paragraph.style, "mark": paragraph.mark, "text": text}
        short, label = self._option(paragraph, spoken)
        # What a button says is not said twice: "A (active)", not "A: A (active)".
        return {"style": "item", "mark": paragraph.mark, "text": label if label.startswith(short) else text}

    def _button(self, button: Button, language: str) -> dict[str, str]:
        words = self.text(button.label, language)
        label = f"{button.mark} {words}".strip()
        return {"label": label, "act": button.action.act, "value": button.action.value}


def _set(said: str, language: str) -> str:
    """A full-width bracket brings its own blank."""
    return said.replace("） ", "）") if LANGUAGES[language].full_width else said


def _progress(progress: Progress | None) -> list[int] | None:
    return None if progress is None else [progress.place, progress.total]


@lru_cache(maxsize=4096)
def plain(value: date | Month | Decimal | Fraction | int, language: str) -> str:
    """A date, a month or a number in the manner of a language."""
    locale = LANGUAGES[language].locale
    match value:
        case datetime():
            return f"{_day(value, language)} {format_time(value, 'HH:mm', locale=locale)}"
        case date():
            return _day(value, language)
        case Month(year, month):
            return format_skeleton("yMMM" if month else "y", date(year, month or 1, 1), locale=locale)
    return number(value, language)


def _day(day: date, language: str) -> str:
    return format_date(day, LANGUAGES[language].dates, LANGUAGES[language].locale)


def number(value: Decimal | Fraction | int, language: str) -> str:
    """A number, rounded for the eye to five digits where it does not end before."""
    if isinstance(value, Fraction):
        value = _FIVE_DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator)).normalize()
    with localcontext(_ALL_DIGITS):
        text = format_decimal(value, "#,##0.##########", LANGUAGES[language].locale, decimal_quantization=False)
    return text.replace("-", "−") if text.startswith("-") else text


@lru_cache(maxsize=4096)
def width(text: str) -> int:
    """How wide words are, in Latin characters."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _spelled_out(buttons: Iterable[dict[str, str]]) -> Iterator[dict[str, str]]:
    """The words of buttons that are too wide even for a row of their own; each then has a sign, and their beginning."""
    wide = (button for button in buttons if width(button["label"]) > _WIDTHS[1])
    for sign, button in zip(chain(_SIGNS, repeat("·")), wide, strict=False):
        yield {"style": "item", "mark": sign, "text": button["label"]}
        button["label"] = f"{sign} {_beginning(button['label'], _WIDTHS[1] - width(sign) - 2)}…"


def _beginning(text: str, room: int) -> str:
    """As much of a text as is no wider than this."""
    text = text[:room]
    while width(text) > room:
        text = text[:-1]
    return text.rstrip()


def packed(buttons: list[dict[str, str]]) -> list[list[dict[str, str]]]:
    """Buttons in rows: as many in each as fit a small phone without cutting a word."""
    rows: list[list[dict[str, str]]] = []
    while buttons:
        count = next(n for n in _WIDTHS if _fit(buttons[:n], n) or n == 1)
        rows.append(buttons[:count])
        buttons = buttons[count:]
    return rows


def _fit(row: list[dict[str, str]], count: int) -> bool:
    return len(row) == count and all(width(button["label"]) <= _WIDTHS[count] for button in row)

"""A list of the desk's, so many lines a page: which page a button means, and the ways to those beside it."""

from __future__ import annotations

from bot.core.screens import Button
from bot.core.screens.pages import pages_of, turns, within

LISTED = 8


def page_of(number: str, length: int) -> int:
    """The page that a button names, the last one where there are fewer."""
    return within(int(number), pages_of(length, LISTED)) if number.isdecimal() and len(number) < 6 else 0


def beside(act: str, page: int, length: int, before: str = "") -> tuple[Button, ...]:
    """The pages beside this one; `before` stands before the page's number in what the button carries."""
    return turns(act, page, pages_of(length, LISTED), before)

"""Long lists of the desk, a page at a time: which page a button means, the buttons to the pages beside it, and the note
that a list was cut."""

from __future__ import annotations

from bot.core.messages import say
from bot.core.screens import Button, Paragraph
from bot.core.screens.pages import pages_of, turns, within

LISTED = 8
MOST = 200


def page_of(number: str, length: int) -> int:
    """The page that a button names, the last one where there are fewer."""
    return within(int(number), pages_of(length, LISTED)) if number.isdecimal() and len(number) < 6 else 0


def beside(act: str, page: int, length: int, before: str = "") -> tuple[Button, ...]:
    """The pages beside this one; `before` stands before the page's number in what the button carries."""
    return turns(act, page, pages_of(length, LISTED), before)


def not_all(length: int) -> Paragraph:
    """Said under a list of cases that was cut, of which so many are left."""
    words = say(
        "Only the {n} cases that changed last are listed; there are more. Any case is found by its code: {example}.",
        n=length,
        example="/case NJ01-0042",
    )
    return Paragraph(words, "note")

"""A list that is shown a page at a time: which page, and the ways to those beside it."""

from __future__ import annotations

from bot.core.messages import say
from bot.core.screens import Action, Button

LISTED = 8


def page_of(number: str, length: int) -> int:
    """The page that a button names, the last one where there are fewer."""
    last = max(0, (length - 1) // LISTED)
    return min(int(number), last) if number.isdecimal() and len(number) < 6 else 0


def turns(act: str, before: str, page: int, length: int) -> tuple[Button, ...]:
    """The pages beside this one; `before` stands before the page's number in what the button carries."""
    back = [Button(say("page {page}", page=page), Action(act, f"{before}{page - 1}"), "‹")] if page else []
    if (page + 1) * LISTED < length:
        back.append(Button(say("page {page}", page=page + 2), Action(act, f"{before}{page + 1}"), "›"))
    return tuple(back)

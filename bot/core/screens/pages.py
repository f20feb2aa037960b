"""A list that is shown a page at a time: which page, and the ways to those beside it."""

from __future__ import annotations

from bot.core.messages import say
from bot.core.screens.base import Action, Button


def pages_of(length: int, size: int) -> int:
    """How many pages a list fills; an empty one is a page, too."""
    return max(1, -(-length // size))


def within(page: int, pages: int) -> int:
    """The page that is wanted, counted from 0, or the nearest that there is."""
    return min(max(page, 0), pages - 1)


def turns(act: str, page: int, pages: int, before: str = "") -> tuple[Button, ...]:
    """The pages beside this one; `before` stands before the page's number in what the button carries."""
    back = Button(say("page {page}", page=page), Action(act, f"{before}{page - 1}"), "‹")
    on = Button(say("page {page}", page=page + 2), Action(act, f"{before}{page + 1}"), "›")
    return (*((back,) if page > 0 else ()), *((on,) if page + 1 < pages else ()))

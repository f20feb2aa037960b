"""What stands on the terminal: pictures are printed as they come, and the last one with buttons is kept.

Two chats come to this one place: the person's own, and the study team's, which stands in a frame unless the person is
in it.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TextIO

from bot.channels.console import paint
from bot.channels.console.phone import Arrival, Picture
from bot.channels.console.seat import ME, TEAM

NOTHING: Picture = {"name": "", "section": "", "progress": None, "paragraphs": [], "rows": []}


def width() -> int:
    """How many columns are written."""
    return min(shutil.get_terminal_size().columns, paint.WIDEST)


@dataclass
class Display:
    """The terminal's output; `shown` is the picture whose buttons can be pressed, which is this `message` of `chat`.

    `case` is the last case that was shown.
    """

    out: TextIO
    ink: paint.Ink
    shown: Picture = field(default_factory=lambda: NOTHING)
    chat: str = ME
    message: str = ""
    case: int = 0

    def came(self, came: Mapping[str, Sequence[Arrival]], place: str, frame: str) -> None:
        """Everything that came, by chat; `frame` is what the study team's frame is called.

        What comes to the study team's chat after something was done there (`place`) is what the person goes on with. A
        notice that points to the private chat is left out, since both chats are this one screen.
        """
        own = [(chat, arrival) for chat, arrivals in came.items() if chat != TEAM for arrival in arrivals]
        for chat, arrival in own:
            self.arrived(arrival, chat)
        for arrival in came[TEAM]:
            if place != TEAM:
                self.overheard(arrival, frame)
            elif arrival.do != "toast" or not own:
                self.arrived(arrival, TEAM)

    def arrived(self, arrival: Arrival, chat: str) -> None:
        """One thing for the person: printed, and kept where it has buttons or waits for words."""
        picture = arrival.picture
        if arrival.do == "toast":
            return self.write([(text, "dim") for text in filter(None, [picture["text"]])])
        if arrival.do in ("correct", "strip", "delete"):
            return None
        if picture["name"] == "receipt":
            return self.write(paint.receipt(picture, width(), arrival.before))
        gap = [] if arrival.do == "edit" else [("", "")]
        self.write([*gap, *paint.screen(picture, width(), arrival.before)])
        if picture["rows"] or picture.get("turn") or picture["name"] == "words":
            self.shown, self.chat, self.message = picture, chat, arrival.message
            self.case = picture.get("case") or self.case
        return None

    def overheard(self, arrival: Arrival, title: str) -> None:
        """A card for the study team."""
        if arrival.do in ("show", "edit"):
            lines = paint.screen(arrival.picture, width() - 4)
            self.write([("", ""), *paint.framed(title, lines, width())])

    def say(self, words: str) -> None:
        """A sentence of the console itself."""
        self.write([(text, "dim") for text in paint.wrapped(words, width())])

    def write(self, lines: list[paint.Line]) -> None:
        """Lines, at once."""
        self.out.write(self.ink.text(lines))
        self.out.flush()

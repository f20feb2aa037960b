"""The hand of a player: finds buttons by what they do or say, and answers a question the way a person would.

Buttons are only ever tapped where the chat shows them; where they are on another page, the page is turned first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from bot.channels.console.phone import Phone, taps
from bot.channels.talks.talk import Step, TalkFailed, in_language
from bot.core import asking, kinds
from bot.core.answers import Codes, Value
from bot.core.case import Case
from bot.core.kinds.base import BadValue, Setting
from bot.core.trial import Question, Trial
from bot.desk.incoming import Incoming, Tap

PAGES = 20
OPTIONS = frozenset({"pick", "mark", "unmark"})


class Body(Protocol):
    """What a hand belongs to."""

    trial: Trial
    language: str
    me: Phone

    @property
    def day(self) -> Any:
        """The site's day."""

    def case(self) -> Case:
        """The case at hand."""

    def screen(self) -> str | None:
        """The name of the last screen."""

    def handle(self, words: str, incoming: Incoming) -> None:
        """One thing for the desk."""


def at_hand(body: Body, case: Case | None) -> Hand:
    """The hand of this player, for the case as it is now."""
    return Hand(body, case)


@dataclass(frozen=True)
class Hand:
    """Taps and types."""

    body: Body
    case: Case | None

    def do(self, step: Step) -> None:
        """A step that is one tap, one reply or one command."""
        words = in_language(step.value, self.body.language)
        if step.deed == "say":
            self.say(words)
        elif step.deed == "command":
            word, _, rest = words.partition(" ")
            self.body.handle(f"/{words}", self._incoming(what="command", command=word, text=rest))
        else:
            self.tap_as_said(words)

    def say(self, text: str) -> None:
        """Typed words."""
        self.body.handle(text, self._incoming(what="text", text=text))

    def _incoming(self, **what: Any) -> Incoming:
        address = self.body.me.address
        return Incoming(key="", at=_NEVER, person=address, chat=address, name="", **what)

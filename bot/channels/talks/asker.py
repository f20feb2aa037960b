"""The study team in a talk: somebody in its chat who asks about answers, and closes what was answered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Protocol

from bot.channels.console.phone import Phone
from bot.channels.talks.hand import NEVER, PAGES
from bot.channels.talks.talk import TalkFailed
from bot.core.trial import Trial
from bot.desk.incoming import Incoming, Tap

ASKER = "talk:investigator"


class Body(Protocol):
    """Where the team sits."""

    trial: Trial
    team: Phone

    def handle(self, words: str, incoming: Incoming) -> None:
        """One thing for the desk; the transcript has it in these words."""


@dataclass(frozen=True)
class Asker:
    """Taps on the cards of the team's chat, and replies to the bot there."""

    body: Body

    def ask(self, question: str, words: str) -> None:
        """A query about the answer to a question."""
        if question not in self.body.trial.order:
            raise TalkFailed(f"there is no question {question}")
        self._press("ask", self.body.team.find("ask", "0"))
        place = str(self.body.trial.order[question])
        for page in range(1, PAGES):
            if self.body.team.find("ask_about", place) is not None:
                break
            self._press(f"ask, page {page + 1}", self.body.team.find("ask", str(page)))
        self._press(f"ask about {question}", self.body.team.find("ask_about", place))
        message = next(id for id, shown in reversed(self.body.team.messages.items()) if shown["name"] == "words")
        self._do(words, what="text", text=words, replies_to=message)

    def close(self, number: str) -> None:
        """Closes a query."""
        self._press(f"close {number}", self.body.team.find("close", number))

    def _press(self, words: str, tap: Tap | None) -> None:
        if tap is None:
            raise TalkFailed(f"the study team has no button for: {words}")
        self._do(f"[{words}]", what="tap", tap=tap)

    def _do(self, words: str, **what: Any) -> None:
        bare = Incoming(
            key="", at=NEVER, person=ASKER, chat=self.body.team.address, name="", what="text", private=False
        )
        self.body.handle(f"{ASKER}: {words}", replace(bare, **what))

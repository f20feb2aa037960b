"""A clinic for conversations about any trial: a desk on a database of its own, and two phones in two languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.channels.console.phone import Phone, collect
from bot.content.texts import Texts
from bot.core.languages import LANGUAGES
from bot.core.trial import Trial
from bot.desk.front import Desk
from bot.desk.incoming import Incoming
from bot.desk.room import House
from bot.ports import Team
from bot.store.sql import SqlStore


@dataclass
class Clinic:
    """A desk on a database of its own, a screener's phone, and the study team's, in the other language."""

    store: SqlStore
    language: str
    trial: Trial
    texts: Texts
    site: str
    me: Phone = field(default_factory=lambda: Phone("console:me"))
    team: Phone = field(default_factory=lambda: Phone("console:team"))
    at: datetime = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    keys: int = 0

    def __post_init__(self) -> None:
        self.desk = Desk(self.store, House({self.trial.id: self.trial}, self.texts))
        with self.store.transaction() as unit:
            unit.add_staff(
                address=self.me.address, name="Ann", role="screener", site=self.site, language=self.language, at=self.at
            )
            for language in LANGUAGES:
                if language != self.language:
                    unit.set_team(Team(address=self.team.address, trial=self.trial.id, site="*", language=language))

    def handle(self, **what: Any) -> None:
        self.keys += 1
        self.at += timedelta(seconds=7)
        incoming = Incoming(
            key=f"k{self.keys}", at=self.at, person=self.me.address, chat=self.me.address, name="Ann", **what
        )
        self.desk.handle(incoming)
        assert self.desk.handle(incoming) == 0, "the same thing delivered again does nothing"
        collect(self.store, [self.me, self.team], self.at)

    def tap(self, act: str) -> None:
        tap = self.me.find(act)
        assert tap is not None, f"no button does {act}"
        self.handle(what="tap", tap=tap, refers=f"r{self.keys}")

    @property
    def state(self) -> str:
        with self.store.reading() as unit:
            (row,) = unit.cases_of()
            return row.state

    def screen(self, said: Mapping[str, str]) -> None:
        """A whole case, all of it typed: each question once, in this order, and then sent."""
        self.handle(what="command", command="screen")
        self.tap("agree")
        asked = []
        while self.state not in ("review", "sent"):
            if self.state == "decided":
                self.tap("go_on")
                continue
            asked.append(self.state)
            self.handle(what="text", text=said[asked[-1]])
            assert self.state != asked[-1], f"{said[asked[-1]]} was not understood at {asked[-1]}"
        assert asked == list(said)
        self.tap("send")
        assert self.state == "sent"

    def shows(self, parts: Mapping[str, tuple[str, ...]]) -> None:
        """The screener and the study team have the card, each in their language, with what is expected in that."""
        (team,) = [one for one in self.team.messages.values() if one["name"] == "card"]
        mine = list(self.me.messages.values())[-1]
        other = next(code for code in LANGUAGES if code != self.language)
        for picture, language in ((mine, self.language), (team, other)):
            assert picture["name"] == "card"
            assert all(part in words(picture) for part in parts[language]), words(picture)


def words(picture: Mapping[str, Any]) -> str:
    return "\n".join(one["text"] for one in picture["paragraphs"])

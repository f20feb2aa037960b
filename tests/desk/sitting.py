"""Somebody at a desk whose chat, and whose study team's chat, are looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.channels.console.phone import Phone, collect
from bot.desk.front import Desk
from bot.desk.incoming import Incoming, Tap
from bot.ports import CaseRow
from bot.store.sql import SqlStore

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
ME, TEAM = "telegram:1", "telegram:-7"


@dataclass
class Sitting:
    """An administrator who screens, and the study team's chat."""

    store: SqlStore
    desk: Desk
    language: str
    done: int = 0
    me: Phone = field(default_factory=lambda: Phone(ME))
    team: Phone = field(default_factory=lambda: Phone(TEAM))

    @property
    def now(self) -> datetime:
        """Ten seconds after what was done last."""
        return NOW + timedelta(seconds=10 * self.done)

    def does(self, **what: Any) -> str:
        """Does something, and gives all that was said to it."""
        self.done += 1
        given: dict[str, Any] = {"chat": ME, **what}
        given["refers"] = f"t{self.done}" if given["what"] == "tap" else None
        self.desk.handle(Incoming(key=f"{self.done}", at=self.now, person=ME, name="Zhou", **given))
        came = collect(self.store, (self.me, self.team), self.now)
        return "\n".join(str(one.picture) for arrivals in came.values() for one in arrivals)

    def types(self, text: str) -> str:
        """A message."""
        return self.does(what="text", text=text)

    def commands(self, command: str) -> str:
        """A command."""
        return self.does(what="command", command=command)

    def taps(self, tap: Tap | None, **more: Any) -> str:
        """A button."""
        return self.does(what="tap", tap=tap, **more)

    def case(self) -> CaseRow:
        """The case that was opened last."""
        *_, last = self.store.every_case()
        return last

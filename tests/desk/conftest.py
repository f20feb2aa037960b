"""A desk on a locked store of each kind, and somebody at it whose chat is looked at; an office of many people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.channels.console.phone import Phone, collect
from bot.content.catalogues import LANGUAGES, language_for
from bot.content.library import read_library
from bot.desk.front import Desk
from bot.desk.incoming import Incoming, Tap
from bot.desk.room import House
from bot.ports import CaseRow, Team
from bot.store.sql import SqlStore, open_store
from bot.store.vault import Keyring, new_master
from tests.desk.office import Office

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
ME, TEAM = "telegram:1", "telegram:-7"


@pytest.fixture(scope="session")
def house() -> House:
    """The real trials and the real words."""
    library = read_library(ROOT / "flows", ROOT / "locales")
    return House(library.trials, library.texts, tuple(LANGUAGES), language_for)


@pytest.fixture
def store(database: str) -> Iterator[SqlStore]:
    """A database of each kind, locked."""
    store = open_store(database, keyring=Keyring([new_master()]))
    yield store
    store.close()


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


@pytest.fixture(params=tuple(LANGUAGES))
def sitting(store: SqlStore, house: House, request: pytest.FixtureRequest) -> Sitting:
    """Somebody at the desk, in each language, who has opened a case and said that the patient agrees."""
    with store.transaction() as unit:
        unit.add_staff(address=ME, name="Zhou", role="administrator", site="NJ01", language=request.param, at=NOW)
        for trial in house.trials:
            unit.set_team(Team(address=TEAM, trial=trial, site="*", language=request.param))
    sitting = Sitting(store, Desk(store, house), request.param)
    sitting.commands("screen")
    sitting.types("D-17")
    sitting.taps(sitting.me.find("agree"))
    return sitting


@pytest.fixture
def office(sqlite_database: str) -> Iterator[Office]:
    """Without anybody in it. What a power cut would leave is tested elsewhere: here nobody waits for the disk."""
    store = open_store(sqlite_database)
    event.listen(store.engine, "connect", _hurried)
    yield Office(store)
    store.close()


def _hurried(connection: Any, _: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")

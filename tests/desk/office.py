"""A desk on a real database, and people with roles in front of it, without any channel."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from bot.desk.front import Desk
from bot.desk.incoming import Incoming, Tap
from bot.desk.room import House
from bot.ports import Booking, CaseRow, Delegation, Entry, LentLine, Noted, Staff
from bot.store.sql import SqlStore
from tests.core.worlds import first

START = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
SITE, ELSEWHERE, OTHER = "NJ01", "BJ02", "other-trial"
TEAM = "chat:-100"
TRIAL = "ln-msc"


def address(id: int) -> str:
    """Where a person is reached."""
    return f"chat:{id}"


@dataclass
class Office:
    """The desk with the real trial, and the same under another name."""

    store: SqlStore
    at: datetime = START
    numbers: Any = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        trial = first().trials[TRIAL]
        trials = {TRIAL: trial, OTHER: replace(trial, id=OTHER)}
        self.house = House(trials, first().texts)
        self.desk = Desk(self.store, self.house, papers=True)

    # People.

    def person(self, id: int, *given: Delegation, language: str = "en") -> Staff:
        """Somebody who has been here for a day, with just these delegations."""
        since = self.at - timedelta(days=1)
        with self.store.transaction() as unit:
            staff = unit.add_staff(
                address=address(id), name=f"Person {id}", role=given[0].role, site=given[0].site, language=language,
                at=since,
            )  # fmt: skip
            staff = replace(staff, delegations=given)
            unit.save_staff(staff)
        return staff

    def role(self, role: str, trial: str = TRIAL, site: str = SITE, **dates: datetime) -> Delegation:
        """A delegation, since yesterday where nothing else is said."""
        return Delegation(role=role, trial=trial, site=site, **{"since": self.at - timedelta(days=1), **dates})

    def staff(self, id: int) -> Staff:
        """The person as they stand."""
        with self.store.reading() as unit:
            found = unit.staff_by_address(address(id))
        assert found is not None
        return found

    # What they do. Each gives what was put into the outbox.

    def tap(self, id: int, act: str, value: str = "", case: int = 0, turn: int = 0, chat: str = "") -> list[LentLine]:
        """A button, in the private chat or in another one."""
        return self.arrives(id, chat, what="tap", tap=Tap(act=act, value=value, case=case, turn=turn), refers="tap")

    def command(self, id: int, command: str, text: str = "", chat: str = "") -> list[LentLine]:
        """A command."""
        return self.arrives(id, chat, what="command", command=command, text=text)

    def type(self, id: int, text: str, **more: Any) -> list[LentLine]:
        """Words."""
        return self.arrives(id, "", what="text", text=text, **more)

    def arrives(self, id: int, chat: str, **said: Any) -> list[LentLine]:
        """One thing that arrived, a second later than the one before."""
        self.at += timedelta(seconds=1)
        key = f"update:{next(self.numbers)}"
        where = chat or address(id)
        private = not chat
        self.desk.handle(
            Incoming(key=key, at=self.at, person=address(id), chat=where, name=f"Person {id}", private=private, **said)
        )
        return self.sent()

    def sent(self) -> list[LentLine]:
        """Everything that waited in the outbox, delivered; what was shown has its message."""
        gone: list[LentLine] = []
        while lines := self.store.claim(self.at, 500):
            self.store.book([Booking(line=one, how="sent", message_id=f"m{one.id}") for one in lines], self.at)
            gone += lines
        return gone

    # What is stored.

    def rows(self) -> list[CaseRow]:
        """All cases."""
        return list(self.store.every_case())

    def record(self, case: int) -> tuple[Entry, ...]:
        """The record of a case."""
        with self.store.reading() as unit:
            return unit.entries(case)

    def log(self, site: str = SITE) -> tuple[Noted, ...]:
        """The log of a site."""
        with self.store.reading() as unit:
            return unit.logged(site)

    def words(self, lines: list[LentLine]) -> str:
        """Everything that was put into words, in one string."""
        return "\n".join(_words(line.picture) for line in lines)


def _words(thing: Any) -> str:
    match thing:
        case str():
            return thing
        case dict():
            return "\n".join(_words(one) for one in thing.values())
        case list() | tuple():
            return "\n".join(_words(one) for one in thing)
    return ""

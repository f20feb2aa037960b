"""A witness from outside: one hash over the ends of all records and logs, told to the study teams' chats every day.

Whoever owns the database could write it all anew; they cannot change what stands in a chat. The witness of a day covers
what was written before that day ended (UTC), and comes out the same whenever it is made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from bot.core.messages import say
from bot.core.screens import Paragraph, Screen
from bot.desk.room import House
from bot.ports import CaseRow, Entry, Noted, Outgoing, Store

# By then everything of the day before is written down, also by a worker that had to wait for the database.
SETTLED = timedelta(hours=1)


class Seal:
    """One hash over the ends of records, in the order in which they are added."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.cases = self.entries = 0

    def add(self, name: str, entries: int, head: str) -> None:
        """One more, with the number and the hash of its last entry."""
        self._hash.update(f"{name} {entries} {head}\n".encode())
        self.cases, self.entries = self.cases + 1, self.entries + entries

    def add_log(self, site: str, lines: int, head: str) -> None:
        """The log of a site."""
        self._hash.update(f"log {site} {lines} {head}\n".encode())

    @property
    def hash(self) -> str:
        """As hex digits."""
        return self._hash.hexdigest()


def witness(store: Store, day: date) -> Iterator[Seal]:
    """The witness of a day, one case more at each step, so that no talk has to wait; the last one is complete."""
    seal, ended = Seal(), datetime.combine(day + timedelta(days=1), time(), UTC)
    for case in store.every_case():
        if case.opened_at < ended:
            seal.add(case.code, *_end_of_case(store, case, ended))
        yield seal
    with store.reading() as unit:
        for site in unit.logged_sites():
            lines, head = _end(unit.logged(site), ended)
            if lines:
                seal.add_log(site, lines, head)
    yield seal


def witnessed_day(now: datetime) -> date:
    """The last day whose witness can be made."""
    return (now.astimezone(UTC) - SETTLED).date() - timedelta(days=1)


def tell_teams(store: Store, house: House, day: date, seal: Seal) -> None:
    """The witness for every chat of the study teams, once, whoever else tells it."""
    told = (
        say("Witness of {day}: {cases} cases, {entries} entries.", day=day, cases=seal.cases, entries=seal.entries),
        say("{hash}", hash=seal.hash),
        say("Nothing is to be done. Whoever wants to know that no record of then was changed compares this with it."),
    )
    screen = Screen("witness", tuple(Paragraph(one, "note") for one in told))
    with store.transaction() as unit:
        for address, language in {team.address: team.language for team in unit.all_teams()}.items():
            picture = house.drawn(screen, language)
            unit.send(Outgoing(address=address, do="show", key=f"witness:{day}:{address}", picture=picture))


def _end_of_case(store: Store, case: CaseRow, ended: datetime) -> tuple[int, str]:
    if case.changed_at < ended:
        return case.entries, case.head
    with store.reading() as unit:
        return _end(unit.entries(case.id), ended)


def _end(lines: tuple[Entry, ...] | tuple[Noted, ...], ended: datetime) -> tuple[int, str]:
    """Number and hash of the last line from before then."""
    before = [line for line in lines if line.at < ended]
    return (before[-1].number, before[-1].hash) if before else (0, "")

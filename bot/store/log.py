"""Each site's log, within one transaction: what happened to people, chained as a case's record is.

The bytes that are hashed are the line as a JSON object (`chain.canonical`) without its "hash": actor, at, data, kind,
number, previous, site, subject. A line is only ever added.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import insert, select

from bot.ports import Note, Noted, Store, UnitOfWork
from bot.store import tables
from bot.store.chain import canonical, instant, settled
from bot.store.part import UnitPart

LOG = tables.log.c
WRITTEN = tuple(field.name for field in fields(Note))
SEALED = tuple(field.name for field in fields(Noted))


class Log(UnitPart):
    """Adding to the logs of sites, and reading them."""

    def log(self, *notes: Note) -> None:
        """Seal these to their sites' logs, in this order; `Conflict` if another transaction was first."""
        for note in notes:
            number, previous = self._end(note.site)
            sealed = seal(note, number + 1, previous)
            self.connection.execute(insert(tables.log), {name: getattr(sealed, name) for name in SEALED})

    def logged(self, site: str) -> tuple[Noted, ...]:
        """The whole log of a site, in order."""
        found = select(tables.log).where(LOG.site == site).order_by(LOG.number)
        return tuple(Noted(**row) for row in self.all(found))

    def logged_sites(self) -> tuple[str, ...]:
        """The sites that have a log."""
        return tuple(row["site"] for row in self.all(select(LOG.site).distinct().order_by(LOG.site)))

    def _end(self, site: str) -> tuple[int, str]:
        last = select(LOG.number, LOG.hash).where(LOG.site == site).order_by(LOG.number.desc()).limit(1)
        row = self.one(last)
        return (0, "") if row is None else (row["number"], row["hash"])


def seal(note: Note, number: int, previous: str) -> Noted:
    """The note as the next line of its site's log."""
    given = {name: getattr(note, name) for name in WRITTEN} | {"data": settled(note.data)}
    line = Noted(**given, number=number, previous=previous, hash="")
    return replace(line, hash=digest(line))


def digest(line: Noted) -> str:
    """The hash that belongs into this line."""
    body: Mapping[str, Any] = {name: getattr(line, name) for name in SEALED if name != "hash"}
    body = {**body, "at": instant(line.at), "data": dict(line.data)}
    return hashlib.sha256(canonical(body).encode("utf-8")).hexdigest()


def broken(lines: Iterable[Noted]) -> int | None:
    """The place, counted from 1, of the first line of a site's log that does not verify; None if all do."""
    previous = ""
    for place, line in enumerate(lines, 1):
        if (line.number, line.previous, line.hash) != (place, previous, digest(line)):
            return place
        previous = line.hash
    return None


def verify_logs(store: Store) -> list[str]:
    """What is wrong with the logs of the sites; empty if nothing is."""
    with store.reading() as unit:
        return [problem for site in unit.logged_sites() for problem in _problems(unit, site)]


def _problems(unit: UnitOfWork, site: str) -> list[str]:
    try:
        place = broken(unit.logged(site))
    except (ValueError, TypeError) as error:  # whose words may hold what was written there
        return [f"the log of {site} cannot be read: {type(error).__name__}"]
    return [] if place is None else [f"the log of {site}: line {place} does not verify"]

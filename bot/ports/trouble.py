"""What a store may answer instead of doing it, and the updates that were given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class StoreFailed(Exception):
    """The store could not do it and nothing was saved: refuse the update, it will be delivered again."""


class StoreBusy(StoreFailed):
    """Somebody else held the database for too long: the same again may well succeed."""


class StoreDown(StoreFailed):
    """The database itself is in trouble: full, read-only, damaged, out of reach. No update is to blame for it."""


class StoreDamaged(StoreDown):
    """What is stored cannot be understood any more; where it only cannot be reached now, it is the others."""


class Conflict(Exception):
    """Somebody else was first: what this transaction had read is no longer true, nothing was saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """An update that was given up: what kind of error it met, and where in the program. Never what it said."""

    update_key: str
    at: datetime
    error: str
    place: str


class Updates(Protocol):
    """Which updates were handled, so that each is once, and which were given up."""

    def note_seen(self, update_key: str, at: datetime) -> None:
        """This update is handled by this transaction; `Conflict` if it was already."""

    def first_time(self, update_key: str, at: datetime) -> bool:
        """The same, but gives False instead of `Conflict` if it was handled already."""

    def park(self, parked: Parked) -> None:
        """This update is given up; a second note of the same is ignored."""

    def parked(self, limit: int) -> list[Parked]:
        """The updates that were given up, the latest first."""

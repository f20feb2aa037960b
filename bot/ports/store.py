"""Where all of it is kept: one transaction, and the store that opens it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from bot.ports.cases import CaseRow, Cases
from bot.ports.log import Logs
from bot.ports.outbox import Booking, GivenUp, LentLine, Letters, Outbox
from bot.ports.people import People
from bot.ports.reminders import Reminders
from bot.ports.trouble import Updates


class UnitOfWork(Updates, People, Logs, Cases, Reminders, Letters, Protocol):
    """One transaction: everything that is done through it is saved together, or not at all."""

    def expect(self, updates: Mapping[str, datetime], addresses: Sequence[str], cases: Sequence[int]) -> None:
        """These updates, by their keys, will be handled: of these people, perhaps on these cases. A matter of speed."""


class Carrier(Protocol):
    """Carries out the lines of one channel, in the thread that puts them in."""

    @property
    def channel(self) -> str:
        """What the addresses begin with that are its business."""

    def take(self, lines: Sequence[LentLine], behind: Collection[str]) -> None:
        """Takes lines that are lent to it; `behind`: addresses where more lines wait, which have to be claimed."""


class Store(Protocol):
    """Where cases live. Any method may raise `StoreFailed`."""

    def transaction(self) -> AbstractContextManager[UnitOfWork]:
        """Commits at the end of the block, rolls back on any exception."""

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        """One consistent view that neither waits for writers nor keeps them waiting; not for writing."""

    def every_case(self) -> Iterator[CaseRow]:
        """All cases by id, a page at a time: exports, statistics, verification."""

    def hand_to(self, carrier: Carrier | None) -> None:
        """From now on (None: no longer) lines that this thread puts in are handed over, all that is lent being with it.

        They are lent in the transaction that puts them in and handed over right after its commit, except those that
        wait for a line that is not lent. The carrier keeps the outbox's order: some lines wait for others that it has.
        """

    def claim(self, now: datetime, limit: int, channel: str = "", done: Sequence[Booking] = ()) -> list[LentLine]:
        """Lines to be sent now, lent for a while, then due again; `done` is booked first, in this transaction.

        Of each address new messages come one after the other, and so does everything about one message (its slot);
        a toast waits for nothing. `channel` is what the addresses begin with ("telegram:"); each channel has a courier
        of its own. An edit or delete whose message was never shown is dropped on the way.
        """

    def book(self, done: Sequence[Booking], now: datetime) -> None:
        """What became of lines that were lent. A slot of a show or an edit now holds its message."""

    def renew(self, lines: Sequence[int], now: datetime) -> None:
        """These are still being sent: lent for another while."""

    def join(self, channel: str = "", alone: bool = False) -> None:
        """From now on this process is one of those who send for this channel; takes back all that was lent where none
        of the others is alive. What one of several has left is due again by itself.

        `alone`: nobody sends beside it; StoreBusy for as long as another one does.
        """

    def inherit(self, channel: str, mine: Collection[int]) -> None:
        """Every second: takes back what was lent to others, where the last of them has just gone; all but `mine`, which
        this process has."""

    def leave(self) -> None:
        """This process sends no more."""

    def outbox(self) -> Outbox:
        """How the outbox stands."""

    def failures(self, limit: int) -> list[GivenUp]:
        """The lines that were given up, the latest first."""

    def forget(self, before: datetime, parked_before: datetime | None = None) -> int:
        """Drop some update keys and finished outbox lines of before then, and old notes of parked updates.

        Says how many: a small portion, so that nobody waits for it, and none when all are gone. The latest update keys
        stay whatever their time, in case a clock was wrong. The record is never touched.
        """

    def compact(self) -> None:
        """After something was erased: nothing of it is left in any file, as far as the store can see to that."""

    def problems(self, code: str) -> list[str]:
        """What is wrong with the record of this case; nothing where its chain is whole."""

    def check(self) -> None:
        """StoreFailed where the database does not answer, may not be written, or has not all this program's tables."""

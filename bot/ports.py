"""What the desk needs of the world, as interfaces and plain data: the case store, its transaction, the outbox.

Nothing here does anything. Adapters (`bot.store`, the channels) implement these; only the standard library is imported,
so that everybody may import this. Moments are aware UTC datetimes, JSON values hold no floats.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol

Do = Literal["show", "edit", "toast", "delete", "paper", "menu"]
# What the keys of outgoing reminders begin with: they go out after everything else.
REMINDER = "remind:"


# The state of a case whose answers were destroyed: only that it was there, and who erased it when, is left.
ERASED = "erased"


class StoreFailed(Exception):
    """The store could not do it and nothing was saved: refuse the update, it will be delivered again."""


class StoreBusy(StoreFailed):
    """Somebody else held the database for too long: the same again may well succeed."""


class StoreDown(StoreFailed):
    """The database itself is in trouble: full, read-only, damaged, out of reach. No update is to blame for it."""


class Conflict(Exception):
    """Somebody else was first: what this transaction had read is no longer true, nothing was saved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry as the desk writes it; the store adds its place in the record and the seal.

    `at` is UTC, `offset` the minutes by which the site's clock was ahead of it; `state` is the machine's state after
    the entry; `data` is whatever the kind of entry needs, as JSON.
    """

    kind: str
    at: datetime
    offset: int
    staff_id: int | None
    language: str
    trial: str
    version: str
    state: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry(Draft):
    """One line of a case's append-only record, numbered from 1; `previous` is the hash of the line before, or "".

    `locked` is what is stored and hashed in the place of `data`; "" where these are stored as they are. `salt` shows
    whoever has it that they belong to it; "" where they cannot be opened, and `data` is then empty.
    """

    case_id: int
    number: int
    previous: str
    hash: str
    locked: str = ""
    salt: str = ""

    @property
    def closed(self) -> bool:
        """Whether the data cannot be read: their key is not given, or no more, or they were altered."""
        return bool(self.locked) and not self.salt


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """A line of the delegation log: a role in a trial at a site ("*": all of them), since a moment, until it is ended.

    ICH E6(R3) 2.3.3 asks the investigator to keep who was given which activities, and when. A line is never taken
    away: what has ended has an `until`.
    """

    role: str
    trial: str = "*"
    site: str = "*"
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """A person who takes part, known by the address of a channel ("telegram:123", "console:me").

    What they may do the delegations say; `role` and `site` are those of the latest, for the greeting and for where
    their new cases open. `signing` is the signature that waits for their reason or their PIN.
    """

    id: int
    address: str
    name: str
    role: str
    site: str
    language: str
    active_case: int | None
    joined_at: datetime
    left_at: datetime | None = None
    delegations: tuple[Delegation, ...] = ()
    signing: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """What a person signs with, as a salted digest (both hexadecimal), the failed tries since the last right one, and
    until when no try counts."""

    staff_id: int
    salt: str
    digest: str
    set_at: datetime
    failures: int = 0
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Whoever opens it first joins with this role in this trial at this site; `used_by` is then their address."""

    token: str
    role: str
    site: str
    language: str | None
    expires_at: datetime
    used_by: str | None = None
    trial: str = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something for a site's log: about people, not about a case. Who joined, which role ended, what was refused.

    `actor` did it (None: the command line), `subject` is whom it is about; `data` holds codes only.
    """

    site: str
    kind: str
    at: datetime
    actor: int | None = None
    subject: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted(Note):
    """One line of a site's append-only log, numbered from 1 and chained like a case's record."""

    number: int
    previous: str
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """Where a case stands: a projection of its record, kept for look-up.

    `entries` and `head` are the number and the hash of its last entry; together with `turn` they are what an append is
    checked against.
    """

    id: int
    code: str
    label: str | None
    trial: str
    version: str
    site: str
    owner: int
    state: str
    turn: int
    opened_at: datetime
    changed_at: datetime
    head: str
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A chat that gets the cards of a trial, of one site or of all ("*"), in its language."""

    address: str
    trial: str
    site: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """Something to be done in a chat, or with its menu of commands. The second one with the same `key` is ignored.

    `slot` names a message of that chat: a show fills it, an edit or a delete finds its message by it. A paper takes
    time to be made, so that nothing waits for it. `refers` is the
    channel's own id of what is meant where there is no slot: the tap that a toast answers, the message to be edited.
    `at` is when it was put in.
    """

    address: str
    do: Do
    key: str
    slot: str | None = None
    picture: Mapping[str, Any] = field(default_factory=dict)
    refers: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending(Outgoing):
    """An outgoing line as the courier gets it.

    `message_id` is the message to edit or delete; `attempts` counts how often the line was handed out, this time
    included; `not_before` is what the last retry asked for.
    """

    id: int
    attempts: int
    not_before: datetime | None
    message_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """What became of a line that was lent: sent (its message, where there is one), to be tried again, or given up."""

    line: Pending
    how: Literal["sent", "again", "failed"]
    message_id: str | None = None
    not_before: datetime | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """The outbox in figures: lines not yet sent, since when the oldest of them waits, lines given up."""

    waiting: int
    oldest: datetime | None
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An outgoing line that was given up, and why."""

    id: int
    address: str
    do: Do
    key: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    """An update that was given up: what kind of error it met, and where in the program. Never what it said."""

    update_key: str
    at: datetime
    error: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminding:
    """A case to be looked at for reminders; `hushed`: by their keys, until which day they rest, or None for ever."""

    case: CaseRow
    hushed: Mapping[str, date | None]


class Unit(Protocol):
    """One transaction: everything that is done through it is saved together, or not at all."""

    def note_seen(self, update_key: str, at: datetime) -> None:
        """This update is handled by this transaction; `Conflict` if it was already."""

    def first_time(self, update_key: str, at: datetime) -> bool:
        """The same, but False if it was handled already."""

    def expect(self, updates: Mapping[str, datetime], addresses: Sequence[str], cases: Sequence[int]) -> None:
        """These updates, by their keys, will be handled: of these people, perhaps on these cases. A matter of speed."""

    def park(self, parked: Parked) -> None:
        """This update is given up; a second note of the same is ignored."""

    def parked(self, limit: int) -> list[Parked]:
        """The updates that were given up, the latest first."""

    def staff(self, staff_id: int) -> Staff | None:
        """The person with this id, whether still here or gone."""

    def staff_by_address(self, address: str) -> Staff | None:
        """The person at this address, whether still here or gone."""

    def add_staff(
        self, *, address: str, name: str, role: str, site: str, language: str, at: datetime, trial: str = "*"
    ) -> Staff:
        """A new person, delegated this role from now on; `Conflict` if the address is taken."""

    def save_staff(self, staff: Staff) -> None:
        """Everything about this person but id, address and the day of joining, as given."""

    def staff_at(self, site: str) -> tuple[Staff, ...]:
        """The people of a site who are still here."""

    def administrators(self) -> tuple[Staff, ...]:
        """The administrators of all sites who are still here."""

    def everybody(self) -> tuple[Staff, ...]:
        """All people of all sites, here or gone, in the order of their joining."""

    def pin(self, staff_id: int) -> Pin | None:
        """What this person signs with, if they have set it."""

    def save_pin(self, pin: Pin) -> None:
        """From now on the person signs with this."""

    def drop_pin(self, staff_id: int) -> None:
        """The person sets a new one when they sign next."""

    def log(self, *notes: Note) -> None:
        """Seal these to their sites' logs, in this order; `Conflict` if another transaction was first."""

    def logged(self, site: str) -> tuple[Noted, ...]:
        """The whole log of a site, in order."""

    def logged_sites(self) -> tuple[str, ...]:
        """The sites that have a log."""

    def add_invitation(self, invitation: Invitation) -> None:
        """Only a digest of the token is kept."""

    def invited(self, token: str, now: datetime) -> bool:
        """Whether there is an invitation with this token that could still be taken."""

    def take_invitation(self, token: str, now: datetime, by: str) -> Invitation | None:
        """The invitation, used up by this address; None if there is none, or it was used, or has expired."""

    def next_code(self, site: str) -> str:
        """A subject code that was never given before: NJ01-0042."""

    def open_case(
        self, *, code: str, trial: str, version: str, site: str, owner: int, state: str, at: datetime,
        label: str | None = None,
    ) -> CaseRow:  # fmt: skip
        """A new case without any entry; `Conflict` if the code is taken."""

    def case(self, case_id: int) -> CaseRow | None:
        """The case, held against other writers until the transaction ends."""

    def case_by_code(self, code: str) -> CaseRow | None:
        """The same, by its subject code."""

    def cases_of(
        self, *, owner: int | None = None, site: str | None = None, trial: str | None = None,
        label: str | None = None, states: Sequence[str] = (), limit: int = 50, skip: int = 0,
    ) -> tuple[CaseRow, ...]:  # fmt: skip
        """Cases that match everything given, the latest change first."""

    def note_subject(self, digest: str, case_id: int) -> None:
        """This case is of the patient with this fingerprint."""

    def cases_of_subject(self, digest: str) -> tuple[CaseRow, ...]:
        """The cases of the patient with this fingerprint, the latest first."""

    def entries(self, case_id: int) -> tuple[Entry, ...]:
        """The whole record of a case, in order."""

    def latest(self, case_id: int, kind: str) -> Entry | None:
        """The last entry of this kind in a case's record."""

    def append(
        self, case: CaseRow, drafts: Sequence[Draft], *, state: str, turn: int,
        owner: int | None = None, label: str | None = None,
    ) -> tuple[Entry, ...]:  # fmt: skip
        """Seal the drafts to the record, and bring the case row up to date (owner and label only where given).

        `Conflict` if the case has moved on since `case` was read. To append again in the same transaction, read the
        case again.
        """

    def erase(self, case: CaseRow, draft: Draft) -> Entry:
        """Destroy all that was said in a case; the draft becomes its last entry and stays readable.

        StoreFailed where something was written as it is: that cannot be taken back.
        """

    def teams(self, trial: str, site: str) -> tuple[Team, ...]:
        """The chats that get the cards of this trial at this site."""

    def teams_at(self, address: str) -> tuple[Team, ...]:
        """What this chat gets cards of."""

    def all_teams(self) -> tuple[Team, ...]:
        """Every chat that gets cards, once for each trial and site."""

    def set_team(self, team: Team) -> None:
        """From now on this chat gets these cards, in this language."""

    def drop_team(self, address: str) -> None:
        """From now on this chat gets no cards."""

    def look_again(self, case_id: int, at: datetime) -> None:
        """This case is to be looked at for reminders from then on."""

    def due_reminding(self, now: datetime) -> Reminding | None:
        """One case that is to be looked at by now, held until the transaction ends; none that another worker holds."""

    def reminding(self, case_id: int) -> Reminding | None:
        """The same for this case."""

    def plan(self, case_id: int, due_at: datetime | None, hushed: Mapping[str, date | None]) -> None:
        """When the case is to be looked at next (None: never, unless it is said again), and what rests meanwhile."""

    def send(self, *outgoing: Outgoing) -> None:
        """Put into the outbox, in this order; those whose key is known are ignored."""

    def slot_message(self, address: str, slot: str) -> str | None:
        """The message that was last shown in this slot."""

    def slot_of(self, address: str, message_id: str) -> str | None:
        """The slot that holds this message of a chat."""


class Store(Protocol):
    """Where cases live. Any method may raise `StoreFailed`."""

    def transaction(self) -> AbstractContextManager[Unit]:
        """Commits at the end of the block, rolls back on any exception."""

    def reading(self) -> AbstractContextManager[Unit]:
        """One consistent view that neither waits for writers nor keeps them waiting; not for writing."""

    def every_case(self) -> Iterator[CaseRow]:
        """All cases by id, a page at a time: exports, statistics, verification."""

    def claim(self, now: datetime, limit: int, channel: str = "", done: Sequence[Booking] = ()) -> list[Pending]:
        """Lines to be sent now, lent for a minute, then due again; `done` is booked first, in the same transaction.

        Of each address new messages come one after the other, and so does everything about one message (its slot);
        a toast waits for nothing. `channel` is what the addresses begin with ("telegram:"); each channel has a courier
        of its own. An edit or delete whose message was never shown is dropped on the way.
        """

    def book(self, done: Sequence[Booking], now: datetime) -> None:
        """What became of lines that were lent. A slot of a show or an edit now holds its message."""

    def keep(self, lines: Sequence[int], now: datetime) -> None:
        """These are still being sent: lent for another minute."""

    def release(self, channel: str = "") -> None:
        """Take back all that was lent: for a channel's only courier, at its start."""

    def waiting(self) -> int:
        """How many lines are not yet sent."""

    def outbox(self) -> Outbox:
        """How the outbox stands."""

    def failures(self, limit: int) -> list[Failure]:
        """The lines that were given up, the latest first."""

    def forget(self, before: datetime, parked_before: datetime | None = None) -> int:
        """Drop some update keys and finished outbox lines of before then, and old notes of parked updates.

        Says how many: a small portion, so that nobody waits for it, and none when all are gone. The latest update keys
        stay whatever their time, in case a clock was wrong. The record is never touched.
        """

    def problems(self, code: str) -> list[str]:
        """What is wrong with the record of this case; nothing where its chain is whole."""

    def check(self) -> None:
        """StoreFailed where the database does not answer, or has not all the tables of this program."""

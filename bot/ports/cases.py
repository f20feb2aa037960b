"""Cases and their records: what is written down of each, entry by entry, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

# The state of a case whose answers were destroyed: only that it was there, and who erased it when, is left.
ERASED = "erased"


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

    @property
    def name(self) -> str:
        """How people call it: the site's own code where it gave one."""
        return self.label or self.code


class Cases(Protocol):
    """Opening cases, finding them, reading their records and adding to these."""

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
        label: str | None = None, states: Sequence[str] = (), without: Sequence[str] = (), limit: int = 50,
        skip: int = 0,
    ) -> tuple[CaseRow, ...]:  # fmt: skip
        """Cases that match everything given, in one of `states` and in none of `without`, the latest change first."""

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
        """Destroy all answers of a case; the draft becomes its last entry and stays readable.

        StoreFailed where an entry was stored unlocked: that cannot be taken back.
        """

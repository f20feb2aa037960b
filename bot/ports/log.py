"""Each site's log: what happened to people there, chained like a case's record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


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


class Logs(Protocol):
    """Adding to the logs of sites, and reading them."""

    def log(self, *notes: Note) -> None:
        """Seal these to their sites' logs, in this order; `Conflict` if another transaction was first."""

    def logged(self, site: str) -> tuple[Noted, ...]:
        """The whole log of a site, in order."""

    def logged_sites(self) -> tuple[str, ...]:
        """The sites that have a log."""

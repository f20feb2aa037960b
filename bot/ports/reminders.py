"""When a case is to be looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.ports.cases import CaseRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminding:
    """A case to be looked at for reminders; `hushed`: until which day each rests, by its key (None: for ever)."""

    case: CaseRow
    hushed: Mapping[str, date | None]


class Reminders(Protocol):
    """The cases that are to be looked at, and when."""

    def look_again(self, case_id: int, at: datetime) -> None:
        """This case is to be looked at for reminders from then on."""

    def look_at_all(self, trial: str, at: datetime) -> None:
        """All cases of this trial that are looked at are to be looked at from then on, if not before."""

    def due_reminding(self, now: datetime) -> Reminding | None:
        """One case that is to be looked at by now, held until the transaction ends; none that another worker holds."""

    def reminding(self, case_id: int) -> Reminding | None:
        """The same for this case."""

    def plan(self, case_id: int, due_at: datetime | None, hushed: Mapping[str, date | None]) -> None:
        """When the case is to be looked at next (None: not until something happens), and which reminders rest."""

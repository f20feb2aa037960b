"""When each case is to be looked at for reminders, within one transaction.

Any worker takes the next one that is due; one that another worker holds is skipped. The case itself is only read: who
holds a reminder never waits for a case.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, or_, select, update

from bot.ports import Reminding
from bot.store import tables
from bot.store.engine import upsert
from bot.store.part import UnitPart
from bot.store.rows import case_rows

REMINDERS = tables.reminders.c
CASES = tables.cases.c


class Reminders(UnitPart):
    """Planning to look at cases, and taking those whose time has come."""

    def look_again(self, case_id: int, at: datetime) -> None:
        """This case is to be looked at for reminders from then on."""
        self.connection.execute(_again(self.dialect), {"case_id": case_id, "due_at": at, "hushed": {}})

    def look_at_all(self, trial: str, at: datetime) -> None:
        """All cases of this trial that are looked at are to be looked at from then on, if not before."""
        self.connection.execute(_all(), {"wanted": trial, "then": at})

    def due_reminding(self, now: datetime) -> Reminding | None:
        """One case that is to be looked at by now, held until the transaction ends; none that another worker holds."""
        return self._reminding(self.one(_due(), {"now": now}))

    def reminding(self, case_id: int) -> Reminding | None:
        """The same for this case."""
        return self._reminding(self.one(_of_case(), {"wanted": case_id}))

    def plan(self, case_id: int, due_at: datetime | None, hushed: Mapping[str, date | None]) -> None:
        """When the case is to be looked at next, and what rests meanwhile."""
        days = {key: day.isoformat() if day else None for key, day in hushed.items()}
        self.connection.execute(_plan(), {"wanted": case_id, "due_at": due_at, "hushed": days})

    def _reminding(self, row: dict[str, Any] | None) -> Reminding | None:
        if row is None:
            return None
        (case,) = case_rows(self.all(_case(), {"wanted": row["case_id"]}), self.locks)
        hushed = {key: date.fromisoformat(day) if day else None for key, day in row["hushed"].items()}
        return Reminding(case=case, hushed=hushed)


@cache
def _again(dialect: str) -> Executable:
    added = upsert(dialect, tables.reminders)
    return added.on_conflict_do_update(index_elements=["case_id"], set_={"due_at": added.excluded.due_at})


@cache
def _all() -> Executable:
    of_trial = select(CASES.id).where(CASES.trial == bindparam("wanted"))
    later = or_(REMINDERS.due_at.is_(None), REMINDERS.due_at > bindparam("then"))
    return update(tables.reminders).where(later, REMINDERS.case_id.in_(of_trial)).values(due_at=bindparam("then"))


@cache
def _due() -> Executable:
    due = select(tables.reminders).where(REMINDERS.due_at <= bindparam("now"))
    return due.order_by(REMINDERS.due_at).limit(1).with_for_update(skip_locked=True)


@cache
def _of_case() -> Executable:
    return select(tables.reminders).where(REMINDERS.case_id == bindparam("wanted")).with_for_update()


@cache
def _plan() -> Executable:
    planned = update(tables.reminders).where(REMINDERS.case_id == bindparam("wanted"))
    return planned.values(due_at=bindparam("due_at"), hushed=bindparam("hushed"))


@cache
def _case() -> Executable:
    return select(tables.cases).where(CASES.id == bindparam("wanted"))

"""How long cases are kept: a trial may say after how many days those that came to nothing are erased.

Data are kept for the shortest time that their purpose needs, and deleted then (China's PIPL, articles 19 and 47). How
long that is of people who decline or fail is for each trial's ethics approval to say: there is no usual value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.core.machine import AGREEMENT, DECLINED, WITHDRAWN
from bot.core.trial import Retention, Trial
from bot.core.verdict import Eligibility, judge
from bot.desk.erasing import erase_case
from bot.desk.insisting import insisted
from bot.desk.records import case_of, judged_on
from bot.desk.room import House
from bot.ports import ERASED, CaseRow, Conflict, Store, StoreFailed, UnitOfWork


@dataclass(frozen=True, slots=True)
class Ended:
    """A case that its trial keeps no longer: it is erased, unless something `failed`."""

    row: CaseRow
    failed: StoreFailed | Conflict | None = None


def erase_overdue(store: Store, house: House, now: datetime) -> Iterator[Ended | None]:
    """Looks at one case at each step, and erases it if its trial keeps it no longer; None: it stays."""
    if all(trial.retention == Retention() for trial in house.trials.values()):
        return
    for row in store.every_case():
        try:
            erased = insisted(partial(_erases, store, house, row, now))
        except (StoreFailed, Conflict) as failed:
            yield Ended(row, failed)
        else:
            yield Ended(row) if erased else None


def _erases(store: Store, house: House, row: CaseRow, now: datetime) -> bool:
    """Erases this case if that is due; says whether it did. A look comes first, which keeps nobody waiting."""
    with store.reading() as unit:
        if _rule(unit, house, row, now) is None:
            return False
    with store.transaction() as unit:
        held = unit.case(row.id)
        found = _rule(unit, house, held, now) if held else None
        if held is None or found is None:
            return False
        rule, days = found
        erase_case(unit, house, held, {"rule": rule, "days": days}, now, None)
        return True


def _rule(unit: UnitOfWork, house: House, row: CaseRow, now: datetime) -> tuple[str, int] | None:
    """Which of its trial's rules says that a case is erased by now, and after how many days."""
    trial = house.trials.get(row.trial)
    if trial is None or row.state == ERASED:
        return None
    rule = "declined" if _declined(unit, row) else "failed"
    days: int | None = getattr(trial.retention, rule)
    if days is None or now - row.changed_at <= timedelta(days):
        return None
    return (rule, days) if rule == "declined" or _failed(unit, house, trial, row) else None


def _declined(unit: UnitOfWork, row: CaseRow) -> bool:
    """Whether the patient did not agree, or was never asked: also where the case was opened by mistake."""
    if row.state == WITHDRAWN:
        return not any(entry.kind == "agreed" for entry in unit.entries(row.id))
    return row.state in (AGREEMENT, DECLINED)


def _failed(unit: UnitOfWork, house: House, trial: Trial, row: CaseRow) -> bool:
    """Whether the case was not eligible: by the investigator's signature, or, where none stands, by its verdict."""
    if house.trial_of(row) is None:
        return False
    entries = unit.entries(row.id)
    case = case_of(trial, row, entries)
    if case.signature is not None:
        return case.signature.decision == Eligibility.INELIGIBLE.value
    return judge(trial, case.answers, judged_on(row, entries)).outcome is Eligibility.INELIGIBLE

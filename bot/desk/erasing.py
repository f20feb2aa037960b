"""Erasing a case: its key is destroyed, and one last entry says who did it when and why. Nothing brings it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.core.identifiers import identifier_in
from bot.core.messages import Message, say
from bot.desk.insisting import insisted
from bot.desk.roles import Duty, may
from bot.desk.room import House
from bot.ports import ERASED, CaseRow, Draft, Note, Staff, Store, UnitOfWork


class NotErased(Exception):
    """It was refused, and nothing was changed; says why."""


def erase(store: Store, house: House, code: str, reason: str, at: datetime, by: str | None = None) -> None:
    """Erases this case. `by` is the address of the administrator who wants it; None for whoever runs the machine."""
    if not reason.strip() or identifier_in(reason) is not None:
        raise NotErased("A reason is needed, without names, ID and telephone numbers: it is kept.")
    insisted(lambda: _erase(store, house, code, reason.strip(), at, by))


def _erase(store: Store, house: House, code: str, reason: str, at: datetime, by: str | None) -> None:
    with store.transaction() as unit:
        row = unit.case_by_code(code)
        if row is None:
            raise NotErased(f"There is no case {code}.")
        if row.state == ERASED:
            raise NotErased(f"{code} is erased already.")
        erase_case(unit, house, row, {"reason": reason}, at, _administrator(unit, by, row, at))


def erase_case(
    unit: UnitOfWork, house: House, row: CaseRow, why: Mapping[str, Any], at: datetime, by: Staff | None
) -> None:
    """Erases a case within a transaction; nobody has it open any more. `why` stays readable."""
    unit.erase(
        row,
        Draft(
            kind=ERASED,
            at=at,
            offset=house.offset(row.site, at),
            staff_id=by.id if by else None,
            language="en",
            trial=row.trial,
            version=row.version,
            state=ERASED,
            data={**why, "turn": row.turn + 1},
        ),
    )
    unit.log(Note(site=row.site, kind=ERASED, at=at, actor=by.id if by else None, data={"case": row.code}))
    for known in unit.everybody():
        if row.id in (known.active_case, _signs(known)):
            _let_go(unit, known.address, row.id)


def _let_go(unit: UnitOfWork, address: str, case_id: int) -> None:
    """Ends that the person has the case open or is about to sign it; held, so that no other change is lost."""
    person = unit.staff_by_address(address)
    if person is not None:
        active = None if person.active_case == case_id else person.active_case
        signing = None if _signs(person) == case_id else person.signing
        unit.save_staff(replace(person, active_case=active, signing=signing))


def _signs(person: Staff) -> int | None:
    """The case that this person is about to sign."""
    return None if person.signing is None else person.signing.case


def why_erased(data: Mapping[str, Any]) -> Message | str:
    """What the last entry of an erased case says: the reason given, or the trial's rule."""
    if "rule" in data:
        return say("by itself after {days} days, as the trial says", days=data["days"])
    return str(data["reason"])


def _administrator(unit: UnitOfWork, address: str | None, row: CaseRow, at: datetime) -> Staff | None:
    if address is None:
        return None
    found = unit.staff_by_address(address)
    if not may(found, Duty.MANAGE, at, row.trial, row.site):
        raise NotErased(f"{address} is no administrator of {row.trial} at {row.site}.")
    return found

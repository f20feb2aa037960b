"""Who takes part, within one transaction: staff, their PINs, invitations, and study teams' chats.

What a role may do is not decided here. A signature in the making holds words about a patient and is locked with the
case's key; the digest of a PIN, which has few digits, with a key that no copy of the database holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, fields
from datetime import datetime
from functools import cache
from typing import Any, cast

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Text,
    bindparam,
    delete,
    insert,
    or_,
    select,
    type_coerce,
    update,
)

from bot.ports import WITHIN, Delegation, Invitation, Pin, Signing, Staff, Team, chat_of
from bot.store import tables
from bot.store.chain import LOCKED, canonical
from bot.store.engine import upsert
from bot.store.locks import PIN_DIGESTS, Locks, of_case
from bot.store.part import UnitPart

STAFF = tables.staff.c
PINS = tables.pins.c
INVITATIONS = tables.invitations.c
TEAMS = tables.teams.c
FIXED = {"id", "address", "joined_at"}


class People(UnitPart):
    """Staff, their PINs, invitations and teams."""

    def __init__(self, connection: Connection, locks: Locks | None = None) -> None:
        super().__init__(connection, locks)
        self._present: dict[str, Staff | None] = {}
        self._stored: dict[int, dict[str, Any]] = {}

    def know_staff(self, addresses: Iterable[str]) -> list[Staff]:
        """Reads whoever is at these addresses together, since they will be asked for; held like one who is."""
        wanted = sorted(set(addresses))
        found = [self._person(row) for row in self.all_held(tables.staff, "address", wanted)] if wanted else []
        self._present |= dict.fromkeys(wanted) | {one.address: one for one in found}
        return found

    def staff(self, staff_id: int) -> Staff | None:
        """The person with this id, whether still here or gone."""
        row = self.one(select(tables.staff).where(STAFF.id == staff_id))
        return self._person(row) if row else None

    def staff_by_address(self, address: str) -> Staff | None:
        """The person at this address; held, so that on every database one person's updates go one by one."""
        if address in self._present:
            return self._present[address]
        row = self.held(tables.staff, "address", address)
        return self._person(row) if row else None

    def staff_overdue(self, by: datetime) -> Staff | None:
        """One person with a role that was planned to end by then, held; none that another worker holds."""
        row = self.one(_overdue(), {"by": by})
        return self._person(row) if row else None

    def everybody(self) -> tuple[Staff, ...]:
        """All people of all sites, here or gone, in the order of their joining."""
        return tuple(self._person(row) for row in self.all(select(tables.staff).order_by(STAFF.id)))

    def people_with(self, roles: Collection[str]) -> tuple[Staff, ...]:
        """Those of them who have, or ever had, one of these roles anywhere."""
        return tuple(self._person(row) for row in self.all(_with_roles(frozenset(roles))))

    def add_staff(
        self,
        *,
        address: str,
        name: str,
        role: str,
        site: str,
        language: str,
        at: datetime,
        trial: str = "*",
        planned_end: datetime | None = None,
    ) -> Staff:
        """A new person, delegated this role from now on; `Conflict` if the address is taken."""
        words = {"address": address, "name": name, "role": role, "site": site, "language": language}
        given = (Delegation(role=role, trial=trial, site=site, since=at, planned_end=planned_end),)
        values: dict[str, Any] = {**words, "active_case": None, "joined_at": at, "left_at": None}
        values |= {"delegations": given, "signing": None}
        statement = insert(tables.staff).values({**values, "next_end": _next_end(given)}).returning(STAFF.id)
        staff = self._present[address] = Staff(id=self.connection.execute(statement).scalar_one(), **values)
        return staff

    def save_staff(self, staff: Staff) -> None:
        """Everything about this person but id, address and the day of joining, as given.

        Only what has changed since it was read here is written: a newer program may keep more in a column than this
        one knows of, and meanwhile somebody else may have written another one.
        """
        given = {field.name: getattr(staff, field.name) for field in fields(staff) if field.name not in FIXED}
        known = self._stored.get(staff.id, {})
        values = {name: value for name, value in given.items() if name not in known or known[name] != value}
        if "signing" in values:
            values["signing"] = self._closed(staff)
        values["next_end"] = _next_end(staff.delegations)
        self._stored[staff.id] = given
        self.connection.execute(update(tables.staff).where(STAFF.id == staff.id).values(values))
        if staff.address in self._present:
            self._present[staff.address] = staff

    def pin(self, staff_id: int) -> Pin | None:
        """What this person signs with, if they have set it."""
        row = self.one(select(tables.pins).where(PINS.staff_id == staff_id))
        return Pin(**row | {"digest": self._digest(row)}) if row else None

    def save_pin(self, pin: Pin) -> None:
        """From now on the person signs with this."""
        values = asdict(pin)
        if self.locks is not None:
            lock = self.locks.make(PIN_DIGESTS)
            values["digest"] = LOCKED + lock.close(pin.digest, _about(tables.pins.name, pin.staff_id))
        added = upsert(self.dialect, tables.pins).values(values)
        self.connection.execute(added.on_conflict_do_update(index_elements=["staff_id"], set_=values))

    def _digest(self, row: dict[str, Any]) -> str:
        """The digest of a PIN; where its key is missing one that fits nothing."""
        kept: str = row["digest"]
        if not kept.startswith(LOCKED):
            return kept
        lock = self.locks.get(PIN_DIGESTS) if self.locks else None
        found = lock.open(kept.removeprefix(LOCKED), _about(tables.pins.name, row["staff_id"])) if lock else None
        return found or ""

    def _person(self, row: dict[str, Any]) -> Staff:
        """A person as they stand; a signature in the making that cannot be opened any more is none."""
        signing = row["signing"]
        if signing is not None and "locked" in signing:
            lock = self.locks.get(of_case(signing["case"])) if self.locks else None
            text = lock.open(signing["locked"], _about(tables.staff.name, row["id"])) if lock else None
            signing = None if text is None else orjson.loads(text)
        kept = {name: value for name, value in row.items() if name != "next_end"}
        person = Staff(**kept | {"signing": _signing(signing)})
        self._stored[person.id] = {name: getattr(person, name) for name in kept if name not in FIXED}
        if row["signing"] is not None and signing is None:
            del self._stored[person.id]["signing"]  # what cannot be opened is not to be kept
        return person

    def _closed(self, staff: Staff) -> Mapping[str, Any] | None:
        """A signature in the making as it is kept."""
        if staff.signing is None:
            return None
        text, case = orjson.dumps(staff.signing).decode(), staff.signing.case
        if self.locks is None:
            return cast("dict[str, Any]", orjson.loads(text))
        return {"case": case, "locked": self.locks.make(of_case(case)).close(text, _about(tables.staff.name, staff.id))}

    def drop_pin(self, staff_id: int) -> None:
        """The person sets a new one when they sign next."""
        self.connection.execute(delete(tables.pins).where(PINS.staff_id == staff_id))

    def add_invitation(self, invitation: Invitation) -> None:
        """Only a digest of the token is kept."""
        values = asdict(invitation)
        values["digest"] = digest(values.pop("token"))
        self.connection.execute(insert(tables.invitations).values(values))

    def invited(self, token: str, now: datetime) -> bool:
        """Whether there is an invitation with this token that could still be taken."""
        return self.one(select(INVITATIONS.role).where(*_open_still(token, now))) is not None

    def take_invitation(self, token: str, now: datetime, by: str) -> Invitation | None:
        """The invitation, used up by this address; None if there is none, or it was used, or has expired."""
        taken = update(tables.invitations).where(*_open_still(token, now)).values(used_by=by)
        row = self.one(taken.returning(*tables.invitations.c))
        if row is None:
            return None
        del row["digest"]
        return Invitation(token=token, **row)

    def teams(self, trial: str, site: str) -> tuple[Team, ...]:
        """The chats that get the cards of this trial at this site, each at one place; one that gets all sites', too, as
        it was made this one's."""
        found = self._teams(TEAMS.trial == trial, or_(TEAMS.site == site, TEAMS.site == "*"))
        return tuple(
            {chat_of(team.address): team for team in sorted(found, key=lambda team: team.site != "*")}.values()
        )

    def teams_at(self, address: str) -> tuple[Team, ...]:
        """What the chat of this address gets cards of, in whatever place within it."""
        return self._teams(_within(chat_of(address)))

    def all_teams(self) -> tuple[Team, ...]:
        """Every chat that gets cards, once for each trial and site."""
        return self._teams()

    def _teams(self, *wanted: Any) -> tuple[Team, ...]:
        found = select(tables.teams).where(*wanted).order_by(TEAMS.trial, TEAMS.site, TEAMS.address)
        return tuple(Team(**row) for row in self.all(found))

    def set_team(self, team: Team) -> None:
        """From now on this chat gets these cards, in this language."""
        added = upsert(self.dialect, tables.teams).values(asdict(team))
        keys = ["trial", "site", "address"]
        self.connection.execute(added.on_conflict_do_update(index_elements=keys, set_={"language": team.language}))

    def drop_team(self, address: str) -> tuple[Team, ...]:
        """From now on this chat, and every place within it, gets no cards; gives what it got cards of, to one of those
        who drop it."""
        dropped = delete(tables.teams).where(_within(address)).returning(tables.teams)
        return tuple(sorted((Team(**row) for row in self.all(dropped)), key=lambda team: (team.trial, team.site)))


def _signing(kept: Mapping[str, Any] | None) -> Signing | None:
    """A signature in the making; fields that only a newer program knows are left out."""
    if kept is None:
        return None
    known = {field.name: kept[field.name] for field in fields(Signing) if field.name in kept}
    return Signing(**known | {"at": datetime.fromisoformat(kept["at"])})


def _within(address: str) -> ColumnElement[bool]:
    """This address, and those of places within it."""
    return or_(TEAMS.address == address, TEAMS.address.startswith(f"{address}{WITHIN}", autoescape=True))


def _next_end(given: Iterable[Delegation]) -> datetime | None:
    """When the first of these roles comes to its planned end: what `staff_overdue` looks for."""
    return min((one.planned_end for one in given if one.planned_end and one.until is None), default=None)


@cache
def _with_roles(roles: frozenset[str]) -> Executable:
    """Found in the text of their delegations, by the database: few of many people are read."""
    lines = type_coerce(STAFF.delegations, Text)
    named = (lines.contains(canonical({"role": role})[1:-1], autoescape=True) for role in sorted(roles))
    return select(tables.staff).where(or_(*named)).order_by(STAFF.id)


@cache
def _overdue() -> Executable:
    overdue = select(tables.staff).where(STAFF.next_end <= bindparam("by"))
    return overdue.order_by(STAFF.next_end).limit(1).with_for_update(skip_locked=True, key_share=True)


def _about(table: str, staff_id: int) -> str:
    """What a locked text belongs to, so that it opens for nobody else."""
    return f"{table}:{staff_id}"


def _open_still(token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (INVITATIONS.digest == digest(token), INVITATIONS.used_by.is_(None), INVITATIONS.expires_at > now)


def digest(token: str) -> str:
    """What is kept of a token, so that a copy of the database invites nobody."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()

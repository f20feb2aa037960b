"""Who sits at the console: a member of staff with an address of the console's own, and with roles like everybody.

Whoever may start the program may also invite (`python bot.py invite`), so a role can be given right here; it is in the
site's log, as every other way of coming in is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.languages import language_for
from bot.core.messages import Listing, Message, say
from bot.desk import roles
from bot.desk.names import no_such_site
from bot.desk.roles import EVERY, ROLES
from bot.desk.room import House
from bot.ports import Note, Staff, UnitOfWork

ME, TEAM = "console:me", "console:team"
FIRST_ROLE, FIRST_NAME, NOWHERE = "coordinator", "console", "LOCAL"
NAME = re.compile(r"[a-z][a-z0-9-]{0,23}")


class NotSeated(Exception):
    """Nobody sits down; `why` says why."""

    def __init__(self, why: Message) -> None:
        super().__init__(why.text)
        self.why = why


@dataclass(frozen=True)
class Seat:
    """As whom somebody sits down: the last part of their address, and the role that they are given, if any.

    `site` is where they get it ("*": everywhere); if left out, at their own site, or at the first one.
    """

    name: str = "me"
    role: str | None = None
    site: str | None = None

    @property
    def address(self) -> str:
        """The person's address."""
        return f"console:{self.name}"

    @property
    def mine(self) -> bool:
        """Whether it is whoever tries the console, who needs neither name nor role."""
        return self.address == ME

    @property
    def wanted(self) -> str | None:
        """The role that they are to have; whoever tries the console elsewhere does so in the role for that."""
        return self.role or (FIRST_ROLE if self.mine and self.site else None)


def sit_down(unit: UnitOfWork, house: House, seat: Seat, language: str | None, at: datetime) -> Staff:
    """Lets the person in; `language` where another one is asked for. NotSeated where nobody gave them a role."""
    if not NAME.fullmatch(seat.name) or seat.address == TEAM:
        raise NotSeated(say("A name here is up to 24 small letters and digits, such as {example}.", example="li-m"))
    if seat.site is not None:
        _check_site(house, seat, seat.site)
    known = unit.staff_by_address(seat.address)
    code = language_for(language) if language or known is None else known.language
    if known is None:
        return _join(unit, house, seat, code, at)
    here = replace(known, language=code, left_at=None if seat.mine else known.left_at)
    if seat.wanted is not None:
        here = _given(unit, here, seat.wanted, seat.site or here.site, at)
    if not seat.mine and not roles.is_here(here, at):
        raise NotSeated(_no_role(seat))
    unit.save_staff(here)
    return here


def _check_site(house: House, seat: Seat, site: str) -> None:
    sites = (*house.sites(), EVERY)
    if site not in sites:
        raise NotSeated(no_such_site(site, sites))
    if seat.wanted is None:
        raise NotSeated(say("--site says where a role is given: it goes with --role."))


def _join(unit: UnitOfWork, house: House, seat: Seat, code: str, at: datetime) -> Staff:
    role = seat.role or (FIRST_ROLE if seat.mine else None)
    if role is None:
        raise NotSeated(_no_role(seat))
    site = seat.site or next(iter(house.sites()), NOWHERE)
    name = FIRST_NAME if seat.mine else seat.name
    person = unit.add_staff(address=seat.address, name=name, role=role, site=site, language=code, at=at)
    _note(unit, person, "joined", role, at)
    return person


def _given(unit: UnitOfWork, person: Staff, role: str, site: str, at: datetime) -> Staff:
    """The person with this role at this site too, where they have not got it yet."""
    if roles.running(person, role, EVERY, site, at) is not None:
        return replace(person, role=role, site=site)
    after = roles.given(person, role, EVERY, site, at)
    _note(unit, after, "role_given" if person.left_at is None else "joined", role, at)
    return after


def _note(unit: UnitOfWork, person: Staff, kind: str, role: str, at: datetime) -> None:
    unit.log(Note(site=person.site, kind=kind, at=at, subject=person.id, data={"role": role, "trial": EVERY}))


def _no_role(seat: Seat) -> Message:
    return say(
        "Nobody called {name} has a role here. --role gives one: {roles}.",
        name=seat.name,
        roles=Listing(ROLES, "comma"),
    )

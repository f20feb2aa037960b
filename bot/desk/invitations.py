"""Invitations: making one, for a role until a day; and letting the person in who comes with one."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.core.languages import LANGUAGES
from bot.core.messages import Listing, Message, say
from bot.core.screens import Paragraph, Screen
from bot.desk import menu, roles, terms
from bot.desk.names import no_such_site, no_such_trial, role_name
from bot.desk.roles import EVERY, ROLES, Duty
from bot.desk.room import House, Room
from bot.ports import Invitation, Note, UnitOfWork

TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")
LASTS = timedelta(days=7)


def new_invitation(
    role: str, site: str, now: datetime, trial: str = EVERY, planned_end: datetime | None = None
) -> Invitation:
    """An invitation for one person, to be used within a week, and before the role is over.

    Its token fits a Telegram deep link.
    """
    return Invitation(
        token=secrets.token_urlsafe(24),
        role=role,
        site=site,
        language=None,
        expires_at=min(now + LASTS, planned_end or now + LASTS),
        trial=trial,
        planned_end=planned_end,
    )


def hand_out(unit: UnitOfWork, house: House, invitation: Invitation, now: datetime, by: int | None = None) -> None:
    """Keeps an invitation, and notes who made it; nobody: the command line."""
    unit.add_invitation(replace(invitation, made_by=by))
    data = {"role": invitation.role, "trial": invitation.trial, "expires_at": invitation.expires_at.isoformat()}
    data |= _ending(house, invitation)
    unit.log(Note(site=invitation.site, kind="invited", at=now, actor=by, data=data))


def _ending(house: House, invitation: Invitation) -> dict[str, str]:
    """The last day of the role for the log, where one is planned."""
    end = invitation.planned_end
    return {} if end is None else {"last_day": terms.last_day(house, end, invitation.site).isoformat()}


def join(room: Room) -> bool:
    """Lets a person in who brings an invitation; says whether there was one."""
    token = room.incoming.text.strip()
    if not TOKEN.fullmatch(token):
        return False
    invitation = room.unit.take_invitation(token, room.incoming.at, room.incoming.person)
    if invitation is None or _has_lapsed(room, invitation):
        return False
    known = room.unit.staff_by_address(room.incoming.person)
    if known is None:
        room.staff = room.unit.add_staff(
            address=room.incoming.person,
            name=room.incoming.name,
            role=invitation.role,
            site=invitation.site,
            language=invitation.language or room.language,
            at=room.incoming.at,
            trial=invitation.trial,
            planned_end=invitation.planned_end,
        )
    else:
        place, end = (invitation.trial, invitation.site), invitation.planned_end
        room.staff = roles.given(known, invitation.role, *place, room.incoming.at, end)
        room.unit.save_staff(room.staff)
    kind = "joined" if known is None or known.left_at else "role_given"
    given = {"role": invitation.role, "trial": invitation.trial, **_ending(room.house, invitation)}
    room.note(kind, invitation.site, room.person.id, **given)
    menu.follow(room, room.person)
    return True


def _has_lapsed(room: Room, invitation: Invitation) -> bool:
    """Whether its maker may not invite any more: otherwise a former administrator could come back with it."""
    if invitation.made_by is None:
        return False
    maker = room.unit.staff(invitation.made_by)
    return not roles.may(maker, Duty.MANAGE, room.incoming.at, invitation.trial, invitation.site)


def invite(room: Room) -> None:
    """An administrator's invitation for one person."""
    what, until = terms.parted(room.incoming.text)
    role, site, trial, *more = _wanted(room, what)
    day = terms.read(until, room.today(site)) if until else None
    # More than was asked for may be meant to limit the role: nothing of it is passed over.
    wrong = _usage(room) if more else _wrong(room, role, site, trial) or (day if isinstance(day, Message) else None)
    if wrong is not None:
        room.say(wrong)
        return
    if not room.may(Duty.MANAGE, trial, site):
        room.refuse("invite", say("You can invite only for your own sites and trials."))
        return
    end = terms.over_after(room.house, day, site) if isinstance(day, date) else None
    invitation = new_invitation(role, site, room.incoming.at, trial, end)
    hand_out(room.unit, room.house, invitation, room.incoming.at, room.person.id)
    link = room.link.format(token=invitation.token)
    limits = (say("The role ends by itself after {day}, and nobody can join later.", day=day),) if day else ()
    room.say(
        say("Invitation for one person, role {role}, site {site}, valid for 7 days:", role=role_name(role), site=site),
        say("{link}", link=link),
        *limits,
    )
    scan = say("Or let the phone's camera read this. It works once.")
    room.show(Screen("invitation", (Paragraph(scan),), qr=link))


def _wanted(room: Room, what: str) -> tuple[str, ...]:
    """Role (in either language), site and trial as typed, and what more was; a site or trial left out is the
    administrator's own."""
    words = what.split()
    typed, site, trial, *more = words + [""] * (3 - len(words))
    called = {room.house.words.text(role_name(one), code): one for one in ROLES for code in LANGUAGES}
    return called.get(typed, typed), site or room.person.site, trial or _own_trial(room), *more


def _own_trial(room: Room) -> str:
    own = roles.delegated(room.staff, Duty.MANAGE, room.incoming.at)
    return own[-1].trial if own else EVERY


def _wrong(room: Room, role: str, site: str, trial: str) -> Message | None:
    """What is wrong with an invitation as it was typed."""
    sites, trials = room.house.sites(), tuple(room.house.trials)
    if sites and site not in (*sites, EVERY):
        return no_such_site(site, sites)
    if trial not in (*trials, EVERY):
        return no_such_trial(trial, trials)
    if role in ROLES and re.fullmatch(r"[A-Za-z0-9]{2,12}|\*", site):
        return None
    return _usage(room)


def _usage(room: Room) -> Message:
    """How an invitation is typed, with and without a last day."""
    sites = room.house.sites()
    home = room.person.site if room.person.site != EVERY or not sites else sites[0]
    until = say("until {day}", day=(room.today(home) + timedelta(days=90)).isoformat())
    example = f"/invite {room.house.words.text(role_name('screener'), room.language)} {home}"
    limited = f"{example} {room.house.words.text(until, room.language)}"
    return say(
        "Use it like this: {example}. Roles: {roles}. With a last day: {limited}",
        example=example,
        roles=Listing(tuple(role_name(one) for one in ROLES), "comma"),
        limited=limited,
    )

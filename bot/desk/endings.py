"""Roles that come to their planned end, and end by themselves.

A role that is over gives nothing from that moment on (`roles`). That it has ended is noted in the site's log, and told
to the person and to the administrators, once: when the person does something next, or else in the morning.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.messages import Message, say
from bot.desk import menu, roles
from bot.desk.audience import managers
from bot.desk.names import role_name, site_name
from bot.desk.room import Room
from bot.desk.terms import last_day
from bot.ports import Delegation, Staff

# A planned end is a midnight of the site, at which nobody is woken.
MORNING = timedelta(hours=7)


def look(room: Room) -> bool:
    """Ends what is over of one person; says whether there was one."""
    person = room.unit.staff_overdue(room.incoming.at - MORNING)
    if person is None:
        return False
    room.incoming = replace(room.incoming, key=f"{room.incoming.key}:{person.id}")
    if end_overdue(room, person) == person:  # a worker of an older version saved them without the planned end
        room.unit.save_staff(person)
    return True


def end_overdue(room: Room, person: Staff) -> Staff:
    """The person without the roles that are over by now; they and the administrators are told."""
    lines = person.delegations
    over = [place for place, line in enumerate(lines) if roles.is_over(line, room.incoming.at)]
    for place in sorted(over, key=lambda place: lines[place].planned_end or room.incoming.at):
        person = _end(room, person, place)
    return person


def _end(room: Room, person: Staff, place: int) -> Staff:
    line = person.delegations[place]
    assert line.planned_end is not None
    after, day = roles.ended(person, place, line.planned_end), last_day(room.house, line.planned_end, line.site)
    room.keep(after)
    kind = "left" if after.left_at else "role_ended"
    room.note(kind, line.site, after.id, role=line.role, trial=line.trial, last_day=day.isoformat())
    room.tell(after, gone(room, line))
    role, site = role_name(line.role), site_name(room, line.site)
    told = say("Ended as planned after {day}: {name}, {role} · {site}.", day=day, name=after.name, role=role, site=site)
    for administrator in managers(room.unit, room.incoming.at, line.trial, line.site):
        if administrator.id != after.id:
            room.tell(administrator, told)
    menu.follow(room, after, lost=True)
    return after


def gone(room: Room, line: Delegation) -> Message:
    """That a role has ended, for whoever had it."""
    return say("Your role has ended: {role} · {site}.", role=role_name(line.role), site=site_name(room, line.site))

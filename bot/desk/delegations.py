"""The delegation log of an administrator's sites: who has which role from when to when, and PINs.

What is ended with a button ends at once: the next tap or command of that person is refused. A role may have a last day
as well, after which it ends by itself (`endings`). Open cases stay with the site.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.core.messages import Message, say
from bot.core.screens import Action, Button, Paragraph, Screen
from bot.desk import endings, menu, pins, roles, terms
from bot.desk.incoming import Tap
from bot.desk.names import role_name, site_name, trial_name
from bot.desk.pages import LISTED, beside, page_of
from bot.desk.roles import Duty
from bot.desk.room import Room
from bot.ports import Delegation, Pin, Staff

NEVER = "never"
NOT_ONES_OWN = say("Nobody ends their own role as administrator: another administrator does.")


@dataclass(frozen=True)
class Delegated:
    """One delegation of a person; `place` is its place among theirs, from 0."""

    person: Staff
    place: int

    @property
    def line(self) -> Delegation:
        """What is delegated."""
        return self.person.delegations[self.place]

    @property
    def value(self) -> str:
        """What a button carries."""
        return f"{self.person.id}-{self.place}"


def staff(room: Room) -> None:
    """The delegation log; or, with the number of a line and a day, another last day for it, to be confirmed."""
    if room.incoming.text:
        _typed(room, room.incoming.text)
    else:
        listed(room)


def managed(room: Room) -> list[Delegated]:
    """All delegations, ended ones too, in the trials and at the sites that the administrator manages."""
    return [
        Delegated(person, place)
        for person in room.unit.everybody()
        for place, line in enumerate(person.delegations)
        if room.may(Duty.MANAGE, line.trial, line.site)
    ]


def listed(room: Room, number: str = "0") -> None:
    """The delegation log, a page at a time, with a button for each that runs and for each PIN that is locked."""
    log = managed(room)
    page = page_of(number, len(log))
    here = list(enumerate(log, 1))[page * LISTED : (page + 1) * LISTED]
    lines = [Paragraph(say("Staff and their delegations"), "title")]
    lines += [Paragraph(_words(room, one), "item", f"{number}.") for number, one in here]
    running = [(number, one) for number, one in here if roles.runs(one.line, room.incoming.at)]
    ends = tuple(Button(say("End {n}", n=number), Action("end", one.value)) for number, one in running)
    days = tuple(Button(say("Last day {n}", n=number), Action("last_day", one.value)) for number, one in running)
    unlocks = tuple(_unlocks(room, [one for _, one in here]))
    turns = beside("staff", page, len(log))
    room.show(Screen("staff", tuple(lines), (ends, days, *((one,) for one in unlocks), turns)))


def _words(room: Room, one: Delegated) -> Message:
    """A line of the log: name, role, trial, site and days by the site's calendar."""
    line = one.line
    said = say(
        "{name}: {role} · {trial} · {site} · from {since}",
        name=one.person.name,
        role=role_name(line.role),
        trial=trial_name(room.house, line.trial),
        site=site_name(room, line.site),
        since=room.local(line.site, line.since).date(),
    )
    if line.until is not None:
        return say("{said} until {until}", said=said, until=terms.last_day(room.house, line.until, line.site))
    day = terms.planned_day(room.house, line)
    return said if day is None else say("{said}, last day {day}", said=said, day=day)


def _unlocks(room: Room, here: list[Delegated]) -> Iterator[Button]:
    running = (one for one in here if roles.runs(one.line, room.incoming.at))
    signers = (one for one in running if one.line.role in roles.DUTIES[Duty.SIGN])
    people = {one.person.id: one.person for one in signers}
    for person in people.values():
        pin = room.unit.pin(person.id)
        if pin is None:
            continue
        if pins.locked(pin, room.incoming.at):
            yield Button(say("Unlock the PIN of {name}", name=person.name), Action("unlock", str(person.id)))
        yield Button(say("{name} forgot the PIN", name=person.name), Action("unpin", str(person.id)))


# What the buttons do.


def turned(room: Room, tap: Tap) -> None:
    """Another page of the log."""
    if not room.may(Duty.MANAGE):
        return room.refuse(tap.act)
    listed(room, tap.value)
    return room.toast(None)


def ask(room: Room, tap: Tap) -> None:
    """A delegation is to be ended: it is read out once more."""
    one = _running(room, tap.value)
    if one is None:
        return room.refuse("end")
    lines = (
        Paragraph(_words(room, one), "strong"),
        Paragraph(say("End this from now on? Open cases stay with the site."), "ask"),
    )
    ways = (Button(say("End it"), Action("ended", one.value)), Button(say("Back"), Action("staff"), "‹"))
    room.show(Screen("end", lines, (ways,)))
    return room.toast(None)


def end(room: Room, tap: Tap) -> None:
    """Ends it at once; the person is told."""
    one = _running(room, tap.value)
    if one is None:
        return room.refuse("ended")
    if _is_own(room, one):
        return room.toast(NOT_ONES_OWN)
    after = roles.ended(one.person, one.place, room.incoming.at)
    room.keep(after)
    kind = "left" if after.left_at else "role_ended"
    room.note(kind, one.line.site, after.id, role=one.line.role, trial=one.line.trial)
    room.tell(after, endings.gone(room, one.line))
    menu.follow(room, after, lost=True)
    room.toast(say("It has ended."))
    return listed(room)


def _is_own(room: Room, one: Delegated) -> bool:
    """Whether it is the administrator's own role as administrator: a site must not lock itself out."""
    return one.person.id == room.person.id and one.line.role in roles.DUTIES[Duty.MANAGE]


# The last day of a role.


def ask_last_day(room: Room, tap: Tap) -> None:
    """The last day of a delegation is to be set or changed: the usual days as buttons, and how another is typed."""
    one = _running(room, tap.value)
    if one is None:
        return room.refuse(tap.act)
    today = room.today(one.line.site)
    number = next((n for n, other in enumerate(managed(room), 1) if other.value == one.value), 0)
    lines = (
        Paragraph(_words(room, one), "strong"),
        Paragraph(say("After which day does it end by itself?"), "ask"),
        Paragraph(say("Another day: {example}", example=f"/staff {number} {terms.suggested(today)[0]}"), "note"),
    )
    days = tuple(Button(say("{day}", day=day), _planning(one, day)) for day in terms.suggested(today))
    never = (Button(say("No last day"), _planning(one, None)),) if one.line.planned_end else ()
    room.show(Screen("last_day", lines, (days, never, (Button(say("Back"), Action("staff"), "‹"),))))
    return room.toast(None)


def _planning(one: Delegated, day: date | None) -> Action:
    return Action("planned", f"{one.value}-{day:%Y%m%d}" if day else f"{one.value}-{NEVER}")


def _typed(room: Room, text: str) -> None:
    """The number of a line and a day: read out once more, since the list may have changed meanwhile."""
    number, _, typed = text.partition(" ")
    log = managed(room)
    place = int(number) - 1 if number.isdecimal() and len(number) < 6 else -1
    one = log[place] if 0 <= place < len(log) and roles.runs(log[place].line, room.incoming.at) else None
    if one is None:
        return room.say(say("There is no delegation {n} that runs. /staff lists them.", n=number[:12]))
    day = terms.read(typed, room.today(one.line.site))
    if isinstance(day, Message):
        return room.say(day)
    lines = (
        Paragraph(_words(room, one), "strong"),
        Paragraph(say("Is {day} to be its last day?", day=day), "ask"),
    )
    ways = (Button(say("Yes"), _planning(one, day)), Button(say("Back"), Action("staff"), "‹"))
    return room.show(Screen("last_day", lines, (ways,)))


def plan(room: Room, tap: Tap) -> None:
    """Sets, changes or takes away the last day; the person is told."""
    value, _, typed = tap.value.rpartition("-")
    one, day = _running(room, value), _day(typed)
    if one is None or (day is None and typed != NEVER):
        return room.refuse(tap.act)
    if _is_own(room, one):
        return room.toast(NOT_ONES_OWN)
    line = one.line
    if day is not None and day < room.today(line.site):
        return room.toast(say("{day} is over. The last day is today or later.", day=day))
    end = None if day is None else terms.over_after(room.house, day, line.site)
    after = roles.planned(one.person, one.place, end)
    room.keep(after)
    last_day = None if day is None else day.isoformat()
    room.note("end_planned", line.site, after.id, role=line.role, trial=line.trial, last_day=last_day)
    role, site = role_name(line.role), site_name(room, line.site)
    if day is None:
        told = say("Your role {role} · {site} has no last day any more.", role=role, site=site)
    else:
        told = say("Your role {role} · {site} ends by itself after {day}.", role=role, site=site, day=day)
    room.tell(after, told)
    room.toast(say("It is noted."))
    return listed(room)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


# PINs.


def unlock(room: Room, tap: Tap) -> None:
    """A locked PIN may be tried again at once."""
    person, pin = _signer(room, tap.value)
    if person is None or pin is None:
        return room.refuse("unlock")
    room.unit.save_pin(pins.unlocked(pin))
    room.note("pin_unlocked", person.site, person.id)
    return room.toast(say("Unlocked."))


def unpin(room: Room, tap: Tap) -> None:
    """The PIN is forgotten: the person chooses a new one when they sign next."""
    person, pin = _signer(room, tap.value)
    if person is None or pin is None:
        return room.refuse("unpin")
    room.unit.drop_pin(person.id)
    room.note("pin_dropped", person.site, person.id)
    return room.toast(say("Whoever it was chooses a new PIN when signing next."))


def _running(room: Room, value: str) -> Delegated | None:
    """The delegation that a button names, if this administrator manages it and it is in force; the person is held."""
    id, _, place = value.partition("-")
    person = _named(room, id)
    if person is None or not place.isdecimal() or int(place) >= len(person.delegations):
        return None
    one = Delegated(person, int(place))
    managed_here = room.may(Duty.MANAGE, one.line.trial, one.line.site)
    return one if managed_here and roles.runs(one.line, room.incoming.at) else None


def _signer(room: Room, value: str) -> tuple[Staff | None, Pin | None]:
    person = _named(room, value)
    mine = person is not None and any(
        roles.runs(line, room.incoming.at)
        and line.role in roles.DUTIES[Duty.SIGN]
        and room.may(Duty.MANAGE, line.trial, line.site)
        for line in person.delegations
    )
    return (person, room.unit.pin(person.id)) if person is not None and mine else (None, None)


def _named(room: Room, id: str) -> Staff | None:
    """The person whom a button names, held."""
    return room.held(int(id)) if id.isdecimal() and len(id) < 10 else None

"""The delegation log of an administrator's sites: who has which role since when, ended with a button, PINs unlocked.

What ends, ends at once: the next tap or command of that person is refused. Their open cases stay with the site.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.messages import Message, say
from bot.core.screens import Action, Button, Paragraph, Screen
from bot.desk import menu, pins, roles
from bot.desk.incoming import Tap
from bot.desk.people import role_name, site_name
from bot.desk.roles import EVERY, Duty
from bot.desk.room import Room
from bot.ports import Delegation, Pin, Staff

LISTED = 8


@dataclass(frozen=True)
class Given:
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


def managed(room: Room) -> list[Given]:
    """All delegations, ended ones too, in the trials and at the sites that the administrator manages."""
    return [
        Given(person, place)
        for person in room.unit.everybody()
        for place, line in enumerate(person.delegations)
        if room.may(Duty.MANAGE, line.trial, line.site)
    ]


def listed(room: Room, page: int = 0) -> None:
    """The delegation log, a page at a time, with a button for each that runs and for each PIN that is locked."""
    log = managed(room)
    pages = max(1, -(-len(log) // LISTED))
    page = min(page, pages - 1)
    here = list(enumerate(log, 1))[page * LISTED : (page + 1) * LISTED]
    lines = [Paragraph(say("Staff and their delegations"), "title")]
    lines += [Paragraph(_words(room, one), "item", f"{number}.") for number, one in here]
    ends = tuple(
        Button(say("End {n}", n=number), Action("end", one.value)) for number, one in here if roles.runs(one.line)
    )
    unlocks = tuple(_unlocks(room, [one for _, one in here]))
    turns = [Button(say("page {page}", page=page), Action("staff", str(page - 1)), "‹")] if page else []
    turns += (
        [Button(say("page {page}", page=page + 2), Action("staff", str(page + 1)), "›")] if page + 1 < pages else []
    )
    room.show(Screen("staff", tuple(lines), (ends, *((one,) for one in unlocks), tuple(turns))))


def _words(room: Room, one: Given) -> Message:
    """A line of the log: name, role, trial, site and days by the site's clock."""
    line = one.line
    said = say(
        "{name}: {role} · {trial} · {site} · from {since}",
        name=one.person.name,
        role=role_name(line.role),
        trial=_trial(room, line.trial),
        site=site_name(room, line.site),
        since=room.local(line.site, line.since).date(),
    )
    if line.until is None:
        return said
    return say("{said} until {until}", said=said, until=room.local(line.site, line.until).date())


def _trial(room: Room, id: str) -> Message | str:
    if id == EVERY:
        return say("all trials")
    return room.house.trials[id].short if id in room.house.trials else id


def _unlocks(room: Room, here: list[Given]) -> Iterator[Button]:
    signers = (one for one in here if roles.runs(one.line) and one.line.role in roles.DUTIES[Duty.SIGN])
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
    listed(room, tap.number)
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
    if one.person.id == room.person.id and one.line.role in roles.DUTIES[Duty.MANAGE]:
        return room.toast(say("Nobody ends their own role as administrator: another administrator does."))
    after = roles.ended(one.person, one.place, room.incoming.at)
    room.unit.save_staff(after)
    if after.id == room.person.id:
        room.staff = after
    kind = "left" if after.left_at else "role_ended"
    room.note(kind, one.line.site, after.id, role=one.line.role, trial=one.line.trial)
    gone = say(
        "Your role has ended: {role} · {site}.", role=role_name(one.line.role), site=site_name(room, one.line.site)
    )
    told = room.drawn(Screen("note", (Paragraph(gone),)), after.language, (0, 0))
    room.put("show", told, to=after.address)
    menu.follow(room, after, lost=True)
    room.toast(say("It has ended."))
    return listed(room)


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


def _running(room: Room, value: str) -> Given | None:
    """The delegation that a button names, where the administrator manages it and it runs; the person is held."""
    id, _, place = value.partition("-")
    person = _held(room, id)
    if person is None or not place.isdecimal() or int(place) >= len(person.delegations):
        return None
    one = Given(person, int(place))
    managed_here = room.may(Duty.MANAGE, one.line.trial, one.line.site)
    return one if managed_here and roles.runs(one.line) else None


def _signer(room: Room, value: str) -> tuple[Staff | None, Pin | None]:
    person = _held(room, value)
    mine = person is not None and any(
        roles.runs(line) and line.role in roles.DUTIES[Duty.SIGN] and room.may(Duty.MANAGE, line.trial, line.site)
        for line in person.delegations
    )
    return (person, room.unit.pin(person.id)) if person is not None and mine else (None, None)


def _held(room: Room, id: str) -> Staff | None:
    """A person as nobody else can change them now: or what they do at the same moment would undo it."""
    known = room.unit.staff(int(id)) if id.isdecimal() and len(id) < 10 else None
    return None if known is None else room.unit.staff_by_address(known.address)

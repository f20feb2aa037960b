"""The menu of commands that a phone shows: everybody's own, by their roles and in their language; a stranger has none.

Each study team's group has one, too. Whoever leaves sees again what a stranger sees: nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.core.messages import Message, say
from bot.desk import roles
from bot.desk.roles import Duty
from bot.desk.room import Room
from bot.ports import Staff


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the menu: what it says of a command, and which duty has that; None: everybody."""

    words: Message
    duty: Duty | None = None


MENU: dict[str, Item] = {
    "screen": Item(say("Start a new case"), Duty.SCREEN),
    "cases": Item(say("Your cases"), Duty.SCREEN),
    "team": Item(say("What was sent to the study team"), Duty.EXPORT),
    "language": Item(say("Switch between Chinese and English")),
    "help": Item(say("Where you are, and how to get on")),
    "cancel": Item(say("Pause this case; nothing is deleted"), Duty.SCREEN),
    "log": Item(say("The screening log, as a spreadsheet"), Duty.EXPORT),
    "stats": Item(say("The numbers, as pictures"), Duty.EXPORT),
    "invite": Item(say("Make an invitation"), Duty.MANAGE),
    "staff": Item(say("Everybody with their roles; end a role"), Duty.MANAGE),
}
OF_A_TEAM = ("log", "stats")


def own(person: Staff, at: datetime) -> tuple[str, ...]:
    """The commands of a person's own menu; none for whoever has left."""
    if not roles.is_here(person, at):
        return ()
    return tuple(name for name, item in MENU.items() if item.duty is None or roles.may(person, item.duty, at))


def follow(room: Room, person: Staff, lost: bool = False) -> None:
    """Updates a person's menu after a change of roles or language; `lost`: they may have lost commands."""
    commands = own(person, room.incoming.at)
    if room.papers and (lost or commands):
        _put(room, person.address, person.language, commands)


def follow_team(room: Room, group: str, language: str) -> None:
    """The group at this address is a study team's, and speaks this language."""
    if room.papers:
        _put(room, group, language, OF_A_TEAM)


def follow_all(room: Room) -> None:
    """At the start: the menus of a new version of the program; a menu that was sent before is not sent again."""
    for person in room.unit.everybody():
        commands = own(person, room.incoming.at)
        if room.papers and commands:
            _put(room, person.address, person.language, commands, once=True)
    for team in {one.address: one for one in room.unit.all_teams() if room.papers}.values():
        _put(room, team.address, team.language, OF_A_TEAM, once=True)


def _put(room: Room, address: str, language: str, commands: Iterable[str], once: bool = False) -> None:
    listed = [[command, room.house.words.text(MENU[command].words, language)] for command in commands]
    digest = hashlib.sha256(json.dumps(listed).encode()).hexdigest()[:16]
    room.put("menu", {"commands": listed}, to=address, key=f"menu:{digest}:{address}" if once else "")

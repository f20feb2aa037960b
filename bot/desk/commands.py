"""Every command of a private chat: what it does, and for whom it is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.core.messages import say
from bot.desk import cases, delegations, exports, listing, people, screening, sent, signing
from bot.desk.roles import Duty
from bot.desk.room import Room

UNKNOWN = say("I do not know that command. /help lists what I can do.")


@dataclass(frozen=True, slots=True)
class Command:
    """What a command does; for whoever has not its duty anywhere there is no such command."""

    do: Callable[[Room], None]
    duty: Duty | None = None


def given(room: Room) -> None:
    """A command that begins with a slash."""
    signing.drop(room)
    carry_out(room, room.incoming.command)


def carry_out(room: Room, name: str) -> None:
    """A command, however it was given."""
    command = COMMANDS.get(name)
    if command is None:
        room.say(UNKNOWN)
    elif command.duty is not None and not room.may(command.duty):
        room.refuse(name, UNKNOWN)
    else:
        command.do(room)


def _language(room: Room) -> None:
    people.set_language(room, room.house.other_language(room.language))
    row = cases.active(room)
    if row is None:
        room.say(say("This is English from now on."))
    else:
        screening.show_now(room, row)


def _help(room: Room) -> None:
    row = cases.active(room)
    where = say("{case} is open: go on below, or /cancel to pause it.", case=row.name) if row else None
    room.show(people.help_screen(room, where))
    if row is not None:
        screening.show_now(room, row)


def _team(room: Room) -> None:
    sent.listed(room)
    if room.may(Duty.MANAGE):
        room.say(say("Send /team in the study team's group, with me as a member."))


COMMANDS: dict[str, Command] = {
    "start": Command(people.welcome),
    "screen": Command(cases.start),
    "cases": Command(listing.listed),
    "case": Command(listing.search),
    "language": Command(_language),
    "help": Command(_help),
    "cancel": Command(cases.pause),
    "team": Command(_team, Duty.EXPORT),
    "log": Command(exports.log, Duty.EXPORT),
    "stats": Command(exports.stats, Duty.EXPORT),
    "invite": Command(people.invite, Duty.MANAGE),
    "staff": Command(delegations.staff, Duty.MANAGE),
}

"""Every command of a private chat: what it does, and for whom it is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.core.languages import LANGUAGES, next_language
from bot.core.messages import say
from bot.desk import cases, delegations, invitations, listing, papers, screening, sent, signing, welcome
from bot.desk.roles import Duty
from bot.desk.room import Room

# The languages by the commands that ask for each; `language` changes to the next one.
SPOKEN = {language.command: code for code, language in LANGUAGES.items()}
UNKNOWN = say("I do not know that command. /help lists what I can do.")


@dataclass(frozen=True, slots=True)
class Command:
    """What a command does; for whoever lacks its duty everywhere it does not exist."""

    do: Callable[[Room], None]
    duty: Duty | None = None


def given(room: Room) -> None:
    """A command that begins with a slash."""
    signing.drop(room)
    carry_out(room, room.incoming.command)


def carry_out(room: Room, name: str) -> None:
    """A command, however it was given."""
    if name in SPOKEN:
        return _speak(room, SPOKEN[name])
    command = COMMANDS.get(name)
    if command is None:
        return room.say(UNKNOWN)
    if command.duty is not None and not room.may(command.duty):
        return room.refuse(name, UNKNOWN)
    return command.do(room)


def _language(room: Room) -> None:
    _speak(room, next_language(room.language))


def _speak(room: Room, language: str) -> None:
    welcome.set_language(room, language)
    row = cases.active(room)
    if row is None:
        room.say(say("This is English from now on."))
    else:
        screening.show_now(room, row)


def _help(room: Room) -> None:
    row = cases.active(room)
    room.show(welcome.help_screen(room, welcome.is_open(row) if row else None))
    if row is not None:
        screening.show_now(room, row)


def _team(room: Room) -> None:
    sent.listed(room)
    if room.may(Duty.MANAGE):
        room.say(say("Send /team in the study team's group, with me as a member."))


COMMANDS: dict[str, Command] = {
    "start": Command(welcome.welcome),
    "screen": Command(cases.start),
    "cases": Command(listing.listed),
    "case": Command(listing.search),
    "language": Command(_language),
    "help": Command(_help),
    "cancel": Command(cases.pause),
    "team": Command(_team, Duty.EXPORT),
    "log": Command(papers.log, Duty.EXPORT),
    "stats": Command(papers.stats, Duty.EXPORT),
    "invite": Command(invitations.invite, Duty.MANAGE),
    "staff": Command(delegations.staff, Duty.MANAGE),
}

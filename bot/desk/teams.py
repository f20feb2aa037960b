"""The study teams' chats: which chat becomes one, which stops being one, and where one is found after it has moved.

Each of these is a line of the site's log. A chat that removes the bot is no study team's any more; the next chat that
becomes the team's gets all cards that the first one lacks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.messages import Listing, Message, say
from bot.desk import menu, roles
from bot.desk.names import site_name, trial_name
from bot.desk.roles import EVERY, Duty
from bot.desk.room import House, Room
from bot.ports import Note, Staff, Team, UnitOfWork

MADE, ENDED, MOVED = "team_made", "team_ended", "team_moved"


@dataclass(frozen=True, slots=True)
class Ended:
    """A trial at a site ("*": all) whose study team has no chat since this one removed the bot."""

    trial: str
    site: str
    address: str


def make_team(room: Room) -> None:
    """This group is the study team's from now on, for what the administrator manages, in their language.

    Of its topics, the cards go to the one that this was last said in.
    """
    chat = room.incoming.chat
    for elsewhere in {one.address for one in room.unit.teams_at(chat)} - {chat}:
        move_team(room.unit, elsewhere, chat, room.incoming.at)
    for trial in room.house.trials.values():
        for site in roles.sites(room.person, Duty.MANAGE, room.incoming.at, trial.id):
            room.unit.set_team(Team(address=chat, trial=trial.id, site=site, language=room.language))
            room.note(MADE, site, trial=trial.id, chat=chat)
    menu.follow_team(room, chat, room.language)
    room.say(say("This group now gets the verdicts of your trials and sites, in this language. /language changes it."))


def lose_team(room: Room) -> None:
    """The bot is in this chat no longer: it gets no cards any more, which is noted, and told to administrators once."""
    lost = room.unit.drop_team(room.incoming.chat)
    for team in lost:
        room.note(ENDED, team.site, trial=team.trial, chat=team.address)
    for person in room.unit.everybody() if lost else ():
        theirs = [team for team in lost if _manages(room, person, team)]
        if theirs:
            room.tell(person, _lost_words(room, theirs))


def _manages(room: Room, person: Staff, team: Team) -> bool:
    site = None if team.site == EVERY else team.site
    return roles.may(person, Duty.MANAGE, room.incoming.at, team.trial, site)


def _lost_words(room: Room, lost: list[Team]) -> Message:
    places = tuple(_place(room, team.trial, team.site) for team in lost)
    return say(
        "I was removed from the study team's group ({places}), or may not write there, so it gets no cards any more."
        " Nothing is lost: add me to a group and send /team there, and it also gets every card of before.",
        places=Listing(places),
    )


def set_named(unit: UnitOfWork, house: House, named: str, language: str, at: datetime) -> tuple[str | None, bool]:
    """Makes the chat that the settings name the study team's for all sites. Gives its present address, and whether that
    is new; None where it removed the bot, until an administrator makes it the team's again."""
    address = where_now(unit, named)
    if address is None:
        return None, False
    new = house.trials.keys() - {team.trial for team in unit.teams_at(address) if team.site == EVERY}
    for trial in new:
        unit.set_team(Team(address=address, trial=trial, site=EVERY, language=language))
        unit.log(Note(site=EVERY, kind=MADE, at=at, data={"trial": trial, "chat": address}))
    return address, bool(new)


def _place(room: Room, trial: str, site: str) -> Message:
    return say("{trial} · {site}", trial=trial_name(room.house, trial), site=site_name(room, site))


def follow_team(room: Room) -> None:
    """This chat says that it lives elsewhere now."""
    new = room.incoming.text
    move_team(room.unit, room.incoming.chat, new, room.incoming.at)
    for language in {team.address: team.language for team in room.unit.teams_at(new)}.values():
        menu.follow_team(room, new, language)


def move_team(unit: UnitOfWork, old: str, new: str, at: datetime) -> None:
    """A chat has a new address, or another topic gets its cards from now on; its old cards count as shown there."""
    for team in unit.drop_team(old):
        unit.set_team(replace(team, address=new))
        unit.log(Note(site=team.site, kind=MOVED, at=at, data={"trial": team.trial, "chat": old, "to": new}))
    unit.move_slots(old, new)


def none_for(room: Room) -> Message | None:
    """Says for which of the person's trials and sites the study team has no chat; None where all have one."""
    places = tuple(_place(room, *place) for place in _read_by(room) if not room.unit.teams(*place))
    if not places:
        return None
    return say(
        "The study team has no group ({places}): its investigators get the cards in their own chats. An administrator"
        " adds me to a group and sends /team there.",
        places=Listing(places),
    )


def _read_by(room: Room) -> Iterator[tuple[str, str]]:
    for trial in room.house.trials.values():
        theirs = roles.sites(room.person, Duty.EXPORT, room.incoming.at, trial.id)
        known = tuple(site.id for site in trial.sites)
        yield from ((trial.id, site) for site in (known if EVERY in theirs else theirs))


# What the logs remember.


def where_now(unit: UnitOfWork, address: str) -> str | None:
    """The present address of a chat for all sites that the settings name; None once it has removed the bot."""
    here = True
    for line in unit.logged(EVERY):
        if line.kind in (MADE, ENDED, MOVED) and line.data["chat"] == address:
            here, address = line.kind != ENDED, line.data.get("to", address)
    return address if here else None


def ended(unit: UnitOfWork) -> tuple[Ended, ...]:
    """The trials and sites whose study team had a chat and has none now."""
    last: dict[tuple[str, str], str] = {}
    for site in unit.logged_sites():
        ends = (line for line in unit.logged(site) if line.kind == ENDED)
        last |= {(line.data["trial"], site): line.data["chat"] for line in ends}
    return tuple(Ended(*place, chat) for place, chat in last.items() if not unit.teams(*place))

"""The study team's group: who is heard there, and in whose language the bot answers.

In a group an administrator makes it the study team's and chooses its language; the team looks at cards, asks, judges,
signs, and gets its papers. What the whole group reads is in the group's language, not in that of whoever tapped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.core.languages import next_language
from bot.core.messages import say
from bot.desk import delivery, menu, papers, queries
from bot.desk.incoming import Tap
from bot.desk.records import is_erased
from bot.desk.roles import EVERY, Duty
from bot.desk.room import Room
from bot.desk.teams import make_team
from bot.ports import CaseRow, Team

HELP = (
    say("The buttons under a card show its details, ask the site about an answer, and sign."),
    say("/log sends the screening log, /stats the numbers as pictures. An administrator switches with /language."),
    say("To find a case, send me /team in a private chat."),
)
UNNAMED = say("You write as this group, so I cannot tell who you are. Switch off “Remain anonymous” and send it again.")
ASKED = {"log": papers.log, "stats": papers.stats}


def heard(room: Room) -> None:
    """What is said in a group: a query's words, an administrator's command, a paper wished for; nothing else."""
    teams, command = room.unit.teams_at(room.incoming.chat), room.incoming.command
    if teams and _asked(room, teams):
        return
    if command == "team" and room.may(Duty.MANAGE):
        make_team(room)
        delivery.deliver_waiting(room)
    elif command == "language" and any(room.may(Duty.MANAGE, one.trial, one.site) for one in teams):
        _switch(room, teams)
    elif teams and command in ASKED:
        with room.speaking(teams[0].language):
            ASKED[command](room)
    elif teams and command == "help":
        with room.speaking(teams[0].language):
            room.say(*HELP)
    elif room.incoming.what in ("added", "command") and not teams:
        room.say(
            say("I screen in private chats only. An administrator can make this the study team's group with /team.")
        )


def is_of_a_team(room: Room) -> bool:
    """Whether this group is a study team's, or somebody wants it to be."""
    return room.incoming.command == "team" or bool(room.unit.teams_at(room.incoming.chat))


def unnamed(room: Room) -> None:
    """Somebody writes as the group itself: tells them that only a person can have a role."""
    teams = room.unit.teams_at(room.incoming.chat)
    with room.speaking(teams[0].language if teams else room.language):
        room.say(UNNAMED)


def _asked(room: Room, teams: tuple[Team, ...]) -> bool:
    """The words to an answer that was chosen; says whether they were."""
    if room.incoming.replies_to is None:
        return False
    with room.speaking(teams[0].language):
        return queries.in_words(room)


def _switch(room: Room, teams: tuple[Team, ...]) -> None:
    """From now on the group speaks the other language."""
    code = next_language(teams[0].language)
    for team in teams:
        room.unit.set_team(replace(team, language=code))
    menu.follow_team(room, room.incoming.chat, code)
    with room.speaking(code):
        room.say(say("From now on cards come in this language."))


def tapped(room: Room, row: CaseRow, tap: Tap, do: Callable[[Room, CaseRow, Tap], None]) -> None:
    """A button of a case, if this chat is the case's study team's and the case is not erased."""
    teams = room.unit.teams_at(room.incoming.chat)
    known = row.trial in room.house.trials
    if not known or not any(team.trial == row.trial and team.site in (EVERY, row.site) for team in teams):
        return room.refuse(tap.act)
    if is_erased(room, row):
        return None
    with room.speaking(teams[0].language):
        return do(room, row, tap)


def chosen(room: Room, tap: Tap) -> None:
    """The paper that a button names, for a group that is a study team's."""
    teams = room.unit.teams_at(room.incoming.chat)
    if not teams:
        return room.refuse(tap.act)
    with room.speaking(teams[0].language):
        return papers.chosen(room, tap)

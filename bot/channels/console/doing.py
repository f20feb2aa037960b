"""What the person did at the console, as the desk takes it: in the private chat, or in the study team's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from bot.channels.console.board import Command, Typed
from bot.channels.console.display import Display
from bot.channels.console.seat import TEAM
from bot.channels.console.team import ACTS
from bot.desk import signing
from bot.desk.incoming import Incoming, Tap
from bot.ports import Staff


def bare(person: Staff, at: datetime) -> Incoming:
    """Something that the person does here and now."""
    key, me = f"console:{uuid4().hex}", person.address
    return Incoming(key=key, at=at, person=me, chat=me, name=person.name, what="text")


def done(person: Staff, act: Tap | Command | Typed, display: Display, at: datetime) -> Incoming:
    """An act, in the chat that it belongs to by what is displayed."""
    arrived = bare(person, at)
    match act:
        case Tap():
            tapped = replace(arrived, what="tap", tap=act, refers=arrived.key)
            return _in_team(tapped) if display.chat == TEAM or act.act in ACTS else tapped
        case Command(word, rest):
            return replace(arrived, what="command", command=word, text=rest)
        case Typed(text):
            typed = replace(arrived, text=text)
            return replace(_in_team(typed), replies_to=display.message) if _asks(person, display) else typed


def _asks(person: Staff, display: Display) -> bool:
    """Whether the study team's chat waits for the words of a query."""
    return display.chat == TEAM and display.shown["name"] == "words" and not signing.hides(person)


def _in_team(incoming: Incoming) -> Incoming:
    return replace(incoming, chat=TEAM, private=False)

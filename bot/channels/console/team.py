"""The study team's room at the console: the cards that it was sent, each with the buttons that its chat has.

What is done there reaches the desk as from that chat, which decides who may do what, as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from bot.channels.console.board import Command
from bot.core.case import Query
from bot.core.messages import Message, say
from bot.core.queries import CLOSED, OPEN
from bot.core.screens import Action, Button, Paragraph, Screen
from bot.desk import delivery, sent
from bot.desk.incoming import Incoming, Tap
from bot.desk.roles import Duty
from bot.desk.room import House, Room
from bot.desk.sent import Kept
from bot.ports import CaseRow, Staff, Store

WAY = (say("Study team"), Command("team"))
CHOSEN = "team_card"
LISTED = 12
# What belongs to the study team's chat, wherever its button stood.
ACTS = frozenset({"ask", "ask_about", "close"})
Way = tuple[Message, Tap]
Asked = tuple[CaseRow, Query, Message]


@dataclass
class TeamRoom:
    """The study team's chat, as whoever sits here may enter it."""

    store: Store
    house: House

    def cards(self, person: Staff, arrived: Incoming) -> Screen:
        """The latest cards, to choose from; or that of the case whose code was typed."""
        with self.store.reading() as unit:
            room = Room(self.house, unit, arrived, person)
            found = list(islice(self._found(room, arrived.text.strip()), LISTED))
            lines = [sent.line(room, *one) for one in found]
        ways = tuple(Button(say("{case}", case=case.name), Action(CHOSEN, str(row.id))) for row, _, case in found)
        title = Paragraph(sent.TITLE, "title")
        more = Paragraph(say("Others by their code: {example}", example="/team NJ01-0042"), "note")
        none = Paragraph(sent.NONE)
        return Screen("cards", (title, *(lines or [none]), more), (ways,))

    def _found(self, room: Room, code: str) -> Iterator[Kept]:
        """Cases that were sent, the latest first; or those with this code, the bot's or the site's own."""
        row = room.unit.case_by_code(code.upper()) if code else None
        rows = [row] if row else sent.rows(room, Duty.READ, code or None)
        yield from filter(None, (sent.kept(room, one, Duty.READ) for one in rows))

    def enter(self, person: Staff, arrived: Incoming, case_id: int) -> Tap | None:
        """Sends the chat this card if it lacks it, and gives the tap that shows the card as it is now; None where this
        person may not read it."""
        with self.store.transaction() as unit:
            room = Room(self.house, unit, arrived, person)
            found = unit.case(case_id)
            kept = sent.kept(room, found, Duty.READ) if found else None
            if kept is None:
                return None
            row, trial, case = kept
            delivery.deliver(room, trial, row, case, case.sent)
            return Tap(act="card", case=row.id, turn=case.sent)

    def queries(self, person: Staff, arrived: Incoming, case_id: int, duty: Duty) -> list[Asked]:
        """The queries of a case that are not closed, for somebody with this duty."""
        with self.store.reading() as unit:
            found = unit.case(case_id)
            kept = sent.kept(Room(self.house, unit, arrived, person), found, duty) if found else None
        if kept is None:
            return []
        row, trial, case = kept
        return [(row, one, trial.by_id[one.question].label) for one in case.queries if one.state != CLOSED]


def closings(found: Iterable[Asked]) -> Iterator[Way]:
    """For the study team: a way to close each query."""
    for row, query, asked in found:
        yield say("Close the query: {question}", question=asked), Tap(act="close", value=str(query.number), case=row.id)


def replies(found: Iterable[Asked]) -> Iterator[Way]:
    """For whoever screens: the two ways to answer each query that is open."""
    for row, query, asked in found:
        if query.state == OPEN:
            tap = Tap(act="query", value=str(query.number), case=row.id)
            yield say("Look at the answer: {question}", question=asked), tap
            yield say("It stays as it is: {question}", question=asked), replace(tap, act="stands")

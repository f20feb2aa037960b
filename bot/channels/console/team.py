"""The study team's room at the console: the cards that it was sent, each with the buttons that its chat has.

What is done there reaches the desk as from that chat, which decides who may do what, as everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.channels.console.board import Command
from bot.core.case import Case, Query
from bot.core.machine import SENT
from bot.core.messages import Message, say
from bot.core.queries import CLOSED, OPEN
from bot.core.screens import Action, Button, Paragraph, Screen
from bot.core.screens.card import SIGN_OF, headline
from bot.core.trial import Trial
from bot.core.verdict import judge
from bot.desk import delivery
from bot.desk.incoming import Incoming, Tap
from bot.desk.records import known_case
from bot.desk.roles import Duty
from bot.desk.room import House, Room
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
            found = list(self._found(room, arrived.text.strip().upper()))[:LISTED]
            lines = [self._line(room, *one) for one in found]
        ways = tuple(Button(say("{case}", case=case.name), Action(CHOSEN, str(row.id))) for row, _, case in found)
        title = Paragraph(say("Sent to the study team"), "title")
        more = Paragraph(say("Others by their code: {example}", example="/team NJ01-0042"), "note")
        none = Paragraph(say("No case was sent yet that your role may read."))
        return Screen("cards", (title, *(lines or [none]), more), (ways,))

    def _found(self, room: Room, code: str) -> Iterator[tuple[CaseRow, Trial, Case]]:
        for trial in self.house.trials.values():
            for row in room.unit.cases_of(trial=trial.id, states=(SENT,), limit=1000 if code else LISTED):
                readable = row.version == trial.version and room.may_with(Duty.READ, row)
                if readable and code in ("", row.code, row.label):
                    yield row, trial, known_case(room, trial, row).case

    def _line(self, room: Room, row: CaseRow, trial: Trial, case: Case) -> Paragraph:
        verdict = judge(trial, case.answers, room.today(row.site))
        said = say("{case}: {verdict}", case=case.name, verdict=headline(verdict))
        if case.signature is not None:
            said = say("{said} · signed", said=said)
        return Paragraph(said, "item", SIGN_OF[verdict.outcome])

    def enter(self, person: Staff, arrived: Incoming, case_id: int) -> Tap | None:
        """Sees to it that the chat has this card, and gives the tap that shows it as it is now; None where it is not
        for this person."""
        with self.store.transaction() as unit:
            room, row = Room(self.house, unit, arrived, person), unit.case(case_id)
            trial = self.house.trials.get(row.trial) if row else None
            if row is None or trial is None or not room.may_with(Duty.READ, row):
                return None
            case = known_case(room, trial, row).case
            delivery.deliver(room, trial, row, case, case.sent)
            return Tap(act="card", case=row.id, turn=case.sent)

    def queries(self, person: Staff, arrived: Incoming, case_id: int, duty: Duty) -> list[Asked]:
        """The queries of a case that are not closed, for somebody with this duty."""
        with self.store.reading() as unit:
            room, row = Room(self.house, unit, arrived, person), unit.case(case_id)
            trial = self.house.trials.get(row.trial) if row else None
            if row is None or trial is None or trial.version != row.version or not room.may_with(duty, row):
                return []
            case = known_case(room, trial, row).case
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

"""Runs the conversation in a terminal: asks the reader, hands what was done to the desk, draws what came back.

It is its own courier, for itself and for a study team whose card it shows in a frame. The database may be shared with
other channels; while somebody sits here, cards of all its cases come to that frame too.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, TextIO
from uuid import uuid4

from bot.channels.console import paint
from bot.channels.console.board import LEAVE, Act, Board, Command, Refusal, Typed, board_of
from bot.channels.console.display import NOTHING, Display, width
from bot.channels.console.keys import Keys
from bot.channels.console.lines import Lines
from bot.channels.console.phone import Arrival, Phone, collect
from bot.channels.console.seat import TEAM, NotSeated, Seat, sit_down
from bot.channels.console.team import ACTS, CHOSEN, WAY, TeamRoom, closings, replies
from bot.channels.talks.retold import write_talk
from bot.core.messages import Message, say
from bot.core.screens import Screen
from bot.desk import signing
from bot.desk.exporting import Exporter
from bot.desk.front import Desk
from bot.desk.incoming import Incoming, Tap
from bot.desk.roles import Duty
from bot.desk.room import House
from bot.ports import CaseRow, Staff, Store, StoreFailed, Team

LENT = timedelta(minutes=1, seconds=1)
REMINDED = 50
RESTING = frozenset({"", "card", "declined", "cases", "case", "withdrawn", "reminder", "cards"})
Clock = Callable[[], datetime]


class Reader(Protocol):
    """Asks a person what they do next. `live`: there is a screen, on which nothing typed stays by itself."""

    live: bool

    def ask(self, board: Board, hint: str, at: int | None = None, secret: bool = False) -> list[Act]:
        """What the person does, in order; nothing for an empty line. `secret`: what is typed is not to be seen."""


def run_console(
    store: Store,
    desk: Desk,
    house: House,
    clock: Clock,
    language: str | None = None,
    trial: str | None = None,
    record: Path | None = None,
    seat: Seat | None = None,
    out: TextIO | None = None,
    reader: Reader | None = None,
    environment: Mapping[str, str] = os.environ,
) -> int:
    """Screens in this terminal until the person leaves; gives the exit code."""
    out = out or sys.stdout
    live = sys.stdin.isatty() and out.isatty() and environment.get("TERM", "dumb") != "dumb"
    ink = paint.Ink(live and not environment.get("NO_COLOR"))
    reader = reader or (Keys() if live else Lines(sys.stdin, out, width()))
    console = Console(store, desk, house, clock, reader, Display(out, ink), language, seat or Seat())
    if not house.trials or (trial and trial not in house.trials):
        console.say(say("There is no such trial here."))
        return 2
    try:
        console.settle()
    except NotSeated as refused:
        console.say(refused.why)
        return 2
    try:
        console.begin(trial)
        console.run()
    except KeyboardInterrupt:
        out.write("\n")
    console.leave()
    return console.keep(record) if record else 0


@dataclass
class Console:
    """One sitting at a terminal."""

    store: Store
    desk: Desk
    house: House
    clock: Clock
    reader: Reader
    display: Display
    language: str | None
    seat: Seat
    staff: Staff | None = None
    lit: int | None = None

    def __post_init__(self) -> None:
        self.me, self.team = Phone(self.seat.address), Phone(TEAM)
        self.room = TeamRoom(self.store, self.house)

    def say(self, message: Message) -> None:
        """A sentence of the console itself."""
        self.display.say(self.words(message))

    # Coming in.

    def settle(self) -> None:
        """Lets the person in who sits here, and sets up a study team's chat in the same language."""
        with self.store.transaction() as unit:
            staff = sit_down(unit, self.house, self.seat, self.language, self.clock())
            for id in self.house.trials:
                unit.set_team(Team(address=TEAM, trial=id, site="*", language=staff.language))
        self.refresh()

    def begin(self, trial: str | None) -> None:
        """Shows what was owed from last time, and where the open case stands; without one, the welcome."""
        if not self.reader.live:
            self.say(RULE)
        self.remind()
        self.draw(LENT)
        row = self.open_case()
        if row is not None and (trial is None or (row.trial == trial and row.state != "sent")):
            self.do(Tap(act="open", value=str(row.id)))
        elif trial is not None:
            self.do(Tap(act="trial", value=trial))
        else:
            self.do(Command("start"))

    def remind(self) -> None:
        """What has fallen due while nobody sat here."""
        for _ in range(REMINDED):
            if not self.desk.end_roles(self.clock()) and not self.desk.remind(self.clock()):
                break

    def open_case(self) -> CaseRow | None:
        """The case that was open when the person left."""
        if self.staff is None or self.staff.active_case is None:
            return None
        with self.store.transaction() as unit:
            return unit.case(self.staff.active_case)

    # Going round.

    def run(self) -> None:
        """Until the person leaves."""
        while True:
            board = self.board()
            for act in self.reader.ask(board, self.words(HINT), self.lit, self.hides):
                if act == LEAVE:
                    return
                self.lit = _stays(board, act)
                self.do(act)

    def board(self) -> Board:
        """The buttons of the moment; where a case rests, with the ways on from here."""
        return board_of(self.display.shown, tuple((self.words(words), act) for words, act in self.own()))

    def own(self) -> tuple[tuple[Message, Tap | Command], ...]:
        """The console's own buttons; on a card also those for its queries, as a message further up has on a phone."""
        if self.display.shown["name"] == "welcome":
            return (WAY,)
        if self.display.chat != TEAM and self.display.shown["name"] not in RESTING:
            return ()
        if self.display.shown["name"] != "card":
            return OWN
        duty, ways = (Duty.ASK, closings) if self.display.chat == TEAM else (Duty.SCREEN, replies)
        return (*ways(self.room.queries(self.person, self.bare(), self.display.shown["case"], duty)), *OWN)

    def do(self, act: Act) -> None:
        """One thing that the person did."""
        match act:
            case Refusal(why):
                return self.say(why)
            case Command("team", code):
                return self.look_in(code)
            case Tap(act=name) if name == CHOSEN:
                return self.enter(int(act.value))
        self.echo(act)
        return self.hand_in(self.incoming(act))

    def hand_in(self, incoming: Incoming) -> None:
        """What was done goes to the desk, and what comes back is drawn."""
        before = self.staff.active_case if self.staff else None
        try:
            self.desk.handle(incoming)
        except StoreFailed:
            self.say(NOT_SAVED)
        self.refresh()
        self.draw(place=incoming.chat)
        if before is not None and self.person.active_case is None and self.display.shown.get("case") == before:
            self.display.shown = NOTHING

    def echo(self, act: Act) -> None:
        """What was typed, where the terminal does not keep it, and where it may be seen."""
        if self.reader.live and isinstance(act, Typed) and not self.hides:
            self.display.write([(f"› {act.text}", "dim")])

    @property
    def hides(self) -> bool:
        """Whether what is typed next is a PIN."""
        return self.staff is not None and signing.hides(self.staff)

    @property
    def person(self) -> Staff:
        """Who sits here."""
        assert self.staff is not None
        return self.staff

    def bare(self) -> Incoming:
        """Something that the person does here and now."""
        key, me = f"console:{uuid4().hex}", self.me.address
        return Incoming(key=key, at=self.clock(), person=me, chat=me, name=self.person.name, what="text")

    def incoming(self, act: Tap | Command | Typed) -> Incoming:
        """What was done, as the desk takes it."""
        bare = self.bare()
        match act:
            case Tap():
                tapped = replace(bare, what="tap", tap=act, refers=bare.key)
                return in_team(tapped) if self.display.chat == TEAM or act.act in ACTS else tapped
            case Command(word, rest):
                return replace(bare, what="command", command=word, text=rest)
            case Typed(text):
                asks = self.display.chat == TEAM and self.display.shown["name"] == "words" and not self.hides
                typed = replace(bare, text=text)
                return replace(in_team(typed), replies_to=self.display.message) if asks else typed

    def refresh(self) -> None:
        """Who sits here, after what was just done: their language, their open case."""
        with self.store.reading() as unit:
            self.staff = unit.staff_by_address(self.me.address)

    # The study team's room.

    def look_in(self, code: str = "") -> None:
        """The cards of the study team, or that of one case."""
        if self.person.signing is not None:
            self.hand_in(self.incoming(Tap(act="unsign")))
        screen = self.room.cards(self.person, replace(self.bare(), text=code))
        self.show_own(screen)

    def enter(self, case_id: int) -> None:
        """The card of a case as the study team has it."""
        try:
            tap = self.room.enter(self.person, self.bare(), case_id)
        except StoreFailed:
            return self.say(NOT_SAVED)
        if tap is not None:
            self.display.chat = TEAM
            self.hand_in(self.incoming(tap))

    def show_own(self, screen: Screen) -> None:
        """A screen of the console itself."""
        picture = {**self.house.words.picture(screen, self.person.language), "case": 0, "turn": 0}
        self.display.arrived(Arrival("show", "", picture), self.me.address)

    def draw(self, ahead: timedelta = timedelta(), place: str = "") -> None:
        """Everything that the desk has sent; `ahead` takes even what was lent to a console that was killed."""
        came = collect(self.store, (self.me, self.team), self.clock() + ahead)
        self.display.came(came, place, self.words(FRAME))

    def words(self, message: Message) -> str:
        """A message in the person's language."""
        code = self.staff.language if self.staff else self.house.language_for(self.language)
        return self.house.words.text(message, code)

    # Leaving.

    def leave(self) -> None:
        """Says goodbye; no more cards come here."""
        with self.store.transaction() as unit:
            unit.drop_team(TEAM)
        self.say(say("Nothing is lost: start again to go on."))

    @property
    def exporter(self) -> Exporter:
        """Notes what the person takes out."""
        return Exporter(self.store, self.clock(), actor=self.staff.id if self.staff else None)

    def keep(self, file: Path) -> int:
        """Writes the case at hand as a conversation file; gives the exit code."""
        with self.store.transaction() as unit:
            row = unit.case(self.display.case)
            entries = unit.entries(self.display.case)
        if row is None or row.trial not in self.house.trials:
            self.say(say("There was no case to write down."))
            return 0
        self.exporter.note_case("talk", row)
        try:
            write_talk(file, self.house.trials[row.trial], entries)
        except OSError as error:
            self.say(say("{file} could not be written: {why}", file=str(file), why=error.strerror or ""))
            return 1
        return 0


RULE = say(
    "A number presses the button of that number; where a number, a date or words are asked for, type # before it."
    " Anything else is an answer; = before it makes sure of that. /help lists the commands, /quit leaves."
)
OWN = ((say("New case"), Command("screen")), (say("My cases"), Command("cases")), WAY, (say("Leave"), LEAVE))
NOT_SAVED = say("The database could not save that, so nothing was changed. Please try again.")
FRAME = say("what the study team sees")
HINT = say("Arrows and Enter press a button; or type. Esc: back. Ctrl-C: leave.")


def in_team(incoming: Incoming) -> Incoming:
    """The same, done in the study team's chat."""
    return replace(incoming, chat=TEAM, private=False)


def _stays(board: Board, act: Act) -> int | None:
    """The button that stays lit: one that ticks, for its number stays the same."""
    return next((knob.number for knob in board.knobs if knob.act == act and knob.ticks), None)

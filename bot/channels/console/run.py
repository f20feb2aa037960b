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
from typing import TextIO

from bot.channels.console import paint
from bot.channels.console.board import LEAVE, Act, Board, Command, Refusal, Typed, board_of
from bot.channels.console.display import NOTHING, Display, width
from bot.channels.console.doing import bare, done
from bot.channels.console.phone import Arrival, Phone, collect
from bot.channels.console.reader import Reader, is_live, reader_of
from bot.channels.console.record import write_down
from bot.channels.console.seat import TEAM, NotSeated, Seat, sit_down
from bot.channels.console.team import CHOSEN, WAY, TeamRoom, closings, replies
from bot.core.languages import language_for
from bot.core.machine import SENT
from bot.core.messages import Message, say
from bot.core.screens import Screen
from bot.desk import signing
from bot.desk.exporting import Exporter
from bot.desk.front import Desk
from bot.desk.incoming import Incoming, Tap
from bot.desk.roles import EVERY, Duty
from bot.ports import CaseRow, Staff, StoreFailed, Team

LENT = timedelta(minutes=1, seconds=1)
REMINDED = 50
RESTING = frozenset({"", "card", "declined", "cases", "case", "withdrawn", "reminder", "cards"})
Clock = Callable[[], datetime]


def run_console(
    desk: Desk,
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
    live = is_live(out, environment)
    ink = paint.Ink(live and not environment.get("NO_COLOR"))
    reader = reader or reader_of(live, out, width())
    console = Console(desk, clock, reader, Display(out, ink), language, seat or Seat())
    if not desk.house.trials or (trial and trial not in desk.house.trials):
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
    return console.write_down(record) if record else 0


@dataclass
class Console:
    """One sitting at a terminal."""

    desk: Desk
    clock: Clock
    reader: Reader
    display: Display
    language: str | None
    seat: Seat
    staff: Staff | None = None
    lit: int | None = None

    def __post_init__(self) -> None:
        self.store, self.house = self.desk.store, self.desk.house
        self.me, self.team = Phone(self.seat.address), Phone(TEAM)
        self.room = TeamRoom(self.store, self.house)

    def say(self, message: Message) -> None:
        """A sentence of the console itself."""
        self.display.say(self.words(message))

    # Coming in.

    def settle(self) -> None:
        """Lets the person in who sits here, and sets up a study team's chat."""
        with self.store.transaction() as unit:
            sit_down(unit, self.house, self.seat, self.language, self.clock())
        self.refresh()

    def refresh(self) -> None:
        """Who sits here, after what was just done: their language, which is the study team's here too, their case."""
        before = self.staff
        with self.store.reading() as unit:
            self.staff = unit.staff_by_address(self.me.address)
        if before is None or before.language != self.person.language:
            with self.store.transaction() as unit:
                for id in self.house.trials:
                    unit.set_team(Team(address=TEAM, trial=id, site=EVERY, language=self.person.language))

    def begin(self, trial: str | None) -> None:
        """Shows what was not yet shown last time, and where the open case stands; without one, the welcome."""
        if not self.reader.live:
            self.say(RULE)
        self.remind()
        self.draw(LENT)
        row = self.open_case()
        if row is not None and (trial is None or (row.trial == trial and row.state != SENT)):
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
        own = tuple((self.words(words), act) for words, act in self.own())
        return board_of(self.display.shown, own, self.display.message)

    def own(self) -> tuple[tuple[Message, Tap | Command], ...]:
        """The console's own buttons; on a card also those for its queries, as a message further up has on a phone."""
        if self.display.shown["name"] == "welcome":
            return (WAY,)
        if self.display.chat != TEAM and self.display.shown["name"] not in RESTING:
            return ()
        if self.display.shown["name"] != "card":
            return OWN
        duty, ways = (Duty.ASK, closings) if self.display.chat == TEAM else (Duty.SCREEN, replies)
        case = self.display.shown["case"]
        return (*ways(self.room.queries(self.person, self.bare(), case, duty)), *OWN)

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
        return self.hand_in(act)

    def hand_in(self, act: Tap | Command | Typed) -> None:
        """What was done goes to the desk, and what comes back is drawn."""
        before, incoming = self.person.active_case, done(self.person, act, self.display, self.clock())
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
        return bare(self.person, self.clock())

    # The study team's room.

    def look_in(self, code: str = "") -> None:
        """The cards of the study team, or that of one case."""
        if signing.waits(self.person):
            self.hand_in(Tap(act="unsign"))
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
            self.hand_in(tap)

    def show_own(self, screen: Screen) -> None:
        """A screen of the console itself."""
        picture = self.house.drawn(screen, self.person.language)
        self.display.arrived(Arrival("show", "", picture), self.me.address)

    def draw(self, ahead: timedelta = timedelta(), place: str = "") -> None:
        """Everything that the desk has sent; `ahead` takes even what was lent to a console that was killed."""
        came = collect(self.store, (self.me, self.team), self.clock() + ahead)
        self.display.came(came, place, self.words(FRAME))

    def words(self, message: Message) -> str:
        """A message in the person's language."""
        code = self.staff.language if self.staff else language_for(self.language)
        return self.house.words.text(message, code)

    # Leaving.

    def leave(self) -> None:
        """Says goodbye; no more cards come here."""
        with self.store.transaction() as unit:
            unit.drop_team(TEAM)
        self.say(say("Nothing is lost: start again to go on."))

    def write_down(self, file: Path) -> int:
        """Writes the case at hand as a conversation file; gives the exit code."""
        exporter = Exporter(self.store, self.clock(), actor=self.person.id)
        try:
            said = write_down(self.house, exporter, self.display.case, file)
        except OSError as error:
            self.say(say("{file} could not be written: {why}", file=str(file), why=error.strerror or ""))
            return 3
        if said is None:
            return 0
        self.say(said)
        return 2


RULE = say(
    "A number presses the button of that number; where a number, a date or words are asked for, type # before it."
    " Anything else is an answer; = before it makes sure of that. /help lists the commands, /quit leaves."
)
OWN = ((say("New case"), Command("screen")), (say("My cases"), Command("cases")), WAY, (say("Leave"), LEAVE))
NOT_SAVED = say("The database could not save that, so nothing was changed. Please try again.")
FRAME = say("what the study team sees")
HINT = say("Arrows and Enter press a button; or type. Esc: back. Ctrl-C: leave.")


def _stays(board: Board, act: Act) -> int | None:
    """The button that stays lit: one that ticks, for its number stays the same."""
    return next((knob.number for knob in board.knobs if knob.act == act and knob.ticks), None)

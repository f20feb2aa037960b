"""Runs the conversation in a terminal: asks the reader, hands what was done to the desk, draws what came back.

It is its own courier, for itself and for a study team whose card it shows in a frame. The database may be shared with
other channels; while somebody sits here, cards of all its cases come to that frame too.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, TextIO
from uuid import uuid4

from bot.channels.console import paint
from bot.channels.console.board import LEAVE, Act, Board, Command, Refusal, Typed, board_of
from bot.channels.console.keys import Keys
from bot.channels.console.lines import Lines
from bot.channels.console.phone import Arrival, Phone, Picture, collect
from bot.channels.talks.retold import write_talk
from bot.core.messages import Message, say
from bot.desk.exporting import Exporter
from bot.desk.front import Desk
from bot.desk.incoming import Incoming, Tap
from bot.desk.room import House
from bot.ports import CaseRow, Staff, Store, StoreFailed, Team

ME, TEAM = "console:me", "console:team"
ROLE, NAME, NOWHERE = "coordinator", "console", "LOCAL"
LENT = timedelta(minutes=1, seconds=1)
REMINDED = 50
NOTHING: Picture = {"name": "", "section": "", "progress": None, "paragraphs": [], "rows": []}
RESTING = frozenset({"", "card", "declined", "cases", "case", "withdrawn", "reminder"})
Clock = Callable[[], datetime]


class Reader(Protocol):
    """Asks a person what they do next. `live`: there is a screen, on which nothing typed stays by itself."""

    live: bool

    def ask(self, board: Board, hint: str, at: int | None = None) -> list[Act]:
        """What the person does, in order; nothing for an empty line."""


def run_console(
    store: Store,
    desk: Desk,
    house: House,
    clock: Clock,
    language: str | None = None,
    trial: str | None = None,
    record: Path | None = None,
    out: TextIO | None = None,
    reader: Reader | None = None,
    environment: Mapping[str, str] = os.environ,
) -> int:
    """Screens in this terminal until the person leaves; gives the exit code."""
    out, width = out or sys.stdout, _width()
    live = sys.stdin.isatty() and out.isatty() and environment.get("TERM", "dumb") != "dumb"
    ink = paint.Ink(live and not environment.get("NO_COLOR"))
    reader = reader or (Keys() if live else Lines(sys.stdin, out, width))
    console = Console(store, desk, house, clock, reader, out, ink)
    if not house.trials or (trial and trial not in house.trials):
        console.tell(say("There is no such trial here."), language)
        return 2
    console.settle(language)
    try:
        console.begin(trial)
        console.run()
    except KeyboardInterrupt:
        out.write("\n")
    console.leave()
    return console.keep(record) if record else 0


def _width() -> int:
    return min(shutil.get_terminal_size().columns, paint.WIDEST)


@dataclass
class Console:
    """One sitting at a terminal."""

    store: Store
    desk: Desk
    house: House
    clock: Clock
    reader: Reader
    out: TextIO
    ink: paint.Ink
    me: Phone = field(default_factory=lambda: Phone(ME))
    team: Phone = field(default_factory=lambda: Phone(TEAM))
    staff: Staff | None = None
    shown: Picture = field(default_factory=lambda: NOTHING)
    case: int = 0
    lit: int | None = None

    # Coming in.

    def settle(self, language: str | None) -> None:
        """Lets the person in who sits here, and sets up a study team's chat in the same language."""
        with self.store.transaction() as unit:
            staff = unit.staff_by_address(ME)
            code = self.house.language_for(language) if language or not staff else staff.language
            if staff is None:
                site = self._site()
                unit.add_staff(address=ME, name=NAME, role=ROLE, site=site, language=code, at=self.clock())
            else:
                unit.save_staff(replace(staff, language=code, left_at=None))
            for id in self.house.trials:
                unit.set_team(Team(address=TEAM, trial=id, site="*", language=code))
        self.refresh()

    def _site(self) -> str:
        return next((site.id for trial in self.house.trials.values() for site in trial.sites), NOWHERE)

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
            if not self.desk.remind(self.clock()):
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
            for act in self.reader.ask(board, self.words(HINT), self.lit):
                if act == LEAVE:
                    return
                self.lit = _stays(board, act)
                self.do(act)

    def board(self) -> Board:
        """The buttons of the moment; where a case rests, with the ways on from here."""
        own = OWN if self.shown["name"] in RESTING else ()
        return board_of(self.shown, tuple((self.words(words), act) for words, act in own))

    def do(self, act: Act) -> None:
        """One thing that the person did."""
        if isinstance(act, Refusal):
            return self.say(act.why)
        self.echo(act)
        try:
            self.desk.handle(self.incoming(act))
        except StoreFailed:
            self.say(say("The database could not save that, so nothing was changed. Please try again."))
        self.refresh()
        self.draw()

    def echo(self, act: Act) -> None:
        """What was typed, where the terminal does not keep it."""
        if self.reader.live and isinstance(act, Typed):
            self.out.write(self.ink.text([(f"› {act.text}", "dim")]))

    def incoming(self, act: Tap | Command | Typed) -> Incoming:
        """What was done, as the desk takes it."""
        key = f"console:{uuid4().hex}"
        bare = Incoming(key=key, at=self.clock(), person=ME, chat=ME, name=NAME, what="text")
        match act:
            case Tap():
                return replace(bare, what="tap", tap=act, refers=key)
            case Command(word, rest):
                return replace(bare, what="command", command=word, text=rest)
            case Typed(text):
                return replace(bare, text=text)

    def refresh(self) -> None:
        """Who sits here, after what was just done: their language, their open case."""
        with self.store.reading() as unit:
            self.staff = unit.staff_by_address(ME)

    # Drawing.

    def draw(self, ahead: timedelta = timedelta()) -> None:
        """Everything that the desk has sent; `ahead` takes even what was lent to a console that was killed."""
        came = collect(self.store, (self.me, self.team), self.clock() + ahead)
        for arrival in came[ME]:
            self.arrived(arrival)
        for arrival in came[TEAM]:
            self.overheard(arrival)
        if self.staff and self.staff.active_case is None and self.shown.get("case"):
            self.shown = NOTHING

    def arrived(self, arrival: Arrival) -> None:
        """One thing for the person: printed, and kept where it has buttons."""
        picture, width = arrival.picture, _width()
        if arrival.do == "toast":
            return self.write([(text, "dim") for text in filter(None, [picture["text"]])])
        if arrival.do == "delete":
            return None
        if picture["name"] == "receipt":
            return self.write(paint.receipt(picture, width, arrival.before))
        gap = [] if arrival.do == "edit" else [("", "")]
        self.write([*gap, *paint.screen(picture, width, arrival.before)])
        if picture["rows"] or picture.get("turn"):
            self.shown = picture
            self.case = picture.get("case") or self.case
        return None

    def overheard(self, arrival: Arrival) -> None:
        """A card for the study team."""
        if arrival.do in ("show", "edit"):
            width = _width()
            lines = paint.screen(arrival.picture, width - 4)
            self.write([("", ""), *paint.framed(self.words(say("what the study team sees")), lines, width)])

    def write(self, lines: list[paint.Line]) -> None:
        """Lines, at once."""
        self.out.write(self.ink.text(lines))
        self.out.flush()

    def words(self, message: Message, language: str | None = None) -> str:
        """A message in the person's language."""
        code = self.staff.language if self.staff else self.house.language_for(language)
        return self.house.words.text(message, code)

    def say(self, message: Message) -> None:
        """A sentence of the console itself."""
        self.tell(message, None)

    def tell(self, message: Message, language: str | None) -> None:
        """A sentence, even before anybody is known."""
        self.write([(text, "dim") for text in paint.wrapped(self.words(message, language), _width())])

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
            row = unit.case(self.case)
            entries = unit.entries(self.case)
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
OWN = ((say("New case"), Command("screen")), (say("My cases"), Command("cases")), (say("Leave"), LEAVE))
HINT = say("Arrows and Enter press a button; or type. Esc: back. Ctrl-C: leave.")


def _stays(board: Board, act: Act) -> int | None:
    """The button that stays lit: one that ticks, for its number stays the same."""
    return next((knob.number for knob in board.knobs if knob.act == act and knob.ticks), None)

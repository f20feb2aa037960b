"""Plays a conversation against the real desk and an empty store, and tells where it went another way.

The clock is the talk's own, so that the same talk gives the same record. Nothing of the outside is touched but the
store that is handed in.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol, TextIO

from bot.channels.console import paint
from bot.channels.console.board import board_of
from bot.channels.console.phone import Arrival, Phone, collect
from bot.channels.talks.asker import ASKER, Asker
from bot.channels.talks.hand import NEVER, Hand
from bot.channels.talks.talk import WORDS, BadTalk, Step, Talk, TalkFailed, answers, in_language, read_talk
from bot.core.case import Case
from bot.core.languages import language_for
from bot.core.messages import say
from bot.core.verdict import Verdict, judge
from bot.desk import records
from bot.desk.front import Desk
from bot.desk.incoming import Incoming, Tap
from bot.desk.room import House
from bot.ports import CaseRow, Entry, Staff, Store, Team

ME, TEAM, WIDTH = "talk:me", "talk:team", 80
PACE = timedelta(seconds=10)
MANY = 1000


class ClosableStore(Store, Protocol):
    """A store for one talk."""

    def close(self) -> None:
        """Done with it."""


def replay(
    talk: Talk, house: House, store: Store, language: str, watch: Callable[[Player], None] | None = None
) -> list[str]:
    """Plays a talk in a language on an empty store; gives the transcript, TalkFailed where it goes another way.

    `watch` is called after every step.
    """
    player = Player(talk, house, store, language)
    player.play_all(watch)
    return player.transcript


def replay_file(
    file: Path, house: House, language: str | None, store_at: Callable[[Path], ClosableStore], out: TextIO
) -> int:
    """Plays a talk's file and prints the transcript; gives the exit code."""
    try:
        talk = read_talk(file)
        with TemporaryDirectory() as folder:
            return _replayed(talk, house, language, store_at(Path(folder) / "talk.db"), out)
    except BadTalk as bad:
        print(bad, file=sys.stderr)
        return 2


def _replayed(talk: Talk, house: House, language: str | None, store: ClosableStore, out: TextIO) -> int:
    player = Player(talk, house, store, language_for(language or talk.language))
    try:
        player.play_all()
    except TalkFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    finally:
        store.close()
        out.write("".join(f"{line}\n" for line in player.transcript))
    return 0


@dataclass(frozen=True)
class Sight:
    """What a player knows of the store."""

    staff: Staff | None
    row: CaseRow | None
    entries: tuple[Entry, ...]
    case: Case | None


@dataclass
class Player:
    """Somebody who does what a talk says, and looks at what comes back."""

    talk: Talk
    house: House
    store: Store
    begins: str
    now: datetime = NEVER
    transcript: list[str] = field(default_factory=list)
    came: dict[str, list[Arrival]] = field(default_factory=dict)
    done: int = 0
    seen: Sight | None = None

    def __post_init__(self) -> None:
        if self.talk.trial not in self.house.trials:
            raise BadTalk(f"there is no trial {self.talk.trial}")
        self.trial = self.house.trials[self.talk.trial]
        self.site = next((site.id for site in self.trial.sites), "LOCAL")
        self.desk = Desk(self.store, self.house)
        self.me, self.team, self.hand, self.asker = Phone(ME), Phone(TEAM), Hand(self), Asker(self)
        self.set_day(self.talk.today)

    def set_day(self, day: date) -> None:
        """Nine in the morning of a day by the site's clock."""
        self.now = datetime.combine(day, time(9), self.house.zone(self.site)).astimezone(UTC)

    def come_in(self) -> None:
        """The person is known already, and opens a case."""
        with self.store.transaction() as unit:
            unit.add_staff(
                address=ME, name="Talk", role="coordinator", site=self.site, language=self.begins, at=self.now
            )
            unit.set_team(Team(address=TEAM, trial=self.trial.id, site="*", language=self.begins))
        self.hand.press(Tap(act="trial", value=self.trial.id), self.trial.short)

    # The case at hand.

    @property
    def language(self) -> str:
        """The person's language, which may change on the way."""
        return self.sight.staff.language if self.sight.staff else self.begins

    @property
    def sight(self) -> Sight:
        """Who plays, and the open case with its record; looked up once after each thing done."""
        if self.seen is None:
            self.seen = self._look()
        return self.seen

    def _look(self) -> Sight:
        with self.store.reading() as unit:
            staff = unit.staff_by_address(ME)
            rows = unit.cases_of(owner=staff.id, limit=MANY) if staff else ()
            row = next((row for row in rows if staff and row.id == staff.active_case), None)
            entries = unit.entries(row.id) if row else ()
        return Sight(staff, row, entries, records.case_of(self.trial, row, entries) if row else None)

    def row(self) -> CaseRow | None:
        """Where the open case stands."""
        return self.sight.row

    def entries(self) -> tuple[Entry, ...]:
        """Its record."""
        return self.sight.entries

    def case(self) -> Case:
        """What the record adds up to."""
        if self.sight.case is None:
            raise TalkFailed("no case is open")
        return self.sight.case

    def verdict(self) -> Verdict:
        """The verdict as of the talk's day."""
        return judge(self.trial, self.case().answers, self.day)

    @property
    def day(self) -> date:
        """The site's day."""
        return self.now.astimezone(self.house.zone(self.site)).date()

    # Doing.

    def play_all(self, watch: Callable[[Player], None] | None = None) -> None:
        """The whole talk, from coming in to the verdict; `watch` is called after every step."""
        self.come_in()
        for step in self.talk.steps:
            self.play(step)
            if watch is not None:
                watch(self)
        self.check_end()

    def play(self, step: Step) -> None:
        """One step, and a look at what came of it."""
        self.came = {ME: [], TEAM: []}
        try:
            self.expect("state before", step.expected.get("at"), self.state())
            self.do(step)
            self.check(step)
        except TalkFailed as failed:
            told = TalkFailed(f"step {step.number}, {step.title}: {failed}")
            told.add_note("\n".join(self.transcript[-40:]))
            raise told from None

    def do(self, step: Step) -> None:
        """What the person does in a step."""
        if step.deed == "today":
            self.set_day(date.fromisoformat(step.value))
        elif step.deed == "answer":
            for question, value in answers(step):
                self.hand.answer(question, value)
        elif step.deed in ("ask", "close"):
            self.team_does(step)
        else:
            self.hand.do(step)

    def team_does(self, step: Step) -> None:
        """What somebody of the study team does in a step, who comes in when first needed."""
        with self.store.transaction() as unit:
            if unit.staff_by_address(ASKER) is None:
                unit.add_staff(
                    address=ASKER,
                    name="Investigator",
                    role="investigator",
                    site=self.site,
                    language=self.begins,
                    at=self.now,
                )
        if step.deed == "close":
            return self.asker.close(str(step.value))
        for question, words in step.value.items():
            self.asker.ask(question, in_language(words, self.language))
        return None

    def handle(self, words: str, incoming: Incoming) -> None:
        """One thing for the desk, ten seconds later; what comes back is looked at."""
        self.done += 1
        self.now += PACE
        key = f"talk:{self.done}"
        refers = key if incoming.what == "tap" else None
        self.transcript.append(f"\n» {words}")
        self.seen = None
        self.desk.handle(replace(incoming, key=key, at=self.now, refers=refers))
        came = collect(self.store, (self.me, self.team), self.now)
        for address, arrivals in came.items():
            self.came.setdefault(address, []).extend(arrivals)
            for arrival in arrivals:
                self.transcript += self.written(arrival, framed=address == TEAM)

    def written(self, arrival: Arrival, framed: bool) -> list[str]:
        """What came, as the transcript has it; a card for the study team in a frame."""
        if arrival.do == "toast":
            return [f"({arrival.picture['text']})"] if arrival.picture["text"] else []
        if arrival.do in ("correct", "strip", "delete"):
            return []
        lines = paint.screen(arrival.picture, WIDTH - 4)
        if framed:
            title = self.house.words.text(say("what the study team sees"), self.begins)
            return [text for text, _ in paint.framed(title, lines, WIDTH)]
        buttons = [] if arrival.picture["name"] == "receipt" else paint.options(board_of(arrival.picture), WIDTH)
        return [text for text, _ in (*lines, *buttons)]

    # Looking.

    def state(self) -> str:
        """The question asked, or the phase; "none" where no case is open."""
        row = self.row()
        return row.state if row else "none"

    def turn(self) -> int:
        """The turn that buttons belong to now; 0 where no case is open."""
        row = self.row()
        return row.turn if row else 0

    def screen(self) -> str | None:
        """The name of the last screen that came."""
        names = [one.picture["name"] for one in self.came[ME] if one.do in ("show", "edit")]
        return names[-1] if names else None

    def check(self, step: Step) -> None:
        """Whether a step came to what was expected of it."""
        self.expect("state", step.expected.get("state"), self.state())
        self.expect("screen", step.expected.get("screen"), self.screen())
        seen = dict(zip(WORDS, (_text(self.came[ME]), _toasts(self.came[ME]), _text(self.came[TEAM])), strict=True))
        for key in WORDS:
            for words in step.words(key, self.language):
                if words not in seen[key]:
                    raise TalkFailed(f"{key}: {words!r} was not among {seen[key]!r}")

    def expect(self, what: str, wanted: Any, found: Any) -> None:
        """TalkFailed where something else was found; nothing may be wanted."""
        if wanted is not None and wanted != found:
            raise TalkFailed(f"{what}: expected {wanted}, found {found}")

    def check_end(self) -> None:
        """The verdict of the whole conversation."""
        verdict = self.verdict()
        found = {one.criterion.id: one.status.value for one in verdict.findings}
        others = self.talk.criteria.get("others")
        wanted = {**(dict.fromkeys(found, others) if others else {}), **self.talk.criteria}
        wanted.pop("others", None)
        differing = {id: (status, found.get(id)) for id, status in wanted.items() if found.get(id) != status}
        self.expect("criteria (expected, found)", {}, differing)
        self.expect("verdict", self.talk.verdict, verdict.outcome.value)
        self.expect("missing", self.talk.missing, verdict.missing)


def _text(arrivals: Iterable[Arrival]) -> str:
    """Everything that screens said, with the words on their buttons."""
    said: list[str] = []
    for one in arrivals:
        if one.do in ("show", "edit", "correct"):
            said += [one.picture["section"], *(part["text"] for part in one.picture["paragraphs"])]
            said += [button["label"] for row in one.picture["rows"] for button in row]
    return "\n".join(said)


def _toasts(arrivals: Iterable[Arrival]) -> str:
    return "\n".join(one.picture["text"] for one in arrivals if one.do == "toast")

"""The hand of a player: finds buttons by what they do or say, and answers a question the way a person would.

Buttons are only ever tapped where the chat shows them; where they are on another page, the page is turned first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Protocol

from bot.channels.console.phone import Phone
from bot.channels.talks.talk import Step, TalkFailed, in_language
from bot.core import kinds
from bot.core.answers import Codes, Value
from bot.core.case import Case
from bot.core.kinds.base import BadValue, Doubtful, Setting, Understood
from bot.core.screens.question import marked_codes
from bot.core.trial import Question, Trial
from bot.desk.incoming import Incoming, Tap

PAGES = 20
PAGED = frozenset({"mark", "unmark", "jump"})
ANY_TURN = frozenset({"jump", "details", "card", "review", "query", "stands", "withdraw"})
OPTIONS = frozenset({"pick", "mark", "unmark"})
NEVER = datetime.min.replace(tzinfo=UTC)


class Body(Protocol):
    """Whose hand it is."""

    trial: Trial
    me: Phone

    @property
    def language(self) -> str:
        """The person's language."""

    @property
    def day(self) -> date:
        """The site's day."""

    def case(self) -> Case:
        """The case at hand."""

    def state(self) -> str:
        """The question asked, or the phase."""

    def turn(self) -> int:
        """The turn that buttons belong to now."""

    def screen(self) -> str | None:
        """The name of the last screen."""

    def handle(self, words: str, incoming: Incoming) -> None:
        """One thing for the desk; the transcript has it in these words."""


@dataclass(frozen=True)
class Hand:
    """Taps and types for somebody."""

    body: Body

    def do(self, step: Step) -> None:
        """A step that is one tap, one reply or one command."""
        words = in_language(step.value, self.body.language)
        if step.deed == "say":
            self.say(words)
        elif step.deed == "command":
            word, _, rest = words.partition(" ")
            self._did(f"/{words}", what="command", command=word, text=rest)
        else:
            self.tap_as_said(words)

    def say(self, text: str) -> None:
        """Typed words."""
        self._did(text, what="text", text=text)

    def press(self, tap: Tap, words: str) -> None:
        """A button."""
        self._did(f"[{words}]", what="tap", tap=tap)

    def _did(self, shown: str, **what: Any) -> None:
        address = self.body.me.address
        self.body.handle(shown, Incoming(key="", at=NEVER, person=address, chat=address, name="", **what))

    # Tapping.

    def tap_as_said(self, words: str) -> None:
        """A button by act and value, else by its words."""
        act, _, value = words.partition(" ")
        tap = self.reach(act, self.coded(act, value)) or self.body.me.labelled(words)
        if tap is None:
            raise TalkFailed(f"there is no button “{words}”")
        self.press(tap, words)

    def tap(self, act: str, value: str | None = None) -> None:
        """A button by what it does."""
        tap = self.reach(act, value)
        if tap is None:
            raise TalkFailed(f"there is no button that does {act} {value or ''}")
        self.press(tap, next(words for one, words in self.body.me.buttons() if one == tap))

    def coded(self, act: str, value: str) -> str | None:
        """A value of a talk as buttons have it: the place of an option, of a question or of a unit."""
        question = self.body.trial.by_id.get(self.body.state())
        codes: tuple[str, ...] = ()
        if act == "jump":
            codes = tuple(one.id for one in self.body.trial.questions)
        elif question is not None and act in OPTIONS:
            codes = question.shape.codes
        elif question is not None and question.shape.test and act == "unit":
            codes = tuple(unit.code for unit in question.shape.test.units)
        return str(codes.index(value)) if value in codes else value or None

    def reach(self, act: str, value: str | None) -> Tap | None:
        """The newest button that does this and is not out of date; pages are turned to find it."""
        seen: set[str] = set()
        while (tap := self._shown(act, value)) is None and act in PAGED and len(seen) < PAGES:
            page = self._other_page(seen)
            if page is None:
                break
            self.press(page, f"{page.act} {page.value}".strip())
        return tap

    def _shown(self, act: str, value: str | None = None) -> Tap | None:
        return self.body.me.find(act, value, None if act in ANY_TURN else self.body.turn())

    def _other_page(self, seen: set[str]) -> Tap | None:
        """A page of the newest screen that was not looked at yet; of a card, the list of its answers."""
        pages = (tap for tap, _ in self.body.me.buttons() if tap.act == "page" and tap.turn == self.body.turn())
        page = next((tap for tap in pages if tap.value not in seen), None)
        page = page or (None if seen else self._shown("review"))
        if page is not None:
            seen.add(page.value)
        return page

    # Answering.

    def answer(self, id: str, data: Any) -> None:
        """The answer to the question that is being asked, which must be this one."""
        question = self.body.trial.by_id.get(id)
        state = self.body.state()
        if question is None or state != id:
            raise TalkFailed(f"{id} is not being asked, but {state}")
        wanted = self._value(question, data)
        self._give(question, data, wanted)
        case = self.body.case()
        taken = case.answers.get(id)
        if wanted is not None and case.state != "reason" and (taken is None or taken.value != wanted):
            raise TalkFailed(f"{id}: {data} was not taken as the answer")

    def _value(self, question: Question, data: Any) -> Value | None:
        """The exchanged value; None where it is to be typed as it stands."""
        setting = Setting(self.body.day, question.shape.unit or None)
        try:
            value = kinds.load(question.shape, data, setting)
        except BadValue:
            return None
        match kinds.check(question.shape, value, setting):
            case Understood(exact):
                return exact
            case Doubtful(_, readings):
                return readings[0]
        return value

    def _give(self, question: Question, data: Any, wanted: Value | None) -> None:
        kind = question.shape.kind
        if data in ("unknown", "ongoing") and wanted is not None:
            self.tap(data)
        elif kind in ("yes_no", "one_of") and wanted is not None:
            self.tap("pick", self.coded("pick", data))
        elif isinstance(wanted, Codes):
            self._tick(question, wanted.codes)
        else:
            self.say(as_typed(data))
            self._confirm(wanted)

    def _tick(self, question: Question, codes: tuple[str, ...]) -> None:
        ticked = marked_codes(self.body.case(), question)
        for place, code in enumerate(question.shape.codes):
            if (code in codes) != (code in ticked):
                self.tap("mark" if code in codes else "unmark", str(place))
        self.tap("done" if codes else "none")

    def _confirm(self, wanted: Value | None) -> None:
        """Asked back: the reading that was meant."""
        pending = self.body.case().pending
        if self.body.screen() != "confirm" or pending is None:
            return
        readings = pending.readings
        if wanted not in readings and len(readings) > 1:
            raise TalkFailed(f"it was asked back, and none of the readings is meant: {readings}")
        self.tap("take", str(readings.index(wanted) if wanted in readings else 0))


def as_typed(data: Any) -> str:
    """An exchanged value the way a person types it."""
    match data:
        case list():
            return ", ".join(map(str, data))
        case {"count": count, "total": total}:
            return f"{count}/{total}"
        case {"age": age}:
            return str(age)
        case {"value": value, "unit": unit}:
            return f"{data.get('comparator', '')}{value} {unit}"
    return str(data)

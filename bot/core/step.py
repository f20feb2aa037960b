"""One step of a conversation: an event comes in, lines for the record and screens come out.

This is the whole product as a pure function of the trial, the case, the event and the day. It reads no clock, stores
nothing, sends nothing. An event that changes nothing gives no lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from bot.core import asking, cards, kinds
from bot.core.answers import NOT_KNOWN, ONGOING, Code, Codes, Day, NotKnown, Value
from bot.core.asking import View
from bot.core.case import Case, Line, after, dump
from bot.core.facts import KnownFacts
from bot.core.identifiers import identifier_in
from bot.core.kinds.base import Doubtful, Reading, Setting, Unclear, Understood
from bot.core.machine import AGREEMENT, DECIDED, REASON, SENT, NotNow, Walk, move
from bot.core.messages import Message, say
from bot.core.screens import Screen, Show
from bot.core.trial import Question, Trial
from bot.core.truth import Truth
from bot.core.verdict import Status, explain, find, findings_of, shortest_first


@dataclass(frozen=True, slots=True)
class Event:
    """What a person did: an act with a value. `turn` is that of the button, None for what was typed."""

    act: str
    value: str = ""
    turn: int | None = None


@dataclass(frozen=True)
class Step:
    """What an event led to.

    `lines` go into the record, `shows` to the person, `toast` is a word in passing. `deliver`: the study team is to be
    sent the verdict of `case`, whose `changes` are those since the last one.
    """

    case: Case
    lines: tuple[Line, ...] = ()
    shows: tuple[Show, ...] = ()
    toast: Message | None = None
    deliver: Case | None = None


class _Refused(Exception):
    """The event is told apart and changes nothing."""

    def __init__(self, words: Message, show_again: bool = False) -> None:
        super().__init__(words.text)
        self.words, self.show_again = words, show_again


FREE = frozenset({"type", "jump", "show", "label"})
LABEL_LENGTH = 24
REASON_LENGTH = 200


def opening(trial: Trial, code: str, today: date, label: str | None = None) -> Step:
    """A new case: the first line of its record and its first screen."""
    data: dict[str, Any] = {"code": code, "label": label}
    line = Line("opened", data, AGREEMENT, 1)
    case = after(trial, Case(code, AGREEMENT), line)
    return Step(case, (line,), (Show(asking.agreement_screen(case, trial), 1),))


def step(trial: Trial, case: Case, event: Event, today: date) -> Step:
    """What an event does to a case. The case itself is never changed: the step holds the new one."""
    turn = _Turn(trial, case, today)
    try:
        turn.take(event)
    except _Refused as refused:
        return Step(case, shows=_again(trial, case, today) if refused.show_again else (), toast=refused.words)
    except NotNow:
        return Step(case, shows=_again(trial, case, today), toast=say("That is not possible here."))
    return Step(turn.case, tuple(turn.lines), tuple(turn.shows), turn.toast, turn.deliver)


def _again(trial: Trial, case: Case, today: date) -> tuple[Show, ...]:
    screen = current_screen(trial, case, today)
    return () if screen is None else (Show(screen, case.turn),)


def current_screen(trial: Trial, case: Case, today: date, view: View | None = None) -> Screen | None:
    """What the case shows now. For a case at the study team there is only the card, which the desk makes."""
    turn = _Turn(trial, case, today)
    return turn.screen(view)


@dataclass
class _Turn:
    """The workings of one step."""

    trial: Trial
    case: Case
    today: date
    lines: list[Line] = field(default_factory=list)
    shows: list[Show] = field(default_factory=list)
    toast: Message | None = None
    deliver: Case | None = None

    @property
    def facts(self) -> KnownFacts:
        return KnownFacts(self.trial, self.case.answers, self.today)

    @property
    def question(self) -> Question | None:
        return self.trial.by_id.get(self.case.state)

    def take(self, event: Event) -> None:
        self.check_turn(event)
        act = _ACTS.get(event.act)
        if act is None:
            raise _Refused(say("I do not know this button. Here is where we are."), show_again=True)
        act(self, event.value)

    def check_turn(self, event: Event) -> None:
        """A button belongs to its turn: a double tap is told from a button that has become old."""
        if event.turn is None or event.turn == self.case.turn or event.act in FREE:
            return
        if event.turn == self.case.turn - 1:
            self.check_double(event)
        raise _Refused(say("That was answered before. Here is where we are."), show_again=True)

    def check_double(self, event: Event) -> None:
        last = self.trial.by_id.get(self.case.trail[-1]) if self.case.trail else None
        if event.act == "pick" and last is not None:
            answer = self.case.answers[last.id].value
            if answer != _picked(last, event.value):
                return
        raise _Refused(say("Already recorded."))

    # Recording and moving.

    def record(self, kind: str, data: Mapping[str, Any], state: str | None = None, same_turn: bool = False) -> None:
        turn = self.case.turn if same_turn else self.case.turn + 1
        line = Line(kind, data, state or self.case.state, turn)
        self.lines.append(line)
        self.case = after(self.trial, self.case, line)

    def settle(self, kind: str, data: Mapping[str, Any], trigger: str, wanted: str | None = None) -> None:
        """Records what happened and lets the machine move on from it."""
        before, question = self.case, self.question
        draft = after(self.trial, self.case, Line(kind, data, self.case.state, self.case.turn + 1))
        facts = KnownFacts(self.trial, draft.answers, self.today)
        walk = Walk(draft, facts, self.case.state, wanted, self.fails_now(question, facts))
        move(self.trial, walk, trigger)
        self.record(kind, data, walk.state)
        if walk.state == DECIDED and not self.case.told:
            self.record("told", {}, same_turn=True)
        self.show_left(before, question)
        if walk.state == SENT or kind == "amended":
            self.send_if_new()
        self.show_now()

    def fails_now(self, question: Question | None, facts: KnownFacts) -> bool:
        """Whether a criterion has failed that this question may decide."""
        if self.case.told or self.case.sent or question is None:
            return False
        touched = {question.id} | {one.id for one in self.trial.questions if question.id in _steers(one)}
        return any(
            find(one, facts).status is Status.FAIL
            for one in self.trial.criteria
            if not one.questions.isdisjoint(touched)
        )

    def send_if_new(self) -> None:
        """The study team hears of every change, at once."""
        news = {"amended", "answered", "left_open"} & {line.kind for line in self.lines}
        if self.case.sent and news:
            self.deliver = self.case
            self.record("sent", self.summary(), same_turn=True)

    def summary(self) -> dict[str, Any]:
        findings = findings_of(self.trial, self.facts)
        return {
            "number": self.case.sent + 1,
            "as_of": self.today.isoformat(),
            "criteria": {one.criterion.id: one.status.value for one in findings},
        }

    # Showing.

    def show_left(self, before: Case, question: Question | None) -> None:
        """What the message that was just answered becomes."""
        answered = self.lines[-1].kind in ("answered", "left_open", "kept", "amended", "told")
        if question is not None and answered and question.id in self.case.answers:
            self.shows.append(Show(asking.receipt_screen(self.case, self.facts, question), before.turn, instead=True))

    def show_now(self, view: View | None = None, instead: bool = False) -> None:
        for remark in self.remarks():
            self.shows.append(Show(remark, 0))
        screen = self.screen(view)
        if screen is not None:
            self.shows.append(Show(screen, self.case.turn, instead))

    def remarks(self) -> list[Screen]:
        """Critical values and contradictions that the last answer brought up."""
        line = next((line for line in reversed(self.lines) if line.kind in ("answered", "amended")), None)
        if line is None:
            return []
        facts, question = self.facts, line.data["question"]
        return [
            cards.remark_screen(remark, critical)
            for remarks, critical in ((self.trial.alerts, True), (self.trial.warnings, False))
            for remark in remarks
            if question in remark.when.questions and facts.truth(remark.when) is Truth.TRUE
        ]

    def screen(self, view: View | None = None) -> Screen | None:
        case, facts = self.case, self.facts
        if self.question is not None:
            return self.question_screen(view)
        match case.state:
            case "agreement":
                return asking.agreement_screen(case, self.trial)
            case "declined":
                return asking.declined_screen(case)
            case "decided":
                failing = [explain(one, facts) for one in findings_of(self.trial, facts) if one.status is Status.FAIL]
                return cards.first_failure_screen(facts, failing)
            case "reason":
                assert case.pending is not None
                return asking.reason_screen(case, facts, self.trial.by_id[case.pending.question])
            case "review":
                return self.review(view.page if view else 0)
        return None

    def question_screen(self, view: View | None) -> Screen:
        assert self.question is not None
        if self.case.pending is None:
            return asking.question_screen(self.case, self.facts, self.question, view)
        check = kinds.check(self.question.shape, self.case.pending.readings[0], Setting(self.today, self.case.unit))
        doubt = check.message if isinstance(check, Doubtful) and len(self.case.pending.readings) == 1 else None
        words = doubt or say("Which of these did you mean?")
        return asking.confirm_screen(self.case, self.facts, self.question, words)

    def review(self, page: int) -> Screen:
        facts = self.facts
        findings = [explain(one, facts) for one in findings_of(self.trial, facts)]
        walk = Walk(self.case, facts, self.case.state)
        due = any(walk.due(one) for one in self.trial.questions)
        return asking.review_screen(self.case, facts, shortest_first(findings), due, page)

    # Answering.

    def asked(self) -> Question:
        if self.question is None:
            raise _Refused(say("Nothing is being asked just now."), show_again=True)
        return self.question

    def answer(self, value: Value, typed: str | None = None) -> None:
        """Takes a value as the answer; after sending, a changed one needs a reason first."""
        question = self.asked()
        before = self.case.answers.get(question.id)
        dumped = dump(self.trial, question.id, value)
        if self.case.sent and before is not None:
            if before.value == value:
                return self.keep("")
            data = {"question": question.id, "readings": [dumped], "typed": typed}
            return self.settle_reason(data)
        if isinstance(value, NotKnown):
            return self.settle("left_open", {"question": question.id}, "answer")
        self.settle("answered", {"question": question.id, "value": dumped, "typed": typed}, "answer")

    def settle_reason(self, data: dict[str, Any]) -> None:
        walk = Walk(self.case, self.facts, self.case.state)
        move(self.trial, walk, "amend")
        self.record("proposed", data, walk.state)
        self.show_now()

    def take_reading(self, reading: Reading, typed: str) -> None:
        question = self.asked()
        match reading:
            case Understood(value):
                self.answer(value, typed)
            case Doubtful(_, readings):
                dumped = [dump(self.trial, question.id, one) for one in readings]
                self.record("proposed", {"question": question.id, "readings": dumped, "typed": typed})
                self.show_now()
            case Unclear(message):
                self.shows.append(Show(asking.unclear_screen(question, self.facts, message), 0))

    # Acts, one for each button, and one for what is typed.

    def type(self, text: str) -> None:
        if self.case.state == AGREEMENT:
            return self.label(text)
        if self.case.state == REASON:
            return self.explain(text)
        if self.question is None:
            raise _Refused(say("Nothing is being asked just now."), show_again=True)
        setting = Setting(self.today, asking.unit_on_display(self.case, self.question))
        self.take_reading(kinds.read(self.question.shape, text, setting), text.strip()[:REASON_LENGTH])

    def label(self, text: str) -> None:
        """The site's own code for the patient; nothing that could name a person."""
        label = " ".join(text.split())
        if not label or len(label) > LABEL_LENGTH:
            raise _Refused(say("A code has 1 to {n} characters.", n=LABEL_LENGTH))
        if identifier_in(label):
            raise _Refused(say("That looks like a name or a personal number. It was not stored. Use a code."))
        self.record("labelled", {"label": label})
        self.show_now()

    def agree(self, _: str) -> None:
        self.settle("agreed", {}, "agree")

    def decline(self, _: str) -> None:
        self.settle("declined", {}, "decline")

    def pick(self, value: str) -> None:
        question = self.asked()
        self.answer(_picked(question, value))

    def day(self, value: str) -> None:
        self.asked()
        if not re.fullmatch(r"-?\d{1,3}", value):
            raise _Refused(say("That is not possible here."), show_again=True)
        self.answer(Day.on(self.today + timedelta(int(value))))

    def ongoing(self, _: str) -> None:
        if not self.asked().shape.ongoing:
            raise _Refused(say("That is not possible here."))
        self.answer(ONGOING)

    def unknown(self, _: str) -> None:
        self.asked()
        self.answer(NOT_KNOWN)

    def keep(self, _: str) -> None:
        if self.case.state == REASON and self.case.pending is not None:
            walk = Walk(self.case, self.facts, REASON, self.case.pending.question)
            move(self.trial, walk, "back")
            self.record("withdrew", {}, walk.state)
            return self.show_now()
        question = self.asked()
        if question.id not in self.case.answers:
            raise _Refused(say("There is no answer to keep yet."))
        self.settle("kept", {"question": question.id}, "answer")

    def mark(self, value: str) -> None:
        self.tick(value, on=True)

    def unmark(self, value: str) -> None:
        self.tick(value, on=False)

    def tick(self, value: str, on: bool) -> None:
        """Ticks or unticks one option; told which, never flipped, so that the same tap twice does the same."""
        question = self.asked()
        option = _option(question, value)
        ticked = set(asking.marked_codes(self.case, question)) - {option}
        codes = [code for code in question.shape.codes if code in ticked or (on and code == option)]
        if tuple(codes) != self.case.marked:
            self.record("marked", {"codes": codes}, same_turn=True)
        self.show_now(View(page=asking.page_of(question, option)), instead=True)

    def done(self, _: str) -> None:
        question = self.asked()
        self.answer(Codes(asking.marked_codes(self.case, question)))

    def none(self, _: str) -> None:
        self.asked()
        self.answer(Codes(()))

    def unit(self, value: str) -> None:
        test = self.asked().shape.test
        if test is None or not value.isdecimal() or int(value) >= len(test.units):
            raise _Refused(say("That is not possible here."))
        self.record("unit_chosen", {"unit": test.units[int(value)].code}, same_turn=True)
        self.show_now(instead=True)

    def reading(self, value: str) -> None:
        """One of the readings that a doubtful reply had."""
        pending = self.case.pending
        if pending is None or not value.isdecimal() or int(value) >= len(pending.readings):
            raise _Refused(say("That is not possible here."), show_again=True)
        self.answer(pending.readings[int(value)], pending.typed)

    def retype(self, _: str) -> None:
        self.record("withdrew", {})
        self.show_now(instead=False)

    def explain(self, text: str) -> None:
        """The reason for a change after sending."""
        reason = " ".join(text.split())
        pending = self.case.pending
        if pending is None or not reason or len(reason) > REASON_LENGTH:
            raise _Refused(say("Please give the reason in one sentence, up to {n} characters.", n=REASON_LENGTH))
        if identifier_in(reason) not in (None, "name"):
            raise _Refused(say("That looks like personal data. It was not stored. Please leave it out."))
        before = self.case.answers.get(pending.question)
        data = {
            "question": pending.question,
            "old": None if before is None else dump(self.trial, pending.question, before.value),
            "value": dump(self.trial, pending.question, pending.readings[0]),
            "typed": pending.typed,
            "reason": reason,
        }
        self.settle("amended", data, "explain")

    def reason(self, value: str) -> None:
        if not value.isdecimal() or int(value) >= len(asking.REASONS):
            raise _Refused(say("That is not possible here."))
        self.explain(asking.REASONS[int(value)].text)

    # Moving about.

    def back(self, _: str) -> None:
        if not self.case.trail:
            raise _Refused(say("This is the first question."))
        self.settle("went_back", {}, "back", self.case.trail[-1])

    def jump(self, value: str) -> None:
        if not value.isdecimal() or int(value) >= len(self.trial.questions):
            raise _Refused(say("That is not possible here."))
        wanted = self.trial.questions[int(value)]
        if self.facts.moot(wanted):
            raise _Refused(say("This question no longer applies: it follows from another answer."))
        if wanted.id == self.case.state:
            raise _Refused(say("You are at this question."))
        self.settle("jumped", {"question": wanted.id}, "jump", wanted.id)

    def go_on(self, _: str) -> None:
        self.settle("went_on", {}, "go_on")

    def stop(self, _: str) -> None:
        self.settle("stopped", {}, "stop")

    def send(self, _: str) -> None:
        walk = Walk(self.case, self.facts, self.case.state)
        move(self.trial, walk, "send")
        self.deliver = self.case
        self.record("sent", self.summary(), walk.state)

    # Looking, without moving.

    def why(self, _: str) -> None:
        self.look(View(why=True))

    def aloud(self, _: str) -> None:
        self.look(View(aloud=True))

    def plain(self, _: str) -> None:
        self.look(View())

    def page(self, value: str) -> None:
        self.look(View(page=int(value) if value.isdecimal() else 0))

    def look(self, view: View) -> None:
        groups = self.question.shape.groups if self.question else ()
        if groups and view.page >= len(groups):
            view = replace(view, page=0)
        screen = self.screen(view)
        if screen is not None:
            self.shows.append(Show(screen, self.case.turn, instead=True))

    def show(self, _: str) -> None:
        """Shows again where the case stands."""
        self.show_now()

    def overview(self, value: str) -> None:
        """The list of answers of a case that the study team has."""
        page = int(value) if value.isdecimal() else 0
        self.shows.append(Show(self.review(page), self.case.turn, instead=True))


def _steers(question: Question) -> frozenset[str]:
    return question.ask_if.questions if question.ask_if is not None else frozenset()


def _picked(question: Question, value: str) -> Value:
    if question.shape.kind == "yes_no" and value in ("yes", "no"):
        return Code(value)
    return Code(_option(question, value))


def _option(question: Question, value: str) -> str:
    codes = question.shape.codes
    if not value.isdecimal() or int(value) >= len(codes):
        raise _Refused(say("That is not possible here."), show_again=True)
    return codes[int(value)]


_ACTS: dict[str, Callable[[_Turn, str], None]] = {
    "type": _Turn.type,
    "agree": _Turn.agree,
    "decline": _Turn.decline,
    "pick": _Turn.pick,
    "day": _Turn.day,
    "ongoing": _Turn.ongoing,
    "unknown": _Turn.unknown,
    "keep": _Turn.keep,
    "mark": _Turn.mark,
    "unmark": _Turn.unmark,
    "done": _Turn.done,
    "none": _Turn.none,
    "unit": _Turn.unit,
    "take": _Turn.reading,
    "retype": _Turn.retype,
    "reason": _Turn.reason,
    "back": _Turn.back,
    "jump": _Turn.jump,
    "go_on": _Turn.go_on,
    "stop": _Turn.stop,
    "send": _Turn.send,
    "why": _Turn.why,
    "aloud": _Turn.aloud,
    "plain": _Turn.plain,
    "page": _Turn.page,
    "review": _Turn.overview,
    "show": _Turn.show,
}

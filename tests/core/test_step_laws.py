"""Whatever anybody does, in whatever order: what holds after every event of a conversation, on both trials.

A driver makes every kind of move: the buttons of the last screen, buttons long gone, typed words of all sorts, and acts
that belong somewhere else. After each move the same laws are checked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.core import kinds, queries
from bot.core.acts import table
from bot.core.case import Case, Line
from bot.core.facts import KnownFacts
from bot.core.folding import after, rebuilt
from bot.core.machine import DECIDED, PHASES, SENT, machine_of
from bot.core.screens import Action, Button, Screen
from bot.core.screens.replies import receipt
from bot.core.step import Event, Step, current_screen, opening, reopening, step
from bot.core.trial import Trial
from bot.core.verdict import Status, findings_of
from tests.core.worlds import TODAY, TRIALS, good, values

DESK_ACTS = ("language", "details", "card", "review", "screen", "trial", "open", "rescreen")
"""What the desk deals with itself; `review` it hands on."""

ACTS = (*table.ACTS, "nonsense")
VALUES = (
    "",
    "0",
    "1",
    "3",
    "7",
    "yes",
    "no",
    "-1",
    "14",
    "999",
    "99999",
    "²",
    "-",
    "mmf",
    "9" * 60,
    "2026-02-30",
    "2026-12-06",
    "9999-12-31",
    "٣",
)
WORDS = ("yes", "no", "不知道", "unknown", "none", "1", "2", "III", "1985-05-12", "2026-10-01", "2026-10", "ongoing", "45", "45岁",
         "98 umol/L", "98", "7.2", "<0.1", "6/20", "male", "女", "A-17", "", "  ", "\u202e", "{n}", "<b>", "New result",
         "13912345678", "张伟", "x" * 600, "01/02/2026", "today", "back", "skip", "keep", "why", "帮助",
         "列表", "取消", "对", "WBC 3.2, Hb 92 g/L, PLT 145, 肌酐 98 μmol/L, ALT 35 U/L 7-40", "血小板 42\n女, 体重 60kg",
         "姓名：张伟 WBC 3.2", "FEV1 1.9 L, weight 70 kg")  # fmt: skip


def json_copy(line: Line) -> Line:
    """A line as the store gives it back."""
    return Line(line.kind, json.loads(json.dumps(line.data)), line.state, line.turn)


def buttons(screens: Iterable[Screen]) -> list[Button]:
    """All buttons that are the case's own."""
    found = [button for screen in screens for block in screen.blocks for button in block]
    return [button for button in found if button.action.act not in DESK_ACTS or button.action.act == "review"]


class Conversation(RuleBasedStateMachine):
    """One case from its opening on."""

    trial: Trial
    case: Case

    @initialize(place=st.integers(0, len(TRIALS) - 1), again=st.booleans())
    def opens(self, place: int, again: bool) -> None:
        """A case of a new patient, or of one who was screened before."""
        answers = good(TRIALS[place])
        earlier = Case("LD01-0000", SENT, answers=answers)
        first = (
            reopening(TRIALS[place], "LD01-0001", earlier, dict.fromkeys(answers, TODAY), TODAY)
            if again
            else opening(TRIALS[place], "LD01-0001")
        )
        self.trial, self.case = TRIALS[place], first.case
        self.lines = list(first.lines)
        self.shown: list[tuple[int, Action]] = []
        self.chat: dict[int, Screen] = {}
        self.remember(first)

    # What people do.

    @rule(data=st.data())
    def taps_a_button(self, data: st.DataObject) -> None:
        here = buttons([screen] if (screen := current_screen(self.trial, self.case, TODAY)) else [])
        if here:
            self.tap(data.draw(st.sampled_from(here), label="button").action, self.case.turn)

    @rule(value=st.integers(0, 10**6))
    def answers(self, value: int) -> None:
        """Types what a plausible answer would be exchanged as, or taps it."""
        question = self.trial.by_id.get(self.case.state)
        if question is None:
            return
        possible = values(self.trial, question.id)
        shape, chosen = question.shape, possible[value % len(possible)]
        dumped = kinds.dump(shape, chosen)
        if shape.kind == "yes_no":
            self.tap(Action("pick", dumped), self.case.turn)
        elif shape.kind == "one_of":
            self.tap(Action("pick", str(shape.codes.index(dumped))), self.case.turn)
        elif shape.kind == "many_of":
            self.type(", ".join(dumped) or "none of these")
        elif isinstance(dumped, dict) and "count" in dumped:
            self.type(f"{dumped['count']}/{dumped['total']}")
        elif isinstance(dumped, dict) and "age" in dumped:
            self.type(str(dumped["age"]))
        elif isinstance(dumped, dict):
            self.type(f"{dumped.get('comparator', '')}{dumped['value']} {dumped['unit']}")
        else:
            self.type(dumped)

    @rule()
    def leaves_it_open(self) -> None:
        self.do(Event("unknown", "", self.case.turn))

    @rule()
    def goes_on_to_the_end(self) -> None:
        """Answers "not known yet" to whatever comes, so that review and sending are reached often."""
        for _ in range(12):
            if self.case.state in self.trial.by_id:
                self.do(Event("unknown", "", self.case.turn))

    @rule(act=st.sampled_from(("agree", "stop", "send", "back", "keep", "go_on", "reason", "show")))
    def moves(self, act: str) -> None:
        self.do(Event(act, "0", self.case.turn))

    @precondition(lambda self: self.case.sent and self.case.answers)
    @rule(place=st.integers(0, 120))
    def the_team_asks(self, place: int) -> None:
        """A query comes in at any moment, and moves nothing."""
        answered = sorted(self.case.answers)
        line = json_copy(queries.ask(self.case, answered[place % len(answered)], "Is that so?", TODAY))
        self.lines.append(line)
        self.case = after(self.trial, self.case, line)

    @rule(value=st.integers(0, 120))
    def jumps(self, value: int) -> None:
        self.do(Event("jump", str(value), self.case.turn))

    @rule(text=st.sampled_from(WORDS))
    def types_anything(self, text: str) -> None:
        self.type(text)

    @rule(act=st.sampled_from(ACTS), value=st.sampled_from(VALUES))
    def does_what_belongs_elsewhere(self, act: str, value: str) -> None:
        self.do(Event(act, value, self.case.turn))

    @precondition(lambda self: len(self.shown) > 1)
    @rule(data=st.data())
    def taps_a_button_that_is_gone(self, data: st.DataObject) -> None:
        """A button of an earlier turn changes nothing; only "change" leads to its question."""
        turn, action = data.draw(st.sampled_from(self.shown), label="old button")
        if turn < self.case.turn and action.act != "jump":
            before = self.case
            assert self.do(Event(action.act, action.value, turn)).lines == ()
            assert self.case == before

    # Doing it, and what holds then.

    def type(self, text: str) -> None:
        self.do(Event("type", text))

    def tap(self, action: Action, turn: int) -> Step:
        """A button of the screen that is shown: it is always understood, and the same tap again adds nothing."""
        done = self.do(Event(action.act, action.value, turn))
        again = step(self.trial, self.case, Event(action.act, action.value, turn), TODAY)
        assert again.lines == (), f"{action} twice: {again.lines}"
        return done

    def do(self, event: Event) -> Step:
        before = self.case
        done = step(self.trial, before, event, TODAY)
        assert step(self.trial, before, event, TODAY) == done, "the same event gives the same step"
        assert before == rebuilt(self.trial, before.code, self.lines), "a step changes no case in place"
        self.lines += [json_copy(line) for line in done.lines]
        self.case = done.case
        if not done.lines:
            assert done.case == before
        self.check_record(done.lines, before)
        self.remember(done)
        return done

    def check_record(self, lines: tuple[Line, ...], before: Case) -> None:
        """Turns never go back; after sending, an answer is changed only with a reason, and the team hears of it."""
        turn = before.turn
        for line in lines:
            assert turn <= line.turn <= turn + 1
            turn = line.turn
            if line.kind == "answered" and before.sent:
                assert line.data["question"] not in before.answers
            if line.kind == "amended":
                assert line.data["reason"]
                assert "sent" in [one.kind for one in lines]

    def remember(self, done: Step) -> None:
        for shown in done.shows:
            assert not shown.late or shown.turn in self.chat
            self.chat[shown.turn] = shown.screen
            self.shown += [(shown.turn, button.action) for button in buttons([shown.screen])]
        del self.shown[:-60]

    @invariant()
    def the_state_is_one_of_the_machine(self) -> None:
        assert self.case.state in machine_of(self.trial).states
        assert self.case.state != "choosing"

    @invariant()
    def the_record_adds_up_to_the_case(self) -> None:
        assert rebuilt(self.trial, self.case.code, self.lines) == self.case

    @invariant()
    def no_line_further_up_says_of_a_question_what_is_no_longer_so(self) -> None:
        questions, answers = self.trial.by_id, self.case.answers
        receipts = [receipt(questions[id], answer) for id, answer in answers.items()]
        lines = [one for screen in self.chat.values() if screen.name == "receipt" for one in screen.paragraphs]
        told = [one.message for one in lines if one.mark[:1] in "✓?" and "label" in one.message.values]
        assert all(one in receipts for one in told)
        assert all(told.count(one) == 1 for one in told)
        unanswered = [one.message.values.get("label") for one in lines if one.mark == "…"]
        assert not {one.label for one in questions.values() if one.id in answers} & set(unanswered)

    @invariant()
    def the_screen_fits_the_state(self) -> None:
        screen = current_screen(self.trial, self.case, TODAY)
        assert (screen is None) == (self.case.state == SENT and self.case.several is None)
        if screen is not None:
            assert screen.paragraphs
            assert screen.progress is None or 1 <= screen.progress.place <= screen.progress.total

    @invariant()
    def every_button_that_is_shown_is_accepted(self) -> None:
        screen = current_screen(self.trial, self.case, TODAY)
        for button in buttons([screen] if screen else []):
            done = step(self.trial, self.case, Event(button.action.act, button.action.value, self.case.turn), TODAY)
            assert done.toast is None, f"{button.action} in {self.case.state}: {done.toast}"
            assert done.lines or done.shows

    @invariant()
    def what_is_asked_applies(self) -> None:
        """Nothing leads to a question that an answer has made moot."""
        if self.case.state in PHASES:
            return
        facts = KnownFacts(self.trial, self.case.answers, TODAY)
        assert not facts.moot(self.trial.by_id[self.case.state])

    @invariant()
    def a_failure_is_told_only_where_there_is_one(self) -> None:
        if self.case.state == DECIDED:
            facts = KnownFacts(self.trial, self.case.answers, TODAY)
            assert any(one.status is Status.FAIL for one in findings_of(self.trial, facts))


Conversation.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=timedelta(seconds=20))
TestConversation = Conversation.TestCase

"""The workings of one step: adding lines to the record, moving the machine, gathering what is to be shown.

What a person can do stands in `acts`; what is said, in `screens`; which screen follows, in `machine`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from bot.core import kinds, machine, queries
from bot.core.case import Case, Line, Pending
from bot.core.facts import KnownFacts
from bot.core.folding import after
from bot.core.kinds.base import Doubtful, Setting
from bot.core.machine import Walk
from bot.core.messages import Message, say
from bot.core.rules.base import Rule, union
from bot.core.screens import Screen, Show
from bot.core.screens.carried import carried_screen
from bot.core.screens.phases import (
    agreement_screen,
    declined_screen,
    first_failure_screen,
    left_screen,
    remark_screen,
)
from bot.core.screens.queries import reply_screen
from bot.core.screens.question import View, question_screen, unit_on_display
from bot.core.screens.replies import below_screen, confirm_screen, reason_screen, receipt_screen, unanswered_screen
from bot.core.screens.review import review_screen
from bot.core.screens.several import several_screen, taken_screen
from bot.core.screens.withdrawal import withdrawing_screen, withdrawn_screen
from bot.core.trial import Question, Trial
from bot.core.truth import Truth
from bot.core.verdict import Finding, Status, any_fails, findings_of, shortest_first, with_outlook

ANSWERS = ("answered", "left_open", "kept", "amended")
CHANGES = ("answered", "left_open", "amended")
# In the data of what was sent: that a judgement on the card brought it about.
JUDGED = "judged"
Happening = tuple[str, Mapping[str, Any]]  # the kind and the data of a line


class Refused(Exception):
    """The event is refused with these words. `show_again`: where the case stands is shown once more."""

    def __init__(self, words: Message, show_again: bool = False) -> None:
        super().__init__(words.text)
        self.words, self.show_again = words, show_again


NOT_HERE = say("That is not possible here.")
NOTHING_ASKED = say("Nothing is being asked just now. What can be done stands below.")


def not_here() -> Refused:
    """What is said to a button that makes no sense where the case stands."""
    return Refused(NOT_HERE, show_again=True)


@dataclass
class Turn:
    """One step in the making."""

    trial: Trial
    case: Case
    today: date
    lines: list[Line] = field(default_factory=list)
    shows: list[Show] = field(default_factory=list)
    toast: Message | None = None
    deliver: Case | None = None
    wish: str | None = None
    _facts: KnownFacts | None = None

    @property
    def facts(self) -> KnownFacts:
        """What is known now; worked out anew only when an answer has changed."""
        if self._facts is None:
            self._facts = KnownFacts(self.trial, self.case.answers, self.today)
        elif self._facts.answers is not self.case.answers:
            self._facts = self._facts.with_answers(self.case.answers)
        return self._facts

    @property
    def question(self) -> Question | None:
        return self.trial.by_id.get(self.case.state)

    # Recording and moving.

    def record(self, kind: str, data: Mapping[str, Any], state: str | None = None, same_turn: bool = False) -> None:
        turn = self.case.turn if same_turn else self.case.turn + 1
        line = Line(kind, data, state or self.case.state, turn)
        self.lines.append(line)
        self.case = after(self.trial, self.case, line)

    def settle(self, kind: str, data: Mapping[str, Any], trigger: str, wanted: str | None = None) -> None:
        """Records what happened and lets the machine move on from it."""
        self.settle_all([(kind, data)], trigger, wanted)

    def settle_all(self, happened: Sequence[Happening], trigger: str, wanted: str | None = None) -> None:
        """Records what happened at once, and lets the machine make one move."""
        before = self.case
        lines = [self._happened(kind, data, before) for kind, data in happened]
        asked = [line.data["question"] for line in lines if line.kind in ANSWERS]
        walk = Walk(self.case, self.facts, before.state, wanted, self.fails_now(before, asked))
        machine.move(self.trial, walk, trigger)
        self.lines += [replace(line, state=walk.state) for line in lines]
        self.case = replace(self.case, state=walk.state)
        self.void([line.data["question"] for line in lines if line.kind in CHANGES])
        if walk.state == machine.DECIDED:
            self.record("told", {}, same_turn=True)
        self.answer_queries(lines)
        self.collapse(before)
        if walk.state == machine.SENT or "amended" in [line.kind for line in lines]:
            self.send_if_new(judged=trigger == machine.JUDGE)
        self.show_now()

    def void(self, changed: Sequence[str]) -> None:
        """A signature is for the answers that were signed: with the first change it is void."""
        if self.case.signature is not None and changed:
            self.record("voided", {"questions": list(changed)}, same_turn=True)

    def answer_queries(self, lines: Iterable[Line]) -> None:
        """An answer that was changed answers what the study team asked about it."""
        changed = [line.data for line in lines if line.kind in CHANGES]
        for data in changed if self.case.queries else ():
            for query in queries.open_about(self.case, data["question"]):
                replied = queries.answer(query, data.get("reason"), changed=True)
                if replied is not None:
                    self.record("replied", replied, same_turn=True)

    def _happened(self, kind: str, data: Mapping[str, Any], before: Case) -> Line:
        if before.sent:
            data = {**data, **self.reopens(kind, data)}
        line = Line(kind, data, before.state, before.turn + 1)
        self.case = after(self.trial, self.case, line)
        return line

    def reopens(self, kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """The questions that a change after sending brings up; after an answer that was missing, all missing ones."""
        changed = after(self.trial, self.case, Line(kind, data, self.case.state, self.case.turn))
        now = KnownFacts(self.trial, changed.answers, self.today)
        new = [
            one.id
            for one in self.trial.questions
            if one.id not in changed.answers
            and now.needed(one)
            and (kind in ("answered", "left_open") or one.id in self.case.answers or not self.facts.needed(one))
        ]
        return {"reopens": new} if new else {}

    def fails_now(self, before: Case, asked: Iterable[str]) -> bool:
        """Whether these answers have brought the first failure, or the first after a time without any."""
        decided = {one.id: one for id in asked for one in self.trial.decided_by[id]}
        if self.case.sent or not any_fails(decided.values(), self.facts):
            return False
        earlier = KnownFacts(self.trial, before.answers, self.today)
        return not before.told or not any_fails(self.trial.criteria, earlier)

    def send_if_new(self, judged: bool = False) -> None:
        """Sends the verdict again if the study team has not heard of all answers: `judged` where an investigator's
        judgement on the card brought that about, which does not count as screening."""
        if self.case.unsent:
            self.deliver = self.case
            self.record("sent", {**self.summary(), **({JUDGED: True} if judged else {})}, same_turn=True)

    def summary(self) -> dict[str, Any]:
        findings = findings_of(self.trial, self.facts)
        return {
            "number": self.case.sent + 1,
            "as_of": self.today.isoformat(),
            "criteria": {one.criterion.id: one.status.value for one in findings},
        }

    # Showing.

    def collapse(self, before: Case) -> None:
        """The message of the turn that was left becomes a line without its old buttons."""
        if before.several is not None:
            taken = [line.data["question"] for line in self.lines if line.kind in ANSWERS]
            self.shows.append(Show(taken_screen(self.case, self.facts, taken), before.turn, instead=True))
            return self.give_way(before, taken)
        question = self.trial.by_id.get(before.at_hand)
        left = (
            left_screen(before, self.lines[-1].kind if self.lines else "")
            if question is None
            else self.line_of(question)
        )
        if left is not None:
            self.shows.append(Show(left, before.turn, instead=True))
        if question is not None:
            self.give_way(before, [question.id])

    def give_way(self, before: Case, told: Collection[str]) -> None:
        """A question that is told anew is not told further up any more, where it may stand otherwise."""
        for turn in sorted({before.receipts[id] for id in told if id in before.receipts}):
            there = [id for id, where in before.receipts.items() if where == turn]
            rest = [id for id in there if id not in told]
            screen = taken_screen(self.case, self.facts, rest) if rest else below_screen(self.facts, there)
            self.shows.append(Show(screen, turn, instead=True, late=True))

    def line_of(self, question: Question) -> Screen:
        """The line that replaces a question: its answer, or that there is none."""
        if question.id in self.case.answers:
            return receipt_screen(self.case, self.facts, question)
        return unanswered_screen(self.facts, question)

    def show_now(self, view: View | None = None, instead: bool = False) -> None:
        for remark in self.remarks():
            self.shows.append(Show(remark, 0))
        screen = self.screen(view)
        if screen is not None:
            self.shows.append(Show(screen, self.case.turn, instead))

    def remarks(self) -> list[Screen]:
        """Critical values and contradictions that the last answer brought up."""
        changed = frozenset(line.data["question"] for line in self.lines if line.kind in ("answered", "amended"))
        return [
            remark_screen(remark, critical)
            for remarks, critical in ((self.trial.alerts, True), (self.trial.warnings, False))
            for remark in remarks
            if changed & remark.when.questions and self.brought_up(remark.when, changed)
        ]

    def brought_up(self, rule: Rule, changed: frozenset[str]) -> bool:
        """Whether these answers have a part in making it true; what others do without them was told before."""
        ruling = rule.judge(self.facts)
        return ruling.truth is Truth.TRUE and bool(changed & union(leaf.rule for leaf in ruling.leaves))

    def screen(self, view: View | None = None) -> Screen | None:
        case, facts = self.case, self.facts
        if case.several is not None:
            return several_screen(case, facts, case.several, self.question)
        if self.question is not None:
            return self.question_screen(view)
        match case.state:
            case machine.AGREEMENT:
                return agreement_screen(case, self.trial)
            case machine.DECLINED | machine.WITHDRAWING | machine.WITHDRAWN as phase:
                return _OF_THE_CASE[phase](case)
            case machine.DECIDED:
                return first_failure_screen(facts, self.failing())
            case machine.REASON if case.pending is not None:
                return reason_screen(case, self.trial.by_id[case.pending.question])
            case machine.REPLY if (query := queries.numbered(case, case.upheld)) is not None:
                return reply_screen(case, facts, query)
            case machine.CARRIED:
                return carried_screen(case, facts, view.page if view else 0)
            case machine.REVIEW:
                return self.review(view.page if view else 0)
        return None

    def question_screen(self, view: View | None) -> Screen:
        assert self.question is not None
        if self.case.pending is None:
            return question_screen(self.case, self.facts, self.question, view)
        return confirm_screen(self.case, self.facts, self.question, self.doubt(self.question, self.case.pending))

    def doubt(self, question: Question, pending: Pending) -> Message:
        """Why a reply is asked back: because of how it was read, or because its one reading is unlikely."""
        setting, readings = Setting(self.today, unit_on_display(self.case, question)), pending.readings
        reading = kinds.read(question.shape, pending.typed or "", setting)
        if isinstance(reading, Doubtful) and reading.readings == readings:
            return reading.message
        if len(readings) > 1:
            return say("Which of these did you mean?")
        likely = kinds.check(question.shape, readings[0], setting)
        return likely.message if isinstance(likely, Doubtful) else say("Is this what you meant?")

    def review(self, page: int) -> Screen:
        facts = self.facts
        findings = [with_outlook(one, facts) for one in findings_of(self.trial, facts)]
        walk = Walk(self.case, facts, self.case.state)
        due = any(walk.due(one) for one in self.trial.questions)
        return review_screen(self.case, facts, shortest_first(findings), due, page)

    def failing(self) -> list[Finding]:
        """What has failed so far."""
        facts = self.facts
        return [with_outlook(one, facts) for one in findings_of(self.trial, facts) if one.status is Status.FAIL]


_OF_THE_CASE = {
    machine.DECLINED: declined_screen,
    machine.WITHDRAWING: withdrawing_screen,
    machine.WITHDRAWN: withdrawn_screen,
}


# What an act asks first.

T = TypeVar("T")


def asked(turn: Turn, *kinds_: str) -> Question:
    """The question at hand; refused where none is, or where it is of another kind."""
    if turn.question is None:
        raise Refused(NOTHING_ASKED, show_again=True)
    if kinds_ and turn.question.shape.kind not in kinds_:
        raise not_here()
    return turn.question


def place_in(things: Sequence[T], value: str) -> T:
    """The thing at the place that a button names."""
    if not value.isdecimal() or len(value) > 4 or int(value) >= len(things):
        raise not_here()
    return things[int(value)]

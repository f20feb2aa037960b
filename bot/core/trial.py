"""One protocol version as data: its questions, its criteria, how its sentences are read.

A trial is read from a file once, checked, and never changed. Everything that the engine knows of a disease is in here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from bot.core.messages import Message
from bot.core.rules.base import Rule
from bot.core.rules.logic import Not
from bot.core.rules.moments import Moment
from bot.core.shapes import Shape

LONG_ROW = 40
# Who can answer a question (`Question.who`), where that changes what is done with it.
INVESTIGATOR, LABORATORY = "investigator", "laboratory"
# The kinds of question that a tap answers, which an investigator can judge from a card.
TAPPED = ("yes_no", "one_of")


class FailureKind(Enum):
    """What a failure means for screening the patient again, where no date is known on which it ends by itself.

    `DATED`: time will end it, but on a day that is not known yet.
    """

    PERMANENT = "permanent"
    OPEN_ENDED = "open_ended"
    REPEATABLE = "repeatable"
    DATED = "dated"


@dataclass(frozen=True)
class Failure:
    """A kind of failure, and when it is that kind (None: whenever none before it fits)."""

    kind: FailureKind
    when: Rule | None = None


@dataclass(frozen=True)
class Implied:
    """A value that follows from other answers, so that nobody need be asked."""

    code: str
    when: Rule


@dataclass(frozen=True)
class Question:
    """One fact asked for.

    `criterion` is what it serves, or None; `section` stands in its place then. `asked_for` binds a question that is
    asked once for each chosen option to that option: (question, code). `optional`: for the record only. `names` are
    what people call it, in every language, normalised.
    """

    id: str
    shape: Shape
    label: Message
    ask: Message
    patient: Message | None = None
    help: Message | None = None
    who: str = "chart"
    criterion: str | None = None
    section: str | None = None
    ask_if: Rule | None = None
    optional_if: Rule | None = None
    optional: bool = False
    implied: tuple[Implied, ...] = ()
    values: tuple[tuple[str, Moment], ...] = ()
    asked_for: tuple[str, str] | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Criterion:
    """One numbered sentence of the protocol with its rule.

    It passes where `passes_if` is true and fails where `fails_if` is true; a definite failure wins.
    """

    id: str
    inclusion: bool
    label: Message
    text: Message
    passes_if: Rule
    fails_if: Rule
    reading: Message | None = None
    readings: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules it is judged by; only one where `passes_if` and `fails_if` are each other's opposite."""
        if isinstance(self.passes_if, Not) and self.passes_if.part is self.fails_if:
            return (self.fails_if,)
        if isinstance(self.fails_if, Not) and self.fails_if.part is self.passes_if:
            return (self.passes_if,)
        return (self.passes_if, self.fails_if)

    @cached_property
    def questions(self) -> frozenset[str]:
        """All questions that its finding may depend on."""
        return frozenset().union(*(rule.questions for rule in self.rules))


@dataclass(frozen=True)
class Interpretation:
    """How an ambiguous sentence is read: the setting in force, and when it touches a patient."""

    id: str
    about: tuple[str, ...]
    question: Message
    setting: str
    options: tuple[tuple[str, Message], ...]
    alternative: Message | None = None
    touches: Rule | None = None

    @property
    def adopted(self) -> Message:
        """The reading in force, in words."""
        return next(text for code, text in self.options if code == self.setting)


@dataclass(frozen=True)
class Remark:
    """A critical value or a contradiction: a sentence, and when it is due."""

    id: str
    when: Rule
    text: Message


@dataclass(frozen=True)
class Arm:
    """A study arm, for information."""

    id: str
    type: str
    label: Message
    text: Message


@dataclass(frozen=True)
class Site:
    """A site that takes part; its time zone decides which day it is there."""

    id: str
    label: Message
    timezone: str


@dataclass(frozen=True)
class Retention:
    """How many days after its last entry a case that came to nothing is erased; None: never.

    `declined`: the patient did not agree, or was never asked. `failed`: not eligible, by the investigator's signature
    or, where none stands, by the verdict.
    """

    declined: int | None = None
    failed: int | None = None


@dataclass(frozen=True)
class Consent:
    """The questions that ask when the consent form was signed and which version of it; None where none does."""

    date: str | None = None
    version: str | None = None


@dataclass(frozen=True, eq=False)
class Trial:
    """One version of one protocol. Two are the same only if they are the same object: each is read once.

    `event` is what is planned for the date that windows count back from. `conditions` are derived ones: a rule that
    names one has it for a part.
    """

    id: str
    version: str
    short: str
    title: Message
    registry: str
    source: str
    anchor: str
    event: Message
    lead_time: int
    sections: dict[str, Message]
    questions: tuple[Question, ...]
    criteria: tuple[Criterion, ...]
    readings: tuple[Interpretation, ...] = ()
    derived: dict[str, Message] = field(default_factory=dict)
    conditions: dict[str, Rule] = field(default_factory=dict)
    alerts: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    arms: tuple[Arm, ...] = ()
    sites: tuple[Site, ...] = ()
    retention: Retention = Retention()
    consent: Consent = Consent()

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """The questions by their ids."""
        return {question.id: question for question in self.questions}

    @cached_property
    def deep(self) -> bool:
        """Whether many questions depend on each other in one long chain."""
        depth: dict[str, int] = {}
        for question in self.questions:
            gates = question.ask_if.questions if question.ask_if is not None else frozenset()
            depth[question.id] = 1 + max((depth.get(id, 0) for id in gates), default=0)
        return max(depth.values(), default=0) > LONG_ROW

    @cached_property
    def of_a_period(self) -> frozenset[str]:
        """The questions about the days before the planned date: an answer speaks of these days only."""
        about = ((one.id, moment) for one in self.questions for _, moment in one.values)
        return frozenset(id for id, moment in about if self.anchor in moment.questions)

    @cached_property
    def timeless(self) -> frozenset[str]:
        """The questions whose answer counts in the same way whatever the planned date."""
        timed = {self.anchor}
        for question in self.questions:  # whether one is asked depends on earlier ones only
            of = {question.asked_for[0]} if question.asked_for else set()
            if any(not rule.questions.isdisjoint(timed) for rule in steering(question)) or not of.isdisjoint(timed):
                timed.add(question.id)
        return frozenset(self.by_id) - timed

    @cached_property
    def followers(self) -> dict[str, frozenset[str]]:
        """For each question the questions that its answer may bring up or make moot, itself included."""
        found: dict[str, set[str]] = {question.id: {question.id} for question in self.questions}
        for question in self.questions:  # whether one is asked depends on earlier ones only
            leaders = frozenset().union(*(rule.questions for rule in steering(question)))
            leaders |= {question.asked_for[0]} if question.asked_for else set()
            for followers in found.values():
                if not leaders.isdisjoint(followers):
                    followers.add(question.id)
        return {id: frozenset(followers) for id, followers in found.items()}

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each question in the conversation."""
        return {question.id: place for place, question in enumerate(self.questions)}

    @cached_property
    def criterion(self) -> dict[str, Criterion]:
        """The criteria by their ids."""
        return {criterion.id: criterion for criterion in self.criteria}

    def behind(self, criterion: Criterion) -> frozenset[str]:
        """The questions that a criterion looks at, and those on which it depends whether these are asked."""
        led = self.followers.items()
        return frozenset(id for id, followers in led if not followers.isdisjoint(criterion.questions))

    @cached_property
    def decided_by(self) -> dict[str, tuple[Criterion, ...]]:
        """The criteria that an answer may decide, by itself or through what it brings up or makes moot."""
        behind = [(one, self.behind(one)) for one in self.criteria]
        return {id: tuple(one for one, questions in behind if id in questions) for id in self.by_id}

    @cached_property
    def timed(self) -> dict[str, tuple[Rule, ...]]:
        """For each criterion whose finding may change with the planned date the rules that bring that about."""
        found = {one.id: tuple(self._timed_rules(one)) for one in self.criteria}
        return {id: rules for id, rules in found.items() if rules}

    def _timed_rules(self, criterion: Criterion) -> Iterator[Rule]:
        steered = (rule for id in self.in_order(self.behind(criterion)) for rule in steering(id))
        return (rule for rule in (*criterion.rules, *steered) if not rule.questions <= self.timeless)

    def heading(self, question: Question) -> Message:
        """The section or criterion under which a question stands, in words."""
        if question.criterion:
            return self.criterion[question.criterion].label
        return self.sections[question.section or ""]

    def in_order(self, ids: Iterable[str]) -> list[Question]:
        """These questions, each once, in the order of the conversation."""
        return sorted({self.by_id[id] for id in ids}, key=lambda question: self.order[question.id])


def steering(question: Question) -> Iterator[Rule]:
    """The rules that decide whether a question is asked."""
    yield from filter(None, (question.ask_if, question.optional_if, *(one.when for one in question.implied)))

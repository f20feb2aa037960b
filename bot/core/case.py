"""One subject being screened for one trial version: what the record of the case adds up to.

A case is only ever a fold of its record: `after` is the one place that says what a line of the record means. The same
record always gives the same case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from bot.core import kinds
from bot.core.answers import NOT_KNOWN, Age, Answer, NotKnown, Value
from bot.core.kinds.base import Setting
from bot.core.trial import Trial


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the record: what happened, its data as JSON holds it, and the machine's state and turn after it."""

    kind: str
    data: Mapping[str, Any]
    state: str
    turn: int


@dataclass(frozen=True, slots=True)
class Pending:
    """A typed reply that waits for a confirmation (or, after sending, for a reason)."""

    question: str
    readings: tuple[Value, ...]
    typed: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """One of several answers found in one message: it waits to be confirmed with the others. Not `kept`: left out."""

    question: str
    value: Value
    typed: str
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Several:
    """The answers found in one message; of the `unclear` questions something was said, but not plainly."""

    proposals: tuple[Proposal, ...]
    unclear: tuple[str, ...] = ()

    @property
    def kept(self) -> tuple[Proposal, ...]:
        """Those that count once they are confirmed."""
        return tuple(one for one in self.proposals if one.kept)

    @property
    def kept_ids(self) -> tuple[str, ...]:
        """Their questions."""
        return tuple(one.question for one in self.kept)


@dataclass(frozen=True, slots=True)
class Change:
    """An answer that was changed since the study team last heard."""

    question: str
    old: Value | None
    new: Value
    reason: str


@dataclass(frozen=True, slots=True)
class Signature:
    """An investigator's word on the verdict, as it is printed (21 CFR 11.50): who, when by the site's clock, and what
    it means.

    `verdict` is the one that was signed, `decision` what the investigator made of it: the same, unless it was
    overridden, which has a `reason`. `content` is the fingerprint of what was signed.
    """

    by: str
    at: datetime
    meaning: str
    verdict: str
    decision: str
    reason: str | None
    content: str

    @property
    def overrides(self) -> bool:
        """Whether the investigator decided otherwise."""
        return self.decision != self.verdict


@dataclass(frozen=True, slots=True)
class Voided:
    """A signature that a change has ended, and the questions whose answers were changed first."""

    signature: Signature
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What the study team asks about an answer, on which of the site's days; `state` is the machine's in `queries`.

    `reply` is the site's word on it, or the reason for the change that it led to.
    """

    number: int
    question: str
    words: str
    state: str
    on: date
    reply: str | None = None
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """Where a case stands.

    `turn` grows with every step that moves the conversation: a button belongs to one turn. `trail` are the questions
    answered, in order, for going back; `marked` is what is ticked in the list question at hand, `unit` the unit chosen
    for the number at hand. `settled` are questions whose less exact answer is all that will be had for now, `reopened`
    those that a change after sending has brought up; `unsent`: there are answers that the study team has not heard of.
    `signature` stands until an answer changes; it is then `voided`, until the next one.
    `upheld` is the query on which an answer stays as it is, while a word on that is awaited; `withdrawn` the reason.
    `earlier` and `later` are the codes of the attempts before and after this one; `carried` answers of the earlier one,
    which do not count until they are confirmed.
    """

    code: str
    state: str
    turn: int = 0
    label: str | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    trail: tuple[str, ...] = ()
    marked: tuple[str, ...] | None = None
    unit: str | None = None
    pending: Pending | None = None
    several: Several | None = None
    settled: frozenset[str] = frozenset()
    told: bool = False
    sent: int = 0
    reopened: frozenset[str] = frozenset()
    unsent: bool = False
    changes: tuple[Change, ...] = ()
    signature: Signature | None = None
    voided: Voided | None = None
    queries: tuple[Query, ...] = ()
    upheld: int | None = None
    withdrawn: str | None = None
    earlier: str | None = None
    later: str | None = None
    carried: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How people call it: the site's own code where it gave one."""
        return self.label or self.code


# What belongs to one stop of the conversation, and ends with it.
_OF_A_TURN: Mapping[str, Any] = dict.fromkeys(("marked", "unit", "pending", "several", "upheld"))


def after(trial: Trial, case: Case, line: Line) -> Case:
    """The case once this line is in its record."""
    left = {} if line.turn == case.turn else _OF_A_TURN
    moved = replace(case, state=line.state, turn=line.turn, **left)
    if "reopens" in line.data:
        moved = replace(moved, reopened=moved.reopened.union(line.data["reopens"]))
    meaning = _MEANINGS.get(line.kind)
    return moved if meaning is None else meaning(trial, moved, line.data)


def rebuilt(trial: Trial, code: str, lines: list[Line]) -> Case:
    """The case that a whole record adds up to."""
    case = Case(code, lines[0].state if lines else "")
    for line in lines:
        case = after(trial, case, line)
    return case


def load(trial: Trial, question: str, data: Any) -> Value:
    """A recorded value; what was once accepted is not judged again."""
    shape = trial.by_id[question].shape
    return kinds.load(shape, data, Setting(date.max))


def dump(trial: Trial, question: str, value: Value) -> Any:
    """A value as the record holds it."""
    return kinds.dump(trial.by_id[question].shape, value)


def _opened(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return replace(case, code=data["code"], label=data.get("label"), earlier=data.get("rescreens"))


def _carried(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    carried = {one["question"]: Answer(load(trial, one["question"], one["value"])) for one in data["answers"]}
    return replace(case, carried=carried)


def _rescreened(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return replace(case, later=data["code"])


def _labelled(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return replace(case, label=data["label"])


def _answered(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    question = data["question"]
    return _with_answer(case, question, Answer(load(trial, question, data["value"]), data.get("typed")))


def _with_answer(case: Case, question: str, answer: Answer) -> Case:
    trail = (*(id for id in case.trail if id != question), question)
    settled = case.settled - {question}
    answers = {**case.answers, question: answer}
    if question in case.carried:
        case = replace(case, carried={id: one for id, one in case.carried.items() if id != question})
    return replace(case, answers=answers, trail=trail, settled=settled, unsent=case.sent > 0)


def _left_open(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    question = data["question"]
    known = case.answers.get(question)
    if known is not None and isinstance(known.value, Age):
        return replace(_with_answer(case, question, known), settled=case.settled | {question})
    return _with_answer(case, question, Answer(NOT_KNOWN))


def _kept(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return replace(_with_answer(case, data["question"], case.answers[data["question"]]), unsent=case.unsent)


def _went_back(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return replace(case, trail=case.trail[:-1])


def _marked(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return replace(case, marked=tuple(data["codes"]))


def _unit_chosen(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return replace(case, unit=data["unit"])


def _proposed(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    question = data["question"]
    readings = tuple(load(trial, question, one) for one in data["readings"])
    return replace(case, pending=Pending(question, readings, data.get("typed")))


def _found(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    proposals = tuple(
        Proposal(one["question"], load(trial, one["question"], one["value"]), one["typed"]) for one in data["answers"]
    )
    return replace(case, several=Several(proposals, tuple(data["unclear"])))


def _chosen(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    """Which of several answers are kept."""
    if case.several is None:
        return case
    kept = set(data["kept"])
    proposals = tuple(replace(one, kept=one.question in kept) for one in case.several.proposals)
    return replace(case, several=replace(case.several, proposals=proposals))


def _amended(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    question = data["question"]
    new = load(trial, question, data["value"])
    old = None if data.get("old") is None else load(trial, question, data["old"])
    change = Change(question, old, new, data["reason"])
    case = replace(case, changes=(*case.changes, change))
    return _with_answer(case, question, Answer(new, data.get("typed")))


def _told(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return replace(case, told=True)


def _sent(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return replace(case, sent=case.sent + 1, changes=(), trail=(), unsent=False)


def _returned(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return replace(case, reopened=frozenset())


def _signed(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    printed = {name: data[name] for name in ("by", "meaning", "verdict", "decision", "reason", "content")}
    return replace(case, signature=Signature(at=datetime.fromisoformat(data["at"]), **printed), voided=None)


def _voided(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    if case.signature is None:
        return case
    return replace(case, signature=None, voided=Voided(case.signature, tuple(data["questions"])))


def _queried(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    query = Query(data["query"], data["question"], data["words"], data["status"], date.fromisoformat(data["on"]))
    return replace(case, queries=(*case.queries, query))


def _upheld(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return replace(case, upheld=data["query"])


def _replied(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return _with_query(case, data, reply=data["words"], changed=data["changed"])


def _query_closed(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return _with_query(case, data)


def _withdrawn(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return replace(case, withdrawn=data["reason"])


def _with_query(case: Case, data: Mapping[str, Any], **news: Any) -> Case:
    """The query that a line is about has moved on."""
    queries = tuple(
        replace(one, state=data["status"], **news) if one.number == data["query"] else one for one in case.queries
    )
    return replace(case, queries=queries)


_MEANINGS = {
    "opened": _opened,
    "labelled": _labelled,
    "answered": _answered,
    "left_open": _left_open,
    "kept": _kept,
    "went_back": _went_back,
    "marked": _marked,
    "unit_chosen": _unit_chosen,
    "proposed": _proposed,
    "found": _found,
    "chosen": _chosen,
    "amended": _amended,
    "told": _told,
    "sent": _sent,
    "returned": _returned,
    "signed": _signed,
    "voided": _voided,
    "queried": _queried,
    "upheld": _upheld,
    "replied": _replied,
    "query_closed": _query_closed,
    "withdrawn": _withdrawn,
    "carried": _carried,
    "rescreened": _rescreened,
}


def known(case: Case, question: str) -> bool:
    """Whether something definite was answered."""
    answer = case.answers.get(question)
    return answer is not None and not isinstance(answer.value, NotKnown)

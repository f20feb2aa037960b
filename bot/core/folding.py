"""What the record of a case adds up to: `after` is the one place that says what a line of the record means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.core import kinds
from bot.core.answers import NOT_KNOWN, Age, Answer, Day, NotKnown, Value
from bot.core.case import Case, Change, Line, Pending, Proposal, Query, Several, Signature, Voided
from bot.core.kinds.base import Setting
from bot.core.trial import Trial

# What belongs to one stop of the conversation, and ends with it.
_OF_A_TURN: Mapping[str, Any] = dict.fromkeys(("unit", "pending", "several", "upheld"))
_ANSWERS = frozenset({"answered", "left_open", "kept", "amended"})
# What leaves the question at hand as it is.
_LEAVES = frozenset({"jumped", "went_back", "stopped", "upheld", "replied", "returned", "leaving"})


def after(trial: Trial, case: Case, line: Line) -> Case:
    """The case once this line is in its record."""
    left = {} if line.turn == case.turn else {**_OF_A_TURN, "begun": line.kind}
    moved = replace(case, state=line.state, turn=line.turn, receipts=_receipts(trial, case, line), **left)
    if "reopens" in line.data:
        moved = replace(moved, reopened=moved.reopened.union(line.data["reopens"]))
    meaning = _MEANINGS.get(line.kind)
    return moved if meaning is None else meaning(trial, moved, line.data)


def _receipts(trial: Trial, case: Case, line: Line) -> Mapping[str, int]:
    told = _with_receipt(trial, case, line)
    return case.receipts if told is None else {**case.receipts, told: line.turn - 1}


def _with_receipt(trial: Trial, case: Case, line: Line) -> str | None:
    """The question whose line the message of the turn before becomes."""
    if line.turn == case.turn:  # one of several answers, like the first of them
        answered: str = line.data.get("question", "")
        return answered if line.kind in _ANSWERS and line.turn - 1 in case.receipts.values() else None
    if line.kind in _ANSWERS:
        # Others are answered from a card, or from the list of an earlier attempt: these have no such line.
        answered = line.data["question"]
        return answered if case.several is not None or case.at_hand in trial.by_id else None
    leaves = line.kind in _LEAVES or (line.kind == "proposed" and line.state != case.state)
    return case.at_hand if leaves and case.several is None and case.at_hand in trial.by_id else None


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


def _agreed(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return replace(case, agreed=True)


def _labelled(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return replace(case, label=data["label"])


def _answered(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    question = data["question"]
    return _with_answer(trial, case, question, Answer(load(trial, question, data["value"]), data.get("typed")))


def _with_answer(trial: Trial, case: Case, question: str, answer: Answer) -> Case:
    if question == trial.anchor and _earlier(case.answers.get(question), answer):
        case = _set_aside(trial, case)
    trail = (*(id for id in case.trail if id != question), question)
    settled = case.settled - {question}
    answers = {**case.answers, question: answer}
    if question in case.carried:
        case = replace(case, carried={id: one for id, one in case.carried.items() if id != question})
    return _without_ticks(replace(case, answers=answers, trail=trail, settled=settled, unsent=case.sent > 0), question)


def _without_ticks(case: Case, question: str) -> Case:
    if question not in case.ticks:
        return case
    return replace(case, ticks={id: ticked for id, ticked in case.ticks.items() if id != question})


def _earlier(before: Answer | None, now: Answer) -> bool:
    """Whether the planned date was moved to an earlier day; where none is left, today counts, which is earlier."""
    if before is None or not isinstance(before.value, Day):
        return False
    return not isinstance(now.value, Day) or now.value.first < before.value.first


def _set_aside(trial: Trial, case: Case) -> Case:
    """What was said of the days before a later planned date leaves out the earliest days before this one: it no longer
    counts until somebody confirms it."""
    aside = {id: one for id, one in case.answers.items() if id in trial.of_a_period}
    answers = {id: one for id, one in case.answers.items() if id not in aside}
    definite = {id: one for id, one in aside.items() if not isinstance(one.value, NotKnown)}
    return replace(case, answers=answers, carried={**case.carried, **definite})


def _left_open(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    question = data["question"]
    known = case.answers.get(question)
    if known is not None and isinstance(known.value, Age) and not data.get("taken_back"):
        return replace(_with_answer(trial, case, question, known), settled=case.settled | {question})
    return _with_answer(trial, case, question, Answer(NOT_KNOWN))


def _kept(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return replace(_with_answer(trial, case, data["question"], case.answers[data["question"]]), unsent=case.unsent)


def _went_back(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return replace(case, trail=case.trail[: case.trail.index(data["to"])])


def _marked(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return replace(case, ticks={**case.ticks, case.state: tuple(data["codes"])})


def _unit_chosen(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    return replace(case, unit=data["unit"])


def _proposed(trial: Trial, case: Case, data: Mapping[str, Any]) -> Case:
    question = data["question"]
    readings = tuple(load(trial, question, one) for one in data["readings"])
    if case.state != question:  # a change that waits for its reason: it may be called off, ticks and all
        case = _without_ticks(case, question)
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
    return _with_answer(trial, case, question, Answer(new, data.get("typed")))


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
    "agreed": _agreed,
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

"""From answers to findings, from findings to the verdict, with what decided, what is missing and which dates matter.

Everything here is derived from the trial's rules. A verdict is advice: the investigator decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from heapq import merge
from itertools import chain, takewhile

from bot.core.answers import Age, Answer, Codes, NotKnown
from bot.core.facts import KnownFacts
from bot.core.messages import Message
from bot.core.rules.base import Leaf, Ruling
from bot.core.rules.logic import Not, open_leaves
from bot.core.trial import INVESTIGATOR, Criterion, FailureKind, Interpretation, Question, Remark, Trial
from bot.core.truth import Truth

HORIZON = timedelta(days=20 * 366)  # no trial waits longer for a failure to end


class Status(Enum):
    """Whether a criterion stands in the way."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"


class Eligibility(Enum):
    """The three verdicts."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True)
class Finding:
    """One criterion's result: what decided it or leaves it open.

    `missing` are the questions that could settle an unknown, in order. For a failure, `clears_on` is the first planned
    date on which time alone has ended it, or None; `then_missing` leaves the criterion open even then; `kind` says what
    a failure without such a date means.
    """

    criterion: Criterion
    status: Status
    leaves: tuple[Leaf, ...]
    missing: tuple[str, ...] = ()
    clears_on: date | None = None
    kind: FailureKind | None = None
    then_missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """All findings together, for one planned date.

    `clears_on`: the first planned date on which no failure stands in the way any more, as far as time alone can bring
    it about; None where something permanent or open-ended stands, or nothing ends by time. `lapsing`: the criteria that
    pass now and would fail on that date; without a date those that would fail for good by then. `valid_until`: the last
    planned date on which an eligible result still holds, with the criteria that end it in `lapsing`. `event`: what is
    planned for these dates, in words.
    """

    outcome: Eligibility
    planned: date
    provisional: bool
    findings: tuple[Finding, ...]
    missing: tuple[str, ...]
    clears_on: date | None
    valid_until: date | None
    lapsing: tuple[Criterion, ...]
    touched: tuple[Interpretation, ...]
    alerts: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    event: Message

    def with_status(self, status: Status) -> tuple[Finding, ...]:
        """The findings of one status, in the protocol's order."""
        return tuple(finding for finding in self.findings if finding.status is status)


def judge(trial: Trial, answers: Mapping[str, Answer], today: date) -> Verdict:
    """The verdict on these answers, as of a calendar day of the site."""
    return verdict_on(KnownFacts(trial, answers, today))


def verdict_on(facts: KnownFacts) -> Verdict:
    """The same on facts that are at hand, which remember what was worked out."""
    trial = facts.trial
    findings = tuple(with_outlook(finding, facts) for finding in findings_of(trial, facts))
    outcome = outcome_of(findings)
    clears_on, valid_until = None, None
    lapsing: tuple[Criterion, ...] = ()
    if outcome is Eligibility.INELIGIBLE:
        clears_on, lapsing = _first_possible(findings, facts)
    elif outcome is Eligibility.ELIGIBLE:
        valid_until, lapsing = _last_possible(trial, facts)
    return Verdict(
        outcome,
        facts.anchor,
        facts.provisional,
        findings,
        shortest_first(findings),
        clears_on,
        valid_until,
        lapsing,
        tuple(one for one in trial.readings if one.touches and facts.truth(one.touches) is Truth.TRUE),
        due(trial.alerts, facts),
        due(trial.warnings, facts),
        trial.event,
    )


def due(remarks: Iterable[Remark], facts: KnownFacts) -> tuple[Remark, ...]:
    """The remarks whose condition is true."""
    return tuple(remark for remark in remarks if facts.truth(remark.when) is Truth.TRUE)


def findings_of(trial: Trial, facts: KnownFacts) -> list[Finding]:
    """Every criterion's plain finding, in the protocol's order."""
    return [find(criterion, facts) for criterion in trial.criteria]


def left_to_judgement(facts: KnownFacts) -> tuple[Question, ...]:
    """The questions that the trial leaves to the investigator's judgement, as far as they count for this patient."""
    its = (one for one in facts.trial.questions if one.who == INVESTIGATOR and facts.needed(one))
    return tuple(one for one in its if _come_to(facts, one))


def _come_to(facts: KnownFacts, question: Question) -> bool:
    """Whether a question has come up: something it depends on was answered. Before that nobody has to judge it."""
    return question.ask_if is None or any(id in facts.answers for id in question.ask_if.questions)


def judgements(facts: KnownFacts, instead: Collection[str] = ()) -> tuple[Question, ...]:
    """Those of them that wait for the investigator: not answered yet, or answered by somebody else (`instead`)."""
    return tuple(one for one in left_to_judgement(facts) if one.id in instead or not definite(facts, one))


def definite(facts: KnownFacts, question: Question) -> bool:
    """Whether something definite was answered."""
    answer = facts.answers.get(question.id)
    return answer is not None and not isinstance(answer.value, NotKnown)


_STATUS = {Truth.TRUE: Status.PASS, Truth.FALSE: Status.FAIL, Truth.UNKNOWN: Status.UNKNOWN}


def status_of(criterion: Criterion, facts: KnownFacts) -> Status:
    """One criterion's status alone."""
    if len(criterion.rules) == 1:
        truth = criterion.rules[0].truth(facts)
        return _STATUS[~truth if criterion.rules[0] is criterion.fails_if else truth]
    if criterion.fails_if.truth(facts) is Truth.TRUE:
        return Status.FAIL
    return Status.PASS if criterion.passes_if.truth(facts) is Truth.TRUE else Status.UNKNOWN


def find(criterion: Criterion, facts: KnownFacts) -> Finding:
    """One criterion's status and the leaves behind it."""
    fails, passes = _both_sides(criterion, facts)
    if fails.truth is Truth.TRUE:
        return Finding(criterion, Status.FAIL, fails.leaves)
    if passes.truth is Truth.TRUE:
        return Finding(criterion, Status.PASS, passes.leaves)
    return Finding(criterion, Status.UNKNOWN, (passes if passes.truth is Truth.UNKNOWN else fails).leaves)


def _both_sides(criterion: Criterion, facts: KnownFacts) -> tuple[Ruling, Ruling]:
    """How `fails_if` and `passes_if` come out; judged once where one is the opposite of the other."""
    fails_if, passes_if = criterion.fails_if, criterion.passes_if
    if isinstance(passes_if, Not) and passes_if.part is fails_if:
        fails = fails_if.judge(facts)
        return fails, Ruling(~fails.truth, fails.leaves)
    passes = passes_if.judge(facts)
    if isinstance(fails_if, Not) and fails_if.part is passes_if:
        return Ruling(~passes.truth, passes.leaves), passes
    return fails_if.judge(facts), passes


def outcome_of(findings: Iterable[Finding]) -> Eligibility:
    """One failure decides; otherwise one unknown leaves it open."""
    statuses = {finding.status for finding in findings}
    if Status.FAIL in statuses:
        return Eligibility.INELIGIBLE
    return Eligibility.UNDETERMINED if Status.UNKNOWN in statuses else Eligibility.ELIGIBLE


# What is missing.


def with_outlook(finding: Finding, facts: KnownFacts) -> Finding:
    """The finding together with what is missing, or with when and how its failure can end."""
    if finding.status is Status.UNKNOWN:
        return replace(finding, missing=missing_for(finding, facts))
    if finding.status is Status.FAIL:
        clears_on = _clears(finding, facts)
        if clears_on is None:
            return replace(finding, kind=_kind(finding.criterion, facts))
        return replace(finding, clears_on=clears_on, then_missing=_missing_at(clears_on, finding.criterion, facts))
    return finding


def _missing_at(day: date, criterion: Criterion, facts: KnownFacts) -> tuple[str, ...]:
    """What is still missing for a criterion on a later planned date."""
    then = facts.at(day)
    finding = find(criterion, then)
    return missing_for(finding, then) if finding.status is Status.UNKNOWN else ()


def missing_for(finding: Finding, facts: KnownFacts) -> tuple[str, ...]:
    """The questions that can be answered now and could settle an unknown finding, in the conversation's order."""
    wanted = [id for open_id in open_leaves(finding.leaves, facts) for id in _askable(open_id, facts, frozenset())]
    return tuple(question.id for question in facts.trial.in_order(wanted))


def too_rough(question: Question, facts: KnownFacts) -> bool:
    """Whether an age was given where only the birth date decides."""
    answer = facts.answers.get(question.id)
    if answer is None or not isinstance(answer.value, Age) or question.criterion is None:
        return False
    finding = find(facts.trial.criterion[question.criterion], facts)
    return finding.status is Status.UNKNOWN and question.id in missing_for(finding, facts)


def _askable(id: str, facts: KnownFacts, above: frozenset[str]) -> list[str]:
    """The question itself if it is asked; otherwise the questions that decide whether it is."""
    question = facts.trial.by_id[id]
    if id in above or facts.asked(question) is Truth.TRUE:
        return [id]
    gates = [gate for gate in _gates(question) if gate not in above]
    if facts.asked(question) is Truth.UNKNOWN:
        gates = _open_gates(question, facts) or gates
    return [one for gate in gates for one in _askable(gate, facts, above | {id})] or [id]


def _gates(question: Question) -> list[str]:
    of = [question.asked_for[0]] if question.asked_for else []
    return of + sorted(question.ask_if.questions if question.ask_if is not None else ())


def _open_gates(question: Question, facts: KnownFacts) -> list[str]:
    if question.asked_for and not isinstance(facts.value(question.asked_for[0]), Codes):
        return [question.asked_for[0]]
    if question.ask_if is None:
        return []
    return open_leaves(question.ask_if.judge(facts).leaves, facts)


def shortest_first(findings: Iterable[Finding]) -> tuple[str, ...]:
    """All missing questions, each once; first those of the criterion that needs the fewest answers."""
    unknown = sorted((finding for finding in findings if finding.missing), key=lambda finding: len(finding.missing))
    return tuple(dict.fromkeys(id for finding in unknown for id in finding.missing))


# Time: the same rules, looked at for later planned dates.


def _later_dates(criteria: Iterable[Criterion], facts: KnownFacts) -> Iterator[date]:
    """The later planned dates on which a finding may change, ascending, each once."""
    timed = facts.trial.timed
    rules = [rule for criterion in criteria for rule in timed.get(criterion.id, ())]
    last = facts.anchor
    for day in merge(*(rule.changes(facts) for rule in rules)):
        if day > last:
            last = day
            yield day


def _clears(failure: Finding, facts: KnownFacts) -> date | None:
    """The first later date on which the criterion passes, or at least no longer fails because something else is open.

    In the latter case all that time can settle must be settled: of a month-only date the last day counts. None where
    the criterion fails whatever the planned date.
    """
    if status_of(failure.criterion, facts.whenever()) is Status.FAIL:
        return None
    seen: list[tuple[date, Finding]] = []
    for day in takewhile(lambda day: day - facts.anchor <= HORIZON, _later_dates([failure.criterion], facts)):
        finding = find(failure.criterion, facts.at(day))
        if finding.status is Status.PASS:
            return day
        seen.append((day, finding))
    if not seen or seen[-1][1].status is Status.FAIL:
        return None
    final = seen[-1][1]
    settled = [day for day, finding in seen if (finding.status, finding.leaves) == (final.status, final.leaves)]
    return settled[0]


def _kind(criterion: Criterion, facts: KnownFacts) -> FailureKind:
    fitting = (one.kind for one in criterion.failures if one.when is None or facts.truth(one.when) is Truth.TRUE)
    return next(fitting, FailureKind.REPEATABLE)


def _first_possible(findings: tuple[Finding, ...], facts: KnownFacts) -> tuple[date | None, tuple[Criterion, ...]]:
    """The first day without a dated failure, unless something else stands in the way; and what lapses by then."""
    failing = [finding for finding in findings if finding.status is Status.FAIL]
    day = _all_cleared([one for one in failing if one.clears_on], facts)
    blocked = any(one.kind not in (None, FailureKind.REPEATABLE) for one in failing)
    if blocked or day is None:
        return None, ()
    then = facts.at(day)
    others = [one.criterion for one in findings if one.status is not Status.FAIL]
    lapsing = tuple(one for one in others if status_of(one, then) is Status.FAIL)
    for_good = tuple(one for one in lapsing if _kind(one, then) is FailureKind.PERMANENT)
    return (None, for_good) if for_good else (day, lapsing)


def _all_cleared(dated: list[Finding], facts: KnownFacts) -> date | None:
    """The first day on which none of these fails; one that has ended may fail again before another ends."""
    cleared = max((one.clears_on for one in dated if one.clears_on), default=None)
    if cleared is None:
        return None
    criteria = [one.criterion for one in dated]
    days = chain((cleared,), _later_dates(criteria, facts.at(cleared)))
    return next((day for day in days if not any_fails(criteria, facts.at(day))), None)


def any_fails(criteria: Iterable[Criterion], facts: KnownFacts) -> bool:
    """Whether one of these criteria fails."""
    return any(status_of(one, facts) is Status.FAIL for one in criteria)


def _last_possible(trial: Trial, facts: KnownFacts) -> tuple[date | None, tuple[Criterion, ...]]:
    """The day before the first later date on which a criterion no longer passes, and which ones these are."""
    timed = [one for one in trial.criteria if one.id in trial.timed]
    for day in _later_dates(timed, facts):
        then = facts.at(day)
        lapsing = tuple(one for one in timed if status_of(one, then) is not Status.PASS)
        if lapsing:
            return day - timedelta(days=1), lapsing
    return None, ()

"""Screening a patient again: which answers of the earlier attempt can be carried over, to be confirmed each or all.

Which have aged follows from the trial's rules alone. Nothing that is carried over counts before somebody confirms it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from bot.core.answers import Answer, NotKnown
from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.rules.base import Leaf
from bot.core.trial import LABORATORY, FailureKind, Question, Trial
from bot.core.verdict import Status, find, status_of, with_outlook


def carried_over(trial: Trial, case: Case, given: Mapping[str, date], today: date) -> dict[str, Answer]:
    """The answers of an earlier attempt that have not aged; `given`: the site's day on which each was given."""
    aged = _aged(trial, case, given, today)
    facts = KnownFacts(trial, case.answers, today)
    return {
        one.id: Answer(case.answers[one.id].value)
        for one in trial.questions
        if one.id in case.answers and one.id not in aged and not facts.moot(one)
        if not isinstance(case.answers[one.id].value, NotKnown)
    }


def _aged(trial: Trial, case: Case, given: Mapping[str, date], today: date) -> frozenset[str]:
    """The questions that have to be asked again, with all that depend on them."""
    first = {trial.anchor, *trial.of_a_period, *_lapsed(trial, case, today)}
    first |= {one.id for one in trial.questions if one.who == LABORATORY and _old(trial, given.get(one.id), today)}
    first |= {gate for id in first for gate in _gates_within(trial, trial.by_id[id])}
    hanging = frozenset().union(*(trial.followers[id] for id in first - {trial.anchor}))
    return hanging | first


def _old(trial: Trial, on: date | None, today: date) -> bool:
    """Whether a result is older than a screening usually takes."""
    return on is None or today - on > timedelta(trial.lead_time)


def _lapsed(trial: Trial, case: Case, today: date) -> Iterator[str]:
    """The questions behind criteria that no longer pass on today's usual planned date, or failed repeatably."""
    before = KnownFacts(trial, case.answers, today)
    now = before.at(today + timedelta(trial.lead_time))
    for criterion in trial.criteria:
        finding = with_outlook(find(criterion, before), before)
        if finding.status is Status.PASS and status_of(criterion, now) is not Status.PASS:
            yield from (leaf_id for leaf in find(criterion, now).leaves for leaf_id in _about(trial, leaf))
        elif finding.kind is FailureKind.REPEATABLE:
            yield from (leaf_id for leaf in finding.leaves for leaf_id in _about(trial, leaf))


def _about(trial: Trial, leaf: Leaf) -> frozenset[str]:
    return leaf.rule.questions - {trial.anchor}


def _gates_within(trial: Trial, question: Question) -> Iterator[str]:
    """The questions of the same criterion that decide whether this one is asked: a new biopsy is a new "done"."""
    for id in question.ask_if.questions if question.ask_if is not None else ():
        if question.criterion is not None and trial.by_id[id].criterion == question.criterion:
            yield id

"""The machine of a trial: which screen follows which. It decides every move; nothing else may.

One state for every question and every phase. Every step leads to `choosing`, which leads on at once: to the question
wished for, to the notice of a first failure, to the first question that is due, or, when none is, to the review (to
`sent` again, once the study team has the case). What may live here: states, moves, and guards that look at a walk.
No answers are read here, no words chosen, nothing stored.

There is one machine per trial version, shared by all cases: it is triggered with a walk and holds nothing of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from transitions import EventData, Machine, MachineError
from transitions.extensions import GraphMachine

from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.trial import Question, Trial
from bot.core.verdict import too_rough

logging.getLogger("transitions").setLevel(logging.WARNING)

AGREEMENT, CHOOSING, DECIDED, REVIEW, REASON = "agreement", "choosing", "decided", "review", "reason"
REPLY, SENT, DECLINED = "reply", "sent", "declined"
CARRIED, WITHDRAWING, WITHDRAWN = "carried", "withdrawing", "withdrawn"
PHASES = (AGREEMENT, CHOOSING, DECIDED, REVIEW, REASON, REPLY, SENT, DECLINED, CARRIED, WITHDRAWING, WITHDRAWN)
JUDGE = "judge"
Guard = Callable[[EventData], bool]


@dataclass
class Walk:
    """One step through the machine: the case as it is now, and where the person wishes to go."""

    case: Case
    facts: KnownFacts
    state: str
    wanted: str | None = None
    failed_now: bool = False

    def due(self, question: Question) -> bool:
        """Whether a question is still to be put to somebody."""
        if question.id in self.case.answers and not put_again(self.case, self.facts, question):
            return False
        if self.case.sent and question.id not in self.case.reopened:
            return False
        return self.facts.needed(question)


def put_again(case: Case, facts: KnownFacts, question: Question) -> bool:
    """Whether an answered question is put once more, because only a more exact answer decides."""
    return question.id not in case.settled and too_rough(question, facts)


class NotNow(Exception):
    """This move is not possible in this state."""


def move(trial: Trial, walk: Walk, trigger: str) -> None:
    """Makes a move, and through `choosing` the one that follows; NotNow where the machine does not allow it."""
    machine = machine_of(trial)
    try:
        if not machine.events[trigger].trigger(walk):
            raise NotNow(trigger)
        if walk.state == CHOOSING:
            machine.events[_onward(trial, walk)].trigger(walk)
    except MachineError as refused:
        raise NotNow(trigger) from refused


@lru_cache(maxsize=64)
def machine_of(trial: Trial) -> Machine:
    """The one machine of a trial version, built when it is first needed."""
    return Machine(**_layout(trial))


def diagram(trial: Trial, overview: bool = False) -> str:
    """The machine as a Mermaid state diagram, drawn from its own table; in an overview all questions are one state."""
    shown = replace(trial, questions=(_any_question(trial),)) if overview else trial
    layout = {**_layout(shown), "model": Machine.self_literal, "initial": AGREEMENT}
    machine = GraphMachine(**layout, graph_engine="mermaid", show_conditions=True, title=trial.short)
    return str(machine.get_graph().source)


def _any_question(trial: Trial) -> Question:
    return replace(trial.questions[0], id="question")


def _layout(trial: Trial) -> dict[str, Any]:
    asking = [question.id for question in trial.questions]
    return {
        "model": None,
        "initial": None,
        "states": [*PHASES, *asking],
        "transitions": [*_moves(asking), *_choices(trial)],
        "auto_transitions": False,
        "send_event": True,
    }


def _moves(asking: list[str]) -> list[dict[str, Any]]:
    """What a person may do in which state."""
    return [
        _edge("agree", AGREEMENT, CHOOSING),
        _edge("recall", AGREEMENT, CARRIED, has_carried),
        _edge("decline", AGREEMENT, DECLINED),
        _edge("answer", asking, CHOOSING),
        _edge("take", [*asking, CARRIED, DECIDED, REVIEW, SENT], CHOOSING),
        _edge("amend", asking, REASON, was_sent),
        _edge("explain", REASON, CHOOSING),
        _edge("go_on", [CARRIED, DECIDED, REVIEW], CHOOSING),
        _edge("stop", [*asking, DECIDED], REVIEW, not_sent),
        _edge("back", [*asking, DECIDED, REVIEW, REASON], CHOOSING, has_wish),
        _edge("jump", [*asking, DECIDED, REVIEW, SENT], CHOOSING, has_wish),
        _edge("send", REVIEW, SENT),
        _edge(JUDGE, SENT, CHOOSING),
        _edge("sign", SENT, SENT, not_signed),
        _edge("uphold", [*asking, SENT], REPLY, was_sent),
        _edge("reply", REPLY, CHOOSING),
        _edge("leave", [*asking, REASON, REPLY], SENT, was_sent),
        _edge("withdraw", [AGREEMENT, *asking, CARRIED, DECIDED, REVIEW, REASON, REPLY, SENT], WITHDRAWING),
        _edge("stay", WITHDRAWING, CHOOSING, has_agreed),
        _edge("stay", WITHDRAWING, AGREEMENT),
        _edge("close", WITHDRAWING, WITHDRAWN),
    ]


def _choices(trial: Trial) -> list[dict[str, Any]]:
    """Where `choosing` leads on to."""
    return [
        _edge("notice", CHOOSING, DECIDED, first_failure),
        *(_edge(f"ask {question.id}", CHOOSING, question.id, _is_next(question)) for question in trial.questions),
        _edge("rest", CHOOSING, SENT, was_sent),
        _edge("rest", CHOOSING, REVIEW),
    ]


def _onward(trial: Trial, walk: Walk) -> str:
    """The move to try from `choosing`; its guard says whether it is allowed. Each question is looked at once."""
    if walk.wanted is not None:
        return f"ask {walk.wanted}"
    if walk.failed_now:
        return "notice"
    return next((f"ask {question.id}" for question in trial.questions if walk.due(question)), "rest")


def _edge(trigger: str, source: str | list[str], dest: str, *guards: Guard) -> dict[str, Any]:
    return {"trigger": trigger, "source": source, "dest": dest, "conditions": list(guards)}


# Guards. The library compares their results with True, so that they must be bools and never "unknown".


def has_wish(event: EventData) -> bool:
    """There is a question to go to."""
    return _walk(event).wanted is not None


def has_agreed(event: EventData) -> bool:
    """The patient has agreed to be prescreened."""
    return _walk(event).case.agreed


def has_carried(event: EventData) -> bool:
    """Answers of an earlier attempt wait to be confirmed."""
    return bool(_walk(event).case.carried)


def was_sent(event: EventData) -> bool:
    """The study team has had a verdict."""
    return _walk(event).case.sent > 0


def not_sent(event: EventData) -> bool:
    """The study team has had nothing yet."""
    return not was_sent(event)


def not_signed(event: EventData) -> bool:
    """No signature stands."""
    return _walk(event).case.signature is None


def first_failure(event: EventData) -> bool:
    """A criterion has just failed, and it is the first."""
    walk = _walk(event)
    return walk.wanted is None and walk.failed_now


def _is_next(question: Question) -> Guard:
    def guard(event: EventData) -> bool:
        walk = _walk(event)
        return walk.due(question) if walk.wanted is None else walk.wanted == question.id

    guard.__name__ = f"{question.id} is wished for or due"
    return guard


def _walk(event: EventData) -> Walk:
    model = event.model
    assert isinstance(model, Walk)
    return model

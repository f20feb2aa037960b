"""Whether each criterion can pass, can fail, and is decided once everything is answered; found by trying answers.

A rule that is well written may still say what nobody means: bounds the wrong way round pass nobody, and a question that
is asked of women only leaves a man undecided for good.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.content.patients import Patients, Values, parts_of, shown
from bot.content.places import Problem, Source
from bot.core.ranges import Range
from bot.core.rules.base import Rule
from bot.core.rules.logic import Fixed, Not
from bot.core.rules.numbers import As, Literal, Measured, Named, Sum, Taken
from bot.core.rules.tests import Compare
from bot.core.trial import Criterion, Trial
from bot.core.verdict import Status

_PASSES = "no answers were found with which `{id}` passes: are its bounds, its units and its `type` right?"
_FAILS = "no answers were found with which `{id}` fails: are its bounds, its units and its `type` right?"
_UNASKED = "no answers were found with which `{id}` is asked: is its `ask_if` right?"
_UNSAID = "no answers were found with which `{id}` is shown: is its `if` right?"
_FAR_OFF = "`{id}` has a bound beyond the `soft` limits of `{question}`: is its unit right? If so, give it wider ones"
_BEYOND = "`{id}` has a bound beyond all that `{derived}` is like, which ends at {high} {unit}: is its unit right?"
_BY_NONE = (
    "`{id}` divides by `{question}`, which may be 0 and then decides nothing: hold `a` against `2 x b` instead of "
    "`a / b` against `2`, or let its `hard` limits begin above 0"
)
_UNKNOWN = (
    '`{code}` would be a definite answer: "not known yet" is offered everywhere; leave it out, or say `open: yes`'
)
_POINTLESS = "`{code}` has no `points`, the others have: give it some, such as 0, or say `open: yes`"
_NOT_KNOWN = frozenset(("unknown", "not known", "don't know", "not sure", "unsure", "unclear", "uncertain", "nk"))
_OPEN = "`{id}` stays undecided although everything is answered: {answers}{unasked}"


def look(trial: Trial, source: Source) -> Iterator[Problem]:
    """Criteria that cannot pass, cannot fail or stay undecided, questions never asked, options that decide too much or
    nothing."""
    values = Values(trial)
    for place, criterion in enumerate(trial.criteria):
        told = (*_of_criterion(trial, criterion, values), *_far_off(criterion), *_beyond(criterion))
        for text in dict.fromkeys((*told, *_divided_by_none(criterion))):
            yield source.problem(("criteria", place, "id"), text)
    yield from _never_asked(trial, source, values)
    yield from _definitely_unknown(source)
    yield from _without_points(source)
    for place, alert in enumerate(trial.alerts):
        if _never_true(trial, alert.id, alert.when, values):
            yield source.problem(("alerts", place, "if"), _UNSAID.format(id=alert.id))


def _never_asked(trial: Trial, source: Source, values: Values) -> Iterator[Problem]:
    """Questions whose `ask_if` no answers make true."""
    places = {form["id"]: place for place, form in enumerate(source.data["questions"])}
    for question in trial.questions:
        if question.asked_for is None and question.ask_if and _never_true(trial, question.id, question.ask_if, values):
            yield source.problem(("questions", places[question.id], "ask_if"), _UNASKED.format(id=question.id))


def _definitely_unknown(source: Source) -> Iterator[Problem]:
    """Options that say "not known" and would count as an answer."""
    for place, form in enumerate(source.data["questions"]):
        for at, option in enumerate(form.get("options") or ()):
            if _NOT_KNOWN.intersection(_said(option)) and not option.get("open"):
                path = ("questions", place, "options", at, "code")
                yield source.problem(path, _UNKNOWN.format(code=option["code"]))


def _without_points(source: Source) -> Iterator[Problem]:
    """Options of a score that would leave it open without saying so."""
    for place, form in enumerate(source.data["questions"]):
        options = form.get("options") or ()
        lacking = [(at, one) for at, one in enumerate(options) if "points" not in one and not one.get("open")]
        for at, option in lacking if len(lacking) < sum(not one.get("open") for one in options) else ():
            path = ("questions", place, "options", at, "code")
            yield source.problem(path, _POINTLESS.format(code=option["code"]))


def _said(option: Mapping[str, Any]) -> set[str]:
    """What an option is called, in small letters."""
    return {str(option[key]).lower().replace("_", " ") for key in ("code", "label")}


def _far_off(criterion: Criterion) -> Iterator[str]:
    """Bounds where hardly anybody's value lies: most likely in another unit than was meant."""
    parts = [part for rule in criterion.rules for part in parts_of(rule)]
    held = [(part.left, part.right) for part in parts if isinstance(part, Compare)]
    found = [
        left.question
        for left, right in held
        if isinstance(left, Measured)
        and isinstance(right, Literal)
        and right.value
        and not left.test.soft.hold(right.value)
    ]
    return (_FAR_OFF.format(id=criterion.id, question=question) for question in dict.fromkeys(found))


def _beyond(criterion: Criterion) -> Iterator[str]:
    """Bounds of a derived number beyond everything that its test takes: most likely in another unit, too."""
    for part in (part for rule in criterion.rules for part in parts_of(rule)):
        match part:
            case Compare(left=Named(id=id, test=test), right=Literal(value=value)) if test is not None:
                if test.hard.high is not None and value > test.hard.high:
                    yield _BEYOND.format(id=criterion.id, derived=id, high=test.hard.high, unit=test.canonical.code)


def _divided_by_none(criterion: Criterion) -> Iterator[str]:
    """Answers that may be 0 and are divided by: nothing is said then, and nobody could say more."""
    parts = [part for rule in criterion.rules for part in parts_of(rule)]
    divisors = [part.right for part in parts if isinstance(part, Sum) and part.combine is Range.__truediv__]
    for divisor in divisors:
        while isinstance(divisor, As | Named | Taken):
            divisor = divisor.inner
        if isinstance(divisor, Measured) and not (divisor.test.hard.low or 0) > 0:
            yield _BY_NONE.format(id=criterion.id, question=divisor.question)


def _never_true(trial: Trial, id: str, rule: Rule, values: Values) -> bool:
    """Whether no answers make a rule true, as if it were a criterion that has to pass."""
    if isinstance(rule, Fixed):
        return False  # the setting of a reading decides
    patients = Patients(trial, Criterion(id, True, trial.title, trial.title, rule, Not(rule)), values)
    patients.walk()
    return not patients.found(Status.PASS)


def _of_criterion(trial: Trial, criterion: Criterion, values: Values) -> Iterator[str]:
    if all(isinstance(rule, Fixed) for rule in criterion.rules):
        return
    patients = Patients(trial, criterion, values)
    undecided = patients.walk()
    if undecided is not None:
        said = [f"{id} {shown(one.value)}" for id, one in undecided.items() if id != trial.anchor]
        unasked = "".join(f"; `{id}` is not asked then" for id in patients.left_open(undecided))
        yield _OPEN.format(id=criterion.id, answers=", ".join(said), unasked=unasked)
    for status, text in ((Status.PASS, _PASSES), (Status.FAIL, _FAILS)):
        if not patients.found(status):
            yield text.format(id=criterion.id)

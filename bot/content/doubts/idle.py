"""What stands in a trial's file and does nothing: questions that nothing looks at, derived facts that nothing names.

Most often a rule was changed, or forgotten, and what it needed is left. Nobody is asked in vain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.content.doubts.written import entry_of, rules_in
from bot.content.places import Problem, Source
from bot.core.trial import Trial, steering

_QUESTION = "no rule looks at `{id}`: use it, or say `optional: yes` where it is for the record only"
_OPTIONS = "no rule looks at `{id}` of {codes}: use it, or name the others only with `of`"
_DERIVED = "nothing uses `{id}`"


def look(trial: Trial, source: Source) -> Iterator[Problem]:
    """Every question and derived fact that decides nothing."""
    yield from _unlooked_at(trial, source)
    yield from _unused(source)


def _unlooked_at(trial: Trial, source: Source) -> Iterator[Problem]:
    """Questions at which no rule looks."""
    used = _used(trial)
    for place, form in enumerate(source.data["questions"]):
        asked = [one for one in trial.questions if form["id"] in (one.id, entry_of(one))]
        idle = [one for one in asked if not one.optional and one.id not in used]
        if idle and len(idle) == len(asked):
            yield source.problem(("questions", place, "id"), _QUESTION.format(id=form["id"]))
        elif idle:
            codes = ", ".join(one.asked_for[1] for one in idle if one.asked_for)
            yield source.problem(("questions", place, "id"), _OPTIONS.format(id=form["id"], codes=codes))


def _unused(source: Source) -> Iterator[Problem]:
    """Derived facts that no rule names."""
    rules = [rule for _, rule in rules_in(source.data)]
    for place, form in enumerate(source.data.get("derived") or ()):
        named = re.compile(rf"(?<![\w.]){re.escape(form['id'])}(?![\w.])")
        if not any(named.search(rule) for rule in rules):
            yield source.problem(("derived", place, "id"), _DERIVED.format(id=form["id"]))


def _used(trial: Trial) -> set[str]:
    """The questions on which a criterion, another question, a remark or the log depends."""
    rules = [rule for one in trial.criteria for rule in one.rules]
    rules += [rule for one in trial.questions for rule in steering(one)]
    rules += [one.when for one in (*trial.alerts, *trial.warnings)]
    rules += [one.touches for one in trial.readings if one.touches is not None]
    days = [day for one in trial.questions for _, day in one.values]
    lists = {one.asked_for[0] for one in trial.questions if one.asked_for}
    consent = {id for id in (trial.consent.date, trial.consent.version) if id is not None}
    return {trial.anchor, *lists, *consent}.union(*(part.questions for part in (*rules, *days)))

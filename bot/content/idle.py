"""What stands in a trial's file and does nothing: questions that nothing looks at, derived facts that nothing names.

Most often a rule was changed, or forgotten, and what it needed is left. Nobody is asked in vain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.content.places import read_source
from bot.core.trial import Question, Trial, steering

_RULES = frozenset(("rule", "passes_if", "fails_if", "if", "ask_if", "optional_if", "is", "touches", "values"))
_QUESTION = "no rule looks at `{id}`: use it, or say `optional: yes` where it is for the record only"
_OPTIONS = "no rule looks at `{id}` of {codes}: use it, or name the others only with `of`"
_DERIVED = "nothing uses `{id}`"


def check_idle(trials: Iterable[Trial], flows: Path) -> list[str]:
    """Every question and derived fact that decides nothing, as `file:line:column`."""
    return [problem for trial in trials for problem in _problems(trial, flows)]


def _problems(trial: Trial, flows: Path) -> Iterator[str]:
    source = read_source(flows / f"{trial.id}.yaml")
    used = _used(trial)
    for place, form in enumerate(source.data["questions"]):
        asked = [one for one in trial.questions if form["id"] in (one.id, template_of(one))]
        idle = [one for one in asked if not one.optional and one.id not in used]
        if idle and len(idle) == len(asked):
            yield str(source.problem(("questions", place, "id"), _QUESTION.format(id=form["id"])))
        elif idle:
            codes = ", ".join(one.asked_for[1] for one in idle if one.asked_for)
            yield str(source.problem(("questions", place, "id"), _OPTIONS.format(id=form["id"], codes=codes)))
    rules = list(_rules(source.data))
    for place, form in enumerate(source.data.get("derived") or ()):
        named = re.compile(rf"(?<![\w.]){re.escape(form['id'])}(?![\w.])")
        if not any(named.search(rule) for rule in rules):
            yield str(source.problem(("derived", place, "id"), _DERIVED.format(id=form["id"])))


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


def template_of(question: Question) -> str:
    """The id that a question has in the file: of one that is asked for each option that of its template."""
    return question.id.removesuffix(f".{question.asked_for[1]}") if question.asked_for else question.id


def _rules(node: Any, within: bool = False) -> Iterator[str]:
    """The texts of all rules and formulas of a file."""
    if isinstance(node, dict):
        for key, inner in node.items():
            yield from _rules(inner, within or key in _RULES)
    elif isinstance(node, list):
        for inner in node:
            yield from _rules(inner, within)
    elif within and isinstance(node, str):
        yield node

"""What stands at the wrong place in a trial's file: a criterion on the other side, a question at another criterion.

Most often a criterion was copied, and its `type` was left as it was: everybody would be judged the wrong way round.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.doubts.written import entry_of
from bot.content.places import Problem, Source
from bot.core.lexicon.patterns import pattern
from bot.core.trial import Trial

_LETTERS = pattern(r"[A-Za-z]+")
_SIDES = {True: "an inclusion", False: "an exclusion"}
_SIDE = "`{id}` is {side} criterion, while the others called {letters}... are of the other type: is its `type` right?"
_AT = "`{id}` stands at {at}, which does not look at it; {used} does: is its `criterion` right?"


def look(trial: Trial, source: Source) -> Iterator[Problem]:
    """Every criterion and question that stands elsewhere than its like."""
    yield from _on_the_other_side(trial, source)
    yield from _at_another_criterion(trial, source)


def _on_the_other_side(trial: Trial, source: Source) -> Iterator[Problem]:
    """Criteria whose ids begin as those of the other side: one E among the inclusion criteria I1, I2, ..."""
    for place, criterion in enumerate(trial.criteria):
        letters = _letters(criterion.id)
        others = {one.inclusion for one in trial.criteria if one is not criterion and _letters(one.id) == letters}
        same_side = {
            _letters(one.id) for one in trial.criteria if one is not criterion and one.inclusion is criterion.inclusion
        }
        if letters and others == {not criterion.inclusion} and same_side - {letters}:
            text = _SIDE.format(id=criterion.id, side=_SIDES[criterion.inclusion], letters=letters)
            yield source.problem(("criteria", place, "type"), text)


def _letters(id: str) -> str:
    found = _LETTERS.match(id)
    return found[0] if found else ""


def _at_another_criterion(trial: Trial, source: Source) -> Iterator[Problem]:
    """Questions that another criterion looks at, and not their own."""
    behind = {one.id: trial.behind(one) for one in trial.criteria}
    for place, form in enumerate(source.data["questions"]):
        at = form.get("criterion")
        ids = {one.id for one in trial.questions if entry_of(one) == form["id"]}
        used = [id for id, questions in behind.items() if not ids.isdisjoint(questions)]
        if at is not None and used and at not in used:
            text = _AT.format(id=form["id"], at=at, used=used[0])
            yield source.problem(("questions", place, "criterion"), text)

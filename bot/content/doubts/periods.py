"""A question about another time than its criterion's sentence: "since {since}" of 30 days where that says 3.

A list may ask about a longer one, as its dates decide.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.doubts.sentences.said import lengths_said, shown
from bot.content.doubts.written import entry_of
from bot.content.places import Problem, Source
from bot.core.rules.lengths import Length
from bot.core.rules.moments import Shifted
from bot.core.trial import Question, Trial

_MONTH = 30  # days, to compare
_TOLD = "`{id}` asks about {asked}, its criterion says {said}: if that is right, say so in the criterion's `reading`"


def look(trial: Trial, source: Source) -> Iterator[Problem]:
    """Every question whose period stands nowhere in its criterion."""
    places = {form["id"]: place for place, form in enumerate(source.data["questions"])}
    criteria = {form["id"]: form for form in source.data["criteria"]}
    for question in (one for one in trial.questions if one.criterion and one.values):
        form = criteria[question.criterion]
        said = dict(lengths_said(f"{form['text']} {form.get('reading') or ''}".lower()))
        for asked in _periods(question):
            longer = question.shape.kind == "many_of" and all(_days(asked) > _days(one) for one in said)
            if said and asked not in said and not longer:
                told = _TOLD.format(id=question.id, asked=shown(asked), said=" and ".join(dict.fromkeys(said.values())))
                yield source.problem(("questions", places[entry_of(question)], "values"), told)


def _periods(question: Question) -> Iterator[Length]:
    """How long before a date that lie which the question names."""
    for _, moment in question.values:
        if isinstance(moment, Shifted):
            yield Length(abs(moment.length.days), abs(moment.length.months))


def _days(length: Length) -> int:
    return length.days + _MONTH * length.months

"""A criterion's rule, held against the sentence that it stands for: what a slip of the pen makes different.

`signs` finds bounds that stand otherwise, `unsaid` numbers and lengths of time that the sentence has not, `forgotten`
numbers that the rule has not, `units` numbers in another unit, `options` what was forgotten of a choice, `windows` and
`answers` what is the wrong way round, `branches` and `clauses` numbers that changed places, `washouts` and `anchors`
lengths of another option or from another date, `joined` an "and" for an "or". `said` reads a sentence, `asked` a rule,
`statement` holds both. What differs on purpose belongs in the `reading`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bot.content.doubts.sentences.anchors import other_anchors
from bot.content.doubts.sentences.answers import denied_answers
from bot.content.doubts.sentences.branches import turned_branches
from bot.content.doubts.sentences.clauses import other_bounds
from bot.content.doubts.sentences.forgotten import forgotten
from bot.content.doubts.sentences.joined import joined_otherwise
from bot.content.doubts.sentences.options import other_options
from bot.content.doubts.sentences.signs import other_signs
from bot.content.doubts.sentences.statement import Statement
from bot.content.doubts.sentences.units import other_units
from bot.content.doubts.sentences.unsaid import unsaid
from bot.content.doubts.sentences.washouts import other_washouts
from bot.content.doubts.sentences.windows import turned_windows
from bot.content.doubts.written import rule_at
from bot.content.places import Problem, Source
from bot.core.trial import Criterion, Trial

_DIFFERENCES: tuple[Callable[[Statement], Iterator[str]], ...] = (
    other_signs,
    unsaid,
    other_units,
    turned_windows,
    denied_answers,
    other_options,
    turned_branches,
    joined_otherwise,
    other_anchors,
    forgotten,
    other_washouts,
    other_bounds,
)


def look(trial: Trial, source: Source) -> Iterator[Problem]:
    """Everything that a rule says otherwise than its criterion's sentence."""
    for place, (criterion, form) in enumerate(zip(trial.criteria, source.data["criteria"], strict=True)):
        statement = _statement(trial, criterion, form)
        for problem in dict.fromkeys(one for differences in _DIFFERENCES for one in differences(statement)):
            yield source.problem(rule_at(source, place), problem)


def _statement(trial: Trial, criterion: Criterion, form: Mapping[str, Any]) -> Statement:
    """A criterion as its file has it: what is shown of it may be a translation."""
    return Statement(trial, criterion, _plain(form["text"]), _plain(form.get("reading") or ""))


def _plain(text: str) -> str:
    return " ".join(text.lower().split())

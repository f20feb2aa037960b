"""A criterion's rule, held against the sentence that it stands for: what a slip of the pen makes different.

`signs` finds bounds that stand otherwise, `unsaid` numbers and lengths of time that the sentence has not, `units`
numbers in another unit, `options` what was forgotten of a choice, `windows` and `answers` those the wrong way round;
`said` reads a sentence, `asked` a rule. What differs on purpose belongs in the `reading`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bot.content.doubts.sentences.answers import denied_answers
from bot.content.doubts.sentences.options import other_options
from bot.content.doubts.sentences.signs import other_signs
from bot.content.doubts.sentences.units import other_units
from bot.content.doubts.sentences.unsaid import unsaid
from bot.content.doubts.sentences.windows import turned_windows
from bot.content.places import Problem, Source
from bot.core.trial import Trial

_DIFFERENCES = (other_signs, unsaid, other_units, turned_windows, denied_answers)


def look(trial: Trial, source: Source) -> Iterator[Problem]:
    """Everything that a rule says otherwise than its criterion's sentence."""
    looks = (*_DIFFERENCES, partial(other_options, trial))
    for place, (criterion, form) in enumerate(zip(trial.criteria, source.data["criteria"], strict=True)):
        text = " ".join(f"{form['text']} {form.get('reading') or ''}".lower().split())
        path = ("criteria", place, "rule" if "rule" in form else "fails_if")
        for problem in dict.fromkeys(one for differences in looks for one in differences(criterion, text)):
            yield source.problem(path, problem)

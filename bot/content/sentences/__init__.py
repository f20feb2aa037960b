"""A criterion's rule, held against the sentence that it stands for: what a slip of the pen makes different.

`signs` finds bounds that stand otherwise, `unsaid` numbers and lengths of time that the sentence has not, `windows`
and `answers` those the wrong way round; `said` reads a sentence, `asked` a rule. What differs on purpose belongs in the
`reading`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.content.places import read_source
from bot.content.sentences.answers import denied_answers
from bot.content.sentences.signs import other_signs
from bot.content.sentences.unsaid import unsaid
from bot.content.sentences.windows import turned_windows
from bot.core.trial import Trial

_LOOKS = (other_signs, unsaid, turned_windows, denied_answers)


def check_sentences(trials: Iterable[Trial], flows: Path) -> list[str]:
    """Everything that a rule says otherwise than its criterion's sentence, as `file:line:column`."""
    return [problem for trial in trials for problem in _problems(trial, flows)]


def _problems(trial: Trial, flows: Path) -> Iterator[str]:
    source = read_source(flows / f"{trial.id}.yaml")
    for place, (criterion, form) in enumerate(zip(trial.criteria, source.data["criteria"], strict=True)):
        text = " ".join(f"{form['text']} {form.get('reading') or ''}".lower().split())
        path = ("criteria", place, "rule" if "rule" in form else "fails_if")
        for problem in dict.fromkeys(one for look in _LOOKS for one in look(criterion, text)):
            yield str(source.problem(path, problem))

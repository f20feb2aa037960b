"""What is hardly meant in a trial's file, although it is well written. Each module looks for one kind of slip.

deciding   criteria that nobody passes or fails, tried on made-up patients
idle       what does nothing; doubled: a bound beside another on its side
misplaced  what stands elsewhere than its like
brackets   `and` beside `or`
sentences  rules that say something else than their criterion
periods    questions about another time than their criterion
written    what all of them ask of the file: its rules, and the entry that a question comes from
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from bot.content.doubts import brackets, deciding, doubled, idle, misplaced, periods, sentences
from bot.content.places import Problem, Source, read_source
from bot.core.trial import Trial

Look = Callable[[Trial, Source], Iterator[Problem]]
LOOKS: tuple[Look, ...] = (
    deciding.look,
    idle.look,
    doubled.look,
    misplaced.look,
    brackets.look,
    sentences.look,
    periods.look,
)


def doubts_about(trials: Iterable[Trial], flows: Path, looks: Sequence[Look] = LOOKS) -> list[Problem]:
    """Everything in the files of these trials that is hardly meant, in the order of the looks."""
    read = [(trial, read_source(flows / f"{trial.id}.yaml")) for trial in trials]
    return [problem for look in looks for trial, source in read for problem in look(trial, source)]

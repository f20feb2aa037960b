"""A trial's questions under their headings, as a form shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from bot.core.messages import Message
from bot.core.trial import Question, Trial


@dataclass(frozen=True)
class Group:
    """Questions that follow each other under one heading; its id is that of the criterion or section."""

    id: str
    heading: Message
    questions: tuple[Question, ...]


def groups(trial: Trial) -> Iterator[Group]:
    """The questions under their headings, in the order of the conversation; a heading that comes again is numbered."""
    times: dict[str, int] = {}
    for id, found in groupby(trial.questions, key=lambda one: one.criterion or one.section or ""):
        questions = tuple(found)
        times[id] = times.get(id, 0) + 1
        again = f"-{times[id]}" if times[id] > 1 else ""
        yield Group(f"{id}{again}", trial.heading(questions[0]), questions)

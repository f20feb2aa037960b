"""Everything that people wrote, read at once: trials and words. The program does not start with a broken one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.content.catalogues import Catalogues, read_catalogues
from bot.content.labs import read_labs
from bot.content.places import BadDefinition, Problem
from bot.content.texts import Texts
from bot.content.trials import read_trial
from bot.core.trial import Trial

LABS = "labs.yaml"


@dataclass(frozen=True)
class Library:
    """The trials by id, and the words for them."""

    trials: dict[str, Trial]
    catalogues: Catalogues
    texts: Texts


def read_library(flows: Path, locales: Path, only: str | None = None) -> Library:
    """All trials, or one; BadDefinition with the problems of all of them."""
    catalogues = read_catalogues(locales)
    labs = read_labs(flows / LABS)
    trials: dict[str, Trial] = {}
    problems: list[Problem] = []
    for path in trial_files(flows):
        if only in (None, path.stem):
            try:
                trials[path.stem] = read_trial(path, labs, catalogues.everywhere)
            except BadDefinition as bad:
                problems += bad.problems
    if problems:
        raise BadDefinition(problems)
    return Library(trials, catalogues, Texts(catalogues))


def trial_files(flows: Path) -> list[Path]:
    """The files that hold a trial each."""
    return sorted(path for path in flows.glob("*.yaml") if path.name != LABS)

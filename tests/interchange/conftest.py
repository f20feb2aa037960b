"""The talks of `tests/talks/`, each played once into a database: everything is exported from their records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from bot.channels.talks import read_talk, replay
from bot.interchange.subject import Subject, subject_of
from bot.ports import CaseRow, Entry
from bot.store.sql import open_store
from tests.core.worlds import first
from tests.house import own_house
from tests.servers.databases import copied

TALKS = sorted((Path(__file__).parents[1] / "talks").glob("*/*.yaml"))
LIVELY = ("amend-after-sending", "pasted-report", "units-and-months")
NAME = "Zhang Wei 张伟"


@dataclass(frozen=True)
class Recorded:
    """A talk's case in its database; the nurse has a name there."""

    url: str
    row: CaseRow
    entries: tuple[Entry, ...]

    @property
    def subject(self) -> Subject:
        return subject_of(first().trials[self.row.trial], self.row, self.entries)


Records = Callable[[Path], Recorded]
Played = Callable[[Path], Subject]


@pytest.fixture(scope="session")
def recorded(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Records:
    """Plays a talk."""

    @cache
    def record(file: Path) -> Recorded:
        talk = read_talk(file)
        url = copied(sqlite_template, f"sqlite:///{tmp_path_factory.mktemp('talk')}/talk.db")
        store = open_store(url)
        try:
            replay(talk, own_house(), store, talk.language)
            row = next(store.every_case())
            with store.transaction() as unit:
                nurse = unit.staff(row.owner)
                assert nurse is not None
                unit.save_staff(replace(nurse, name=NAME))
                return Recorded(url, row, unit.entries(row.id))
        finally:
            store.close()

    return record


@pytest.fixture(scope="session")
def played(recorded: Records) -> Played:
    """The subject of a talk's case."""
    return lambda file: recorded(file).subject

"""An office for each test, or a single desk on a locked store of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bot.core.languages import LANGUAGES
from bot.desk.front import Desk
from bot.desk.room import House
from bot.ports import Team
from bot.store.sql import SqlStore, open_store
from bot.store.vault import Keyring, new_master
from tests.desk.office import Office
from tests.desk.sitting import ME, NOW, TEAM, Sitting
from tests.house import own_house

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def office(sqlite_database: str) -> Iterator[Office]:
    """Without anybody in it. What a power cut would leave is tested elsewhere: here nobody waits for the disk."""
    store = open_store(sqlite_database)
    event.listen(store.engine, "connect", _hurried)
    yield Office(store)
    store.close()


def _hurried(connection: Any, _: object) -> None:
    connection.execute("PRAGMA synchronous = OFF")


@pytest.fixture(scope="session")
def house() -> House:
    """The real trials and the real words."""
    return own_house()


@pytest.fixture
def store(database: str) -> Iterator[SqlStore]:
    """A database of each kind, locked."""
    store = open_store(database, keyring=Keyring([new_master()]))
    yield store
    store.close()


@pytest.fixture(params=tuple(LANGUAGES))
def sitting(store: SqlStore, house: House, request: pytest.FixtureRequest) -> Sitting:
    """Somebody at the desk, in each language, who has opened a case and said that the patient agrees."""
    with store.transaction() as unit:
        unit.add_staff(address=ME, name="Zhou", role="administrator", site="NJ01", language=request.param, at=NOW)
        for trial in house.trials:
            unit.set_team(Team(address=TEAM, trial=trial, site="*", language=request.param))
    sitting = Sitting(store, Desk(store, house), request.param)
    sitting.commands("screen")
    sitting.types("D-17")
    sitting.taps(sitting.me.find("agree"))
    return sitting

"""The look before the start, as an operator meets it: nothing is started on damage, and what to do is said.

Requirements: (1) `console` and `telegram` refuse a damaged database with the reason and the way back; (2) a record that is
known to be broken can be named, and all other cases go on; (3) a new database is simply made.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.store.sql import SqlStore
from tests.care.conftest import ROOT, Run
from tests.store.making import append, opened

WAYS = [("telegram",), ("console",)]


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was started, which here ends at once."""
    started: list[str] = []

    def at_the_console(*_: object) -> int:
        started.append("console")
        return 0

    monkeypatch.setattr("bot.logs.set_up", lambda *given: None)
    monkeypatch.setattr(
        "bot.channels.telegram.channel.TelegramChannel.run_until_stopped", lambda channel: started.append("telegram")
    )
    monkeypatch.setattr("bot.channels.console.run.run_console", at_the_console)
    return started


def settings(place: Path) -> dict[str, str]:
    """Both commands on the same database, with a small trial."""
    small = {"FLOWS_DIR": str(ROOT / "tests/trials/flows"), "LOCALES_DIR": str(ROOT / "tests/trials/locales")}
    return {"TELEGRAM_TOKEN": "42:TEST", "CONSOLE_DATABASE_URL": f"sqlite:///{place}", **small}


@pytest.mark.parametrize("command", WAYS, ids=" ".join)
def test_a_damaged_file_is_not_started_on(
    run: Run, store: SqlStore, place: Path, command: tuple[str, ...], started: list[str]
) -> None:
    store.close()
    damaged = b"no database " * 1000
    place.write_bytes(damaged)
    said = run(*command, **settings(place))
    assert (said.code, started, place.read_bytes()) == (3, [], damaged)
    for told in ("it is damaged", "Nothing was started", f"Copy {place}", "restore BACKUP --replace", ".recover"):
        assert told in said.err


@pytest.mark.parametrize("command", WAYS, ids=" ".join)
def test_a_broken_record_is_named_and_can_be_known(
    run: Run,
    store: SqlStore,
    place: Path,
    command: tuple[str, ...],
    started: list[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    append(store, opened(store).id)
    append(store, opened(store).id)
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE cases SET head = 'x'"))
    said = run(*command, **settings(place))
    assert (said.code, started) == (3, [])
    assert "NJ01-0001: the record ends" in said.err
    assert "start with --despite NJ01-0002 --despite NJ01-0001" in said.err
    assert run(*command, "--despite", "NJ01-0001", **settings(place)).code == 3, "the other one is not known"
    said = run(*command, "--despite", "NJ01-0001", "--despite", "NJ01-0002", **settings(place))
    assert (said.code, started) == (0, [command[0]])
    assert "known to be broken: NJ01-0001" in caplog.text


@pytest.mark.parametrize("command", WAYS, ids=" ".join)
def test_a_new_database_is_made(run: Run, place: Path, command: tuple[str, ...], started: list[str]) -> None:
    assert run(*command, **settings(place)).code == 0
    assert (started, place.exists()) == ([command[0]], True)

"""Backup, restore, tidy and parked from the command line: what is said, and with which exit code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.ports import Parked
from bot.store import forget
from bot.store.sql import SqlStore
from bot.store.verify import verify
from tests.care.conftest import Run
from tests.store.making import append, opened, table


def test_a_backup_and_back(run: Run, store: SqlStore, place: Path, tmp_path: Path) -> None:
    append(store, opened(store).id)
    before = [table(store, name) for name in ("cases", "entries")]
    saved = run("backup", str(tmp_path / "saved.db"))
    assert saved.code == 0
    assert f"{tmp_path}/saved.db: 1 cases, 1 entries, schema " in saved.out
    seal = next(line for line in saved.out.splitlines() if line.startswith("seal "))
    assert run("backup", str(tmp_path / "saved.db")).code == 2, "nothing is overwritten"
    append(store, 1)
    store.close()
    refused = run("restore", str(tmp_path / "saved.db"))
    assert (refused.code, "holds 1 cases" in refused.err) == (2, True)
    restored = run("restore", str(tmp_path / "saved.db"), "--replace")
    assert restored.code == 0, restored.err
    assert seal in restored.out
    assert ".replaced" in restored.out
    assert [table(store, name) for name in ("cases", "entries")] == before
    assert verify(store) == []
    assert run("verify").code == 0


def test_on_another_machine_the_gap_in_codes_is_told(run: Run, store: SqlStore, tmp_path: Path) -> None:
    opened(store)
    run("backup", str(tmp_path / "saved.db"))
    restored = run("restore", str(tmp_path / "saved.db"), DATA_DIR=str(tmp_path / "elsewhere"))
    assert restored.code == 0
    assert "go on after a gap of 100" in restored.out


def test_the_consoles_database_is_another(run: Run, store: SqlStore, tmp_path: Path) -> None:
    said = run("backup", str(tmp_path / "saved.db"), "--console")
    assert (said.code, "console.db yet" in said.err) == (2, True)


def test_a_spoilt_backup_is_refused(run: Run, store: SqlStore, tmp_path: Path) -> None:
    (tmp_path / "saved.db").write_text("not a database, " * 100)
    store.close()
    said = run("restore", str(tmp_path / "saved.db"), "--replace")
    assert said.code == 3
    assert "is not used" in said.err
    assert "Nothing was touched" in said.err


def test_a_backup_of_a_broken_record_is_written_and_told(run: Run, store: SqlStore, tmp_path: Path) -> None:
    append(store, opened(store).id)
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE cases SET head = 'x'")
    said = run("backup", str(tmp_path / "saved.db"))
    assert said.code == 1
    assert "NJ01-0001: its record does not end as the case says" in said.err
    assert (tmp_path / "saved.db").exists()


def test_a_folder_that_is_not_there_is_told(run: Run, store: SqlStore) -> None:
    said = run("backup", "/none/saved.db")
    assert said.code == 3
    assert "/none/saved.db.part cannot be used: No such file" in said.err


def test_postgresql_is_left_to_its_own_tools(run: Run) -> None:
    for command, tool in (("backup", "pg_dump"), ("restore", "pg_restore")):
        said = run(command, "saved.dump", DATABASE_URL="postgresql+psycopg://bot:s3cret@db/cases")
        assert (said.code, tool in said.err, "s3cret" in said.err) == (2, True, False)


def test_tidying_up_drops_what_is_old(run: Run, store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forget, "ALWAYS_KEPT", 1)
    monkeypatch.setattr(forget, "PORTION", 2)
    now = datetime.now(UTC)
    with store.transaction() as unit:
        for days in (0, 7, 9, 10, 11, 12, 13):
            unit.note_seen(f"{days:02} days old", now - timedelta(days=days))
    assert run("tidy").out.startswith("5 rows were dropped")
    assert [row[0] for row in table(store, "seen")] == ["00 days old", "07 days old"]
    assert run("tidy").out.startswith("0 rows were dropped")


def test_parked_updates_are_listed(run: Run, store: SqlStore) -> None:
    assert run("parked").out == "0 updates were given up\n"
    at = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
    with store.transaction() as unit:
        unit.park(Parked(update_key="telegram:5", at=at, error="ValueError", place="core/step.py:7"))
    said = run("parked")
    assert said.out.splitlines() == [
        "2026-11-22 06:05:00 UTC  telegram:5  ValueError at core/step.py:7",
        "1 updates were given up",
    ]

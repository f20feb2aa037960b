"""The look before the start: finds what is damaged, and takes no longer with many cases.

Requirements: (1) a file that is damaged, or holds rows that point nowhere, is found before anything is written; (2) so are
the latest records of every site that do not hold together; (3) a large file is not read from end to end.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text

from bot.ports import StoreDown
from bot.store import check
from bot.store import engine as engines
from bot.store.check import Broken, file_problems, latest_cases, record_problems
from bot.store.sql import SqlStore

from .making import NOW, SECOND, append, draft, opened

PLACE = "data/bot.db"


def broken(store: SqlStore, statement: str) -> None:
    """As by somebody who owns the file."""
    with store.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER entries_no_update"))
        connection.execute(text(statement))


def test_a_sound_file_has_no_problems(file_store: SqlStore, sqlite_url: str) -> None:
    append(file_store, opened(file_store).id)
    assert (file_problems(sqlite_url), record_problems(file_store)) == ([], [])


def test_what_is_not_there_or_looks_after_itself_is_not_made(tmp_path: Path) -> None:
    for url in (f"sqlite:///{tmp_path}/none/bot.db", "sqlite://", "postgresql+psycopg://nobody@127.0.0.1:9/none"):
        assert file_problems(url) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("large", [False, True], ids=["small", "middle"])
def test_damaged_pages_are_found(
    file_store: SqlStore, sqlite_url: str, tmp_path: Path, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(file_store, opened(file_store).id, *(draft(data={"typed": "x" * 400}) for _ in range(200)))
    file_store.close()
    path = tmp_path / PLACE
    whole = path.read_bytes()
    middle = len(whole) // 2 // 4096 * 4096
    path.write_bytes(whole[:middle] + b"\x07" * 8192 + whole[middle + 8192 :])
    monkeypatch.setattr(check, "THOROUGH", 0 if large else check.THOROUGH)
    assert file_problems(sqlite_url)
    assert path.read_bytes()[:100] == whole[:100]


@pytest.mark.parametrize("content", [b"", b"no database at all " * 500, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_what_is_no_database_is_found(sqlite_url: str, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / PLACE
    path.parent.mkdir()
    path.write_bytes(content)
    assert bool(file_problems(sqlite_url)) == bool(content), "an empty file is a new database"


def test_what_only_cannot_be_opened_now_is_not_called_damaged(tmp_path: Path) -> None:
    """Or somebody would bring a backup back for it."""
    place = tmp_path / "folder.db"
    place.mkdir()
    with pytest.raises(StoreDown, match="unable to open"):
        file_problems(f"sqlite:///{place}")


def test_rows_that_point_nowhere_are_found(file_store: SqlStore, sqlite_url: str, tmp_path: Path) -> None:
    append(file_store, opened(file_store).id)
    with closing(sqlite3.connect(tmp_path / PLACE)) as connection, connection:
        connection.execute("DELETE FROM staff")
    assert "refers to what is not in staff" in file_problems(sqlite_url)[0].said
    assert record_problems(file_store) == [
        Broken("NJ01-0001: whoever opened it is gone from the database", "NJ01-0001")
    ]


def test_broken_records_are_found_with_their_case(store: SqlStore) -> None:
    if store.engine.dialect.name == "postgresql":
        pytest.skip("there the triggers have other names")
    for site in ("NJ01", "SH02"):
        append(store, opened(store, site).id, draft(), draft())
    broken(store, "UPDATE entries SET kind = 'x' WHERE case_id = 2 AND number = 1")
    assert record_problems(store) == [Broken("SH02-0001: entry 1 does not verify", "SH02-0001")]


def test_of_every_site_the_latest_are_looked_at(store: SqlStore) -> None:
    for site in ("NJ01", "SH02", "BJ03"):
        for number in range(4):
            append(store, opened(store, site).id, draft(at=NOW + number * SECOND))
    codes = [case.code for case in latest_cases(store, 6)]
    assert codes == ["BJ03-0004", "BJ03-0003", "NJ01-0004", "NJ01-0003", "SH02-0004", "SH02-0003"]
    assert len(latest_cases(store, 1)) == 3, "of each at least one"


def test_a_large_file_is_not_read_from_end_to_end(
    file_store: SqlStore, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would take minutes with a million cases is asked for nowhere: neither here, nor by migrations, at a start."""
    append(file_store, opened(file_store).id)
    for name in ("THOROUGH", "QUICK"):
        monkeypatch.setattr(check, name, 0)
    said: list[str] = []
    build = engines.build

    def listening(*given: Any, **more: Any) -> Any:
        engine = build(*given, **more)
        event.listen(engine, "before_cursor_execute", lambda *told: said.append(told[2]))
        return engine

    for room in ("bot.store.check.build", "bot.store.migrate.build"):
        monkeypatch.setattr(room, listening)
    assert file_problems(sqlite_url) == []
    from bot.store.migrate import migrate

    migrate(sqlite_url)
    checks = [statement for statement in said if "check" in statement.lower()]
    assert checks == [f"PRAGMA quick_check({name})" for name in check.SMALL_TABLES]

"""The migrations lead to exactly the tables that the code uses.

Requirements: (1) nothing is left to be migrated after them; (2) running them again, or twice at once, is harmless; (3)
a database from a newer version is refused, untouched; (4) a failure leaves the database as it was.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from bot.ports import Delegation, StoreFailed
from bot.store import tables
from bot.store.engine import build
from bot.store.migrate import migrate
from bot.store.sql import SqlStore, open_store
from bot.store.steps import configured

from .making import elsewhere, opened, table


@pytest.fixture
def own_url(empty_url: str) -> str:
    """A database with all tables that no other test uses."""
    migrate(empty_url)
    return empty_url


@pytest.fixture
def own_store(own_url: str) -> Iterator[SqlStore]:
    """A store on it."""
    store = open_store(own_url)
    yield store
    store.close()


def test_the_migrations_lead_to_the_tables(url: str) -> None:
    engine = build(url)
    with engine.begin() as connection:
        command.check(configured(connection))
        found = set(inspect(connection).get_table_names()) - {"alembic_version"}
    assert found == set(tables.metadata.tables)
    engine.dispose()


def test_the_last_step_is_the_one_that_the_tables_name(url: str) -> None:
    engine = build(url)
    with engine.begin() as connection:
        assert ScriptDirectory.from_config(configured(connection)).get_current_head() == tables.REVISION
    engine.dispose()


def test_a_database_is_checked_while_it_is_used(own_store: SqlStore) -> None:
    store = own_store
    store.check()
    for wrong in ("UPDATE alembic_version SET version_num = '0001'", "DELETE FROM alembic_version"):
        with store.engine.begin() as connection:
            connection.execute(text(wrong))
        with pytest.raises(StoreFailed, match=tables.REVISION):
            store.check()
    with store.engine.begin() as connection:
        connection.execute(text("INSERT INTO alembic_version VALUES ('9999')"))
    store.check()
    with store.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(StoreFailed):
        store.check()


def test_every_index_has_its_name(url: str) -> None:
    engine = build(url)
    with engine.connect() as connection:
        for name, wanted in tables.metadata.tables.items():
            there = {index["name"] for index in inspect(connection).get_indexes(name)}
            assert {index.name for index in wanted.indexes} <= there
    engine.dispose()


def test_again_is_harmless(store: SqlStore, url: str) -> None:
    case = opened(store)
    migrate(url)
    with store.reading() as unit:
        assert unit.case(case.id) == case


def test_where_nothing_is_to_be_done_alembic_is_not_loaded(own_url: str) -> None:
    code = f"import sys; from bot.store.migrate import migrate; migrate({own_url!r}); print('alembic' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.strip() == "False"


def test_two_at_once_are_harmless(empty_url: str) -> None:
    assert elsewhere(lambda: migrate(empty_url), lambda: migrate(empty_url)) == [0, 0]
    store = open_store(empty_url)
    opened(store)
    store.close()


def test_a_database_of_a_newer_version_is_refused(own_store: SqlStore, own_url: str) -> None:
    with own_store.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreFailed, match="9999"):
        migrate(own_url)
    assert table(own_store, "cases") == []


def test_a_failure_leaves_the_database_as_it_was(empty_url: str) -> None:
    engine = build(empty_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE outbox (id INTEGER)"))
    with pytest.raises(StoreFailed):
        migrate(empty_url)
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["outbox"]
    engine.dispose()


def test_whoever_is_here_keeps_role_and_site_as_a_delegation(empty_url: str) -> None:
    engine = build(empty_url)
    with engine.begin() as connection:
        command.upgrade(configured(connection), "0003")
        for id, left in ((1, "NULL"), (2, "'2026-11-21T00:00:00.000000+00:00'")):
            values = (
                f"{id}, 'telegram:{id}', 'Li', 'monitor', 'NJ01', 'zh_CN', '2026-11-20T00:00:00.000000+00:00', {left}"
            )
            names = "id, address, name, role, site, language, joined_at, left_at"
            connection.execute(text(f"INSERT INTO staff ({names}) VALUES ({values})"))
    engine.dispose()
    migrate(empty_url)
    store = open_store(empty_url)
    with store.reading() as unit:
        here, gone = unit.everybody()
    for person in (here, gone):
        wanted = Delegation(role="monitor", trial="*", site="NJ01", since=person.joined_at, until=person.left_at)
        assert person.delegations == (wanted,)
    store.close()


def test_every_step_is_a_file_of_its_own() -> None:
    steps = Path(__file__).parents[2] / "bot" / "store" / "migrations" / "versions"
    assert all("bot.store" not in step.read_text() for step in steps.glob("*.py"))

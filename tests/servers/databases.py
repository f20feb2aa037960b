"""Databases to test on, of both kinds: an SQLite file for each test, and PostgreSQL.

TEST_DATABASE_URL names a PostgreSQL server (its user must be able to create databases); otherwise one is started. A
PostgreSQL database with tables is made once and emptied for each test, which takes 16 ms; copying a template database
takes 150 ms, and dropping it up to 800. Where there is no server, the tests that need it are skipped, and a line at the
end of the run says so.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Connection, create_engine, inspect, make_url

from bot.store import tables
from bot.store.migrate import migrate
from tests.servers.postgres import Server, Unavailable, running

GIVEN = os.environ.get("TEST_DATABASE_URL")
KINDS = ("sqlite", "postgresql")
MISSING: list[str] = []
ALONE = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
EMPTIED = (
    ALONE,
    "ALTER TABLE entries DISABLE TRIGGER USER",
    "ALTER TABLE log DISABLE TRIGGER USER",
    f"TRUNCATE {', '.join(tables.metadata.tables)} RESTART IDENTITY",
    "ALTER TABLE entries ENABLE TRIGGER USER",
    "ALTER TABLE log ENABLE TRIGGER USER",
)


@dataclass
class Databases:
    """The databases on a PostgreSQL server."""

    server: str
    shared: str | None = None
    made: list[str] = field(default_factory=list)

    def empty(self) -> str:
        """One without tables."""
        name = f"test_{uuid4().hex}"
        self._on_server(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        self.made.append(name)
        return make_url(self.server).set(database=name).render_as_string(hide_password=False)

    def clean(self) -> str:
        """The one that the tests share, with empty tables."""
        if self.shared is None or not _intact(self.shared):
            self.shared = self.empty()
            migrate(self.shared)
        else:
            with connected(self.shared) as connection:
                connection.exec_driver_sql(";".join(EMPTIED))
        return self.shared

    def drop(self) -> None:
        """All that were made."""
        for name in self.made:
            self._on_server(f"DROP DATABASE {name} WITH (FORCE)")

    def _on_server(self, statement: str) -> None:
        with connected(self.server) as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql(statement)


def _intact(url: str) -> bool:
    """Whether no test has spoiled it for those after it."""
    with connected(url) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
        return list(found) == [tables.REVISION]


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """Somebody who looks after the server."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture(scope="session")
def own_server() -> Iterator[Server]:
    """A server that may be stopped, and broken."""
    try:
        with running() as server:
            yield server
    except Unavailable as reason:
        MISSING.append(str(reason))
        pytest.skip(f"no PostgreSQL: {reason}")


@pytest.fixture
def shaky_server(own_server: Server) -> Iterator[Server]:
    """The same, for a test that stops it; whatever comes of it, it runs again afterwards."""
    yield own_server
    if not own_server.runs:
        own_server.start()


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Iterator[Databases]:
    """The databases on the server that was named, or else on our own."""
    if GIVEN:
        found = Databases(GIVEN)
        yield found
        found.drop()
    else:
        yield Databases(request.getfixturevalue("own_server").url())


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with empty tables, to be copied."""
    file = tmp_path_factory.mktemp("template") / "empty.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """An SQLite file that does not exist yet, in a folder that does not either."""
    return f"sqlite:///{tmp_path}/data/bot.db"


@pytest.fixture
def sqlite_database(sqlite_url: str, sqlite_template: Path) -> str:
    """The same file with all tables."""
    return copied(sqlite_template, sqlite_url)


@pytest.fixture
def postgresql_database(databases: Databases) -> str:
    """A PostgreSQL database with all tables, for what is so only there."""
    return databases.clean()


@pytest.fixture(params=KINDS)
def empty_database(request: pytest.FixtureRequest) -> str:
    """A database of each kind, without tables."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    return str(request.getfixturevalue("databases").empty())


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest) -> str:
    """A database of each kind, with all tables and nothing in them."""
    return str(request.getfixturevalue(f"{request.param}_database"))


def copied(template: Path, url: str) -> str:
    """A copy of an SQLite file where the URL says."""
    file = Path(str(make_url(url).database))
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copy(template, file)
    return url

"""Brings a database up to date; the only user of alembic, which takes a quarter of a second to import.

All steps run in one transaction: after a failure the database is as it was.
"""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from bot.ports import StoreFailed
from bot.store.engine import WAIT, build

ANY_FIXED_NUMBER = 7262025
# As long as another worker may take to bring a large database up to date, in seconds.
PATIENCE = 600.0


def migrate(url: str) -> None:
    """Create what is missing in this database; harmless when nothing is."""
    engine = build(url, foreign_keys=False)
    try:
        with engine.begin() as connection:
            _alone(connection)
            _upgrade(connection)
    finally:
        engine.dispose()


def configured(connection: Connection) -> Config:
    """Alembic's settings for this connection."""
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    config.attributes["connection"] = connection
    return config


def revision(connection: Connection) -> str | None:
    """The last step that this database has made; None where it has made none."""
    return MigrationContext.configure(connection).get_current_revision()


def revisions() -> list[str]:
    """The steps that this program knows, the latest first."""
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    return [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]


def _alone(connection: Connection) -> None:
    # SQLite is locked by BEGIN IMMEDIATE already.
    if connection.dialect.name == "postgresql":
        _limits(connection, statement=0, idle_in_transaction_session=0, lock=PATIENCE)
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ANY_FIXED_NUMBER})")
        # Workers of the version before, who work on, shall not have to wait behind a step that waits.
        _limits(connection, lock=WAIT)


def _limits(connection: Connection, **seconds: float) -> None:
    for what, most in seconds.items():
        connection.exec_driver_sql(f"SET LOCAL {what}_timeout = '{most}s'")


def _upgrade(connection: Connection) -> None:
    before = revision(connection)
    try:
        command.upgrade(configured(connection), "head")
    except CommandError as error:
        raise StoreFailed(f"this database cannot be brought up to date: {error}") from error
    # Looks at every row, hence only where something was changed.
    moved = revision(connection) != before
    if moved and connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise StoreFailed("rows would be left without what they refer to")

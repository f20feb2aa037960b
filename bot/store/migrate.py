"""Brings a database up to date, where it is not: at most starts there is nothing to do.

All steps run in one transaction: after a failure the database is as it was.
"""

from __future__ import annotations

from sqlalchemy import Connection, inspect

from bot.store.engine import WAIT, build
from bot.store.tables import REVISION

# Any fixed number.
MIGRATION_LOCK = 7262025
# As long as another worker may take to bring a large database up to date, in seconds.
PATIENCE = 600.0


def migrate(url: str) -> None:
    """Create what is missing in this database; harmless when nothing is."""
    engine = build(url, foreign_keys=False)
    try:
        with engine.begin() as connection:
            _alone(connection)
            if _steps_made(connection) != [REVISION]:
                from bot.store.steps import upgrade  # alembic: nobody waits for it where nothing is to be done

                upgrade(connection)
    finally:
        engine.dispose()


def _steps_made(connection: Connection) -> list[str]:
    """The last step that this database has made; none where it has made none."""
    if not inspect(connection).has_table("alembic_version"):
        return []
    return [str(step) for step in connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars()]


def _alone(connection: Connection) -> None:
    # SQLite is locked by BEGIN IMMEDIATE already.
    if connection.dialect.name == "postgresql":
        _limits(connection, statement=0, idle_in_transaction_session=0, lock=PATIENCE)
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
        # Workers of the version before, who work on, shall not have to wait behind a step that waits.
        _limits(connection, lock=WAIT)


def _limits(connection: Connection, **seconds: float) -> None:
    for what, most in seconds.items():
        connection.exec_driver_sql(f"SET LOCAL {what}_timeout = '{most}s'")

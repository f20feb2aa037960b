"""The steps that lead to today's tables; the only user of alembic, which takes a quarter of a second to import."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from bot.ports import StoreFailed


def configured(connection: Connection) -> Config:
    """Alembic's settings for this connection."""
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    config.attributes["connection"] = connection
    return config


def revisions() -> list[str]:
    """The steps that this program knows, the latest first."""
    config = Config()
    config.set_main_option("script_location", "bot.store:migrations")
    return [step.revision for step in ScriptDirectory.from_config(config).walk_revisions()]


def upgrade(connection: Connection) -> None:
    """Makes the steps that this database has not made; StoreFailed where it is of another version of the program."""
    try:
        command.upgrade(configured(connection), "head")
    except CommandError as error:
        raise StoreFailed(f"this database cannot be brought up to date: {error}") from error
    # Looks at every row, hence only where something was changed.
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise StoreFailed("rows would be left without what they refer to")

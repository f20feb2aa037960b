"""What the parts of a transaction share: its connection, its locks, and how rows become plain data.

The parts stand side by side and do not call each other; `sql.SqlUnitOfWork` puts them together. Statements of the walk
of one answer are built once and kept (`functools.cache`): building them takes longer than running them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Select, Table, bindparam, select

from bot.store.engine import reads_only
from bot.store.locks import Locks


class UnitPart:
    """A group of methods of one transaction."""

    def __init__(self, connection: Connection, locks: Locks | None = None) -> None:
        self.connection, self.locks = connection, locks

    def one(self, statement: Executable, values: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
        """The only row as a dict, if there is one."""
        row = self.connection.execute(statement, values).one_or_none()
        return None if row is None else row._asdict()

    def all(self, statement: Executable, values: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        """The rows as dicts."""
        return [row._asdict() for row in self.connection.execute(statement, values)]

    def held(self, table: Table, column: str, value: object) -> dict[str, Any] | None:
        """The row with this value, kept from other writers; SQLite has locked everything already."""
        return self.one(_row(table, column, not reads_only(self.connection)), {"wanted": value})

    def all_held(self, table: Table, column: str, values: Sequence[object]) -> list[dict[str, Any]]:
        """The rows with these values, held in the order of their ids, so that nobody waits in a circle."""
        return self.all(_rows(table, column, not reads_only(self.connection)), {"wanted": list(values)})

    @property
    def dialect(self) -> str:
        """The name of the database's language."""
        return self.connection.dialect.name


@cache
def _row(table: Table, column: str, hold: bool) -> Select[Any]:
    found = select(table).where(table.c[column] == bindparam("wanted"))
    return found.with_for_update(key_share=True) if hold else found


@cache
def _rows(table: Table, column: str, hold: bool) -> Select[Any]:
    found = select(table).where(table.c[column].in_(bindparam("wanted", expanding=True))).order_by(table.c.id)
    return found.with_for_update(key_share=True) if hold else found

"""Column types that both databases store as the same text: moments and JSON.

Text, because it is what was hashed, byte for byte, and because it sorts and compares alike everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

from bot.ports import Delegation
from bot.store.chain import canonical, instant


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, as ISO text of fixed length."""

    impl = Text()
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """A naive datetime is an error."""
        return None if value is None else instant(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Always with the time zone UTC."""
        return None if value is None else datetime.fromisoformat(value).astimezone(UTC)


class Json(TypeDecorator[Mapping[str, Any]]):
    """A JSON object, as canonical text."""

    impl = Text()
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, Any] | None, dialect: Dialect) -> str | None:
        """The canonical text of the object."""
        return None if value is None else canonical(dict(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, Any] | None:
        """The object, with lists for tuples."""
        return None if value is None else dict(json.loads(value))


class Delegations(TypeDecorator[tuple[Delegation, ...]]):
    """The lines of a person's delegation log, as canonical JSON text: read with the person, at no further cost."""

    impl = Text()
    cache_ok = True

    def process_bind_param(self, value: tuple[Delegation, ...] | None, dialect: Dialect) -> str:
        """The canonical text of the lines."""
        return canonical([_line(one) for one in value or ()])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Delegation, ...]:
        """The lines, their moments in UTC."""
        return tuple(_delegation(line) for line in json.loads(value or "[]"))


_MOMENTS = ("since", "until", "planned_end")


def _line(one: Delegation) -> dict[str, Any]:
    moments = {name: getattr(one, name) for name in _MOMENTS}
    dates = {name: None if moment is None else instant(moment) for name, moment in moments.items()}
    return {"role": one.role, "trial": one.trial, "site": one.site, **dates}


def _delegation(line: Mapping[str, Any]) -> Delegation:
    # A line of before revision 0031 has no planned end.
    dates = {name: datetime.fromisoformat(line[name]) for name in _MOMENTS if line.get(name) is not None}
    return Delegation(role=line["role"], trial=line["trial"], site=line["site"], **dates)

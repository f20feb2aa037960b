"""The outbox: what is to be said, kept until it is said, in order within each chat.

`Letters` is the side of the transaction that puts lines in, `Courier` the side that takes them out; the network is
neither's business. A line is lent for a minute, so that one whose courier died becomes due again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Executable, Update, and_, bindparam, delete, func, or_, select, update

from bot.ports import Failure, Outgoing, Pending
from bot.store import tables
from bot.store.part import Part, upsert

LENT = timedelta(minutes=1)
OUTBOX = tables.outbox.c
SLOTS = tables.slots.c
WRITTEN = tuple(field.name for field in fields(Outgoing))
NEEDS_MESSAGE = ("edit", "delete")


class Letters(Part):
    """Putting lines into the outbox."""

    def send(self, *outgoing: Outgoing) -> None:
        """Put into the outbox, in this order; those whose key is known are ignored."""
        if outgoing:
            self.connection.execute(_add(self.dialect), [_line(line) for line in outgoing])

    def slot_message(self, address: str, slot: str) -> str | None:
        """The message that was last shown in this slot."""
        row = self.one(_slot(), {"chat": address, "name": slot})
        return row["message_id"] if row else None


class Courier(Part):
    """Taking lines out of the outbox."""

    def claim(self, now: datetime, limit: int, channel: str) -> list[Pending]:
        """Of each address of a channel the oldest unsent line, if it is due, lent for a minute."""
        due = self._due(now, limit, channel)
        while lost := [row["id"] for row in due if _lost(row)]:
            self._close(lost, "dropped", now, "its message was never shown")
            due = self._due(now, limit, channel)
        self._lend([row["id"] for row in due], now)
        return [_pending(row) for row in due]

    def _due(self, now: datetime, limit: int, channel: str) -> list[dict[str, Any]]:
        return self.all(_oldest(self.dialect), {"now": now, "limit": limit, "channel": f"{channel}%"})

    def _lend(self, lines: list[int], now: datetime) -> None:
        if lines:
            self.connection.execute(_lent(), {"lines": lines, "lent_until": now + LENT})

    def keep(self, lines: Sequence[int], now: datetime) -> None:
        """These are still on their way: lent for another minute."""
        if lines:
            self.connection.execute(_unsent(), {"lines": list(lines), "lent_until": now + LENT})

    def sent(self, line: int, message_id: str | None, now: datetime) -> None:
        """It is done; the slot of a show or an edit now holds this message, that of a delete holds none."""
        row = self.one(_sent(), {"line": line})
        self._close([line], "sent", now)
        if row is None or row["slot"] is None:
            return
        if row["do"] == "delete":
            self._empty(row["address"], row["slot"])
        elif message_id is not None:
            self._fill(row["address"], row["slot"], message_id)

    def _fill(self, address: str, slot: str, message_id: str) -> None:
        values = {"address": address, "slot": slot, "message_id": message_id}
        self.connection.execute(_fill(self.dialect), values)

    def _empty(self, address: str, slot: str) -> None:
        self.connection.execute(delete(tables.slots).where(SLOTS.address == address, SLOTS.slot == slot))

    def retry(self, line: int, not_before: datetime, reason: str) -> None:
        """It was not done, and is to be tried again; later lines of the address wait."""
        again = {"status": "waiting", "not_before": not_before, "lent_until": None, "reason": reason}
        self.connection.execute(_unsent(), again | {"lines": [line]})

    def failed(self, line: int, reason: str) -> None:
        """It cannot be done, ever; later lines of the address go on."""
        self.connection.execute(_unsent(), _done("failed", None, reason) | {"lines": [line]})

    def _close(self, lines: list[int], status: str, at: datetime | None, reason: str | None = None) -> None:
        self.connection.execute(_lines(), _done(status, at, reason) | {"lines": lines})

    def release(self, channel: str) -> None:
        """Take back all that was lent to a channel's courier."""
        ours = OUTBOX.address.like(f"{channel}%")
        waiting = update(tables.outbox).where(OUTBOX.status == "waiting", OUTBOX.lent_until.is_not(None), ours)
        self.connection.execute(waiting.values(lent_until=None))

    def waiting(self) -> int:
        """How many lines are not yet sent."""
        count = select(func.count()).select_from(tables.outbox).where(OUTBOX.status == "waiting")
        return self.connection.execute(count).scalar_one()

    def failures(self, limit: int) -> list[Failure]:
        """The lines that were given up, the latest first."""
        columns = (OUTBOX.id, OUTBOX.address, OUTBOX.do, OUTBOX.key, OUTBOX.reason)
        given_up = select(*columns).where(OUTBOX.status == "failed").order_by(OUTBOX.id.desc()).limit(limit)
        return [Failure(**row) for row in self.all(given_up)]

    def forget(self, before: datetime) -> None:
        """Drop update keys, and outbox lines sent or dropped, of before then."""
        finished = (OUTBOX.status.in_(("sent", "dropped")), OUTBOX.done_at < before)
        self.connection.execute(delete(tables.outbox).where(*finished))
        self.connection.execute(delete(tables.seen).where(tables.seen.c.at < before))


@cache
def _add(dialect: str) -> Executable:
    return upsert(dialect, tables.outbox).on_conflict_do_nothing(index_elements=["key"])


@cache
def _slot() -> Executable:
    return select(SLOTS.message_id).where(SLOTS.address == bindparam("chat"), SLOTS.slot == bindparam("name"))


@cache
def _fill(dialect: str) -> Executable:
    added = upsert(dialect, tables.slots)
    latest = {"message_id": added.excluded.message_id}
    return added.on_conflict_do_update(index_elements=["address", "slot"], set_=latest)


@cache
def _oldest(dialect: str) -> Executable:
    here = and_(SLOTS.address == OUTBOX.address, SLOTS.slot == OUTBOX.slot)
    ours = OUTBOX.address.like(bindparam("channel"))
    first = select(func.min(OUTBOX.id)).where(OUTBOX.status == "waiting", ours).group_by(OUTBOX.address)
    # On PostgreSQL another worker may have sent it since this statement began to look. SQLite would sort for nothing.
    still = [OUTBOX.status == "waiting"] if dialect == "postgresql" else []
    ready = (*still, _past(OUTBOX.not_before), _past(OUTBOX.lent_until))
    found = select(tables.outbox, SLOTS.message_id).outerjoin(tables.slots, here)
    oldest = found.where(OUTBOX.id.in_(first.scalar_subquery()), *ready).order_by(OUTBOX.id)
    return oldest.limit(bindparam("limit")).with_for_update(skip_locked=True, of=tables.outbox)


@cache
def _sent() -> Executable:
    return select(OUTBOX.address, OUTBOX.slot, OUTBOX.do).where(OUTBOX.id == bindparam("line"))


@cache
def _lines() -> Update:
    return update(tables.outbox).where(OUTBOX.id.in_(bindparam("lines", expanding=True)))


@cache
def _unsent() -> Update:
    # Where a line was lent a second time, one courier may have sent it before the other one gives up.
    return _lines().where(OUTBOX.status.in_(("waiting", "failed")))


@cache
def _lent() -> Executable:
    return _lines().values(attempts=OUTBOX.attempts + 1, lent_until=bindparam("lent_until"))


def _done(status: str, at: datetime | None, reason: str | None) -> dict[str, Any]:
    return {"status": status, "done_at": at, "reason": reason, "lent_until": None}


def _past(moment: Any) -> Any:
    return or_(moment.is_(None), moment <= bindparam("now"))


def _line(line: Outgoing) -> dict[str, Any]:
    return {name: getattr(line, name) for name in WRITTEN} | {"status": "waiting", "attempts": 0}


def _lost(row: dict[str, Any]) -> bool:
    return row["do"] in NEEDS_MESSAGE and _message(row) is None


def _message(row: dict[str, Any]) -> str | None:
    if row["do"] not in NEEDS_MESSAGE:
        return None
    found: str | None = row["message_id"] if row["slot"] is not None else row["refers"]
    return found


def _pending(row: dict[str, Any]) -> Pending:
    kept = {name: row[name] for name in ("id", "not_before", *WRITTEN)}
    return Pending(**kept, attempts=row["attempts"] + 1, message_id=_message(row))

"""The outbox: what is to be said, kept until it is said, in order within each chat.

`Letters` is the side of the transaction that puts lines in, `Courier` the side that takes them out; the network is
neither's business. A line is lent for a while, so that one whose courier died becomes due again. A moment that is
further away than any line may wait was written down by a clock that was wrong, and counts as past.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Exists,
    Update,
    and_,
    bindparam,
    delete,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    update,
)

from bot.ports import (
    LEFT_BEHIND,
    NEEDS_MESSAGE,
    REMINDER,
    Booking,
    GivenUp,
    LentLine,
    Outbox,
    Outgoing,
    StoreFailed,
    chat_of,
)
from bot.store import tables
from bot.store.chain import LOCKED
from bot.store.engine import upsert
from bot.store.locks import Locks, of_case, of_letters
from bot.store.part import UnitPart

# What a dead courier held waits so long; one that stands still for longer may see a message sent twice.
LENT = timedelta(seconds=12)
FAR = timedelta(minutes=10)
OUTBOX = tables.outbox.c
SLOTS = tables.slots.c
# Literally, since the indexes of what waits and of what failed are found by these words.
WAITING: ColumnElement[str] = literal_column("'waiting'")
FAILED: ColumnElement[str] = literal_column("'failed'")
WRITTEN = tuple(field.name for field in fields(Outgoing))


@dataclass(frozen=True, slots=True)
class Handover:
    """Lines that are lent to a courier as they are put in, and the addresses of those that wait for what it has not."""

    lines: list[LentLine]
    behind: set[str]


class Letters(UnitPart):
    """Putting lines into the outbox; all of a transaction together, at its end."""

    def __init__(self, connection: Connection, locks: Locks | None = None) -> None:
        super().__init__(connection, locks)
        self._written: dict[str, Outgoing] = {}

    def send(self, *outgoing: Outgoing) -> None:
        """Put into the outbox, in this order; those whose key is known are ignored."""
        for line in outgoing:
            self._written.setdefault(line.key, line)

    def _row(self, line: Outgoing, lent: bool) -> dict[str, Any]:
        given = {name: getattr(line, name) for name in WRITTEN} | {"picture": self._locked(line), "status": "waiting"}
        return given | {"attempts": int(lent), "lent_until": line.at + LENT if lent and line.at else None}

    def _locked(self, line: Outgoing) -> str:
        """The picture as it is kept: locked with the key of its case, or else with that of the day."""
        text = orjson.dumps(line.picture).decode()
        if self.locks is None:
            return text
        subject = of_case(line.picture.get("case", 0))
        lock = self.locks.get(subject) if line.picture.get("case") else None
        if lock is None:
            subject = of_letters(line.at)
            lock = self.locks.make(subject)
        return f"{LOCKED}{lock.close(text, line.key)}:{subject}"

    def post(self, channel: str | None = None) -> Handover | None:
        """Writes down what was put in; lends the lines of a channel at once where they need not wait for others."""
        written, self._written = self._written, {}
        if not written:
            return None
        ours = {key for key, line in written.items() if channel and line.at and line.address.startswith(channel)}
        rows = [self._row(line, key in ours) for key, line in written.items()]
        if not ours:
            self.connection.execute(_add(self.dialect), rows)
            return None
        added = self.connection.execute(_add_and_tell(self.dialect), rows)
        return self._handover({id: written[key] for id, key in added if key in ours})

    def _handover(self, lent: dict[int, Outgoing]) -> Handover:
        """Lines that wait only for lent lines stay lent; the others can be claimed."""
        lines, left, behind = list[LentLine](), list[int](), set[str]()
        for row in sorted(self.all(_lent_just_now(), {"lines": list(lent)}), key=lambda row: int(row["id"])):
            line = _handed(row, lent[row["id"]])
            if line.do != "toast" and (row["waits"] or line.address in behind):
                left.append(line.id)
                behind.add(line.address)
            else:
                lines.append(line)
        if left:
            self.connection.execute(_unlent(), {"lines": left})
        return Handover(lines, behind)

    def forget_failed(self, address: str) -> None:
        """What was given up for this chat was never put in, so that it can be put in again."""
        self.connection.execute(delete(tables.outbox).where(OUTBOX.status == FAILED, OUTBOX.address == address))

    def move_slots(self, old: str, new: str) -> None:
        """What a chat has been shown, the chat or place that it has become has too; messages of another chat are
        LEFT_BEHIND."""
        stays = chat_of(old) == chat_of(new)
        self.connection.execute(_moved(self.dialect, stays), {"old": old, "new": new})

    def slot_message(self, address: str, slot: str) -> str | None:
        """The message that was last shown in this slot."""
        row = self.one(_slot(), {"chat": address, "name": slot})
        return row["message_id"] if row else None

    def slot_of(self, address: str, message_id: str) -> str | None:
        """The slot that holds this message of a chat."""
        row = self.one(_slot_of(), {"chat": address, "message": message_id})
        return row["slot"] if row else None


class Courier(UnitPart):
    """Taking lines out of the outbox."""

    def claim(self, now: datetime, limit: int, channel: str) -> list[LentLine]:
        """The lines of a channel that are due and need not wait for others, lent for a while."""
        due = self._due(now, limit, channel)
        while lost := {row["id"]: why for row in due if (why := _lost(row))}:
            for reason in set(lost.values()):
                self._close([id for id, why in lost.items() if why == reason], "dropped", now, reason)
            due = self._due(now, limit, channel)
        self._lend([row["id"] for row in due], now)
        return [_pending(row) for row in due]

    def _due(self, now: datetime, limit: int, channel: str) -> list[dict[str, Any]]:
        found = self.all(_ready(), {"now": now, "far": now + FAR, "limit": limit, "channel": f"{channel}%"})
        # PostgreSQL chose them by what was, and gives them as they are: another courier may have sent one just now.
        # Sorted here, since the database would sort all that is waiting.
        due = sorted((row for row in found if row["status"] == "waiting"), key=lambda row: int(row["id"]))
        return self._opened(due)

    def _opened(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Lines with their pictures; None where the key is gone."""
        if self.locks is not None:
            self.locks.learn(_subject(row["picture"]) for row in rows if row["picture"].startswith(LOCKED))
        return [row | {"picture": self._picture(row["picture"], row["key"])} for row in rows]

    def _picture(self, kept: str, key: str) -> dict[str, Any] | None:
        if not kept.startswith(LOCKED):
            return dict(orjson.loads(kept))
        if self.locks is None:
            raise StoreFailed("the outbox is locked, and no master key is given")
        lock = self.locks.get(_subject(kept))
        text = lock.open(kept.removeprefix(LOCKED).partition(":")[0], key) if lock else None
        return None if text is None else dict(orjson.loads(text))

    def _lend(self, lines: list[int], now: datetime) -> None:
        if lines:
            self.connection.execute(_lent(), {"lines": lines, "lent_until": now + LENT})

    def book(self, done: Sequence[Booking], now: datetime) -> None:
        """What became of lines that were lent."""
        sent = [one for one in done if one.how == "sent"]
        if sent:
            self._close([one.line.id for one in sent], "sent", now)
            self._settle_slots(sent)
        for one in done:
            if one.how == "failed":
                self._failed(one.line.id, one.reason or "")
            elif one.how == "again":
                self._again(one.line.id, one.not_before or now, one.reason or "")

    def _settle_slots(self, sent: Sequence[Booking]) -> None:
        """A slot holds the message that was last shown or edited in it."""
        shown = [
            {"address": one.line.address, "slot": one.line.slot, "message_id": one.message_id}
            for one in sent
            if one.line.slot and one.line.do in ("show", "edit") and one.message_id not in (None, one.line.message_id)
        ]
        if shown:
            self.connection.execute(_fill(self.dialect), shown)
        for one in sent:
            if one.line.slot and one.line.do == "delete":
                self._empty(one.line.address, one.line.slot)

    def renew(self, lines: Sequence[int], now: datetime) -> None:
        """These are still being sent: lent for another while."""
        if lines:
            self.connection.execute(_renewed(), {"lines": list(lines), "lent_until": now + LENT})

    def _empty(self, address: str, slot: str) -> None:
        self.connection.execute(delete(tables.slots).where(SLOTS.address == address, SLOTS.slot == slot))

    def _again(self, line: int, not_before: datetime, reason: str) -> None:
        """It was not done, and is to be tried again; later lines of the address wait."""
        again = {"status": "waiting", "not_before": not_before, "lent_until": None, "reason": reason}
        self.connection.execute(_unsent(), again | {"lines": [line]})

    def _failed(self, line: int, reason: str) -> None:
        """It cannot be done, ever; later lines of the address go on."""
        self.connection.execute(_unsent(), _done("failed", None, reason) | {"lines": [line]})

    def _close(self, lines: list[int], status: str, at: datetime | None, reason: str | None = None) -> None:
        self.connection.execute(_lines(), _done(status, at, reason) | {"lines": lines})

    def release(self, channel: str, but: Collection[int] = ()) -> None:
        """Take back all that was lent to a channel's couriers, but these."""
        theirs = [OUTBOX.address.like(f"{channel}%"), *([OUTBOX.id.not_in(but)] if but else [])]
        waiting = update(tables.outbox).where(OUTBOX.status == WAITING, OUTBOX.lent_until.is_not(None), *theirs)
        self.connection.execute(waiting.values(lent_until=None))

    def outbox(self) -> Outbox:
        """How the outbox stands."""
        count = select(func.count(), func.min(OUTBOX.at)).select_from(tables.outbox)
        waiting, oldest = self.connection.execute(count.where(OUTBOX.status == WAITING)).one()
        failed = self.connection.execute(count.where(OUTBOX.status == FAILED)).one()[0]
        return Outbox(waiting=waiting, oldest=oldest, failed=failed)

    def failures(self, limit: int) -> list[GivenUp]:
        """The lines that were given up, the latest first."""
        columns = (OUTBOX.id, OUTBOX.address, OUTBOX.do, OUTBOX.key, OUTBOX.reason)
        given_up = select(*columns).where(OUTBOX.status == FAILED).order_by(OUTBOX.id.desc()).limit(limit)
        return [GivenUp(**row) for row in self.all(given_up)]


@cache
def _add(dialect: str) -> Executable:
    return upsert(dialect, tables.outbox).on_conflict_do_nothing(index_elements=["key"])


@cache
def _add_and_tell(dialect: str) -> Executable:
    added = upsert(dialect, tables.outbox).on_conflict_do_nothing(index_elements=["key"])
    return added.returning(OUTBOX.id, OUTBOX.key)


@cache
def _slot() -> Executable:
    return select(SLOTS.message_id).where(SLOTS.address == bindparam("chat"), SLOTS.slot == bindparam("name"))


@cache
def _slot_of() -> Executable:
    held = (SLOTS.address == bindparam("chat"), SLOTS.message_id == bindparam("message"))
    return select(SLOTS.slot).where(*held).order_by(SLOTS.slot).limit(1)


@cache
def _moved(dialect: str, stays: bool) -> Executable:
    message = SLOTS.message_id if stays else literal(LEFT_BEHIND)
    shown = select(bindparam("new"), SLOTS.slot, message).where(SLOTS.address == bindparam("old"))
    there = upsert(dialect, tables.slots).from_select(["address", "slot", "message_id"], shown)
    return there.on_conflict_do_nothing(index_elements=["address", "slot"])


@cache
def _fill(dialect: str) -> Executable:
    added = upsert(dialect, tables.slots)
    latest = {"message_id": added.excluded.message_id}
    return added.on_conflict_do_update(index_elements=["address", "slot"], set_=latest)


@cache
def _ready() -> Executable:
    due = (OUTBOX.address.like(bindparam("channel")), _past(OUTBOX.not_before), _past(OUTBOX.lent_until))
    found = select(tables.outbox, SLOTS.message_id).outerjoin(tables.slots, _in_its_slot()).where(*due, *_free())
    return found.limit(bindparam("limit")).with_for_update(skip_locked=True, of=tables.outbox)


@cache
def _lent_just_now() -> Executable:
    """Some lines: the message that each is about, and whether it waits for one that is not lent."""
    these = OUTBOX.id.in_(bindparam("lines", expanding=True))
    waits = _waits_for_another(lent=False).label("waits")
    return select(OUTBOX.id, SLOTS.message_id, waits).outerjoin(tables.slots, _in_its_slot()).where(these)


def _in_its_slot() -> Any:
    return and_(SLOTS.address == OUTBOX.address, SLOTS.slot == OUTBOX.slot)


def _free() -> tuple[Any, ...]:
    """Not sent, and behind nothing."""
    return (OUTBOX.status == WAITING, or_(OUTBOX.do == "toast", not_(_waits_for_another())))


def _waits_for_another(lent: bool = True) -> Exists:
    """An earlier line of the same message, or an earlier message of the same chat, is not sent yet (nor even lent)."""
    other = tables.outbox.alias("other").c
    # A reminder goes out last: nobody waits for it but what is about the same message.
    before_it = and_(other.do == "show", OUTBOX.do == "show", not_(other.key.startswith(REMINDER)))
    same = or_(other.slot == OUTBOX.slot, before_it)
    earlier = (other.status == WAITING, other.address == OUTBOX.address, other.id < OUTBOX.id, same)
    return select(other.id).where(*earlier, *(() if lent else (other.lent_until.is_(None),))).exists()


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


@cache
def _unlent() -> Executable:
    return _lines().values(attempts=0, lent_until=None)


@cache
def _renewed() -> Executable:
    return _unsent().where(OUTBOX.lent_until.is_not(None)).values(lent_until=bindparam("lent_until"))


def _done(status: str, at: datetime | None, reason: str | None) -> dict[str, Any]:
    return {"status": status, "done_at": at, "reason": reason, "lent_until": None}


def _past(moment: Any) -> Any:
    return or_(moment.is_(None), moment <= bindparam("now"), moment > bindparam("far"))


def _subject(kept: str) -> str:
    """The name of the key that opens this picture."""
    return kept.removeprefix(LOCKED).partition(":")[2]


def _lost(row: dict[str, Any]) -> str | None:
    """Why this line cannot be done any more, if so."""
    if row["picture"] is None:
        return "what it says was erased"
    return "its message was never shown" if row["do"] in NEEDS_MESSAGE and _message(row) is None else None


def _message(row: dict[str, Any]) -> str | None:
    if row["do"] not in NEEDS_MESSAGE:
        return None
    found: str | None = row["message_id"] if row["slot"] is not None else row["refers"]
    return found


def _handed(row: dict[str, Any], line: Outgoing) -> LentLine:
    """A line as it is put in, lent at once."""
    message = None if line.do not in NEEDS_MESSAGE else row["message_id"] if line.slot is not None else line.refers
    given = {name: getattr(line, name) for name in WRITTEN}
    return LentLine(id=row["id"], not_before=None, attempts=1, message_id=message, **given)


def _pending(row: dict[str, Any]) -> LentLine:
    kept = {name: row[name] for name in ("id", "not_before", *WRITTEN)}
    return LentLine(**kept, attempts=row["attempts"] + 1, message_id=_message(row))

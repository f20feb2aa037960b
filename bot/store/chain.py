"""The chain that makes a record tamper-evident: each entry carries the SHA-256 of itself and of the one before.

Pure, and so short that anybody may check a copy with nothing but Python. The bytes that are hashed are the entry as a
JSON object in UTF-8, without its "hash": keys sorted, no blanks, nothing escaped that JSON allows to stand for itself.
Its keys: at ("2026-11-22T06:05:00.000000+00:00", UTC, six decimals), case_id, data, kind, language, number, offset,
previous ("" in the first entry), staff_id (null for the bot itself), state, trial, version.

Where data are locked, what is hashed as data is the text "locked" instead: `v1:`, the SHA-256 of salt and data, `:`,
and the ciphertext. So the chain can be checked without any key, and stays whole when a case is erased; whoever is given
an entry's salt can check its data too. For the entries of a case, read from an export as dicts, in order:

    import hashlib, json

    def canonical(value):
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    def sha256(text):
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    def first_broken(entries):
        previous = ""
        for number, entry in enumerate(entries, 1):
            locked, salt = entry.get("locked", ""), entry.get("salt", "")
            body = {key: value for key, value in entry.items() if key not in ("hash", "locked", "salt")}
            body["data"] = locked or entry["data"]
            shown = sha256(salt + canonical(entry["data"])) if salt else ""
            if (entry["number"], entry["previous"]) != (number, previous):
                return number
            if entry["hash"] != sha256(canonical(body)):
                return number
            if salt and locked.split(":")[1:2] != [shown] or locked and entry["data"] and not salt:
                return number
            previous = entry["hash"]

A chain shows that entries were altered, lost or slipped in. It cannot show that the last ones were cut off, or that all
was written anew: for that, compare the last hash with one that was noted elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, Protocol

from bot.ports import Draft, Entry

DRAFTED = tuple(field.name for field in fields(Draft))
SEALED = tuple(field.name for field in fields(Entry))
KEPT_BY = ("locked", "salt")
STORED = tuple(name for name in SEALED if name not in KEPT_BY)
HEADER = tuple(name for name in STORED if name not in ("data", "hash"))
# No JSON object and no label begins so.
LOCKED = "v1:"
CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


class Lock(Protocol):
    """A case's key; `about` is what a text belongs to."""

    def close(self, text: str, about: str) -> str:
        """The text, unreadable."""

    def open(self, closed: str, about: str) -> str | None:
        """The text; None where this is not its lock."""

    def salt(self, about: str) -> str:
        """Always the same for the same, and not to be guessed."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a case's record as far as it is written: nothing yet, or its last entry."""

    case_id: int
    number: int = 0
    hash: str = ""


def canonical(value: object) -> str:
    """The one way to write a JSON value; a float or an unknown type is an error."""
    return CANONICAL.encode(value)


def instant(at: datetime) -> str:
    """A moment as it is written and hashed: always UTC, always equally long, so that it sorts as text."""
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def plain(entry: Entry) -> dict[str, Any]:
    """The entry as a JSON object: what an export writes. `locked` and `salt` stand in it only where there are any."""
    found = {name: getattr(entry, name) for name in SEALED} | {"at": instant(entry.at), "data": dict(entry.data)}
    return {name: value for name, value in found.items() if name not in KEPT_BY or value}


def digest(entry: Entry) -> str:
    """The hash that belongs into this entry."""
    return _hash(_header({name: getattr(entry, name) for name in HEADER}), entry.locked or dict(entry.data))


def seal(draft: Draft, previous: Head, lock: Lock | None = None) -> Entry:
    """The draft as the next entry of the record, its data locked where there is a lock."""
    text = canonical(dict(draft.data))
    data = _read_back(text)
    place = {"case_id": previous.case_id, "number": previous.number + 1, "previous": previous.hash}
    drafted = {name: getattr(draft, name) for name in DRAFTED} | place | {"data": data}
    header, locked, salt = _header(drafted), "", ""
    if lock is not None:
        about = canonical(header)
        salt = lock.salt(about)
        locked = f"{LOCKED}{commitment(salt, text)}:{lock.close(text, about)}"
    return Entry(**drafted, hash=_hash(header, locked or data), locked=locked, salt=salt)


def stored(entry: Entry) -> dict[str, Any]:
    """The entry as the database keeps it."""
    return {name: getattr(entry, name) for name in STORED} | {"data": entry.locked or canonical(dict(entry.data))}


def read(row: Mapping[str, Any], lock: Lock | None = None) -> Entry:
    """The entry that was stored so; without the right lock its data stay closed."""
    text = row["data"]
    if not text.startswith(LOCKED):
        return Entry(**{**row, "data": _object(text)})
    data, salt = {}, ""
    if lock is not None:
        about = canonical(_header(row))
        opened = lock.open(text.rpartition(":")[2], about)
        if opened is not None:
            data, salt = json.loads(opened), lock.salt(about)
    return Entry(**{**row, "data": data}, locked=text, salt=salt)


def _object(text: str) -> dict[str, Any]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise ValueError("what stands there is no JSON object")
    return found


def commitment(salt: str, text: str) -> str:
    """What binds a locked entry to its data, and tells nothing of them to whoever has no salt."""
    return _sha256(salt + text)


def _header(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Everything but the data: what these are bound to."""
    return {name: entry[name] for name in HEADER} | {"at": instant(entry["at"])}


def _hash(header: Mapping[str, Any], data: object) -> str:
    return _sha256(canonical({**header, "data": data}))


def settled(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data as they will be read back; binary floats have no place in a record."""
    return _read_back(canonical(dict(data)))


def _read_back(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text, parse_float=_refuse)
    return found


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def head(entry: Entry) -> Head:
    """The end of the record once this entry is in it."""
    return Head(entry.case_id, entry.number, entry.hash)


def broken(entries: Iterable[Entry]) -> int | None:
    """The place, counted from 1, of the first entry of a case that does not verify; None if all do."""
    last: Head | None = None
    for place, entry in enumerate(entries, 1):
        if not follows(entry, last or Head(entry.case_id)):
            return place
        last = head(entry)
    return None


def follows(entry: Entry, last: Head) -> bool:
    """Whether this is, untouched, the entry after that one."""
    expected = (last.case_id, last.number + 1, last.hash)
    found = (entry.case_id, entry.number, entry.previous)
    return found == expected and entry.hash == digest(entry) and _belong(entry)


def _belong(entry: Entry) -> bool:
    """Whether the data that are shown are those that were locked."""
    if not entry.salt:
        return not (entry.locked and entry.data)
    return entry.locked.split(":")[1:2] == [commitment(entry.salt, canonical(dict(entry.data)))]


def _refuse(number: str) -> None:
    raise TypeError(f"a binary float in a record: {number}")

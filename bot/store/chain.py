"""The chain that makes a record tamper-evident: each entry carries the SHA-256 of itself and of the one before.

Pure, and so short that anybody may check a copy with nothing but Python. The bytes that are hashed are the entry as a
JSON object in UTF-8, without its "hash": keys sorted, no blanks, nothing escaped that JSON allows to stand for itself.
Its keys: at ("2026-11-22T06:05:00.000000+00:00", UTC, six decimals), case_id, data, kind, language, number, offset,
previous ("" in the first entry), staff_id (null for the bot itself), state, trial, version. For the entries of a case,
read from an export as dicts, in order:

    import hashlib, json

    def first_broken(entries):
        previous = ""
        for number, entry in enumerate(entries, 1):
            body = {key: value for key, value in entry.items() if key != "hash"}
            text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            if (entry["number"], entry["previous"]) != (number, previous):
                return number
            if entry["hash"] != hashlib.sha256(text.encode("utf-8")).hexdigest():
                return number
            previous = entry["hash"]

A chain shows that entries were altered, lost or slipped in. It cannot show that the last ones were cut off, or that all
was written anew: for that, compare the last hash with one that was noted elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any

from bot.ports import Draft, Entry

DRAFTED = tuple(field.name for field in fields(Draft))
SEALED = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a case's record as far as it is written: nothing yet, or its last entry."""

    case_id: int
    number: int = 0
    hash: str = ""


def canonical(value: object) -> str:
    """The one way to write a JSON value; a float or an unknown type is an error."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def instant(at: datetime) -> str:
    """A moment as it is written and hashed: always UTC, always equally long, so that it sorts as text."""
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def plain(entry: Entry) -> dict[str, Any]:
    """The entry as a JSON object: what an export writes."""
    return {name: getattr(entry, name) for name in SEALED} | {"at": instant(entry.at), "data": dict(entry.data)}


def unplain(line: Mapping[str, Any]) -> Entry:
    """The entry that was written so."""
    return Entry(**{**line, "at": datetime.fromisoformat(line["at"]).astimezone(UTC)})


def digest(entry: Entry) -> str:
    """The hash that belongs into this entry."""
    body = plain(entry)
    del body["hash"]
    return hashlib.sha256(canonical(body).encode("utf-8")).hexdigest()


def seal(draft: Draft, previous: Head) -> Entry:
    """The draft as the next entry of the record."""
    drafted = {name: getattr(draft, name) for name in DRAFTED} | {"data": settled(draft.data)}
    entry = Entry(**drafted, case_id=previous.case_id, number=previous.number + 1, previous=previous.hash, hash="")
    return replace(entry, hash=digest(entry))


def settled(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data as they will be read back; binary floats have no place in a record."""
    read: dict[str, Any] = json.loads(canonical(dict(data)), parse_float=_refuse)
    return read


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
    return (entry.case_id, entry.number, entry.previous) == expected and entry.hash == digest(entry)


def _refuse(number: str) -> None:
    raise TypeError(f"a binary float in a record: {number}")

"""Verifies a copy of the records: run `python verify.py` in the folder of the export. It needs Python 3.8 and no more.

It reads cases.jsonl, records.jsonl and log.jsonl, says what is wrong, and ends with 1 where anything is. The seal that
it prints stands for all records as they ended: compare it with the one that was noted when the export was made. An
entry's hash is the SHA-256 of the entry as JSON (keys sorted, no blanks) without "hash", "locked" and "salt"; where the
database has its data locked, the text "locked" stands in their place, and begins with the SHA-256 of salt and data.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any


def canonical(value: Any) -> str:
    """The one way to write a JSON value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(text: str) -> str:
    """As hex digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def whole(entry: dict[str, Any], number: int, previous: str) -> bool:
    """Whether this is, untouched, the entry of this number, after the one with this hash."""
    locked, salt = entry.get("locked", ""), entry.get("salt", "")
    body = {key: value for key, value in entry.items() if key not in ("hash", "locked", "salt")}
    if locked:
        body["data"] = locked
    if (entry["number"], entry["previous"], entry["hash"]) != (number, previous, sha256(canonical(body))):
        return False
    if salt:
        return bool(locked.split(":")[1:2] == [sha256(salt + canonical(entry["data"]))])
    return not (locked and entry["data"])


def end(entries: Iterable[dict[str, Any]]) -> tuple[int, str, int | None]:
    """Number and hash of the last entry, and the place of the first that is broken."""
    number, previous = 0, ""
    for number, entry in enumerate(entries, 1):
        if not whole(entry, number, previous):
            return number, previous, number
        previous = entry["hash"]
    return number, previous, None


def recorded(entries: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What whole entries say of their case, as far as they can be read: it must be listed so."""
    said: dict[str, Any] = {}
    for entry in entries:
        said.update({name: entry[name] for name in ("trial", "version", "state")})
        data = entry["data"]
        if entry["kind"] == "opened" and data:
            said.update(code=data["code"], site=data["code"].rpartition("-")[0], label=data.get("label"))
        elif entry["kind"] == "labelled" and data:
            said.update(label=data["label"])
        elif entry["kind"] == "erased":
            said.update(label=None)
    return said


def lines(file: Path) -> Iterator[dict[str, Any]]:
    """The lines of a file; none where there is no such file."""
    if file.exists():
        with file.open(encoding="utf-8") as reading:
            yield from map(json.loads, reading)


def grouped(entries: Iterable[dict[str, Any]], by: str) -> dict[Any, list[dict[str, Any]]]:
    """Entries by what they belong to."""
    found: dict[Any, list[dict[str, Any]]] = {}
    for entry in entries:
        found.setdefault(entry[by], []).append(entry)
    return found


def problems(folder: Path) -> tuple[list[str], str]:
    """All that is wrong with this copy, and its seal."""
    found: list[str] = []
    seal = hashlib.sha256()
    records = grouped(lines(folder / "records.jsonl"), "case_id")
    for case in lines(folder / "cases.jsonl"):
        entries = records.pop(case["id"], [])
        number, head, broken = end(entries)
        if broken is not None:
            found.append(f"{case['code']}: entry {broken} does not verify")
        elif (number, head) != (case["entries"], case["head"]):
            found.append(f"{case['code']}: the record ends at entry {number}, the case says {case['entries']}")
        else:
            other = [name for name, value in recorded(entries).items() if case[name] != value]
            found += [f"{case['code']}: {', '.join(other)} of the case not as its record says"] if other else []
        seal.update(f"{case['code']} {number} {head}\n".encode())
    found += [f"case {case}: entries without a case" for case in records]
    for site, noted in grouped(lines(folder / "log.jsonl"), "site").items():
        broken = end(noted)[2]
        if broken is not None:
            found.append(f"the log of {site}: line {broken} does not verify")
    return found, seal.hexdigest()


def main() -> int:
    """Looks at the folder in which this file is, or at the one that is named."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    try:
        found, seal = problems(folder)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"this copy cannot be read: {error}")
        return 1
    for problem in found:
        print(problem)
    print(f"seal {seal}")
    print(f"{len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

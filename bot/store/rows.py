"""Rows of cases as they are read, with their labels open as far as they can be opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.ports import CaseRow
from bot.store.chain import LOCKED
from bot.store.locks import Locks, of_case

LABEL = "label"


def case_rows(found: Sequence[dict[str, Any]], locks: Locks | None) -> list[CaseRow]:
    """The cases that such rows hold."""
    locked = [row["id"] for row in found if (row["label"] or "").startswith(LOCKED)]
    if locked and locks is not None:
        locks.learn(of_case(id) for id in locked)
    return [CaseRow(**row | {"label": _opened(row, locks)}) for row in found]


def _opened(row: dict[str, Any], locks: Locks | None) -> str | None:
    label: str | None = row["label"]
    if label is None or not label.startswith(LOCKED):
        return label
    lock = locks.get(of_case(row["id"])) if locks else None
    return lock.open(label.rpartition(":")[2], LABEL) if lock else None

"""What a command came to that was carried out within this process; the product's own trials and words are read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from bot.care import content
from bot.content import library

READ, OWN = library.read_library, Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Said:
    """Its exit code, and what it said."""

    code: int
    out: str
    err: str


def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each reading takes a second. What a test has written itself is read each time."""
    for place in (library, content):
        monkeypatch.setattr(place, "read_library", _read)


def _read(flows: Path, locales: Path, only: str | None = None) -> library.Library:
    own = (flows, locales) == (OWN / "flows", OWN / "locales")
    return _own(only) if own else READ(flows, locales, only)


@cache
def _own(only: str | None) -> library.Library:
    return READ(OWN / "flows", OWN / "locales", only)

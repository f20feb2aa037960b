"""The program as an operator runs it, within this process, with a folder of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.commands.main import main
from bot.store.sql import SqlStore, open_store
from tests.servers.databases import copied
from tests.shell import Said, read_once

ROOT = Path(__file__).resolve().parents[2]


Run = Callable[..., Said]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where the database is, or will be."""
    return tmp_path / "data" / "prescreener.db"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Carries out `python bot.py ...`; settings are given by name."""
    read_once(monkeypatch)

    def run(*arguments: str, **settings: str) -> Said:
        monkeypatch.setattr(os, "environ", {"DATA_DIR": str(tmp_path / "data"), "PATH": os.environ["PATH"], **settings})
        code = main(arguments)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture
def store(place: Path, sqlite_template: Path) -> Iterator[SqlStore]:
    """The database, with all tables and nothing in them."""
    store = open_store(copied(sqlite_template, f"sqlite:///{place}"))
    yield store
    store.close()

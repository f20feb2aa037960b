"""A command that meets others in the database does its work all the same, or says that it did not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.desk.insisting import TRIES
from bot.ports import Conflict
from bot.store.sql import SqlStore
from tests.care.conftest import Run

Rivals = Callable[[int], None]


@pytest.fixture
def rivals(monkeypatch: pytest.MonkeyPatch) -> Rivals:
    """So many transactions find that somebody else was first."""

    def rivals(number: int) -> None:
        waiting, transaction = [Conflict("UniqueViolation")] * number, SqlStore.transaction

        def taken(store: SqlStore) -> Any:
            if waiting:
                raise waiting.pop()
            return transaction(store)

        monkeypatch.setattr(SqlStore, "transaction", taken)

    return rivals


def test_an_invitation_is_made_though_others_write_to_the_log(run: Run, store: SqlStore, rivals: Rivals) -> None:
    rivals(TRIES - 1)
    assert run("invite", "--site", "NJ01").code == 0
    with store.reading() as unit:
        assert [line.kind for line in unit.logged("NJ01")] == ["invited"]


def test_whoever_is_second_each_time_is_told_so_and_nothing_is_done(run: Run, store: SqlStore, rivals: Rivals) -> None:
    rivals(TRIES)
    said = run("invite", "--site", "NJ01")
    assert (said.code, said.out) == (3, "")
    assert "Somebody else was first, and nothing was changed" in said.err

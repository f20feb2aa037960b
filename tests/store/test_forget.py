"""What has done its service is dropped, and nothing else.

Requirements: (1) old keys, finished lines and old notes go, records and what is still to be done stay; (2) the latest
keys stay whatever their time, so that a wrong clock makes nothing count twice; (3) it goes
by portions, so that nobody waits for it.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.ports import Parked
from bot.store import forget
from bot.store.sql import SqlStore

from .making import NOW, SECOND, append, book_failed, book_sent, line, opened, send, table

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forget, "ALWAYS_KEPT", 2)


def noted(store: SqlStore, **keys: timedelta) -> None:
    """Updates that were handled at these times."""
    with store.transaction() as unit:
        for key, after in keys.items():
            unit.note_seen(key, NOW + after)


def known(store: SqlStore) -> list[str]:
    """The keys that are still known."""
    return [row[0] for row in table(store, "seen")]


def test_old_update_keys_go(store: SqlStore) -> None:
    noted(store, a_old=-DAY, b_old=-SECOND, c_new=SECOND, d_new=2 * SECOND)
    assert store.forget(NOW) == 2
    assert known(store) == ["c_new", "d_new"]


def test_the_latest_keys_stay_though_the_clock_says_that_they_are_old(store: SqlStore) -> None:
    noted(store, a=-3 * SECOND, b=-2 * SECOND, c=-SECOND)
    assert store.forget(NOW + 400 * DAY) == 1
    assert known(store) == ["b", "c"]


def test_old_lines_go_when_they_are_done(store: SqlStore) -> None:
    lines = [line(key, address=f"telegram:{key}") for key in ("sent", "failed", "waiting")]
    send(store, *lines, line("dropped", "edit", address="telegram:dropped", slot="q"))
    store.claim(NOW, 50)
    book_sent(store, 1, "100", NOW)
    book_failed(store, 2, "blocked")
    assert store.forget(NOW) == 0
    assert store.forget(NOW + SECOND) == 2
    assert [row[1] for row in table(store, "outbox")] == ["failed", "waiting"]


def test_notes_of_parked_updates_have_a_time_of_their_own(store: SqlStore) -> None:
    with store.transaction() as unit:
        unit.park(Parked(update_key="telegram:5", at=NOW, error="ValueError", place="step.py:7"))
    store.forget(NOW + DAY)
    store.forget(NOW + DAY, NOW)
    assert len(table(store, "parked")) == 1
    store.forget(NOW + DAY, NOW + SECOND)
    assert table(store, "parked") == []


def test_records_stay(store: SqlStore) -> None:
    append(store, opened(store).id)
    store.forget(NOW + 400 * DAY, NOW + 400 * DAY)
    assert len(table(store, "entries")) == 1


def test_it_goes_by_portions(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forget, "PORTION", 2)
    noted(store, **{f"k{number}": number * SECOND for number in range(7)})
    assert [store.forget(NOW + DAY) for _ in range(4)] == [2, 2, 1, 0]

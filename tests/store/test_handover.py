"""Lines handed to the courier of this process as they are put in: just those that it could have claimed.

Requirements: (1) what is handed over is what a claim would give at that moment, and the rest can be claimed; (2) only
after the commit; (3) a known key is not handed over again; (4) only lines of the channel, put in by the courier's own
thread; (5) what a dead process was handed comes out again; (6) what was done is booked with what is written next.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url

from bot.ports import Booking, Outgoing, Pending
from bot.store.outbox import LENT
from bot.store.sql import SqlStore, open_store

from .making import NOW, book_sent, line, send

Said = tuple[str, Any, str]
Twins = tuple[SqlStore, SqlStore]
ADDRESSES, SLOTS = ("telegram:1", "telegram:2", "console:1"), ("1:1", "1:2")
SAID = st.tuples(
    st.sampled_from(ADDRESSES), st.sampled_from(["show", "show", "edit", "toast", "delete"]), st.sampled_from(SLOTS)
)


class Hands:
    """Takes what it is handed."""

    channel = "telegram:"

    def __init__(self, store: SqlStore) -> None:
        self.lines, self.behind, self.carried = list[Pending](), set[str](), list[Booking]()
        store.hand_to(self)

    def done(self) -> tuple[Sequence[Booking], datetime]:
        return tuple(self.carried), NOW

    def booked(self, count: int) -> None:
        del self.carried[:count]

    def take(self, lines: Sequence[Pending], behind: Collection[str]) -> None:
        self.lines += lines
        self.behind |= set(behind)

    @property
    def keys(self) -> list[str]:
        return [one.key for one in self.lines]


def lines(name: str, said: Sequence[Said]) -> list[Outgoing]:
    return [line(f"{name}{at}", do, address, slot=slot, at=NOW) for at, (address, do, slot) in enumerate(said)]


@pytest.fixture
def twins(sqlite_database: str, tmp_path: Path) -> Iterator[Twins]:
    """Two stores with the same in them: a message in each slot of each chat."""
    twin = shutil.copy(make_url(sqlite_database).database or "", tmp_path / "twin.db")
    stores = open_store(sqlite_database), open_store(f"sqlite:///{twin}")
    for store in stores:
        for address in ADDRESSES:
            send(store, *(line(f"{address} {slot}", "show", address, slot=slot) for slot in SLOTS))
        while shown := store.claim(NOW, 99):
            for one in shown:
                book_sent(store, one, f"message of {one.key}", NOW)
    yield stores
    for store in stores:
        store.close()


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(SAID, max_size=4), now=st.lists(SAID, min_size=1))
def test_what_is_handed_over_is_what_a_claim_would_give(twins: Twins, before: list[Said], now: list[Said]) -> None:
    handing, claiming = twins
    for store in twins:
        store.hand_to(None)
        with store.transaction() as unit:
            unit.connection.exec_driver_sql("DELETE FROM outbox")
        send(store, *lines("before", before))
    hands = Hands(handing)
    send(handing, *lines("now", now))
    send(claiming, *lines("now", now))
    claimed = [one for one in claiming.claim(NOW, 99, "telegram:") if one.key.startswith("now")]
    assert [(one.key, one.message_id, one.attempts) for one in hands.lines] == [
        (one.key, one.message_id, one.attempts) for one in claimed
    ]
    assert {one.key for one in handing.claim(NOW, 99, "telegram:")}.isdisjoint(hands.keys)
    theirs = [one for one in lines("now", now) if one.address != "console:1"]
    assert hands.behind == {one.address for one in theirs if one.key not in hands.keys}


def test_an_edit_of_what_was_never_shown_is_left_to_be_dropped(store: SqlStore) -> None:
    hands = Hands(store)
    send(store, line("a", "edit", slot="1:1", at=NOW))
    assert (hands.keys, store.claim(NOW, 9, "telegram:"), store.waiting()) == ([], [], 0)


def test_nothing_is_handed_over_before_the_commit(store: SqlStore) -> None:
    hands = Hands(store)
    with suppress(ZeroDivisionError), store.transaction() as unit:
        unit.send(line("a", at=NOW))
        raise ZeroDivisionError
    with store.transaction() as unit:
        unit.send(line("b", at=NOW))
        assert hands.keys == []
    assert hands.keys == ["b"]


def test_a_known_key_is_not_handed_over_again(store: SqlStore) -> None:
    hands = Hands(store)
    send(store, line("card", at=NOW))
    send(store, line("card", at=NOW), line("other", "toast", at=NOW))
    assert hands.keys == ["card", "other"]


def test_other_threads_hand_over_nothing(store: SqlStore) -> None:
    hands = Hands(store)
    thread = Thread(target=send, args=(store, line("a", at=NOW)))
    thread.start()
    thread.join()
    assert hands.keys == []
    assert [one.key for one in store.claim(NOW, 9, "telegram:")] == ["a"]


@pytest.mark.parametrize("again", ["its next start", "another one, in time"])
def test_what_a_dead_one_was_handed_comes_out_again(store: SqlStore, again: str) -> None:
    hands = Hands(store)
    send(store, line("a", at=NOW))
    assert (hands.keys, store.claim(NOW, 9, "telegram:")) == (["a"], [])
    if again == "its next start":
        store.release("telegram:")
    (pending,) = store.claim(NOW if again == "its next start" else NOW + LENT, 9, "telegram:")
    assert (pending.key, pending.attempts, pending.picture) == ("a", 2, hands.lines[0].picture)


def test_what_was_done_is_booked_with_what_is_written_next_or_else_with_what_comes_after_that(store: SqlStore) -> None:
    hands = Hands(store)
    send(store, line("shown", "show", slot="1:1", at=NOW))
    hands.carried.append(Booking(line=hands.lines[0], how="sent", message_id="77"))
    with suppress(ZeroDivisionError), store.transaction() as unit:
        assert unit.slot_message("telegram:1", "1:1") == "77"
        raise ZeroDivisionError
    assert (len(hands.carried), store.waiting()) == (1, 1)
    send(store, line("edited", "edit", slot="1:1", at=NOW))
    assert (hands.carried, hands.keys[1:], hands.lines[1].message_id) == ([], ["edited"], "77")
    assert store.waiting() == 1

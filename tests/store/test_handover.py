"""Lines handed to the courier of this process as they are put in: those that wait for nothing that it has not.

Requirements: (1) what is handed over goes when a claim would give it, and the rest can be claimed; (2) only
after the commit; (3) a known key is not handed over again; (4) only lines of the channel, put in by the courier's own
thread; (5) what a dead process was handed comes out again.
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url

from bot.channels.telegram.queue import Queue
from bot.ports import Booking, LentLine, Outgoing
from bot.store.outbox import LENT
from bot.store.sql import SqlStore, open_store

from .making import NOW, book_sent, line, send

Said = tuple[str, Any, str]
Twins = tuple[SqlStore, SqlStore]
ADDRESSES, SLOTS = ("telegram:1", "telegram:2", "console:1"), ("1:1", "1:2")
SAID = st.tuples(st.sampled_from(ADDRESSES), st.sampled_from(["show", "show", "edit", "toast"]), st.sampled_from(SLOTS))


class Hands:
    """Takes what it is handed."""

    channel = "telegram:"

    def __init__(self, store: SqlStore) -> None:
        self.lines, self.behind = list[LentLine](), set[str]()
        store.hand_to(self)

    def take(self, lines: Sequence[LentLine], behind: Collection[str]) -> None:
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
@given(data=st.data(), before=st.lists(SAID, max_size=3), now=st.lists(st.lists(SAID, min_size=1), max_size=3))
def test_what_is_handed_over_goes_when_a_claim_would_give_it(
    twins: Twins, data: st.DataObject, before: list[Said], now: list[list[Said]]
) -> None:
    """Lines are put in, and one after the other is sent: the same may go at every moment, to the same messages."""
    handing, claiming = twins
    emptied(twins)
    send(handing, *lines("before", before))
    send(claiming, *lines("before", before))
    hands, queue = Hands(handing), Queue()
    ours = queue.put(handing.claim(NOW, 99, "telegram:"))
    theirs = claiming.claim(NOW, 99, "telegram:")
    coming = [lines(f"now{at}", said) for at, said in enumerate(now)]
    while coming or ours:
        assert sorted(map(told, ours)) == sorted(map(told, theirs))
        if coming and (not ours or data.draw(st.booleans())):
            put_in = coming.pop()
            send(handing, *put_in)
            send(claiming, *put_in)
            ours += queue.put(hands.lines)
            hands.lines.clear()
        else:
            line = data.draw(st.sampled_from(ours))
            message = f"{line.key} sent" if line.do == "show" else line.message_id
            (same,) = [one for one in theirs if one.key == line.key]
            ours.remove(line)
            theirs.remove(same)
            handing.book([Booking(line=line, how="sent", message_id=message)], NOW)
            ours += queue.done(line, message)
            claiming.book([Booking(line=same, how="sent", message_id=message)], NOW)
        ours += queue.put(handing.claim(NOW, 99, "telegram:"))
        theirs += claiming.claim(NOW, 99, "telegram:")
    assert not theirs
    assert not len(queue)


def told(line: LentLine) -> tuple[str, str]:
    return line.key, line.message_id or ""


def emptied(twins: Twins) -> None:
    for store in twins:
        store.hand_to(None)
        with store.transaction() as unit:
            unit.connection.exec_driver_sql("DELETE FROM outbox")


def test_behind_one_that_waits_for_another_try_nothing_is_handed_over(store: SqlStore) -> None:
    hands = Hands(store)
    send(store, line("a", at=NOW), line("b", at=NOW), line("c", "toast", at=NOW))
    (a, _, _) = hands.lines
    store.book([Booking(line=a, how="again", not_before=NOW + LENT)], NOW)
    send(store, line("d", at=NOW), line("e", "toast", at=NOW), line("f", address="telegram:2", at=NOW))
    assert (hands.keys, hands.behind) == (["a", "b", "c", "e", "f"], {"telegram:1"})


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

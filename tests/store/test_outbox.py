"""The outbox: in order within each chat, until done.

Requirements: (1) of each address only the oldest unsent line is handed out; (2) a retry keeps the later ones waiting, a
failure does not; (3) the same key goes out once; (4) an edit finds the message that was shown, or is dropped; (5) what
a dead courier held becomes due again, what a living one holds does not; (6) any number of couriers keep the order;
(7) a clock that jumps keeps no line waiting.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from time import monotonic

import pytest

from bot.ports import LentLine, Outbox
from bot.store.outbox import LENT
from bot.store.sql import SqlStore, open_store

from .making import NOW, SECOND, book_again, book_failed, book_sent, elsewhere, line, send, table


def keys(store: SqlStore, at: datetime = NOW, limit: int = 50) -> list[str]:
    """What is handed out."""
    return [pending.key for pending in store.claim(at, limit)]


def only(store: SqlStore, at: datetime = NOW) -> LentLine:
    """The one line that is handed out."""
    (pending,) = store.claim(at, 50)
    return pending


def deliver(store: SqlStore, message_id: str | None = None, at: datetime = NOW) -> str:
    """Send the one line that is due."""
    pending = only(store, at)
    book_sent(store, pending, message_id, at)
    return pending.key


def test_a_line_comes_out_as_it_went_in(store: SqlStore) -> None:
    send(store, line("a", "toast", refers="tap-1"))
    pending = only(store)
    assert (pending.address, pending.do, pending.key, pending.refers) == ("telegram:1", "toast", "a", "tap-1")
    assert (pending.picture, pending.attempts, pending.message_id) == ({"lines": ["a"]}, 1, None)


def test_each_address_goes_in_order(store: SqlStore) -> None:
    send(store, line("a1"), line("a2"), line("b1", address="telegram:2"))
    assert keys(store) == ["a1", "b1"]
    assert keys(store) == []
    book_sent(store, 1, None, NOW)
    assert keys(store) == ["a2"]
    assert store.outbox().waiting == 2


def test_nothing_waits_behind_a_reminder_and_a_reminder_waits_behind_all(store: SqlStore) -> None:
    send(store, line("remind:1:missing", slot="remind:1:missing"), line("a1"))
    assert keys(store) == ["remind:1:missing", "a1"]
    send(store, line("a2", address="telegram:2"), line("remind:2:missing", address="telegram:2"))
    assert keys(store) == ["a2"]


def test_no_more_than_asked_for(store: SqlStore) -> None:
    send(store, *(line(str(number), address=f"telegram:{number}") for number in range(5)))
    assert keys(store, limit=2) == ["0", "1"]
    assert keys(store, limit=2) == ["2", "3"]


def test_a_retry_keeps_the_later_ones_waiting(store: SqlStore) -> None:
    send(store, line("a1"), line("a2"), line("b1", address="telegram:2"))
    keys(store)
    book_again(store, 1, NOW + 5 * SECOND, "flood")
    book_sent(store, 3, None, NOW)
    assert keys(store, NOW + 4 * SECOND) == []
    again = only(store, NOW + 5 * SECOND)
    assert (again.key, again.attempts, again.not_before) == ("a1", 2, NOW + 5 * SECOND)


def test_a_failure_does_not(store: SqlStore) -> None:
    send(store, line("a1"), line("a2"))
    book_failed(store, only(store).id, "blocked by the user")
    assert keys(store) == ["a2"]
    (failure,) = store.failures(10)
    assert (failure.key, failure.address, failure.reason) == ("a1", "telegram:1", "blocked by the user")


def test_a_failed_line_can_be_tried_again(store: SqlStore) -> None:
    send(store, line("a1"))
    book_failed(store, only(store).id, "blocked by the user")
    book_again(store, 1, NOW, "unblocked")
    assert (keys(store), store.failures(10)) == (["a1"], [])


def test_the_same_key_goes_out_once(store: SqlStore) -> None:
    send(store, line("a1"), line("a2"))
    send(store, line("a1", address="telegram:2"), line("a3"))
    assert [deliver(store) for _ in range(3)] == ["a1", "a2", "a3"]
    send(store, line("a1"))
    assert store.outbox().waiting == 0


def test_an_edit_finds_the_message_last_shown_in_its_slot(store: SqlStore) -> None:
    send(store, line("show1", slot="q"), line("show2", slot="q"), line("edit", "edit", slot="q"))
    deliver(store, "100")
    deliver(store, "101")
    assert only(store).message_id == "101"
    with store.reading() as unit:
        assert unit.slot_message("telegram:1", "q") == "101"
        assert unit.slot_message("telegram:2", "q") is None


def test_a_slot_belongs_to_one_address(store: SqlStore) -> None:
    send(store, line("a", slot="q"), line("b", "edit", slot="q", address="telegram:2"))
    assert deliver(store, "100") == "a"
    assert (keys(store), store.outbox().waiting) == ([], 0)


@pytest.mark.parametrize("do", ["edit", "delete"])
def test_without_its_message_an_edit_is_dropped(store: SqlStore, do: str) -> None:
    send(store, line("show", slot="q"), line("1", do, slot="q"), line("2", do, slot="q"), line("next"))
    book_failed(store, only(store).id, "chat not found")
    assert keys(store) == ["next"]
    assert [row[7] for row in table(store, "outbox")] == ["failed", "dropped", "dropped", "waiting"]


def test_an_edit_waits_for_its_show(store: SqlStore) -> None:
    send(store, line("show", slot="q"), line("edit", "edit", slot="q"))
    book_again(store, only(store).id, NOW + SECOND, "timeout")
    assert keys(store) == []
    assert deliver(store, "100", NOW + SECOND) == "show"
    assert only(store, NOW + SECOND).message_id == "100"


def test_an_edit_may_name_its_message_itself(store: SqlStore) -> None:
    send(store, line("edit", "edit", refers="77"))
    assert only(store).message_id == "77"


def test_an_edit_that_became_a_new_message_fills_the_slot(store: SqlStore) -> None:
    send(store, line("show", slot="q"), line("1", "edit", slot="q"), line("2", "edit", slot="q"))
    deliver(store, "100")
    deliver(store, "200")
    assert only(store).message_id == "200"


def test_after_a_delete_the_slot_is_empty(store: SqlStore) -> None:
    send(store, line("show", slot="q"), line("delete", "delete", slot="q"), line("edit", "edit", slot="q"))
    deliver(store, "100")
    assert only(store).message_id == "100"
    book_sent(store, 2, None, NOW)
    assert (keys(store), store.outbox().waiting) == ([], 0)


def test_an_edit_without_a_new_message_keeps_the_slot(store: SqlStore) -> None:
    send(store, line("show", slot="q"), line("1", "edit", slot="q"), line("2", "edit", slot="q"))
    deliver(store, "100")
    deliver(store, None)
    assert only(store).message_id == "100"


def test_what_a_dead_courier_held_becomes_due_again(store: SqlStore) -> None:
    send(store, line("a1"), line("a2"))
    assert keys(store) == ["a1"]
    assert keys(store, NOW + LENT - SECOND) == []
    assert only(store, NOW + LENT).attempts == 2


def test_what_a_living_courier_holds_does_not(store: SqlStore) -> None:
    send(store, line("a1"), line("b1", address="telegram:2"))
    assert keys(store) == ["a1", "b1"]
    store.renew([1], NOW + LENT - SECOND)
    assert keys(store, NOW + LENT) == ["b1"]
    assert keys(store, NOW + LENT + LENT - SECOND) == ["a1"]


def test_what_is_sent_cannot_be_kept(store: SqlStore) -> None:
    send(store, line("a1"), line("a2"))
    book_sent(store, only(store).id, None, NOW)
    store.renew([1, 2], NOW)
    store.renew([], NOW)
    assert keys(store) == ["a2"]


def test_the_only_courier_takes_all_back_at_its_start(store: SqlStore) -> None:
    send(store, line("a1"))
    assert keys(store) == ["a1"]
    store.release()
    assert keys(store) == ["a1"]


def test_a_release_leaves_retries_where_they_are(store: SqlStore) -> None:
    send(store, line("a1"))
    book_again(store, only(store).id, NOW + SECOND, "flood")
    store.release()
    assert keys(store) == []


def test_two_couriers_share_the_work(store: SqlStore, other: SqlStore) -> None:
    send(store, *(line(str(number), address=f"telegram:{number}") for number in range(6)))
    assert sorted(keys(store, limit=3) + keys(other, limit=5)) == list("012345")


def carry(url: str, log: Path) -> None:
    """A courier as a process of its own: notes when it had which line."""
    store, had = open_store(url, wait=30), list[tuple[float, float, str, str]]()
    while store.outbox().waiting:
        for pending in store.claim(datetime.now(UTC), 7):
            begun = monotonic()
            book_sent(store, pending, None, datetime.now(UTC))
            had.append((begun, monotonic(), pending.address, pending.key))
    log.write_text(json.dumps(had))


def test_couriers_in_several_processes_keep_the_order(url: str, store: SqlStore, tmp_path: Path) -> None:
    addresses = [f"telegram:{chat}" for chat in range(6)]
    send(store, *(line(f"{address}:{number}", address=address) for number in range(12) for address in addresses))
    logs = [tmp_path / name for name in "ab"]
    store.close()
    assert elsewhere(*(partial(carry, url, log) for log in logs)) == [0, 0]
    had = sorted(tuple(one) for log in logs for one in json.loads(log.read_text()))
    for address in addresses:
        keys = [key for *_, where, key in had if where == address]
        assert keys == [f"{address}:{number}" for number in range(12)]


def test_the_outbox_in_figures(store: SqlStore) -> None:
    assert store.outbox() == Outbox(waiting=0, oldest=None, failed=0)
    send(store, line("a1", at=NOW + SECOND), line("a2", at=NOW), line("b1", address="telegram:2"))
    assert store.outbox() == Outbox(waiting=3, oldest=NOW, failed=0)
    book_failed(store, 1, "blocked")
    book_sent(store, 2, None, NOW)
    assert store.outbox() == Outbox(waiting=1, oldest=None, failed=1)


@pytest.mark.parametrize("days", [-3, -400, 3], ids=str)
def test_a_clock_that_jumped_keeps_nothing_waiting(store: SqlStore, days: int) -> None:
    """What was lent, or put off, by a clock that is now known to be wrong is due at once."""
    send(store, line("lent"), line("put off", address="telegram:2"), line("new", address="telegram:3"))
    book_again(store, store.claim(NOW, 2)[1].id, NOW + 60 * SECOND, "500")
    assert keys(store, NOW + timedelta(days=days)) == ["lent", "put off", "new"]


def test_couriers_whose_clocks_differ_a_little_do_not_take_each_others_lines(store: SqlStore) -> None:
    send(store, line("a1"))
    assert keys(store, NOW) == ["a1"]
    assert keys(store, NOW - 5 * 60 * SECOND) == []


@pytest.mark.parametrize("gives_up", ["retry", "failed"])
def test_a_line_that_another_courier_has_sent_stays_sent(store: SqlStore, other: SqlStore, gives_up: str) -> None:
    send(store, line("a1"), line("a2"))
    slow, quick = only(store), only(other, NOW + LENT)
    book_sent(other, quick, "100", NOW + LENT)
    if gives_up == "retry":
        book_again(store, slow, NOW, "timeout")
    else:
        book_failed(store, slow, "timeout")
    assert (keys(store, NOW + LENT), store.failures(10)) == (["a2"], [])


def test_old_lines_are_forgotten_when_they_are_done(store: SqlStore) -> None:
    lines = [line(key, address=f"telegram:{key}") for key in ("sent", "failed", "waiting")]
    send(store, *lines, line("dropped", "edit", address="telegram:dropped", slot="q"))
    keys(store)
    book_sent(store, 1, "100", NOW)
    book_failed(store, 2, "blocked")
    store.forget(NOW)
    assert len(table(store, "outbox")) == 4
    store.forget(NOW + SECOND)
    assert [row[1] for row in table(store, "outbox")] == ["failed", "waiting"]


def test_nothing_to_send_is_nothing(store: SqlStore) -> None:
    send(store)
    assert (keys(store), store.outbox().waiting) == ([], 0)

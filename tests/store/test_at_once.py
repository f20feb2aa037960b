"""Several workers on one database at the same time.

Requirements: (1) of the same update delivered to all of them one counts; (2) different updates of one case are all
counted, one after the other; (3) every line of the outbox goes to one courier, and in order within its address; (4)
whoever starts together brings the database up to date once.
"""

from __future__ import annotations

from collections import defaultdict

import pytest

from bot.ports import Conflict, StoreBusy
from bot.store.migrate import migrate
from bot.store.sql import SqlStore, open_store
from bot.store.verify import verify

from .making import NOW, WORKERS, at_once, book_sent, draft, elsewhere, line, opened, send, table, working


def counted(store: SqlStore, case_id: int, key: str) -> bool:
    """One update of a case, as the desk deals with it; says whether it was news."""
    with store.transaction() as unit:
        if not unit.first_time(key, NOW):
            return False
        case = unit.case(case_id)
        assert case is not None
        unit.append(case, [draft(data={"key": key})], state="ask:egfr", turn=case.turn + 1)
        unit.send(line(key))
        return True


def insistent(store: SqlStore, case_id: int, key: str) -> bool:
    """The same, once more where somebody else was first."""
    while True:
        try:
            return counted(store, case_id, key)
        except Conflict:
            continue


def test_the_same_update_counts_once(store: SqlStore, url: str) -> None:
    case, news = opened(store).id, list[str]()
    updates = [str(number) for number in range(20)]

    def deliver(mine: SqlStore, worker: int) -> None:
        news.extend(key for key in updates if insistent(mine, case, key))

    at_once(url, deliver)
    assert sorted(news, key=int) == updates
    with store.reading() as unit:
        assert [entry.data["key"] for entry in unit.entries(case)] == updates
    assert [row[1] for row in table(store, "outbox")] == updates


def test_different_updates_of_one_case_are_all_counted(store: SqlStore, url: str) -> None:
    case = opened(store).id

    def deliver(mine: SqlStore, worker: int) -> None:
        assert all(insistent(mine, case, f"{worker}:{number}") for number in range(10))

    at_once(url, deliver)
    with store.reading() as unit:
        found = [entry.data["key"].split(":") for entry in unit.entries(case)]
    assert len(found) == WORKERS * 10
    for worker in range(WORKERS):
        assert [number for one, number in found if one == str(worker)] == [str(number) for number in range(10)]
    assert verify(store) == []


def test_every_line_goes_out_once_and_in_order(store: SqlStore, url: str) -> None:
    lines, addresses, sent = 20, 10, list[str]()
    send(store, *(line(f"{one}:{n}", address=f"telegram:{one}") for n in range(lines) for one in range(addresses)))

    def carry(mine: SqlStore, worker: int) -> None:
        while mine.outbox().waiting:
            for pending in mine.claim(NOW, 3 + worker):
                sent.append(pending.key)
                book_sent(mine, pending, None, NOW)

    at_once(url, carry)
    came = defaultdict(list)
    for key in sent:
        address, _, number = key.partition(":")
        came[address].append(int(number))
    assert came == {str(one): list(range(lines)) for one in range(addresses)}


def test_whoever_starts_together_is_up_to_date_together(empty_url: str) -> None:
    assert elsewhere(*[lambda: migrate(empty_url)] * WORKERS) == [0] * WORKERS
    with working(empty_url) as store:
        assert opened(store).code == "NJ01-0001"


def test_on_postgresql_nobody_waits_for_another_case(server_store: SqlStore, postgresql_database: str) -> None:
    first, second = opened(server_store).id, opened(server_store).id
    impatient = open_store(postgresql_database, wait=0.2)
    with server_store.transaction() as unit:
        assert unit.case(first)
        assert counted(impatient, second, "another")
        with pytest.raises(StoreBusy):
            counted(impatient, first, "the same")
    assert counted(impatient, first, "the same")
    impatient.close()

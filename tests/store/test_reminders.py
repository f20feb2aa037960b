"""Which case is looked at next, by which worker.

Promises: (1) a case is due once its moment has come, the longest overdue first; (2) two workers at once never look at the
same one, and neither waits; (3) one that is planned anew keeps what rests.
"""

from __future__ import annotations

from datetime import date, timedelta

from bot.store.sql import SqlStore, open_store

from .making import KEYRING, NOW, draft, opened

HOUR = timedelta(hours=1)
HUSHED = {"missing": date(2026, 11, 29), "lapses-2027-01-12": None}


def test_the_longest_overdue_comes_first_and_none_before_its_moment(store: SqlStore) -> None:
    first, second = opened(store), opened(store)
    with store.transaction() as unit:
        unit.look_again(first.id, NOW)
        unit.look_again(second.id, NOW - HOUR)
    for case in (second, first):
        with store.transaction() as unit:
            due = unit.due_reminding(NOW)
            assert due is not None
            assert due.case == case
            unit.plan(case.id, NOW + HOUR, {})
    with store.transaction() as unit:
        assert unit.due_reminding(NOW) is None
        assert unit.due_reminding(NOW + HOUR) is not None


def test_the_case_that_is_due_is_called_as_its_site_calls_it(sqlite_database: str) -> None:
    store = open_store(sqlite_database, keyring=KEYRING)
    case = opened(store)
    with store.transaction() as unit:
        unit.append(case, [draft()], state="ask:egfr", turn=1, label="D-17")
        unit.look_again(case.id, NOW)
    with store.transaction() as unit:
        due = unit.due_reminding(NOW)
    store.close()
    assert due is not None
    assert due.case.label == "D-17"


def test_what_rests_survives_and_never_is_never(store: SqlStore) -> None:
    case = opened(store)
    with store.transaction() as unit:
        unit.look_again(case.id, NOW)
        unit.plan(case.id, None, HUSHED)
        assert unit.due_reminding(NOW + 1000 * HOUR) is None
        unit.look_again(case.id, NOW)
    with store.transaction() as unit:
        due = unit.due_reminding(NOW)
        assert due is not None
        assert due.hushed == HUSHED


def test_two_workers_take_two_cases(server_store: SqlStore) -> None:
    cases = {opened(server_store).id, opened(server_store).id}
    with server_store.transaction() as unit:
        for id in cases:
            unit.look_again(id, NOW)
    with server_store.transaction() as one, server_store.transaction() as other, server_store.transaction() as third:
        taken = [unit.due_reminding(NOW) for unit in (one, other, third)]
        assert {due.case.id for due in taken if due} == cases
        assert taken[2] is None

"""Nothing that happens during a talk gets slower with the number of stored cases.

Requirements: (1) no statement of a turn, of the courier or of looking through the records reads a table from one end to
the other, and none sorts more than it gives; (2) so it is on both databases, full as they become.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.store.sql import SqlStore
from bot.store.verify import verify

from .making import NOW, append, book_again, book_failed, book_sent, draft, line, opened
from .many import fill

CASES = 2000
LARGE = {"cases", "entries", "outbox", "slots", "seen"}
ALLOWED = {
    "SCAN seen USING COVERING INDEX ix_seen_at",  # no further than the ten thousand that are always kept
    "SCAN outbox USING INDEX ix_outbox_waiting",  # what waits, and nothing else
    "SCAN outbox USING COVERING INDEX ix_outbox_waiting",
}
Statement = tuple[str, Any]
Act = Callable[[SqlStore], object]


def one_turn(store: SqlStore) -> None:
    """All that the desk asks for."""
    with store.transaction() as unit:
        assert unit.first_time("telegram:5", NOW)
        assert unit.staff_by_address("console:NJ01")
        case = unit.case_by_code("NJ01-0001")
        assert case is not None
        assert case == unit.case(case.id)
        unit.append(case, [draft()], state="ask", turn=9)
        unit.send(line("a", slot="q"))
        assert unit.slot_message("telegram:1", "q") is None
        assert unit.entries(case.id)
        assert unit.latest(case.id, "answered")
        assert unit.slot_of("telegram:1", "100") is None
        assert not unit.cases_of(site="MANY1", label="A-017", limit=8)


def lists_of_cases(store: SqlStore) -> None:
    """By person, by site, by trial: the latest first."""
    with store.reading() as unit:
        assert unit.cases_of(limit=20, owner=1)
        assert unit.cases_of(limit=20, site="MANY1")
        assert unit.cases_of(limit=20, trial="ln-msc")


def deliveries(store: SqlStore) -> None:
    """One line that goes out at the second try, one that never does."""
    with store.transaction() as unit:
        unit.send(line("a", slot="q"), line("b", address="telegram:2"))
    first, second = store.claim(NOW, 10, "telegram:")
    book_again(store, first, NOW, "flood")
    store.claim(NOW, 10, "telegram:")
    book_sent(store, first, "100", NOW)
    book_failed(store, second, "blocked")
    assert store.claim(NOW, 10, "telegram:") == []


def housekeeping(store: SqlStore) -> None:
    """What was done long ago is forgotten, here: nothing."""
    store.release("telegram:")
    store.forget(NOW - timedelta(days=9000))


def looking_through(store: SqlStore) -> None:
    """The records page by page, and one of them."""
    assert len(list(islice(store.every_case(), 500))) == 500
    assert verify(store, "NJ01-0001") == []


@contextmanager
def listening(engine: Engine) -> Iterator[list[Statement]]:
    """Every statement that is carried out meanwhile."""
    said: list[Statement] = []

    def hear(connection: object, cursor: object, words: str, values: Any, *rest: object) -> None:
        said.append((words, values))

    event.listen(engine, "before_cursor_execute", hear)
    yield said
    event.remove(engine, "before_cursor_execute", hear)


def sqlite_faults(engine: Engine, statement: Statement) -> list[str]:
    """Steps of SQLite's plan that walk through a table, or sort."""
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement[0]}", statement[1]).all()
    return [step[3] for step in plan if (step[3].startswith("SCAN") and step[3] not in ALLOWED) or "TEMP" in step[3]]


def postgresql_faults(engine: Engine, statement: Statement) -> list[str]:
    """Steps of PostgreSQL's plan that walk through a large table."""
    with engine.connect() as connection:
        words = f"EXPLAIN (FORMAT JSON) {statement[0]}"
        (plan,) = connection.exec_driver_sql(words, statement[1]).scalar_one()
    found = [step for step in steps(plan["Plan"]) if step["Node Type"] == "Seq Scan"]
    return [step["Relation Name"] for step in found if step["Relation Name"] in LARGE]


def steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A plan's steps, the last first."""
    yield plan
    for part in plan.get("Plans", ()):
        yield from steps(part)


FAULTS = {"sqlite": sqlite_faults, "postgresql": postgresql_faults}


@pytest.fixture
def full(store: SqlStore) -> SqlStore:
    """A store with many cases, and one that is being talked about."""
    fill(store.engine, CASES)
    append(store, opened(store).id)
    return store


@pytest.mark.parametrize("act", [one_turn, lists_of_cases, deliveries, housekeeping, looking_through])
def test_no_statement_walks_through_a_table(full: SqlStore, act: Act) -> None:
    with listening(full.engine) as said:
        act(full)
    asked = [one for one in said if one[0].startswith(("SELECT", "UPDATE", "DELETE"))]
    faults = {one[0]: FAULTS[full.engine.dialect.name](full.engine, one) for one in asked}
    assert len(faults) > 1
    assert {words: found for words, found in faults.items() if found} == {}

"""Many workers on one database come to what one worker comes to.

Random conversations are improvised with one worker, and then delivered to several at once: every update to every
worker, some of them again and again, in order for each person but in no order between persons. Requirements: (1)
records, people and messages are then, byte for byte, those of the one worker; (2) so they are while connections are
being lost; (3) where the updates of one case are dealt out to the workers, so that nobody knows their order, the record
is that of some order, and nobody is left without a reply.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import create_engine

from bot.desk.front import Desk
from bot.desk.incoming import Incoming, Tap
from bot.desk.room import House
from bot.ports import CaseRow, Conflict, Entry, StoreFailed, Team
from bot.store.migrate import migrate
from bot.store.sql import SqlStore, open_store
from bot.store.verify import verify
from tests.core.worlds import RSV, second
from tests.servers.databases import ALONE
from tests.store.making import NOW, SECOND, WORKERS, at_once, elsewhere, table, working

PEOPLE = ("talk:ann", "talk:bo", "talk:cy")
TEAM = "talk:team"
MANY = 20
RIGHT = {
    "visit_date": "2026-11-29",
    "birth_date": "1960-05-12",
    "height": "170 cm",
    "weight": "70 kg",
    "systolic": "130",
}
TYPED = ("不详", "2026-11-29", "1960-05-12", "170 cm", "no", "yes", "2 L", "back", "?!")
ACTS = ("unknown", "back", "why", "stop", "go_on", "send", "take", "change", "open", "open", "language")
COMMANDS = ("help", "language", "cases", "cancel")
Updates = list[Incoming]
Record = tuple[CaseRow, tuple[Entry, ...]]


def desk_on(store: SqlStore) -> Desk:
    """A worker's desk."""
    return Desk(store, House({RSV.id: RSV}, second().texts))


def update(person: str, number: int, **what: Any) -> Incoming:
    """Something that a person did; each at a moment of its own."""
    at = NOW + (number * len(PEOPLE) + PEOPLE.index(person)) * SECOND
    key = f"{person}:{number}"
    refers = f"tap {key}" if what["what"] == "tap" else None
    return Incoming(key=key, at=at, person=person, chat=person, name=person, refers=refers, **what)


def begun(store: SqlStore) -> None:
    """Everybody is there and has opened a case; the study team has its chat."""
    desk = desk_on(store)
    with store.transaction() as unit:
        unit.set_team(Team(address=TEAM, trial=RSV.id, site="*", language="en"))
        for person in PEOPLE:
            unit.add_staff(address=person, name=person, role="screener", site="LD01", language="en", at=NOW)
    for number, person in enumerate(PEOPLE, 1):
        desk.handle(update(person, 0, what="command", command="screen"))
        desk.handle(update(person, 1, what="tap", tap=Tap(act="agree", case=number, turn=1)))


def improvised(store: SqlStore, chance: Random) -> Updates:
    """Conversations as one worker sees them: each update is made up when the one before is done."""
    begun(store)
    desk, said = desk_on(store), list[Incoming]()
    for number in range(2, MANY):
        for case, person in enumerate(PEOPLE, 1):
            said.append(update(person, number, **_idea(chance, _row(store, case))))
            desk.handle(said[-1])
    return said


def _row(store: SqlStore, case: int) -> CaseRow:
    with store.reading() as unit:
        row = unit.case(case)
    assert row is not None
    return row


def _idea(chance: Random, row: CaseRow) -> dict[str, Any]:
    roll = chance.random()
    if roll < 0.5:
        return {"what": "text", "text": RIGHT.get(row.state, "not known yet")}
    if roll < 0.7:
        return {"what": "text", "text": chance.choice(TYPED)}
    if roll < 0.8:
        return {"what": "command", "command": chance.choice(COMMANDS)}
    act, turn = chance.choice(ACTS), max(row.turn - chance.choice((0, 0, 0, 1)), 0)
    return {"what": "tap", "tap": Tap(act=act, value=str(row.id) if act == "open" else "0", case=row.id, turn=turn)}


def deliver(desk: Desk, incoming: Incoming) -> None:
    """Again and again, until it is confirmed."""
    while True:
        try:
            desk.handle(incoming)
            return
        except (StoreFailed, Conflict):
            continue


def redelivered(updates: Updates, chance: Random) -> Iterator[Incoming]:
    """All of them, each person's in order, and now and then an old one again."""
    left = {person: [one for one in updates if one.person == person] for person in PEOPLE}
    done = list[Incoming]()
    while any(left.values()):
        if done and chance.random() < 0.2:
            yield chance.choice(done)
        mine = left[chance.choice([person for person in PEOPLE if left[person]])]
        done.append(mine.pop(0))
        yield done[-1]


def outcome(store: SqlStore) -> dict[str, Any]:
    """Everything that must not depend on who did the work; the order of the team's cards may."""
    sent = defaultdict(list)
    for _, key, address, do, slot, picture, refers, *_ in table(store, "outbox"):
        sent[address].append((key, do, slot, picture, refers))
    sent[TEAM].sort()
    with store.reading() as unit:
        people = [unit.staff_by_address(person) for person in PEOPLE]
    return {"records": records(store), "people": people, "sent": dict(sent), "seen": table(store, "seen")}


def records(store: SqlStore) -> list[Record]:
    """Every case and its entries."""
    with store.reading() as unit:
        return [(row, unit.entries(row.id)) for row in store.every_case()]


@pytest.fixture
def alone(tmp_path: Path, sqlite_template: Path) -> Iterator[SqlStore]:
    """The database of the one worker."""
    file = tmp_path / "alone.db"
    file.write_bytes(sqlite_template.read_bytes())
    store = open_store(f"sqlite:///{file}")
    yield store
    store.close()


@pytest.fixture
def together(database: str) -> Iterator[SqlStore]:
    """The database of the many workers."""
    store = open_store(database)
    yield store
    store.close()


def by_threads(url: str, work: Callable[[SqlStore, int], None]) -> None:
    """The workers are threads."""
    at_once(url, work)


def by_processes(url: str, work: Callable[[SqlStore, int], None]) -> None:
    """The workers are processes."""

    def begin(number: int) -> None:
        with working(url) as store:
            work(store, number)

    assert elsewhere(*(lambda number=number: begin(number) for number in range(WORKERS))) == [0] * WORKERS


@pytest.mark.parametrize(("way", "seed"), [(by_threads, 5), (by_processes, 4)])
def test_many_workers_come_to_what_one_comes_to(
    alone: SqlStore, together: SqlStore, database: str, way: Callable[..., None], seed: int
) -> None:
    updates = improvised(alone, Random(seed))
    begun(together)

    def work(store: SqlStore, number: int) -> None:
        desk = desk_on(store)
        for incoming in redelivered(updates, Random(seed * WORKERS + number)):
            deliver(desk, incoming)

    way(database, work)
    expected = outcome(alone)
    assert sum(len(entries) for _, entries in expected["records"]) > 30
    assert outcome(together) == expected
    assert verify(together) == []


@pytest.mark.parametrize("seed", range(4))
def test_what_is_taken_together_comes_to_what_is_taken_one_by_one(
    alone: SqlStore, together: SqlStore, seed: int
) -> None:
    chance = Random(seed)
    updates = improvised(alone, chance)
    begun(together)
    desk, coming = desk_on(together), list(redelivered(updates, chance))
    while coming:
        size = chance.choice((1, 2, 7, 25))
        group, coming = coming[:size], coming[size:]
        desk.handle_all(group)
    assert outcome(together) == outcome(alone)
    assert verify(together) == []


def test_groups_of_several_workers_come_to_what_one_comes_to(
    alone: SqlStore, together: SqlStore, database: str
) -> None:
    updates = improvised(alone, Random(7))
    begun(together)

    def work(store: SqlStore, number: int) -> None:
        chance, desk = Random(number), desk_on(store)
        coming = list(redelivered(updates, chance))
        for at in range(0, len(coming), 5):
            try:
                desk.handle_all(coming[at : at + 5])
            except (StoreFailed, Conflict):
                for incoming in coming[at : at + 5]:
                    deliver(desk, incoming)

    at_once(database, work)
    assert outcome(together) == outcome(alone)
    assert verify(together) == []


def test_lost_connections_change_nothing(alone: SqlStore, postgresql_database: str) -> None:
    updates = improvised(alone, Random(6))
    store, over, got_on = open_store(postgresql_database), Event(), Event()
    begun(store)

    def disturb() -> None:
        """Only where somebody has got on since: on a slow machine nobody ever would."""
        engine = create_engine(postgresql_database, isolation_level="AUTOCOMMIT")
        while not over.wait(0.03):
            if got_on.is_set():
                got_on.clear()
                with engine.connect() as connection:
                    connection.exec_driver_sql(f"{ALONE} ORDER BY random() LIMIT 1")
        engine.dispose()

    def work(store: SqlStore, number: int) -> None:
        desk = desk_on(store)
        for incoming in redelivered(updates, Random(number)):
            deliver(desk, incoming)
            got_on.set()

    disturbing = Thread(target=disturb)
    disturbing.start()
    try:
        at_once(postgresql_database, work)
    finally:
        over.set()
        disturbing.join()
    assert outcome(store) == outcome(alone)
    store.close()


def test_updates_without_an_order_are_counted_in_some_order(
    alone: SqlStore, postgresql_database: str, tmp_path: Path
) -> None:
    together = open_store(postgresql_database)
    updates = [one for one in improvised(alone, Random(2)) if one.what != "command" and _of_the_case(one)]
    begun(together)

    def work(store: SqlStore, number: int) -> None:
        desk = desk_on(store)
        for incoming in updates[number::WORKERS]:
            deliver(desk, incoming)

    at_once(postgresql_database, work)
    replied = {key.partition("#")[0] for _, key, *_ in table(together, "outbox")}
    assert {one.key for one in updates} <= replied
    assert records(together) == records(in_the_order_of(records(together), updates, tmp_path))
    assert verify(together) == []
    together.close()


def _of_the_case(incoming: Incoming) -> bool:
    return incoming.tap is None or incoming.tap.act not in ("open", "language")


def in_the_order_of(found: list[Record], updates: Updates, folder: Path) -> SqlStore:
    """One worker, to whom the updates that left something in these records come in the order of the records."""
    url = f"sqlite:///{folder}/ordered.db"
    migrate(url)
    store = open_store(url)
    begun(store)
    desk, at = desk_on(store), {one.at: one for one in updates}
    for _, entries in found:
        for moment, _ in groupby(entries, lambda entry: entry.at):
            if moment in at:
                desk.handle(at[moment])
    return store

"""Strangers, before anything is written.

Requirements: (1) a stranger's update costs one read at most and no write, but for one polite line in six hours; (2) all
strangers together make us write only so much; (3) whoever is invited, or brings an invitation, always comes through;
(4) memory is bounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from bot.channels.telegram import door
from bot.channels.telegram.door import Door
from bot.desk.incoming import Incoming, Tap
from bot.desk.invitations import new_invitation
from bot.ports import StoreBusy, StoreDown
from bot.store.engine import reads_only
from bot.store.sql import SqlStore, open_store
from tests.channels.telegram.world import World
from tests.clock import now
from tests.emulator.phone import Phone

HOURS = 3600.0
HELLO = Incoming(
    key="telegram:1", at=now(), person="telegram:5", chat="telegram:5", name="X", what="text", text="hello"
)


class Clock:
    """Seconds that pass when they are told to."""

    at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def store(sqlite_database: str) -> Iterator[SqlStore]:
    """An empty database."""
    store = open_store(sqlite_database)
    yield store
    store.close()


@pytest.fixture
def said(store: SqlStore) -> list[str]:
    """What is said to the database from now on."""
    told: list[str] = []

    def tell(*given: Any) -> None:
        if given[2] != "BEGIN":
            told.append(given[2])

    event.listen(store.engine, "before_cursor_execute", tell)
    return told


def joined(store: SqlStore, person: str = "telegram:5") -> None:
    """Somebody who is invited."""
    with store.transaction() as unit:
        unit.add_staff(address=person, name="Li", role="screener", site="NJ01", language="en", at=now())


def test_a_stranger_comes_through_once_and_costs_one_read_each_time(store: SqlStore, said: list[str]) -> None:
    clock = Clock()
    door = Door(store, clock)
    let_in = []
    for _ in range(5):
        clock.at += 1
        let_in.append(door.lets_in(HELLO))
    assert let_in == [True, False, False, False, False]
    assert [statement.split()[0] for statement in said] == ["SELECT"] * 5
    clock.at += 6 * HOURS
    assert door.lets_in(HELLO)


def test_a_stranger_who_floods_costs_nothing(store: SqlStore, said: list[str]) -> None:
    door = Door(store, Clock())
    assert sum(door.lets_in(HELLO) for _ in range(1000)) == 1
    assert len(said) == 20


def test_an_army_of_strangers_makes_us_write_only_so_much(store: SqlStore) -> None:
    clock = Clock()
    door = Door(store, clock)
    army = [replace(HELLO, person=f"telegram:{id}") for id in range(1000)]
    assert sum(door.lets_in(one) for one in army) == 50
    clock.at += 2
    assert sum(door.lets_in(replace(one, what="tap", tap=Tap(act="go_on"))) for one in army) == 10


def test_strangers_who_come_together_cost_one_read_together(store: SqlStore, said: list[str]) -> None:
    joined(store, "telegram:7")
    said.clear()
    door = Door(store, Clock())
    crowd = [replace(HELLO, person=f"telegram:{id}") for id in range(100)]
    assert [sum(door.let_in(crowd)), sum(door.let_in(crowd))] == [51, 1]
    assert [statement.split()[0] for statement in said] == ["SELECT"] * 2


@pytest.mark.parametrize("what", ["text", "command", "added"])
def test_in_a_group_a_stranger_is_not_heard(store: SqlStore, what: Any) -> None:
    assert not Door(store).lets_in(replace(HELLO, chat="telegram:-9", private=False, what=what, command="team"))


def test_whoever_is_invited_always_comes_through_and_is_looked_up_rarely(store: SqlStore, said: list[str]) -> None:
    joined(store)
    said.clear()
    clock = Clock()
    door = Door(store, clock)
    assert all(door.lets_in(HELLO) for _ in range(1000))
    assert len(said) == 1
    clock.at += HOURS
    assert door.lets_in(HELLO)
    assert len(said) == 2


def test_an_open_invitation_lets_in_and_an_invented_one_does_not(store: SqlStore, said: list[str]) -> None:
    invitation = new_invitation("screener", "NJ01", now())
    with store.transaction() as unit:
        unit.add_invitation(invitation)
    said.clear()
    door = Door(store, Clock())
    starts = replace(HELLO, what="command", command="start", text="A" * 32)
    assert [door.lets_in(starts) for _ in range(4)] == [True, False, False, False], "the first is the polite line"
    assert all(statement.startswith("SELECT") for statement in said)
    assert door.lets_in(replace(starts, text=invitation.token))
    joined(store)
    assert door.lets_in(HELLO)


def test_whoever_has_left_is_a_stranger(store: SqlStore) -> None:
    joined(store)
    with store.transaction() as unit:
        person = unit.staff_by_address("telegram:5")
        assert person is not None
        unit.save_staff(replace(person, left_at=now()))
    door = Door(store, Clock())
    assert [door.lets_in(HELLO), door.lets_in(HELLO)] == [True, False]


def test_a_database_that_does_not_answer_refuses_the_update(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy() -> None:
        raise StoreBusy("locked")

    monkeypatch.setattr(store, "reading", busy)
    with pytest.raises(StoreBusy):
        Door(store, Clock()).lets_in(HELLO)


def test_only_so_many_are_remembered(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "CROWD", 3)
    here = Door(store, Clock())
    for id in range(10):
        here.lets_in(replace(HELLO, person=f"telegram:{id}"))
    assert list(here._visitors) == ["telegram:7", "telegram:8", "telegram:9"]


@pytest.mark.asyncio
async def test_strangers_write_nothing_but_their_one_line(world: World) -> None:
    strangers = [Phone(world.telegram, id) for id in range(10, 15)]
    for _ in range(4):
        for phone in strangers:
            phone.send("let me in")
    await world.quiet()
    workers = len(strangers[0].shown)
    assert workers <= 2, "each worker for itself"
    assert [len(phone.shown) for phone in strangers] == [workers] * 5
    with world.store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM seen").scalar_one() == 5 * workers


@pytest.mark.asyncio
async def test_a_stranger_whose_update_could_not_be_stored_is_answered_when_it_comes_again(world: World) -> None:
    phone = Phone(world.telegram, 66)

    def refused(connection: Connection) -> None:
        if not reads_only(connection):
            raise StoreDown("the disk is full")

    event.listen(Engine, "commit", refused)
    phone.send("let me in")
    await phone.until(lambda: phone.shown)
    assert "nothing can be stored just now" in phone.shown[-1].text
    event.remove(Engine, "commit", refused)
    await phone.until(lambda: any("invitation" in one.text for one in phone.shown))

"""Who sends from a database: what was lent to dead ones is taken back at once, and from the living nothing; who is to
be alone, is.

Each of these is another process, since a lock ends with its process.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from time import sleep
from typing import Protocol

import pytest

from bot.ports import StoreBusy
from bot.store.sql import SqlStore, open_store
from tests.core.worlds import ROOT
from tests.servers.databases import Databases
from tests.servers.postgres import Server
from tests.store.making import NOW, line, send

COMES = """
import sys
from bot.store.sql import open_store
store = open_store(sys.argv[1])
store.join("telegram:", alone=sys.argv[2] == "alone")
print("here", flush=True)
sys.stdin.read()
"""
Process = subprocess.Popen[str]


class Come(Protocol):
    """Begins a process that sends."""

    def __call__(self, how: str = "beside") -> Process: ...


def claimed(store: SqlStore) -> list[str]:
    """What is handed out now."""
    return [pending.key for pending in store.claim(NOW, 9, "telegram:")]


@pytest.fixture
def come(url: str) -> Iterator[Come]:
    """Another process that sends; here until it is killed, or the test is over."""
    with ExitStack() as here:

        def comes(how: str = "beside") -> Process:
            command = [sys.executable, "-c", COMES, url, how]
            pipe = subprocess.PIPE
            one: Process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=pipe, stdout=pipe)
            here.enter_context(one)
            here.callback(one.kill)
            assert one.stdout is not None
            assert one.stdout.readline() == "here\n"
            return one

        yield comes


def test_what_a_dead_one_held_is_taken_back_at_once_and_what_a_living_one_holds_never(
    store: SqlStore, come: Come
) -> None:
    first = come()
    send(store, line("a"))
    assert claimed(store) == ["a"]
    second = come()
    assert claimed(store) == []
    first.kill()
    first.wait()
    third = come()
    assert claimed(store) == []  # the second one may have it
    for one in (second, third):
        one.kill()
        one.wait()
    come()
    assert claimed(store) == ["a"]


def test_who_leaves_is_nobody(store: SqlStore, other: SqlStore, come: Come) -> None:
    store.join("telegram:")
    store.close()
    send(other, line("a"))
    assert claimed(other) == ["a"]
    come()
    assert claimed(other) == ["a"]


@pytest.mark.parametrize(("here", "alone"), [("alone", True), ("alone", False), ("beside", True)])
def test_who_is_to_be_alone_comes_only_where_nobody_is_and_keeps_others_out(
    store: SqlStore, other: SqlStore, come: Come, here: str, alone: bool
) -> None:
    first = come(here)
    send(other, line("a"))
    assert claimed(other) == ["a"]
    with pytest.raises(StoreBusy, match="another process"):
        store.join("telegram:", alone)
    assert claimed(other) == []
    first.kill()
    first.wait()
    at_last(lambda: store.join("telegram:", alone))
    assert claimed(other) == ["a"]


def test_a_server_that_was_restarted_hears_anew_who_is_here(shaky_server: Server) -> None:
    """Whoever came next took back, and sent again, what was on its way with those who lived."""
    url = Databases(shaky_server.url()).clean()
    living, next_one = open_store(url), open_store(url)
    living.join("telegram:")
    send(living, line("a"))
    assert claimed(living) == ["a"]
    shaky_server.restart()
    for _ in range(2):
        living.inherit("telegram:", [])  # as every second
    next_one.join("telegram:")
    assert claimed(next_one) == []
    for store in (living, next_one):
        store.close()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_who_is_left_at_a_server_inherits_at_once_what_the_last_other_one_had(
    store: SqlStore, other: SqlStore, come: Come
) -> None:
    store.join("telegram:")
    dying = come()
    send(store, line("mine"))
    (mine,) = store.claim(NOW, 9, "telegram:")
    send(store, line("its", address="telegram:2"))
    assert claimed(other) == ["its"]
    store.inherit("telegram:", [mine.id])
    assert claimed(store) == []  # it lives
    dying.kill()
    dying.wait()
    at_last(lambda: inherited(store, mine.id))


def inherited(store: SqlStore, mine: int) -> None:
    """StoreBusy while the server has not noticed yet who is gone."""
    store.inherit("telegram:", [mine])
    if claimed(store) != ["its"]:
        raise StoreBusy


def at_last(does: Callable[[], None]) -> None:
    """A server may need a moment to notice that somebody has gone."""
    for _ in range(200):
        with suppress(StoreBusy):
            return does()
        sleep(0.02)
    raise AssertionError("it never noticed")

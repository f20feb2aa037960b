"""What the store costs: one turn, one delivery, with more and more stored cases, on both databases; ratios matter.

    python -m tests.bench.store [CASES ...]

Milliseconds of a turn (seen? person, case, record, append, two lines for the outbox, commit), of bringing out one line
(claim, sent), and of verifying one record: medians of the quietest round. x: against the database without cases. The
databases are measured in turns, so that what else the machine does touches all of them.
TEST_DATABASE_URL names another PostgreSQL server than one started here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import astuple, dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bot.store.migrate import migrate
from bot.store.sql import SqlStore, open_store
from bot.store.verify import verify
from tests.servers.databases import GIVEN, Databases
from tests.servers.postgres import Unavailable, running
from tests.store.making import NOW, book_sent, draft, line, opened
from tests.store.many import fill

STORED = (0, 10_000, 1_000_000)
ROUNDS, TURNS = 12, 40


@dataclass(frozen=True)
class Cost:
    """Milliseconds."""

    turn: float
    delivery: float
    verification: float


def turn(store: SqlStore, case_id: int, key: str) -> None:
    """All that the desk asks of the store for one answer."""
    with store.transaction() as unit:
        assert unit.first_time(key, NOW)
        unit.staff_by_address("console:NJ01")
        case = unit.case(case_id)
        assert case is not None
        unit.entries(case.id)
        unit.append(case, [draft()], state="ask", turn=case.turn + 1)
        unit.send(line(f"{key}:edit", "edit", refers="1"), line(f"{key}:show", slot=key))


def deliver(store: SqlStore) -> None:
    """One line on its way out."""
    (pending,) = store.claim(NOW, 1, "telegram:")
    book_sent(store, pending, "1", NOW)


def measured(stores: list[SqlStore]) -> list[Cost]:
    """The costs on each of these databases."""
    for store in stores:
        _round(store)  # everything is loaded once
    rounds = [[_round(store) for store in stores] for _ in range(ROUNDS)]
    return [_quietest(list(of_one)) for of_one in zip(*rounds, strict=True)]


def _quietest(rounds: list[Cost]) -> Cost:
    return Cost(*(min(times) for times in zip(*map(astuple, rounds), strict=True)))


def _round(store: SqlStore) -> Cost:
    """One whole case."""
    case, turns, deliveries = opened(store), list[float](), list[float]()
    for number in range(TURNS):
        turns.append(_time(partial(turn, store, case.id, f"{case.code}:{number}")))
        deliveries += [_time(partial(deliver, store)) for _ in range(2)]
    verifications = [_time(partial(verify, store, case.code)) for _ in range(5)]
    return Cost(*(1000 * median(times) for times in (turns, deliveries, verifications)))


def _time(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


@contextmanager
def databases(many: int) -> Iterator[dict[str, list[str]]]:
    """So many empty ones of each kind."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        found = {"SQLite": [f"sqlite:///{folder}/{number}.db" for number in range(many)]}
        try:
            server = Databases(GIVEN or stack.enter_context(running()).url())
            stack.callback(server.drop)
            found["PostgreSQL"] = [server.empty() for _ in range(many)]
        except Unavailable as reason:
            print(f"no PostgreSQL: {reason}")
        yield found


def full(url: str, cases: int) -> SqlStore:
    """A store with so many cases."""
    migrate(url)
    store = open_store(url)
    if cases:
        fill(store.engine, cases)
    return store


def main(stored: tuple[int, ...]) -> None:
    """Prints the table."""
    print(f"{'database':12}{'cases':>10}{'turn':>8}{'x':>6}{'delivery':>10}{'x':>6}{'verify':>8}{'x':>6}")
    with databases(len(stored)) as found:
        for kind, urls in found.items():
            stores = [full(url, cases) for url, cases in zip(urls, stored, strict=True)]
            costs = measured(stores)
            for cases, cost in zip(stored, costs, strict=True):
                print(f"{kind:12}{cases:>10,}{_row(cost, costs[0])}", flush=True)
            for store in stores:
                store.close()


def _row(cost: Cost, base: Cost) -> str:
    pairs = zip((8, 10, 8), astuple(cost), astuple(base), strict=True)
    return "".join(f"{now:>{width}.2f}{now / then:>6.2f}" for width, now, then in pairs)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or STORED)

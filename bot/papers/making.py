"""Each paper as a whole, out of a store: what a command writes into a file, and a channel sends.

Every paper is made from one view of the store. Who may have it is decided and noted by the desk.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from bot.core.messages import say
from bot.core.trial import Trial
from bot.desk.roles import EVERY
from bot.papers.gathering import Says, Screening, screenings
from bot.papers.graphs import drawn, graphs
from bot.papers.printout import printout
from bot.ports import CaseRow, Store


class BrokenRecord(Exception):
    """A record is not what was written, so nothing of it is printed; `problems` says where."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("the record is not what was written")
        self.problems = problems


def considered(store: Store, trial: Trial, site: str) -> list[Screening]:
    """Everybody who was considered for a trial at a site; "*" is every site."""
    with store.reading() as unit:
        return list(screenings(unit, trial, None if site == EVERY else site))


def pictures(trial: Trial, found: Sequence[Screening], says: Says, language: str, today: date) -> dict[str, bytes]:
    """The numbers as PNG pictures for a phone, each by the name of what it shows."""
    about = say("{trial} · protocol v{version} · {date}", trial=trial.short, version=trial.version, date=today)
    return {name: drawn(graph, says, language, about) for name, graph in graphs(trial, found, today).items()}


def printed(
    store: Store, trial: Trial, row: CaseRow, says: Says, language: str, now: datetime, zone: tzinfo
) -> bytes:  # fmt: skip
    """One case as a PDF; BrokenRecord where its chain is not whole, NothingToPrint where it has no verdict."""
    if problems := store.problems(row.code):
        raise BrokenRecord(problems)
    with store.reading() as unit:
        return printout(unit, trial, row, says, language, now, zone)

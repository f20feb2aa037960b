"""Papers that the outbox names, made when they are sent: in a thread of their own, so that no screening waits.

One at a time, each from one view of the store. Nothing of them is kept. Whoever may not have a paper any more when it
is to be sent does not get it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from bot.core.messages import Message, say
from bot.core.trial import Trial
from bot.desk import roles
from bot.desk.papers import NOTHING, PAPERS
from bot.desk.roles import EVERY, Duty
from bot.desk.room import House
from bot.desk.trouble import trace_of
from bot.papers.gathering import Says, Screening
from bot.papers.log import log_as_xlsx
from bot.papers.making import BrokenRecord, considered, pictures, printed
from bot.papers.printout import NothingToPrint
from bot.ports import LentLine, Store, UnitOfWork

LOG = logging.getLogger(__name__)


class Unmade(Exception):
    """There is no paper; `words` says why to whoever wanted it."""

    def __init__(self, words: str) -> None:
        super().__init__("there is no paper")
        self.words = words


@dataclass(frozen=True, slots=True)
class File:
    """A file with its name, which says of what it is by codes alone."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the outbox names; `site` may be "*", `case` is the case's id where it is about one."""

    kind: str
    trial: Trial
    site: str
    language: str
    case: int
    says: Says
    at: datetime
    today: date

    def called(self, what: str, ending: str) -> str:
        """What a file is called."""
        where = "all" if self.site == EVERY else self.site
        return f"{what}-{self.trial.id}-{where}-{self.today:%Y-%m-%d}.{ending}"


class Papers:
    """Makes them out of a store."""

    def __init__(self, store: Store, house: House, clock: Callable[[], datetime]) -> None:
        self._store, self._house, self._clock = store, house, clock
        self._thread = ThreadPoolExecutor(1, "papers")
        self._makers: Mapping[str, Callable[[Wanted], tuple[File, ...]]] = {
            "log": self._log,
            "stats": self._stats,
            "case": self._case,
        }

    async def made(self, line: LentLine) -> tuple[File, ...]:
        """The files of a paper; Unmade where there are none, which is logged where it is a failure."""
        wanted = self._wanted(line)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._make, wanted, line.address)
        except Unmade:
            raise
        except Exception as error:
            LOG.error(
                "line %s: the paper %s of %s could not be made: %s\n%s",
                line.id,
                wanted.kind,
                wanted.trial.id,
                type(error).__name__,
                trace_of(error),
            )
            failed = say(
                "{paper}: this could not be made, and nothing was sent. The technician finds the reason in the log.",
                paper=PAPERS[line.picture["paper"]["kind"]],
            )
            raise Unmade(wanted.says(failed)) from error

    def not_taken(self, line: LentLine) -> str:
        """What whoever wanted a paper is told where their chat takes no files."""
        wanted = self._wanted(line)
        forbidden = say(
            "{paper}: nothing may be sent as a file here. Ask me for it in a private chat, or let this group's"
            " administrator allow files and pictures.",
            paper=PAPERS[wanted.kind],
        )
        return wanted.says(forbidden)

    def close(self) -> None:
        """Makes nothing more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _wanted(self, line: LentLine) -> Wanted:
        said = line.picture["paper"]
        now, language = self._clock(), said["language"]
        return Wanted(
            said["kind"],
            self._house.trials[said["trial"]],
            said["site"],
            language,
            line.picture["case"],
            partial(self._house.words.text, language=language),
            now,
            now.astimezone(self._house.zone(said["site"])).date(),
        )

    def _make(self, wanted: Wanted, address: str) -> tuple[File, ...]:
        with self._store.reading() as unit:
            if not may_have(unit, address, wanted.at, wanted.trial.id, wanted.site):
                raise Unmade(wanted.says(say("This is not for this chat any more. Nothing was sent.")))
        return self._makers[wanted.kind](wanted)

    def _log(self, wanted: Wanted) -> tuple[File, ...]:
        made = log_as_xlsx(wanted.trial, self._considered(wanted), wanted.says)
        return (File(wanted.called("log", "xlsx"), made),)

    def _stats(self, wanted: Wanted) -> tuple[File, ...]:
        made = pictures(wanted.trial, self._considered(wanted), wanted.says, wanted.language, wanted.today)
        return tuple(File(wanted.called(name, "png"), picture) for name, picture in made.items())

    def _considered(self, wanted: Wanted) -> list[Screening]:
        return considered(self._store, wanted.trial, wanted.site)

    def _case(self, wanted: Wanted) -> tuple[File, ...]:
        with self._store.reading() as unit:
            row = unit.case(wanted.case)
        if row is None:
            raise Unmade(wanted.says(NOTHING))
        zone = self._house.zone(row.site)
        try:
            made = printed(self._store, wanted.trial, row, wanted.says, wanted.language, wanted.at, zone)
        except BrokenRecord as broken:
            LOG.error("nothing is printed of %s: %s", row.code, broken.problems[0])
            raise Unmade(wanted.says(_broken(row.code))) from None
        except NothingToPrint:
            raise Unmade(wanted.says(NOTHING)) from None
        return (File(f"{row.code}-{wanted.today:%Y-%m-%d}.pdf", made),)


def _broken(code: str) -> Message:
    return say("{case}: the record is not what was written, so nothing was printed. Tell the technician.", case=code)


def may_have(unit: UnitOfWork, address: str, at: datetime, trial: str, site: str) -> bool:
    """Whether a paper of this trial at this site may go to this chat: a person's with that duty, or a study team's."""
    if roles.may(unit.staff_by_address(address), Duty.EXPORT, at, trial, site):
        return True
    return any(team.trial == trial and team.site in (EVERY, site) for team in unit.teams_at(address))

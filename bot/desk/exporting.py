"""Whatever leaves the store as a file or a list is noted first, in the log of its site.

Whoever looks through the log later finds what has left, when and by whom, even where the file itself is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.desk.insisting import insisted
from bot.desk.roles import EVERY
from bot.ports import CaseRow, Conflict, Note, Store, StoreBusy


@dataclass(frozen=True)
class Exporter:
    """Who takes something out, and when: a member of staff, or an account of the machine at its command line."""

    store: Store
    at: datetime
    account: str = ""
    actor: int | None = None

    def note(self, what: str, *, trial: str = EVERY, site: str = EVERY) -> None:
        """Notes it, before anything is handed over; StoreFailed where that cannot be done.

        `what` is the paper or the format, such as "log" or "fhir-r4"; a trial or site that is not named: all of them.
        """
        self._note(what, trial, site, EVERY)

    def note_case(self, what: str, row: CaseRow) -> None:
        """The same, of one case."""
        self._note(what, row.trial, row.site, row.code)

    def _note(self, what: str, trial: str, site: str, case: str) -> None:
        data = {"what": what, "trial": trial, "case": case} | ({"account": self.account} if self.account else {})
        note = Note(site=site, kind="exported", at=self.at, actor=self.actor, data=data)
        try:
            insisted(lambda: self._write(note))
        except Conflict as taken:
            raise StoreBusy(f"the log of {site} is being written to; nothing was handed over") from taken

    def _write(self, note: Note) -> None:
        with self.store.transaction() as unit:
            unit.log(note)

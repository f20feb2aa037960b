"""Which cases are of the same patient, by keyed fingerprints that say nothing of who it is; within one transaction."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Executable, bindparam, select

from bot.ports import CaseRow
from bot.store import tables
from bot.store.engine import upsert
from bot.store.part import Part

SUBJECTS = tables.subjects.c
CASES = tables.cases.c


class Subjects(Part):
    """Noting fingerprints, and finding by them."""

    def note_subject(self, digest: str, case_id: int) -> None:
        """This case is of the patient with this fingerprint."""
        noted = upsert(self.dialect, tables.subjects).on_conflict_do_nothing(index_elements=["digest", "case_id"])
        self.connection.execute(noted, {"digest": digest, "case_id": case_id})

    def cases_of_subject(self, digest: str) -> tuple[CaseRow, ...]:
        """The cases of the patient with this fingerprint, the latest first."""
        return tuple(CaseRow(**row) for row in self.all(_same(), {"wanted": digest}))


@cache
def _same() -> Executable:
    of = select(tables.cases).join(tables.subjects, SUBJECTS.case_id == CASES.id)
    return of.where(SUBJECTS.digest == bindparam("wanted")).order_by(CASES.id.desc())

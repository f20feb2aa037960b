"""Of which patient a case is, by keyed fingerprints that say nothing of who it is; within one transaction."""

from __future__ import annotations

from bot.store import tables
from bot.store.engine import upsert
from bot.store.part import UnitPart


class Subjects(UnitPart):
    """Noting fingerprints; `Cases` finds by them, and forgets them with what was said."""

    def note_subject(self, digest: str, case_id: int) -> None:
        """This case is of the patient with this fingerprint."""
        noted = upsert(self.dialect, tables.subjects).on_conflict_do_nothing(index_elements=["digest", "case_id"])
        self.connection.execute(noted, {"digest": digest, "case_id": case_id})

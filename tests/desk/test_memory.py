"""The desk remembers each case once, as it stands: what it costs does not grow with what was said."""

from __future__ import annotations

from tests.desk.office import TRIAL, Office


def test_a_case_is_remembered_once(office: Office) -> None:
    for id in (1, 2):
        office.person(id, office.role("screener"))
        office.tap(id, "trial", TRIAL)
        for act in ("agree", "unknown", "unknown", "unknown"):
            row = next(row for row in office.rows() if row.owner == office.staff(id).id)
            office.tap(id, act, case=row.id, turn=row.turn)
    assert len(office.desk._memory) == 2

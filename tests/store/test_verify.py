"""`verify` finds what was done to the records behind our back.

Requirements: (1) it names the case and the first entry that does not verify; (2) it misses neither the end of a record
that was cut off nor a case row that was altered; (3) untouched cases are not accused.
"""

from __future__ import annotations

import pytest
from sqlalchemy import text

from bot.store.sql import SqlStore
from bot.store.verify import problems, verify

from .making import append, draft, opened

UNGUARDED = {
    "sqlite": ["DROP TRIGGER IF EXISTS entries_no_update", "DROP TRIGGER IF EXISTS entries_no_delete"],
    "postgresql": ["ALTER TABLE entries DISABLE TRIGGER USER"],
}


def behind_our_back(store: SqlStore, statement: str, **values: object) -> None:
    """As somebody might who owns the database."""
    with store.engine.begin() as connection:
        for one in UNGUARDED[connection.dialect.name]:
            connection.execute(text(one))
        connection.execute(text(statement), values)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ('UPDATE entries SET data = \'{"typed":"60"}\' WHERE number = 2', "entry 2 does not verify"),
        ("UPDATE entries SET at = '2026-11-21T00:00:00.000000+00:00' WHERE number = 3", "entry 3 does not verify"),
        ("DELETE FROM entries WHERE number = 1", "entry 1 does not verify"),
        ("DELETE FROM entries WHERE number = 3", "ends at entry 2, the case says 3"),
        ("DELETE FROM entries", "ends at entry 0, the case says 3"),
        ("UPDATE cases SET head = 'x'", "ends at entry 3"),
    ],
)
def test_verify_names_the_case_and_the_entry(store: SqlStore, statement: str, said: str) -> None:
    append(store, opened(store).id, draft(), draft(), draft())
    behind_our_back(store, statement)
    found = verify(store)
    assert len(found) == 1
    assert found[0].startswith("NJ01-0001: ")
    assert said in found[0]
    assert verify(store, "NJ01-0001") == found


def test_verify_of_one_case_leaves_the_others_alone(store: SqlStore) -> None:
    append(store, opened(store).id)
    append(store, opened(store).id)
    behind_our_back(store, "UPDATE entries SET kind = 'x' WHERE case_id = 1")
    assert verify(store, "NJ01-0002") == []
    assert len(verify(store)) == 1


def test_an_empty_record_has_no_problems(store: SqlStore) -> None:
    assert problems(opened(store), ()) == []

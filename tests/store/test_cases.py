"""Cases and their records in a database.

Requirements: (1) what was appended is read back as it was, in order, under its chain; (2) of two writers who read the
same case one gets a Conflict and leaves nothing; (3) codes run per site and are never given twice; (4) an exception
leaves nothing; (5) nobody changes or deletes an entry, not even by SQL.
"""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from sqlalchemy import event, text

from bot.ports import CaseRow, Conflict, Draft, StoreFailed
from bot.store.sql import SqlStore, open_store
from bot.store.verify import verify

from .making import NOW, SECOND, append, draft, elsewhere, line, opened, send, staff, table


def test_a_new_case_has_no_entries(store: SqlStore) -> None:
    case = opened(store)
    with store.transaction() as unit:
        assert unit.case(case.id) == unit.case_by_code("NJ01-0001") == case
        assert unit.entries(case.id) == ()
    assert (case.code, case.turn, case.entries, case.head, case.label) == ("NJ01-0001", 0, 0, "", None)


def test_entries_are_read_back_as_they_were_appended(store: SqlStore) -> None:
    case = opened(store)
    with store.transaction() as unit:
        first = unit.append(case, [draft("begun"), draft("agreed", at=NOW + SECOND)], state="ask:egfr", turn=1)
    with store.transaction() as unit:
        now = unit.case(case.id)
        assert now is not None
        second = unit.append(
            now, [draft(data={"typed": "<b>\u0000'; DROP TABLE--", "n": None})], state="ask:egfr", turn=2
        )
    with store.reading() as unit:
        assert unit.entries(case.id) == first + second
    assert [entry.number for entry in first + second] == [1, 2, 3]
    assert second[0].at.tzinfo is UTC
    assert verify(store) == []


def test_the_case_row_sums_up_its_record(store: SqlStore) -> None:
    case = append(store, opened(store).id, draft(), draft(at=NOW + SECOND), state="review")
    with store.reading() as unit:
        last = unit.entries(case.id)[-1]
    assert (case.entries, case.head, case.changed_at) == (2, last.hash, NOW + SECOND)
    assert (case.state, case.turn) == ("review", 1)


def test_an_append_may_change_owner_and_label(store: SqlStore) -> None:
    case = opened(store)
    with store.transaction() as unit:
        colleague = staff(unit, "console:you").id
        unit.append(case, [draft("moved")], state=case.state, turn=1, owner=colleague, label="D-17")
        after = unit.case(case.id)
    assert after is not None
    assert (after.owner, after.label) == (colleague, "D-17")


def test_a_turn_without_entries_is_checked_too(store: SqlStore) -> None:
    case = opened(store)
    with store.transaction() as unit:
        assert unit.append(case, [], state="consent", turn=1) == ()
    with pytest.raises(Conflict), store.transaction() as unit:
        unit.append(case, [draft()], state="consent", turn=1)


def too_late(store: SqlStore, stale: CaseRow) -> None:
    """A whole turn on a case that was read too early."""
    with store.transaction() as unit:
        unit.note_seen("telegram:5", NOW)
        unit.send(line("k"))
        unit.append(stale, [draft(data={"typed": "second"})], state="ask:b", turn=9)


def test_who_read_too_early_gets_a_conflict_and_leaves_nothing(store: SqlStore, other: SqlStore) -> None:
    stale = opened(store)
    after = append(store, stale.id)
    with pytest.raises(Conflict):
        too_late(other, stale)
    with store.reading() as unit:
        assert unit.case(stale.id) == after
        assert len(unit.entries(stale.id)) == 1
    assert table(store, "seen") == []
    assert store.outbox().waiting == 0


def breaks_off(store: SqlStore, case: CaseRow) -> None:
    """A turn that does everything, and then fails."""
    with store.transaction() as unit:
        unit.note_seen("telegram:5", NOW)
        unit.next_code("NJ01")
        unit.append(case, [draft(), draft()], state="review", turn=1)
        unit.send(line("k"))
        raise ZeroDivisionError


def test_any_exception_leaves_nothing(store: SqlStore) -> None:
    before = opened(store)
    with pytest.raises(ZeroDivisionError):
        breaks_off(store, before)
    with store.transaction() as unit:
        assert unit.case(before.id) == before
        assert unit.entries(before.id) == ()
        assert unit.next_code("NJ01") == "NJ01-0002"
    assert (table(store, "seen"), table(store, "outbox")) == ([], [])


def test_codes_run_per_site(store: SqlStore) -> None:
    with store.transaction() as unit:
        codes = [unit.next_code(site) for site in ("NJ01", "BJ02", "NJ01")]
    assert codes == ["NJ01-0001", "BJ02-0001", "NJ01-0002"]


def test_codes_grow_longer_rather_than_start_again(store: SqlStore) -> None:
    with store.engine.begin() as connection:
        connection.execute(text("INSERT INTO counters VALUES ('SH03', 9998)"))
    with store.transaction() as unit:
        assert [unit.next_code("SH03"), unit.next_code("SH03")] == ["SH03-9999", "SH03-10000"]


def test_a_code_belongs_to_one_case(store: SqlStore) -> None:
    opened(store)
    with pytest.raises(Conflict):
        opened(store, "BJ02", code="NJ01-0001")


def test_cases_are_found_by_owner_site_trial_and_state(store: SqlStore) -> None:
    first, second, third = opened(store), opened(store, trial="x"), opened(store, "BJ02")
    first = append(store, first.id, draft(at=NOW + SECOND), state="sent")
    with store.reading() as unit:
        assert unit.cases_of(site="NJ01") == (first, second)
        assert unit.cases_of(owner=third.owner) == (third,)
        assert unit.cases_of(trial="ln-msc", states=["consent"]) == (third,)
        assert unit.cases_of(states=["sent", "consent"]) == (first, third, second)
        assert unit.cases_of(limit=1, skip=1) == (third,)
        assert unit.cases_of(site="nowhere") == ()


def test_every_case_goes_page_by_page(store: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.sql.PAGE", 2)
    cases = [opened(store) for _ in range(5)]
    assert list(store.every_case()) == cases


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET data = '{}'",
        "UPDATE entries SET number = number + 10",
        "DELETE FROM entries",
        "DELETE FROM entries WHERE number = 2",
        "INSERT INTO entries SELECT * FROM entries",
    ],
)
def test_no_sql_changes_a_record(store: SqlStore, statement: str) -> None:
    append(store, opened(store).id, draft(), draft())
    before = table(store, "entries")
    with pytest.raises((StoreFailed, Conflict)), store.engine.begin() as connection:
        connection.execute(text(statement))
    assert table(store, "entries") == before


def test_no_sqlite_replace_changes_a_record(file_store: SqlStore) -> None:
    append(file_store, opened(file_store).id)
    with pytest.raises(StoreFailed), file_store.engine.begin() as connection:
        connection.execute(text("INSERT OR REPLACE INTO entries SELECT * FROM entries"))


def test_no_postgresql_truncate_empties_the_records(server_store: SqlStore) -> None:
    append(server_store, opened(server_store).id)
    for statement in ("TRUNCATE entries", "TRUNCATE cases CASCADE"):
        with pytest.raises(StoreFailed), server_store.engine.begin() as connection:
            connection.execute(text(statement))
    assert verify(server_store) == []


def test_writers_begin_at_once_and_readers_do_not(file_store: SqlStore) -> None:
    said: list[str] = []
    event.listen(file_store.engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    with file_store.transaction() as unit:
        unit.parked(1)
    with file_store.reading() as unit:
        unit.parked(1)
    assert [word for word in said if word.startswith("BEGIN")] == ["BEGIN IMMEDIATE", "BEGIN"]


def test_a_reader_sees_one_moment(store: SqlStore, other: SqlStore) -> None:
    case = append(store, opened(store).id)
    with store.reading() as unit:
        assert len(unit.entries(case.id)) == 1
        append(other, case.id)
        assert len(unit.entries(case.id)) == 1
        assert unit.case(case.id) == case


def hammer(url: str, case_id: int, rounds: int) -> None:
    """Append to a case and draw codes, as a process of its own."""
    store = open_store(url, wait=30)
    for number in range(rounds):
        with store.transaction() as unit:
            case = unit.case(case_id)
            assert case is not None
            drafts = [draft("drew", data={"code": unit.next_code("NJ01"), "number": number})]
            unit.append(case, drafts, state="ask:egfr", turn=case.turn + 1)


def drawn(store: SqlStore, case_id: int) -> list[Draft]:
    """The entries of a case."""
    with store.reading() as unit:
        return list(unit.entries(case_id))


def test_two_processes_lose_nothing_and_double_nothing(store: SqlStore, url: str) -> None:
    cases = [opened(store).id, opened(store).id]
    assert elsewhere(*(lambda one=one: hammer(url, one, 200) for one in cases)) == [0, 0]
    records = [drawn(store, one) for one in cases]
    assert [[entry.data["number"] for entry in record] for record in records] == [list(range(200))] * 2
    codes = {entry.data["code"] for record in records for entry in record}
    assert codes == {f"NJ01-{number:04}" for number in range(3, 403)}
    assert verify(store) == []


def test_two_processes_take_turns_at_one_case(store: SqlStore, url: str) -> None:
    case = opened(store).id
    assert elsewhere(lambda: hammer(url, case, 60), lambda: hammer(url, case, 60)) == [0, 0]
    assert len(drawn(store, case)) == 120
    assert verify(store) == []


def test_time_goes_both_ways_unharmed(store: SqlStore) -> None:
    at = NOW.replace(microsecond=1) - timedelta(days=9000)
    append(store, opened(store).id, draft(at=at))
    assert drawn(store, 1)[0].at == at


def test_sending_is_part_of_the_transaction(store: SqlStore) -> None:
    send(store, line("a"))
    assert store.outbox().waiting == 1

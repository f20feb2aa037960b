"""What says something about a patient is locked, a key for every case, and can be erased for good.

Requirements: (1) nothing that was typed stands in the database; (2) with the master key all is as it was, without it the
chains can still be checked; (3) whoever has the file but no key can write no record anew; (4) an erased case cannot be
opened, in no backup either, and its chain still verifies; (5) master keys can be changed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.ports import ERASED, CaseRow, Entry, StoreFailed
from bot.store.backup import backup, keys_file
from bot.store.chain import broken, digest, plain, stored
from bot.store.restore import restore
from bot.store.rotate import masters_in_use, rotate
from bot.store.sql import SqlStore, open_store
from bot.store.tables import metadata
from bot.store.vault import BadKey, Keyring, Lock, name_of, new_master
from bot.store.verify import verify
from tests.servers.databases import copied

from .making import KEYRING, MASTER, NOW, append, book_sent, draft, line, opened, send, table, unplain
from .test_chain import first_broken
from .test_verify import behind_our_back

TYPED = "肌酐三百一十"
Open = Callable[..., SqlStore]


@pytest.fixture
def another(url: str) -> Iterator[Open]:
    """Opens the same database again, with another keyring or none; as another process would."""
    made: list[SqlStore] = []

    def another(keyring: Keyring | None = KEYRING) -> SqlStore:
        made.append(open_store(url, keyring=keyring))
        return made[-1]

    yield another
    for store in made:
        store.close()


@pytest.fixture
def locked(another: Open) -> SqlStore:
    """A store with the master key, in which one case was talked about."""
    store = another()
    screened(store)
    return store


def screened(store: SqlStore) -> CaseRow:
    """A case with a label and three entries, of which two lines of the outbox tell."""
    case = opened(store)
    with store.transaction() as unit:
        told = replace(line("of the case", slot=f"{case.id}:1", at=NOW), picture={"case": case.id, "text": TYPED})
        unit.send(told, replace(line("of none", at=NOW, address="telegram:2"), picture={"case": 0, "text": TYPED}))
        unit.append(case, [draft(data={"typed": TYPED, "turn": 1})] * 3, state="ask:egfr", turn=1, label="D-17")
        after = unit.case(case.id)
    assert after is not None
    return after


def erased(store: SqlStore, case_id: int = 1) -> None:
    """Erases a case."""
    with store.transaction() as unit:
        case = unit.case(case_id)
        assert case is not None
        unit.erase(case, draft(ERASED, state=ERASED, data={"reason": "withdrawn", "turn": case.turn + 1}))
    store.compact()


def record(store: SqlStore, case_id: int = 1) -> tuple[Entry, ...]:
    """The record of a case."""
    with store.reading() as unit:
        return unit.entries(case_id)


# Locked.


def test_nothing_that_was_typed_stands_in_the_database(locked: SqlStore, url: str) -> None:
    for name in metadata.tables:
        with locked.engine.connect() as connection:
            rows = str(connection.execute(text(f"SELECT * FROM {name}")).all())
        assert TYPED not in rows
        assert "D-17" not in rows
    if url.startswith("sqlite"):
        folder = Path(url.removeprefix("sqlite:///")).parent
        everything = b"".join(file.read_bytes() for file in folder.iterdir())
        assert TYPED.encode() not in everything
        assert b"D-17" not in everything


def test_with_the_master_key_all_is_as_it_was(locked: SqlStore, another: Open) -> None:
    store = another()
    with store.reading() as unit:
        (case,) = unit.cases_of(site="NJ01")
    assert case.label == "D-17"
    assert [entry.data["typed"] for entry in record(store)] == [TYPED] * 3
    assert [one.picture["text"] for one in store.claim(NOW, 9)] == [TYPED] * 2
    assert verify(store) == []


def test_a_label_is_found_though_it_is_locked(store: SqlStore, another: Open) -> None:
    plain, locked = opened(store, label="D-17"), another()
    case, other = screened(locked), screened(locked)
    erased(locked, other.id)
    with locked.reading() as unit:
        assert {row.id for row in unit.cases_of(site="NJ01", label="D-17")} == {plain.id, case.id}
        assert unit.cases_of(label="D-1") == unit.cases_of(label="v1:") == ()


def test_the_last_entry_of_a_kind_is_read(locked: SqlStore) -> None:
    append(locked, 1, draft("asked", data={"words": TYPED, "turn": 2}))
    with locked.reading() as unit:
        found = unit.latest(1, "asked")
        assert found == unit.entries(1)[-1]
        assert unit.latest(1, "signed") is None


def test_the_same_words_are_never_locked_alike(locked: SqlStore) -> None:
    assert len({entry.locked.split(":")[1] for entry in record(locked)}) == 3


def test_without_a_key_chains_are_checked_and_nothing_is_read(locked: SqlStore, another: Open) -> None:
    store = another(None)
    assert all(entry.closed and entry.data == {} for entry in record(store))
    assert verify(store) == []
    with pytest.raises(StoreFailed, match="locked"):
        store.claim(NOW, 9)
    behind_our_back(store, "UPDATE entries SET kind = 'x' WHERE number = 2")
    assert verify(store) == ["NJ01-0001: entry 2 does not verify"]


def test_the_documented_recipe_checks_what_was_shown(locked: SqlStore) -> None:
    shown = [plain(entry) for entry in record(locked)]
    assert first_broken(shown) is None
    assert broken(unplain(one) for one in shown) is None
    shown[1]["data"] = {**shown[1]["data"], "typed": "35"}
    assert first_broken(shown) == broken(unplain(one) for one in shown) == 2
    del shown[1]["salt"]
    assert first_broken(shown) == broken(unplain(one) for one in shown) == 2
    shown[1]["data"] = {}
    assert first_broken(shown) is None, "what is not shown is not accused"


@pytest.mark.parametrize("what", ["state", "kind", "data", "locked"])
def test_a_record_that_was_written_anew_is_found_with_the_key_only(locked: SqlStore, another: Open, what: str) -> None:
    """Whoever owns the file, and knows how hashes are made, but has no key."""
    forged = record(another(None))[2]
    new: dict[str, Any] = {"data": {"locked": "", "data": {"turn": 1}}, "locked": {"locked": record(locked)[0].locked}}
    forged = replace(forged, **new.get(what, {what: "other"}))
    values = {"state": forged.state, "kind": forged.kind, "data": stored(forged)["data"], "hash": digest(forged)}
    forging = "UPDATE entries SET state = :state, kind = :kind, data = :data, hash = :hash WHERE number = 3"
    behind_our_back(locked, forging, **values)
    behind_our_back(locked, "UPDATE cases SET head = :hash, state = :state", hash=values["hash"], state=forged.state)
    assert verify(another(None)) == []
    assert [found.partition(": ")[2][:7] for found in verify(another())] == ["entry 3"]


def test_a_case_that_was_not_opened_after_all_leaves_no_key(locked: SqlStore) -> None:
    """Its id is given again, with another key."""
    with suppress(ZeroDivisionError), locked.transaction() as unit:
        left = unit.open_case(
            code="X-1", trial="t", version="1", site="NJ01", owner=1, state="consent", at=NOW, label="D-18"
        ).id
        raise ZeroDivisionError
    there = screened(locked)
    assert there.id == left or locked.engine.dialect.name == "postgresql"
    assert verify(locked) == []


def test_what_is_locked_for_one_thing_does_not_open_as_another() -> None:
    lock, other = Lock(b"k" * 32), Lock(b"l" * 32)
    closed = lock.close(TYPED, "a")
    assert lock.open(closed, "a") == TYPED
    assert [lock.open(closed, "b"), other.open(closed, "a"), lock.open(closed[:-4], "a"), lock.open("?", "a")] == [
        None
    ] * 4


# Erased.


def test_an_erased_case_cannot_be_opened_and_its_chain_still_verifies(locked: SqlStore, another: Open) -> None:
    screened(locked)
    erased(locked)
    for store in (locked, another(), another(None)):
        assert verify(store) == []
        entries = record(store)
        assert [entry.closed for entry in entries] == [True, True, True, False]
        assert (entries[-1].kind, entries[-1].data["reason"]) == (ERASED, "withdrawn")
        with store.reading() as unit:
            case = unit.case(1)
            assert case is not None
            assert (case.state, case.label) == (ERASED, None)
    assert [entry.closed for entry in record(locked, 2)] == [False] * 3, "the next one is untouched"


def test_what_still_waited_of_it_is_not_sent(locked: SqlStore) -> None:
    erased(locked)
    assert [pending.key for pending in locked.claim(NOW, 9)] == ["of none"]
    assert "what it says was erased" in str(table(locked, "outbox"))


def test_its_key_is_nowhere_in_the_file(file_store: SqlStore, sqlite_database: str) -> None:
    store = open_store(sqlite_database, keyring=KEYRING)
    screened(store)
    (wrapped,) = [row[2] for row in table(store, "keys") if row[0] == "case:1"]
    store.compact()
    place = Path(sqlite_database.removeprefix("sqlite:///"))
    assert wrapped.encode() in place.read_bytes()
    erased(store)
    assert all(wrapped.encode() not in file.read_bytes() for file in place.parent.iterdir())
    store.close()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM keys WHERE subject = 'case:1'", "entry 1 does not open"),
        ("UPDATE cases SET state = 'erased'", "it is not erased, the case says otherwise"),
    ],
)
def test_a_case_that_only_seems_to_be_erased_is_named(
    locked: SqlStore, another: Open, statement: str, said: str
) -> None:
    behind_our_back(locked, statement)
    assert said in verify(another())[0]


def test_a_key_that_is_still_there_after_all_is_named(locked: SqlStore, another: Open) -> None:
    (row,) = [row for row in table(locked, "keys") if row[0] == "case:1"]
    erased(locked)
    with locked.engine.begin() as connection:
        connection.execute(text("INSERT INTO keys VALUES (:a, :b, :c)"), dict(zip("abc", row, strict=True)))
    assert verify(another()) == ["NJ01-0001: it is erased, but its key is still there"]


def test_what_was_never_locked_is_not_called_erased(store: SqlStore, another: Open) -> None:
    append(store, opened(store).id)
    with pytest.raises(StoreFailed, match="never locked"):
        erased(another())
    assert verify(another()) == []


def test_a_record_that_was_begun_without_a_key_goes_on_locked(store: SqlStore, another: Open) -> None:
    append(store, opened(store).id)
    append(another(), 1)
    assert [bool(entry.locked) for entry in record(another())] == [False, True]
    assert verify(another()) == []


def test_the_next_backup_takes_the_last_key_away_but_that_of_a_new_database_none(
    sqlite_database: str, sqlite_template: Path, tmp_path: Path
) -> None:
    store = open_store(sqlite_database, keyring=KEYRING)
    append(store, opened(store).id)
    folder, file = tmp_path / "saved", keys_file(tmp_path / "saved", Path(sqlite_database))
    folder.mkdir()
    backup(sqlite_database, folder, NOW)
    assert "case:1" in file.read_text()
    new = copied(sqlite_template, f"sqlite:///{tmp_path}/{Path(sqlite_database).name}")
    backup(new, folder, NOW + timedelta(seconds=1))
    assert "case:1" in file.read_text()
    erased(store)
    store.close()
    backup(sqlite_database, folder, NOW + timedelta(seconds=2))
    assert not file.exists()


def test_no_backup_brings_it_back(sqlite_database: str, tmp_path: Path) -> None:
    store = open_store(sqlite_database, keyring=KEYRING)
    screened(store)
    screened(store)
    saved, _ = backup(sqlite_database, tmp_path / "saved.db", NOW)
    file = keys_file(tmp_path, Path(sqlite_database))
    assert file.stat().st_mode & 0o777 == 0o600
    before = tmp_path / "kept.keys"
    shutil.copy(file, before)
    assert b"gAAAAA" not in saved.read_bytes(), "no wrapped key"
    erased(store)
    backup(sqlite_database, tmp_path / "later.db", NOW)
    assert "case:1" not in file.read_text()
    store.close()
    for keys in (None, file):
        assert restore(sqlite_database, saved, NOW, replace=True, keys=keys).closed == ("NJ01-0001",)
        store = open_store(sqlite_database, keyring=KEYRING)
        assert [entry.closed for entry in (*record(store, 1), *record(store, 2))] == [True] * 3 + [False] * 3
        store.close()
    assert restore(sqlite_database, saved, NOW, replace=True, keys=before).closed == (), "why old keys are not kept"


def test_messages_are_forgotten_with_the_keys_of_their_day_but_none_that_waits(locked: SqlStore) -> None:
    def days() -> list[str]:
        return [row[0] for row in table(locked, "keys") if row[0].startswith("letters:")]

    send(locked, line("later", at=NOW + timedelta(days=1), address="telegram:3"))
    assert days() == ["letters:2026-11-22", "letters:2026-11-23"]
    locked.forget(NOW + timedelta(days=9))
    assert len(days()) == 2, "they still wait"
    for pending in locked.claim(NOW, 9):
        book_sent(locked, pending, "1", NOW)
    locked.forget(NOW + timedelta(days=1))
    assert days() == ["letters:2026-11-23"]


# Master keys.


def test_a_new_master_key_takes_over_and_the_old_one_is_needed_no_more(locked: SqlStore, another: Open) -> None:
    new = new_master()
    both = another(Keyring([new, MASTER]))
    screened(both)
    assert masters_in_use(both) == {name_of(new), name_of(MASTER)}
    assert sum(rotate(both)) == 3, "two cases, and what labels are looked for by"
    assert masters_in_use(both) == {name_of(new)}
    only = another(Keyring([new]))
    assert [entry.data["typed"] for entry in (*record(only, 1), *record(only, 2))] == [TYPED] * 6
    with pytest.raises(StoreFailed, match="not given"):
        record(another(), 1)


def test_a_key_that_was_moved_to_another_case_is_refused(locked: SqlStore, another: Open) -> None:
    screened(locked)
    behind_our_back(
        locked,
        "UPDATE keys SET wrapped = (SELECT wrapped FROM keys WHERE subject = 'case:2') WHERE subject = 'case:1'",
    )
    with pytest.raises(StoreFailed, match="another one's"):
        record(another())


@pytest.mark.parametrize("wrong", [[], ["short"], [MASTER, "x" * 44 + "="]])
def test_what_is_no_master_key_is_refused(wrong: list[str]) -> None:
    with pytest.raises(BadKey):
        Keyring(wrong)

"""Master keys and erasing, as an operator sees them.

Requirements: (1) the first try needs no setting: a key is made in a file for us alone, and the doctor says so; (2) a
master key that is missing is asked for, never replaced; (3) it can be moved to the environment and changed; (4) a case is
erased by its code, with a reason and, where given, by an administrator; nobody can go on with it.
"""

from __future__ import annotations

from pathlib import Path

from bot.ports import ERASED
from bot.store.sql import SqlStore, open_store
from bot.store.vault import Keyring, name_of, new_master
from tests.care.conftest import Run
from tests.store.making import append, opened


def keyring(place: Path) -> Keyring:
    """What the program made."""
    return Keyring([(place.parent / "master.key").read_text().strip()])


def test_a_first_try_makes_a_key_for_us_alone_and_the_doctor_says_so(run: Run, place: Path) -> None:
    assert run("invite").code == 0
    file = place.parent / "master.key"
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_text()
    assert run("verify").code == 0
    assert file.read_text() == before
    assert f"warning  Master key: it lies in {file}" in run("doctor").out
    file.chmod(0o644)
    assert "failed   Master key: other users" in run("doctor").out


def test_a_key_that_is_missing_is_asked_for_and_not_replaced(run: Run, place: Path, store: SqlStore) -> None:
    run("invite")
    with open_store(f"sqlite:///{place}", keyring=keyring(place)).transaction() as unit:
        assert unit.locks is not None
        unit.locks.make("case:1")
    name = keyring(place).first
    (place.parent / "master.key").rename(place.parent / "kept")
    for settings in ({}, {"MASTER_KEY": new_master()}):
        said = run("verify", **settings)
        assert (said.code, f"locked by the master key {name}" in said.err) == (3, True)
        assert not (place.parent / "master.key").exists()
    assert f"failed   Master key: {name} is not here" in run("doctor").out
    assert run("verify", MASTER_KEY=(place.parent / "kept").read_text().strip()).code == 0


def test_the_key_moves_to_the_environment_and_is_changed(run: Run, place: Path, store: SqlStore) -> None:
    run("invite")
    old = (place.parent / "master.key").read_text().strip()
    locked = open_store(f"sqlite:///{place}", keyring=keyring(place))
    append(locked, opened(locked).id)
    locked.close()
    new = run("keys", "new").out.strip()
    said = run("keys", "rotate", MASTER_KEY=new)
    assert (said.code, "1 keys were wrapped anew" in said.out, name_of(old) in said.out) == (0, True, True)
    (place.parent / "master.key").unlink()
    assert run("verify", MASTER_KEY=new).out == "1 records looked at, 0 problems\n"
    assert "ok       Master key" in run("doctor", MASTER_KEY=new).out
    assert run("verify", MASTER_KEY=old).code == 3


def test_what_is_no_key_is_refused_without_repeating_it(run: Run) -> None:
    said = run("verify", MASTER_KEY="hunter2")
    assert (said.code, "MASTER_KEY" in said.err, "hunter2" in said.err) == (2, True, False)


def test_a_case_is_erased_by_its_code_and_with_a_reason(run: Run, place: Path, store: SqlStore) -> None:
    run("invite")
    locked = open_store(f"sqlite:///{place}", keyring=keyring(place))
    case = append(locked, opened(locked).id)
    with locked.transaction() as unit:
        boss = unit.add_staff(
            address="telegram:9", name="Wang", role="administrator", site="NJ01", language="en", at=case.opened_at
        )
    locked.close()
    refused = {
        "no case": ("erase", "NJ01-0999", "--reason", "withdrawn"),
        "without names": ("erase", case.code, "--reason", "call 13912345678"),
        "no administrator": ("erase", case.code, "--reason", "withdrawn", "--by", "console:NJ01"),
    }
    for words, command in refused.items():
        said = run(*command)
        assert (said.code, words in said.err) == (2, True), said
    assert run("erase", case.code, "--reason", "consent withdrawn", "--by", "telegram:9").code == 0
    assert "is erased already" in run("erase", case.code, "--reason", "again").err
    assert run("verify").out == "1 records looked at, 0 problems\n"
    with open_store(f"sqlite:///{place}").reading() as unit:
        last = unit.entries(case.id)[-1]
    assert (last.kind, last.staff_id, last.data["reason"]) == (ERASED, boss.id, "consent withdrawn")


def test_on_a_server_without_a_master_key_answers_are_not_locked_and_that_is_said(
    run: Run, postgresql_database: str, place: Path
) -> None:
    said = run("verify", DATABASE_URL=postgresql_database)
    assert said.code == 0, "no file lasts that every worker could read"
    assert not (place.parent / "master.key").exists()
    assert "failed   Master key: MASTER_KEY is not set" in run("doctor", DATABASE_URL=postgresql_database).out
    assert run("verify", DATABASE_URL=postgresql_database, MASTER_KEY=new_master()).code == 0

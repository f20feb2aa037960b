"""What somebody tries who had a right to it once, or has one elsewhere, and what a copy of the database tells.

Requirements: (1) a role that has ended ends what is heard of a case, also for its owner who has another role, and the
invitations that it gave; (2) a warning of a duplicate names only cases that the reader may screen, and an erased one to
nobody; (3) a chat gets each card once, however long ago that was; (4) of all that can be typed nothing stands readable in the
database, at whatever moment, and nothing can be read of it once the case is erased; (5) whatever is altered of a record,
of the case that sums it up or of a site's log is noticed, also where it cannot be read any more.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.desk import delivery, pins, roles
from bot.desk.erasing import NotErased, erase
from bot.desk.front import Desk
from bot.ports import LentLine
from bot.store import tables
from bot.store.log import Log, verify_logs
from bot.store.sql import open_store
from bot.store.tables import metadata
from bot.store.vault import Keyring, new_master
from bot.store.verify import verify
from tests.desk.office import ELSEWHERE, SITE, TEAM, TRIAL, Office, address
from tests.desk.test_roles import sent_case
from tests.store.making import table

OWNER, SOMEBODY, CHIEF, OTHER_CHIEF = 1, 2, 3, 4
BORN = "1987-03-21 123x"


@pytest.fixture
def locked(sqlite_database: str) -> Iterator[Office]:
    """An office with a master key, which warns of duplicates."""
    store = open_store(sqlite_database, keyring=Keyring([new_master()]))
    office = Office(store)
    office.house = replace(office.house, duplicates_key="k" * 32)
    office.desk = Desk(store, office.house, papers=True)
    yield office
    store.close()


def lose(office: Office, id: int) -> None:
    """The person's role at this site ends, and they have another one elsewhere."""
    person = office.staff(id)
    person = replace(person, delegations=(*person.delegations, office.role("screener", site=ELSEWHERE)))
    with office.store.transaction() as unit:
        unit.save_staff(roles.ended(person, 0, office.at))


def to(said: list[LentLine], id: int) -> list[LentLine]:
    """What of this went to a person."""
    return [line for line in said if line.address == address(id)]


def signed(office: Office, case: int, turn: int) -> list[LentLine]:
    """The investigator overrides the verdict; what was said at the end."""
    office.tap(CHIEF, "override", case=case, turn=turn)
    office.tap(CHIEF, "decide", "eligible", case=case, turn=turn)
    for words in ("All missing results are on paper and pass", "402715"):
        office.type(CHIEF, words)
    return office.type(CHIEF, "402715")


def test_an_owner_hears_of_a_case_for_as_long_as_they_may_screen_it(office: Office) -> None:
    office.person(CHIEF, office.role("investigator"))
    row = sent_case(office)
    lose(office, OWNER)
    assert to(signed(office, row.id, row.turn), OWNER) == []


def test_a_query_goes_to_those_who_may_still_answer_it(office: Office) -> None:
    office.person(OWNER, office.role("screener"))
    office.person(SOMEBODY, office.role("screener"))
    office.person(CHIEF, office.role("coordinator"))
    office.tap(OWNER, "trial", TRIAL)
    office.tap(OWNER, "agree", case=1, turn=1)
    office.type(OWNER, "2026-12-06")
    for act in ("stop", "send"):
        office.tap(OWNER, act, case=1, turn=office.rows()[-1].turn)
    lose(office, OWNER)
    (question,) = (entry.data["question"] for entry in office.record(1) if entry.kind == "answered")
    place = str(office.house.trials[TRIAL].order[question])
    (asked, *_) = office.tap(CHIEF, "ask_about", place, case=1)
    said = office.type(CHIEF, "Is that the planned day?", replies_to=f"m{asked.id}")
    assert to(said, OWNER) == []
    assert "Is that the planned day?" in office.words(to(said, SOMEBODY))


def test_without_a_code_case_shows_no_case_of_a_site_that_was_lost(office: Office) -> None:
    row = sent_case(office)
    lose(office, OWNER)
    assert row.code not in office.words(office.command(OWNER, "case"))


def test_a_case_is_taken_over_by_whoever_may_screen_it_wherever_they_have_another_role(office: Office) -> None:
    row = sent_case(office)
    office.person(SOMEBODY, office.role("screener", site=ELSEWHERE), office.role("screener"))
    office.tap(SOMEBODY, "give", str(office.staff(SOMEBODY).id), case=row.id)
    assert office.rows()[-1].owner == office.staff(SOMEBODY).id


def invited(office: Office, by: int, what: str) -> str:
    """The token of an invitation."""
    found = re.search(r"[A-Za-z0-9_-]{32}", office.words(office.command(by, "invite", what)))
    assert found is not None
    return found[0]


@pytest.mark.parametrize("still", [True, False])
def test_an_invitation_lets_in_while_whoever_made_it_may_invite(office: Office, still: bool) -> None:
    office.person(CHIEF, office.role("administrator"))
    office.person(OTHER_CHIEF, office.role("administrator"))
    token = invited(office, CHIEF, f"administrator {SITE}")
    if not still:
        office.tap(OTHER_CHIEF, "ended", f"{office.staff(CHIEF).id}-0")
    said = office.words(office.command(7, "start", token))
    assert ("Welcome" in said) is still
    assert ("invited staff only" in said) is not still


def test_a_lost_administrator_does_not_come_back_by_an_own_invitation(office: Office) -> None:
    office.person(CHIEF, office.role("administrator"))
    office.person(OTHER_CHIEF, office.role("administrator"))
    token = invited(office, CHIEF, f"administrator {SITE}")
    office.tap(OTHER_CHIEF, "ended", f"{office.staff(CHIEF).id}-0")
    office.command(CHIEF, "start", token)
    assert office.staff(CHIEF).left_at is not None


def test_who_made_an_invitation_is_known_without_a_look_through_the_log(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site's log grows with everybody who ever joined."""
    office.person(CHIEF, office.role("administrator"))
    token = invited(office, CHIEF, f"screener {SITE}")
    monkeypatch.delattr(Log, "logged")
    assert "Welcome" in office.words(office.command(7, "start", token))


def test_a_pin_is_in_the_hands_of_the_site_at_which_its_owner_signs_now(office: Office) -> None:
    office.person(CHIEF, office.role("investigator", site=ELSEWHERE), office.role("investigator", until=office.at))
    office.person(OTHER_CHIEF, office.role("administrator"))
    with office.store.transaction() as unit:
        unit.save_pin(pins.sealed(office.staff(CHIEF).id, "402715", office.at))
    office.tap(OTHER_CHIEF, "unpin", str(office.staff(CHIEF).id))
    assert office.log()[-1].kind == "refused"
    with office.store.reading() as unit:
        assert unit.pin(office.staff(CHIEF).id) is not None


def looked_up(office: Office, id: int, place: str = TRIAL) -> str:
    """What is said of a patient, from a new case of this person with a label."""
    office.tap(id, "trial", place)
    office.type(id, f"D-{len(office.rows())}")
    return office.words(office.type(id, BORN))


def test_a_duplicate_is_named_as_its_own_site_calls_it(locked: Office) -> None:
    locked.person(OWNER, locked.role("screener"))
    looked_up(locked, OWNER)
    assert "Perhaps the same patient: D-1, opened" in looked_up(locked, OWNER)


def test_a_duplicate_is_named_only_to_those_who_may_screen_it(locked: Office) -> None:
    locked.person(OWNER, locked.role("screener"))
    looked_up(locked, OWNER)
    # At home here as a monitor, who screens elsewhere.
    locked.person(SOMEBODY, locked.role("monitor"), locked.role("screener", site=ELSEWHERE))
    said = looked_up(locked, SOMEBODY)
    assert "a case at another site" in said
    assert "D-1" not in said


def test_nothing_is_kept_of_an_erased_patient_not_even_the_fingerprint(locked: Office) -> None:
    locked.person(OWNER, locked.role("screener"))
    looked_up(locked, OWNER)
    erase(locked.store, locked.house, "NJ01-0001", "consent withdrawn", locked.at)
    assert table(locked.store, "subjects") == []
    assert "No other case" in looked_up(locked, OWNER)


def test_a_team_that_is_made_again_after_weeks_gets_no_card_twice(office: Office) -> None:
    row = sent_case(office)
    office.person(CHIEF, office.role("administrator"))
    assert f"card:{row.id}:1" in [line.slot for line in office.command(CHIEF, "team", chat=TEAM)]
    office.at += timedelta(days=20)
    while office.store.forget(office.at - timedelta(days=8)):
        pass
    assert [line.slot for line in office.command(CHIEF, "team", chat=TEAM)] == [None, None]


def test_the_next_team_gets_every_card_however_many_there_are_and_none_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The latest at once, the others one by one, also by a bot that was started again meanwhile."""
    monkeypatch.setattr(delivery, "AT_ONCE", 2)
    rows = [sent_case(office)]
    for _ in range(4):
        office.tap(1, "trial", TRIAL)
        for act in ("agree", "stop", "send"):
            office.tap(1, act, case=office.rows()[-1].id, turn=office.rows()[-1].turn)
        rows.append(office.rows()[-1])
    office.person(CHIEF, office.role("administrator"))
    said = office.command(CHIEF, "team", chat=TEAM)
    assert {line.slot for line in said if line.slot} == {f"card:{row.id}:1" for row in rows[-2:]}
    later = []
    while Desk(office.store, office.house).remind(office.at):
        later += office.sent()
    assert sorted(str(line.slot) for line in later) == [f"card:{row.id}:1" for row in rows[:-2]]
    assert {line.address for line in later} == {TEAM}


# What is typed, wherever something can be.
SAID = {
    "label": "QUOKKA-1",
    "answer": "1961-04-23",
    "question": "Numbat on the original report",
    "reply": "Bilby stood on page two",
    "change": "Wombat was read wrongly",
    "override": "Dingo results are on paper and pass",
    "pin": "402715",
    "withdrawal": "Echidna moved to another town",
}


@pytest.fixture
def vaulted(database: str) -> Iterator[Office]:
    """An office with a master key, on each kind of database."""
    store = open_store(database, keyring=Keyring([new_master()]))
    yield Office(store)
    store.close()


def readable(office: Office) -> str:
    """Everything in the database that can be read: all columns of all tables, and on SQLite the bytes of its files."""
    engine, found = office.store.engine, ""
    with engine.connect() as connection:
        for one in metadata.tables.values():
            found += str(connection.execute(select(one)).all())
    file = engine.url.database if engine.dialect.name == "sqlite" else None
    for path in Path(file).parent.glob(f"{Path(file).name}*") if file else ():
        found += path.read_bytes().decode("latin-1")
    return found


def everything_said(office: Office) -> Iterator[str]:
    """A case in which every kind of words is typed; stops after each, so that somebody may look."""
    office.person(OWNER, office.role("screener"))
    office.person(CHIEF, office.role("investigator"))

    def tap(who: int, act: str, value: str = "") -> list[LentLine]:
        return office.tap(who, act, value, case=1, turn=office.rows()[-1].turn)

    def types(who: int, what: str) -> str:
        return office.words(office.type(who, SAID[what]))

    place = str(office.house.trials[TRIAL].order["birth_date"])
    office.tap(OWNER, "trial", TRIAL)
    yield types(OWNER, "label")
    tap(OWNER, "agree")
    office.type(OWNER, "2026-12-06")
    office.type(OWNER, "female")
    yield types(OWNER, "answer")
    tap(OWNER, "stop")
    tap(OWNER, "send")
    (asked, *_) = tap(CHIEF, "ask_about", place)
    yield office.words(office.type(CHIEF, SAID["question"], replies_to=f"m{asked.id}"))
    tap(OWNER, "stands", "1")
    yield types(OWNER, "reply")
    tap(OWNER, "jump", place)
    office.type(OWNER, "1962-04-23")
    yield types(OWNER, "change")
    tap(CHIEF, "override")
    tap(CHIEF, "decide", "eligible")
    yield types(CHIEF, "override")
    yield types(CHIEF, "pin")
    yield types(CHIEF, "pin")
    tap(OWNER, "withdraw")
    yield types(OWNER, "withdrawal")


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200b", "\x1b", "\u2028"])
def test_what_cannot_be_seen_of_somebodys_words_reaches_nobody(
    office: Office, monkeypatch: pytest.MonkeyPatch, mark: str
) -> None:
    """It could turn round what stands beside them on the study team's card."""
    typed = {what: words for what, words in SAID.items() if what not in ("label", "answer", "pin")}
    for what, words in typed.items():
        monkeypatch.setitem(SAID, what, f"{mark}{words}{mark} ELBIGILE")
    said = "".join(everything_said(office))
    kept = "".join(str(value) for one in office.record(1) for value in one.data.values())
    assert mark not in said + kept
    assert [what for what, words in typed.items() if f"{words} ELBIGILE" not in kept] == []


def test_nothing_that_is_typed_is_ever_readable_in_the_database(vaulted: Office) -> None:
    for _ in everything_said(vaulted):
        there = readable(vaulted)
        assert [what for what, words in SAID.items() if words in there] == []
    kinds = [one.kind for one in vaulted.record(1)]
    assert {"labelled", "answered", "queried", "replied", "amended", "signed", "withdrawn"} <= set(kinds)
    kept = str([one.data for one in vaulted.record(1)])
    assert [what for what, words in SAID.items() if words not in kept] == ["pin"]


def test_a_signature_in_the_making_ends_with_its_case(vaulted: Office) -> None:
    for said in everything_said(vaulted):
        if "You sign for the first time" in said:
            break
    waits = vaulted.staff(CHIEF).signing
    assert waits is not None
    assert waits.reason == SAID["override"]
    erase(vaulted.store, vaulted.house, "NJ01-0001", "consent withdrawn", vaulted.at)
    assert vaulted.staff(CHIEF).signing is None


def test_without_the_keys_no_pin_can_be_tried(vaulted: Office) -> None:
    list(everything_said(vaulted))
    copy = open_store(vaulted.store.engine.url.render_as_string(hide_password=False))
    for store, fits in ((vaulted.store, True), (copy, False)):
        with store.reading() as unit:
            pin = unit.pin(vaulted.staff(CHIEF).id)
        assert pin is not None
        assert pins.fits(SAID["pin"], pin) is fits
    copy.close()


def altered(office: Office, table: str, column: str, value: object) -> list[str]:
    """What is found once somebody who owns the file has altered the last line of a table; it is put back."""
    file = sqlite3.connect(str(office.store.engine.url.database), isolation_level=None)
    for (trigger,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        file.execute(f"DROP TRIGGER {trigger}")
    id, before = file.execute(f'SELECT rowid, "{column}" FROM {table} ORDER BY rowid DESC LIMIT 1').fetchone()
    file.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (value, id))
    found = found_wrong(office)
    file.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (before, id))
    file.close()
    return found


def found_wrong(office: Office) -> list[str]:
    """What is found by a program that remembers no key."""
    vault = office.store.vault
    assert vault is not None
    fresh = open_store(office.store.engine.url.render_as_string(), keyring=vault.keyring)
    try:
        return verify(fresh) + verify_logs(fresh)
    finally:
        fresh.close()


@pytest.mark.parametrize("value", ["x", 77])
def test_whatever_is_altered_of_records_cases_and_logs_is_noticed(locked: Office, value: object) -> None:
    list(everything_said(locked))
    locked.tap(OWNER, "rescreen", case=1)
    locked.type(OWNER, "D-17")
    locked.tap(CHIEF, "give", str(locked.staff(CHIEF).id), case=2)
    assert locked.rows()[-1].owner == locked.staff(CHIEF).id
    assert found_wrong(locked) == []
    for one in (tables.cases, tables.entries, tables.log):
        for column in set(one.columns.keys()) - {"id"}:
            assert altered(locked, one.name, column, value) != [], f"{one.name}.{column}"
    assert found_wrong(locked) == []


def test_keys_that_are_swapped_or_lost_are_noticed_and_the_other_records_are_still_looked_at(locked: Office) -> None:
    locked.person(OWNER, locked.role("screener"))
    for case in (1, 2, 3):
        locked.tap(OWNER, "trial", TRIAL)
        locked.tap(OWNER, "agree", case=case, turn=1)
    file = sqlite3.connect(str(locked.store.engine.url.database), isolation_level=None)
    wrapped = dict(file.execute("SELECT subject, wrapped FROM keys").fetchall())
    for one, other in (("case:1", "case:2"), ("case:2", "case:1")):
        file.execute("UPDATE keys SET wrapped = ? WHERE subject = ?", (wrapped[other], one))
    file.execute("DELETE FROM keys WHERE subject = 'case:3'")
    found = found_wrong(locked)
    assert [line.partition(":")[0] for line in found] == ["NJ01-0001", "NJ01-0002", "NJ01-0003"]
    file.close()


def test_which_chat_gets_the_cards_stands_in_the_sites_log(office: Office) -> None:
    chief = office.person(CHIEF, office.role("administrator"))
    office.command(CHIEF, "team", chat=TEAM)
    made = [(line.actor, line.data["chat"]) for line in office.log() if line.kind == "team_made"]
    assert made == [(chief.id, TEAM)]


@pytest.mark.parametrize("words", ["王小明", "Wang Xiaoming", "患者电话13912345678", "MRN 1234567"])
def test_words_that_name_somebody_are_no_reason_wherever_one_is_asked_for(locked: Office, words: str) -> None:
    talk = everything_said(locked)
    for _ in ("label", "answer", "question", "reply"):
        next(talk)

    def tap(who: int, act: str, value: str = "") -> None:
        locked.tap(who, act, value, case=1, turn=locked.rows()[-1].turn)

    tap(CHIEF, "override")
    tap(CHIEF, "decide", "eligible")
    assert "personal data" in locked.words(locked.type(CHIEF, words))
    assert words not in str(locked.staff(CHIEF).signing)
    tap(OWNER, "jump", str(locked.house.trials[TRIAL].order["birth_date"]))
    locked.type(OWNER, "1962-04-23")
    assert "personal data" in locked.words(locked.type(OWNER, words))
    tap(OWNER, "back")
    tap(OWNER, "withdraw")
    assert "personal data" in locked.words(locked.type(OWNER, words))
    with pytest.raises(NotErased):
        erase(locked.store, locked.house, "NJ01-0001", words, locked.at)
    assert words not in str(locked.record(1))

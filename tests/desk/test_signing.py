"""An investigator's signature.

Requirements: (1) only an investigator of the trial and site signs, after a personal PIN; (2) the PIN is kept nowhere, and
five wrong tries lock it for a time; (3) the signature is an entry of the record, bound to the record's head and to the
verdict that was read, and shows name, time with zone and meaning in every copy of the card; (4) any later change of an
answer voids it: the record, the cards and the people say so.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.signing import fingerprint
from bot.core.verdict import judge
from bot.desk import pins, signing
from bot.desk.records import case_of
from bot.ports import CaseRow
from bot.store.verify import verify
from tests.desk.office import ELSEWHERE, SITE, TEAM, TRIAL, Office, address
from tests.desk.screened import CHIEF, DOCTOR, PIN, SCREENER, case, change, failing, sign, staffed, step

WRONG = "402716"


@pytest.fixture
def row(office: Office) -> CaseRow:
    """A case that fails a criterion, with the study team; a doctor, and an administrator."""
    staffed(office)
    return failing(office)


def kinds(office: Office) -> list[str]:
    """What the record consists of."""
    return [entry.kind for entry in office.record(case(office).id)]


def test_a_signature_is_bound_to_the_record_and_the_verdict(office: Office, row: CaseRow) -> None:
    sign(office)
    before, entry = office.record(row.id)[-2:]
    assert (entry.kind, entry.state, entry.staff_id) == ("signed", "sent", office.staff(DOCTOR).id)
    assert entry.data["head"] == before.hash == entry.previous
    assert (entry.data["verdict"], entry.data["decision"], entry.data["reason"]) == ("ineligible", "ineligible", None)
    assert entry.data["by"] == "Person 2"
    assert entry.data["at"].endswith("+08:00")
    trial = office.house.trials[TRIAL]
    known = case_of(trial, row, office.record(row.id)[:-1])
    day = (entry.at + timedelta(hours=8)).date()
    verdict = judge(trial, known.answers, day)
    bound = fingerprint(before.hash, known, verdict, day)
    assert entry.data["content"] == bound
    assert fingerprint("f" * 64, known, verdict, day) != bound
    assert verify(office.store) == []


def test_every_copy_of_the_card_shows_name_time_zone_and_meaning(office: Office, row: CaseRow) -> None:
    said = sign(office)
    cards = {line.address: office.words([line]) for line in said if line.picture.get("name") == "card"}
    assert set(cards) == {TEAM, address(SCREENER), address(DOCTOR)}
    for card in cards.values():
        assert "Signed by Person 2, investigator · 22 Nov 2026 14:05 (UTC+08:00)" in card
        assert f"I have reviewed the answers of {row.code} and every criterion" in card
    told = [
        line.address for line in said if line.do == "show" and "Confirmed by the investigator" in office.words([line])
    ]
    assert set(told) >= {TEAM, address(SCREENER)}


def test_what_was_signed_can_no_longer_be_let_go(office: Office, row: CaseRow) -> None:
    read = step(office, "confirm", who=DOCTOR)
    assert "unsign" in {one["act"] for line in read for buttons in line.picture.get("rows", ()) for one in buttons}
    statement = next(f"m{line.id}" for line in read if line.slot)
    office.type(DOCTOR, PIN)
    signed = office.type(DOCTOR, PIN)
    assert [line.refers for line in signed if line.do == "strip"] == [statement]


def test_where_there_is_no_team_the_card_comes_to_the_investigator(office: Office) -> None:
    office.person(SCREENER, office.role("screener"))
    office.person(DOCTOR, office.role("investigator"))
    office.person(5, office.role("investigator", site=ELSEWHERE))
    office.tap(SCREENER, "trial", TRIAL)
    step(office, "agree")
    step(office, "stop")
    said = step(office, "send")
    card = [line for line in said if line.address == address(DOCTOR)]
    assert [line.picture["name"] for line in card] == ["card"]
    assert not [line for line in said if line.address == address(5)]
    assert "not set up yet" not in office.words(said)
    turn = card[0].picture["turn"]
    assert [line.do for line in office.tap(DOCTOR, "details", "0", case=case(office).id, turn=turn)] == [
        "edit",
        "toast",
    ]
    office.tap(DOCTOR, "override", case=case(office).id, turn=turn)
    step(office, "decide", "eligible", DOCTOR)
    for typed in ("All is in the hospital's system", PIN, PIN):
        office.type(DOCTOR, typed, message="1")
    assert kinds(office)[-1] == "signed"


def test_the_card_goes_on_to_say_when_it_was_screened(office: Office, row: CaseRow) -> None:
    office.at += timedelta(hours=3)
    sign(office)
    card = office.words(step(office, "card"))
    assert "Screened by Person 1 · Nanjing Drum Tower Hospital · 22 Nov 2026 14:05" in card
    assert "Signed by Person 2, investigator · 22 Nov 2026 17:05" in card


def test_the_pin_is_kept_nowhere(office: Office, row: CaseRow) -> None:
    said = sign(office)
    assert [line.refers for line in said if line.do == "delete"] == ["78"]
    with office.store.engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        stored = "".join(str(connection.exec_driver_sql(f"SELECT * FROM {name}").all()) for name in names)
    assert "signed" in stored
    assert PIN not in stored


def test_a_wrong_pin_signs_nothing_and_the_fifth_locks_it(office: Office, row: CaseRow) -> None:
    sign(office)
    change(office)
    office.tap(DOCTOR, "confirm", case=row.id, turn=2, chat=TEAM)
    for left in (4, 3, 2, 1):
        assert f"Tries left: {left}" in office.words(office.type(DOCTOR, WRONG, message="1"))
    assert "locked until" in office.words(office.type(DOCTOR, WRONG, message="1"))
    office.tap(DOCTOR, "confirm", case=row.id, turn=2, chat=TEAM)
    assert "locked until" in office.words(office.type(DOCTOR, PIN, message="1")), "the right one does not count now"
    assert kinds(office).count("signed") == 1
    office.at += pins.LOCKED
    sign(office)
    assert kinds(office).count("signed") == 2
    noted = [line.kind for line in office.log()]
    assert [noted.count(kind) for kind in ("pin_set", "pin_wrong", "pin_locked", "signed_in")] == [1, 4, 2, 1]


def test_an_administrator_unlocks_a_pin_or_lets_a_new_one_be_chosen(office: Office, row: CaseRow) -> None:
    sign(office)
    change(office)
    office.tap(DOCTOR, "confirm", case=row.id, turn=2, chat=TEAM)
    for _ in range(pins.TRIES):
        office.type(DOCTOR, WRONG, message="1")
    assert "Unlock the PIN of Person 2" in office.words(office.command(CHIEF, "staff"))
    office.tap(CHIEF, "unlock", str(office.staff(DOCTOR).id))
    sign(office)
    assert kinds(office).count("signed") == 2
    change(office, "1962-05-01")
    office.tap(CHIEF, "unpin", str(office.staff(DOCTOR).id))
    sign(office, "730518")
    assert kinds(office).count("signed") == 3
    assert [line.kind for line in office.log() if line.actor == office.staff(CHIEF).id] == [
        "team_made",
        "pin_unlocked",
        "pin_dropped",
    ]


@pytest.mark.parametrize("pin", ["12345", "111111", "123456", "987654", "abcdef", "1234567890123"])
def test_a_pin_that_is_easily_guessed_is_not_taken(pin: str) -> None:
    assert not pins.good(pin)
    assert pins.good(PIN)
    assert pins.read(" ４０２７１５ ") == PIN


def test_two_different_pins_set_none(office: Office, row: CaseRow) -> None:
    office.tap(DOCTOR, "confirm", case=row.id, turn=1, chat=TEAM)
    office.type(DOCTOR, PIN, message="1")
    assert "another PIN" in office.words(office.type(DOCTOR, WRONG, message="2"))
    with office.store.reading() as unit:
        assert unit.pin(office.staff(DOCTOR).id) is None
    office.type(DOCTOR, PIN, message="3")
    office.type(DOCTOR, PIN, message="4")
    assert kinds(office)[-1] == "signed"


@pytest.mark.parametrize("role", ["screener", "coordinator", "monitor", "administrator"])
def test_nobody_but_an_investigator_of_the_site_signs(office: Office, row: CaseRow, role: str) -> None:
    office.person(5, office.role(role), office.role("investigator", site=ELSEWHERE))
    record = office.record(row.id)
    for act, value in (("confirm", ""), ("override", ""), ("decide", "eligible")):
        for chat in ("", TEAM):
            said = office.tap(5, act, value, case=row.id, turn=row.turn, chat=chat)
            assert [line.do for line in said] == ["toast"]
            assert office.log()[-1].data == {"act": act}
    assert office.staff(5).signing is None
    assert office.record(row.id) == record


def test_whoever_loses_the_role_while_signing_does_not_sign(office: Office, row: CaseRow) -> None:
    sign(office)
    change(office)
    office.tap(DOCTOR, "confirm", case=row.id, turn=2, chat=TEAM)
    with office.store.transaction() as unit:
        doctor = office.staff(DOCTOR)
        over = replace(doctor.delegations[0], until=office.at)
        unit.save_staff(replace(doctor, delegations=(over, office.role("monitor"))))
    said = office.type(DOCTOR, PIN, message="5")
    assert "Nothing was signed" in office.words(said)
    assert kinds(office).count("signed") == 1


def test_a_change_voids_the_signature_and_everybody_hears(office: Office, row: CaseRow) -> None:
    sign(office)
    said = change(office)
    assert kinds(office)[-3:] == ["amended", "voided", "sent"]
    assert office.record(row.id)[-2].data["questions"] == ["birth_date"]
    void = "Signature void: Person 2 had signed on 22 Nov 2026 14:05; changed after that: Date of birth"
    told = [line.address for line in said if line.picture.get("name") == "note" and void in office.words([line])]
    assert sorted(told) == sorted([TEAM, address(DOCTOR)])
    cards = [line for line in said if line.address == TEAM and line.picture.get("name") == "card"]
    assert [line.do for line in cards] == ["edit", "show"]
    for card in cards:
        assert void in office.words([card])
        assert "Signed by" not in office.words([card])
    sign(office)
    assert kinds(office)[-1] == "signed"
    assert void not in office.words(step(office, "card"))


def test_looking_and_keeping_an_answer_leave_the_signature(office: Office, row: CaseRow) -> None:
    sign(office)
    trial = office.house.trials[TRIAL]
    step(office, "details", "0")
    step(office, "jump", str(trial.order["birth_date"]))
    office.type(SCREENER, "1964-05-01")
    assert "voided" not in kinds(office)
    assert "Signed by Person 2" in office.words(step(office, "show"))


def test_an_override_has_a_reason_and_the_card_shows_both(office: Office, row: CaseRow) -> None:
    office.tap(DOCTOR, "override", case=row.id, turn=1, chat=TEAM)
    step(office, "decide", "eligible", DOCTOR)
    assert "personal data" in office.words(office.type(DOCTOR, "born 110101199003070150", message="1"))
    office.type(DOCTOR, "The age limit was amended", message="2")
    office.type(DOCTOR, PIN, message="3")
    said = office.type(DOCTOR, PIN, message="4")
    entry = office.record(row.id)[-1]
    assert (entry.data["verdict"], entry.data["decision"]) == ("ineligible", "eligible")
    card = next(office.words([line]) for line in said if line.address == TEAM and line.do == "edit")
    assert "NOT ELIGIBLE" in card
    assert "Investigator's decision: eligible (overrides: not eligible)" in card
    assert "Reason: The age limit was amended" in card


def test_what_changed_since_it_was_read_is_not_signed(office: Office, row: CaseRow) -> None:
    sign(office)
    change(office)
    office.tap(DOCTOR, "confirm", case=row.id, turn=2, chat=TEAM)
    step(office, "jump", str(office.house.trials[TRIAL].order["birth_date"]))
    office.type(SCREENER, "1962-05-01")
    step(office, "reason", "1")
    assert "The case has changed" in office.words(office.type(DOCTOR, PIN, message="5"))
    assert kinds(office).count("signed") == 1


def test_while_an_answer_is_being_changed_nobody_signs(office: Office, row: CaseRow) -> None:
    step(office, "jump", str(office.house.trials[TRIAL].order["birth_date"]))
    said = office.tap(DOCTOR, "confirm", case=row.id, turn=1, chat=TEAM)
    assert "is just being changed" in office.words(said)


def test_a_pin_that_comes_too_late_is_deleted_and_answers_nothing(office: Office, row: CaseRow) -> None:
    office.tap(DOCTOR, "confirm", case=row.id, turn=1, chat=TEAM)
    office.at += signing.WAITS
    said = office.type(DOCTOR, PIN, message="6")
    assert [line.do for line in said] == ["delete", "show"]
    assert "took too long" in office.words(said)
    assert not signing.waits(office.staff(DOCTOR))


@pytest.mark.parametrize("way", ["unsign", "command", "word", "another case"])
def test_a_signature_in_the_making_can_be_let_go(office: Office, row: CaseRow, way: str) -> None:
    office.tap(DOCTOR, "confirm", case=row.id, turn=1, chat=TEAM)
    if way == "unsign":
        said = office.tap(DOCTOR, "unsign")
    elif way == "command":
        said = office.command(DOCTOR, "cancel")
    elif way == "word":
        said = office.type(DOCTOR, "取消")
    else:
        said = office.tap(DOCTOR, "open", str(row.id))
    assert "Nothing was signed" in office.words(said)
    assert not signing.waits(office.staff(DOCTOR))
    assert "signed" not in kinds(office)


def ended(office: Office, how: str) -> None:
    """The doctor screens somebody, whose code may be typed now, when their signature in the making comes to its end."""
    sign(office)
    change(office)
    office.tap(DOCTOR, "trial", TRIAL)
    office.tap(DOCTOR, "confirm", case=1, turn=2, chat=TEAM)
    if how == "let go":
        office.command(DOCTOR, "help")
    elif how == "locked":
        for _ in range(pins.TRIES):
            office.type(DOCTOR, WRONG, message="1")
    elif how == "too slow":
        office.at += signing.WAITS
        office.type(DOCTOR, WRONG, message="1")
    else:
        office.type(DOCTOR, PIN, message="1")
    assert not signing.waits(office.staff(DOCTOR))


@pytest.mark.parametrize("typed", [PIN, WRONG, " ４０２ ７１５ "])
@pytest.mark.parametrize("how", ["let go", "locked", "too slow", "signed"])
def test_a_pin_after_the_end_is_no_answer_to_what_is_asked_then(
    office: Office, row: CaseRow, how: str, typed: str
) -> None:
    ended(office, how)
    record, label = office.record(2), office.rows()[-1].label
    said = office.type(DOCTOR, typed, message="9")
    assert ("delete", "9") in [(line.do, line.refers) for line in said]
    assert "That may be a PIN" in office.words(said)
    assert "agree" in office.words(said), "and what is asked stands below"
    assert "".join(typed.split()) not in office.words(said)
    assert (office.record(2), office.rows()[-1].label) == (record, label)
    assert office.type(DOCTOR, "A-017"), "anything else is an answer"
    assert office.rows()[-1].label == "A-017"


def test_some_minutes_later_a_number_is_a_number(office: Office, row: CaseRow) -> None:
    ended(office, "let go")
    office.at += signing.LINGERS
    office.type(DOCTOR, "402716", message="9")
    assert office.rows()[-1].label == "402716"


def test_only_where_a_pin_was_asked_for_one_is_expected_later(office: Office, row: CaseRow) -> None:
    office.tap(DOCTOR, "trial", TRIAL)
    office.tap(DOCTOR, "override", case=1, turn=1, chat=TEAM)
    office.tap(DOCTOR, "decide", "eligible", case=1, turn=row.turn)
    office.command(DOCTOR, "help")
    office.type(DOCTOR, "402716", message="9")
    assert office.rows()[-1].label == "402716"


def test_a_chinese_team_reads_the_signature_in_chinese(office: Office) -> None:
    staffed(office, "zh_CN")
    failing(office)
    said = sign(office)
    card = next(office.words([line]) for line in said if line.address == TEAM and line.do == "edit")
    assert "签名：Person 2（研究者）· 2026年11月22日 14:05（UTC+08:00）" in card
    assert "确认其不符合入选条件" in card
    assert office.record(case(office).id)[-1].data["meaning"].startswith("I have reviewed"), "as the signer read it"
    assert case(office).site == SITE

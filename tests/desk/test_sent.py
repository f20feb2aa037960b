"""What was sent to the study team, read on one's own phone.

Requirements: (1) whoever is of the study team, a monitor too, finds what was sent at their sites, with its card; (2) a
reader's card has no button that enters anything; (3) a card that somebody looked at follows what becomes of the case;
(4) what a person is told that they can do is what their role does.
"""

from __future__ import annotations

import re

import pytest

from bot.desk import listing, sent
from bot.ports import CaseRow, LentLine
from tests.desk.office import ELSEWHERE, SITE, TEAM, TRIAL, Office, address

SCREENER, MONITOR, STRANGER, DOCTOR = 1, 2, 3, 4
PIN = "402715"


@pytest.fixture
def row(office: Office) -> CaseRow:
    """A case of the site that was sent; nobody has a chat for the team."""
    office.person(SCREENER, office.role("screener"))
    office.person(MONITOR, office.role("monitor", site="*"))
    office.person(DOCTOR, office.role("investigator"))
    office.tap(SCREENER, "trial", TRIAL)
    for act in ("agree", "stop", "send"):
        office.tap(SCREENER, act, case=office.rows()[-1].id, turn=office.rows()[-1].turn)
    return office.rows()[-1]


def acts(said: list[LentLine]) -> set[str]:
    """What the buttons do that came with it."""
    return {button["act"] for line in said for row in line.picture.get("rows", ()) for button in row}


def test_a_monitor_finds_a_case_and_its_card_and_can_enter_nothing(office: Office, row: CaseRow) -> None:
    listed = office.command(MONITOR, "cases")
    assert f"{row.code}: UNDETERMINED" in office.words(listed)
    card = office.tap(MONITOR, "verdict", str(row.id))
    assert row.code in office.words(card)
    assert acts(card) <= {"details", "print", "language"}
    assert acts(office.type(MONITOR, row.code)) == {"verdict", "print"}


def test_from_the_list_of_answers_the_card_comes_back_in_its_place(office: Office, row: CaseRow) -> None:
    listed = office.tap(SCREENER, "review", case=row.id, turn=row.turn)
    assert "card" in acts(listed)
    back = office.tap(SCREENER, "card", case=row.id, turn=row.turn)
    assert [one.do for one in back if one.do != "toast"] == ["edit"]


def test_no_card_or_list_of_before_a_change_stays_in_the_chat(office: Office, row: CaseRow) -> None:
    office.tap(SCREENER, "review", case=row.id, turn=row.turn)
    left = office.tap(SCREENER, "jump", "1", case=row.id, turn=row.turn)
    (edited,) = [one for one in left if one.do == "edit"]
    assert (edited.slot, edited.picture["rows"]) == (f"{row.id}:{row.turn}", [])
    assert "see below" in office.words([edited])


def test_of_a_case_that_was_sent_nothing_is_paused(office: Office, row: CaseRow) -> None:
    said = office.words(office.command(SCREENER, "cancel"))
    assert "with the study team" in said
    assert "paused" not in said


def test_a_site_elsewhere_is_told_nothing(office: Office, row: CaseRow) -> None:
    office.person(STRANGER, office.role("coordinator", site=ELSEWHERE))
    assert row.code not in office.words(office.command(STRANGER, "team"))
    refused = office.tap(STRANGER, "verdict", str(row.id))
    assert "There is no such case" in office.words(refused)
    assert row.code not in office.words(refused)


def test_however_much_other_sites_send_no_case_of_ones_own_is_missing(
    office: Office, row: CaseRow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sent, "MOST", 1)
    office.person(STRANGER, office.role("screener", site=ELSEWHERE))
    for _ in range(2):
        office.tap(STRANGER, "trial", TRIAL)
        for act in ("agree", "stop", "send"):
            office.tap(STRANGER, act, case=office.rows()[-1].id, turn=office.rows()[-1].turn)
    listed = office.words(office.command(DOCTOR, "team"))
    assert row.code in listed
    assert ELSEWHERE not in listed


@pytest.mark.parametrize(("who", "command"), [(DOCTOR, "team"), (SCREENER, "cases")])
def test_a_list_that_is_cut_says_so_and_how_the_others_are_found(
    office: Office, row: CaseRow, monkeypatch: pytest.MonkeyPatch, who: int, command: str
) -> None:
    for module in (sent, listing):
        monkeypatch.setattr(module, "MOST", 1)
    assert "there are more" not in office.words(office.command(who, command))
    office.tap(SCREENER, "trial", TRIAL)
    for act in ("agree", "stop", "send"):
        office.tap(SCREENER, act, case=office.rows()[-1].id, turn=office.rows()[-1].turn)
    said = office.words(office.command(who, command))
    assert "Only the 1 cases that changed last are listed; there are more" in said
    assert row.code not in said
    assert row.code in office.words(office.command(who, "case", row.code))


def test_the_card_that_a_monitor_looked_at_shows_the_signature(office: Office, row: CaseRow) -> None:
    office.tap(MONITOR, "verdict", str(row.id))
    office.tap(DOCTOR, "override", case=row.id, turn=row.turn)
    office.tap(DOCTOR, "decide", "eligible", case=row.id, turn=row.turn)
    office.type(DOCTOR, "All is in the records")
    office.type(DOCTOR, PIN)
    signed = [line for line in office.type(DOCTOR, PIN) if line.address == address(MONITOR)]
    assert "Signed by Person 4" in office.words(signed)
    listed = office.words(office.command(MONITOR, "team"))
    assert f"{row.code}: Investigator's decision: eligible (overrides: undetermined)" in listed


@pytest.mark.parametrize(("role", "screens", "signs"), [("screener", 1, 0), ("investigator", 1, 1), ("monitor", 0, 0)])
def test_the_welcome_offers_what_the_role_does(office: Office, role: str, screens: int, signs: int) -> None:
    office.person(SCREENER, office.role(role, site="*" if role == "monitor" else SITE))
    said = office.command(SCREENER, "start")
    assert ("screen" in acts(said)) is bool(screens)
    assert ("PIN" in office.words(said)) is bool(signs)
    assert "Site: *" not in office.words(said)
    assert ("/screen" in office.words(office.command(SCREENER, "help"))) is bool(screens)


def test_what_is_missing_is_counted_where_it_is_not_all_named(office: Office, row: CaseRow) -> None:
    said = office.words(office.command(SCREENER, "cases"))
    assert re.search(r"missing: [^;]+; [^;]+; [^;]+; \d+ more", said)


def test_a_case_that_is_being_completed_stays_with_the_study_team(office: Office, row: CaseRow) -> None:
    office.tap(SCREENER, "jump", "1", case=row.id, turn=row.turn)
    assert office.rows()[-1].state != "sent"
    assert f"{row.code}: UNDETERMINED" in office.words(office.command(MONITOR, "team"))
    assert "verdict" in acts(office.type(MONITOR, row.code))
    card = office.tap(MONITOR, "verdict", str(row.id))
    assert "protocol v1" in office.words(card)
    now = office.rows()[-1]
    details = office.tap(MONITOR, "details", "0", case=now.id, turn=now.turn)
    assert "Details" in office.words(details)
    again = office.tap(MONITOR, "card", case=now.id, turn=now.turn)
    assert "protocol v1" in office.words(again)
    waits = office.tap(SCREENER, "verdict", str(row.id))
    assert "just being changed" in office.words(waits)
    assert "protocol v1" not in office.words(waits)


# Commands.


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_a_word_that_needs_no_slash_may_have_one(office: Office, language: str) -> None:
    office.person(SCREENER, office.role("screener"), language=language)
    office.tap(SCREENER, "trial", TRIAL)
    for act in ("agree", "unknown"):
        office.tap(SCREENER, act, case=office.rows()[-1].id, turn=office.rows()[-1].turn)
    assert office.rows()[-1].state == "sex"
    office.command(SCREENER, "back")
    assert office.rows()[-1].state == "reference_date"
    office.command(SCREENER, "list")
    assert office.rows()[-1].state == "review"
    unknown = {"en": "I do not know that command", "zh_CN": "没有这个命令"}[language]
    assert unknown in office.words(office.command(SCREENER, "frobnicate"))


def test_a_screener_is_not_told_how_to_set_up_a_team(office: Office, row: CaseRow) -> None:
    assert "I do not know that command" in office.words(office.command(SCREENER, "team"))


def test_an_administrator_invites_in_their_own_words(office: Office) -> None:
    office.person(SCREENER, office.role("administrator"), language="zh_CN")
    usage = office.words(office.command(SCREENER, "invite"))
    assert "/invite 筛选人员 NJ01" in usage
    assert "监查员" in usage
    assert "screener" not in usage
    invited = office.words(office.command(SCREENER, "invite", "监查员 NJ01 至2027-01-31"))
    assert "角色：监查员" in invited
    assert "2027年1月31日" in invited
    assert "角色：监查员" in office.words(office.command(SCREENER, "invite", "monitor NJ01"))


@pytest.mark.parametrize(("language", "how"), [("en", "To find a case"), ("zh_CN", "查找病例")])
def test_help_answers_in_the_teams_group(office: Office, language: str, how: str) -> None:
    office.person(DOCTOR, office.role("administrator", site="*", trial="*"), language=language)
    office.person(MONITOR, office.role("monitor"), language="en")
    assert how not in office.words(office.command(MONITOR, "help", chat=TEAM)), "not a team's yet"
    office.command(DOCTOR, "team", chat=TEAM)
    assert how in office.words(office.command(MONITOR, "help", chat=TEAM))
    assert office.command(STRANGER, "help", chat=TEAM) == []


def test_a_code_that_several_cases_have_finds_them_all_typed_alone_or_after_the_command(office: Office) -> None:
    office.person(SCREENER, office.role("screener"))
    for _ in range(2):
        office.tap(SCREENER, "trial", TRIAL)
        office.type(SCREENER, "P-07")
        office.tap(SCREENER, "agree", case=office.rows()[-1].id, turn=office.rows()[-1].turn)
        office.command(SCREENER, "cancel")
    for said in (office.type(SCREENER, "P-07"), office.command(SCREENER, "case", "P-07")):
        assert "NJ01-0001 · P-07" in office.words(said)
        assert "NJ01-0002 · P-07" in office.words(said)


def test_whoever_works_at_several_sites_finds_a_case_of_each_by_the_sites_own_code(
    office: Office, row: CaseRow
) -> None:
    office.person(STRANGER, office.role("coordinator", site=ELSEWHERE), office.role("coordinator"))
    office.tap(SCREENER, "trial", TRIAL)
    office.type(SCREENER, "A-017")
    assert "A-017" in office.words(office.command(STRANGER, "case", "A-017"))
    office.person(5, office.role("coordinator", site=ELSEWHERE))
    assert "There is no such case" in office.words(office.command(5, "case", "A-017"))


def test_the_list_says_that_a_change_was_left_unfinished(office: Office, row: CaseRow) -> None:
    def tap(act: str, value: str = "") -> None:
        office.tap(SCREENER, act, value, case=row.id, turn=office.rows()[-1].turn)

    assert "a change is not finished" not in office.words(office.command(SCREENER, "cases"))
    tap("jump", "1")
    tap("pick", "0")
    tap("jump", "1")
    tap("pick", "1")
    assert office.rows()[-1].state == "reason"
    office.command(SCREENER, "cancel")
    assert office.rows()[-1].state == "reason", "the change is kept, and still waits for its reason"
    assert f"{row.code}: with the study team; a change is not finished" in office.words(
        office.command(SCREENER, "cases")
    )


def test_who_may_ask_is_told_that_a_question_to_the_site_is_a_reply(office: Office, row: CaseRow) -> None:
    office.tap(DOCTOR, "ask", case=row.id, turn=row.turn)
    assert "choose Reply" in office.words(office.type(DOCTOR, "Is that so?"))
    assert "choose Reply" not in office.words(office.type(MONITOR, "Is that so?"))

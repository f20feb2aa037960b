"""Who may do what.

Requirements: (1) every command and every act of a button is allowed to exactly the roles of its duty, in the trial and at
the site of their delegation, until it is ended, whatever the clock says; (2) what is not allowed changes no case and no
person, says nothing about the case, and stands in the site's log; (3) a delegation that is ended stops everything at
once, the cases stay with the site.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.acts.table import ACTS
from bot.desk import commands, pins, taps
from bot.desk.roles import DUTIES, ROLES, Duty, given, may
from bot.ports import CaseRow, Delegation, LentLine, Staff
from bot.store.log import broken, verify_logs
from tests.desk.office import ELSEWHERE, OTHER, SITE, TEAM, TRIAL, Office, address

OWNER, SOMEBODY = 1, 2
# What each act asks for. An act that is missing here is not tested, and the first test says so.
OF_A_CASE = dict.fromkeys(ACTS, Duty.SCREEN) | {
    "details": Duty.READ, "card": Duty.READ,
    "ask": Duty.ASK, "ask_about": Duty.ASK, "close": Duty.ASK,
    "judgements": Duty.JUDGE, "judge": Duty.JUDGE,
    "confirm": Duty.SIGN, "override": Duty.SIGN, "decide": Duty.SIGN,
    "print": Duty.EXPORT,
    "query": Duty.SCREEN, "stands": Duty.SCREEN, "withdraw": Duty.SCREEN, "rescreen": Duty.SCREEN,
    "hand": Duty.SCREEN, "give": Duty.SCREEN, "snooze": Duty.SCREEN,
}  # fmt: skip
OF_NO_CASE = {
    "language": None, "cases": None, "unsign": None,
    "screen": Duty.SCREEN, "trial": Duty.SCREEN, "open": Duty.SCREEN, "about": Duty.READ,
    "sent": Duty.EXPORT, "verdict": Duty.READ,
    "log": Duty.EXPORT, "stats": Duty.EXPORT,
    "staff": Duty.MANAGE, "end": Duty.MANAGE, "ended": Duty.MANAGE, "unlock": Duty.MANAGE, "unpin": Duty.MANAGE,
    "last_day": Duty.MANAGE, "planned": Duty.MANAGE,
}  # fmt: skip
COMMANDS = {
    "start": None, "help": None, "language": None, "cases": None, "case": None, "cancel": None, "team": Duty.EXPORT,
    "screen": Duty.SCREEN, "log": Duty.EXPORT, "stats": Duty.EXPORT, "invite": Duty.MANAGE, "staff": Duty.MANAGE,
}  # fmt: skip


def test_every_act_and_every_command_has_its_duty_here() -> None:
    assert set(OF_A_CASE) == set(ACTS) | set(taps.OF_A_CASE)
    assert set(OF_NO_CASE) == set(taps.OF_NO_CASE)
    assert set(COMMANDS) == set(commands.COMMANDS)
    assert set(DUTIES) == set(Duty)


def sent_case(office: Office) -> CaseRow:
    """A case that the study team has."""
    office.person(OWNER, office.role("screener"))
    office.tap(OWNER, "trial", TRIAL)
    row = office.rows()[-1]
    for act in ("agree", "stop", "send"):
        office.tap(OWNER, act, case=row.id, turn=office.rows()[-1].turn)
    assert office.rows()[-1].state == "sent"
    return office.rows()[-1]


def places(office: Office) -> dict[str, Callable[[str], Delegation]]:
    """Delegations that give something here, and such that do not."""
    now = office.at
    return {
        "here": lambda role: office.role(role),
        "everywhere": lambda role: office.role(role, "*", "*"),
        "another site": lambda role: office.role(role, site=ELSEWHERE),
        "another trial": lambda role: office.role(role, trial=OTHER),
        # By a clock that was a day ahead.
        "ended": lambda role: office.role(role, since=now - timedelta(days=9), until=now + timedelta(days=1)),
    }


GIVES = ("here", "everywhere")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("place", ["here", "everywhere", "another site", "another trial"])
def test_a_button_of_a_case_is_for_the_roles_of_its_duty(office: Office, role: str, place: str) -> None:
    row = sent_case(office)
    person = office.person(SOMEBODY, places(office)[place](role))
    for act, duty in OF_A_CASE.items():
        before, notes = (office.rows(), office.record(row.id), office.staff(SOMEBODY)), len(office.log(person.site))
        said = office.tap(SOMEBODY, act, "0", case=row.id, turn=row.turn)
        refused = [line.kind for line in office.log(person.site)[notes:]].count("refused")
        assert refused == (0 if place in GIVES and role in DUTIES[duty] else 1), f"{act} by {role}, {place}"
        if refused:
            assert (office.rows(), office.record(row.id), office.staff(SOMEBODY)) == before
            assert_says_nothing(office, said, row)
            assert office.log(person.site)[-1].data == {"act": act}


def assert_says_nothing(office: Office, said: list[LentLine], row: CaseRow) -> None:
    """Only the tap is answered, with words that hold nothing of the case."""
    assert [line.do for line in said] == ["toast"]
    assert row.code not in office.words(said)


def acts(line: LentLine) -> set[str]:
    """What the buttons under a message do."""
    return {button["act"] for row in line.picture["rows"] for button in row}


# What a card's buttons ask for, and its reader may do; whoever holds the case corrects it instead of asking.
ON_A_CARD = {
    "details": Duty.READ, "review": Duty.SCREEN, "ask": Duty.ASK, "override": Duty.SIGN, "print": Duty.EXPORT,
}  # fmt: skip


@pytest.mark.parametrize("role", sorted(DUTIES[Duty.SCREEN]))
def test_a_private_card_has_exactly_the_buttons_that_its_reader_may_use(office: Office, role: str) -> None:
    row = sent_case(office)
    person = office.person(SOMEBODY, office.role(role))
    office.tap(SOMEBODY, "open", str(row.id))
    (card,) = office.tap(SOMEBODY, "card", case=row.id, turn=row.turn)[:1]
    expected = {act for act, duty in ON_A_CARD.items() if role in DUTIES[duty]}
    assert acts(card) - {"language"} == expected
    for act in expected:
        office.tap(SOMEBODY, act, "0", case=row.id, turn=row.turn)
    assert "refused" not in [line.kind for line in office.log(person.site)]


def test_each_copy_of_a_card_is_drawn_for_its_own_reader_whoever_changed_it(office: Office) -> None:
    office.person(3, office.role("investigator"))
    office.person(SOMEBODY, office.role("investigator"))
    row = sent_case(office)
    office.tap(SOMEBODY, "override", case=row.id, turn=row.turn)
    office.tap(SOMEBODY, "decide", "eligible", case=row.id, turn=row.turn)
    office.type(SOMEBODY, "All missing results are on paper and pass")
    office.type(SOMEBODY, "402715")
    said = {line.address: acts(line) for line in office.type(SOMEBODY, "402715") if line.picture.get("name") == "card"}
    assert said == {
        address(OWNER): {"details", "review", "language"},
        address(SOMEBODY): {"details", "ask", "print"},
        address(3): {"details", "ask", "print"},
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("place", ["here", "everywhere", "another site", "another trial", "ended"])
def test_opening_a_case_is_for_the_roles_of_its_duty(office: Office, role: str, place: str) -> None:
    row = sent_case(office)
    office.person(SOMEBODY, places(office)[place](role))
    said = office.tap(SOMEBODY, "open", str(row.id))
    allowed = place in GIVES and role in DUTIES[Duty.SCREEN]
    assert (office.staff(SOMEBODY).active_case == row.id) is allowed
    assert (row.code in office.words(said)) is allowed


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("place", ["here", "everywhere", "another site", "another trial", "ended"])
def test_commands_are_for_the_roles_of_their_duty(office: Office, role: str, place: str) -> None:
    row = sent_case(office)
    person = office.person(SOMEBODY, places(office)[place](role))
    for command, duty in COMMANDS.items():
        cases, people = office.rows(), office.staff(OWNER)
        notes = len(office.log(SITE)) + len(office.log(person.site))
        said = office.command(SOMEBODY, command, f"screener {SITE} {TRIAL}" if command == "invite" else "")
        allowed = duty is None or (role in DUTIES[duty] and place != "ended")
        if command == "invite" and place not in GIVES:
            allowed = False
        noted = len(office.log(SITE)) + len(office.log(person.site)) > notes
        # Where several trials are open to them, they choose first.
        leaves = command == "invite" or (command in ("log", "stats") and place != "everywhere")
        assert noted is (not allowed or leaves), f"{command}: {role}, {place}"
        if not allowed:
            assert (office.rows(), office.staff(OWNER)) == (cases, people)
        elif command == "screen":
            assert len(office.rows()) == len(cases) + (place != "everywhere")  # where several trials: a choice first
        # The study team's list, which whoever has no cases of their own sees in their place.
        reads = command in ("team", "cases") and role in DUTIES[Duty.EXPORT] and place in GIVES
        assert (row.code in office.words(said)) is reads, f"{command}: {role}, {place}"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("place", ["here", "another site", "another trial", "ended"])
def test_the_papers_of_a_site_are_for_the_roles_of_their_duty_there(office: Office, role: str, place: str) -> None:
    person = office.person(SOMEBODY, places(office)[place](role))
    allowed = place == "here" and role in DUTIES[Duty.EXPORT]
    for kind in ("log", "stats"):
        said = office.tap(SOMEBODY, kind, f"{TRIAL} {SITE}")
        assert [line.do for line in said] == (["paper", "toast"] if allowed else ["toast"])
        if allowed:
            assert said[0].picture["paper"] == {"kind": kind, "trial": TRIAL, "site": SITE, "language": "en"}
        last = office.log(person.site)[-1]
        noted = {"what": kind, "trial": TRIAL, "case": "*"} if allowed else {"act": kind}
        assert (last.kind, last.data) == ("exported" if allowed else "refused", noted)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("place", ["another site", "another trial", "ended", "here"])
def test_delegations_are_ended_by_an_administrator_of_the_site_alone(office: Office, role: str, place: str) -> None:
    doctor = office.person(OWNER, office.role("investigator"))
    with office.store.transaction() as unit:
        unit.save_pin(pins.sealed(doctor.id, "402715", office.at))
    person = office.person(SOMEBODY, places(office)[place](role))
    allowed = place == "here" and role in DUTIES[Duty.MANAGE]
    for act, value in (
        ("end", f"{doctor.id}-0"),
        ("unlock", str(doctor.id)),
        ("unpin", str(doctor.id)),
        ("last_day", f"{doctor.id}-0"),
        ("planned", f"{doctor.id}-0-20261231"),
        ("ended", f"{doctor.id}-0"),
    ):
        notes = len(office.log(person.site))
        said = office.tap(SOMEBODY, act, value)
        refused = [line.data for line in office.log(person.site)[notes:] if line.kind == "refused"]
        assert refused == ([] if allowed else [{"act": act}])
        assert ("Person 1" in office.words(said)) is (allowed and act not in ("unlock", "unpin"))
    with office.store.reading() as unit:
        assert (unit.pin(doctor.id) is None) is allowed
    assert (office.staff(OWNER) == doctor) is not allowed


def test_the_staff_list_shows_whom_the_administrator_manages_with_roles_and_days(office: Office) -> None:
    ended = office.role("monitor", since=office.at - timedelta(days=9), until=office.at - timedelta(days=2))
    office.person(OWNER, office.role("screener"), ended, office.role("screener", site=ELSEWHERE))
    office.person(SOMEBODY, office.role("administrator"))
    words = office.words(office.command(SOMEBODY, "staff"))
    assert "Person 1: screener · LN-MSC · Nanjing Drum Tower Hospital · from 21 Nov 2026" in words
    assert "Person 1: monitor · LN-MSC · Nanjing Drum Tower Hospital · from 13 Nov 2026 until 20 Nov 2026" in words
    assert ELSEWHERE not in words


def test_a_role_that_is_ended_stops_everything_at_once_and_the_case_stays_with_the_site(office: Office) -> None:
    row = sent_case(office)
    office.person(SOMEBODY, office.role("administrator"))
    office.person(3, office.role("coordinator"))
    said = office.tap(SOMEBODY, "ended", f"{office.staff(OWNER).id}-0")
    assert "Your role has ended" in office.words([line for line in said if line.address == address(OWNER)])
    assert [(line.kind, line.subject) for line in office.log()][-1] == ("left", office.staff(OWNER).id)
    record = office.record(row.id)
    for answer in (
        office.tap(OWNER, "review", case=row.id, turn=row.turn),
        office.command(OWNER, "cases"),
        office.type(OWNER, "3"),
    ):
        assert row.code not in office.words(answer)
    assert office.record(row.id) == record
    office.tap(3, "open", str(row.id))
    assert office.staff(3).active_case == row.id


def test_one_of_two_roles_ends_and_the_other_goes_on(office: Office) -> None:
    row = sent_case(office)
    office.person(SOMEBODY, office.role("administrator"))
    office.person(3, office.role("coordinator"), office.role("investigator"))
    office.tap(SOMEBODY, "ended", f"{office.staff(3).id}-1")
    assert "Only an investigator" in office.words(office.tap(3, "override", case=row.id, turn=row.turn))
    office.tap(3, "open", str(row.id))
    assert office.staff(3).active_case == row.id


def test_whoever_comes_back_gets_back_only_what_is_given_anew(office: Office) -> None:
    gone = replace(office.person(OWNER, office.role("investigator")), left_at=office.at)
    back = given(gone, "monitor", TRIAL, SITE, office.at + timedelta(days=1))
    assert not may(back, Duty.SIGN, office.at)
    assert may(back, Duty.READ, office.at, TRIAL, SITE)
    assert [one.until for one in back.delegations] == [office.at, None]


def test_an_administrator_does_not_lock_the_site_out(office: Office) -> None:
    chief = office.person(SOMEBODY, office.role("administrator"))
    office.tap(SOMEBODY, "ended", f"{chief.id}-0")
    assert office.staff(SOMEBODY) == chief


def test_an_invitation_gives_one_role_in_one_trial_at_one_site(office: Office) -> None:
    office.person(SOMEBODY, office.role("administrator"))
    said = office.words(office.command(SOMEBODY, "invite", f"investigator {SITE} {TRIAL}"))
    token = re.search(r"[A-Za-z0-9_-]{32}", said)
    assert token is not None
    office.command(7, "start", token[0])
    (given,) = office.staff(7).delegations
    assert (given.role, given.trial, given.site, given.until) == ("investigator", TRIAL, SITE, None)
    assert [line.kind for line in office.log()][-2:] == ["invited", "joined"]
    again = office.words(office.command(SOMEBODY, "invite", f"monitor {SITE} {TRIAL}"))
    token = re.search(r"[A-Za-z0-9_-]{32}", again)
    assert token is not None
    office.command(7, "start", token[0])
    assert [one.role for one in office.staff(7).delegations] == ["investigator", "monitor"]
    assert [line.kind for line in office.log()][-1] == "role_given"
    assert "There is no trial" in office.words(office.command(SOMEBODY, "invite", f"monitor {SITE} nothing"))
    assert "own sites and trials" in office.words(office.command(SOMEBODY, "invite", f"monitor {SITE} {OTHER}"))


@pytest.mark.parametrize("role", ROLES)
def test_in_a_group_the_card_is_for_those_who_may_read_it(office: Office, role: str) -> None:
    office.person(9, office.role("administrator"))
    office.command(9, "team", chat=TEAM)
    row = sent_case(office)
    office.person(SOMEBODY, office.role(role))
    office.person(3, office.role(role, site=ELSEWHERE))
    seen = office.tap(SOMEBODY, "details", "0", case=row.id, turn=1, chat=TEAM)
    assert [line.do for line in seen] == ["edit", "toast"]
    refused = office.tap(3, "details", "0", case=row.id, turn=1, chat=TEAM)
    assert_says_nothing(office, refused, row)


def test_whoever_has_several_sites_says_where_the_case_opens(office: Office) -> None:
    office.person(OWNER, office.role("screener"), office.role("coordinator", site=ELSEWHERE))
    assert office.rows() == []
    shown = office.command(OWNER, "screen")[-1].picture
    offered = [button["value"] for line in shown["rows"] for button in line]
    assert offered == [f"{TRIAL} {ELSEWHERE}", f"{TRIAL} {SITE}"]
    office.tap(OWNER, "trial", offered[0])
    assert [row.site for row in office.rows()] == [ELSEWHERE]
    office.tap(OWNER, "trial", f"{TRIAL} SH03")
    assert len(office.rows()) == 1


def test_a_person_may_have_several_roles_and_loses_them_one_by_one(office: Office) -> None:
    staff = replace(
        office.person(OWNER, office.role("screener"), office.role("investigator", site=ELSEWHERE)), left_at=None
    )
    assert may(staff, Duty.SIGN, office.at, TRIAL, ELSEWHERE)
    assert not may(staff, Duty.SIGN, office.at, TRIAL, SITE)
    assert may(staff, Duty.SCREEN, office.at, TRIAL, SITE)


def test_a_log_shows_what_was_altered_or_lost(office: Office) -> None:
    monitor: Staff = office.person(SOMEBODY, office.role("monitor"))
    for _ in range(3):
        office.command(SOMEBODY, "screen")
    lines = office.log(monitor.site)
    assert broken(lines) is None
    assert broken((lines[0], replace(lines[1], actor=7), lines[2])) == 2
    assert broken((lines[0], lines[2])) == 2
    with office.store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER log_no_update")
        connection.exec_driver_sql("UPDATE log SET kind = 'invited' WHERE number = 3")
    assert verify_logs(office.store) == [f"the log of {SITE}: line 3 does not verify"]

"""Roles with a last day.

Requirements: (1) a role may have a last day, said with the invitation or later by an administrator, in both languages;
(2) it is in force on that day and not on the next, by the calendar of the site; (3) it ends without anybody's hands: the
person and the administrators are told once, the site's log has it once, and the cases stay with the site; (4) what has
ended so stays ended, also by a clock that goes back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update

from bot.desk import terms
from bot.desk.front import Desk
from bot.desk.roles import Duty, may
from bot.ports import CaseRow, Delegation, Staff
from bot.store import tables
from tests.desk.office import ELSEWHERE, SITE, TRIAL, Office, address

CHIEF, GUEST, DOCTOR = 1, 2, 3
LAST = date(2026, 11, 25)
A_MOMENT = timedelta(microseconds=1)


def midnight(office: Office, day: date = LAST, site: str = SITE) -> datetime:
    """The first moment after a day at a site."""
    return datetime(day.year, day.month, day.day, tzinfo=office.house.zone(site)) + timedelta(days=1)


def chief(office: Office, language: str = "en") -> Staff:
    """The administrator of the site."""
    return office.person(CHIEF, office.role("administrator"), language=language)


def token(said: str) -> str:
    """That of an invitation."""
    found = re.search(r"(?m)^[A-Za-z0-9_-]{32}$", said)
    assert found is not None, said
    return found[0]


def invited(office: Office, wish: str = f"screener {SITE} until {LAST}") -> Staff:
    """Somebody who joined with an invitation that the chief made."""
    chief(office)
    office.command(GUEST, "start", token(office.words(office.command(CHIEF, "invite", wish))))
    return office.staff(GUEST)


def opened(office: Office) -> CaseRow:
    """A case of the guest's."""
    office.tap(GUEST, "trial", TRIAL)
    return office.rows()[-1]


def lines_of(office: Office, person: int, kinds: tuple[str, ...] = ("role_ended", "left")) -> list[tuple[str, object]]:
    """What the log says of the end of somebody's roles, and who did it."""
    about = office.staff(person).id
    return [(line.kind, line.actor) for line in office.log() if line.subject == about and line.kind in kinds]


# The bounds.


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati", "UTC"])
def test_a_role_is_in_force_on_its_last_day_and_not_on_the_next_by_the_calendar_of_the_site(
    office: Office, zone: str
) -> None:
    trial = office.house.trials[TRIAL]
    sites = tuple(replace(site, timezone=zone) for site in trial.sites)
    office.house = replace(office.house, trials={TRIAL: replace(trial, sites=sites)})
    office.desk = Desk(office.store, office.house)
    guest, over = invited(office), datetime(2026, 11, 26, tzinfo=ZoneInfo(zone))
    assert guest.delegations[0].planned_end == over.astimezone(UTC)
    assert may(guest, Duty.SCREEN, over - A_MOMENT, TRIAL, SITE)
    assert not may(guest, Duty.SCREEN, over, TRIAL, SITE)
    office.at = over - timedelta(seconds=2)
    office.command(GUEST, "screen")  # a second before midnight
    assert len(office.rows()) == 1
    said = office.words(office.command(GUEST, "screen"))  # at midnight
    assert "Your role has ended: screener" in said
    assert len(office.rows()) == 1
    assert terms.last_day(office.house, over, SITE) == LAST


def test_a_role_of_every_site_ends_by_the_clock_of_the_place_without_a_site(office: Office) -> None:
    end = terms.over_after(office.house, LAST, "*")
    assert end == datetime(2026, 11, 25, 16, tzinfo=UTC), "Asia/Shanghai, where nothing else is set"


# It ends by itself.


def test_whoever_comes_too_late_is_told_and_the_case_stays_with_the_site(office: Office) -> None:
    invited(office)
    row = opened(office)
    office.person(DOCTOR, office.role("investigator"))
    office.at = midnight(office)
    record = office.record(row.id)
    said = office.tap(GUEST, "agree", case=row.id, turn=row.turn)
    heard = [line for line in said if line.address == address(GUEST)]
    assert [line.do for line in heard] == ["show", "menu", "toast"]
    assert "Your role has ended: screener" in office.words(heard)
    assert office.record(row.id) == record
    guest = office.staff(GUEST)
    assert (guest.left_at, guest.active_case) == (midnight(office), None)
    assert [one.until for one in guest.delegations] == [midnight(office)]
    assert "invited staff only" in office.words(office.type(GUEST, "hello")), "a stranger from then on"
    office.tap(DOCTOR, "open", str(row.id))
    assert office.staff(DOCTOR).active_case == row.id


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Ended as planned after 25 Nov 2026: Person 2, screener · Nanjing Drum Tower Hospital."),
        ("zh_CN", "授权已按计划在2026年11月25日之后终止：Person 2，筛选人员 · 南京鼓楼医院。"),
    ],
)
def test_in_the_morning_it_is_noted_and_told_once_to_the_administrators_of_the_site_alone(
    office: Office, language: str, told: str
) -> None:
    invited(office)
    with office.store.transaction() as unit:
        unit.save_staff(replace(office.staff(CHIEF), language=language))
    office.person(7, office.role("administrator", site=ELSEWHERE))
    office.person(8, office.role("investigator"))
    office.person(9, office.role("monitor", planned_end=midnight(office)))
    assert not office.desk.end_roles(midnight(office) + timedelta(hours=7) - A_MOMENT), "nobody is woken"
    office.at = midnight(office) + timedelta(hours=7)
    assert [office.desk.end_roles(office.at) for _ in range(3)] == [True, True, False]
    said = [line for line in office.sent() if line.do == "show"]
    assert sorted(line.address for line in said) == [address(one) for one in (CHIEF, CHIEF, GUEST, 9)]
    assert told in office.words([line for line in said if line.address == address(CHIEF)])
    office.command(GUEST, "help")
    assert lines_of(office, GUEST) == [("left", None)]
    (noted,) = [line.data for line in office.log() if line.subject == office.staff(GUEST).id and line.kind == "left"]
    assert noted == {"role": "screener", "trial": TRIAL, "last_day": "2026-11-25"}


def test_one_of_two_roles_comes_to_its_end_and_the_other_goes_on(office: Office) -> None:
    chief(office)
    monitors = office.role("monitor", planned_end=midnight(office))
    office.person(GUEST, monitors, office.role("investigator", planned_end=midnight(office, LAST + timedelta(days=9))))
    office.at = midnight(office)
    assert "Your role has ended: monitor" in office.words(office.command(GUEST, "help"))
    assert lines_of(office, GUEST) == [("role_ended", None)]
    assert [one.until is None for one in office.staff(GUEST).delegations] == [False, True]
    assert may(office.staff(GUEST), Duty.SIGN, office.at, TRIAL, SITE)


def test_roles_that_ended_one_after_the_other_while_the_bot_was_down_are_all_noted(office: Office) -> None:
    chief(office)
    later = midnight(office, LAST + timedelta(days=9))
    office.person(
        GUEST, office.role("investigator", planned_end=later), office.role("monitor", planned_end=midnight(office))
    )
    assert office.desk.end_roles(later + timedelta(days=1))
    assert lines_of(office, GUEST) == [("role_ended", None), ("left", None)]
    assert office.staff(GUEST).left_at == later


def test_nobody_whose_role_is_over_hears_of_a_case_any_more_before_it_is_noted(office: Office) -> None:
    chief(office)
    invited_until = office.role("screener", planned_end=midnight(office))
    office.person(GUEST, invited_until)
    office.person(DOCTOR, office.role("investigator"))
    row = opened(office)
    for act in ("agree", "stop", "send"):
        office.tap(GUEST, act, case=row.id, turn=office.rows()[-1].turn)
    office.at = midnight(office)
    office.tap(DOCTOR, "override", case=row.id, turn=office.rows()[-1].turn)
    office.tap(DOCTOR, "decide", "eligible", case=row.id, turn=office.rows()[-1].turn)
    said = [office.type(DOCTOR, text) for text in ("All missing results are on paper", "402715", "402715")][-1]
    assert "eligible" in office.words(said)
    assert address(GUEST) not in {line.address for line in said}


def test_what_has_ended_so_stays_ended_though_the_clock_goes_back(office: Office) -> None:
    guest = invited(office)
    office.desk.end_roles(midnight(office) + timedelta(days=1))
    assert office.at < midnight(office)
    assert not may(office.staff(GUEST), Duty.SCREEN, office.at)
    assert may(guest, Duty.SCREEN, office.at), "the last day itself was not over by this clock"


def test_a_planned_end_that_an_older_version_forgot_is_looked_for_once(office: Office) -> None:
    guest = office.person(GUEST, office.role("screener"))
    with office.store.engine.begin() as connection:
        connection.execute(update(tables.staff).values(next_end=office.at))
    assert [office.desk.end_roles(office.at + timedelta(days=1)) for _ in range(2)] == [True, False]
    assert office.staff(GUEST) == guest


def test_whoever_is_invited_again_gets_the_new_last_day(office: Office) -> None:
    invited(office)
    again = office.words(office.command(CHIEF, "invite", f"screener {SITE} until 2026-12-31"))
    office.command(GUEST, "start", token(again))
    (one,) = office.staff(GUEST).delegations
    assert one.planned_end == midnight(office, date(2026, 12, 31))
    office.at = midnight(office, date(2026, 12, 31))
    office.command(GUEST, "help")
    third = office.words(office.command(CHIEF, "invite", f"screener {SITE}"))
    office.command(GUEST, "start", token(third))
    assert [(one.planned_end is None, one.until is None) for one in office.staff(GUEST).delegations] == [
        (False, False),
        (True, True),
    ]


def test_whoever_comes_with_a_new_invitation_as_the_old_role_ends_is_let_in_at_once(office: Office) -> None:
    invited(office)
    again = token(office.words(office.command(CHIEF, "invite", f"monitor {SITE}")))
    office.at = midnight(office)
    said = office.words(office.command(GUEST, "start", again))
    assert "Your role has ended: screener" in said
    assert "Welcome, Person" in said
    assert (office.staff(GUEST).role, office.staff(GUEST).left_at) == ("monitor", None)


# Saying it.


@pytest.mark.parametrize(
    "wish",
    [
        f"screener {SITE} until 2026-11-25",
        f"screener {SITE} {TRIAL} until 25 Nov 2026",
        f"screener {SITE} 至2026年11月25日",
        f"screener {SITE} 到 2026.11.25",
        "screener until 2026/11/25",
    ],
)
def test_an_invitation_names_the_last_day_in_either_language(office: Office, wish: str) -> None:
    guest = invited(office, wish)
    assert guest.delegations[0].planned_end == midnight(office)
    noted = {line.kind: line.data["last_day"] for line in office.log() if "last_day" in line.data}
    assert noted == {"invited": "2026-11-25", "joined": "2026-11-25"}
    assert "Your role ends by itself after 25 Nov 2026" in office.words(office.command(GUEST, "start"))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2026-11-21", "21 Nov 2026 is over"),
        ("11-25", "a full date"),
        ("Nov 2026", "a full date"),
        ("soon", "a full date"),
    ],
)
def test_a_day_that_is_over_or_not_clear_invites_nobody(office: Office, day: str, why: str) -> None:
    chief(office)
    said = office.words(office.command(CHIEF, "invite", f"screener {SITE} until {day}"))
    assert why in said
    assert office.log() == ()


@pytest.mark.parametrize("more", ["2026-11-25", "by 2026-11-25", "25 Nov"])
def test_nothing_that_may_be_meant_for_the_last_day_is_passed_over(office: Office, more: str) -> None:
    chief(office)
    said = office.words(office.command(CHIEF, "invite", f"monitor {SITE} {TRIAL} {more}"))
    assert f"/invite screener {SITE} until " in said
    assert office.log() == ()


def test_an_invitation_cannot_be_used_after_the_last_day(office: Office) -> None:
    chief(office)
    said = office.words(office.command(CHIEF, "invite", f"screener {SITE} until 2026-11-22"))
    office.at = midnight(office, date(2026, 11, 22))
    office.command(GUEST, "start", token(said))
    with office.store.reading() as unit:
        assert unit.staff_by_address(address(GUEST)) is None


@pytest.mark.parametrize("how", ["tapped", "2026-12-31", "until 31 Dec 2026", "至2026年12月31日"])
def test_an_administrator_sets_changes_and_takes_away_the_last_day_later(office: Office, how: str) -> None:
    guest = office.person(GUEST, office.role("screener"))
    chief(office)
    if how == "tapped":
        screen = office.tap(CHIEF, "last_day", f"{guest.id}-0")
    else:
        screen = office.command(CHIEF, "staff", f"1 {how}")
    assert "Person 2: screener" in office.words(screen), "it is read out"
    (day,) = {value for value in values(screen, "planned") if value.endswith("20261231")}
    said = office.tap(CHIEF, "planned", day)
    assert "ends by itself after 31 Dec 2026" in office.words([one for one in said if one.address == address(GUEST)])
    assert "from 21 Nov 2026, last day 31 Dec 2026" in office.words(said)
    assert office.staff(GUEST).delegations[0].planned_end == midnight(office, date(2026, 12, 31))
    office.tap(CHIEF, "planned", f"{guest.id}-0-never")
    assert office.staff(GUEST).delegations == guest.delegations
    noted = [(line.kind, line.actor, line.data["last_day"]) for line in office.log()]
    by = office.staff(CHIEF).id
    assert noted == [("end_planned", by, "2026-12-31"), ("end_planned", by, None)]


def values(lines: Sequence[object], act: str) -> list[str]:
    """What the buttons of this act carry."""
    rows = [row for line in lines for row in line.picture.get("rows", [])]  # type: ignore[attr-defined]
    return [button["value"] for row in rows for button in row if button["act"] == act]


@pytest.mark.parametrize("value", ["0-20261121", "0-", "0-soon", "7-20261231", "20261231"])
def test_no_other_day_is_set_than_one_that_is_offered(office: Office, value: str) -> None:
    guest = office.person(GUEST, office.role("screener", planned_end=midnight(office)))
    chief(office)
    office.tap(CHIEF, "planned", f"{guest.id}-{value}")
    assert office.staff(GUEST) == guest


def test_nobody_sets_the_last_day_of_their_own_role_as_administrator(office: Office) -> None:
    own = chief(office)
    assert "another administrator does" in office.words(office.tap(CHIEF, "planned", f"{own.id}-0-20261231"))
    assert office.staff(CHIEF) == own


@pytest.mark.parametrize(("typed", "why"), [("9 2026-12-31", "no delegation 9"), ("1 soon", "a full date")])
def test_what_is_typed_wrongly_changes_nothing(office: Office, typed: str, why: str) -> None:
    guest = office.person(GUEST, office.role("screener"))
    chief(office)
    assert why in office.words(office.command(CHIEF, "staff", typed))
    assert office.staff(GUEST) == guest


def test_the_list_shows_from_when_to_when_before_and_after_the_end(office: Office) -> None:
    chief(office)
    office.person(GUEST, office.role("screener", planned_end=midnight(office)))
    assert "from 21 Nov 2026, last day 25 Nov 2026" in office.words(office.command(CHIEF, "staff"))
    office.at = midnight(office)
    over = office.command(CHIEF, "staff")
    assert "last day 25 Nov 2026" in office.words(over)
    assert values(over, "end") == values(over, "last_day") == [f"{office.staff(CHIEF).id}-0"], "only their own goes on"
    office.desk.end_roles(office.at + timedelta(hours=8))
    assert "from 21 Nov 2026 until 25 Nov 2026" in office.words(office.command(CHIEF, "staff"))


def test_what_a_delegation_says_is_kept(office: Office) -> None:
    one: Delegation = office.role("monitor", planned_end=midnight(office).astimezone(UTC))
    office.person(GUEST, one)
    assert office.staff(GUEST).delegations == (one,)

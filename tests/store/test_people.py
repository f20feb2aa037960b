"""Staff, invitations, teams and handled updates.

Requirements: (1) an address is one person; (2) an invitation works once, in time, and its token is not in the database;
(3) a trial's cards go to the chats of the site and of all sites; (4) an update is handled once.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot.ports import Conflict, Delegation, Invitation, Parked, Staff, Team
from bot.store.migrate import migrate
from bot.store.sql import SqlStore, open_store
from tests.servers.databases import Databases

from .making import ME, NOW, SECOND, elsewhere, staff, table

DAY = timedelta(days=1)
TOKEN = "aB3-very-secret"
INVITATION = Invitation(
    token=TOKEN, role="screener", site="NJ01", language="zh", expires_at=NOW + SECOND, planned_end=NOW + DAY
)


def joined(store: SqlStore, address: str = ME, site: str = "NJ01") -> Staff:
    """Somebody new."""
    with store.transaction() as unit:
        return staff(unit, address, site)


def test_a_person_is_found_by_address_and_by_id(store: SqlStore) -> None:
    person = joined(store)
    with store.reading() as unit:
        assert unit.staff_by_address(ME) == unit.staff(person.id) == person
        assert unit.staff_by_address("console:you") is None
        assert unit.staff(99) is None
    assert (person.role, person.joined_at, person.active_case, person.left_at) == ("screener", NOW, None, None)


def test_an_address_is_one_person(store: SqlStore) -> None:
    joined(store)
    with pytest.raises(Conflict), store.transaction() as unit:
        unit.add_staff(address=ME, name="Li", role="investigator", site="BJ02", language="en", at=NOW)


def test_what_changes_about_a_person_is_kept(store: SqlStore) -> None:
    changed = replace(joined(store), language="en", active_case=7, role="lead", left_at=NOW)
    with store.transaction() as unit:
        unit.save_staff(changed)
    with store.reading() as unit:
        assert unit.staff_by_address(ME) == changed


def test_what_a_newer_program_keeps_of_a_person_survives_what_this_one_changes(store: SqlStore) -> None:
    """Workers of two versions serve at once while they are updated."""
    person = joined(store)
    newer = '[{"role":"screener","site":"NJ01","trial":"*","since":"2026-11-22T06:05:00.000000+00:00","leave":"2027"}]'
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE staff SET delegations = :newer"), {"newer": newer})
    with store.transaction() as unit:
        known = unit.staff_by_address(ME)
        assert known is not None
        unit.save_staff(replace(known, active_case=7))
        unit.save_staff(replace(known, active_case=8))
    with store.engine.connect() as connection:
        assert connection.execute(text("SELECT delegations, active_case FROM staff")).one() == (newer, 8)
    with store.transaction() as unit:
        known = unit.staff(person.id)
        assert known is not None
        unit.save_staff(replace(known, delegations=()))
    with store.reading() as unit:
        assert unit.staff_by_address(ME) == replace(person, active_case=8, delegations=())


def test_address_and_day_of_joining_do_not_change(store: SqlStore) -> None:
    person = joined(store)
    with store.transaction() as unit:
        unit.save_staff(replace(person, address="console:you", joined_at=NOW + SECOND))
    with store.reading() as unit:
        assert unit.staff(person.id) == person


def invited(store: SqlStore) -> None:
    """The invitation is out."""
    with store.transaction() as unit:
        unit.add_invitation(INVITATION)


def test_an_invitation_works_once(store: SqlStore) -> None:
    invited(store)
    with store.transaction() as unit:
        assert unit.take_invitation(TOKEN, NOW, ME) == replace(INVITATION, used_by=ME)
        assert unit.take_invitation(TOKEN, NOW, "console:you") is None
    with store.transaction() as unit:
        assert unit.take_invitation(TOKEN, NOW, ME) is None


def test_an_invitation_is_not_used_up_by_a_failure(store: SqlStore) -> None:
    invited(store)
    with pytest.raises(ZeroDivisionError), store.transaction() as unit:
        _ = unit.take_invitation(TOKEN, NOW, ME) and 1 / 0
    with store.transaction() as unit:
        assert unit.take_invitation(TOKEN, NOW, ME) is not None


def test_an_invitation_expires(store: SqlStore) -> None:
    invited(store)
    with store.transaction() as unit:
        assert unit.take_invitation(TOKEN, NOW + SECOND, ME) is None
        assert unit.take_invitation("another", NOW, ME) is None
        assert unit.take_invitation(TOKEN, NOW, ME) is not None


def test_a_copy_of_the_database_invites_nobody(store: SqlStore) -> None:
    invited(store)
    assert TOKEN not in str(table(store, "invitations"))


def test_of_two_at_once_one_gets_in(store: SqlStore, url: str) -> None:
    def enter(address: str) -> None:
        with open_store(url, wait=30).transaction() as unit:
            if unit.take_invitation(TOKEN, NOW, address):
                staff(unit, address)

    invited(store)
    assert elsewhere(lambda: enter("console:a"), lambda: enter("console:b")) == [0, 0]
    assert len(table(store, "staff")) == 1


def test_cards_go_to_the_chats_of_the_site_and_of_all_sites(store: SqlStore) -> None:
    here = Team(address="telegram:-1", trial="ln-msc", site="NJ01", language="zh")
    everywhere = Team(address="telegram:-2", trial="ln-msc", site="*", language="en")
    with store.transaction() as unit:
        for team in (here, everywhere, replace(here, site="BJ02"), replace(here, trial="other")):
            unit.set_team(team)
        assert unit.teams("ln-msc", "NJ01") == (everywhere, here)
        assert unit.teams("ln-msc", "SH03") == (everywhere,)
        assert len(unit.teams_at("telegram:-1")) == 3


def test_a_team_changes_its_language_and_leaves(store: SqlStore) -> None:
    team = Team(address="telegram:-1", trial="ln-msc", site="*", language="zh")
    with store.transaction() as unit:
        unit.set_team(team)
        unit.set_team(replace(team, language="en"))
        assert unit.teams("ln-msc", "NJ01") == (replace(team, language="en"),)
        unit.drop_team(team.address)
        assert unit.teams("ln-msc", "NJ01") == ()


def test_an_update_is_handled_once(store: SqlStore) -> None:
    with store.transaction() as unit:
        unit.note_seen("telegram:5", NOW)
        assert not unit.first_time("telegram:5", NOW)
    with pytest.raises(Conflict), store.transaction() as unit:
        unit.note_seen("telegram:5", NOW)


def test_the_first_time_is_told_from_the_second(store: SqlStore) -> None:
    with store.transaction() as unit:
        assert [unit.first_time(key, NOW) for key in ("telegram:1", "telegram:2", "telegram:1")] == [True, True, False]
    with store.transaction() as unit:
        assert [unit.first_time(key, NOW) for key in ("telegram:2", "telegram:3")] == [False, True]


def test_an_update_is_parked_once_and_the_latest_comes_first(store: SqlStore) -> None:
    first = Parked(update_key="telegram:5", at=NOW, error="ValueError", place="step.py:7")
    with store.transaction() as unit:
        unit.park(first)
        unit.park(replace(first, error="KeyError"))
        unit.park(replace(first, update_key="telegram:6", at=NOW + SECOND))
    with store.reading() as unit:
        assert [(one.update_key, one.error) for one in unit.parked(9)] == [
            ("telegram:6", "ValueError"),
            ("telegram:5", "ValueError"),
        ]
        assert unit.parked(9)[1] == first
        assert len(unit.parked(1)) == 1


def test_whose_role_is_over_first_is_found_until_it_is_ended(store: SqlStore) -> None:
    def overdue(by: datetime) -> str | None:
        with store.transaction() as unit:
            found = unit.staff_overdue(by)
        return found.address if found else None

    with store.transaction() as unit:
        for address, end in (("telegram:1", NOW + DAY), ("telegram:2", NOW + SECOND), ("telegram:3", None)):
            given = {"name": "Zhou", "role": "monitor", "site": "NJ01", "language": "zh", "planned_end": end}
            unit.add_staff(address=address, at=NOW, **given)  # type: ignore[arg-type]
    assert [overdue(NOW), overdue(NOW + SECOND), overdue(NOW + DAY)] == [None, "telegram:2", "telegram:2"]
    with store.transaction() as unit:
        second = unit.staff_by_address("telegram:2")
        assert second is not None
        ended = replace(second.delegations[0], until=NOW + SECOND)
        unit.save_staff(replace(second, delegations=(ended,)))
    assert overdue(NOW + DAY) == "telegram:1"
    with store.reading() as unit:
        assert [one.delegations[0].planned_end for one in unit.everybody()] == [NOW + DAY, NOW + SECOND, None]


def test_who_has_or_had_a_role_is_found_among_all(store: SqlStore) -> None:
    given = {"investigator": NOW, "monitor": None, "screener": None}
    with store.transaction() as unit:
        for number, role in enumerate(("screener", "investigator", "coordinator"), 1):
            site = name = "investigator"
            unit.add_staff(address=f"telegram:{number}", name=name, role=role, site=site, language="en", at=NOW)
        first = unit.staff_by_address("telegram:1")
        assert first is not None
        lines = [Delegation(role=role, since=NOW, until=until) for role, until in given.items()]
        unit.save_staff(replace(first, delegations=tuple(lines)))
    with store.reading() as unit:
        assert [one.id for one in unit.people_with({"investigator"})] == [1, 2]
        assert [one.id for one in unit.people_with({"coordinator", "monitor"})] == [1, 3]
        assert unit.people_with({"administrator"}) == ()


def test_whom_another_worker_is_just_ending_is_left_to_it(databases: Databases) -> None:
    """SQLite has one writer at a time anyway."""
    url = databases.empty()
    migrate(url)
    store, other = open_store(url), open_store(url)
    with store.transaction() as unit:
        for address in ("telegram:1", "telegram:2"):
            unit.add_staff(
                address=address, name="Zhou", role="monitor", site="NJ01", language="zh", at=NOW, planned_end=NOW
            )
    with store.transaction() as mine, other.transaction() as theirs:
        first, second = mine.staff_overdue(NOW), theirs.staff_overdue(NOW)
        assert {one.address for one in (first, second) if one} == {"telegram:1", "telegram:2"}
    store.close()
    other.close()

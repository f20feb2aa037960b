"""A chat that is a study team's twice: for all sites, as the settings say, and for one, as its administrator says."""

from __future__ import annotations

import pytest

from bot.desk.roles import EVERY
from bot.desk.teams import set_named
from bot.ports.people import WITHIN
from tests.desk.office import ELSEWHERE, SITE, TEAM, TRIAL, Office
from tests.desk.screened import CHIEF

TOPIC = f"{TEAM}{WITHIN}7"


@pytest.fixture
def chief(office: Office) -> int:
    """An administrator of one site, who reads Chinese."""
    office.person(CHIEF, office.role("administrator"), language="zh_CN")
    return CHIEF


def named(office: Office) -> bool:
    """The settings name the group; says whether that is new."""
    with office.store.transaction() as unit:
        return set_named(unit, office.house, TEAM, "en", office.at)[1]


def test_a_chat_that_is_one_sites_is_named_for_all_sites_all_the_same(office: Office, chief: int) -> None:
    office.command(chief, "team", chat=TEAM)
    assert named(office)
    with office.store.reading() as unit:
        assert [team.address for team in unit.teams(TRIAL, ELSEWHERE)] == [TEAM]
    assert not named(office), "once"


@pytest.mark.parametrize("place", [TEAM, TOPIC])
def test_a_chat_that_is_a_team_twice_gets_everything_once_where_and_in_the_language_that_its_site_wants(
    office: Office, chief: int, place: str
) -> None:
    named(office)
    office.command(chief, "team", chat=place)
    with office.store.reading() as unit:
        (here,), (elsewhere,) = unit.teams(TRIAL, SITE), unit.teams(TRIAL, ELSEWHERE)
    assert (here.address, here.site, here.language) == (place, SITE, "zh_CN")
    assert (elsewhere.site, elsewhere.language) == (EVERY, "en")

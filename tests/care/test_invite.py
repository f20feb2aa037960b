"""Invitations from the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.store.sql import open_store
from tests.care.conftest import Run
from tests.clock import today

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_a_role_ends_after_the_last_day_that_is_named_by_the_calendar_of_the_site(run: Run, place: Path) -> None:
    day = today() + timedelta(days=40)
    said = run("invite", "--role", "monitor", "--site", "NJ01", "--until", day.isoformat())
    assert (said.code, f"ends by itself after {day}" in said.out) == (0, True)
    token, now = said.out.splitlines()[0].rpartition("=")[2], datetime.now(UTC)
    store = open_store(f"sqlite:///{place}")
    with store.transaction() as unit:
        (noted,) = unit.logged("NJ01")
        taken = unit.take_invitation(token, now, "telegram:1")
    store.close()
    assert noted.data["last_day"] == day.isoformat()
    assert taken is not None
    assert taken.planned_end == datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) + timedelta(days=1)
    assert taken.expires_at < now + timedelta(days=8)


@pytest.mark.parametrize(("until", "why"), [("2020-01-01", "is over"), ("31.12.", "is no day")])
def test_a_day_that_is_none_or_over_invites_nobody(run: Run, place: Path, until: str, why: str) -> None:
    said = run("invite", "--site", "NJ01", "--until", until)
    assert (said.code, why in said.err, said.out) == (2, True, "")
    assert not place.exists()


def test_today_may_be_the_last_day(run: Run) -> None:
    assert run("invite", "--site", "NJ01", "--until", today().isoformat()).code == 0

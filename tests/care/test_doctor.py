"""What the doctor finds, against a real database and the emulated Telegram.

Requirements: (1) each trouble is found, with what it means and what to do; (2) what is missing is said and the rest is
looked at all the same; (3) nothing is changed; (4) no secret and nothing that was typed is shown; (5) 0 or 1.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from types import SimpleNamespace

import pytest
import pytest_asyncio
from sqlalchemy import text

from bot.care import database
from bot.care.diagnosis import ok
from bot.ports import Note, Outgoing, Parked, Team
from bot.store.sql import SqlStore
from tests.care.conftest import ROOT, Run
from tests.emulator.http import serving
from tests.emulator.server import Fault, Telegram
from tests.shell import Said
from tests.store.making import append, book_failed, opened

pytestmark = pytest.mark.asyncio
TOKEN = "42:TEST"


class Doctor:
    """The doctor, and what it looks at."""

    def __init__(self, run: Run, telegram: Telegram, base: str) -> None:
        self._run, self.telegram, self._base = run, telegram, base

    async def says(self, **settings: str) -> Said:
        """All that it says; the emulated Telegram answers meanwhile."""
        given = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": self._base} | settings
        return await asyncio.to_thread(lambda: self._run("doctor", **given))

    async def finds(self, level: str, about: str, **settings: str) -> str:
        """What it says about this, which must be of this level."""
        said = await self.says(**settings)
        lines = said.out.splitlines()
        (place,) = [place for place, line in enumerate(lines) if line.startswith(f"{level:<8} {about}: ")]
        assert said.code == ("failed " in said.out.replace(" failed, ", ""))
        assert level == "ok" or lines[place + 1].startswith("         -> ")
        return lines[place]


@pytest.fixture(autouse=True)
def _healthy_content(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading trials and words takes two seconds: only for those tests that want it."""
    if not request.node.get_closest_marker("content"):
        monkeypatch.setattr("bot.care.doctor.look_at_content", lambda settings: [ok("Trials", "ln-msc")])


@pytest_asyncio.fixture
async def doctor(run: Run) -> AsyncIterator[Doctor]:
    """A doctor who can reach Telegram."""
    telegram = Telegram()
    async with serving(telegram) as base:
        yield Doctor(run, telegram, base)


@pytest.fixture
def well(store: SqlStore, doctor: Doctor) -> SqlStore:
    """A bot with an administrator and a study team."""
    doctor.telegram.chats[-7] = []
    with store.transaction() as unit:
        now = datetime.now(UTC)
        unit.add_staff(address="telegram:1", name="Zhou", role="administrator", site="NJ01", language="zh", at=now)
        unit.set_team(Team(address="telegram:-7", trial="ln-msc", site="*", language="en"))
    append(store, opened(store).id)
    return store


@pytest.mark.content
async def test_when_all_is_well_it_says_so_line_by_line(doctor: Doctor, well: SqlStore, place: Path) -> None:
    before = [place.read_bytes(), list(doctor.telegram.webhook)]
    said = await doctor.says()
    assert said.code == 0, said.out
    assert {line.split()[0] for line in said.out.splitlines()[:-1]} == {"ok"}, said.out
    abouts = {line[9:].partition(":")[0] for line in said.out.splitlines()[:-1]}
    assert abouts == {
        "Trials", "Words", "Time zones", "Disk", "Permissions", "Database", "Records", "Writing", "People", "Outbox",
        "Given up", "Telegram", "Token", "Clock", "Groups", "Updates", "Waiting", "Team",
    }  # fmt: skip
    assert [place.read_bytes(), list(doctor.telegram.webhook)] == before
    assert {method for method, *_ in doctor.telegram.calls} == {"getMe", "getWebhookInfo", "getChat", "getChatMember"}


async def test_with_nothing_at_all_it_looks_at_the_rest(doctor: Doctor, place: Path) -> None:
    said = await doctor.says(TELEGRAM_TOKEN="")
    assert said.code == 1
    assert "failed   Token: TELEGRAM_TOKEN is not set" in said.out
    assert "warning  Database: there is none" in said.out
    assert "ok       Trials: ln-msc" in said.out
    assert not place.parent.exists(), "nothing was made"


def note(store: SqlStore, kind: str, site: str, **data: str) -> None:
    """A line of a site's log."""
    with store.transaction() as unit:
        unit.log(Note(site=site, kind=kind, at=datetime.now(UTC), data=data))


# Telegram.


async def test_a_token_that_telegram_does_not_know_is_not_shown(doctor: Doctor) -> None:
    assert "does not know it" in await doctor.finds("failed", "Token", TELEGRAM_TOKEN="42:WRONG-secret")
    said = await doctor.says(TELEGRAM_TOKEN="42:WRONG-secret")
    assert "WRONG-secret" not in said.out + said.err


@pytest.mark.parametrize("proxy", ["", "http://me:s3cret@127.0.0.1:9"])
async def test_a_telegram_that_cannot_be_reached(doctor: Doctor, proxy: str) -> None:
    found = await doctor.finds("failed", "Telegram", TELEGRAM_API="http://127.0.0.1:9", TELEGRAM_PROXY=proxy)
    assert "http://127.0.0.1:9" in found
    assert ("through the proxy" in found) == bool(proxy)
    assert "s3cret" not in found


async def test_a_telegram_in_trouble(doctor: Doctor) -> None:
    doctor.telegram.faults.append(Fault("getWebhookInfo", "500"))
    assert "Internal Server Error" in await doctor.finds("failed", "Telegram")


@pytest.mark.parametrize(("ahead", "level"), [(60, "warning"), (-60, "warning"), (86400, "failed")])
async def test_a_clock_that_is_wrong(doctor: Doctor, well: SqlStore, ahead: int, level: str) -> None:
    doctor.telegram.clock = lambda: time.time() - ahead
    found = await doctor.finds(level, "Clock")
    assert ("ahead of" if ahead > 0 else "behind") in found


async def test_groups(doctor: Doctor, well: SqlStore) -> None:
    doctor.telegram.abilities["can_read_all_group_messages"] = True
    assert "sent all that people say" in await doctor.finds("warning", "Groups")


async def test_a_bot_that_nobody_may_add_to_a_group(doctor: Doctor) -> None:
    doctor.telegram.abilities = {"can_join_groups": False}
    assert "may not be added" in await doctor.finds("warning", "Groups")


async def test_a_webhook(doctor: Doctor, well: SqlStore) -> None:
    doctor.telegram.webhook = {"url": "https://bot.example.org/telegram/unguessable"}
    assert "PUBLIC_URL is not set" in await doctor.finds("warning", "Updates")
    found = await doctor.finds("ok", "Updates", PUBLIC_URL="https://bot.example.org")
    assert found.endswith("brought to bot.example.org")
    assert "not at https://other" in await doctor.finds("warning", "Updates", PUBLIC_URL="https://other.example.org")
    doctor.telegram.webhook_troubles = {
        "last_error_date": int(time.time()) - 60,
        "last_error_message": "Connection refused",
        "allowed_updates": ["message"],
    }
    assert "Connection refused" in await doctor.finds("warning", "Webhook")
    assert "callback_query" in await doctor.finds("failed", "Updates")
    doctor.telegram.webhook_troubles["last_error_date"] -= 7200
    assert "Webhook" not in (await doctor.says()).out


async def test_updates_that_nobody_deals_with(doctor: Doctor, well: SqlStore) -> None:
    for _ in range(101):
        doctor.telegram.push(message={"text": "my secret"})
    assert "101 updates" in await doctor.finds("warning", "Waiting")
    assert "my secret" not in (await doctor.says()).out


async def test_the_study_teams_chat(doctor: Doctor, well: SqlStore) -> None:
    doctor.telegram.chats[-8] = []
    assert (await doctor.says(TEAM_CHAT="-8")).out.count("gets the cards") == 2
    doctor.telegram.blocked.add(-7)
    assert "Forbidden" in await doctor.finds("failed", "Team")
    doctor.telegram.blocked.clear()
    doctor.telegram.member = {"status": "kicked"}
    assert "no longer in it" in await doctor.finds("failed", "Team")
    doctor.telegram.member = {"status": "restricted", "can_send_messages": False}
    assert "may not write" in await doctor.finds("failed", "Team")
    del doctor.telegram.chats[-7]
    assert "Chat not found" in await doctor.finds("failed", "Team")
    doctor.telegram.violations.clear()


async def test_a_study_team_that_was_lost(doctor: Doctor, well: SqlStore) -> None:
    note(well, "team_made", "NJ01", trial="ln-msc", chat="telegram:-9")
    note(well, "team_ended", "NJ01", trial="ln-msc", chat="telegram:-9")
    assert "keeps the bot out" not in (await doctor.says()).out, "there is another one"
    with well.transaction() as unit:
        unit.drop_team("telegram:-7")
        unit.set_team(Team(address="telegram:-7", trial="ln-msc", site="BJ02", language="en"))
    found = await doctor.finds("failed", "Team")
    assert "ln-msc at NJ01 has no study team's chat since telegram:-9 keeps the bot out" in found


async def test_the_chat_that_the_settings_name_and_what_has_become_of_it(doctor: Doctor, well: SqlStore) -> None:
    doctor.telegram.chats[-9] = []
    note(well, "team_made", "*", trial="ln-msc", chat="telegram:-8")
    assert "TEAM_CHAT" not in (await doctor.says(TEAM_CHAT="-7")).out
    note(well, "team_moved", "*", trial="ln-msc", chat="telegram:-8", to="telegram:-9")
    assert "become another chat, telegram:-9" in await doctor.finds("warning", "TEAM_CHAT", TEAM_CHAT="-8")
    said = (await doctor.says(TEAM_CHAT="-8")).out
    assert "set TEAM_CHAT=-9" in said
    assert said.count("gets the cards") == 2, "the one that it is by now is looked at"
    note(well, "team_ended", "*", trial="ln-msc", chat="telegram:-9")
    assert "no study team's" in await doctor.finds("warning", "TEAM_CHAT", TEAM_CHAT="-8")


async def test_without_a_study_team(doctor: Doctor, store: SqlStore) -> None:
    assert "investigators get the cards" in await doctor.finds("warning", "Team")


# The database.


async def test_an_empty_database(doctor: Doctor, store: SqlStore) -> None:
    assert "nobody is an administrator" in await doctor.finds("warning", "People")


async def test_a_damaged_file(doctor: Doctor, well: SqlStore, place: Path) -> None:
    well.close()
    place.write_bytes(b"no database " * 1000)
    assert "cannot be read as a database" in await doctor.finds("failed", "Database")
    assert "Team" in (await doctor.says()).out, "it goes on"


async def test_a_file_that_cannot_be_read_now(doctor: Doctor, well: SqlStore, place: Path) -> None:
    well.close()
    place.unlink()
    place.mkdir()
    assert "cannot be read now" in await doctor.finds("failed", "Database")


async def test_a_broken_record(doctor: Doctor, well: SqlStore) -> None:
    with well.engine.begin() as connection:
        connection.execute(text("UPDATE cases SET head = 'x'"))
    assert "NJ01-0001: the record ends" in await doctor.finds("failed", "Records")


async def test_an_older_schema(doctor: Doctor, well: SqlStore) -> None:
    with well.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert "at step 0001" in await doctor.finds("warning", "Schema")


async def test_a_database_that_takes_nothing(doctor: Doctor, well: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    with well.engine.begin() as connection:
        connection.execute(text("CREATE TRIGGER no BEFORE INSERT ON seen BEGIN SELECT RAISE(ABORT, 'no'); END"))
    assert "refused" in await doctor.finds("failed", "Writing")


async def test_a_server_that_does_not_answer(doctor: Doctor) -> None:
    found = await doctor.finds(
        "failed", "Database", DATABASE_URL="postgresql+psycopg://bot:s3cret@127.0.0.1:9/cases?connect_timeout=2"
    )
    assert "127.0.0.1:9" in found
    assert "s3cret" not in found


@pytest.mark.parametrize(("free", "level"), [(500, "warning"), (50, "failed")])
async def test_a_disk_that_is_nearly_full(
    doctor: Doctor, well: SqlStore, monkeypatch: pytest.MonkeyPatch, free: int, level: str
) -> None:
    left = SimpleNamespace(disk_usage=lambda path: SimpleNamespace(free=free * database.MEGABYTE))
    monkeypatch.setattr(database, "shutil", left)
    assert "GB are free" in await doctor.finds(level, "Disk")


async def test_a_file_that_everybody_may_read(doctor: Doctor, well: SqlStore, place: Path) -> None:
    place.parent.chmod(0o755)
    place.chmod(0o644)
    assert "every user" in await doctor.finds("failed", "Permissions")
    place.chmod(0o640)
    await doctor.finds("ok", "Permissions")


async def test_a_log_that_grows(doctor: Doctor, well: SqlStore, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LONG_LOG", 1)
    assert os.path.getsize(f"{place}-wal") > 1
    assert "not taken over" in await doctor.finds("warning", "Log")


async def test_messages_that_wait_or_were_given_up(doctor: Doctor, well: SqlStore) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=3)
    picture = {"paragraphs": [{"text": "my secret"}]}
    with well.transaction() as unit:
        for key in ("a", "b"):
            unit.send(Outgoing(address=f"telegram:{key}", do="show", key=key, picture=picture, at=long_ago))
    assert "2 messages wait, the oldest for 3 h 0 min" in await doctor.finds("warning", "Outbox")
    book_failed(well, 1, "Forbidden: bot was blocked by the user")
    found = await doctor.finds("warning", "Not sent")
    assert found.endswith("telegram:a show a: Forbidden: bot was blocked by the user")
    assert "my secret" not in (await doctor.says()).out


async def test_updates_that_were_given_up(doctor: Doctor, well: SqlStore) -> None:
    now = datetime.now(UTC)
    with well.transaction() as unit:
        unit.park(Parked(update_key="telegram:5", at=now, error="ValueError", place="core/step.py:7"))
        unit.park(Parked(update_key="telegram:4", at=now - timedelta(days=9), error="KeyError", place="core/step.py:8"))
    assert "telegram:5  ValueError at core/step.py:7" in await doctor.finds("warning", "Given up")
    assert "telegram:4" not in (await doctor.says()).out


# What people wrote.


@pytest.mark.content
async def test_a_broken_trial(doctor: Doctor, tmp_path: Path) -> None:
    copytree(ROOT / "tests" / "trials" / "flows", tmp_path / "flows")
    trial = tmp_path / "flows" / "rsv-60.yaml"
    trial.write_text(trial.read_text("utf-8").replace("kind: yes_no", "kind: yesno", 1), "utf-8")
    where = {"FLOWS_DIR": str(tmp_path / "flows"), "LOCALES_DIR": str(ROOT / "tests" / "trials" / "locales")}
    assert "rsv-60.yaml:" in await doctor.finds("failed", "Trials", **where)


@pytest.mark.content
async def test_words_that_are_missing(doctor: Doctor, tmp_path: Path) -> None:
    copytree(ROOT / "locales", tmp_path / "locales")
    path = tmp_path / "locales" / "zh_CN" / "LC_MESSAGES" / "bot.po"
    path.write_text(path.read_text("utf-8").replace('msgstr "第一题', 'msgstr "', 1).replace("查看", "", 1), "utf-8")
    (tmp_path / "locales" / "zh_CN" / "LC_MESSAGES" / "ln-msc.po").unlink()
    assert "zh_CN/ln-msc: no words yet" in await doctor.finds("warning", "Words", LOCALES_DIR=str(tmp_path / "locales"))


@pytest.mark.content
async def test_a_time_zone_that_this_machine_does_not_know(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(zone: str) -> None:
        raise ValueError(zone)

    monkeypatch.setattr("bot.care.content.ZoneInfo", unknown)
    assert "Asia/Shanghai is not known" in await doctor.finds("failed", "Time zones")

"""Papers by phone: the screening log, the numbers, one case.

Requirements: (1) they come to the chat that asked, in its reader's language, to exactly the roles of the duty, in their
trials and at their sites, and to a team's group for its own; (2) each is noted in the site's chained log; (3) nothing of
them is in the database; (4) where one cannot be made, whoever wanted it is told, and the log says it; (5) nobody waits for
one that is being made; (6) the menu and the help name the commands to whoever may use them.
"""

from __future__ import annotations

import asyncio
import time
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from bot.channels.telegram import papers
from bot.desk.invitations import new_invitation
from bot.desk.menu import MENU
from bot.desk.roles import DUTIES, ROLES, Duty
from bot.store.log import verify_logs
from tests.channels.telegram.world import World
from tests.clock import now
from tests.emulator.phone import Phone
from tests.emulator.server import Shown

pytestmark = pytest.mark.asyncio
TAKES = DUTIES[Duty.EXPORT]


@pytest.fixture
def database(sqlite_database: str) -> str:
    """One kind is enough here: what differs is the store's, and tested there."""
    return sqlite_database


def at(world: World, id: int, role: str, site: str, language: str = "en") -> Phone:
    """Somebody who has a role at a site."""
    invitation = new_invitation(role, site, now())
    with world.store.transaction() as unit:
        unit.add_invitation(invitation)
    phone = Phone(world.telegram, id, f"Person {id}", language)
    phone.start(invitation.token)
    return phone


async def screened(world: World) -> str:
    """A case with the study team; its code."""
    nurse = await world.joined(1)
    await world.sent(nurse)
    await world.quiet()
    ((row, _),) = world.record()
    return str(row.code)


def files(phone: Phone) -> list[Shown]:
    return [one for one in phone.shown if one.document or one.album]


def exported(world: World, site: str = "NJ01") -> list[tuple[str | None, str | None]]:
    with world.store.reading() as unit:
        return [(one.data["what"], one.data["case"]) for one in unit.logged(site) if one.kind == "exported"]


def cells(document: bytes) -> str:
    """All texts of a workbook."""
    with ZipFile(BytesIO(document)) as book:
        return book.read("xl/sharedStrings.xml").decode()


@pytest.mark.parametrize("role", ROLES)
async def test_the_log_comes_to_the_roles_of_the_duty_and_of_their_own_site_alone(still: World, role: str) -> None:
    still.start()
    code = await screened(still)
    own, foreign = at(still, 2, role, "NJ01"), at(still, 3, role, "BJ02")
    await still.quiet()
    own.send("/log")
    foreign.send("/log")
    await still.quiet()
    assert len(files(own)) == len(files(foreign)) == (role in TAKES)
    if role in TAKES:
        (mine,), (theirs,) = files(own), files(foreign)
        assert code in cells(mine.document)
        assert code not in cells(theirs.document)
        assert "Nanjing Drum Tower Hospital" in mine.text
        assert mine.file.startswith("log-ln-msc-NJ01-")
    assert exported(still) == exported(still, "BJ02") == ([("log", "*")] if role in TAKES else [])
    assert verify_logs(still.store) == []
    await still.stop()


@pytest.mark.parametrize("role", ROLES)
async def test_a_case_is_printed_for_the_roles_of_the_duty_at_its_own_site_alone(still: World, role: str) -> None:
    still.start()
    group = still.team(-100, "en")
    code = await screened(still)
    at(still, 2, role, "NJ01")
    at(still, 3, role, "BJ02")
    await still.quiet()
    card = next(one for one in group.shown if "print" in still.taps(group, one))
    for id in (3, 2):
        Phone(still.telegram, id, chat=-100).tap(still.taps(group, card)["print"], card)
    await still.quiet()
    assert [one.document[:5] for one in files(group)] == ([b"%PDF-"] if role in TAKES else [])
    assert exported(still) == ([("case", code)] if role in TAKES else [])
    assert exported(still, "BJ02") == []
    await still.stop()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
async def test_each_gets_them_in_their_own_language(still: World, language: str) -> None:
    still.start()
    code = await screened(still)
    doctor = at(still, 2, "investigator", "NJ01", language)
    await still.quiet()
    doctor.send("/log")
    doctor.send("/stats")
    doctor.send(f"/case {code}")
    await still.quiet()
    doctor.tap(still.taps(doctor)["print"])
    await still.quiet()
    log, stats, case = files(doctor)
    words = {"en": ("Screening log", "Subject code"), "zh-hans": ("受试者筛选表", "筛选号")}[language]
    assert words[0] in log.text
    assert words[1] in cells(log.document)
    assert len(stats.album) == len(set(stats.album)) == 4
    assert case.document.startswith(b"%PDF-")
    assert case.file.startswith(code)
    await still.stop()


async def test_a_teams_group_gets_what_is_its_own_in_its_language(still: World) -> None:
    still.start()
    code, group = await screened(still), still.team(-100, "zh_CN")
    for id, role in ((2, "monitor"), (3, "screener")):
        at(still, id, role, "NJ01")
    at(still, 4, "coordinator", "BJ02")
    elsewhere = Phone(still.telegram, 2, chat=-200)
    await still.quiet()
    for phone in (elsewhere, Phone(still.telegram, 3, chat=-100)):
        phone.send("/log")
    await still.quiet()
    assert files(elsewhere) == files(group) == []
    for id in (2, 4):  # whose own site is within the group's
        Phone(still.telegram, id, chat=-100).send("/log")
    await still.quiet()
    mine, theirs = files(group)
    assert "受试者筛选表" in mine.text
    assert code in cells(mine.document)
    assert code not in cells(theirs.document)
    await still.stop()


async def test_whoever_has_several_sites_chooses(still: World) -> None:
    still.start()
    await screened(still)
    phone = at(still, 2, "monitor", "NJ01")
    at(still, 2, "monitor", "BJ02")
    await still.quiet()
    phone.send("/stats")
    await phone.until(lambda: "stats" in still.acts(phone))
    chosen = [button for row in phone.last.rows for button in row]
    assert len(chosen) == 2
    phone.tap(chosen[0]["callback_data"])
    await still.quiet()
    assert len(files(phone)) == 1
    assert len(exported(still)) + len(exported(still, "BJ02")) == 1
    await still.stop()


async def test_nothing_of_a_paper_is_in_the_database(still: World) -> None:
    still.start()
    await screened(still)
    doctor = at(still, 2, "investigator", "NJ01")
    await still.quiet()
    doctor.send("/stats")
    await still.quiet()
    assert len(files(doctor)) == 1
    with still.store.engine.connect() as connection:
        longest = connection.execute(text("SELECT max(length(picture)) FROM outbox")).scalar_one()
    assert longest < min(map(len, files(doctor)[0].album))
    await still.stop()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
async def test_a_paper_that_cannot_be_made_is_told_and_logged(
    still: World, language: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> bytes:
        raise KeyError("a bug")

    monkeypatch.setattr(papers, "log_as_xlsx", broken)
    still.start()
    doctor = at(still, 2, "investigator", "NJ01", language)
    await still.quiet()
    doctor.send("/log")
    await still.quiet()
    assert files(doctor) == []
    assert ("could not be made" if language == "en" else "未能生成") in doctor.shown[-1].text
    assert "the paper log of ln-msc could not be made: KeyError" in caplog.text
    await still.stop()


async def test_nothing_is_printed_of_a_record_that_is_not_what_was_written(still: World) -> None:
    still.start()
    code = await screened(still)
    doctor = at(still, 2, "investigator", "NJ01")
    await still.quiet()
    with still.store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER entries_no_update")
        connection.exec_driver_sql("UPDATE entries SET language = 'xx' WHERE number = 2")
    doctor.send(f"/case {code}")
    await still.quiet()
    doctor.tap(still.taps(doctor)["print"])
    await still.quiet()
    assert files(doctor) == []
    assert "not what was written" in doctor.shown[-1].text
    await still.stop()


async def test_a_role_that_ended_meanwhile_gets_nothing(still: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "may_have", lambda *_: False)
    still.start()
    doctor = at(still, 2, "investigator", "NJ01")
    await still.quiet()
    doctor.send("/log")
    await still.quiet()
    assert files(doctor) == []
    assert "not for this chat any more" in doctor.shown[-1].text
    await still.stop()


async def test_nobody_waits_for_a_paper_that_is_being_made(still: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*_: object) -> bytes:
        time.sleep(1.5)
        return b"at last"

    monkeypatch.setattr(papers, "log_as_xlsx", slow)
    still.start()
    nurse, doctor = await still.joined(1), at(still, 2, "investigator", "NJ01")
    await still.quiet()
    doctor.send("/log")
    await asyncio.sleep(0.2)
    doctor.send("/screen")
    await still.act(nurse, "screen", "agree")
    await doctor.until(lambda: "agree" in still.acts(doctor))
    assert files(doctor) == []
    await doctor.until(lambda: files(doctor))
    await still.quiet()
    await still.stop()


async def test_the_menu_and_the_help_name_them_to_whoever_may_use_them(still: World) -> None:
    still.start()
    still.team(-100, "en")
    chief = at(still, 8, "administrator", "NJ01")
    monitor, nurse = at(still, 2, "monitor", "NJ01", "zh-hans"), at(still, 3, "screener", "NJ01")
    await still.quiet()
    menus = still.telegram.commands
    assert [one["command"] for one in menus["2"]] == ["team", "language", "help", "log", "stats"], (
        "a monitor enters nothing"
    )
    assert [one["command"] for one in menus["8"]] == list(MENU), "an administrator may do all of it"
    assert [one["command"] for one in menus["3"]] == ["screen", "cases", "language", "help", "cancel"]
    described = {one["command"]: one["description"] for one in menus["2"]}
    assert "受试者筛选表" in described["log"]
    assert "研究团队" in described["team"]
    for phone in (monitor, nurse):
        phone.send("/help")
    await still.quiet()
    assert "/log" in monitor.shown[-1].text
    assert "/log" not in nurse.shown[-1].text
    Phone(still.telegram, 8, chat=-100).send("/team")
    await still.quiet()
    assert [one["command"] for one in menus["-100"]] == ["log", "stats"]
    chief.send("/staff")
    await still.quiet()
    place = [line for line in chief.last.text.splitlines() if "Person " in line].index(
        next(line for line in chief.last.text.splitlines() if "Person 2" in line)
    )
    chief.press(f"End {place + 1}")
    await still.quiet()
    chief.tap(still.taps(chief)["ended"])
    await still.quiet()
    assert "2" not in menus
    await still.stop()


@pytest.mark.parametrize(
    ("command", "method", "kind"), [("/log", "sendDocument", "documents"), ("/stats", "sendMediaGroup", "photos")]
)
@pytest.mark.parametrize(("language", "words"), [("en", "in a private chat"), ("zh_CN", "请私聊本机器人索取")])
async def test_a_group_that_allows_no_files_is_told_where_to_get_them(
    world: World, language: str, words: str, command: str, method: str, kind: str
) -> None:
    await screened(world)
    await world.joined(9, role="coordinator")
    team = world.team(-100, language)
    world.telegram.forbidden[method] = f"Bad Request: not enough rights to send {kind} to the chat"
    team.send(command)
    await team.until(lambda: team.shown and words in team.shown[-1].text, 20)
    await world.quiet()
    assert world.store.failures(9) == []
    with world.store.reading() as unit:
        assert unit.all_teams(), "it is still the study team's"

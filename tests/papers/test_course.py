"""What papers say of what comes after a verdict: signed, void, withdrawn, screened again, handed over, erased.

Everything is done at the desk, and read back from the log, the counts and the PDF. A monitor finds everybody who was
considered (ICH E6 screening log), every signature with name, moment and meaning (21 CFR 11.50), and why one is void.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.core.messages import say
from bot.core.screens.tapped import MISTAKE, WITHDRAWALS
from bot.desk.erasing import erase
from bot.interchange.export import Export
from bot.interchange.fhir.release import staff
from bot.interchange.formats import FORMATS, Study
from bot.papers.counts import count_table, tally
from bot.papers.gathering import Says, Screening, Stage, screenings
from bot.papers.log import log_table
from bot.papers.printout import printout
from bot.ports import CaseRow
from bot.store.sql import open_store
from bot.store.vault import Keyring, new_master
from tests.desk.office import TEAM, TRIAL, Office
from tests.desk.screened import CHIEF, DOCTOR, PIN, SCREENER, case, change, sign, step
from tests.papers.test_printout import _plain, pages

In = Callable[[str], Says]
OTHER = 3


@pytest.fixture
def office(sqlite_database: str) -> Iterator[Office]:
    """A study team, a screener with a colleague, and a doctor; answers are locked, so that a case can be erased."""
    store = open_store(sqlite_database, keyring=Keyring([new_master()]))
    office = Office(store)
    office.person(CHIEF, office.role("administrator"))
    office.command(CHIEF, "team", chat=TEAM)
    for id, role in ((SCREENER, "screener"), (OTHER, "screener"), (DOCTOR, "investigator")):
        office.person(id, office.role(role))
    yield office
    store.close()


@pytest.fixture
def row(office: Office) -> CaseRow:
    """A case that fails a criterion, with the study team."""
    started(office)
    for words in ("2026-12-06", "female", "1964-05-01"):
        office.type(SCREENER, words)
    step(office, "stop")
    step(office, "send")
    return case(office)


def started(office: Office) -> None:
    """A new case, agreed to."""
    office.tap(SCREENER, "trial", TRIAL)
    step(office, "agree")


def found(office: Office) -> list[Screening]:
    """What papers are made of."""
    with office.store.reading() as unit:
        return list(screenings(unit, office.house.trials[TRIAL]))


def logged(office: Office, says: Says) -> list[dict[str, str]]:
    """The rows of the log by their headings, as text."""
    table = log_table(office.house.trials[TRIAL], found(office), says)
    return [dict(zip(table.headings, map(str, line), strict=True)) for line in table.rows]


def printed(office: Office, row: CaseRow, says: Says, language: str = "en") -> str:
    """The text of the PDF, without blanks."""
    with office.store.reading() as unit:
        paper = printout(unit, office.house.trials[TRIAL], row, says, language, office.at, ZoneInfo("Asia/Shanghai"))
    return "".join(pages(paper))


def test_a_signature_stands_in_the_log_and_on_paper_with_name_moment_and_meaning(
    office: Office, row: CaseRow, says: In
) -> None:
    assert _plain("Signature") in printed(office, row, says("en")), "until then there is room to sign by hand"
    sign(office)
    (line,) = logged(office, says("en"))
    assert line["Signed by the investigator"] == (
        "Person 2, 22 Nov 2026 14:05 (UTC+08:00): Confirmed by the investigator: not eligible"
    )
    assert line["Investigator's decision"] == "not eligible"
    paper = printed(office, row, says("en"))
    for words in (
        "Person 2",
        "Confirmed by the investigator: not eligible",
        f"“I have reviewed the answers of {row.code} and every criterion, and confirm that it is not eligible.”",
        "22 Nov 2026 06:05 UTC (22 Nov 2026 14:05 at the site)",
    ):
        assert _plain(words) in paper, words
    (chinese,) = logged(office, says("zh_CN"))
    assert chinese["研究者判定"] == "不符合入选条件"
    assert "Person 2，2026年11月22日 14:05（UTC+08:00）：研究者已确认" in chinese["研究者签名"]


def test_every_screen_of_a_signed_verdict_says_so(office: Office, row: CaseRow) -> None:
    sign(office)
    for act, value in (("details", "0"), ("review", "")):
        said = office.words(step(office, act, value))
        assert "not eligible · Signed by Person 2, investigator · 22 Nov 2026 14:05 (UTC+08:00)" in said, act


def test_an_export_tells_who_signed_by_a_code_who_was_withdrawn_and_nothing_of_who_was_erased(
    office: Office, row: CaseRow
) -> None:
    sign(office)
    (signed,) = [one for one in exported(office) if one["resourceType"] == "Provenance"]
    assert signed["agent"] == [{"who": staff(office.staff(DOCTOR).id)}]
    assert signed["recorded"] == "2026-11-22T14:05:11+08:00"
    step(office, "withdraw")
    step(office, "because", "0")
    states = {one["resourceType"]: one.get("status") for one in exported(office)}
    assert (states["ResearchSubject"], states["QuestionnaireResponse"]) == ("withdrawn", "completed")
    erase(office.store, office.house, row.code, "consent withdrawn", office.at)
    assert {one["resourceType"] for one in exported(office)} == {"Questionnaire", "ResearchStudy"}


def exported(office: Office) -> list[dict[str, Any]]:
    """What FHIR R4 makes of the cases."""
    out, study = StringIO(), Study(office.house.trials[TRIAL], office.house.words.text, office.at)
    Export(office.store, study).write(FORMATS["fhir-r4"], out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_void_signature_stays_in_sight_with_the_change_that_ended_it(office: Office, row: CaseRow, says: In) -> None:
    sign(office)
    change(office)
    (line,) = logged(office, says("en"))
    void = "VOID since 22 Nov 2026 14:05: Person 1 changed Date of birth"
    assert line["Signed by the investigator"].splitlines()[1:] == [void, "Reason: Typing error"]
    assert line["Investigator's decision"] == "None", "nothing stands any more"
    assert _plain(void) in printed(office, row, says("en"))
    sign(office)
    (line,) = logged(office, says("en"))
    assert line["Investigator's decision"] == "not eligible"
    assert len(line["Signed by the investigator"].splitlines()) == 4, "the new one stands below the void one"


def test_an_override_shows_both_and_its_reason(office: Office, row: CaseRow, says: In) -> None:
    office.tap(DOCTOR, "override", case=row.id, turn=1, chat=TEAM)
    step(office, "decide", "eligible", DOCTOR)
    for words in ("The age limit was amended", PIN, PIN):
        office.type(DOCTOR, words, message="3")
    (line,) = logged(office, says("en"))
    assert line["Result of prescreening"] == "NOT ELIGIBLE"
    assert line["Investigator's decision"] == "eligible"
    assert "eligible (overrides: not eligible); reason: The age limit was amended" in line["Signed by the investigator"]
    paper = printed(office, row, says("en"))
    assert _plain("Reason: The age limit was amended") in paper
    assert _plain("Investigator's decision eligible") in paper, "at the head, above the verdict that it overrides"
    assert tally(found(office)).decisions == {"eligible": 1}


def test_who_is_withdrawn_is_counted_and_says_why(office: Office, row: CaseRow, says: In) -> None:
    step(office, "withdraw")
    step(office, "because", "0")
    started(office)
    step(office, "withdraw")
    office.type(SCREENER, "Moved to another city")
    counts = tally(found(office))
    assert counts.stages == {Stage.SENT: 1, Stage.WITHDRAWN: 1}
    assert (counts.opened, counts.agreed, counts.assessed, counts.withdrawn) == (2, 2, 1, 1)
    first, second = logged(office, says("zh_CN"))
    assert first["状态"] == f"已退出筛选（2026年11月22日）：{says('zh_CN')(say('The patient does not want to go on'))}"
    assert first["不通过的条款"] == "I2", "the verdict that was sent stays"
    assert "Moved to another city" in second["状态"]
    assert _plain("Status withdrawn on 22 Nov 2026: Moved to another city") in printed(
        office, office.rows()[1], says("en")
    )


@pytest.mark.parametrize("agreed", [False, True])
def test_a_case_opened_by_mistake_is_nobodys_screening(office: Office, says: In, agreed: bool) -> None:
    office.tap(SCREENER, "trial", TRIAL)
    if agreed:
        step(office, "agree")
        for words in ("2026-12-06", "female", "1964-05-01"):
            office.type(SCREENER, words)
    step(office, "withdraw")
    told = step(office, "because", str(WITHDRAWALS.index(MISTAKE)))
    assert any(one.address == TEAM for one in told) == agreed, "the study team had not heard of it"
    counts = tally(found(office))
    assert counts.stages == {Stage.MISTAKEN: 1}
    assert (counts.opened, counts.agreed, counts.assessed) == (0, 0, 0)
    (row,) = logged(office, says("en"))
    assert (row["Status"], row["Criteria that fail"]) == ("opened by mistake on 22 Nov 2026", "")
    (entry,) = [one for one in office.record(case(office).id) if one.kind == "withdrawn"]
    assert entry.staff_id == office.staff(SCREENER).id
    kinds = {one["resourceType"]: one.get("status") for one in exported(office)}
    assert (kinds["ResearchSubject"], kinds["QuestionnaireResponse"]) == ("not-registered", "entered-in-error")
    assert case(office).code not in office.words(office.command(SCREENER, "cases"))
    assert "opened by mistake" in office.words(office.type(SCREENER, case(office).code))


def test_who_is_screened_again_is_linked_both_ways_and_is_one_patient(office: Office, row: CaseRow, says: In) -> None:
    office.tap(SCREENER, "rescreen", case=row.id, turn=row.turn)
    lines = logged(office, says("en"))
    assert [line["Other attempts"] for line in lines] == ["again: NJ01-0002", "before: NJ01-0001"]
    table = {line[0]: line[1] for line in count_table(office.house.trials[TRIAL], found(office), says("en")).rows}
    assert (table["Considered"], table["Of these, patients screened again"]) == (2, 1)


def test_after_a_handover_the_log_says_who_screened_and_who_has_it_now(office: Office, row: CaseRow, says: In) -> None:
    office.tap(SCREENER, "give", str(office.staff(OTHER).id), case=row.id, turn=0)
    (line,) = logged(office, says("en"))
    assert (line["Screened by"], line["Now with"]) == ("Person 1", "Person 3")


def test_who_is_erased_keeps_a_row_that_says_when_and_why_and_nothing_else(
    office: Office, row: CaseRow, says: In
) -> None:
    sign(office)
    erase(office.store, office.house, row.code, "consent withdrawn", office.at)
    started(office)
    (line, _) = logged(office, says("en"))
    assert line["Status"] == "erased on 22 Nov 2026: consent withdrawn"
    empty = ("Result of prescreening", "Criteria that fail", "Missing", "Signed by the investigator")
    assert {line[heading] for heading in empty} <= {"None", ""}
    assert line["First sent to the study team"] == "2026-11-22 14:05:08+08:00"
    counts = tally(found(office))
    assert (counts.opened, counts.assessed, counts.erased, counts.outcomes) == (2, 1, 1, {})
    assert counts.stages == {Stage.SENT: 1, Stage.GOING_ON: 1}

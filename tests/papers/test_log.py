"""The screening log, read back by other programs: who is in it, what it says, and what a spreadsheet may not do with it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from bot.core.answers import NOT_KNOWN, YES, Answer, Code, Codes, Day, Quantity
from bot.core.messages import Message
from bot.core.trial import Consent
from bot.papers.gathering import Says, Screening, screenings
from bot.papers.log import log_as_csv, log_as_xlsx
from bot.papers.spreadsheet import FORMULA, Table, as_csv, as_xlsx
from bot.store.sql import SqlStore, open_store
from tests.core.worlds import LN, good
from tests.papers.making import NOW, added, answered, declined, opened, screened, sent_to_team

In = Callable[[str], Says]
DAY = timedelta(days=1)
FAILS = good(LN) | {"plt": Answer(Quantity(Decimal("42"), "10^9/L"), "PLT 42")}
OPEN = {**good(LN), "biopsy_date": Answer(NOT_KNOWN)}


def found(store: SqlStore, site: str | None = None) -> list[Screening]:
    """What papers are made of."""
    with store.reading() as unit:
        return list(screenings(unit, LN, site))


def sheet(content: bytes, place: int = 0) -> Worksheet:
    """A sheet of a workbook, as another library reads it."""
    return load_workbook(BytesIO(content)).worksheets[place]


def lines(content: bytes) -> list[dict[str, Any]]:
    """The rows of the first sheet by their headings."""
    headings, *rows = sheet(content).iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def rows(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file by their headings."""
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"))))


def test_the_headings_name_what_the_trial_plans(store: SqlStore, says: In) -> None:
    screened(store, LN, good(LN))
    trial = replace(LN, event=Message("first dose"))
    dosed = [replace(one, trial=trial) for one in found(store)]
    headings = rows(log_as_csv(trial, dosed, says("en")))[0].keys()
    assert {"Planned first dose", "First possible first dose"} <= headings
    assert not any("randomization" in heading for heading in headings)
    assert "Planned first dose" in log_as_csv(trial, [], says("en")).decode(), "also where nobody was screened yet"
    assert {"计划随机化日期", "最早可随机化日期"} <= rows(log_as_csv(LN, found(store), says("zh_CN")))[0].keys()


def test_everybody_who_was_considered_has_one_row_with_the_reason(store: SqlStore, says: In) -> None:
    screened(store, LN, good(LN))
    screened(store, LN, FAILS, at=NOW + DAY, by="王芳")
    declined(store, LN)
    screened(store, LN, OPEN, sent=False)
    opened(store, LN)
    log = lines(log_as_xlsx(LN, found(store), says("en")))
    assert [line["No."] for line in log] == [1, 2, 3, 4, 5]
    assert [line["Subject code"] for line in log] == [f"NJ01-000{number}" for number in range(1, 6)]
    told = [(line["Result of prescreening"], line["Status"], line["Criteria that fail"]) for line in log]
    assert told == [
        ("ELIGIBLE SO FAR", "sent to the study team", None),
        ("NOT ELIGIBLE", "sent to the study team", "E8"),
        (None, "did not agree", None),
        ("UNDETERMINED", "unfinished", None),
        (None, "not started", None),
    ]
    assert log[1]["Reason for failure"] == "E8 Blood counts: Platelets 42 ×10⁹/L: below 50 ×10⁹/L"
    assert log[2]["Reason for failure"] == "did not agree"
    assert log[3]["Missing"] == "Biopsy date"
    assert [line["Screened by"] for line in log[:2]] == ["Li M.", "王芳"]
    assert log[0]["Site"] == "Nanjing Drum Tower Hospital"


def test_who_screened_is_who_asked_and_answered(store: SqlStore, says: In) -> None:
    """Whoever does something else with the case, as the study team does, has not screened."""
    row = screened(store, LN, FAILS)
    added(store, row, ("answered", {"question": "hb", "value": {"value": "12", "unit": "g/dL"}}, "sent"), "王芳")
    added(store, row, ("something else", {}, "sent"), "Dr Sun")
    assert lines(log_as_xlsx(LN, found(store), says("en")))[0]["Screened by"] == "Li M., 王芳"


def test_the_sites_own_code_stands_beside_ours(store: SqlStore, says: In) -> None:
    opened(store, LN, [("labelled", {"label": "N-017"}, "agreement"), ("agreed", {}, "sex")])
    (line,) = lines(log_as_xlsx(LN, found(store), says("en")))
    assert (line["Subject code"], line["The site's own code"]) == ("NJ01-0001", "N-017")


def test_moments_are_by_the_sites_clock_and_real_dates(store: SqlStore, says: In) -> None:
    late = datetime.fromisoformat("2026-11-22T17:30:00+00:00")  # half past one on the next day in Nanjing
    screened(store, LN, good(LN), at=late)
    (line,) = lines(log_as_xlsx(LN, found(store), says("en")))
    assert str(line["Screening began"]) == "2026-11-23 01:30:00"
    assert str(line["Agreed to be prescreened"]) == "2026-11-23 01:31:00"
    assert line["First sent to the study team"] > line["Screening began"]
    assert str(line["Planned randomization"]) == "2026-12-06 00:00:00"
    with_verdict = found(store)[0].verdict
    assert with_verdict is not None
    assert with_verdict.valid_until == date(2027, 1, 24), "biopsy of 1 November + 84 days"
    assert str(line["Result valid until"]) == "2027-01-24 00:00:00"


def test_a_dated_failure_says_from_when_the_patient_could_be_randomized(store: SqlStore, says: In) -> None:
    last_dose = {"e1_drugs": Answer(Codes(("mmf",))), "e1_drugs.last_dose.mmf": Answer(Day.on(date(2026, 10, 1)))}
    denied = {"mmf_ever": Answer(YES), "mmf_failure": Answer(Code("no")), "mmf_intolerance": Answer(Code("no"))}
    screened(store, LN, good(LN) | last_dose | denied)
    (line,) = lines(log_as_xlsx(LN, found(store), says("en")))
    assert line["Criteria that fail"] == "E1"
    assert str(line["First possible randomization"]) == "2026-12-25 00:00:00", "1 October + 85 days"
    assert line["Result valid until"] is None


def test_the_reader_chooses_the_language(store: SqlStore, says: In) -> None:
    screened(store, LN, FAILS)
    content = log_as_csv(LN, found(store), says("zh_CN"))
    assert content.startswith(b"\xef\xbb\xbf"), "without the mark Excel takes it for another encoding"
    (row,) = rows(content)
    assert (row["序号"], row["筛选号"], row["研究中心"]) == ("1", "NJ01-0001", "南京鼓楼医院")
    assert (row["预筛选结论"], row["不通过的条款"], row["状态"]) == ("不符合入选条件", "E8", "已提交研究团队")
    assert row["筛选失败原因"] == "E8 血细胞计数：血小板 42 ×10⁹/L：低于50 ×10⁹/L"
    assert row["筛选开始时间"] == "2026-11-22 09:00"
    english = rows(log_as_csv(LN, found(store), says("en")))[0]
    assert len(english) == len(row) == len(set(row))


def test_csv_and_xlsx_say_the_same(store: SqlStore, says: In) -> None:
    screened(store, LN, FAILS)
    declined(store, LN)
    for language in ("en", "zh_CN"):
        written = rows(log_as_csv(LN, found(store), says(language)))
        for line, row in zip(lines(log_as_xlsx(LN, found(store), says(language))), written, strict=True):
            assert {key: _as_text(cell) for key, cell in line.items()} == row


def _as_text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.hour == cell.minute == 0 else f"{cell:%Y-%m-%d %H:%M}"
    return "" if cell is None else str(cell)


def test_the_log_of_a_record_is_the_same_whenever_it_is_written(store: SqlStore, says: In) -> None:
    """The day of a verdict is the day on which it was sent; with no planned date everything would follow today."""
    without = {id: answer for id, answer in good(LN).items() if id != LN.anchor}
    screened(store, LN, without, at=NOW - 400 * DAY)
    (one,) = found(store)
    assert one.as_of == (NOW - 400 * DAY).date()
    assert one.verdict is not None
    assert one.verdict.provisional
    assert lines(log_as_xlsx(LN, [one], says("en")))[0]["Planned randomization"] is None


def test_what_was_changed_and_not_sent_again_is_told(store: SqlStore, says: In) -> None:
    change = ("answered", {"question": "plt", "value": {"value": "42", "unit": "10^9/L"}, "typed": "42"}, "sent")
    happened = [("agreed", {}, "sex"), *answered(LN, good(LN)), sent_to_team(LN, good(LN), NOW)]
    opened(store, LN, [*happened, change])
    assert lines(log_as_xlsx(LN, found(store), says("en")))[0]["Status"] == "changed since it was sent"
    opened(store, LN, [*happened, change, sent_to_team(LN, FAILS, NOW + DAY, 2)])
    second = lines(log_as_xlsx(LN, found(store), says("en")))[1]
    assert (second["Status"], second["Criteria that fail"]) == ("sent to the study team", "E8")
    assert second["First sent to the study team"] < second["Last sent"]


def test_a_case_of_a_version_that_is_not_loaded_stays_in_the_log_without_a_verdict(store: SqlStore, says: In) -> None:
    screened(store, LN, FAILS, version="0")
    (line,) = lines(log_as_xlsx(LN, found(store), says("en")))
    assert (line["Protocol version"], line["Result of prescreening"], line["Criteria that fail"]) == ("0", None, None)
    assert line["Status"] == "protocol v0, which is not loaded"


def test_one_sites_log_has_that_site_only(store: SqlStore) -> None:
    for site in ("NJ01", "GZ01", "NJ01"):
        screened(store, LN, good(LN), site=site)
    assert [one.code for one in found(store, "NJ01")] == ["NJ01-0001", "NJ01-0002"]
    assert [one.code for one in found(store)] == ["NJ01-0001", "GZ01-0001", "NJ01-0002"]


def test_a_log_longer_than_a_page_of_the_store_is_whole_and_in_order(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.papers.gathering.PAGE", 3)
    for day in range(7):
        opened(store, LN, at=NOW - day * DAY)
    assert [one.code for one in found(store)] == [f"NJ01-000{number}" for number in range(1, 8)]


def test_the_consent_form_has_its_day_and_version_where_the_trial_asks_for_them(store: SqlStore, says: In) -> None:
    screened(store, LN, good(LN))
    screened(store, LN, {id: one for id, one in good(LN).items() if id != "biopsy_date"})
    declined(store, LN)
    asks = replace(LN, consent=Consent(date="biopsy_date"))
    for trial, wanted in ((LN, ["ND", "ND", "ND"]), (asks, ["1 Nov 2026", "ND", "ND"])):
        with store.reading() as unit:
            log = lines(log_as_xlsx(trial, list(screenings(unit, trial)), says("en")))
        assert [line["Consent form signed on"] for line in log] == wanted
        assert [line["Version of the consent form"] for line in log] == ["ND", "ND", "ND"]


def test_postgresql_gives_the_same_log(store: SqlStore, postgresql_database: str, says: In) -> None:
    written = []
    for one in (store, open_store(postgresql_database)):
        screened(one, LN, FAILS, by="王芳")
        declined(one, LN)
        screened(one, LN, OPEN, sent=False)
        written.append(log_as_csv(LN, found(one), says("zh_CN")))
        one.close()
    assert written[0] == written[1]
    assert len(rows(written[0])) == 3


# The answers.


def test_every_question_has_its_answer_or_a_mark_that_says_why_not(store: SqlStore, says: In) -> None:
    answers = {**FAILS, "scr": Answer(Quantity(Decimal("1.1"), "mg/dL"), "1.1 mg/dL"), "hb": Answer(NOT_KNOWN)}
    del answers["wbc"]
    screened(store, LN, answers)
    declined(store, LN)
    table = sheet(log_as_xlsx(LN, found(store), says("en")), 1)
    headings, *written = table.iter_rows(values_only=True)
    assert len(headings) == 1 + len(LN.questions)
    assert len(written) == 1, "who was not asked has no answers"
    given = {str(heading).split("\n")[-1]: cell for heading, cell in zip(headings, written[0], strict=True)}
    assert given["scr"] == "1.1 mg/dL = 97.24 µmol/L"
    assert (given["hb"], given["wbc"]) == ("NK", "ND")
    assert given["urine_pregnancy_test"] == "NA", "the patient is a man"
    assert all(given.values()), "no cell is empty"


def test_on_paper_every_page_has_its_headings_and_letters_that_can_be_read(store: SqlStore, says: In) -> None:
    screened(store, LN, FAILS)
    log, answers = load_workbook(BytesIO(log_as_xlsx(LN, found(store), says("en")))).worksheets[:2]
    assert (log.print_title_rows, answers.print_title_rows) == ("$1:$1", "$1:$1")
    assert (log.sheet_properties.pageSetUpPr.fitToPage, log.page_setup.fitToHeight) == (True, 0)
    assert answers.print_title_cols == "$A:$A"
    assert not answers.sheet_properties.pageSetUpPr.fitToPage, "94 columns on one page would be dots"
    assert "LN-MSC" in str(log.oddHeader.left.text)


def test_the_marks_are_explained(store: SqlStore, says: In) -> None:
    screened(store, LN, good(LN))
    for language in ("en", "zh_CN"):
        how = {row[0] for row in sheet(log_as_xlsx(LN, found(store), says(language)), 3).iter_rows(values_only=True)}
        assert how >= {"ND", "NK", "NA"}


# Safety.


def test_no_cell_is_ever_a_formula(store: SqlStore, says: In) -> None:
    for place, start in enumerate(FORMULA):
        name = f'{start}HYPERLINK("http://a.b")&A{place}'
        screened(store, LN, good(LN), by=name)
    written = sheet(log_as_xlsx(LN, found(store), says("en")))
    kinds = {cell.data_type for row in written.iter_rows() for cell in row}
    assert "f" not in kinds
    assert kinds <= {"s", "n", "d"}
    names = [row["Screened by"] for row in rows(log_as_csv(LN, found(store), says("en")))]
    assert len(names) == len(FORMULA)
    assert all(name.startswith("'") for name in names)


def test_numbers_links_and_overlong_text_stay_what_they_are() -> None:
    table = Table("Log", ("a", "b"), (("007", "http://a.b/c"), ("x" * 40000, "=1+1"), (7, None)))
    written = sheet(as_xlsx([table], "T & T"))
    assert [cell.value for cell in written[2]] == ["007", "http://a.b/c"]
    assert not written["B2"].hyperlink
    assert len(str(written["A3"].value)) == 32767, "the most that a cell can hold"
    assert [cell.value for cell in written[4]] == [7, None]
    assert as_csv(table).decode("utf-8-sig").splitlines()[-1] == "7,"


def test_it_names_nobody_but_staff(store: SqlStore, says: In) -> None:
    """Chat addresses and what was typed stay in the record."""
    screened(store, LN, {**FAILS, "plt": Answer(Quantity(Decimal("42"), "10^9/L"), "PLT 42 of Mrs Wang")})
    book = load_workbook(BytesIO(log_as_xlsx(LN, found(store), says("en"))))
    said = "\n".join(str(cell.value) for one in book.worksheets for row in one.iter_rows() for cell in row)
    assert "Li M." in said
    assert "console:" not in said
    assert "Wang" not in said

"""The commands that write papers: what they write, where, for whom to read, and what they refuse."""

from __future__ import annotations

import hashlib
import os
from io import BytesIO
from pathlib import Path
from pwd import getpwuid

import pytest
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from bot.store.sql import SqlStore
from tests.care.conftest import Run
from tests.core.worlds import LN, good
from tests.papers.making import declined, screened
from tests.papers.test_log import FAILS
from tests.store.making import table

TABLES = ("cases", "entries", "staff", "outbox", "seen", "slots", "counters")


@pytest.fixture
def cases(store: SqlStore) -> SqlStore:
    """Two who were screened, at two sites, and one who did not agree."""
    screened(store, LN, good(LN))
    screened(store, LN, FAILS, site="NJ02")
    declined(store, LN)
    return store


def test_the_log_is_written_in_the_form_that_its_name_says(run: Run, cases: SqlStore, tmp_path: Path) -> None:
    for name in ("log.xlsx", "log.CSV"):
        said = run("log", str(tmp_path / name), "--language", "zh")
        assert (said.code, said.err) == (0, "")
        assert said.out.startswith(f"{tmp_path / name}: 3 cases.")
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600, "patients' answers are nobody else's to read"
    assert "NJ01-0001" in (tmp_path / "log.CSV").read_text("utf-8-sig")
    assert len(load_workbook(tmp_path / "log.xlsx").worksheets) == 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "log.CSV", "log.xlsx"]


def test_one_site_alone(run: Run, cases: SqlStore, tmp_path: Path) -> None:
    assert run("log", str(tmp_path / "log.csv"), "--site", "NJ01").code == 0
    assert "NJ02" not in (tmp_path / "log.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("log", "log.pdf"), "log.pdf: a log is written as .xlsx or .csv"),
        (("log", "log.csv", "--site", "XX99"), "There is no site XX99"),
        (("log", "log.csv", "--trial", "none"), "There is no trial none"),
        (("print", "NJ01-9999", "a.pdf"), "There is no case NJ01-9999"),
        (("print", "NJ01-0002", "a.pdf"), "NJ01-0002: there is no verdict"),
    ],
)
def test_what_cannot_be_written_is_refused_with_the_reason(
    run: Run, cases: SqlStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run(*arguments)
    assert said.code == 2
    assert why in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["data"], "nothing was written"


def test_a_folder_that_is_not_there_is_told(run: Run, cases: SqlStore) -> None:
    said = run("log", "/none/log.csv")
    assert said.code == 3
    assert "/none/log.csv.part cannot be used: No such file" in said.err


def test_the_counts_are_printed_and_drawn(run: Run, cases: SqlStore, tmp_path: Path) -> None:
    said = run("stats")
    assert said.code == 0
    assert [line.split()[:3] for line in said.out.splitlines() if "Considered" in line] == [["3", "2", "1"]]
    drawn = run("stats", str(tmp_path / "pictures" / "now"), "--language", "zh")
    files = sorted((tmp_path / "pictures" / "now").iterdir())
    assert [file.name for file in files] == ["funnel.png", "reasons.png", "sites.png", "weeks.png"]
    assert all(str(file) in drawn.out and file.stat().st_mode & 0o777 == 0o600 for file in files)
    assert {Image.open(file).width for file in files} == {1080}


def test_a_case_is_printed(run: Run, cases: SqlStore, tmp_path: Path) -> None:
    said = run("print", "NJ02-0001", str(tmp_path / "case.pdf"), "--language", "zh")
    assert (said.code, said.err) == (0, "")
    written = (tmp_path / "case.pdf").read_bytes()
    assert "预筛选记录" in PdfReader(BytesIO(written)).pages[0].extract_text()


def test_a_record_that_was_tampered_with_is_not_printed(run: Run, cases: SqlStore, tmp_path: Path) -> None:
    with cases.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE cases SET head = 'x' WHERE code = 'NJ01-0001'")
    said = run("print", "NJ01-0001", str(tmp_path / "case.pdf"))
    assert said.code == 1
    assert "NJ01-0001: the record ends at entry" in said.err
    assert not (tmp_path / "case.pdf").exists()


def test_what_is_taken_out_is_in_the_log_of_its_site_and_by_whom(run: Run, cases: SqlStore, tmp_path: Path) -> None:
    for command in (("log", "--site", "NJ01"), ("stats",), ("print", "NJ02-0001")):
        assert run(*command, str(tmp_path / f"{command[0]}.{'pdf' if command[0] == 'print' else 'csv'}")).code == 0
    assert run("audit", "NJ01-0001").code == 0
    me = getpwuid(os.getuid()).pw_name
    with cases.reading() as unit:
        noted = {
            site: [(line.kind, line.actor, dict(line.data)) for line in unit.logged(site)]
            for site in unit.logged_sites()
        }
    trial = {"trial": "ln-msc", "account": me}
    assert noted == {
        "NJ01": [
            ("exported", None, {"what": "log", "case": "*", **trial}),
            ("exported", None, {"what": "trail", "case": "NJ01-0001", **trial}),
        ],
        "*": [("exported", None, {"what": "stats", "case": "*", **trial})],
        "NJ02": [("exported", None, {"what": "print", "case": "NJ02-0001", **trial})],
    }
    printed = run("audit", "--kind", "exported", USER="somebody else").out
    assert [printed.count(what) for what in ("Screening log", "The numbers", "Prescreening record")] == [1, 1, 1]
    assert run("verify").code == 0
    assert "somebody else" not in run("audit", "--kind", "exported").out, "the system says who it is"


def test_what_is_refused_was_not_taken_out(run: Run, cases: SqlStore, tmp_path: Path) -> None:
    file = str(tmp_path / "a.pdf")
    for command in (("log", file), ("print", "NJ01-0002", file), ("export", "odm", "ln-msc", "NJ01-9999")):
        assert run(*command).code == 2
    with cases.reading() as unit:
        assert unit.logged_sites() == ()


def test_what_cannot_be_noted_is_not_handed_over(run: Run, cases: SqlStore, tmp_path: Path) -> None:
    with cases.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER closed BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'closed'); END"
        )
    for command in (("log", "a.csv"), ("print", "NJ01-0001", "a.pdf"), ("stats",), ("audit", "NJ01-0001")):
        said = run(*command[:-1], str(tmp_path / command[-1])) if "." in command[-1] else run(*command)
        assert (said.code, said.out) == (3, ""), command
    assert run("export", "odm", "ln-msc", "--to", str(tmp_path / "a.xml")).code == 3
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_papers_only_read(run: Run, cases: SqlStore, tmp_path: Path) -> None:
    def digest() -> str:
        return hashlib.sha256(repr([table(cases, name) for name in TABLES]).encode()).hexdigest()

    before = digest()
    for command in (("log", "a.xlsx"), ("stats", "b"), ("print", "NJ01-0001", "c.pdf")):
        assert run(command[0], *command[1:-1], str(tmp_path / command[-1])).code == 0
    assert digest() == before

"""The command `export`, as a shell sees it: what is written, where to, which cases, and whom it never names."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from bot.commands.main import main
from bot.interchange.formats import FORMATS, Study
from bot.interchange.subject import subject_of
from tests.core.worlds import LN, first
from tests.interchange.conftest import LIVELY, NAME, TALKS, Recorded, Records
from tests.shell import Said, read_once

ROOT = Path(__file__).parents[2]
AMENDED = next(file for file in TALKS if file.stem == "amend-after-sending")
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


Shell = Callable[..., Said]


@pytest.fixture
def shell(recorded: Records, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Runs a command on the database of a talk."""
    read_once(monkeypatch)

    def run(*arguments: str, text: str = "") -> Said:
        monkeypatch.setenv("DATABASE_URL", recorded(AMENDED).url)
        monkeypatch.setenv("FLOWS_DIR", str(ROOT / "flows"))
        monkeypatch.setenv("LOCALES_DIR", str(ROOT / "locales"))
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(text.encode()), "utf-8"))
        code = main(arguments)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.mark.parametrize("release", ["fhir-r4", "fhir-r5"])
def test_what_is_exported_can_be_evaluated(release: str, shell: Shell, recorded: Records) -> None:
    subject = recorded(AMENDED).subject
    exported = shell("export", release, "ln-msc")
    assert (exported.code, exported.err) == (0, "Cases written: 1\n")
    found = shell("evaluate", "ln-msc", text=exported.out)
    assert (found.code, found.err) == (0, "")
    result = json.loads(found.out)
    assert (result["id"], result["verdict"]) == (subject.code, subject.verdict.outcome.value)


def test_a_file_is_new_and_for_nobody_else(shell: Shell, recorded: Records, tmp_path: Path) -> None:
    file, code = tmp_path / "case.ndjson", recorded(AMENDED).row.code
    assert shell("export", "fhir-r4", "ln-msc", code, "--to", str(file)).code == 0
    written = file.read_text("utf-8")
    assert len(written.splitlines()) == 4
    assert file.stat().st_mode & 0o777 == 0o600
    again = shell("export", "fhir-r4", "ln-msc", code, "--to", str(file))
    assert (again.code, "is there already" in again.err) == (2, True)
    assert file.read_text("utf-8") == written


def test_that_it_was_exported_is_in_the_log_before(shell: Shell, recorded: Records) -> None:
    row = recorded(AMENDED).row
    assert shell("export", "sdtm-ie", "ln-msc", row.code).code == 0
    assert shell("export", "odm", "ln-msc").code == 0
    lines = [line for line in shell("audit", "--kind", "exported").out.splitlines() if "trail" not in line]
    of_case, of_all = (line for line in lines if "sdtm-ie" in line or "odm" in line)
    assert row.code in of_case
    assert f"  {row.site} " in of_case
    assert "all cases" in of_all
    assert "  * " in of_all


def test_a_case_that_there_is_not_is_refused(shell: Shell) -> None:
    assert shell("export", "fhir-r4", "ln-msc", "NJ01-9999").code == 2


def test_a_case_of_another_protocol_version_is_left_out_and_named(
    shell: Shell, recorded: Records, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was screened by other criteria: its answers must not be told under these."""
    trial = replace(LN, version="2")
    monkeypatch.setattr("bot.commands.interchange.library_of", lambda *_: replace(first(), trials={LN.id: trial}))
    found = shell("export", "fhir-r4", "ln-msc")
    code = recorded(AMENDED).row.code
    assert (found.code, len(found.out.splitlines())) == (1, 2)
    assert f"{code}: its protocol version 1 is not loaded here" in found.err


def exported(format: str, record: Recorded) -> str:
    study = Study(LN, first().texts.text, NOW)
    return "".join(FORMATS[format](study, [subject_of(LN, record.row, record.entries)]))


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("file", [file for file in TALKS if file.stem in LIVELY], ids=lambda file: file.stem)
def test_nobody_is_named_and_no_chat(format: str, file: Path, recorded: Records) -> None:
    """Not the nurse, not her chat or the team's, not the site's own label of the subject."""
    record = recorded(file)
    last = record.entries[-1]
    labelled = replace(last, kind="labelled", data={**last.data, "label": "WARD7-0815"}, number=last.number + 1)
    text = exported(format, replace(record, entries=(*record.entries, labelled)))
    assert record.row.code in text or format.startswith("sdtm")
    assert [word for word in (*NAME.split(), "talk:", "WARD7") if word in text] == []


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_record_gives_the_same_file(format: str, recorded: Records) -> None:
    assert exported(format, recorded(AMENDED)) == exported(format, recorded(AMENDED))

"""The audit trail as an operator gets it: printed, or copied out with a program that verifies the copy.

Requirements: (1) the copy verifies with nothing but Python, on a machine that has nothing of ours; (2) whatever was
altered, left out or slipped in is named; (3) of an erased case the chain verifies, and nothing can be read; (4) that it
was copied is in the log, and in the copy; (5) it is for whoever made it alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.store.sql import SqlStore, open_store
from tests.care.conftest import Run
from tests.care.test_keys import keyring
from tests.store.making import append, draft, opened

TYPED = "肌酐三百一十"
Lines = list[dict[str, Any]]


@pytest.fixture
def copy(run: Run, place: Path, store: SqlStore, tmp_path: Path) -> Path:
    """A copy of three cases, one of them erased, another with all that an opened one says."""
    run("invite")
    locked = open_store(f"sqlite:///{place}", keyring=keyring(place))
    rows = [opened(locked) for _ in range(3)]
    said = {"code": rows[2].code, "label": None, "turn": 1}
    for row in rows:
        first = [draft("opened", data=said, staff_id=row.owner)] if row == rows[2] else []
        append(locked, row.id, *first, *[draft(data={"typed": TYPED, "turn": 1})] * 3)
    locked.close()
    assert run("erase", "NJ01-0002", "--reason", "withdrawn").code == 0
    exported = run("audit", "--export", str(tmp_path / "copy"))
    assert exported.code == 0, exported.err
    return tmp_path / "copy"


def verified(copy: Path) -> subprocess.CompletedProcess[str]:
    """What the program in the copy says, by a Python that sees no package and no setting."""
    command = [sys.executable, "-I", "-S", str(copy / "verify.py")]
    return subprocess.run(command, capture_output=True, text=True, cwd="/", timeout=60, check=False)


def changed(file: Path, change: Callable[[Lines], object]) -> None:
    """Alters a file of the copy."""
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    change(lines)
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")


def test_a_copy_verifies_anywhere_and_has_the_seal_of_the_database(copy: Path, run: Run, tmp_path: Path) -> None:
    said = verified(copy)
    assert (said.returncode, said.stderr) == (0, "")
    seal = said.stdout.splitlines()[-2]
    assert seal in run("backup", str(tmp_path / "saved.db")).out, "the same that a backup prints"
    assert {file.stat().st_mode & 0o777 for file in copy.iterdir()} == {0o600}
    assert copy.stat().st_mode & 0o777 == 0o700


def test_it_shows_all_but_what_was_erased(copy: Path) -> None:
    lines = [json.loads(line) for line in (copy / "records.jsonl").read_text("utf-8").splitlines()]
    assert [(one["case_id"], one["data"].get("typed", "")) for one in lines if one["kind"] == "answered"] == [
        (case, "" if case == 2 else TYPED) for case in (1, 1, 1, 2, 2, 2, 3, 3, 3)
    ]


@pytest.mark.parametrize(
    ("file", "change", "named"),
    [
        ("records", lambda lines: lines[1]["data"].update(typed="35"), "NJ01-0001: entry 2 does not verify"),
        ("records", lambda lines: lines[1].update(data={}), "NJ01-0001: entry 2 does not verify"),
        ("records", lambda lines: lines[1].update(staff_id=7), "NJ01-0001: entry 2 does not verify"),
        ("records", lambda lines: lines[1].update(salt="", data={"typed": "35"}), "NJ01-0001: entry 2 does not verify"),
        ("records", lambda lines: lines[4].update(data={"typed": "35"}), "NJ01-0002: entry 2 does not verify"),
        ("records", lambda lines: lines.pop(0), "NJ01-0001: entry 1 does not verify"),
        ("records", lambda lines: lines.pop(2), "NJ01-0001: the record ends at entry 2, the case says 3"),
        ("records", lambda lines: lines.append({**lines[0], "case_id": 9}), "case 9: entries without a case"),
        ("cases", lambda lines: lines[2].update(head="0" * 64), "NJ01-0003: the record ends at entry 4"),
        ("cases", lambda lines: lines[0].update(trial="rsv-60"), "NJ01-0001: trial of the case not as its record says"),
        ("cases", lambda lines: lines[0].update(state="sent"), "NJ01-0001: state of the case not as its record says"),
        ("cases", lambda lines: lines[2].update(site="BJ02"), "NJ01-0003: site of the case not as its record says"),
        ("cases", lambda lines: lines[2].update(label="D-17"), "NJ01-0003: label of the case not as its record says"),
        (
            "cases",
            lambda lines: lines[2].update(code="NJ01-0009"),
            "NJ01-0009: code of the case not as its record says",
        ),
        ("log", lambda lines: lines[0].update(actor=7), "the log of"),
        ("records", lambda lines: lines[0].pop("hash"), "this copy cannot be read"),
    ],
)
def test_whatever_was_altered_is_named(copy: Path, file: str, change: Callable[[Lines], object], named: str) -> None:
    changed(copy / f"{file}.jsonl", change)
    said = verified(copy)
    assert (said.returncode, named in said.stdout) == (1, True), said.stdout + said.stderr


def test_a_case_that_was_left_out_changes_the_seal(copy: Path) -> None:
    before = verified(copy).stdout.splitlines()[-2]
    changed(copy / "cases.jsonl", lambda lines: lines.pop())
    changed(copy / "records.jsonl", lambda lines: [lines.pop() for _ in range(4)])
    said = verified(copy)
    assert said.returncode == 0, "each record is whole"
    assert said.stdout.splitlines()[-2] != before


def test_that_it_was_copied_is_in_the_log_and_in_the_copy(copy: Path, run: Run) -> None:
    kinds = [json.loads(line)["kind"] for line in (copy / "log.jsonl").read_text("utf-8").splitlines()]
    assert "exported" in kinds
    assert "taken out: copy of the records · all trials · all cases" in run("audit", "--kind", "exported").out
    assert "已导出：记录副本 · 全部试验 · 全部病例" in run("audit", "--kind", "exported", "--language", "zh").out


def test_what_is_not_there_is_refused(run: Run, copy: Path) -> None:
    for command, named in ((("NJ01-0999",), "no case NJ01-0999"), (("--since", "soon"), "soon is no day")):
        said = run("audit", *command)
        assert (said.code, named in said.err) == (2, True)
    assert run("audit", "--export", str(copy)).code == 3, "a folder that is there is left alone"


def test_lines_are_printed_in_the_order_of_time(run: Run, copy: Path) -> None:
    printed = run("audit").out.splitlines()
    assert [line[:25] for line in printed] == sorted(line[:25] for line in printed)
    assert len(printed) > 10
    assert all("NJ01-0001" in line for line in run("audit", "NJ01-0001").out.splitlines())
    assert run("audit", "--since", "2100-01-01").out == ""


def test_records_are_compared_with_what_the_teams_chat_was_told(copy: Path, run: Run, place: Path) -> None:
    day = "2026-11-22"  # of these entries
    told = run("verify", "--against", "0" * 64, "--day", day)
    assert (told.code, "NOT as they were" in told.out) == (1, True)
    hash = told.out.split()[5]
    assert run("verify", "--against", hash, "--day", day).code == 0
    assert "--day" in run("verify", "--against", hash).err

"""The program from outside, as a shell sees it: commands, exit codes, what is said where, and what is not imported."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from shutil import copytree

import pytest

from bot.channels.qr import png
from bot.commands.main import main

ROOT = Path(__file__).parent.parent
SMALL = ROOT / "tests" / "trials"
COMMANDS = (
    "console",
    "telegram",
    "serve",
    "evaluate",
    "replay",
    "check",
    "explain",
    "draw",
    "words",
    "invite",
    "verify",
)
LINE = {"id": "P1", "today": "2026-11-22", "answers": {"visit_date": "2026-12-06", "birth_date": "1975-01-01"}}
PRODUCT = {"FLOWS_DIR": str(ROOT / "flows"), "LOCALES_DIR": str(ROOT / "locales")}


@dataclass(frozen=True)
class Run:
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


Program = Callable[..., Run]


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """An environment with the small second trial and nothing else of the bot's."""
    return {
        "DATA_DIR": str(tmp_path / "data"),
        "FLOWS_DIR": str(SMALL / "flows"),
        "LOCALES_DIR": str(SMALL / "locales"),
        "PATH": os.environ.get("PATH", ""),
    }


@pytest.fixture
def program(tmp_path: Path, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """Runs a command in an empty folder as `python bot.py` would, but within this process: starting takes over a second."""

    def run(*arguments: str, text: str | bytes = "", **more: str) -> Run:
        given = BytesIO(text.encode() if isinstance(text, str) else text)
        out, err = TextIOWrapper(BytesIO(), "utf-8"), TextIOWrapper(BytesIO(), "utf-8")
        with monkeypatch.context() as patch:
            patch.chdir(tmp_path)
            patch.setattr(os, "environ", settings | more)
            patch.setattr(sys, "stdin", TextIOWrapper(given, "utf-8"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            try:
                code = main(arguments)
            except SystemExit as end:
                code = int(end.code or 0)
            except Exception:
                code = 1
                print(traceback.format_exc(), file=err)
            out.flush()
            err.flush()
        return Run(code, _said(out), _said(err))

    return run


def _said(stream: TextIOWrapper) -> str:
    buffer = stream.buffer
    assert isinstance(buffer, BytesIO)
    return buffer.getvalue().decode()


def outside(folder: Path, settings: Mapping[str, str], *arguments: str, text: str = "") -> Run:
    """The same in a process of its own, from another folder."""
    run = subprocess.run(
        [sys.executable, str(ROOT / "bot.py"), *arguments],
        input=text, capture_output=True, text=True, cwd=folder, env=dict(settings), timeout=120, check=False,
    )  # fmt: skip
    return Run(run.returncode, run.stdout, run.stderr)


def broken(folder: Path) -> Mapping[str, str]:
    """A folder of trials with two mistakes in one of them."""
    copytree(SMALL / "flows", folder / "flows")
    trial = folder / "flows" / "rsv-60.yaml"
    text = trial.read_text("utf-8")
    trial.write_text(
        text.replace("kind: yes_no", "kind: yesno", 1).replace("type: inclusion", "type: included", 1), "utf-8"
    )
    return {"FLOWS_DIR": str(folder / "flows")}


def test_the_package_is_one() -> None:
    """bot.py stands beside bot/: without `__init__.py` the file would be imported in its place."""
    assert (ROOT / "bot" / "__init__.py").is_file()
    assert (ROOT / "bot.py").is_file()


def test_help_lists_every_command_from_any_folder(tmp_path: Path, settings: dict[str, str]) -> None:
    run = outside(tmp_path, settings, "--help")
    assert run.returncode == 0
    assert [one for one in COMMANDS if one not in run.stdout] == []


def test_without_a_command_the_usage_is_shown(program: Program) -> None:
    run = program()
    assert run.returncode == 2
    assert "usage" in run.stderr


def test_the_check_says_what_there_is(program: Program) -> None:
    run = program("check", **PRODUCT)
    assert "ln-msc version" in run.stdout
    assert run.returncode == 0, run.stdout


def test_draw_gives_a_diagram(program: Program) -> None:
    run = program("draw", "rsv-60")
    assert run.returncode == 0
    assert "stateDiagram" in run.stdout


def test_evaluate_reads_standard_input_and_a_file_alike(
    program: Program, settings: dict[str, str], tmp_path: Path
) -> None:
    line = json.dumps(LINE)
    path = tmp_path / "cases.jsonl"
    path.write_text(line + "\n", "utf-8")
    from_input = outside(tmp_path, settings, "evaluate", "rsv-60", text=line)
    from_file = program("evaluate", "rsv-60", str(path))
    assert (from_input.returncode, from_file.returncode) == (0, 0)
    assert from_input.stdout == from_file.stdout
    result = json.loads(from_input.stdout)
    assert (result["id"], result["verdict"], result["criteria"]["I1"]) == ("P1", "ineligible", "fail")
    assert result["clears_on"] == "2035-01-01"


def test_a_bad_line_is_reported_with_its_number_and_the_others_go_on(program: Program) -> None:
    bad = [
        "no json",
        "[1]",
        json.dumps({"id": 3, "answers": {"hight": "170"}}),
        json.dumps({"id": 4, "answers": {"oxygen": "blue", "height": {"value": "7", "unit": "furlong"}}}),
        json.dumps({"id": 5, "today": "soon", "answers": {}}),
        json.dumps({"id": 6, "todya": "2026-11-22", "answers": {}}),
        json.dumps({"id": 7, "answers": {"bmi": "22", "vaccines.last_dose": "2026-11-01"}}),
    ]
    run = program("evaluate", "rsv-60", text="\n".join([json.dumps(LINE), "", *bad, json.dumps(LINE)]))
    assert run.returncode == 1
    assert [json.loads(line)["id"] for line in run.stdout.splitlines()] == ["P1", "P1"]
    said = run.stderr.splitlines()
    assert [line.partition(":")[0] for line in said] == [f"line {number}" for number in range(3, 10)]
    assert "hight: there is no such question; did you mean `height`?" in said[2]
    assert "oxygen" in said[3]
    assert "height" in said[3], "all that is wrong with a line is said at once"
    assert "today: 'soon'" in said[4]
    assert "todya: there is no such field; did you mean `today`?" in said[5]
    assert "bmi: is computed, nobody asks for it" in said[6]
    assert "vaccines.last_dose: there is no such question; did you mean `vaccines.last_dose." in said[6]
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("way", ["input", "file"])
@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b'{"id": "\xff"}', id="not utf-8"),
        pytest.param(b'{"id": "\\ud800"}', id="half a character"),
        pytest.param(b"\xef\xbb\xbf{}", id="byte order mark"),
    ],
)
def test_odd_bytes_are_a_bad_line_or_none_and_never_end_the_run(
    program: Program, tmp_path: Path, line: bytes, way: str
) -> None:
    good = json.dumps(LINE).encode()
    text = b"\n".join([good, line, good])
    path = tmp_path / "cases.jsonl"
    path.write_bytes(text)
    run = program("evaluate", "rsv-60", text=text) if way == "input" else program("evaluate", "rsv-60", str(path))
    assert "Traceback" not in run.stderr
    assert [json.loads(one)["id"] for one in run.stdout.splitlines()].count("P1") == 2


def test_an_unknown_trial_or_file_is_refused_with_what_there_is(program: Program) -> None:
    run = program("evaluate", "rsv-06")
    assert run.returncode == 2
    assert "rsv-06" in run.stderr
    assert "Traceback" not in run.stderr
    run = program("evaluate", "rsv-60", "nothing.jsonl")
    assert run.returncode == 2
    assert "nothing.jsonl cannot be read" in run.stderr


def test_a_missing_token_says_its_name_and_an_example(program: Program) -> None:
    run = program("telegram")
    assert run.returncode == 2
    assert "TELEGRAM_TOKEN" in run.stderr
    assert "python bot.py telegram" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_bad_setting_says_its_name(program: Program) -> None:
    for key, value in {"TIMEZONE": "Mars/Olympus", "TEAM_LANGUAGE": "klingon"}.items():
        run = program("draw", "rsv-60", **{key: value})
        assert (run.returncode, key in run.stderr, value in run.stderr) == (2, True, True)


@pytest.mark.parametrize(
    "command",
    [("check",), ("draw", "rsv-60"), ("evaluate", "rsv-60"), ("console",), ("telegram",), ("serve",)],
    ids=lambda command: " ".join(command),
)
def test_a_broken_trial_stops_every_command_with_all_its_problems(
    program: Program, tmp_path: Path, command: tuple[str, ...]
) -> None:
    run = program(*command, **broken(tmp_path), TELEGRAM_TOKEN="1:a", PUBLIC_URL="https://a.b")
    assert run.returncode == 2
    problems = [line for line in run.stderr.splitlines() if line.startswith("rsv-60.yaml:")]
    assert len(problems) == 2, run.stderr
    assert run.stdout == ""
    assert not (tmp_path / "data").exists(), "nothing was started"


def test_words_that_differ_from_the_code_make_the_check_fail(program: Program, tmp_path: Path) -> None:
    copytree(SMALL / "locales", tmp_path / "locales")
    path = tmp_path / "locales" / "zh_CN" / "LC_MESSAGES" / "rsv-60.po"
    text = path.read_text("utf-8")
    path.write_text(text.replace('msgstr "身高"', 'msgstr ""', 1), "utf-8")
    assert path.read_text("utf-8") != text
    run = program("check", LOCALES_DIR=str(tmp_path / "locales"))
    assert run.returncode == 2
    assert "zh_CN/rsv-60: not translated: [height] Height" in run.stdout


def test_importing_the_commands_loads_no_library_and_no_trial() -> None:
    """They take longer to load than most commands take to run."""
    slow = (
        "telegram alembic httpx cryptography prompt_toolkit starlette uvicorn prometheus_client typst xlsxwriter segno "
        "sqlalchemy babel pydantic ruamel transitions bot.core.kinds bot.core.rules bot.core.trial bot.content bot.store bot.channels bot.desk.front"
    )
    code = f"import sys, bot.commands.main; print([one for one in '{slow}'.split() if one in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, timeout=60, check=True)
    assert run.stdout.strip() == "[]"


def test_a_bot_that_only_waits_holds_nothing_that_it_does_not_need(settings: dict[str, str]) -> None:
    """On a database that is up to date, until it asks Telegram; what it loads, Python itself tells."""
    command = [sys.executable, str(ROOT / "bot.py")]
    subprocess.run([*command, "migrate"], env=settings, cwd=ROOT, check=True, timeout=60)
    telegram = {"TELEGRAM_TOKEN": "42:TEST", "TELEGRAM_API": f"http://127.0.0.1:{_closed_port()}"}
    loud = {**settings, **telegram, "PYTHONPROFILEIMPORTTIME": "1"}
    loaded = set()
    with subprocess.Popen([*command, "telegram"], env=loud, cwd=ROOT, stderr=subprocess.PIPE, text=True) as bot:
        assert bot.stderr is not None
        for line in bot.stderr:
            if "cannot be reached" in line:
                bot.terminate()
            loaded.add(line.rpartition("|")[2].strip())
    assert {"telegram", "sqlalchemy", "ruamel.yaml", "pydantic"} <= loaded
    idle = "alembic prometheus_client starlette uvicorn typst xlsxwriter segno prompt_toolkit psycopg"
    assert loaded & {*idle.split(), "sqlalchemy.orm", "sqlalchemy.dialects.postgresql"} == set()


def _closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as at:
        return int(at.getsockname()[1])


def test_an_invitation_can_be_made_before_anything_else(program: Program, tmp_path: Path) -> None:
    picture = tmp_path / "code.png"
    run = program("invite", "--role", "screener", "--trial", "rsv-60", "--bot", "some_bot", "--qr", str(picture))
    assert run.returncode == 0, run.stderr
    assert "https://t.me/some_bot?start=" in run.stdout
    assert picture.read_bytes() == png(run.stdout.splitlines()[0])
    assert program("verify").returncode == 0
    refused = program("invite", "--role", "screener", "--trial", "nothing")
    assert (refused.returncode, "There is no trial nothing" in refused.stderr) == (2, True)


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({}, "PUBLIC_URL is not set"),
        ({"PUBLIC_URL": "bot.example.org"}, "PUBLIC_URL=bot.example.org"),
        ({"PUBLIC_URL": "https://a.b", "TELEGRAM_SECRET": "no spaces"}, "TELEGRAM_SECRET cannot be used"),
        ({"PUBLIC_URL": "https://a.b", "DUPLICATES_KEY": "short"}, "DUPLICATES_KEY is too short"),
        ({"PUBLIC_URL": "https://a.b", "TEAM_CHAT": "@our_team"}, "TEAM_CHAT=@our_team is no chat id"),
        ({"PUBLIC_URL": "https://a.b", "TELEGRAM_PROXY": "me:pw@proxy:80"}, "TELEGRAM_PROXY is no address of a proxy"),
        ({"PUBLIC_URL": "https://a.b", "PORT": "http"}, "PORT=http"),
        ({"PUBLIC_URL": "https://a.b", "METRICS_PORT": "70000"}, "METRICS_PORT=70000"),
    ],
)
def test_a_webhook_without_what_it_needs_says_so(program: Program, more: dict[str, str], named: str) -> None:
    run = program("serve", TELEGRAM_TOKEN="1:a", **more)
    assert run.returncode == 2
    assert named in run.stderr
    assert "no spaces" not in run.stderr, "a secret is not repeated"


@pytest.mark.parametrize(("command", "setting"), [("serve", "PORT"), ("telegram", "METRICS_PORT")])
def test_a_port_that_is_taken_is_refused_with_its_number(program: Program, command: str, setting: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        run = program(command, TELEGRAM_TOKEN="1:a", PUBLIC_URL="https://a.b", **{setting: port})
    assert run.returncode == 2
    assert f"127.0.0.1 port {port}" in run.stderr
    assert "Traceback" not in run.stderr

"""Log lines: readable by people and by machines, and without a word that anybody typed.

Requirements: (1) one JSON object a line, or plain English; (2) an exception is its class and its places, never its words;
(3) secrets are blotted out wherever they turn up; (4) libraries are heard from warnings on.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from bot.logs import BLOT, set_up
from bot.settings import MissingSetting, from_environment

LOG = logging.getLogger("bot.somewhere")
TYPED = "creatinine of Zhang San 13800000000"
SECRET = "AAH-s3cret"


class Heard:
    """What is written from now on."""

    def __init__(self) -> None:
        self.stream = StringIO()
        self.handlers: list[logging.Handler] = []

    def set_up(self, as_json: bool = True, level: str = "debug") -> None:
        self.handlers.append(set_up(as_json, level, ["42:" + SECRET, SECRET, ""], self.stream))

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def line(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.text.splitlines()[-1])
        return told


@pytest.fixture
def heard() -> Iterator[Heard]:
    """Ends what was set up."""
    root, bot, hook = logging.getLogger(), logging.getLogger("bot"), sys.excepthook
    levels = root.level, bot.level
    heard = Heard()
    yield heard
    for handler in heard.handlers:
        root.removeHandler(handler)
    root.setLevel(levels[0])
    bot.setLevel(levels[1])
    sys.excepthook = hook


def fail() -> None:
    """As a bug does that repeats what it was given."""
    try:
        raise KeyError(TYPED)
    except KeyError as error:
        raise ValueError(f"cannot read {TYPED}") from error


def test_a_line_of_json_says_when_who_what(heard: Heard) -> None:
    heard.set_up()
    LOG.warning("update %s has to wait: %s", 5, "busy", extra={"tries": 2})
    line = heard.line
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "warning",
        "logger": "bot.somewhere",
        "event": "update %s has to wait: %s",
        "text": "update 5 has to wait: busy",
        "fields": {"tries": 2},
    }


def test_a_line_for_people(heard: Heard) -> None:
    heard.set_up(as_json=False)
    LOG.warning("update %s has to wait: %s", 5, "busy", extra={"tries": 2})
    assert heard.text.partition("Z ")[2] == "WARNING bot.somewhere update 5 has to wait: busy tries=2\n"


@pytest.mark.parametrize("as_json", [True, False])
def test_an_exception_is_its_class_and_places_and_none_of_its_words(heard: Heard, as_json: bool) -> None:
    heard.set_up(as_json)
    try:
        fail()
    except ValueError:
        LOG.exception("it failed")
    assert "Zhang" not in heard.text
    for told in ("ValueError", "KeyError", "test_logs.py", "in fail"):
        assert told in heard.text


def test_the_systems_own_errors_keep_their_number(heard: Heard) -> None:
    heard.set_up()
    try:
        Path("/none", TYPED).read_text()
    except OSError:
        LOG.exception("it failed")
    assert heard.line["error"][-1] == "FileNotFoundError 2 No such file or directory"


def test_secrets_are_blotted_out(heard: Heard) -> None:
    heard.set_up()
    LOG.warning("https://api.telegram.org/bot42:%s/getMe refused, %s", SECRET, SECRET, extra={"url": SECRET})
    assert SECRET not in heard.text
    assert heard.line["text"] == f"https://api.telegram.org/bot{BLOT}/getMe refused, {BLOT}"


def test_libraries_are_heard_from_warnings_on(heard: Heard) -> None:
    heard.set_up()
    for name in ("httpx", "httpcore", "telegram.Bot", "sqlalchemy.engine", "alembic"):
        logging.getLogger(name).info("sendMessage %s", TYPED)
    assert heard.text == ""
    logging.getLogger("telegram.Bot").warning("no connection")
    LOG.debug("here")
    assert len(heard.text.splitlines()) == 2


def test_what_ends_the_program_is_told_without_its_words(heard: Heard) -> None:
    heard.set_up()
    try:
        fail()
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert heard.line["level"] == "critical"
    assert "Zhang" not in heard.text
    assert len(heard.text.splitlines()) == 1


def test_a_task_that_nobody_waited_for(heard: Heard) -> None:
    async def failing() -> None:
        fail()

    async def forget() -> None:
        task = asyncio.create_task(failing())
        await asyncio.sleep(0)
        del task
        gc.collect()

    heard.set_up()
    asyncio.run(forget())
    assert heard.line["text"] == "Task exception was never retrieved"
    assert "Zhang" not in heard.text


def test_the_settings_know_every_secret() -> None:
    settings = from_environment(
        {
            "TELEGRAM_TOKEN": "42:AAH",
            "TELEGRAM_PROXY": "socks5://me:pr%3Axy@proxy:1080",
            "DATABASE_URL": "postgresql+psycopg://bot:p@db/cases",
            "DUPLICATES_KEY": "k" * 32,
            "LOG_FORMAT": "JSON",
        }
    )
    assert set(settings.secrets()) == {"42:AAH", "AAH", "pr%3Axy", "pr:xy", "p", "k" * 32}
    assert (settings.log_json, settings.log_level) == (True, "info")
    with pytest.raises(MissingSetting, match="LOG_LEVEL=loud"):
        from_environment({"LOG_LEVEL": "loud"})

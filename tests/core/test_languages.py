"""The languages: each found by what a client or a person calls it, and named at one place of the program only."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.languages import LANGUAGES, TRANSLATED, known_language, language_for, next_language
from bot.core.reply import command_in

BOT = Path(__file__).parents[2] / "bot"


@pytest.mark.parametrize(
    ("tag", "code"),
    [("zh", "zh_CN"), ("zh-hans", "zh_CN"), ("zh-hant", "zh_CN"), ("zh-CN", "zh_CN"), ("zh_TW", "zh_CN"), ("zh-TW", "zh_CN"),
     ("yue", "zh_CN"), ("ZH-HANS-CN", "zh_CN"), ("en", "en"), ("en-GB", "en"), ("de", "en"), ("", "en"), (None, "en"), ("zhx", "en")],
)  # fmt: skip
def test_every_tag_that_a_client_sends_finds_a_language(tag: str | None, code: str) -> None:
    assert language_for(tag) == code


def test_the_language_button_goes_round() -> None:
    assert next_language(next_language("en")) == "en"
    assert next_language("en") == "zh_CN"
    assert next_language("xx") == "en"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_is_asked_for_by_its_name_and_its_code(code: str) -> None:
    assert command_in(LANGUAGES[code].name) == LANGUAGES[code].command
    assert known_language(code) == known_language(LANGUAGES[code].bcp47) == code


def test_no_other_module_says_which_languages_there_are() -> None:
    files = sorted(path for path in BOT.rglob("*.py") if path != BOT / "core" / "languages.py")
    assert [path.name for path in files for code in TRANSLATED if f'"{code}"' in path.read_text("utf-8")] == []

"""The README and docs say what is there: every command, every setting, every kind of question, the machine as it is."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.pofile import read_po

from bot.commands.interchange import EXPORTED
from bot.commands.main import parser
from bot.content.library import read_library
from bot.core.kinds import KINDS
from bot.core.machine import diagram
from bot.desk.commands import COMMANDS
from bot.interchange.formats import FORMATS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_readme_names_every_command() -> None:
    listed = parser().format_help().split("COMMAND", 2)[-1]
    commands = re.findall(r"^    (\w+) ", listed, re.MULTILINE)
    assert len(commands) >= 9
    assert [command for command in commands if f"`{command}" not in README] == []


def test_the_readme_names_every_setting() -> None:
    read = re.findall(r'environment(?:\.get\(|, )"(\w+)"', (ROOT / "bot/settings.py").read_text("utf-8"))
    assert len(read) >= 10
    assert [name for name in read if f"`{name}`" not in README] == []


def test_the_way_to_write_a_trial_names_every_kind_of_question() -> None:
    how = (ROOT / "flows/README.md").read_text("utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in how] == []


def test_every_format_of_exchange_has_its_name_in_the_command_the_readme_and_its_document() -> None:
    texts = README, (ROOT / "docs/interchange.md").read_text("utf-8")
    assert tuple(FORMATS) == EXPORTED
    assert [name for name in FORMATS for text in texts if f"`{name}`" not in text] == []


def test_the_picture_of_the_machine_is_the_machine() -> None:
    trial = read_library(ROOT / "flows", ROOT / "locales").trials["ln-msc"]
    assert diagram(trial, overview=True).strip() in (ROOT / "docs/machine.md").read_text("utf-8")


def test_ci_runs_exactly_the_readmes_test_command() -> None:
    script = (ROOT / ".ci/run").read_text("utf-8").splitlines()[-1]
    assert script in README


def test_the_figures_are_explained() -> None:
    counted = set(re.findall(r'"(prescreener_\w+)"', (ROOT / "bot/channels/telegram/metrics.py").read_text("utf-8")))
    explained = (ROOT / "docs/webhook.md").read_text("utf-8")
    assert len(counted) >= 9
    assert [name for name in counted if f"`{name}" not in explained] == []


def test_the_chinese_guide_says_what_the_buttons_say_and_names_only_commands_that_there_are() -> None:
    guide = (ROOT / "docs/guide-zh.md").read_text("utf-8")
    with (ROOT / "locales/zh_CN/LC_MESSAGES/bot.po").open("rb") as file:
        said = {message.string for message in read_po(file)}
    buttons = re.findall("【(.+?)】", guide)
    assert len(buttons) > 20
    assert [words for words in buttons if words not in said] == []
    commands = set(re.findall(r"(?<![\w/])/([a-z]+)", guide))
    assert commands == COMMANDS.keys() - {"start", "language"}


def test_every_document_is_on_the_readmes_list() -> None:
    documents = sorted(path.name for path in (ROOT / "docs").glob("*.md"))
    assert len(documents) > 5
    assert [name for name in documents if f"(docs/{name})" not in README] == []

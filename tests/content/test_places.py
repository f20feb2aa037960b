"""A file says the same by whichever reader it is read: the fast one is only faster.

What is read by the library's own reader, which also knows the places, is what counts; `read_yaml` may never say
anything else, whether a text is a trial, a broken one, or no YAML at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.content import places
from bot.content.places import read_yaml
from tests.content.test_broken_trials import FORM, GAPS, GOOD, MEANING, plain
from tests.core.worlds import ROOT

FILES = sorted([*(ROOT / "flows").glob("*.yaml"), *(ROOT / "tests").glob("**/*.yaml")])
SCALARS = """
yes|no|on|off|Yes|true|True|TRUE|null|~|Null|0o17|017|0x1F|0b101|1_000|1e3|1.5|1.50|88.420|.5|5.|-1.0|+3|.inf|.nan|0.1
2026-10-01|2026-10-01 12:00:00|12:30:45|190:20:30|1/113|<<|=|'1.0'|"a\\/b"|123456789012345678901234567890|!!str 5|!foo bar
!!float 5|1.2345678901234567890|x?|a:b|http://x|b: c|- b|%x|@x|'it''s'|>-|&a x|*a|"\\x41\\u4e2d"|中文|[a, b]|{x: y?}|x\ty
"""
DOCUMENTS = (
    "a: 1\na: 2\n", "{a: 1, a: 2}", "a: &x {q: 1}\nb: {<<: *x, q: 5}\n", "a: >\n  two\n  lines\n\n  more\nb: |\n  as\n  is\n",
    "%YAML 1.1\n---\na: yes\n", "a: 1\n---\nb: 2\n", "", "# only\n", "? a\n: b\n", "a:\tb\n", "a: x\u2028y\n", "a: x\x85y\n",
    "\ufeffa: b\n", "1: a\n1.0: b\n", "a: !!set {x, y}\n", "a: >+\n  x\n\n\nb: 1\n", "\u2028a: b\n", "&a: b\n", "a: {&b: c}\n",
)  # fmt: skip


def broken() -> Iterator[str]:
    """A good trial that lacks one sign, or has one too many."""
    for at in range(0, len(GOOD), 3):
        yield GOOD[:at] + GOOD[at + 1 :]
    for number, at in enumerate(range(0, len(GOOD), 5)):
        yield GOOD[:at] + ":-{}[]'\"#&*?|>%@,\n =~`!\t"[number % 24] + GOOD[at:]


def said(read: Any, text: str) -> Any:
    """What a reader finds in a text, with the kind and the spelling of each value; or that it refuses it."""
    try:
        return spelled(read(text))
    except YAMLError:
        return "refused"


def spelled(data: Any) -> Any:
    """Data of either reader, with nothing that only one of them has, such as comments."""
    if isinstance(data, dict):
        return [(spelled(key), spelled(value)) for key, value in data.items()]
    if isinstance(data, list):
        return [spelled(one) for one in data]
    kind = next((kind for kind in (bool, int, float, str) if isinstance(data, kind)), type(data))
    return kind.__name__, str(data)


@pytest.mark.content
@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_file_says_the_same_by_both_readers(file: Any) -> None:
    text = file.read_text("utf-8")
    assert said(read_yaml, text) == said(YAML().load, text) != "refused"


def test_every_broken_trial_says_the_same_by_both_readers() -> None:
    texts = [plain(MEANING), plain(FORM), *map(plain, GAPS.values()), *broken()]
    assert [text for text in texts if said(read_yaml, text) != said(YAML().load, text)] == []


def test_every_kind_of_value_says_the_same_by_both_readers() -> None:
    values = SCALARS.strip().replace("\n", "|").split("|")
    texts = [*(f"a: {value}\n" for value in values), *(f"a: [{value}]\n" for value in values), *DOCUMENTS]
    assert [text for text in texts if said(read_yaml, text) != said(YAML().load, text)] == []


def test_a_trial_without_a_mistake_is_not_read_for_its_places(monkeypatch: pytest.MonkeyPatch) -> None:
    class Fast(YAML):
        """Only the fast reader."""

        def __init__(self, typ: str) -> None:
            super().__init__(typ=typ)

    monkeypatch.setattr(places, "YAML", Fast)
    assert places.read_source(ROOT / "flows" / "ln-msc.yaml").data["trial"]["id"] == "ln-msc"

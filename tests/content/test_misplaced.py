"""A criterion on the wrong side, and a question at the wrong criterion."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.doubts import misplaced
from tests.content.doubting import doubts_in

TRIAL = """
trial: {id: t-1, version: "1", short: T, title: T, anchor: day}
sections: [{id: plan, label: Plan}]
questions:
  - {id: day, kind: date, future: yes, section: plan, label: Day, ask: Day?}
  - {id: a, kind: yes_no, criterion: I1, label: A, ask: A?}
  - {id: b, kind: yes_no, criterion: I2, label: B, ask: B?}
  - {id: c, kind: yes_no, criterion: E1, label: C, ask: C?}
  - {id: d, kind: yes_no, section: plan, label: D, ask: D?, ask_if: c}
criteria:
  - {id: I1, type: inclusion, label: I, text: I., rule: a}
  - {id: I2, type: inclusion, label: I, text: I., rule: b}
  - {id: E1, type: exclusion, label: E, text: E., rule: c}
  - {id: E2, type: exclusion, label: E, text: E., rule: d}
"""


@pytest.mark.parametrize(
    ("good", "slip", "told"),
    [
        ("", "", ""),
        ("{id: E2, type: exclusion", "{id: E2, type: inclusion", "t-1.yaml:14:20: `E2` is an inclusion criterion, while"),
        ("{id: I2, type: inclusion", "{id: I2, type: exclusion", "t-1.yaml:12:20: `I2` is an exclusion criterion, while"),
        ("{id: E2, type: exclusion", "{id: I3, type: exclusion", "t-1.yaml:14:20: `I3` is an exclusion criterion, while"),
        ("{id: E2, type: exclusion", "{id: S1, type: exclusion", ""),
        ("criterion: I2", "criterion: I1", "t-1.yaml:7:38: `b` stands at I1, which does not look at it; I2 does"),
        ("criterion: E1", "criterion: E2", ""),
        ("rule: d", "rule: c", ""),
    ],
)  # fmt: skip
def test_what_stands_elsewhere_than_its_like_is_told(tmp_path: Path, good: str, slip: str, told: str) -> None:
    """What E2 asks only after another answer belongs to it as well; what nothing looks at is told by others."""
    found = doubts_in(tmp_path, TRIAL.replace(good, slip), misplaced.look)
    assert [told in one for one in found] == ([True] if told else [])


def test_one_letter_for_both_sides_says_nothing_of_either(tmp_path: Path) -> None:
    text = TRIAL
    for number, id in enumerate(("I1", "I2", "E1", "E2"), 1):
        text = text.replace(id, f"C{number}")
    assert doubts_in(tmp_path, text, misplaced.look) == []

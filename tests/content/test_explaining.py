"""What fails a criterion, in words: an `and` that should be an `or` can be read there by anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.explaining import failures
from bot.content.labs import read_labs
from bot.content.trials import read_trial
from tests.core.worlds import ROOT, first

LABS = read_labs(ROOT / "flows" / "labs.yaml")
TRIAL = """
trial: {id: t-1, version: "1", short: T, title: T, anchor: day, lead_time: 7}
sections: [{id: plan, label: Plan}]
questions:
  - {id: day, kind: date, future: yes, section: plan, label: Day, ask: Day?}
  - {id: hiv, kind: yes_no, section: plan, label: HIV, ask: HIV?}
  - {id: hbs, kind: yes_no, section: plan, label: HBsAg, ask: HBsAg?}
  - {id: dna, kind: yes_no, section: plan, label: DNA, ask: DNA?, ask_if: hbs}
  - {id: hb, kind: quantity, test: hb, section: plan, label: Hb, ask: Hb?}
  - {id: plt, kind: quantity, test: plt, section: plan, label: PLT, ask: PLT?}
  - {id: ecog, kind: one_of, section: plan, label: ECOG, ask: ECOG?, options: [{code: "0", label: "0"}, {code: "1", label: "1"}, {code: "2", label: "2"}]}
  - {id: ill, kind: many_of, section: plan, label: Ill, ask: Ill?, options: [{code: a, label: A}, {code: b, label: B}, {code: c, label: C}]}
  - {id: ended, kind: date, ongoing: yes, section: plan, label: Ended, ask: Ended?}
criteria:
  - {id: X, type: %s, label: X, text: X., rule: "%s"}
"""


@pytest.mark.parametrize(
    ("type", "rule", "ways"),
    [
        ("exclusion", "hiv or (hbs and not dna)", [{"HIV: yes"}, {"HBsAg: yes", "DNA: no"}]),
        ("exclusion", "hiv and (hbs and not dna)", [{"HIV: yes", "HBsAg: yes", "DNA: no"}]),
        (
            "inclusion",
            "hb >= 9 g/dL and plt >= 100 x 10^9/L",
            [{"Hb 8.1 g/dL: below 9 g/dL"}, {"PLT 90,000 /µL: below 100,000 /µL"}],
        ),
        (
            "inclusion",
            "hb >= 9 g/dL or plt >= 100 x 10^9/L",
            [{"Hb 8.1 g/dL: below 9 g/dL", "PLT 90,000 /µL: below 100,000 /µL"}],
        ),
        (
            "exclusion",
            "hb < (if hiv then 8 g/dL else 9 g/dL)",
            [{"HIV: no", "Hb 8.8 g/dL: below 9 g/dL"}, {"HIV: yes", "Hb 7.2 g/dL: below 8 g/dL"}],
        ),
        (
            "exclusion",
            "ended within 4 weeks before day or ended > day - 12 weeks",
            [
                {"Ended 25 Dec 2025: 28 days before randomization, must be more than 28"},
                {"Ended 31 Oct 2025: after 30 Oct 2025"},
            ],
        ),
        ("inclusion", "ill has any of {b, c} and not ill has a", [{"Ill: A"}, {"Ill: none of these"}]),
        ("inclusion", "ecog is 0", [{"ECOG: 1"}, {"ECOG: 2"}]),
        ("exclusion", "ill has any of {a, c}", [{"Ill: A"}, {"Ill: C"}]),
    ],
)
def test_what_fails_alone_and_what_only_together(tmp_path: Path, type: str, rule: str, ways: list[set[str]]) -> None:
    path = tmp_path / "t-1.yaml"
    path.write_text(TRIAL % (type, rule), "utf-8")
    trial = read_trial(path, LABS, lambda message: (message.text,))
    ((_, found),) = failures(trial)
    said = [{first().texts.text(one, "en") for one in way} for way in found]
    assert sorted(said, key=lambda way: (len(way), min(way))) == ways
    assert list(map(len, said)) == sorted(map(len, said)), "what fails it alone comes first"

"""A bound whose sign is not the sentence's: whoever is exactly there would be judged wrongly."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.labs import read_labs
from bot.content.trials import read_trial
from bot.content.wording import check_wording
from tests.core.worlds import LN, ROOT

LABS = read_labs(ROOT / "flows" / "labs.yaml")
TRIAL = """
trial: {id: t-1, version: "1", short: T, title: T, anchor: day}
sections: [{id: plan, label: Plan}]
questions:
  - {id: day, kind: date, future: yes, section: plan, label: Day, ask: Day?}
  - {id: mets, kind: yes_no, section: plan, label: M, ask: M?}
  - {id: plt, kind: quantity, test: plt, section: plan, label: P, ask: P?}
  - {id: hb, kind: quantity, test: hb, section: plan, label: H, ask: H?}
  - {id: alt, kind: quantity, test: alt, section: plan, label: A, ask: A?}
  - {id: uln, kind: quantity, test: alt_uln, section: plan, label: U, ask: U?}
criteria:
  - {id: C1, type: %s, label: C, text: "%s", rule: "%s"}
"""


@pytest.mark.parametrize(
    ("type", "text", "rule", "told"),
    [
        ("inclusion", "Platelets ≥100,000/µL.", "plt > 100 x 10^9/L", "the rule says `> 100000`, the sentence `>= 100000`"),
        ("inclusion", "Platelets at least 100 x 10^9/L.", "not plt <= 100000 /uL", "`> 100`, the sentence `>= 100`"),
        ("exclusion", "Haemoglobin <90 g/L.", "hb <= 9 g/dL", "the rule says `<= 90`, the sentence `< 90`"),
        ("exclusion", "ALT >3 x ULN (>5 with metastases).", "alt >= (if mets then 5 else 3) x uln", "`>= 5`, the sentence `> 5`"),
        ("inclusion", "Platelets ≥100,000/µL.", "plt >= 100 x 10^9/L", ""),
        ("exclusion", "Platelets must be ≥100 x 10^9/L.", "plt < 100 x 10^9/L", ""),
        ("exclusion", "ALT more than 3 x ULN, >5 with metastases.", "alt > (if mets then 5 else 3) x uln", ""),
        ("exclusion", "ALT not less than 3 x ULN.", "alt >= 3 x uln", ""),
        ("inclusion", "Haemoglobin 90 g/L.", "hb > 90 g/L", ""),
        ("inclusion", 'Haemoglobin >90 g/L.", reading: "Also exactly at it: at least 90 g/L.', "hb >= 90 g/L", ""),
    ],
)  # fmt: skip
def test_a_bound_is_held_against_the_sentence(tmp_path: Path, type: str, text: str, rule: str, told: str) -> None:
    path = tmp_path / "t-1.yaml"
    path.write_text(TRIAL % (type, text, rule), "utf-8")
    trial = read_trial(path, LABS, lambda message: (message.text,))
    found = check_wording([trial], tmp_path)
    assert bool(found) is bool(told)
    assert told in " ".join(found)
    assert all(one.startswith("t-1.yaml:12:") for one in found)


def test_the_trial_at_hand_says_what_its_protocol_says() -> None:
    assert check_wording([LN], ROOT / "flows") == []

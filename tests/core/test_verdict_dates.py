"""The days on which a verdict changes, where what is asked or follows depends on the planned date, too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.content.trials import read_trial
from bot.core.answers import Answer
from bot.core.facts import KnownFacts
from bot.core.trial import Trial
from bot.core.verdict import Eligibility, Status, findings_of, judge
from tests.content.doubting import LABS
from tests.core.rulebook import day

TODAY = date(2026, 11, 22)
PLANNED = day("2026-11-30")
TEXT = """\
trial: {id: t-1, version: "1", short: T, title: A trial, anchor: day, lead_time: 7}
sections: [{id: plan, label: Plan}]
derived: [{id: age, label: Age, is: years from born to day}]
questions:
  - {id: day, kind: date, future: yes, section: plan, label: Day, ask: Which day?}
  - {id: born, kind: birth, section: plan, label: Born, ask: Born?}
  - {id: shot, kind: date, section: plan, label: Shot, ask: Shot?}
  - id: protected
    kind: yes_no
    section: plan
    label: Protected
    ask: Protected?
    implied: [{value: "yes", if: shot within 6 months before day}]
  - {id: grown, kind: yes_no, section: plan, label: Grown, ask: Grown?, ask_if: age >= 12 years}
criteria:
  - RULE
"""
INCLUSION = "{id: I1, type: inclusion, label: Protected, text: Protected., rule: protected}"
EXCLUSION = "{id: E1, type: exclusion, label: Protected, text: Protected., rule: protected}"
ADULT = "{id: I1, type: inclusion, label: Adult, text: 18 years., rule: age >= 18 years}"


def trial_with(folder: Path, rule: str, more: str = "") -> Trial:
    path = folder / "t-1.yaml"
    path.write_text(TEXT.replace("RULE", rule).replace("criteria:", f"{more}criteria:"))
    return read_trial(path, LABS, lambda message: (message.text,))


def by_looking(trial: Trial, answers: dict[str, Answer]) -> Iterator[tuple[date, list[Status]]]:
    """For every day from the planned one on what every criterion comes to."""
    facts = KnownFacts(trial, answers, TODAY)
    for after in range(400):
        on = facts.anchor + timedelta(after)
        yield on, [one.status for one in findings_of(trial, facts.at(on))]


@pytest.mark.parametrize("rule", [INCLUSION, EXCLUSION])
def test_what_follows_from_a_date_ends_with_it(tmp_path: Path, rule: str) -> None:
    trial = trial_with(tmp_path, rule)
    answers = {"day": Answer(PLANNED), "shot": Answer(day("2026-06-20"))}
    verdict = judge(trial, answers, TODAY)
    days = list(by_looking(trial, answers))
    turn = next(on for on, found in days if found != days[0][1])
    if verdict.outcome is Eligibility.ELIGIBLE:
        assert verdict.valid_until == turn - timedelta(1)
    else:
        assert [one.clears_on for one in verdict.findings] == [turn]


def test_an_answer_decides_what_follows_from_it_over_several_steps(tmp_path: Path) -> None:
    more = """\
  - {id: second, kind: yes_no, section: plan, label: Second, ask: Second?, implied: [{value: "yes", if: protected}]}
  - {id: third, kind: yes_no, section: plan, label: Third, ask: Third?, implied: [{value: "yes", if: second}]}
"""
    trial = trial_with(tmp_path, "{id: E1, type: exclusion, label: Third, text: Third., rule: third}", more)
    assert [one.id for one in trial.decided_by["protected"]] == ["E1"]
    assert trial.decided_by["grown"] == ()


@pytest.mark.parametrize("steps", [3, 60])
def test_an_age_limit_ends_on_the_birthday_however_long_the_row_of_questions(tmp_path: Path, steps: int) -> None:
    row = "".join(
        f"  - {{id: q{n}, kind: yes_no, section: plan, label: Q, ask: Q?, ask_if: {f'q{n - 1}' if n else 'grown'}}}\n"
        for n in range(steps)
    )
    trial = trial_with(tmp_path, ADULT, row)
    verdict = judge(trial, {"day": Answer(PLANNED), "born": Answer(day("2008-12-10"))}, TODAY)
    assert [one.clears_on for one in verdict.findings] == [date(2026, 12, 10)]

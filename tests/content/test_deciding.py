"""Rules that are well written and still mean what nobody means: found by trying answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.doubts import deciding, doubled, idle
from tests.content.doubting import doubts_in

TRIAL = """
trial: {id: t-1, version: "1", short: T, title: T, anchor: day, lead_time: 7}
sections: [{id: plan, label: Plan}]
derived: [{id: age, label: Age, is: years from born to day}]
questions:
  - {id: day, kind: date, future: yes, section: plan, label: Day, ask: Day?}
  - {id: sex, kind: one_of, section: plan, label: Sex, ask: Sex?, options: [{code: f, label: F}, {code: m, label: M}]}
  - {id: born, kind: birth, section: plan, label: Born, ask: Born?}
  - {id: pregnant, kind: yes_no, section: plan, label: Pregnant, ask: Pregnant?, ask_if: sex is f}
  - {id: hb, kind: quantity, test: hb, section: plan, label: Hb, ask: Hb?}
  - {id: shot, kind: date, section: plan, label: Shot, ask: Shot?}
  - {id: test, kind: one_of, section: plan, label: Test, ask: Test?, options: [{code: a, label: A}, {code: b, label: B, open: yes}]}
criteria:
  - {id: I0, type: inclusion, label: Zero, text: Zero., rule: "hb > 6 g/dL"}
  - {id: I1, type: inclusion, label: One, text: One., %s}
"""


def told(folder: Path, rule: str) -> str:
    """What is wrong with a rule."""
    text = TRIAL % (rule if rule.startswith("passes_if") else f'rule: "{rule}"')
    return "\n".join(doubts_in(folder, text, deciding.look))


def bare(found: list[str]) -> list[str]:
    """Doubts without their places."""
    return [one.partition(": ")[2] for one in found]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("not pregnant", "`I1` stays undecided although everything is answered: sex m; `pregnant` is not asked then"),
        ("age >= 75 years and age <= 18 years", "no answers were found with which `I1` passes"),
        ("hb < 9 g/dL or hb >= 90 g/L", "no answers were found with which `I1` fails"),
        ("shot within 4 weeks before day and not shot within 6 months before day", "with which `I1` passes"),
        ("hb < 4 g/dL", "`I1` has a bound beyond the `soft` limits of `hb`: is its unit right?"),
        ("sex is f or sex is m", "no answers were found with which `I1` fails"),
        ('passes_if: hb >= 9 g/dL, fails_if: hb < 8 g/dL', "`I1` stays undecided although everything is answered: hb 8"),
    ],
)  # fmt: skip
def test_a_rule_that_nobody_can_mean_is_told_with_its_place(tmp_path: Path, rule: str, words: str) -> None:
    found = told(tmp_path, rule)
    assert words in found
    assert found.startswith("t-1.yaml:15:10: ")
    assert found.count("\n") == 0


@pytest.mark.parametrize(
    "rule",
    [
        "sex is m or not pregnant",
        "age >= 18 years and age <= 75 years",
        "hb >= 90 g/L and hb <= 91 g/L and (sex is m or not pregnant) and age = 18 years and test is a",
        "shot within 6 months before day and not shot within 4 weeks before day",
        "shot = day - 40 days",
        "test is b",
        "born <= day - 3 days and born >= day - 10 days",
    ],
)
def test_a_rule_that_can_pass_and_fail_is_fine_however_narrow(tmp_path: Path, rule: str) -> None:
    assert told(tmp_path, rule) == ""


@pytest.mark.parametrize(
    ("rule", "idle"),
    [
        ("hb >= 8 g/dL and hb >= 12 g/dL", True),
        ("test is b or hb < 8 g/dL or hb <= 12 g/dL", True),
        ("hb >= 8 g/dL and hb <= 12 g/dL", False),
        ("hb < 8 g/dL or (hb < 12 g/dL and test is b)", False),
        ("hb >= 8 g/dL and age >= 18 years", False),
    ],
)
def test_a_bound_beside_another_on_its_side_is_told(tmp_path: Path, rule: str, idle: bool) -> None:
    found = doubts_in(tmp_path, TRIAL % f'rule: "{rule}"', doubled.look)
    assert (
        bare(found)
        == ["`I1` holds the same against two bounds on one side, and one of them does nothing: is a sign turned?"]
        * idle
    )


def test_an_option_of_a_score_that_has_no_points_is_told(tmp_path: Path) -> None:
    text = (TRIAL % 'rule: "test is b"').replace("{code: f,", "{code: f, points: 1,")
    assert bare(doubts_in(tmp_path, text, deciding.look)) == [
        "`m` has no `points`, the others have: give it some, such as 0, or say `open: yes`"
    ]
    assert doubts_in(tmp_path, text.replace("{code: m,", "{code: m, open: yes,"), deciding.look) == []


def test_a_question_that_is_never_asked_is_told(tmp_path: Path) -> None:
    text = (TRIAL % 'rule: "test is b"').replace("ask_if: sex is f", "ask_if: sex is f and age < 0 years")
    assert doubts_in(tmp_path, text, deciding.look) == [
        "t-1.yaml:9:90: no answers were found with which `pregnant` is asked: is its `ask_if` right?"
    ]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("(hb as g/dL) / (ast as U/L) >= 2", "divides by `ast`, which may be 0 and then decides nothing"),
        ("ast >= 20 U/L", ""),
        ("twice > 300 g/L", ""),
        ("twice > 301 g/L", "has a bound beyond all that `twice` is like, which ends at 30 g/dL: is its unit right?"),
    ],
)
def test_what_a_formula_may_come_to_is_looked_at(tmp_path: Path, rule: str, words: str) -> None:
    derived = "derived: [{id: twice, label: T, like: hb, is: 2 x hb}, "
    ast = "  - {id: ast, kind: quantity, test: ast, section: plan, label: A, ask: A?}\n  - {id: shot"
    text = (TRIAL % f'rule: "{rule}"').replace("derived: [", derived).replace("  - {id: shot", ast)
    found = doubts_in(tmp_path, text, deciding.look)
    assert words in " ".join(found)
    assert words or not found


def test_an_alert_that_never_shows_and_an_answer_that_may_be_skipped_are_told(tmp_path: Path) -> None:
    text = TRIAL % 'rule: "hb >= 9 g/dL"' + "alerts: [{id: low, if: hb < 8 g/dL and hb > 10 g/dL, text: Low.}]\n"
    found = doubts_in(tmp_path, text.replace("label: Hb", "label: Hb, optional: yes"), deciding.look)
    assert bare(found) == [
        "`I0` stays undecided although everything is answered: hb skipped",
        "`I1` stays undecided although everything is answered: hb skipped",
        "no answers were found with which `low` is shown: is its `if` right?",
    ]


def test_an_answer_of_one_option_that_nothing_uses_is_told(tmp_path: Path) -> None:
    lists = """
  - {id: drugs, kind: many_of, section: plan, label: D, ask: D?, options: [{code: x, label: X}, {code: y, label: Y}]}
  - {id: drugs.last, each: drugs, kind: date, section: plan, label: "{option}", ask: "{option}?"}
criteria:
"""
    rule = "any d of drugs in {x}: (d.last < day - 3 days) or pregnant or shot is known or age > 20 years"
    text = (TRIAL % f'rule: "test is b or {rule}"').replace("\ncriteria:\n", lists)
    assert bare(doubts_in(tmp_path, text, idle.look)) == [
        "no rule looks at `drugs.last` of y: use it, or name the others only with `of`"
    ]


def test_what_nothing_uses_is_told(tmp_path: Path) -> None:
    found = bare(doubts_in(tmp_path, TRIAL % 'rule: "test is b and age >= 18 years"', idle.look))
    assert [one.partition(":")[0] for one in found] == [
        "no rule looks at `pregnant`",
        "no rule looks at `shot`",
    ]
    assert bare(doubts_in(tmp_path, TRIAL % 'rule: "test is b and pregnant and shot is known"', idle.look)) == [
        "no rule looks at `born`: use it, or say `optional: yes` where it is for the record only",
        "nothing uses `age`",
    ]


REACHED = {
    "between multiples of a limit that is derived": "hb > limit and hb < 2 x limit",
    "by a date that is planned beyond another one": "later >= last + 90 days",
}


@pytest.mark.parametrize("rule", REACHED.values(), ids=REACHED)
def test_somebody_is_found_where_a_rule_can_be_met(tmp_path: Path, rule: str) -> None:
    derived = "limit, label: L, like: hb, is: if sex is f then 11 g/dL else 12 g/dL}, {id: last, label: E, is: day + 60 days}, {id: age"
    later = "  - {id: later, kind: date, future: yes, section: plan, label: L, ask: L?}\n  - {id: shot"
    text = (TRIAL % f"rule: {rule}").replace("id: age", f"id: {derived}", 1).replace("  - {id: shot", later)
    assert doubts_in(tmp_path, text, deciding.look) == []


def test_a_man_who_is_never_decided_is_found_also_behind_a_far_date(tmp_path: Path) -> None:
    later = "  - {id: later, kind: date, future: yes, section: plan, label: L, ask: L?}\n  - {id: shot"
    rule = "type: exclusion, label: One, text: One., rule: pregnant or later < day + 97 days}"
    text = TRIAL.replace("type: inclusion, label: One, text: One., %s}", rule).replace("  - {id: shot", later)
    found = doubts_in(tmp_path, text, deciding.look)
    assert ["`I1` stays undecided although everything is answered: sex m" in one for one in found] == [True]


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("{code: unknown, label: Not documented}", True),
        ("{code: u, label: Not known}", True),
        ("{code: unknown, label: Unknown, open: yes}", False),
        ("{code: other, label: Unknown primary}", False),
    ],
)
def test_an_option_of_not_knowing_that_would_decide_is_told(tmp_path: Path, option: str, told: bool) -> None:
    text = (TRIAL % "rule: test is a").replace("{code: b, label: B, open: yes}", option)
    found = doubts_in(tmp_path, text, deciding.look)
    column = text.splitlines()[11].index(option) + len("{code: ") + 1
    found = [one for one in found if "would be a definite answer" in one]
    assert [one.split("`")[0] for one in found] == ([f"t-1.yaml:12:{column}: "] if told else [])

"""What protocols of psychiatry and of vaccines say: each clause at its bounds, reckoned by hand.

Two failed treatments of adequate dose, a wash-out of five half-lives, the mean of three ECGs by sex, contraception until
90 days after the last dose, vaccines around any dose, a season that begins on a day of the calendar.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.content.doubts import doubts_about
from bot.content.labs import read_labs
from bot.content.trials import read_trial
from bot.core.answers import NO, NOT_KNOWN, YES, Answer, Code, Codes, Day, Quantity, Value
from bot.core.facts import KnownFacts
from bot.core.reasons import converted, reasons
from bot.core.trial import Trial
from bot.core.verdict import Status, judge
from tests.core.worlds import first

TODAY = date(2026, 12, 1)
LABS = """
interval:
  names: {en: ECG interval}
  units: [{code: ms, ucum: ms}, {code: s, ucum: s, factor: "1000"}]
halflife:
  names: {en: Half-life}
  units: [{code: h, ucum: h}, {code: days, ucum: d, factor: "24"}]
"""
TRIAL = """
trial: {id: mix, version: "1", short: M, title: M, anchor: dose1}
sections: [{id: plan, label: Plan}]
derived:
  - {id: last_dose, label: Last dose, is: dose1 + 28 days}
  - {id: childbearing, is: sex is female and fertile}
  - {id: qtcf, label: QTcF, like: interval, is: "mean of (qt1, qt2, qt3) / (rr as s) ^ (1 / 3)"}
questions:
  - {id: dose1, kind: date, future: yes, section: plan, label: D, ask: D?}
  - {id: sex, kind: one_of, section: plan, label: S, ask: S?, options: [{code: male, label: M}, {code: female, label: F}]}
  - {id: fertile, kind: yes_no, section: plan, ask_if: sex is female, label: F, ask: F?}
  - {id: until, kind: date, future: yes, section: plan, ask_if: childbearing, label: U, ask: "U ({end})?", values: {end: last_dose + 90 days}}
  - id: drugs
    kind: many_of
    section: plan
    label: T
    ask: T?
    options: [{code: a, label: A}, {code: b, label: B}, {code: c, label: C}, {code: unclear, label: "?", open: yes}]
  - {id: drugs.dosed, each: drugs, of: "{a, b, c}", kind: yes_no, section: plan, label: "{option}", ask: "{option}?"}
  - {id: drugs.helped, each: drugs, of: "{a, b, c}", kind: yes_no, section: plan, ask_if: it.dosed, label: "{option}!", ask: "{option}!?"}
  - {id: drugs.last, each: drugs, of: "{c}", kind: date, section: plan, label: "{option} last", ask: "{option} last?"}
  - {id: drugs.half, each: drugs, of: "{c}", kind: quantity, test: halflife, section: plan, label: "{option} half", ask: "{option} half?"}
  - {id: qt1, kind: quantity, test: interval, section: plan, label: QT1, ask: QT1?}
  - {id: qt2, kind: quantity, test: interval, section: plan, label: QT2, ask: QT2?}
  - {id: qt3, kind: quantity, test: interval, section: plan, label: QT3, ask: QT3?}
  - {id: rr, kind: quantity, test: interval, section: plan, label: RR, ask: RR?}
  - {id: shot, kind: date, future: yes, section: plan, label: V, ask: V?}
criteria:
  - {id: I1, type: inclusion, label: One, text: One., rule: "at least 2 d of drugs in {a, b, c}: (d.dosed and not d.helped)"}
  - {id: I2, type: inclusion, label: Two, text: Two., rule: at most 2 of drugs}
  - {id: E1, type: exclusion, label: One, text: One., rule: "any d of drugs in {c}: (d.last > dose1 - 5 x d.half)"}
  - {id: E2, type: exclusion, label: Two, text: Two., rule: "qtcf > (if sex is male then 450 ms else 470 ms)"}
  - {id: E3, type: exclusion, label: Three, text: Three., rule: childbearing and until < last_dose + 90 days}
  - {id: E4, type: exclusion, label: Four, text: Four., rule: shot within 14 days of dose1 or shot within 14 days after last_dose}
  - {id: E5, type: exclusion, label: Five, text: Five., rule: shot >= 2026-09-01 and shot < 2026-09-15}
"""


@pytest.fixture
def trial(tmp_path: Path) -> Trial:
    (tmp_path / "labs.yaml").write_text(LABS, "utf-8")
    (tmp_path / "mix.yaml").write_text(TRIAL, "utf-8")
    return read_trial(tmp_path / "mix.yaml", read_labs(tmp_path / "labs.yaml"), lambda message: (message.text,))


def day(text: str) -> Day:
    return Day.on(date.fromisoformat(text))


def amount(value: int, unit: str) -> Quantity:
    return Quantity(Decimal(value), unit)


def ms(value: int) -> Quantity:
    return amount(value, "ms")


GOOD: dict[str, Value] = {
    "dose1": day("2026-12-07"),
    "sex": Code("female"),
    "fertile": YES,
    "until": day("2027-04-04"),
    "drugs": Codes(("a", "b")),
    "drugs.dosed.a": YES,
    "drugs.dosed.b": YES,
    "drugs.helped.a": NO,
    "drugs.helped.b": NO,
    "qt1": ms(470),
    "qt2": ms(471),
    "qt3": ms(469),
    "rr": ms(1000),
    "shot": day("2026-08-31"),
}
C = {"drugs": Codes(("a", "b", "c")), "drugs.dosed.c": NO, "drugs.last.c": day("2026-11-20")}


@pytest.mark.parametrize(
    ("changes", "fails", "open_ones"),
    [
        ({}, "", ""),
        ({"drugs.helped.b": YES}, "I1", ""),
        ({"drugs.dosed.b": NO, "drugs.helped.b": None}, "I1", ""),
        ({"drugs.helped.b": NOT_KNOWN}, "", "I1"),
        ({"drugs": Codes(("a", "unclear"))}, "", "I1 E1"),
        ({"drugs": Codes(("a",))}, "I1", ""),
        (C | {"drugs.half.c": amount(82, "h")}, "I2 E1", ""),  # 410 hours, 17.08 days: the 18th day is still washed out
        (C | {"drugs.half.c": amount(81, "h")}, "I2", ""),  # 405 hours, 16.9 days: 17 days after 20 November
        (C | {"drugs.half.c": amount(4, "days")}, "I2 E1", ""),
        (C, "I2", "E1"),
        ({"qt3": ms(470)}, "E2", ""),
        ({"qt3": None}, "", "E2"),
        ({"sex": Code("male"), "qt1": ms(450), "qt2": ms(450), "qt3": ms(450)}, "", ""),
        ({"until": day("2027-04-03")}, "E3", ""),
        ({"until": None}, "", "E3"),
        ({"fertile": NO}, "", ""),
        ({"shot": day("2026-11-22")}, "", ""),
        ({"shot": day("2026-11-23")}, "E4", ""),
        ({"shot": day("2026-12-21")}, "E4", ""),
        ({"shot": day("2026-12-22")}, "", ""),
        ({"shot": day("2027-01-03")}, "", ""),
        ({"shot": day("2027-01-04")}, "E4", ""),
        ({"shot": day("2027-01-18")}, "E4", ""),
        ({"shot": day("2027-01-19")}, "", ""),
        ({"shot": day("2026-09-01")}, "E5", ""),
        ({"shot": day("2026-09-15")}, "", ""),
    ],
)
def test_a_clause_at_its_bounds(trial: Trial, changes: dict[str, Any], fails: str, open_ones: str) -> None:
    answers = {id: Answer(value) for id, value in {**GOOD, **changes}.items() if value is not None}
    found = judge(trial, answers, TODAY).findings
    assert " ".join(one.criterion.id for one in found if one.status is Status.FAIL) == fails
    assert " ".join(one.criterion.id for one in found if one.status is Status.UNKNOWN) == open_ones


@pytest.mark.parametrize(
    ("changes", "clears"),
    [
        (C | {"drugs": Codes(("a", "b", "c")), "drugs.half.c": amount(82, "h")}, "2026-12-08"),
        ({"shot": day("2026-11-23")}, "2026-12-08"),
        ({"shot": day("2026-12-21")}, "2027-01-05"),
    ],
)
def test_the_day_on_which_a_failure_ends(trial: Trial, changes: dict[str, Any], clears: str) -> None:
    answers = {id: Answer(value) for id, value in {**GOOD, **changes}.items()}
    ends = {one.criterion.id: one.clears_on for one in judge(trial, answers, TODAY).findings}
    assert date.fromisoformat(clears) in (ends["E1"], ends["E4"])


# What is counted from birth in days and weeks, and a unit with a hyphen.

INFANT_LABS = """
gestation:
  names: {en: Gestational age}
  units: [{code: weeks, ucum: wk, shown: {en: weeks, zh_CN: 周}}, {code: days, ucum: d, factor: 1/7}]
smoke:
  names: {en: Pack-years}
  units: [{code: pack-years, ucum: "{pack-years}"}]
course:
  names: {en: Course}
  units: [{code: days, ucum: d}, {code: weeks, ucum: wk, factor: "7"}]
"""
INFANTS = """
trial: {id: neo, version: "1", short: N, title: N, anchor: dose1, lead_time: 1}
sections: [{id: plan, label: Plan}]
derived:
  - {id: conceived, label: Conception, is: born - ga}
questions:
  - {id: dose1, kind: date, future: yes, section: plan, label: D, ask: D?}
  - {id: born, kind: birth, section: plan, label: Born, ask: B?}
  - {id: ga, kind: quantity, test: gestation, section: plan, label: GA, ask: GA?}
  - {id: mother, kind: quantity, test: smoke, section: plan, label: M, ask: M?}
  - {id: drip, kind: quantity, test: course, section: plan, label: Drip, ask: D?}
criteria:
  - {id: I1, type: inclusion, label: Age, text: 3 to 10 days., rule: born <= dose1 - 3 days and born >= dose1 - 10 days}
  - {id: I2, type: inclusion, label: PMA, text: At most 30 weeks., rule: dose1 <= conceived + 30 weeks}
  - {id: E1, type: exclusion, label: Smoke, text: 10 pack-years., rule: mother >= 10 pack-years}
  - {id: E2, type: exclusion, label: Early, text: Below 24 weeks., rule: ga < 24 weeks}
  - {id: E3, type: exclusion, label: Drip, text: A drip of 14 days or more., rule: drip >= 14 days}
"""


def trial_of_infants(folder: Path) -> Trial:
    (folder / "labs.yaml").write_text(INFANT_LABS, "utf-8")
    (folder / "neo.yaml").write_text(INFANTS, "utf-8")
    return read_trial(folder / "neo.yaml", read_labs(folder / "labs.yaml"), lambda message: (message.text,))


@pytest.mark.parametrize(
    ("question", "value", "words", "told"),
    [
        ("ga", amount(167, "days"), ["23+6 weeks", "23+6周"], "GA 23+6 weeks: below 24+0 weeks"),
        ("drip", amount(14, "days"), [], "Drip 14 days: at or above 14 days"),  # what is counted in days stays so
        ("drip", amount(3, "weeks"), ["21 days", "21 days"], "Drip 3 weeks: at or above 2 weeks"),
    ],
)
def test_weeks_and_days_are_told_as_they_are_said(
    tmp_path: Path, question: str, value: Value, words: list[str], told: str
) -> None:
    infants, answers = trial_of_infants(tmp_path), {question: Answer(value)}
    failed = next(one for one in judge(infants, answers, TODAY).findings if one.status is Status.FAIL)
    (reason,) = reasons(failed, KnownFacts(infants, answers, TODAY))
    assert isinstance(value, Quantity)
    shown, texts = converted(infants.by_id[question].shape, value), first().texts
    assert [texts.text(shown, one) for one in ("en", "zh_CN") if shown] == words
    assert texts.text(reason, "en") == told


@pytest.mark.parametrize(
    ("changes", "fails", "open_ones"),
    [
        ({}, "", ""),
        ({"born": day("2026-11-28")}, "", ""),
        ({"born": day("2026-11-29")}, "I1", ""),
        ({"born": day("2026-11-21")}, "", ""),
        ({"born": day("2026-11-20")}, "I1", ""),
        ({"ga": amount(203, "days")}, "", ""),  # 29 weeks, and a week since: 30 weeks on the day of the dose
        ({"ga": amount(204, "days")}, "I2", ""),
        ({"ga": None}, "", "I2 E2"),
        ({"mother": amount(10, "pack-years")}, "E1", ""),
    ],
)
def test_an_infant_at_the_bounds(tmp_path: Path, changes: dict[str, Any], fails: str, open_ones: str) -> None:
    infants = trial_of_infants(tmp_path)
    good = {
        "dose1": day("2026-12-01"),
        "born": day("2026-11-24"),
        "ga": amount(28, "weeks"),
        "mother": amount(9, "pack-years"),
        "drip": amount(13, "days"),
    }
    answers = {id: Answer(value) for id, value in {**good, **changes}.items() if value is not None}
    found = judge(infants, answers, TODAY).findings
    assert " ".join(one.criterion.id for one in found if one.status is Status.FAIL) == fails
    assert " ".join(one.criterion.id for one in found if one.status is Status.UNKNOWN) == open_ones
    assert doubts_about([infants], tmp_path) == []

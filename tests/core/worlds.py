"""Both trials, read once, and plausible patients for them: every answer that a question allows, near every bound.

Nothing here knows of either trial: what can be answered comes from the shapes, what lies near a bound from the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st

from bot.content.library import Library, read_library
from bot.core.answers import (
    NO,
    NOT_KNOWN,
    ONGOING,
    YES,
    Age,
    Answer,
    Code,
    Codes,
    Day,
    Proportion,
    Quantity,
    Text,
    Value,
)
from bot.core.facts import KnownFacts
from bot.core.rules.base import Rule
from bot.core.rules.numbers import Literal
from bot.core.rules.tests import Compare
from bot.core.shapes import Test
from bot.core.trial import Question, Trial

ROOT = Path(__file__).parents[2]
SECOND = ROOT / "tests" / "trials"
TODAY = date(2026, 11, 22)
DAYS = (0, 1, 13, 14, 15, 27, 28, 29, 55, 83, 84, 85, 86, 112, 180, 181, 400)
AGES = (17, 18, 19, 40, 59, 60, 61, 75)
Answers = Mapping[str, Answer]


@cache
def first() -> Library:
    """The product's own trials and words."""
    return read_library(ROOT / "flows", ROOT / "locales")


@cache
def second() -> Library:
    """The second trial, which lives in the tests only, with the bot's own words."""
    with TemporaryDirectory() as folder:
        return read_library(SECOND / "flows", words_for_second(Path(folder)))


def words_for_second(folder: Path) -> Path:
    """The product's catalogues and those of the second trial, put together in a folder."""
    for locales in (ROOT / "locales", SECOND / "locales"):
        copytree(locales, folder / "locales", dirs_exist_ok=True)
    return folder / "locales"


LN, RSV = first().trials["ln-msc"], second().trials["rsv-60"]
TRIALS = (LN, RSV)


def parts(part: Any) -> Iterator[Any]:
    """A rule and everything in it."""
    if isinstance(part, Test) or not is_dataclass(part):
        return
    yield part
    for field in fields(part):
        inner = getattr(part, field.name)
        if isinstance(inner, Mapping):
            inner = tuple(inner.values())
        for one in inner if isinstance(inner, tuple) else (inner,):
            yield from parts(one)


def rules(trial: Trial) -> list[Rule]:
    """Every rule that decides something."""
    return [rule for one in trial.criteria for rule in (one.passes_if, one.fails_if)]


@cache
def bounds(trial: Trial) -> dict[Test, frozenset[Fraction]]:
    """The numbers that the trial's rules hold each test against, in its first unit."""
    found: dict[Test, set[Fraction]] = {}
    remarks = [one.when for one in (*trial.alerts, *trial.warnings)]
    for rule in (*rules(trial), *remarks):
        for part in parts(rule):
            if isinstance(part, Compare) and isinstance(part.right, Literal) and part.right.test is not None:
                found.setdefault(part.right.test, set()).add(part.right.value)
    return {test: frozenset(values) for test, values in found.items()}


# What can be answered.


@cache
def values(trial: Trial, question: str) -> tuple[Value, ...]:
    """Answers to a question that differ in what they may decide; always the same, in the same order."""
    return tuple(dict.fromkeys(_values(trial, trial.by_id[question])))


def _values(trial: Trial, question: Question) -> list[Value]:
    shape = question.shape
    match shape.kind:
        case "yes_no":
            return [NO, YES]
        case "one_of":
            return [Code(code) for code in shape.codes]
        case "many_of":
            chosen = [(), *((code,) for code in shape.codes), shape.codes[:4], shape.codes[:3], shape.codes[2:6]]
            return [Codes(codes) for codes in chosen]
        case "quantity":
            assert shape.test is not None
            return list(_quantities(shape.test, bounds(trial).get(shape.test, frozenset())))
        case "proportion":
            return [
                Proportion(0, 20),
                Proportion(1, 20),
                Proportion(10, 20),
                Proportion(9, 20),
                Quantity(Decimal(50), "%"),
            ]
        case "date":
            return [*_days(shape.future), *([ONGOING] if shape.ongoing else [])]
        case "birth":
            return list(_births())
    return [Text("a word"), Text("<b>&amp;</b> {n} ' --")]


def _quantities(test: Test, near: frozenset[Fraction]) -> Iterator[Quantity]:
    low = test.soft.low if test.soft.low is not None else test.hard.low or Decimal(0)
    high = test.soft.high if test.soft.high is not None else test.hard.high or Decimal(100)
    numbers = {Fraction(low), Fraction(high), (Fraction(low) + Fraction(high)) / 4, *near}
    numbers |= {bound * share for bound in near for share in (Fraction(9, 10), Fraction(11, 10))}
    for unit in test.units:
        for number in sorted(numbers):
            plain = number / unit.factor
            short = Decimal(plain.numerator) / Decimal(plain.denominator)
            if test.hard.hold(number) and len(short.as_tuple().digits) < 16:
                yield Quantity(Decimal(f"{short:f}"), unit.code)
    for comparator in ("<", ">="):
        yield Quantity(high, test.canonical.code, comparator)


def _days(future: bool) -> Iterator[Day]:
    for days in DAYS:
        yield Day.on(TODAY - timedelta(days))
    for days in DAYS[1:-1] if future else ():
        yield Day.on(TODAY + timedelta(days))
    if not future:
        yield Day(date(2026, 9, 1), date(2026, 9, 30))
        yield Day(date(2026, 11, 1), TODAY)


def _births() -> Iterator[Value]:
    for age in AGES:
        for shift in (-30, -1, 0, 1, 30):
            yield Day.on(date(TODAY.year - age, 12, 1) + timedelta(shift))
        yield Day(date(TODAY.year - age, 12, 1), date(TODAY.year - age, 12, 31))
        yield Age(age, TODAY)
    yield Day.on(date(1968, 2, 29))


@cache
def asked_ids(trial: Trial) -> list[str]:
    """The questions of the first level, and of each list those of its first two options."""
    wanted = []
    for one in trial.questions:
        if one.asked_for is None or one.asked_for[1] in trial.by_id[one.asked_for[0]].shape.codes[:2]:
            wanted.append(one.id)
    return wanted


def good(trial: Trial) -> dict[str, Answer]:
    """The answers of somebody who passes everything, as far as its questions are asked."""
    table = _GOOD[trial.id]
    return {id: Answer(value) for id, value in table.items()}


def _number(text: str, unit: str) -> Quantity:
    return Quantity(Decimal(text), unit)


_GOOD: dict[str, dict[str, Value]] = {
    "ln-msc": {
        "reference_date": Day.on(date(2026, 12, 6)),
        "sex": Code("male"),
        "birth_date": Day.on(date(1985, 5, 12)),
        "acr_items": Codes(("malar_rash", "arthritis", "renal", "immunologic")),
        "biopsy_status": Code("done"),
        "biopsy_date": Day.on(date(2026, 11, 1)),
        "biopsy_class": Code("IV"),
        "upcr": _number("2.1", "g/g"),
        "consent": Code("signed"),
        "will_comply": YES,
        "e1_drugs": Codes(()),
        "mmf_ever": NO,
        "sclerosis": Proportion(2, 20),
        "necrosis": Proportion(0, 20),
        "microthrombus": Proportion(0, 20),
        "crescent": Proportion(3, 20),
        "other_autoimmune": Codes(()),
        "bilirubin_total": _number("12", "umol/L"),
        "ast": _number("20", "U/L"),
        "ast_uln": _number("40", "U/L"),
        "alt": _number("20", "U/L"),
        "alt_uln": _number("40", "U/L"),
        "scr": _number("80", "umol/L"),
        "ccr": _number("90", "mL/min"),
        "weight": _number("60", "kg"),
        "wbc": _number("6", "10^9/L"),
        "hb": _number("120", "g/L"),
        "plt": _number("200", "10^9/L"),
        "organ_disorders": Codes(()),
        "infection_active": Codes(()),
        "infection_recurrent": Codes(()),
        "cxr_granuloma": NO,
        "infection_hospitalized": NO,
        "iv_antimicrobial": NO,
        "malignancy": Codes(()),
    },
    "rsv-60": {
        "visit_date": Day.on(date(2026, 11, 29)),
        "birth_date": Day.on(date(1960, 5, 12)),
        "height": _number("170", "cm"),
        "weight": _number("70", "kg"),
        "systolic": _number("130", "mmHg"),
        "diastolic": _number("80", "mmHg"),
        "fev1": _number("2", "L"),
        "fev1_predicted": _number("3000", "mL"),
        "exacerbations": Code("one"),
        "oxygen": NO,
        "flu_shot": Day.on(date(2026, 10, 1)),
        "vaccines": Codes(()),
        "next_planned": NO,
        "temperature": _number("36.6", "Cel"),
        "steroids": NO,
    },
}


# Patients.


class Patient:
    """Somebody with answers, for one trial; shown as what is different from somebody who passes."""

    def __init__(self, trial: Trial, answers: Answers) -> None:
        self.trial, self.answers = trial, answers

    @property
    def facts(self) -> KnownFacts:
        """The answers as the rules see them."""
        return KnownFacts(self.trial, self.answers, TODAY)

    def __repr__(self) -> str:
        base = good(self.trial)
        given = {id: one.value for id, one in self.answers.items() if base.get(id) != one}
        return f"{self.trial.id}: {given}, without {sorted(base.keys() - self.answers.keys())}"


@cache
def timed_ids(trial: Trial) -> list[str]:
    """The questions behind those criteria that the planned date may touch."""
    behind = frozenset[str]().union(*(trial.behind(one) for one in trial.criteria if one.id in trial.timed))
    return [id for id in asked_ids(trial) if id in behind]


@st.composite
def patients(draw: st.DrawFn, trials: tuple[Trial, ...] = TRIALS, most: int = 8, timed: bool = False) -> Patient:
    """A patient who passes, with some answers changed, taken away or not known; `timed`: those with dates only."""
    trial = draw(st.sampled_from(trials))
    answers = good(trial)
    for id in draw(st.lists(st.sampled_from(timed_ids(trial) if timed else asked_ids(trial)), max_size=most)):
        value = draw(st.sampled_from((None, NOT_KNOWN, *values(trial, id))))
        answers.pop(id, None)
        if value is not None:
            answers[id] = Answer(value)
    return Patient(trial, answers)

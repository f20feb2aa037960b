"""The batch command against the oracle, on every edge of the first trial.

The oracle (`oracle.py`) is a second, independent transcription of the clinical specification; the patients
(`patients.py`) sit on the bounds, windows, options and gaps of all 19 criteria (I1-I7, E1-E12). A difference is a
question to both sides: the message says what each of them found, by class, with the first patients of each class.

A run takes a fixed sample of the large families; ORACLE_ALL=1 takes every patient (some 10,000).
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.channels.batch import Batch
from bot.channels.jsonl import object_in
from bot.content.library import read_library
from tests.oracle.oracle import ELIGIBLE, ORGAN_SPECIFIC, UNCLEAR_CLASSES, Verdict, judge
from tests.oracle.patients import FAMILIES, TODAY, Patient, bases
from tests.oracle.reckoning import UNKNOWN

ROOT = Path(__file__).parents[2]
MOST = {"bounds": 450, "mixtures": 700}
"""How many patients of a family a usual run takes; 250 of the others."""

WOMEN = ("childbearing_potential", "contraception_agreed", "urine_pregnancy_test", "pregnant", "breastfeeding")
FACTS: dict[str, tuple[str, ...]] = {
    "I1": ("acr_items", "acr_items_unknown"),
    "I2": ("birth_date",),
    "I3": ("biopsy_status", "biopsy_date", "biopsy_class"),
    "I4": ("upcr", "protein_24h"),
    "I5": ("sex", "childbearing_potential", "contraception_agreed"),
    "I6": ("sex", "childbearing_potential", "urine_pregnancy_test"),
    "I7": ("consent", "will_comply"),
    "E1": ("e1_drugs",),
    "E2": ("mmf_ever", "mmf_failure"),
    "E3": ("mmf_ever", "mmf_intolerance"),
    "E4": ("biopsy_status", "sclerosis"),
    "E5": ("biopsy_status", "necrosis", "microthrombus", "crescent"),
    "E6": ("other_autoimmune",),
    "E7": ("bilirubin_total", "ast", "alt", "ast_uln", "alt_uln", "scr", "ccr", "weight", "sex", "birth_date"),
    "E8": ("wbc", "hb", "plt"),
    "E9": ("organ_disorders",),
    "E10": (
        "infection_active",
        "infection_recurrent",
        "cxr_granuloma",
        "infection_hospitalized",
        "infection_hospital_last_day",
        "iv_antimicrobial",
        "iv_antimicrobial_last_day",
    ),
    "E11": ("malignancy", "bcc_treated"),
    "E12": ("sex", "childbearing_potential", "pregnant", "breastfeeding"),
}
"""What each criterion rests on."""


@dataclass(frozen=True)
class Pair:
    """One patient, seen by both sides."""

    patient: Patient
    oracle: Verdict
    bot: Mapping[str, Any]


@pytest.fixture(scope="module")
def batch() -> Batch:
    """The batch command, as it is shipped."""
    library = read_library(ROOT / "flows", ROOT / "locales")
    return Batch(library.trials["ln-msc"], library.texts.text, TODAY)


def chosen(family: str) -> list[Patient]:
    """The patients of a family, without repetitions; a fixed sample unless all are wanted."""
    distinct = {json.dumps([str(one.today), one.answers], sort_keys=True): one for one in FAMILIES[family]()}
    patients = list(distinct.values())
    most = MOST.get(family, 250)
    if os.environ.get("ORACLE_ALL") or len(patients) <= most:
        return patients
    return random.Random(family).sample(patients, most)


def both(batch: Batch, patient: Patient) -> Pair:
    """Ask both sides."""
    line = json.dumps({"id": "NJ01-0001", "today": patient.today.isoformat(), "answers": patient.answers})
    return Pair(patient, judge(patient.answers, patient.today), batch.case(object_in(line)))


@pytest.fixture(scope="module", params=FAMILIES)
def pairs(request: pytest.FixtureRequest, batch: Batch) -> list[Pair]:
    """A family of patients, seen by both sides."""
    return [both(batch, patient) for patient in chosen(request.param)]


def agree(found: Iterator[tuple[str, Pair]]) -> None:
    """Fail with every class of difference and its first patients, or pass."""
    classes: dict[str, list[Pair]] = {}
    for difference, pair in found:
        classes.setdefault(difference, []).append(pair)
    lines = []
    for difference, some in sorted(classes.items(), key=lambda item: -len(item[1])):
        lines.append(f"{len(some)} x {difference}")
        for pair in some[:3]:
            planned = pair.patient.answers.get("reference_date", "(absent)")
            lines.append(f"      today {pair.patient.today}, planned {planned}: {pair.patient.name}")
    assert not lines, "the oracle and the batch command differ\n" + "\n".join(lines)


def differing_criteria(pairs: list[Pair]) -> Iterator[tuple[str, Pair]]:
    """Criteria on which the two sides differ."""
    for pair in pairs:
        assert list(pair.bot["criteria"]) == list(pair.oracle.criteria), "all 19 criteria, in the protocol's order"
        for name, status in pair.oracle.criteria.items():
            if pair.bot["criteria"][name] != status:
                yield f"{name}: the oracle says {status}, the bot {pair.bot['criteria'][name]}", pair


def differing_verdicts(pairs: list[Pair]) -> Iterator[tuple[str, Pair]]:
    """Verdicts and dates on which the two sides differ, where they agree on the criteria."""
    for pair in pairs:
        if pair.bot["criteria"] != dict(pair.oracle.criteria):
            continue
        for field in ("verdict", "provisional", "clears_on"):
            if pair.bot[field] != getattr(pair.oracle, field):
                yield f"{field}: the oracle says {getattr(pair.oracle, field)}, the bot {pair.bot[field]}", pair
        if not same_validity(pair):
            yield f"valid_until: the oracle says {pair.oracle.valid_until}, the bot {pair.bot['valid_until']}", pair


def same_validity(pair: Pair) -> bool:
    """The same last day; or an earlier one, where the oracle too finds that the verdict lapses the day after.

    The specification names the biopsy and the 61st birthday; an estimated clearance (E7) can fall below its bound on a
    birthday before them.
    """
    ours, theirs = pair.oracle.valid_until, pair.bot["valid_until"]
    if ours == theirs:
        return True
    if ours is None or theirs is None or theirs > ours:
        return False
    return lapses_after(pair.patient, date.fromisoformat(theirs))


def lapses_after(patient: Patient, last: date) -> bool:
    """Is the patient eligible on this day, and no longer on the next?"""
    days = (last, last + timedelta(days=1))
    on, after = (judge({**patient.answers, "reference_date": str(day)}, patient.today).verdict for day in days)
    return on == ELIGIBLE and after != ELIGIBLE


def wrongly_missing(pairs: list[Pair]) -> Iterator[tuple[str, Pair]]:
    """What is listed as missing though it is known or moot, and open criteria that list nothing."""
    for pair in pairs:
        open_ = [name for name, status in pair.bot["criteria"].items() if status == UNKNOWN]
        missing = pair.bot["missing"]
        needed = {fact for name in open_ for fact in FACTS[name]} | {"reference_date"}
        for fact in missing:
            if fact.split(".")[0] not in needed:
                yield f"missing: {fact}, though no open criterion rests on it", pair
            if moot(fact, pair.patient.answers):
                yield f"missing: {fact}, though it is moot", pair
            if settled(fact, pair.patient.answers):
                yield f"missing: {fact}, though it is known", pair
        for name in open_:
            if not any(fact.split(".")[0] in (*FACTS[name], "reference_date") for fact in missing):
                yield f"missing: nothing for {name}, though it is unknown", pair


def moot(fact: str, answers: Mapping[str, Any]) -> bool:
    """Has a gate answer made the question pointless?"""
    status, report = (
        answers.get("biopsy_status"),
        ("biopsy_class", "sclerosis", "necrosis", "microthrombus", "crescent"),
    )
    return (
        (answers.get("sex") == "male" and fact in WOMEN)
        or (answers.get("childbearing_potential") == "no" and fact in WOMEN[1:4])
        or (fact in ("mmf_failure", "mmf_intolerance") and answers.get("mmf_ever") == "no" and not _on_mmf(answers))
        or (status in ("pending", "not_done") and fact in report)
        or (answers.get("infection_hospitalized") == "no" and fact == "infection_hospital_last_day")
        or (answers.get("iv_antimicrobial") == "no" and fact == "iv_antimicrobial_last_day")
    )


def _on_mmf(answers: Mapping[str, Any]) -> bool:
    drugs = answers.get("e1_drugs")
    return isinstance(drugs, list) and "mmf" in drugs


def settled(fact: str, answers: Mapping[str, Any]) -> bool:
    """Is there an answer that leaves nothing open? (Censored and partial values, "not yet" and the like do.)"""
    if fact in FACTS["I1"]:
        return answers.get("acr_items_unknown") == [] and isinstance(answers.get("acr_items"), list)
    match answers.get(fact, UNKNOWN):
        case {"comparator": _} | {"age": _}:
            return False
        case dict():
            return True
        case list() as chosen_:
            return not any(option in ORGAN_SPECIFIC for option in chosen_)
        case str() as text:
            waiting = (UNKNOWN, "pending", "not_done", "not_yet", "indeterminate", *UNCLEAR_CLASSES)
            partial = text[:2] in ("19", "20") and text.count("-") < 2
            return text not in waiting and not partial
    return False


def test_the_oracle_passes_its_own_base_patients() -> None:
    """Every base patient is eligible, so that each change to one is felt."""
    assert {name: judge(answers, TODAY).verdict for name, answers in bases().items()} == dict.fromkeys(
        bases(), ELIGIBLE
    )


def test_the_criteria_are_the_same(pairs: list[Pair]) -> None:
    """Pass, fail or unknown, for each of the 19 criteria."""
    agree(differing_criteria(pairs))


def test_the_verdict_and_its_dates_are_the_same(pairs: list[Pair]) -> None:
    """The verdict, whether it is provisional, when it clears, how long it is valid."""
    agree(differing_verdicts(pairs))


def test_only_what_is_open_is_missing(pairs: list[Pair]) -> None:
    """Nothing moot or known is asked for, and every open criterion asks for something."""
    agree(wrongly_missing(pairs))

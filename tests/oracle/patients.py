"""Made-up patients that sit on every edge of the first trial.

Each starts from one that passes all criteria and changes as little as possible: bounds in every unit, days around every
window, every option, everything that may be missing, censored and partial values, birthdays, and random mixtures
(always the same ones).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, pairwise, product
from typing import Any

from tests.oracle.oracle import BIOLOGICS, INVESTIGATOR, NAMED, NEVER, ORGAN_SPECIFIC, SYSTEMIC

TODAY = date(2026, 11, 22)
PLANNED = date(2026, 12, 6)
DAY = timedelta(days=1)
GONE = object()
"""Marks an answer to leave out."""

DRUGS = NAMED + BIOLOGICS + INVESTIGATOR + NEVER
ACR = (
    "malar_rash",
    "discoid_rash",
    "photosensitivity",
    "oral_ulcers",
    "arthritis",
    "serositis",
    "renal",
    "neurologic",
    "hematologic",
    "immunologic",
    "ana",
)
CLASSES = ("I", "II", "III", "IV", "V", "III+V", "IV+V", "II+V", "VI")
SYSTEMS = ("cardiovascular", "neurological", "pulmonary", "hepatic", "endocrine", "gastrointestinal")
INFECTIONS = (
    "bacterial",
    "viral",
    "fungal",
    "tuberculosis",
    "atypical_mycobacteria",
    "hepatitis_b",
    "hepatitis_c",
    "hiv",
    "herpes_zoster",
    "other",
    "onychomycosis",
)
TUMOURS = ("bcc", "solid", "hematologic", "in_situ")
DISEASES = (*SYSTEMIC, *ORGAN_SPECIFIC, "sjogren_secondary")

LIMITS: tuple[tuple[str, str, str], ...] = (
    ("upcr", "g/g", "1"),
    ("upcr", "mg/mg", "1"),
    ("upcr", "mg/g", "1000"),
    ("upcr", "mg/mmol", "113"),
    ("protein_24h", "g/24h", "1"),
    ("protein_24h", "mg/24h", "1000"),
    ("bilirubin_total", "mg/L", "14"),
    ("bilirubin_total", "mg/dL", "1.4"),
    ("bilirubin_total", "umol/L", "23.94"),
    ("ast", "U/L", "60"),
    ("alt", "U/L", "60"),
    ("ast_uln", "U/L", "20"),
    ("alt_uln", "U/L", "20"),
    ("scr", "umol/L", "265.2"),
    ("scr", "mg/dL", "3"),
    ("ccr", "mL/min", "30"),
    ("ccr", "mL/s", "0.5"),
    ("wbc", "/uL", "3000"),
    ("wbc", "10^9/L", "3"),
    ("wbc", "10^3/uL", "3"),
    ("wbc", "10^4/uL", "0.3"),
    ("plt", "/uL", "50000"),
    ("plt", "10^9/L", "50"),
    ("plt", "10^3/uL", "50"),
    ("plt", "10^4/uL", "5"),
    ("hb", "g/dL", "8"),
    ("hb", "g/L", "80"),
    ("sclerosis", "%", "50"),
    ("necrosis", "%", "50"),
    ("microthrombus", "%", "50"),
    ("crescent", "%", "50"),
)
"""Every limit in every unit (an upper limit of normal of 20 U/L against an enzyme of 30 U/L)."""

LESIONS = ("sclerosis", "necrosis", "microthrombus", "crescent")

Answers = dict[str, Any]


@dataclass(frozen=True)
class Patient:
    """One made-up patient, and why it was made."""

    name: str
    today: date
    answers: Mapping[str, Any]


def quantity(value: str | Decimal, unit: str, comparator: str | None = None) -> dict[str, str]:
    """A quantity as it is exchanged."""
    answer = {"value": format(Decimal(value), "f"), "unit": unit}
    return answer if comparator is None else answer | {"comparator": comparator}


def _common(reference: date) -> Answers:
    return {
        "reference_date": reference.isoformat(),
        "birth_date": "1990-05-17",
        "weight": quantity("58", "kg"),
        "acr_items": ["malar_rash", "renal", "immunologic", "ana"],
        "acr_items_unknown": [],
        "biopsy_status": "done",
        "biopsy_date": (reference - 40 * DAY).isoformat(),
        "biopsy_class": "IV",
        "class_activity": "A/C",
        "upcr": quantity("2.4", "g/g"),
        "protein_24h": quantity("3.1", "g/24h"),
        "consent": "signed",
        "will_comply": "yes",
        "e1_drugs": [],
        "mmf_ever": "no",
        "sclerosis": {"count": 2, "total": 20},
        "necrosis": quantity("5", "%"),
        "microthrombus": quantity("0", "%"),
        "crescent": {"count": 3, "total": 20},
        "other_autoimmune": [],
        "bilirubin_total": quantity("9", "umol/L"),
        "ast": quantity("22", "U/L"),
        "alt": quantity("25", "U/L"),
        "ast_uln": quantity("40", "U/L"),
        "alt_uln": quantity("40", "U/L"),
        "scr": quantity("88", "umol/L"),
        "ccr": quantity("75", "mL/min"),
        "wbc": quantity("5.6", "10^9/L"),
        "hb": quantity("112", "g/L"),
        "plt": quantity("180", "10^9/L"),
        "organ_disorders": [],
        "infection_active": [],
        "infection_recurrent": [],
        "infection_past_single": [],
        "cxr_granuloma": "no",
        "infection_hospitalized": "no",
        "iv_antimicrobial": "no",
        "malignancy": [],
    }


_FERTILE: Answers = {
    "sex": "female",
    "childbearing_potential": "yes",
    "contraception_agreed": "yes",
    "urine_pregnancy_test": "negative",
    "pregnant": "no",
    "breastfeeding": "no",
}
_POSTMENOPAUSAL: Answers = {
    "sex": "female",
    "birth_date": "1972-03-09",
    "childbearing_potential": "no",
    "childbearing_reason": "postmenopausal",
    "breastfeeding": "no",
}
_STERILE: Answers = {
    "sex": "female",
    "childbearing_potential": "no",
    "childbearing_reason": "surgically_sterile",
    "breastfeeding": "no",
}
_EXPOSED: Answers = {"mmf_ever": "yes", "mmf_failure": "no", "mmf_intolerance": "no"}


def _treated(reference: date) -> Answers:
    """Everything that may be there and still passes."""
    return {
        "e1_drugs": ["mmf", "azathioprine", "hydroxychloroquine", "glucocorticoid"],
        "e1_drugs.last_dose.mmf": (reference - 85 * DAY).isoformat(),
        "e1_drugs.last_dose.azathioprine": (reference - 20 * DAY).isoformat(),
        "e1_drugs.investigator_counts.azathioprine": "no",
        "organ_disorders": ["endocrine"],
        "organ_disorders.severe_or_uncontrolled.endocrine": "no",
        "infection_past_single": ["herpes_zoster"],
        "infection_hospitalized": "yes",
        "infection_hospital_last_day": (reference - 29 * DAY).isoformat(),
        "iv_antimicrobial": "yes",
        "iv_antimicrobial_last_day": (reference - 15 * DAY).isoformat(),
        "malignancy": ["bcc"],
        "bcc_treated": "yes",
        "other_autoimmune": ["sjogren_secondary"],
    }


def bases(reference: date = PLANNED) -> dict[str, Answers]:
    """Patients who pass all criteria, if seen on a day not after the reference date."""
    common = _common(reference)
    return {
        "man": common | {"sex": "male"},
        "man after MMF": common | {"sex": "male"} | _EXPOSED,
        "fertile woman": common | _FERTILE,
        "fertile woman, treated": common | _FERTILE | _EXPOSED | _treated(reference),
        "post-menopausal woman": common | _POSTMENOPAUSAL,
        "sterile woman, estimated clearance": {k: v for k, v in (common | _STERILE).items() if k != "ccr"},
    }


def changed(answers: Mapping[str, Any], changes: Mapping[str, Any]) -> Answers:
    """The answers with these changes; GONE leaves one out."""
    return {fact: value for fact, value in {**answers, **changes}.items() if value is not GONE}


def _patient(name: str, base: Mapping[str, Any], changes: Mapping[str, Any], today: date = TODAY) -> Patient:
    told = {fact: "(absent)" if value is GONE else value for fact, value in changes.items()}
    return Patient(f"{name}: {told}", today, changed(base, changes))


# --- Numbers ----------------------------------------------------------------------------------------------------------


def _beside(fact: str) -> Answers:
    """What must stand beside a number so that it decides alone."""
    return {
        "upcr": {"protein_24h": quantity("0.3", "g/24h")},
        "protein_24h": {"upcr": quantity("0.3", "g/g")},
        "ast_uln": {"ast": quantity("30", "U/L")},
        "alt_uln": {"alt": quantity("30", "U/L")},
    }.get(fact, {})


def bounds() -> Iterator[Patient]:
    """At, just below and just above every limit, exact and censored."""
    base = bases()["fertile woman"]
    for fact, unit, limit in LIMITS:
        at = Decimal(limit)
        steps = [Decimal(0)] + [
            sign * Decimal(step) for step in ("0.1", "0.0001", "0.000000000001") for sign in (1, -1)
        ]
        for step, comparator in product(steps, (None, "<", ">", "<=", ">=")):
            if comparator and abs(step) not in (0, Decimal("0.1")):
                continue
            yield _patient("bound", base, {fact: quantity(at + step, unit, comparator), **_beside(fact)})
        yield _patient("bound alone", base, {fact: quantity(at, unit), **dict.fromkeys(_beside(fact), GONE)})


def proteinuria() -> Iterator[Patient]:
    """Both routes, each above, at, below, open or absent."""
    ratios = (quantity("1.01", "g/g"), quantity("1", "g/g"), quantity("0.1", "g/g"), "unknown", GONE)
    daily = (quantity("1001", "mg/24h"), quantity("1", "g/24h"), quantity("0.1", "g/24h"), "unknown", GONE)
    for ratio, day in product(ratios, daily):
        yield _patient("proteinuria", bases()["man"], {"upcr": ratio, "protein_24h": day})


def proportions() -> Iterator[Patient]:
    """n of N around one half."""
    counts = [(0, 1), (1, 1), (1, 2), (6, 12), (5, 12), (7, 12), (5, 11), (6, 11), (33, 66), (49, 99), (50, 99)]
    for fact, (count, total) in product(LESIONS, counts):
        yield _patient("proportion", bases()["man"], {fact: {"count": count, "total": total}})
    thirds = {fact: {"count": 1, "total": 3} for fact in ("necrosis", "microthrombus", "crescent")}
    yield _patient("proportions are not added", bases()["man"], thirds)


def enzymes() -> Iterator[Patient]:
    """AST and ALT against upper limits of normal that do not divide evenly."""
    for fact, (limit, value) in product(
        ("ast", "alt"),
        [("33.3", "49.95"), ("33.3", "49.96"), ("33.3", "49.94"), ("35", "52.5"), ("35", "52.6"), ("40", "61")],
    ):
        change = {fact: quantity(value, "U/L"), f"{fact}_uln": quantity(limit, "U/L")}
        yield _patient("enzyme", bases()["man"], change)
        yield _patient("enzyme", bases()["man"], change | {f"{fact}_uln": "unknown"})


def clearances() -> Iterator[Patient]:
    """Cockcroft-Gault around 30 mL/min, with parts missing, censored or uncertain."""
    birthday_40, birthday_41 = "1986-12-06", "1985-12-06"
    for sex, births, weight, scr in product(
        ("male", "female", "unknown", GONE),
        (birthday_40, birthday_41, "1986-12-07", "1986-12", "1986", {"age": 40}, {"age": 39}, "unknown", GONE),
        (quantity("54", "kg"), quantity("53.99", "kg"), quantity("54.01", "kg"), quantity("54", "kg", ">"), GONE),
        (quantity("2.5", "mg/dL"), quantity("221", "umol/L"), quantity("2.125", "mg/dL")),
    ):
        changes = {"sex": sex, "birth_date": births, "weight": weight, "scr": scr, "ccr": GONE}
        yield _patient("clearance", bases()["sterile woman, estimated clearance"], changes)
    for number, kilos, comparator in product(("0.6", "0.9", "2.4", "2.6", "4"), ("53", "54", "120"), ("<", ">")):
        changes = {"birth_date": birthday_40, "weight": quantity(kilos, "kg"), "ccr": GONE}
        yield _patient("clearance", bases()["man"], changes | {"scr": quantity(number, "mg/dL", comparator)})
    creatinines: tuple[Any, ...] = (
        quantity("2.5", "mg/dL"),
        quantity("2.5", "mg/dL", "<"),
        quantity("2.5", "mg/dL", ">"),
        "unknown",
    )
    for creatinine, measured in product(
        creatinines,
        ("unknown", quantity("29.9", "mL/min"), quantity("30", "mL/min"), quantity("20", "mL/min", ">"), GONE),
    ):
        changes = {"birth_date": birthday_40, "weight": quantity("54", "kg"), "scr": creatinine, "ccr": measured}
        yield _patient("clearance", bases()["man"], changes)


# --- Dates ------------------------------------------------------------------------------------------------------------

WINDOWS: tuple[tuple[str, int, Answers], ...] = (
    ("biopsy_date", 84, {}),
    ("e1_drugs.last_dose.mmf", 84, {"e1_drugs": ["mmf"], **_EXPOSED}),
    ("e1_drugs.last_dose.rituximab", 84, {"e1_drugs": ["rituximab"]}),
    (
        "e1_drugs.last_dose.azathioprine",
        84,
        {"e1_drugs": ["azathioprine"], "e1_drugs.investigator_counts.azathioprine": "yes"},
    ),
    ("infection_hospital_last_day", 28, {"infection_hospitalized": "yes"}),
    ("iv_antimicrobial_last_day", 14, {"iv_antimicrobial": "yes"}),
)
"""Every dated test: the event, its window in days, and what makes the question relevant."""


def windows() -> Iterator[Patient]:
    """The days around both ends of every window; an event is never after today, but may be after a past date."""
    for fact, length, beside in WINDOWS:
        for d in (-20, -1, 0, 1, length - 1, length, length + 1, length + 200):
            for reference, today in ((TODAY, TODAY), (PLANNED, TODAY), (TODAY - 30 * DAY, TODAY)):
                when = reference - d * DAY
                if when <= today:
                    base = bases(reference)["fertile woman"]
                    yield _patient(f"d = {d} on {reference}", base, {**beside, fact: when.isoformat()}, today)
        for value in ("ongoing", "unknown", GONE):
            if value == "ongoing" and fact == "biopsy_date":
                continue
            yield _patient("window", bases()["fertile woman"], {**beside, fact: value})


def months() -> Iterator[Patient]:
    """Month-only and year-only dates, straddling, inside and outside every window."""
    partial = [f"2026-{month:02}" for month in range(6, 12)] + ["2026", "2025"]
    for (fact, _, beside), when in product(WINDOWS, partial):
        for reference in (TODAY, PLANNED, date(2026, 12, 24), date(2026, 11, 30), date(2026, 10, 15)):
            yield _patient(f"partial date on {reference}", bases(reference)["fertile woman"], {**beside, fact: when})


def exact_months() -> Iterator[Patient]:
    """A month that just fits a window, and one that just does not: first and last day on the edges."""
    for fact, length, beside in WINDOWS:
        for edge, shift in product((date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 1)), (0, 1)):
            reference = edge + (length + shift) * DAY
            yield _patient(
                f"edge of the month on {reference}",
                bases(reference)["man"],
                {**beside, fact: f"{edge:%Y-%m}"},
                min(TODAY, reference),
            )


def ages() -> Iterator[Patient]:
    """Birthdays around 18 and 61, leap-day births, ages instead of birth dates."""
    for reference, years, shift in product((TODAY, PLANNED), (18, 60, 61), (-2, -1, 0, 1, 2)):
        birth = {"birth_date": str(reference.replace(year=reference.year - years) + shift * DAY)}
        yield _patient(f"{years}th birthday{shift:+} on {reference}", bases(reference)["man"], birth)
    for born, day in product(("2008-02-29", "1964-02-29", "1965-02-28", "1965-03-01"), (27, 28, 29, 30)):
        reference = date(int(born[:4]) + (18 if born > "2000" else 61), 2, 27) + (day - 27) * DAY
        base = bases(reference)["man"]
        yield _patient(f"leap day on {reference}", base, {"birth_date": born}, reference)
        yield _patient(f"leap day, planned for {reference}", base, {"birth_date": born}, reference - 39 * DAY)
    for born in ("2008-11", "2008-12", "2009-01", "2008", "2009", "1965-11", "1965-12", "1966-01", "1965", "1966"):
        yield _patient("partial birth date", bases()["man"], {"birth_date": born})
    for age, planned in product([*range(10, 22), *range(57, 65), 90], (PLANNED.isoformat(), "unknown", GONE)):
        yield _patient("age only", bases()["man"], {"birth_date": {"age": age}, "reference_date": planned})


def rescreening() -> Iterator[Patient]:
    """Failures of several kinds together, and birthdays that come before the washout ends."""
    reference = PLANNED
    dose = {"e1_drugs": ["ctx"], "e1_drugs.last_dose.ctx": str(reference - 30 * DAY)}
    later = {"e1_drugs": ["ctx", "mmf"], "e1_drugs.last_dose.mmf": str(reference - 20 * DAY), **_EXPOSED}
    stay = {"infection_hospitalized": "yes", "infection_hospital_last_day": str(reference - 20 * DAY)}
    drip = {"iv_antimicrobial": "yes", "iv_antimicrobial_last_day": str(reference - 14 * DAY)}
    minor = {"birth_date": str(date(2009, 5, 1))}
    clears = reference + 55 * DAY
    near_61 = {"birth_date": str(clears.replace(year=clears.year - 61))}
    before_61 = {"birth_date": str(clears.replace(year=clears.year - 61) + DAY)}
    month = {"birth_date": f"{clears.replace(year=clears.year - 61):%Y-%m}"}
    parts: tuple[Answers, ...] = (
        dose,
        dose | later,
        stay,
        drip,
        minor,
        near_61,
        before_61,
        month,
        {"biopsy_class": "VI"},
        {"biopsy_class": "II"},
        {"biopsy_status": "not_done"},
        {"biopsy_date": str(reference - 90 * DAY)},
        {"wbc": quantity("2", "10^9/L")},
        {"consent": "declined"},
        {"acr_items": ["ana"]},
        {"crescent": quantity("60", "%")},
        {"sclerosis": quantity("60", "%")},
        {"infection_active": ["viral"]},
        {"infection_active": ["hiv"]},
        {"infection_recurrent": ["viral"]},
        {"malignancy": ["bcc"], "bcc_treated": "no"},
        {"other_autoimmune": ["ra"]},
        {"weight": GONE, "ccr": GONE},
        {"upcr": "unknown", "protein_24h": "unknown"},
        {"reference_date": GONE},
        {"e1_drugs": ["ctx"], "e1_drugs.last_dose.ctx": "2026-09"},
        {"e1_drugs": ["ctx"], "e1_drugs.last_dose.ctx": "2026-11"},
        {"e1_drugs": ["ctx", "mmf"], "e1_drugs.last_dose.ctx": str(reference - 30 * DAY), **_EXPOSED},
        {"e1_drugs": ["ctx", "mmf"], "e1_drugs.last_dose.ctx": "ongoing", **_EXPOSED},
        {"infection_hospitalized": "yes", "infection_hospital_last_day": "2026-11"},
        {"birth_date": {"age": 15}},
        {"birth_date": {"age": 60}},
        {"e1_drugs": ["ctx", "azathioprine"], "e1_drugs.last_dose.azathioprine": str(TODAY)},
        {"e1_drugs": ["ctx", "azathioprine"], "e1_drugs.last_dose.azathioprine": "ongoing"},
        {"e1_drugs": ["ctx", "azathioprine"], "e1_drugs.investigator_counts.azathioprine": "yes"},
    )
    for first, second in combinations(parts, 2):
        yield _patient("rescreening", bases()["man"], first | second)
    for third in parts:
        yield _patient("rescreening", bases()["man"], dose | stay | drip | third)
        yield _patient("rescreening", bases()["man"], minor | dose | third)


def planned_dates() -> Iterator[Patient]:
    """No date planned yet, dates in the past, dates far ahead."""
    for name, base in bases(TODAY).items():
        for planned in ("unknown", GONE):
            yield _patient(f"{name}, not planned", base, {"reference_date": planned})
            yield _patient(f"{name}, not planned", base, {"reference_date": planned, "biopsy_date": "2026-08-30"})
            yield _patient(f"{name}, not planned", base, {"reference_date": planned, "biopsy_date": "2026-08-29"})
    for name, base in bases().items():
        for shift in (-60, -1, 0, 1, 44, 45, 300):
            yield _patient(f"{name}, {shift} days off", base, {"reference_date": str(PLANNED + shift * DAY)})
        for month in ("2026-12", "2027-01", "2027-02", "2027-09"):
            yield _patient(f"{name}, month only", base, {"reference_date": month})


# --- Choices and lists ------------------------------------------------------------------------------------------------

CHOICES: dict[str, tuple[Any, ...]] = {
    "sex": ("female", "male"),
    "biopsy_status": ("done", "pending", "not_done"),
    "biopsy_class": CLASSES,
    "class_activity": ("A", "A/C", "C"),
    "childbearing_potential": ("yes", "no"),
    "childbearing_reason": ("postmenopausal", "surgically_sterile"),
    "contraception_agreed": ("yes", "no"),
    "urine_pregnancy_test": ("negative", "positive", "indeterminate", "not_done"),
    "serum_pregnancy_test": ("negative", "positive"),
    "consent": ("signed", "not_yet", "declined"),
    "will_comply": ("yes", "no"),
    "mmf_ever": ("yes", "no"),
    "mmf_failure": ("yes", "no"),
    "mmf_intolerance": ("yes", "no"),
    "cxr_granuloma": ("yes", "no"),
    "infection_hospitalized": ("yes", "no"),
    "iv_antimicrobial": ("yes", "no"),
    "bcc_treated": ("yes", "no"),
    "pregnant": ("yes", "no"),
    "breastfeeding": ("yes", "no"),
}
LISTS: dict[str, tuple[str, ...]] = {
    "e1_drugs": DRUGS,
    "other_autoimmune": DISEASES,
    "organ_disorders": SYSTEMS,
    "infection_active": INFECTIONS,
    "infection_recurrent": INFECTIONS,
    "infection_past_single": INFECTIONS,
    "malignancy": TUMOURS,
}
OPEN = ("unknown", GONE)


def choices() -> Iterator[Patient]:
    """Every option of every choice, with every option of what goes with it."""
    for (name, base), (fact, options) in product(bases().items(), CHOICES.items()):
        for option in (*options, *OPEN):
            yield _patient(name, base, {fact: option})
    base = bases()["man"]
    women = ("sex", "childbearing_potential", "contraception_agreed", "urine_pregnancy_test")
    for values in product(
        ("female", "male", *OPEN), ("yes", "no", *OPEN), ("yes", "no", GONE), ("negative", "positive", *OPEN)
    ):
        yield _patient(
            "pregnancy", base, dict(zip(women, values, strict=True)) | {"pregnant": "no", "breastfeeding": "no"}
        )
    women = ("sex", "childbearing_potential", "pregnant", "breastfeeding")
    for values in product(("female", "male", *OPEN), ("yes", "no", *OPEN), ("yes", "no", *OPEN), ("yes", "no", *OPEN)):
        yield _patient("nursing", base, dict(zip(women, values, strict=True)))
    mmf = ("e1_drugs", "mmf_ever", "mmf_failure", "mmf_intolerance")
    for values in product(([], ["mmf"], *OPEN), ("yes", "no", *OPEN), ("yes", "no", *OPEN), ("yes", "no", *OPEN)):
        yield _patient("MMF", base, {**dict(zip(mmf, values, strict=True)), "e1_drugs.last_dose.mmf": "2026-01-05"})
    for consent, comply in product(("signed", "not_yet", "declined", *OPEN), ("yes", "no", *OPEN)):
        yield _patient("consent", base, {"consent": consent, "will_comply": comply})


def biopsies() -> Iterator[Patient]:
    """Status, class and date together."""
    dates = (str(PLANNED - 84 * DAY), str(PLANNED - 85 * DAY), "unknown", GONE)
    for status, name, when in product(("done", "pending", "not_done", *OPEN), (*CLASSES, *OPEN), dates):
        changes = {"biopsy_status": status, "biopsy_class": name, "biopsy_date": when}
        yield _patient("biopsy", bases()["man"], changes)
    values = (quantity("49", "%"), quantity("50", "%"), *OPEN)
    for status, sclerosis, crescent in product(("done", "pending", "not_done", *OPEN), values, values):
        changes = {"biopsy_status": status, "sclerosis": sclerosis, "crescent": crescent}
        yield _patient("lesion", bases()["man"], changes)


def drugs() -> Iterator[Patient]:
    """Every drug by last dose and by the investigator's judgement."""
    doses = ("ongoing", str(PLANNED - 84 * DAY), str(PLANNED - 85 * DAY), "2026-09", *OPEN)
    for drug in NEVER:
        yield _patient("drug", bases()["man"], {"e1_drugs": [drug]})
    for drug, dose in product((*NAMED, *BIOLOGICS, *INVESTIGATOR), doses):
        for judgement in ("yes", "no", *OPEN) if drug in INVESTIGATOR else (GONE,):
            yield _patient(
                "drug",
                bases()["man after MMF"],
                {
                    "e1_drugs": [drug],
                    f"e1_drugs.last_dose.{drug}": dose,
                    f"e1_drugs.investigator_counts.{drug}": judgement,
                },
            )


def lists() -> Iterator[Patient]:
    """Every option alone, every two, and none."""
    base = bases()["man after MMF"]
    for fact, options in LISTS.items():
        for few in ((), *combinations(options, 1), *combinations(options, 2)):
            yield _patient("list", base, {fact: list(few), **_beside_options(fact, few)})
        for missing in OPEN:
            yield _patient("list", base, {fact: missing})


def _beside_options(fact: str, few: tuple[str, ...]) -> Answers:
    """What each option asks: a last dose just inside or outside the window, a disease under control."""
    if fact == "e1_drugs":
        doses = {drug: PLANNED - (80 + 6 * place) * DAY for place, drug in enumerate(few) if drug not in NEVER}
        return {f"{fact}.last_dose.{drug}": str(day) for drug, day in doses.items()}
    if fact == "organ_disorders":
        return {f"{fact}.severe_or_uncontrolled.{system}": "no" for system in few}
    return {}


def judgements() -> Iterator[Patient]:
    """Tumours by the outcome of a basal cell carcinoma, two organs by their severity."""
    base = bases()["man after MMF"]
    for few, treated in product((("bcc",), *combinations(TUMOURS, 2)), ("yes", "no", *OPEN)):
        yield _patient("tumours", base, {"malignancy": list(few), "bcc_treated": treated})
    for (one, other), first, second in product(pairwise(SYSTEMS), ("yes", "no", *OPEN), ("yes", "no", *OPEN)):
        ask = "organ_disorders.severe_or_uncontrolled."
        yield _patient("organs", base, {"organ_disorders": [one, other], ask + one: first, ask + other: second})


def acr() -> Iterator[Patient]:
    """Every number of items present and not assessed."""
    base = bases()["man"]
    for count, more in product(range(8), range(5)):
        for items in (ACR, ACR[::-1]):
            changes = {"acr_items": list(items[:count]), "acr_items_unknown": list(items[count : count + more])}
            yield _patient("ACR", base, changes)
    for present, open_ in product(
        ("unknown", GONE, [], list(ACR[:3]), list(ACR[:4]), list(ACR)), (*OPEN, [], list(ACR[4:]))
    ):
        yield _patient("ACR", base, {"acr_items": present, "acr_items_unknown": open_})


def stays() -> Iterator[Patient]:
    """Hospital stay and drip, each with its last day."""
    days = ("ongoing", str(TODAY), str(PLANNED - 28 * DAY), str(PLANNED - 29 * DAY), *OPEN)
    for fact, last in (
        ("infection_hospitalized", "infection_hospital_last_day"),
        ("iv_antimicrobial", "iv_antimicrobial_last_day"),
    ):
        for answer, day in product(("yes", "no", *OPEN), days):
            yield _patient("stay", bases()["man"], {fact: answer, last: day})


# --- What is missing --------------------------------------------------------------------------------------------------


def missing() -> Iterator[Patient]:
    """Each answer unknown, each absent, every two of them, all, and each alone."""
    for name, base in bases().items():
        for fact, gap in product(base, OPEN):
            yield _patient(name, base, {fact: gap})
        yield _patient(name, base, dict.fromkeys(base, "unknown"))
        yield _patient(name, base, dict.fromkeys(base, GONE))
        for fact in base:
            yield _patient(f"{name}, only {fact}", {fact: base[fact]}, {})
    base = bases()["fertile woman, treated"]
    for pair in combinations(base, 2):
        yield _patient("two unknown", base, dict.fromkeys(pair, "unknown"))


# --- Mixtures ---------------------------------------------------------------------------------------------------------


def _pools() -> dict[str, list[Any]]:
    pools: dict[str, list[Any]] = {fact: list(options) for fact, options in CHOICES.items()}
    for fact, unit, limit in LIMITS:
        for factor, comparator in (("0.4", None), ("1", None), ("1.3", None), ("1", "<"), ("1", ">")):
            if fact not in ("ast_uln", "alt_uln") or factor != "0.4":
                value = quantity(Decimal(limit) * Decimal(factor), unit, comparator)
                pools.setdefault(fact, []).append(value)
    for fact in LESIONS:
        pools[fact] += [{"count": n, "total": 14} for n in (0, 6, 7, 8)]
    pools["weight"] = [quantity(value, "kg") for value in ("40", "58", "90")]
    pools["birth_date"] = [
        "1990-05-17",
        "1965-12-06",
        "1966-01-02",
        "2008-12-07",
        "2008-12",
        "1965",
        {"age": 17},
        {"age": 45},
    ]
    for fact, length, _ in WINDOWS:
        offsets = (14, 15, length, length + 1, length + 60)
        pools[fact] = [str(PLANNED - d * DAY) for d in offsets if d >= 14] + ["2026-10", "2026-09"]
        if fact != "biopsy_date":
            pools[fact].append("ongoing")
    pools["reference_date"] = [str(PLANNED), str(TODAY), str(PLANNED + 40 * DAY), str(TODAY - 25 * DAY)]
    return pools


def mixtures(count: int = 2000, seed: int = 20261122) -> Iterator[Patient]:
    """Random patients: half with a few changes, half with any answers at all."""
    chance = random.Random(seed)
    pools = _pools()
    facts = [*pools, *LISTS, "acr_items"]
    for number in range(count):
        name, base = chance.choice(list(bases().items()))
        wild = number % 2 == 1
        changes: Answers = {}
        for fact in facts if wild else chance.sample(facts, chance.randint(1, 4)):
            roll = chance.random()
            if roll < 0.1:
                changes[fact] = chance.choice(OPEN)
            elif wild and roll < 0.6:
                continue
            elif fact == "acr_items":
                some = chance.sample(ACR, chance.randint(0, 7))
                cut = chance.randint(0, len(some))
                changes |= {fact: some[:cut], "acr_items_unknown": some[cut:]}
            elif fact in LISTS:
                changes |= _some(fact, chance)
            else:
                changes[fact] = chance.choice(pools[fact])
        if isinstance(changes.get("birth_date"), dict):
            changes["reference_date"] = str(PLANNED)  # an age now, seen from a past date, is not specified
        yield _patient(f"mixture {number}, {name}", base, changes)


def _some(fact: str, chance: random.Random) -> Answers:
    """Some options of a list, and answers to what each option asks."""
    few = chance.sample(LISTS[fact], chance.choice((0, 1, 1, 2, 3)))
    changes: Answers = {fact: few}
    for option in few:
        if fact == "organ_disorders":
            changes[f"{fact}.severe_or_uncontrolled.{option}"] = chance.choice(("yes", "no", "no", "unknown"))
        if fact == "e1_drugs" and option not in NEVER:
            day = PLANNED - chance.choice((14, 60, 84, 85, 120)) * DAY
            changes[f"{fact}.last_dose.{option}"] = chance.choice((str(day), str(day), "2026-09", "ongoing", "unknown"))
            if option in INVESTIGATOR:
                changes[f"{fact}.investigator_counts.{option}"] = chance.choice(("yes", "no", "unknown"))
    return changes


FAMILIES = {
    family.__name__: family
    for family in (
        bounds,
        proteinuria,
        proportions,
        enzymes,
        clearances,
        windows,
        months,
        exact_months,
        ages,
        rescreening,
        planned_dates,
        choices,
        biopsies,
        drugs,
        lists,
        judgements,
        acr,
        stays,
        missing,
        mixtures,
    )
}
"""Every kind of patient, by name."""

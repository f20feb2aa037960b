"""An independent reading of the first trial: answers in, verdict out.

Written from the clinical specification alone, without looking at the engine or at the trial's content, so that the two
can be compared. It is a direct transcription, one function per criterion (I1-I7, E1-E12), in plain Python with
fractions and calendar dates; it shares no code with `bot`.

Answers are exchanged as JSON: an absent key was not asked, "unknown" is a definite "not known yet"; neither ever
counts as a "no".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from tests.oracle.reckoning import (
    DAY,
    FAIL,
    PASS,
    UNKNOWN,
    Answers,
    Days,
    Range,
    Truth,
    absent,
    age_on,
    all_,
    amount,
    any_,
    birthday,
    days,
    just,
    known,
    met,
    not_,
    yes,
)

ELIGIBLE, INELIGIBLE, UNDETERMINED = "eligible", "ineligible", "undetermined"

# The window of each dated test, in days, its last day included (12, 12, 4 and 2 weeks).
BIOPSY_DAYS = DRUG_DAYS = 84
HOSPITAL_DAYS = 28
IV_DAYS = 14

# Factors to the unit of the limit.
UPCR = {"g/g": Fraction(1), "mg/mg": Fraction(1), "mg/g": Fraction(1, 1000), "mg/mmol": Fraction(1, 113)}
PROTEIN = {"g/24h": Fraction(1), "mg/24h": Fraction(1, 1000)}
BILIRUBIN = {"mg/L": Fraction(1), "mg/dL": Fraction(10), "umol/L": Fraction(100, 171)}
ENZYME = {"U/L": Fraction(1)}
CREATININE = {"umol/L": Fraction(1), "mg/dL": Fraction(884, 10)}
CLEARANCE = {"mL/min": Fraction(1), "mL/s": Fraction(60)}
CELLS = {"/uL": Fraction(1), "10^9/L": Fraction(1000), "10^3/uL": Fraction(1000), "10^4/uL": Fraction(10000)}
HAEMOGLOBIN = {"g/dL": Fraction(1), "g/L": Fraction(1, 10)}
WEIGHT = {"kg": Fraction(1)}
PERCENT = {"%": Fraction(1)}

ELIGIBLE_CLASSES = ("III", "IV", "V", "III+V", "IV+V")
UNCLEAR_CLASSES = ("II+V",)

NAMED = ("mmf", "ctx", "ciclosporin", "tacrolimus", "tripterygium", "leflunomide")
BIOLOGICS = (
    "rituximab",
    "belimumab",
    "telitacicept",
    "obinutuzumab",
    "anifrolumab",
    "tocilizumab",
    "abatacept",
    "tnf_inhibitor",
    "other_biologic",
)
INVESTIGATOR = (
    "azathioprine",
    "methotrexate",
    "voclosporin",
    "mizoribine",
    "sirolimus",
    "iguratimod",
    "jak_inhibitor",
    "ivig",
    "low_dose_il2",
    "other_immunosuppressant",
)
NEVER = ("glucocorticoid", "hydroxychloroquine", "tacrolimus_topical", "ciclosporin_eye_drops", "acei_arb", "vaccine")

SYSTEMIC = ("dermatomyositis", "polymyositis", "mctd", "scleroderma", "ra", "systemic_vasculitis")
ORGAN_SPECIFIC = ("autoimmune_thyroid", "antiphospholipid_syndrome", "type1_diabetes", "psoriasis", "sjogren_primary")


# --- The patient ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """One patient's answers, seen from one planned randomization date."""

    answers: Answers
    today: date
    reference: date

    def known(self, fact: str) -> Any:
        """The answer, or None."""
        return known(self.answers, fact)

    def yes(self, fact: str) -> Truth:
        """A yes/no answer."""
        return yes(self.answers, fact)

    def amount(self, fact: str, units: Mapping[str, Fraction]) -> Range | None:
        """A quantity."""
        return amount(self.answers, fact, units)

    def days(self, fact: str) -> Days | None:
        """When something was."""
        return days(self.answers, fact, self.today)

    @property
    def male(self) -> Truth:
        """Born male?"""
        return {"male": True, "female": False}.get(self.known("sex"))

    @property
    def sterile(self) -> Truth:
        """Not of childbearing potential?"""
        return not_(self.yes("childbearing_potential"))

    def born(self) -> Days | None:
        """The birth date, when it is a date and not an age."""
        answer = self.known("birth_date")
        return None if answer is None or isinstance(answer, dict) else self.days("birth_date")

    def ages(self) -> tuple[int, int] | None:
        """The least and the greatest age on the reference date."""
        answer = self.known("birth_date")
        if isinstance(answer, dict):
            return answer["age"], answer["age"] + 1
        born = self.born()
        return None if born is None else (age_on(born.last, self.reference), age_on(born.first, self.reference))

    def still(self, fact: str, window: int) -> Truth:
        """Not yet longer ago than the window? Events after the reference date count too."""
        if self.known(fact) == "ongoing":
            return True
        when = self.days(fact)
        if when is None:
            return None
        if (self.reference - when.first).days <= window:
            return True
        return False if (self.reference - when.last).days > window else None


def _above(value: Range | None, limit: Range | None) -> Truth:
    return None if value is None or limit is None else value.above(limit)


def _below(value: Range | None, limit: Range) -> Truth:
    return None if value is None else value.below(limit)


def _at_least(value: Range | None, limit: Range) -> Truth:
    return None if value is None else value.at_least(limit)


# --- Inclusion criteria -----------------------------------------------------------------------------------------------


def i1(case: Case) -> str:
    """At least four of the eleven ACR 1997 items, ever."""
    present, open_ = case.known("acr_items"), case.known("acr_items_unknown")
    if present is None:
        return UNKNOWN
    if len(set(present)) >= 4:
        return PASS
    if open_ is None:
        return UNKNOWN
    return FAIL if len(set(present) | set(open_)) < 4 else UNKNOWN


def i2(case: Case) -> str:
    """18 <= completed years <= 60 on the reference date."""
    ages = case.ages()
    if ages is None:
        return UNKNOWN
    least, greatest = ages
    if least >= 18 and greatest <= 60:
        return PASS
    return FAIL if greatest < 18 or least > 60 else UNKNOWN


def i3(case: Case) -> str:
    """Class III, IV, V, III+V or IV+V, and 0 <= d <= 84."""
    status = case.known("biopsy_status")
    if status == "not_done":
        return FAIL
    name = None if status == "pending" else case.known("biopsy_class")
    fits: Truth = None if name is None or name in UNCLEAR_CLASSES else name in ELIGIBLE_CLASSES
    reported: Truth = True if status == "done" else None
    return met(all_((reported, fits, _biopsy_in_time(case))))


def _biopsy_in_time(case: Case) -> Truth:
    when = case.days("biopsy_date")
    if when is None:
        return None
    most, least = (case.reference - when.first).days, (case.reference - when.last).days
    if least >= 0 and most <= BIOPSY_DAYS:
        return True
    return False if most < 0 or least > BIOPSY_DAYS else None


def i4(case: Case) -> str:
    """Protein/creatinine ratio > 1.0 g/g, or 24-hour protein > 1.0 g."""
    ratio = _above(case.amount("upcr", UPCR), just(1))
    day = _above(case.amount("protein_24h", PROTEIN), just(1))
    return met(any_((ratio, day)))


def i5(case: Case) -> str:
    """Contraception agreed, where it applies."""
    return met(any_((case.male, case.sterile, case.yes("contraception_agreed"))))


def i6(case: Case) -> str:
    """Urine pregnancy test negative, where it applies; positive fails while the potential is unclear."""
    if case.male or case.sterile:
        return PASS
    result = case.known("urine_pregnancy_test")
    if result == "negative":
        return PASS
    return FAIL if result == "positive" else UNKNOWN


def i7(case: Case) -> str:
    """Consent signed, and will comply."""
    signed: Truth = {"signed": True, "declined": False}.get(case.known("consent") or "")
    return met(all_((signed, case.yes("will_comply"))))


# --- Exclusion criteria -----------------------------------------------------------------------------------------------


def drug_counts(case: Case, drug: str) -> Truth:
    """Does this drug exclude: does it count, and was it taken within 84 days or is it still?"""
    if drug in NEVER:
        return False
    taken = case.still(f"e1_drugs.last_dose.{drug}", DRUG_DAYS)
    if drug in NAMED or drug in BIOLOGICS:
        return taken
    if drug in INVESTIGATOR:
        return all_((taken, case.yes(f"e1_drugs.investigator_counts.{drug}")))
    raise ValueError(drug)


def e1(case: Case) -> str:
    """Immunosuppressants or biologics within 12 weeks."""
    drugs = case.known("e1_drugs")
    return UNKNOWN if drugs is None else absent(any_(drug_counts(case, drug) for drug in drugs))


def _mmf_ever(case: Case) -> Truth:
    """Named under E1 it was taken, also where "no" stands beside it: the specification sets this to yes."""
    return True if "mmf" in (case.known("e1_drugs") or ()) else case.yes("mmf_ever")


def _mmf(case: Case, fact: str) -> str:
    ever, trouble = _mmf_ever(case), case.yes(fact)
    if ever is False:
        return PASS
    if trouble:
        return FAIL
    return PASS if ever and trouble is False else UNKNOWN


def e2(case: Case) -> str:
    """Failure to respond to MMF."""
    return _mmf(case, "mmf_failure")


def e3(case: Case) -> str:
    """Intolerance to MMF."""
    return _mmf(case, "mmf_intolerance")


def _lesion(case: Case, fact: str) -> Truth:
    if case.known("biopsy_status") in ("pending", "not_done"):
        return None
    return _at_least(case.amount(fact, PERCENT), just(50))


def e4(case: Case) -> str:
    """Half of the glomeruli or more are sclerosed."""
    return absent(_lesion(case, "sclerosis"))


def e5(case: Case) -> str:
    """Any one lesion in half of the glomeruli or more."""
    return absent(any_(_lesion(case, fact) for fact in ("necrosis", "microthrombus", "crescent")))


def e6(case: Case) -> str:
    """Another systemic autoimmune disease; organ-specific ones are the investigator's."""
    diseases = case.known("other_autoimmune")
    if diseases is None:
        return UNKNOWN
    if any(disease in SYSTEMIC for disease in diseases):
        return FAIL
    return UNKNOWN if any(disease in ORGAN_SPECIFIC for disease in diseases) else PASS


def e7(case: Case) -> str:
    """Severe liver or kidney dysfunction: any one breach."""
    return absent(
        any_(
            (
                _above(case.amount("bilirubin_total", BILIRUBIN), just(14)),
                _enzyme(case, "ast"),
                _enzyme(case, "alt"),
                _at_least(case.amount("scr", CREATININE), just("265.2")),
                _below(clearance(case), just(30)),
            )
        )
    )


def _enzyme(case: Case, fact: str) -> Truth:
    limit = case.amount(f"{fact}_uln", ENZYME)
    return _above(case.amount(fact, ENZYME), None if limit is None else limit.times(Fraction(3, 2)))


def clearance(case: Case) -> Range | None:
    """Measured, or else by Cockcroft-Gault: (140 - age) x kg x (0.85 if female) / (72 x mg/dL)."""
    measured = case.amount("ccr", CLEARANCE)
    if measured is not None:
        return measured
    ages, weight, creatinine = case.ages(), case.amount("weight", WEIGHT), case.amount("scr", CREATININE)
    if ages is None or weight is None or creatinine is None:
        return None
    woman, man = Fraction(85, 100), Fraction(1)
    lower = man if case.male else woman
    upper = woman if case.male is False else man
    serum = creatinine.times(Fraction(10, 884))
    least, greatest = 140 - ages[1], 140 - ages[0]
    low, high = None, None
    if weight.low is not None and serum.high is not None:
        low = least * weight.low * lower / (72 * serum.high)
    if weight.high is not None and serum.low:
        high = greatest * weight.high * upper / (72 * serum.low)
    return Range(low, weight.low_open or serum.high_open, high, weight.high_open or serum.low_open)


def e8(case: Case) -> str:
    """White cells, haemoglobin or platelets too low: any one."""
    return absent(
        any_(
            (
                _below(case.amount("wbc", CELLS), just(3000)),
                _below(case.amount("hb", HAEMOGLOBIN), just(8)),
                _below(case.amount("plt", CELLS), just(50000)),
            )
        )
    )


def e9(case: Case) -> str:
    """A severe or uncontrolled organ disease."""
    systems = case.known("organ_disorders")
    if systems is None:
        return UNKNOWN
    return absent(any_(case.yes(f"organ_disorders.severe_or_uncontrolled.{system}") for system in systems))


def _infections(case: Case, fact: str) -> Truth:
    """Any organism that counts; onychomycosis is ignored."""
    organisms = case.known(fact)
    return None if organisms is None else any(organism != "onychomycosis" for organism in organisms)


def _lately(case: Case, gate: str, last_day: str, window: int) -> Truth:
    """Whether there was one is asked first: as long as that is unknown, an earlier last day clears nothing."""
    there_was, still = case.yes(gate), case.still(last_day, window)
    return None if there_was is None else all_((there_was, still))


def _stay(case: Case) -> Truth:
    return _lately(case, "infection_hospitalized", "infection_hospital_last_day", HOSPITAL_DAYS)


def _drip(case: Case) -> Truth:
    return _lately(case, "iv_antimicrobial", "iv_antimicrobial_last_day", IV_DAYS)


def e10(case: Case) -> str:
    """Infection: active, recurrent, granuloma, hospital stay, intravenous treatment."""
    return absent(
        any_(
            (
                _infections(case, "infection_active"),
                _infections(case, "infection_recurrent"),
                case.yes("cxr_granuloma"),
                _stay(case),
                _drip(case),
            )
        )
    )


def e11(case: Case) -> str:
    """Malignancy, except a treated basal cell carcinoma."""
    tumours = case.known("malignancy")
    if tumours is None:
        return UNKNOWN
    return absent(any_(not_(case.yes("bcc_treated")) if tumour == "bcc" else True for tumour in tumours))


def e12(case: Case) -> str:
    """Pregnant or breastfeeding; pregnancy is moot without childbearing potential."""
    if case.male:
        return PASS
    pregnant = False if case.sterile else case.yes("pregnant")
    return absent(any_((pregnant, case.yes("breastfeeding"))))


CRITERIA = {
    "I1": i1,
    "I2": i2,
    "I3": i3,
    "I4": i4,
    "I5": i5,
    "I6": i6,
    "I7": i7,
    "E1": e1,
    "E2": e2,
    "E3": e3,
    "E4": e4,
    "E5": e5,
    "E6": e6,
    "E7": e7,
    "E8": e8,
    "E9": e9,
    "E10": e10,
    "E11": e11,
    "E12": e12,
}


# --- Rescreening ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Barriers:
    """What stands against rescreening: does any failure have no date, and the dates of the others."""

    undated: bool
    dates: tuple[date, ...] = ()


NOTHING, CLOSED = Barriers(undated=False), Barriers(undated=True)


def _ends(case: Case, fact: str, window: int, excludes: Truth) -> Barriers:
    """The first day outside the window; a clock that has not started has none.

    The specification takes "the latest last dose", "the later" of two last days: one that may still exclude (a drug
    not judged yet, a month that straddles the window) is waited for when its day is known.
    """
    if excludes is False:
        return NOTHING
    when = None if case.known(fact) == "ongoing" else case.days(fact)
    if when is None:
        return CLOSED if excludes else NOTHING
    return Barriers(False, (when.last + (window + 1) * DAY,))


def _biopsy_barriers(case: Case) -> Barriers:
    """Class VI is for good; a biopsy after a past planned date waits for itself; the rest has no date."""
    status, name, when = case.known("biopsy_status"), case.known("biopsy_class"), case.days("biopsy_date")
    if status == "not_done":
        return NOTHING
    if status != "pending" and name == "VI":
        return CLOSED
    barred = status != "pending" and name is not None and name not in (*ELIGIBLE_CLASSES, *UNCLEAR_CLASSES)
    if when is None or barred or when.first <= case.reference:
        return NOTHING
    return Barriers(False, (when.last,))


def _both(parts: Iterable[Barriers]) -> Barriers:
    parts = list(parts)
    return Barriers(any(part.undated for part in parts), tuple(day for part in parts for day in part.dates))


def _barriers(case: Case, criterion: str) -> Barriers:
    """Of one failing criterion."""
    match criterion:
        case "I2":
            born = case.born()
            ages = case.ages()
            if born is None or ages is None or ages[0] > 60:
                return CLOSED
            return Barriers(False, (birthday(born.last, 18),))
        case "I3":
            return _biopsy_barriers(case)
        case "E1":
            return _both(
                _ends(case, f"e1_drugs.last_dose.{drug}", DRUG_DAYS, drug_counts(case, drug))
                for drug in case.known("e1_drugs")
            )
        case "E10":
            if any((_infections(case, "infection_active"), _infections(case, "infection_recurrent"))):
                return CLOSED
            if case.yes("cxr_granuloma"):
                return CLOSED
            stay = _ends(case, "infection_hospital_last_day", HOSPITAL_DAYS, _stay(case))
            drip = _ends(case, "iv_antimicrobial_last_day", IV_DAYS, _drip(case))
            return _both((stay, drip))
        case "I6" | "E2" | "E3" | "E4" | "E6" | "E9" | "E11" | "E12":
            return CLOSED
        case _:
            return NOTHING


def clears_on(case: Case, failing: Iterable[str]) -> date | None:
    """The first possible randomization date of somebody not eligible; null once over 60 by then."""
    barriers = _both(_barriers(case, criterion) for criterion in failing)
    if barriers.undated or not barriers.dates:
        return None
    day = max(barriers.dates)
    born = case.born()
    return None if born is not None and age_on(born.last, day) > 60 else day


def valid_until(case: Case) -> date | None:
    """The earlier of biopsy + 84 days and the day before the 61st birthday."""
    biopsy, born = case.days("biopsy_date"), case.born()
    ends = []
    if biopsy is not None:
        ends.append(biopsy.first + BIOPSY_DAYS * DAY)
    if born is not None:
        ends.append(birthday(born.first, 61) - DAY)
    return min(ends, default=None)


@dataclass(frozen=True)
class Verdict:
    """What the batch command should say."""

    verdict: str
    criteria: Mapping[str, str]
    clears_on: str | None
    valid_until: str | None
    provisional: bool


def judge(answers: Answers, today: date) -> Verdict:
    """The verdict on one patient; without a planned date, as of today."""
    planned = days(answers, "reference_date", date.max)
    cases = [Case(answers, today, reference) for reference in _references(planned, today)]
    criteria = {name: _same(rule(case) for case in cases) for name, rule in CRITERIA.items()}
    failing = [name for name, status in criteria.items() if status == FAIL]
    clears = until = None
    if failing:
        verdict, clears = INELIGIBLE, clears_on(cases[-1], failing)
    elif UNKNOWN in criteria.values():
        verdict = UNDETERMINED
    else:
        verdict, until = ELIGIBLE, valid_until(cases[-1])
    return Verdict(
        verdict,
        criteria,
        None if clears is None else clears.isoformat(),
        None if until is None else until.isoformat(),
        planned is None,
    )


def _references(planned: Days | None, today: date) -> list[date]:
    if planned is None:
        return [today]
    return [planned.first + n * DAY for n in range((planned.last - planned.first).days + 1)]


def _same(statuses: Iterable[str]) -> str:
    """The status on all days, or unknown."""
    distinct = set(statuses)
    return distinct.pop() if len(distinct) == 1 else UNKNOWN

"""Why a criterion failed: one small trial with one rule each, and the words that the failure is given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.content.labs import read_labs
from bot.content.trials import read_trial
from bot.core.answers import (
    NO,
    NOT_KNOWN,
    ONGOING,
    YES,
    Age,
    Answer,
    Code,
    Codes,
    Comparator,
    Day,
    Proportion,
    Quantity,
    Value,
)
from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.reasons import reasons
from bot.core.screens.card import Audience, Screened, card_screen, ends, outlook
from bot.core.screens.details import details_screen
from bot.core.trial import Trial
from bot.core.verdict import Status, judge
from tests.core.worlds import ROOT, TODAY, first, good

LABS = read_labs(ROOT / "flows" / "labs.yaml")
TEMPLATE = """
trial: {id: t-1, version: "1", short: T, title: T, anchor: day}
sections: [{id: plan, label: Plan}]
derived:
  - {id: age, label: Age, is: years from born to day}
  - {id: last, label: Last dose, is: day + 4 weeks}
  - {id: ripe, is: "kind is b and age >= 18 years"}
  - {id: rise, label: Rise, is: (alt - uln) / uln}
  - {id: twice, label: Twice, like: wbc, unit: 10^9/L, is: "2 x (wbc as 10^9/L)"}
  - {id: so_far, label: So far, is: last - 1 week}
questions:
  - {id: day, kind: date, future: yes, section: plan, label: Day, ask: Day?}
  - {id: seen, kind: date, ongoing: yes, section: plan, label: Seen, ask: Seen?}
  - {id: born, kind: birth, section: plan, label: Born, ask: Born?}
  - {id: wbc, kind: quantity, test: wbc, unit: 10^9/L, section: plan, label: WBC, ask: WBC?}
  - {id: alt, kind: quantity, test: alt, unit: U/L, section: plan, label: ALT, ask: ALT?}
  - {id: uln, kind: quantity, test: alt_uln, unit: U/L, section: plan, label: ULN, ask: ULN?}
  - {id: share, kind: proportion, section: plan, label: Share, ask: Share?}
  - {id: ok, kind: yes_no, section: plan, label: OK, ask: OK?}
  - {id: kind, kind: one_of, section: plan, label: Kind, ask: Kind?, options: [{code: a, label: Apple}, {code: b, label: Berry}]}
  - {id: some, kind: many_of, section: plan, label: Some, ask: Some?, options: [{code: a, label: Apple}, {code: b, label: Berry}]}
criteria:
  - {id: E1, type: exclusion, label: One, text: One., rule: "%s"}
"""


def number(text: str, unit: str, comparator: Comparator = "") -> Quantity:
    return Quantity(Decimal(text), unit, comparator)


def trial_of(folder: Path, rule: str) -> Trial:
    path = folder / "t-1.yaml"
    path.write_text(TEMPLATE % rule, "utf-8")
    return read_trial(path, LABS, lambda message: (message.text,))


@pytest.mark.parametrize(
    ("rule", "values", "parts"),
    [
        ("ok", {"ok": YES}, ["OK: yes"]),
        ("not ok", {"ok": NO}, ["OK: no"]),
        ("not ok is known", {}, ["OK: not known yet"]),
        ("kind is b", {"kind": Code("b")}, ["Kind: Berry"]),
        ("some has a", {"some": Codes(("a", "b"))}, ["Some: Apple"]),
        ("some has none", {"some": Codes(())}, ["Some: none of these"]),
        ("at least 2 of some", {"some": Codes(("a", "b"))}, ["Some: 2", "2"]),
        ("wbc < 3000 /uL", {"wbc": number("2.5", "10^9/L")}, ["WBC 2.5 ×10⁹/L", "below 3 ×10⁹/L"]),
        ("3000 /uL > wbc", {"wbc": number("2500", "/uL")}, ["WBC 2,500 /µL", "below 3,000 /µL"]),
        ("wbc < 3000 /uL", {"wbc": number("3", "10^9/L", "<")}, ["WBC <3 ×10⁹/L", "below 3 ×10⁹/L"]),
        ("not alt > uln", {"alt": number("30", "U/L"), "uln": number("40", "U/L", ">")}, ["ALT 30 U/L", "at or below 40 U/L"]),
        ("alt > 1.5 x uln", {"alt": number("61", "U/L"), "uln": number("40", "U/L")}, ["ALT 61 U/L", "above 60 U/L"]),
        ("share >= 50 %", {"share": Proportion(12, 20)}, ["Share 12 of 20", "50%"]),
        ("age >= 50 years", {"born": Day.on(date(1970, 1, 1))}, ["Age 56", "50"]),
        ("age >= 50 years", {"born": Age(50, TODAY)}, ["Age 50", "51"]),
        ("seen within 4 weeks before day", {"seen": Day.on(date(2026, 11, 20))}, ["Seen 20 Nov 2026", "2 days", "28"]),
        ("seen within 4 weeks before day", {"seen": ONGOING}, ["Seen", "ongoing"]),
        ("not seen within 4 weeks before day", {"seen": Day(date(2026, 9, 1), date(2026, 9, 30))}, ["Seen Sept 2026: 53–82 days", "28"]),
        ("alt / uln < 0.5", {"alt": number("49.9999", "U/L"), "uln": number("100", "U/L")}, ["ALT, ULN 0.499999: below 0.5"]),
        ("(alt - uln) / uln >= 20 %", {"alt": number("50", "U/L"), "uln": number("40", "U/L")}, ["ALT, ULN 25%: at or above 20%"]),
        ("rise rounded to 2 decimals > 20 %", {"alt": number("50.1", "U/L"), "uln": number("40", "U/L")}, ["Rise 25%: above 20%"]),
        ("twice > 4000 /uL", {"wbc": number("2500", "/uL")}, ["Twice 5 ×10⁹/L: above 4 ×10⁹/L"]),
        ("alt > uln / 3", {"alt": number("46.6667", "U/L"), "uln": number("140", "U/L")}, ["ALT 46.6667 U/L: above 46.66667 U/L"]),
        ("seen within 1 year before day", {"seen": Day(date(2026, 1, 1), date(2026, 11, 22))}, ["Seen 2026: 0–325 days", "365"]),
        ("seen < day - 4 weeks", {"seen": Day.on(date(2026, 10, 1))}, ["Seen 1 Oct 2026: before 25 Oct 2026"]),
        ("seen + 4 weeks <= day", {"seen": Day.on(date(2026, 10, 25))}, ["Seen 25 Oct 2026: not after 25 Oct 2026"]),
        ("seen + 1 month <= 2026-02-28", {"seen": Day.on(date(2026, 1, 27))}, ["Seen 27 Jan 2026: not after 28 Jan 2026"]),
        ("seen + 1 month <= 2026-02-28", {"seen": Day.on(date(2026, 1, 30))}, ["Seen: 30 Jan 2026"]),
        ("day > seen + 4 weeks", {"seen": Day.on(date(2026, 10, 1))}, ["Seen 1 Oct 2026: before 25 Oct 2026"]),
        ("latest of (seen, 2026-09-01) > day - 4 weeks", {"seen": Day.on(date(2026, 11, 20))}, ["Seen 20 Nov 2026: after 25 Oct 2026"]),
        ("seen is ongoing and seen > day", {"seen": ONGOING}, ["Seen: still ongoing"]),
        ("seen since 1 month before day", {"seen": Day.on(date(2026, 10, 25))}, ["Seen 25 Oct 2026: 28 days before", "more than 31"]),
        ("at most 1 of some", {"some": Codes(())}, ["Some: 0, at least 2 needed"]),
        ("not at most 1 of some", {"some": Codes(("a", "b"))}, ["Some: 2, at most 1 allowed"]),
        ("seen within 4 weeks after 2026-11-01", {"seen": Day.on(date(2026, 11, 20))}, ["Seen 20 Nov 2026: 19 days after 1 Nov 2026", "more than 28"]),
        ("not seen within 1 week after 2026-11-01", {"seen": Day.on(date(2026, 11, 20))}, ["19 days after 1 Nov 2026", "at most 7"]),
        ("not seen within 1 week after 2026-11-21", {"seen": Day.on(date(2026, 11, 20))}, ["Seen 20 Nov 2026: 1 day before 21 Nov 2026"]),
        ("seen within 5 weeks before day + 2 weeks", {"seen": Day.on(date(2026, 11, 20))}, ["16 days before 6 Dec 2026"]),
        ("seen within 50 days before last", {"seen": Day.on(date(2026, 11, 20))}, ["30 days before Last dose"]),
        ("seen < so_far", {"seen": Day.on(date(2026, 11, 20))}, ["Seen 20 Nov 2026: before 13 Dec 2026"]),
        ("ripe", {"kind": Code("b"), "born": Day.on(date(1970, 1, 1))}, ["Kind: Berry"]),
        ("alt + uln > 30 U/L", {"alt": number("20", "U/L"), "uln": number("40", "U/L")}, ["ALT, ULN 60 U/L: above 30 U/L"]),
    ],
)  # fmt: skip
def test_a_failure_says_what_was_held_against_what(
    tmp_path: Path, rule: str, values: Mapping[str, Value], parts: list[str]
) -> None:
    trial = trial_of(tmp_path, rule)
    answers = {id: Answer(value) for id, value in values.items()}
    facts, verdict = KnownFacts(trial, answers, TODAY), judge(trial, answers, TODAY)
    (finding,) = verdict.findings
    assert finding.status is Status.FAIL
    said = [first().texts.text(reason, "en") for reason in reasons(finding, facts)]
    assert all(part in said[0] for part in parts), said
    assert len(set(said)) == len(said)
    assert first().texts.text(reasons(finding, facts)[0], "zh_CN")
    case = Case("X-1", "sent", answers=answers)
    assert card_screen(
        case, facts, verdict, Screened("Ann", "Here", datetime(2026, 11, 22, tzinfo=UTC)), Audience()
    ).paragraphs
    assert details_screen(case, facts, verdict, {}, 0).paragraphs


def test_a_failure_that_ends_by_time_says_what_is_open_even_then(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, "seen within 4 weeks before day or ok")
    answers = {"day": Answer(Day.on(TODAY)), "seen": Answer(Day.on(TODAY))}
    said = {}
    for ok in (NOT_KNOWN, NO):
        (finding,) = judge(trial, answers | {"ok": Answer(ok)}, TODAY).findings
        said[ok] = first().texts.text(ends(finding, KnownFacts(trial, answers, TODAY)), "en")
    assert said[NO] == "If nothing else changes, E1 clears on 21 Dec 2026."
    assert "fails no more from 21 Dec 2026" in said[NOT_KNOWN]
    assert said[NOT_KNOWN].endswith("missing: OK.")


def test_years_are_told_as_years(tmp_path: Path) -> None:
    """A child that would have to wait for years is told apart from a wash-out of weeks; an age limit far off is not told."""
    trial, screened = (
        trial_of(tmp_path, "age < 18 years or age > 75 years"),
        Screened("Ann", "Here", datetime(2026, 11, 22, tzinfo=UTC)),
    )
    shown = {}
    for born in (date(2017, 12, 24), date(2008, 12, 24), date(1970, 1, 1), date(1950, 12, 24)):
        answers = {"day": Answer(Day.on(TODAY)), "born": Answer(Day.on(born))}
        verdict, case = judge(trial, answers, TODAY), Case("X-1", "sent", answers=answers)
        card = card_screen(case, KnownFacts(trial, answers, TODAY), verdict, screened, Audience())
        shown[born.year] = " ".join(first().texts.text(one.message, "en") for one in card.paragraphs)
    assert "E1 clears only in 9 years, on 24 Dec 2035." in shown[2017]
    assert "E1 clears on 24 Dec 2026." in shown[2008]
    assert "Valid for" not in shown[1970]
    assert "until 23 Dec 2026; after that" in shown[1950]


def test_what_was_never_asked_is_told_from_what_is_not_known_yet(tmp_path: Path) -> None:
    trial = trial_of(tmp_path, "ok and kind is b and wbc < 3000 /uL")
    answers = {"ok": Answer(NOT_KNOWN), "kind": Answer(NOT_KNOWN)}
    (finding,) = judge(trial, answers, TODAY).findings
    said = [first().texts.text(one, "en") for one in reasons(finding, KnownFacts(trial, answers, TODAY))]
    assert said == ["OK, Kind: not known yet", "WBC: not asked"]
    chinese = [first().texts.text(one, "zh_CN") for one in reasons(finding, KnownFacts(trial, answers, TODAY))]
    assert chinese == ["OK、Kind：尚不清楚", "WBC：未询问"]


def test_who_will_be_too_old_by_then_is_not_told_to_repeat_the_age() -> None:
    trial = first().trials["ln-msc"]
    drug = Answer(Codes(("ctx",)))
    dose = Answer(Day.on(date(2026, 10, 27)))
    said = {}
    for born in (date(1965, 12, 20), date(1985, 12, 20)):
        birth = Answer(Day.on(born))
        answers = {**good(trial), "e1_drugs": drug, "e1_drugs.last_dose.ctx": dose, "birth_date": birth}
        verdict = judge(trial, answers, TODAY)
        lines = outlook(verdict, KnownFacts(trial, answers, TODAY))
        said[born.year] = [first().texts.text(line.message, "en") for line in lines]
    assert said[1965][-1] == "By then no longer met, for good: I2 Age"
    assert not [line for line in said[1985] if "I2" in line]

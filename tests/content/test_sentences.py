"""What a rule says otherwise than its sentence: a bound's sign, its number, a length of time, whom a number is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.doubts import brackets, periods, sentences
from tests.content.doubting import doubts_in

TRIAL = """
trial: {id: t-1, version: "1", short: T, title: T, anchor: day}
sections: [{id: plan, label: Plan}]
questions:
  - {id: day, kind: date, future: yes, section: plan, label: Day, ask: Day?}
  - {id: mets, kind: yes_no, section: plan, label: Liver metastases, ask: M?}
  - {id: plt, kind: quantity, test: plt, section: plan, label: P, ask: P?}
  - {id: hb, kind: quantity, test: hb, section: plan, label: H, ask: H?}
  - {id: alt, kind: quantity, test: alt, section: plan, label: ALT, ask: A?}
  - {id: ast, kind: quantity, test: ast, section: plan, label: AST, ask: A?}
  - {id: drip, kind: quantity, test: hours, section: plan, label: D, ask: D?}
  - {id: zscore, kind: quantity, test: z, section: plan, label: Z, ask: Z?}
  - {id: born, kind: birth, section: plan, label: B, ask: B?}
  - {id: weight, kind: quantity, test: weight, section: plan, label: W, ask: W?}
  - {id: sex, kind: one_of, section: plan, label: S, ask: S?, options: [{code: f, label: Female}, {code: m, label: Male}]}
  - {id: items, kind: many_of, section: plan, label: I, ask: I?, options: [{code: a1, label: Aa}, {code: b1, label: Bb}, {code: c1, label: Cc}]}
  - {id: items.last, each: items, kind: date, section: plan, label: "{option} last", ask: "{option}?"}
  - {id: signed, kind: date, section: plan, label: Informed consent, ask: S?}
  - {id: uln, kind: quantity, test: alt_uln, section: plan, label: U, ask: U?}
  - {id: nyha, kind: one_of, section: plan, label: N, ask: N?, options: [{code: I, label: I}, {code: II, label: II}, {code: III, label: III}, {code: IV, label: IV}]}
  - {id: op, kind: one_of, section: plan, label: O, ask: O?, options: [{code: none, label: None}, {code: cut, label: Resection}, {code: new, label: Transplantation}, {code: heat, label: Ablation}]}
  - {id: dose, kind: date, section: plan, label: D, ask: D?}
derived:
  - {id: age, label: Age, is: years from born to day}
  - {id: sick, is: mets and plt < 80 x 10^9/L}
criteria:
  - {id: C1, type: %s, label: C, text: "%s", rule: "%s"}
"""
LAST = len(TRIAL.splitlines())


def assert_told(folder: Path, type: str, text: str, rule: str, told: str) -> None:
    """These words are among the doubts, which are all at the criterion; without words there is none."""
    found = doubts_in(folder, TRIAL % (type, text, rule), sentences.look)
    assert bool(found) is bool(told), found
    assert told in " ".join(found)
    assert all(one.startswith(f"t-1.yaml:{LAST}:") for one in found)


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
        ("inclusion", "Haemoglobin of 90 g/L or more.", "hb > 90 g/L", "`> 90`, the sentence `>= 90`"),
        ("exclusion", "Nine or less g/dL of haemoglobin.", "hb < 9 g/dL", "`< 9`, the sentence `<= 9`"),
        ("inclusion", "Haemoglobin of 90 g/L or more.", "hb >= 90 g/L", ""),
        ("inclusion", 'Haemoglobin >90 g/L.", reading: "Also exactly at it: at least 90 g/L.', "hb >= 90 g/L", ""),
        ("exclusion", "Haemoglobin <90 g/L, or 90 g/L with metastases.", "hb < 90 g/L or (hb <= 90 g/L and mets)", ""),
        ("exclusion", "At least 80 mg/day in those above 40 kg.", "mets and weight > 40 kg", ""),
        ("inclusion", "Of 37 kg or heavier.", "weight > 37 kg", "`> 37`, the sentence `>= 37`"),
        ("inclusion", "From 12 to 17 years.", "age >= 12 years and age < 18 years", ""),
        ("inclusion", "Not below -2 SD.", "zscore <= -2 SD", "`<= -2`, the sentence `>= -2`"),
        ("inclusion", "Not below -2 SD.", "zscore >= -2 SD", ""),
        ("exclusion", "At least 2 of the following.", "at most 2 of items", "`<= 2`, the sentence `>= 2`"),
        ("exclusion", "More than 2 of the following.", "at least 2 of (mets, hb < 9 g/dL, items has a1)", "`>= 2`, the sentence `> 2`"),
        ("exclusion", "More than one of the following.", "at least 2 of items", ""),
        ("exclusion", "Two of the following for at most 2 weeks.", "at least 2 of items", ""),
    ],
)  # fmt: skip
def test_a_bound_is_held_against_the_sentence(tmp_path: Path, type: str, text: str, rule: str, told: str) -> None:
    assert_told(tmp_path, type, text, rule, told)


@pytest.mark.parametrize(
    ("text", "rule", "told"),
    [
        ("A dose in the past 12 weeks.", "dose within 12 days before day", "the rule says 12 days, the sentence 12 weeks"),
        ("Between 2+0 and 3+6 weeks.", "dose <= day - 2 weeks and dose >= day - 3+6 weeks", ""),
        ("Between 2+0 and 3+6 weeks.", "dose <= day - 14 days and dose > day - 4 weeks", ""),
        ("Between 2+0 and 3+6 weeks.", "dose <= day - 6 weeks", "6 weeks, the sentence 2+0 weeks and 3+6 weeks"),
        ("A dose within 3 months.", "dose > day - 3 weeks", "the rule says 3 weeks, the sentence 3 months"),
        ("A dose within 30 days (1 month).", "dose within 4 weeks before day", "4 weeks, the sentence 30 days and 1 month"),
        ("Haemoglobin <90 g/L.", "hb < 9.5 g/dL", "the rule says 9.5 g/dL, the sentence nowhere"),
        ("ALT >3 x ULN (>5 with metastases).", "alt > (if mets then 4 else 3) x uln", "the rule says 4, the sentence nowhere"),
        ("A dose in the past twelve weeks.", "dose within 84 days before day", ""),
        ("A dose in the past year.", "dose within 12 months before day", ""),
        ("A dose within 24 hours.", "dose >= day - 1 day", ""),
        ("A dose 4 to 6 weeks before.", "dose within 6 weeks before day and dose <= day - 28 days", ""),
        ("At most 180 and at least 14 days before.", "dose within 180 days before day and dose <= day - 14 days", ""),
        ("A recent dose.", "dose within 4 weeks before day", ""),
        ('A dose within 3 months.", reading: "Counted as 90 days.', "dose within 90 days before day", ""),
        ("Haemoglobin <90 g/L.", "hb < 9 g/dL", ""),
        ("Haemoglobin of half of 180 g/L.", "hb > 0.5 x 180 g/L", "the rule says 9 g/dL, the sentence nowhere"),
        ("Platelets <1×10^5/µL.", "plt < 100 x 10^9/L", ""),
        ("Platelets below 5 log10/µL.", "plt < 100 x 10^9/L", ""),
        ("Haemoglobin below 10/3 g/dL.", "hb < 10 g/dL / 3", ""),
        ("Low platelets.", "plt < 100 x 10^9/L", ""),
        ("Below -2 SD.", "zscore < 2 SD", "the rule says 2 SD, the sentence nowhere"),
        ("Between 1-2 SD.", "zscore < 2 SD", ""),
        ("2 SD of shortness.", "zscore < -2 SD", ""),
        ("Three of the following.", "at least 2 of items", "the rule says 2, the sentence nowhere"),
        ("Half of the 3 items: haemoglobin <9.", "hb < 9 g/dL and at least 2 of items", ""),
        ("The sick with haemoglobin <9 g/dL.", "hb < 9 g/dL and sick", ""),
        ("The sick: platelets <70 x 10^9/L.", "sick", "the rule says 80000 /uL, the sentence nowhere"),
        ("Haemoglobin of 90 to 180 g/L.", "hb >= 90 g/L", "the sentence says 180 g/L, the rule nowhere"),
        ("Haemoglobin from 9 to 12 g per decilitre.", "hb >= 9 g/dL", "the sentence says 12 g/dL, the rule nowhere"),
        ("Age of 18 to 65 years.", "age <= 65 years", "the sentence says 18 years, the rule nowhere"),
        ("Haemoglobin 9.0-18.1 g/dL (90-180 g/L).", "hb >= 90 g/L and hb <= 18.1 g/dL", ""),
        ('Haemoglobin of 90 to 180 g/L.", reading: "The 180 g/L are asked at C2.', "hb >= 90 g/L", ""),
    ],
)  # fmt: skip
def test_a_length_or_a_number_that_the_sentence_has_not_is_told(
    tmp_path: Path, text: str, rule: str, told: str
) -> None:
    assert_told(tmp_path, "exclusion", text, rule, told)


@pytest.mark.parametrize(
    ("type", "text", "rule", "told"),
    [
        ("inclusion", "Stable for at least 4 weeks.", "dose within 4 weeks before day", "less than 4 weeks, the sentence for more"),
        ("inclusion", "Stable for ≥4 weeks.", "dose > day - 28 days", "less than 4 weeks, the sentence for more"),
        ("inclusion", "Stable for 6 months or longer.", "not dose < day - 6 months", "less than 6 months"),
        ("exclusion", "A dose within the last 4 weeks.", "dose <= day - 4 weeks", "more than 4 weeks, the sentence for less"),
        ("exclusion", "A dose in the 30 days before.", "not dose within 30 days before day", "more than 30 days"),
        ("inclusion", "Stable for at least 4 weeks.", "dose <= day - 4 weeks", ""),
        ("exclusion", "A dose within 4 weeks.", "mets and dose within 4 weeks before day", ""),
        ("inclusion", "No dose within 4 weeks.", "dose <= day - 4 weeks", ""),
        ("exclusion", "At least two doses within 4 weeks.", "dose within 4 weeks before day", ""),
        ("exclusion", 'A scan within 4 weeks.", reading: "Its age: more than 4 weeks excludes.', "dose < day - 4 weeks", ""),
        ("exclusion", "A drip within 24 hours.", "drip >= 24 h", "more than 1 day, the sentence for less"),
        ("exclusion", "A drip within 24 hours.", "drip <= 24 h", ""),
        ("inclusion", "On a drip for at least 24 hours.", "drip >= 24 h", ""),
        ("exclusion", "Metastases.", "not mets", "the rule asks for a no to `mets`, the sentence denies nothing"),
        ("inclusion", "Written consent.", "not mets", "the rule asks for a no to `mets`"),
        ("inclusion", "Written consent.", "mets", ""),
        ("inclusion", "No metastases.", "not mets", ""),
        ("exclusion", "Unable to give consent.", "not mets", ""),
        ("exclusion", "Patients who don't consent.", "not mets", ""),
        ("exclusion", "Metastases, haemoglobin <9 g/dL.", "not mets and hb < 9 g/dL", ""),
        ("inclusion", 'Consent.", reading: "Asked is whether there is none.', "not mets", ""),
        ("inclusion", "No metastases.", "mets", "the rule asks for a yes to `mets`, the sentence begins with a denial"),
        ("exclusion", "No metastases, haemoglobin <9 g/dL.", "mets and hb < 9 g/dL", ""),
    ],
)  # fmt: skip
def test_a_window_or_an_answer_the_wrong_way_round_is_told(
    tmp_path: Path, type: str, text: str, rule: str, told: str
) -> None:
    assert_told(tmp_path, type, text, rule, told)


@pytest.mark.parametrize(
    "rule",
    [
        "mets or hb < 9 g/dL «and mets",
        "mets and (hb < 9 g/dL or alt > uln «and mets)",
        "(mets or hb < 9 g/dL) and mets",
        "at least 2 of (mets and hb < 9 g/dL, mets or alt > uln)",
        "mets and hb < (if mets or alt > uln then 9 g/dL else 8 g/dL)",
    ],
)
def test_and_beside_or_is_told_where_it_stands(tmp_path: Path, rule: str) -> None:
    found = doubts_in(tmp_path, TRIAL % ("exclusion", "C.", rule.replace("«", "")), brackets.look)
    column = (TRIAL % ("exclusion", "C.", rule)).splitlines()[-1].find("«") + 1
    assert [one.split(" ")[0] for one in found] == ([f"t-1.yaml:{LAST}:{column}:"] if column else [])


@pytest.mark.parametrize(
    ("text", "rule", "told"),
    [
        ("NYHA class II-IV.", "nyha in {II, III}", "the sentence says `IV` of `nyha`, the rule `II`, `III`"),
        ("NYHA class II to IV.", "nyha in {II, III, IV}", ""),
        ("NYHA class II or III.", "nyha is II", "the sentence says `III` of `nyha`"),
        ("After resection or transplantation.", "op is cut", "the sentence says `new` of `op`, the rule `cut`"),
        ("After transplantation.", "op is cut", "the sentence says `new` of `op`, the rule `cut`"),
        ("Ablation before.", "op is none or mets", ""),
        ("Resection; ablation is allowed.", "op is cut", ""),
        ('After resection or ablation.", reading: "Ablation is asked at C2.', "op is cut", ""),
    ],
)
def test_an_option_that_was_forgotten_or_mistaken_is_told(tmp_path: Path, text: str, rule: str, told: str) -> None:
    assert_told(tmp_path, "inclusion", text, rule, told)


@pytest.mark.parametrize(
    ("text", "rule", "told"),
    [
        ("Haemoglobin >= 90 g/L.", "hb >= 90 g/L", ""),
        ("Haemoglobin >= 90 g/L (9 g/dL).", "hb >= 9 g/dL", ""),
        ("Haemoglobin >= 9.", "hb >= 9 g/dL", ""),
        ("Haemoglobin >= 12 g/L.", "hb >= 12 g/dL", "the rule says 12 g/dL, the sentence 12 g/L"),
    ],
)
def test_a_number_in_another_unit_is_told(tmp_path: Path, text: str, rule: str, told: str) -> None:
    assert_told(tmp_path, "inclusion", text, rule, told)


@pytest.mark.parametrize(
    ("text", "rule", "told"),
    [
        ("ALT >3 x ULN (>5 with liver metastases).", "alt > (if mets then 3 else 5) x uln", "the rule has 3 for `yes` of `mets`, the sentence 5"),
        ("ALT >3 x ULN, or >5 x ULN with metastases.", "alt > (if mets then 3 else 5) x uln", "3 for `yes` of `mets`"),
        ("ALT >5 x ULN in metastases, >3 x ULN in others.", "alt > (if mets then 3 else 5) x uln", "3 for `yes` of `mets`"),
        ("Haemoglobin <90 g/L in men and <80 g/L in women.", "hb < (if sex is f then 90 g/L else 80 g/L)", "90 for `f` of `sex`, the sentence 80"),
        ("Haemoglobin <90 g/L (men), <80 g/L (women).", "(sex is m and hb < 8 g/dL) or (sex is f and hb < 9 g/dL)", "80 for `m` of `sex`, the sentence 90"),
        ("ALT >90 U/L, AST >80 U/L.", "alt > 80 U/L or ast > 90 U/L", "holds `alt` against 80, its clause of the sentence says 90"),
        ("ALT >90 U/L, AST >80 U/L.", "alt > 90 U/L or ast > 80 U/L", ""),
        ("ALT >90 U/L, AST >80 U/L, ALT >80 U/L with metastases.", "alt > 80 U/L or ast > 80 U/L or alt > 90 U/L", ""),
        ("ALT >3 x ULN (>5 with liver metastases).", "alt > (if mets then 5 else 3) x uln", ""),
        ("ALT >3 x ULN (>5 with liver metastases).", "alt > (if not mets then 3 else 5) x uln", ""),
        ("ALT >5 x ULN in metastases, >3 x ULN in others.", "alt > (if mets then 5 else 3) x uln", ""),
        ("ALT >3 x ULN without metastases, >5 x ULN in others.", "alt > (if mets then 5 else 3) x uln", ""),
        ("Haemoglobin <90 g/L in men and <80 g/L in women.", "hb < (if sex is f then 80 g/L else 90 g/L)", ""),
        ("Haemoglobin <90 g/L (men), <80 g/L (women).", "(sex is m and hb < 9 g/dL) or (sex is f and hb < 8 g/dL)", ""),
    ],
)  # fmt: skip
def test_two_numbers_that_changed_places_are_told(tmp_path: Path, text: str, rule: str, told: str) -> None:
    assert_told(tmp_path, "exclusion", text, rule, told)


@pytest.mark.parametrize(
    ("type", "text", "rule", "told"),
    [
        ("exclusion", "ALT or AST >3 x ULN.", "alt > 3 x uln and ast > 3 x uln", "joins `alt` and `ast` by `and`, the sentence by `or`"),
        ("inclusion", "ALT and AST <=3 x ULN.", "alt <= 3 x uln or ast <= 3 x uln", "joins `alt` and `ast` by `or`, the sentence by `and`"),
        ("exclusion", "ALT or AST >3 x ULN.", "alt > 3 x uln or ast > 3 x uln", ""),
        ("inclusion", "ALT or AST <=3 x ULN.", "alt <= 3 x uln and ast <= 3 x uln", ""),
        ("inclusion", "ALT and AST not >3 x ULN.", "not (alt > 3 x uln or ast > 3 x uln)", ""),
    ],
)  # fmt: skip
def test_and_for_or_is_told(tmp_path: Path, type: str, text: str, rule: str, told: str) -> None:
    assert_told(tmp_path, type, text, rule, told)


@pytest.mark.parametrize(
    ("text", "rule", "told"),
    [
        ("A dose within 4 weeks before randomization.", "dose within 4 weeks before signed", "the rule counts 4 weeks from `signed`, the sentence from `day`"),
        ("A dose within 28 days of the informed consent.", "dose >= day - 4 weeks", "from `day`, the sentence from `signed`"),
        ("Consent within 4 weeks before randomization.", "day within 4 weeks after signed", ""),
        ("A dose within 4 weeks before the operation.", "dose within 4 weeks before signed", ""),
        ("A dose within 4 weeks before randomization.", "dose within 4 weeks before day and dose since 4 weeks before signed", ""),
    ],
)  # fmt: skip
def test_a_window_from_another_date_is_told(tmp_path: Path, text: str, rule: str, told: str) -> None:
    assert_told(tmp_path, "exclusion", text, rule, told)


NEAR = "any i of items in {a1}: (i.last within 4 weeks before day) or any i of items in {b1, c1}: (i.last within 8 weeks before day)"
FAR = NEAR.replace("{a1}", "{a1, b1}").replace("{b1, c1}", "{c1}")


@pytest.mark.parametrize(
    ("text", "rule", "told"),
    [
        ("Aa within 4 weeks, Bb or Cc within 8 weeks.", FAR, "the rule says 4 weeks of `b1`, the sentence 8 weeks"),
        ("Within 4 weeks: Aa; within 8 weeks: Bb, Cc.", FAR, "the rule says 4 weeks of `b1`, the sentence 8 weeks"),
        ("Aa within 4 weeks, Bb or Cc within 8 weeks.", NEAR, ""),
        ("Within 4 weeks: Aa; within 8 weeks: Bb, Cc.", NEAR, ""),
        ("Aa within 4 weeks, Bb within 12 weeks, Cc within 8 weeks.", FAR, "4 weeks of `b1`, the sentence 12 weeks"),
        ("Any of Aa, Bb, Cc: 4 or 8 weeks, as listed.", FAR, ""),
    ],
)  # fmt: skip
def test_a_length_of_another_option_is_told(tmp_path: Path, text: str, rule: str, told: str) -> None:
    assert_told(tmp_path, "exclusion", text, rule, told)


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("yes_no", "Fever within 3 days.", "`fever` asks about 4 weeks, its criterion says 3 days"),
        ("yes_no", "Fever within 28 days.", ""),
        ("yes_no", "Recent fever.", ""),
        ("many_of", "Fever within 3 days.", ""),
        ("many_of", "Fever within 6 weeks.", "`fever` asks about 4 weeks, its criterion says 6 weeks"),
    ],
)
def test_a_question_about_another_time_is_told(tmp_path: Path, kind: str, text: str, told: str) -> None:
    options = "" if kind == "yes_no" else ", options: [{code: a, label: A}]"
    asked = f'  - {{id: fever, kind: {kind}, criterion: C1, label: F, ask: "Since {{since}}?", values: {{since: day - 4 weeks}}{options}}}\n'
    rule = "fever" if kind == "yes_no" else "fever has a"
    trial = (TRIAL % ("exclusion", text, rule)).replace("derived:", asked + "derived:")
    found = doubts_in(tmp_path, trial, periods.look)
    assert bool(found) is bool(told), found
    assert told in " ".join(found)

"""Responses that others filled in: our link ids, codes and units count; what cannot be taken is refused in a sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from io import StringIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.batch import Batch
from bot.channels.jsonl import object_in
from bot.interchange import uris
from bot.interchange.fhir.reading import exchanged
from tests.core.worlds import LN, TODAY, first

UCUM = {"system": uris.UCUM}
SEX = uris.options(LN, LN.by_id["sex"])
ABSENT = {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "asked-unknown"}
MALE = {"linkId": "sex", "answer": [{"valueCoding": {"code": "male"}}]}


def item(id: str, *answers: dict[str, Any]) -> dict[str, Any]:
    return {"linkId": id, "answer": list(answers)}


def quantity(id: str, **fields: Any) -> dict[str, Any]:
    return item(id, {"valueQuantity": fields})


def filled(*items: dict[str, Any], **head: Any) -> dict[str, Any]:
    return {"resourceType": "QuestionnaireResponse", "status": "completed", "id": "P1", "item": list(items), **head}


def run(*lines: Any) -> tuple[list[dict[str, Any]], str]:
    out, errors = StringIO(), StringIO()
    given = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in lines]
    Batch(LN, first().texts.text, TODAY).run(given, out, errors)
    return [json.loads(line) for line in out.getvalue().splitlines()], errors.getvalue()


@pytest.mark.parametrize(
    ("items", "same"),
    [
        ([quantity("scr", value=3.1, code="mg/dL", **UCUM)], {"scr": {"value": "3.1", "unit": "mg/dL"}}),
        ([quantity("scr", value=274, unit="µmol/L")], {"scr": {"value": "274", "unit": "umol/L"}}),
        ([quantity("protein_24h", value=900, code="mg/(24.h)")], {"protein_24h": {"value": "900", "unit": "mg/24h"}}),
        (
            [quantity("plt", value=50, comparator="<", code="10*9/L", **UCUM)],
            {"plt": {"value": "50", "unit": "10^9/L", "comparator": "<"}},
        ),
        ([quantity("crescent", value=50, code="%", **UCUM)], {"crescent": {"value": "50", "unit": "%"}}),
        (
            [item("crescent/count", {"valueInteger": 6}), item("crescent/total", {"valueInteger": 12})],
            {"crescent": {"count": 6, "total": 12}},
        ),
        ([item("sex", {"valueCoding": {"system": SEX, "code": "male"}})], {"sex": "male"}),
        ([item("mmf_ever", {"valueBoolean": False})], {"mmf_ever": "no"}),
        ([item("birth_date", {"valueDate": "1960-11"})], {"birth_date": "1960-11"}),
        ([item("birth_date/age", {"valueInteger": 17})], {"birth_date": {"age": 17}}),
        ([{"linkId": "upcr", "extension": [ABSENT]}], {"upcr": "unknown"}),
        ([item("upcr", {"valueQuantity": {"extension": [ABSENT]}})], {"upcr": "unknown"}),
        ([item("mmf_ever", {"_valueBoolean": {"extension": [ABSENT]}})], {"mmf_ever": "unknown"}),
        (
            [item("malignancy", {"valueCoding": {"system": uris.NONE_SYSTEM, "code": "none"}})],
            {"malignancy": []},
        ),
        (
            [item("malignancy", {"valueCoding": {"code": "bcc"}}, {"valueCoding": {"code": "solid"}})],
            {"malignancy": ["bcc", "solid"]},
        ),
        ([item("scr", {"valueString": "3.1 mg/dl"})], {"scr": "3.1 mg/dl"}),
        ([{"linkId": "group/E7", "item": [quantity("scr", value=90, code="umol/L")]}], {"scr": {"value": "90", "unit": "umol/L"}}),
        ([], {}),
    ],
)  # fmt: skip
def test_the_same_answers_give_the_same_result(items: list[dict[str, Any]], same: dict[str, Any]) -> None:
    batch = Batch(LN, first().texts.text, TODAY)
    taken = exchanged(LN, object_in(json.dumps(filled(*items))))
    assert taken["answers"].keys() == same.keys()
    values = [
        {id: answer.value for id, answer in batch.answers(one, TODAY)[0].items()} for one in (taken["answers"], same)
    ]
    assert values[0] == values[1]
    assert run(filled(*items)) == run({"id": "P1", "answers": same})


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (quantity("scr", value=3, code="mmol/L", **UCUM), "“mmol/L” is not a unit used here. Possible: umol/L, mg/dL."),
        (quantity("scr", value=3, code="g", **UCUM), "“g” is not a unit used here"),
        (quantity("protein_24h", value=3, code="g", **UCUM), "“g” is not a unit used here"),
        (quantity("scr", value=3, code="umol/L", system="http://example.org"), "is not a unit used here"),
        (quantity("scr", value=3), "One of these units is wanted"),
        (quantity("scr", value=True, code="umol/L"), "decimal string"),
        (quantity("scr", value=99999999, code="umol/L"), "scr: "),
        (item("sex", {"valueCoding": {"system": "http://example.org", "code": "male"}}), "codes of http://example.org"),
        (item("sex", {"valueCoding": {"code": "M"}}), "One of these codes is wanted: female, male."),
        (item("sex", {"valueCoding": {"display": "Male"}}), "One of these codes is wanted"),
        (item("sex", {"valueBoolean": True}), "sex: An answer of another type is wanted, not valueBoolean."),
        (item("mmf_ever", {"valueInteger": 1}), "another type"),
        (item("scr", {"valueCoding": {"code": "90"}}), "another type"),
        (item("sex", {"valueCoding": {"code": "male"}}, {"valueCoding": {"code": "female"}}), "One answer is wanted, not 2."),
        (item("sex", {}), "One value is wanted, not 0."),
        (item("hair", {"valueString": "red"}), "There is no question hair."),
        (item("birth_date/age", {"valueString": "45"}), "another type"),
        (item("biopsy_date", {"valueDate": "2027-01-01"}), "in the future"),
        ({"linkId": "upcr", "extension": [{**ABSENT, "valueCode": "masked"}]}, "“masked” does not say"),
        (
            item("malignancy", {"valueCoding": {"code": "bcc"}}, {"valueCoding": {"system": uris.NONE_SYSTEM, "code": "none"}}),
            "One answer is wanted, not 2.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_and_says_why(item: dict[str, Any], sentence: str) -> None:
    found, errors = run(filled(item))
    assert found == []
    assert errors.startswith("line 1: ")
    assert sentence in errors


@pytest.mark.parametrize(
    ("resource", "sentence"),
    [
        (filled(MALE, MALE), "sex is answered twice."),
        (filled(MALE, questionnaire=f"{uris.questionnaire(LN)}|99"), "in version 1"),
        (filled(MALE, questionnaire="http://example.org/Questionnaire/other"), "It answers http://example.org"),
        (filled(MALE, status="entered-in-error"), "entered in error"),
        (filled(MALE, authored="yesterday"), "“authored” is not a moment"),
        (filled(item("birth_date", {"valueDate": "1990"}), item("birth_date/age", {"valueInteger": 36})), "two ways"),
        ({"resourceType": "Observation"}, "A QuestionnaireResponse is wanted, not Observation."),
        ({**filled(), "item": {"linkId": "sex"}}, "“item” is not a list of objects."),
    ],
)
def test_a_response_that_is_not_one_to_this_trial_is_refused(resource: dict[str, Any], sentence: str) -> None:
    found, errors = run(resource)
    assert (found, sentence in errors) == ([], True), errors


def test_everything_that_is_wrong_is_said_at_once() -> None:
    found, errors = run(filled(item("hair", {"valueString": "red"}), item("sex", {}), quantity("scr", value=3)))
    assert found == []
    assert [part in errors for part in ("question hair", "sex: One value")] == [True, True]


def test_items_nested_without_end_are_refused() -> None:
    inner: dict[str, Any] = MALE
    for _ in range(50):
        inner = {"linkId": "group", "item": [inner]}
    assert "nested too deeply" in run(filled(inner))[1]


def test_a_bundle_is_read_one_case_after_the_other_and_its_companions_are_passed_over() -> None:
    bad = filled(item("hair", {"valueString": "red"}))
    entries = [{"resource": one} for one in (filled(MALE, id="A"), bad, {"resourceType": "Patient"}, filled(id="B"))]
    found, errors = run({"resourceType": "ResearchStudy"}, {"resourceType": "Bundle", "entry": entries})
    assert [one["id"] for one in found] == ["A", "B"]
    assert errors == "line 2: There is no question hair.\n"


def test_a_file_that_is_laid_out_for_people_is_read_too() -> None:
    lines = json.dumps(filled(MALE), indent=2).encode().splitlines(keepends=True)
    assert len(lines) > 5
    [found], errors = run(*lines)
    assert (found["id"], errors) == ("P1", "")


def test_a_stray_bracket_costs_its_own_line_only() -> None:
    found, errors = run(filled(MALE, id="A"), b"{\n", filled(MALE, id="B"))
    assert ([one["id"] for one in found], errors.count("\n")) == (["A", "B"], 1)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["9999-12-31T23:59:59Z", "male"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["url", "system", "code", "x"]), inner),
    max_leaves=4,
)


def test_the_longest_number_that_fits_is_answered_with_a_sentence() -> None:
    huge = quantity("scr", value=11_312_217_194_570_136, code="mg/dL", **UCUM)
    found, errors = run(filled(deepcopy(MALE), huge, questionnaire=uris.questionnaire(LN)))
    assert not found
    assert "11,312,217,194,570,136 mg/dL (1,000,000,000,000,000,022.4 µmol/L) is not possible here" in errors


@settings(max_examples=300)
@given(data=st.data())
def test_whatever_is_broken_in_a_response_it_is_refused_or_read(data: st.DataObject) -> None:
    """One part of a sound response is put in place by anything at all: never more than one line of complaint."""
    sound = filled(
        deepcopy(MALE),
        quantity("scr", value=3, comparator="<", code="mg/dL", **UCUM),
        {"linkId": "upcr", "extension": [dict(ABSENT)]},
        item("biopsy_date", {"_valueDate": {"extension": [{"url": uris.BETWEEN, "valuePeriod": {"start": "2026"}}]}}),
        authored="2026-10-01",
        questionnaire=uris.questionnaire(LN),
    )
    holder, key = data.draw(st.sampled_from(list(places(sound))))
    holder[key] = data.draw(JSON)
    found, errors = run(sound)
    assert len(found) + errors.count("\n") <= 1


def places(part: Any) -> Iterator[tuple[Any, Any]]:
    """Every place of a document, with what holds it."""
    for key, value in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        yield part, key
        yield from places(value)


@pytest.mark.parametrize(
    ("authored", "planned"),
    [
        ("2026-10-01T09:00:00+08:00", "2026-10-01"),
        ("2026-10-01T20:00:00Z", "2026-10-02"),
        ("2026-10-01", "2026-10-01"),
        (None, TODAY.isoformat()),
    ],
)
def test_it_is_judged_as_of_the_sites_day_on_which_it_was_authored(authored: str | None, planned: str) -> None:
    [found], _ = run(filled(MALE, authored=authored))
    [note] = [one["en"] for one in found["notes"] if one["id"] == "provisional"]
    assert _day(planned) in note


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{int(day)} {dict(zip(('10', '11'), ('Oct', 'Nov'), strict=True))[month]} {year}"

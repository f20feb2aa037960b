"""What is written as FHIR is FHIR, in R4 and R5, and comes back as the answers that it was written from.

Structure, types, cardinalities and required codes are judged by `fhir.resources`, models made from HL7's own definitions
(R4B, which has these five resources unchanged from R4, and R5). HL7's invariants are in `test_invariants.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from pydantic import BaseModel

from bot.channels.batch import Batch
from bot.content.library import Library
from bot.core import kinds
from bot.core.answers import Answer
from bot.core.case import Case, Signature
from bot.core.kinds.base import Setting
from bot.core.trial import Trial
from bot.core.truth import Truth
from bot.interchange import uris
from bot.interchange.exact import text_of
from bot.interchange.fhir.questionnaire import QuestionnaireWriter
from bot.interchange.fhir.reading import responses
from bot.interchange.fhir.release import Json, Release, staff
from bot.interchange.fhir.response import response
from bot.interchange.fhir.signature import provenance
from bot.interchange.fhir.study import StudyWriter, research_subject
from bot.interchange.parts import parts_of
from bot.interchange.subject import Subject
from tests.core.worlds import LN, RSV, TODAY, Patient, first, good, patients, second
from tests.interchange.conftest import TALKS, Played

LIBRARIES = {LN.id: first(), RSV.id: second()}
AT = datetime(2026, 11, 22, 15, 20, tzinfo=timezone(timedelta(hours=8)))
MODELS = {Release.R4: "fhir.resources.R4B", Release.R5: "fhir.resources"}
both = pytest.mark.parametrize("trial", [LN, RSV], ids=lambda trial: trial.id)
releases = pytest.mark.parametrize("release", Release, ids=lambda release: release.name)


def library(trial: Trial) -> Library:
    return LIBRARIES[trial.id]


def form(trial: Trial, release: Release = Release.R4) -> Json:
    return QuestionnaireWriter(trial, library(trial).texts.text, release).questionnaire()


def somebody(patient: Patient) -> Subject:
    """A patient of whom only the answers matter."""
    moment = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)
    return Subject(patient.trial, "S1", Case("S1-0001", "review", answers=patient.answers), moment, moment.date(), ())


def checked(resource: Json, release: Release) -> BaseModel:
    """The resource as the model of its release reads it; a ValidationError where it is none."""
    name = resource["resourceType"]
    model = getattr(import_module(f"{MODELS[release]}.{name.lower()}"), name)
    found = model.model_validate_json(text_of(resource))
    assert isinstance(found, BaseModel)
    return found


def codes(part: Any) -> Iterator[tuple[str, Any, list[str]]]:
    """Every value for which FHIR allows certain codes only, with these."""
    if isinstance(part, list | tuple):
        for one in part:
            yield from codes(one)
    if isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            value, extra = getattr(part, name), field.json_schema_extra
            yield from codes(value)
            allowed = extra.get("enum_values") if isinstance(extra, dict) else None
            # "+" is "and more": a list that the models do not have to its end
            if value is not None and isinstance(allowed, list) and "+" not in allowed:
                yield f"{type(part).__name__}.{name}", value, [str(one) for one in allowed]


def items(parent: Json) -> Iterator[Json]:
    for item in parent.get("item", []):
        yield item
        yield from items(item)


# It is FHIR.


@releases
@both
def test_a_trial_is_a_questionnaire_and_a_study(trial: Trial, release: Release) -> None:
    writer = StudyWriter(trial, library(trial).texts.text, release)
    found = [one for resource in (form(trial, release), writer.study()) for one in codes(checked(resource, release))]
    assert len(found) > 5
    assert [one for one in found if one[1] not in one[2]] == []


@releases
@pytest.mark.parametrize("file", TALKS, ids=lambda file: file.stem)
def test_a_case_is_a_response_and_a_research_subject(file: Path, release: Release, played: Played) -> None:
    subject = played(file)
    for resource in (response(subject, release), research_subject(subject, release)):
        found = list(codes(checked(resource, release)))
        assert found
        assert [one for one in found if one[1] not in one[2]] == []


@releases
def test_a_signature_is_a_provenance_of_a_code_and_names_nobody(release: Release) -> None:
    signature = Signature("Zhou Y.", AT, "I have reviewed WARD7", "ineligible", "eligible", "Zhou Y. saw it", "0" * 64)
    signed = replace(somebody(Patient(LN, good(LN))), signer=7)
    assert provenance(signed, library(LN).texts.text) is None
    signed = replace(signed, case=replace(signed.case, signature=signature))
    resource = provenance(signed, library(LN).texts.text)
    assert resource is not None
    assert [one for one in codes(checked(resource, release)) if one[1] not in one[2]] == []
    assert resource["target"] == [{"reference": f"QuestionnaireResponse/{signed.code}"}]
    assert resource["activity"]["text"] == "Investigator's decision: eligible (overrides: not eligible)"
    assert (resource["signature"][0]["when"], resource["agent"]) == (AT.isoformat(), [{"who": staff(7)}])
    text = text_of(resource)
    assert "Zhou" not in text
    assert "WARD7" not in text
    assert list(responses(resource)) == [], "evaluate passes over it"


@releases
@settings(max_examples=50)
@given(patient=patients())
def test_whatever_was_answered_is_a_response(patient: Patient, release: Release) -> None:
    checked(response(somebody(patient), release), release)


@both
def test_every_condition_names_an_earlier_question_and_one_answer(trial: Trial) -> None:
    """No question waits for one that comes later: a form is filled in from its beginning to its end."""
    seen: set[str] = set()
    for item in items(form(trial)):
        for condition in item.get("enableWhen", []):
            assert condition["question"] in seen
            assert sum(key.startswith("answer") for key in condition) == 1
        assert ("enableBehavior" in item) == (len(item.get("enableWhen", [])) > 1)
        assert bool(item.get("answerOption")) == (item["type"] == "choice")
        seen.add(item["linkId"])


# It says all that the trial says.


@both
def test_questions_options_units_and_codes_are_all_there_in_every_language(trial: Trial) -> None:
    found = {item["linkId"]: item for item in items(form(trial))}
    for question in trial.questions:
        item, shape = found[question.id], question.shape
        assert item["text"] == library(trial).texts.text(question.ask, "en")
        [translation] = item["_text"]["extension"]
        assert translation["extension"][1]["valueString"] == library(trial).texts.text(question.ask, "zh_CN")
        offered = [one["valueCoding"]["code"] for one in item.get("answerOption", [])]
        assert offered == [*shape.codes, *(["none"] if shape.kind == "many_of" else [])]
        assert all(part.id in found for part in parts_of(question))
        if shape.test:
            units = [one["valueCoding"]["code"] for one in item["extension"]]
            assert sorted(units) == sorted(unit.ucum for unit in shape.test.units)
            assert shape.test.unit(shape.unit) is shape.test.unit(units[0])
            assert [one["code"] for one in item.get("code", [])] == list(shape.test.loinc)


@both
def test_the_study_holds_every_criterion_verbatim(trial: Trial) -> None:
    written = StudyWriter(trial, library(trial).texts.text, Release.R4).study()["contained"][0]
    told = [
        (one["code"]["coding"][0]["code"], one["code"]["text"], one["exclude"]) for one in written["characteristic"]
    ]
    assert told == [(one.id, one.text.text, not one.inclusion) for one in trial.criteria]


def enabled(item: Json, given: dict[str, list[Json]]) -> bool:
    """Whether a form shows an item, as FHIR says it."""
    conditions = [holds(one, given.get(one["question"], [])) for one in item.get("enableWhen", [])]
    return (any if item.get("enableBehavior") == "any" else all)(conditions)


def holds(condition: Json, answers: list[Json]) -> bool:
    [wanted] = [value for key, value in condition.items() if key.startswith("answer")]
    values = [answer.get("valueBoolean", answer.get("valueCoding")) for answer in answers]
    return (wanted in values) is (condition["operator"] == "=")


@settings(max_examples=150)
@given(patient=patients())
def test_a_form_hides_no_question_that_the_trial_asks(patient: Patient) -> None:
    written = {
        item["linkId"]: item["answer"] for item in items(response(somebody(patient), Release.R4)) if "answer" in item
    }
    hidden = {item["linkId"] for item in items(form(patient.trial)) if not enabled(item, written)}
    asked = [one.id for one in patient.trial.questions if patient.facts.asked(one) is Truth.TRUE]
    assert [id for id in asked if id in hidden] == []


@both
def test_a_form_hides_what_a_plain_rule_makes_moot(trial: Trial) -> None:
    moot = {LN: ("pregnant", "bcc_treated", "e1_drugs.last_dose.mmf"), RSV: ("steroid_dose", "next_date")}[trial]
    hidden = {item["linkId"] for item in items(form(trial)) if not enabled(item, {})}
    assert set(moot) <= hidden


# It comes back as it was.


def evaluated(trial: Trial, line: str) -> Json:
    out, errors = StringIO(), StringIO()
    Batch(trial, library(trial).texts.text, TODAY).run([line.encode()], out, errors)
    assert errors.getvalue() == ""
    found: Json = json.loads(out.getvalue())
    return found


def own_form(subject: Subject) -> str:
    trial, answers = subject.trial, subject.case.answers
    dumped = {id: kinds.dump(trial.by_id[id].shape, answer.value) for id, answer in answers.items()}
    return json.dumps({"id": subject.code, "today": subject.day.isoformat(), "answers": dumped})


def same_both_ways(subject: Subject) -> None:
    """Findings, dates, reasons, notes; what is only remarked on may be said of a moot answer too."""
    mine = evaluated(subject.trial, own_form(subject))
    for release in Release:
        other = evaluated(subject.trial, text_of(response(subject, release)))
        assert {**other, "warnings": None} == {**mine, "warnings": None}
        assert [one for one in other["warnings"] if one not in mine["warnings"]] == []


@pytest.mark.parametrize("file", TALKS, ids=lambda file: file.stem)
def test_a_talks_response_gives_the_talks_verdict(file: Path, played: Played) -> None:
    subject = played(file)
    same_both_ways(subject)
    found = evaluated(subject.trial, text_of(response(subject, Release.R5)))
    verdict = subject.verdict
    assert found["verdict"] == verdict.outcome.value
    assert found["criteria"] == {one.criterion.id: one.status.value for one in verdict.findings}


@settings(max_examples=150)
@given(patient=patients())
def test_any_answers_response_gives_their_verdict(patient: Patient) -> None:
    possible = {id: answer for id, answer in patient.answers.items() if _possible(patient.trial, id, answer)}
    same_both_ways(somebody(Patient(patient.trial, possible)))


def _possible(trial: Trial, id: str, answer: Answer) -> bool:
    found = kinds.check(trial.by_id[id].shape, answer.value, Setting(TODAY, None))
    return not isinstance(found, kinds.Unclear)


def test_a_response_holds_what_was_typed_and_what_it_is_in_the_questions_unit(played: Played) -> None:
    subject = played(next(file for file in TALKS if file.stem == "units-and-months"))
    found = {item["linkId"]: item for item in items(response(subject, Release.R4))}
    scr = found["scr"]
    assert scr["extension"] == [{"url": uris.AS_TYPED, "valueString": "0.9 mg/dL"}]
    quantity = scr["answer"][0]["valueQuantity"]
    assert (quantity["value"], quantity["code"], quantity["system"]) == (Decimal("0.9"), "mg/dL", uris.UCUM)
    other = quantity["extension"][0]["valueQuantity"]
    assert (other["value"], other["code"]) == (Decimal("79.56"), "umol/L")
    assert found["birth_date/age"]["answer"] == [{"valueInteger": 45}]
    assert found["biopsy_date"]["answer"] == [{"valueDate": "2026-10"}]
    assert [found[f"sclerosis/{part}"]["answer"][0]["valueInteger"] for part in ("count", "total")] == [6, 24]


def test_who_answered_is_a_code_and_when_by_the_sites_clock(played: Played) -> None:
    subject = played(next(file for file in TALKS if file.stem == "amend-after-sending"))
    found = response(subject, Release.R4)
    assert found["author"] == {"type": "Practitioner", "identifier": {"system": uris.STAFF, "value": "S1"}}
    assert found["status"] == "amended"
    assert found["authored"].startswith(f"{subject.day}T")
    assert found["authored"].endswith("+08:00")


def test_an_answer_that_another_made_moot_is_left_out() -> None:
    """A form does not show it, so no response may hold it."""
    pregnant = {id: kinds.load(LN.by_id[id].shape, "no", Setting(TODAY)) for id in ("pregnant", "breastfeeding")}
    answers = {**good(LN), **{id: Answer(value) for id, value in pregnant.items()}}
    for sex, there in (("male", set()), ("female", set(pregnant))):
        sexed = {**answers, "sex": Answer(kinds.load(LN.by_id["sex"].shape, sex, Setting(TODAY)))}
        told = {item["linkId"] for item in items(response(somebody(Patient(LN, sexed)), Release.R4))}
        assert told & set(pregnant) == there

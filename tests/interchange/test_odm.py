"""What is written as ODM is ODM 1.3.2, and tells each answer with who, where, when and why.

The form is judged by CDISC's own XML schema (ODM1-3-2.xsd), the references between definitions by `odmlib`, which brings
the schema along. What an item's value must be by its definition neither judges; that is tested here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
import xmlschema
from hypothesis import given, settings
from odmlib.exceptions import OdmlibOIDError
from odmlib.loader import ODMLoader
from odmlib.odm_loader import XMLODMLoader
from odmlib.oid_generator import create_oid_checker
from odmlib.schema_manager import get_schema_path

from bot.core import kinds
from bot.core.answers import Answer
from bot.core.case import Case
from bot.core.languages import LANGUAGES
from bot.core.trial import Trial
from bot.interchange.odm.document import document
from bot.interchange.odm.items import items_of, oid
from bot.interchange.odm.xml import Speech
from bot.interchange.subject import AuditRecord, Subject
from tests.core.worlds import LN, RSV, Patient, patients
from tests.interchange.conftest import LIVELY, TALKS, Played
from tests.interchange.test_fhir import library

NS = "{http://www.cdisc.org/ns/odm/v1.3}"
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
AMENDED = next(file for file in TALKS if file.stem == "amend-after-sending")


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema:
    """CDISC's schema."""
    return xmlschema.XMLSchema(get_schema_path("odm", "1.3.2"))


def written(trial: Trial, *subjects: Subject) -> str:
    speech = Speech(library(trial).texts.text)
    return "".join(document(trial, speech, subjects, NOW))


def found(text: str, tag: str) -> Iterator[Element]:
    return fromstring(text).iter(NS + tag)


@pytest.mark.parametrize("trial", [LN, RSV], ids=lambda trial: trial.id)
def test_the_metadata_alone_keep_to_the_schema(trial: Trial, schema: xmlschema.XMLSchema) -> None:
    text = written(trial)
    schema.validate(text)
    items = {item.get("OID") for item in found(text, "ItemDef")}
    assert items == {oid(item.id) for question in trial.questions for item in items_of(question)}
    assert {len(one) for one in found(text, "Question")} == {len(LANGUAGES)}


@pytest.mark.parametrize("file", [file for file in TALKS if file.stem in LIVELY], ids=lambda file: file.stem)
def test_a_case_keeps_to_the_schema_and_every_reference_has_its_definition(
    file: Path, played: Played, schema: xmlschema.XMLSchema, tmp_path: Path
) -> None:
    text = written(LN, played(file))
    schema.validate(text)
    (tmp_path / "case.xml").write_text(text, "utf-8")
    loader = ODMLoader(XMLODMLoader(model_package="odm_1_3_2"))
    loader.open_odm_document(str(tmp_path / "case.xml"))
    odm = loader.load_odm()
    checker = create_oid_checker("odm_1_3_2")
    odm.verify_oids(checker)
    assert checker.check_oid_refs()


def test_a_wrong_code_and_a_reference_without_a_definition_would_be_found(
    played: Played, schema: xmlschema.XMLSchema, tmp_path: Path
) -> None:
    """The test before this one can fail."""
    text = written(LN, played(AMENDED))
    assert not schema.is_valid(text.replace('TransactionType="Insert"', 'TransactionType="New"', 1))
    (tmp_path / "case.xml").write_text(text.replace('ItemDef OID="IT.scr"', 'ItemDef OID="IT.x"'), "utf-8")
    loader = ODMLoader(XMLODMLoader(model_package="odm_1_3_2"))
    loader.open_odm_document(str(tmp_path / "case.xml"))
    with pytest.raises(OdmlibOIDError, match=r"IT\.scr"):
        loader.load_odm().verify_oids(create_oid_checker("odm_1_3_2"))


def final(text: str) -> dict[str, str | None]:
    """The values as they stand after all transactions, as whoever imports the file would have them."""
    values: dict[str, str | None] = {}
    for item in found(text, "ItemData"):
        id = item.get("ItemOID", "")
        assert (id in values) == (item.get("TransactionType") != "Insert"), "an insert is the first, and the first only"
        values[id] = item.get("Value")
        if item.get("TransactionType") == "Remove":
            del values[id]
    return values


def add_up(text: str, trial: Trial, answers: Mapping[str, Answer]) -> None:
    """The values are those of the answers, whatever the answers before them were."""
    values = final(text)
    for id, answer in answers.items():
        question = trial.by_id[id]
        dumped = kinds.dump(question.shape, answer.value)
        own, count = values.get(oid(id)), values.get(oid(f"{id}/count"))
        match dumped:
            case "unknown":
                assert own is None
            case "ongoing":
                assert values[oid(f"{id}/ongoing")] == "true"
            case str() if question.shape.kind in ("date", "birth"):
                assert own == dumped.partition("/")[0][: len(own or "")]
            case str():
                assert own == dumped
            case {"count": number}:
                assert count == str(number)
            case {"value": number}:
                assert own == number
            case {"age": years}:
                assert values[oid(f"{id}/age")] == str(years)
            case list():
                chosen = [one for one in question.shape.codes if values[oid(f"{id}/{one}")] == "yes"]
                assert chosen == dumped


@pytest.mark.parametrize("file", TALKS, ids=lambda file: file.stem)
def test_the_transactions_add_up_to_the_answers(file: Path, played: Played) -> None:
    subject = played(file)
    add_up(written(LN, subject), LN, subject.case.answers)


@settings(max_examples=10)
@given(before=patients((LN,)), after=patients((LN,)))
def test_any_answer_can_take_the_place_of_any_other(
    before: Patient, after: Patient, schema: xmlschema.XMLSchema
) -> None:
    """An age of a birth date, a percentage of a count, a day of "still ongoing": what no longer holds is removed."""
    known: dict[str, Answer] = {}
    changes = []
    both = {id for id in before.answers if before.answers[id] == after.answers.get(id)}
    given = [one for one in (*before.answers.items(), *after.answers.items()) if one[0] not in both]
    for entry, (id, answer) in enumerate(given, 1):
        changes.append(AuditRecord(entry, id, known.get(id), answer, NOW, 1, None))
        known[id] = answer
    text = written(LN, Subject(LN, "S1", Case("S1-0001", "review", answers=known), NOW, NOW.date(), tuple(changes)))
    schema.validate(text)
    add_up(text, LN, known)


@pytest.mark.parametrize("file", TALKS, ids=lambda file: file.stem)
def test_every_value_is_of_the_type_unit_and_list_that_its_definition_says(file: Path, played: Played) -> None:
    text = written(LN, played(file))
    definitions = {one.get("OID"): one for one in found(text, "ItemDef")}
    lists = {one.get("OID"): {item.get("CodedValue") for item in one} for one in found(text, "CodeList")}
    reads: dict[str, Callable[[str], object]] = {
        "float": Decimal, "integer": int, "date": date.fromisoformat, "boolean": lambda text: {"true": True}[text],
    }  # fmt: skip
    looked_at = 0
    for item in found(text, "ItemData"):
        definition, value = definitions[item.get("ItemOID")], item.get("Value")
        units = {one.get("MeasurementUnitOID") for one in definition.iter(NS + "MeasurementUnitRef")}
        assert {one.get("MeasurementUnitOID") for one in item.iter(NS + "MeasurementUnitRef")} <= units
        if value is not None:
            reads.get(definition.get("DataType", ""), str)(value)
            codes = [one.get("CodeListOID") for one in definition.iter(NS + "CodeListRef")]
            assert all(value in lists[code] for code in codes)
            assert definition.get("DataType") != "text" or len(value) <= int(definition.get("Length", "0"))
            looked_at += 1
    assert looked_at


def test_a_change_after_sending_is_an_update_with_its_reason_by_a_code_at_the_sites_clock(played: Played) -> None:
    subject = played(AMENDED)
    changed = [change for change in subject.changes if change.old is not None and change.reason]
    assert changed
    told = [one for one in found(written(LN, subject), "ItemData") if one.find(f".//{NS}ReasonForChange") is not None]
    audits = [{part.tag.removeprefix(NS): part for part in one.iter()} for one in told]
    assert [one["ReasonForChange"].text for one in audits] == [change.reason for change in changed]
    assert [one["DateTimeStamp"].text for one in audits] == [change.at.isoformat() for change in changed]
    assert [one["SourceID"].text for one in audits] == [str(change.entry) for change in changed]
    assert {one["UserRef"].get("UserOID") for one in audits} == {"USER.S1"}
    assert {item.get("TransactionType") for item in told} == {"Update"}
    assert all((one["DateTimeStamp"].text or "").endswith("+08:00") for one in audits)


def test_every_item_has_its_audit_record_and_what_was_typed(played: Played) -> None:
    subject = played(next(file for file in TALKS if file.stem == "units-and-months"))
    text = written(LN, subject)
    items = list(found(text, "ItemData"))
    assert all(item.find(NS + "AuditRecord") is not None for item in items)
    [scr] = [item for item in items if item.get("ItemOID") == "IT.scr"]
    [unit] = scr.iter(f"{NS}MeasurementUnitRef")
    assert (scr.get("Value"), unit.get("MeasurementUnitOID")) == ("0.9", "MU.mg/dL")
    assert [one.text for one in scr.iter(NS + "Comment")] == ["0.9 mg/dL"]


def test_signs_that_xml_does_not_know_are_left_out(played: Played) -> None:
    subject = played(AMENDED)
    first = subject.changes[0]
    typed = "a\x00\x0b<&>\ufffe人"
    odd = Subject(
        subject.trial, subject.site, subject.case, subject.opened, subject.day,
        (AuditRecord(1, first.question, None, Answer(first.new.value, typed), first.at, None, None),),
    )  # fmt: skip
    text = written(LN, odd)
    assert [one.text for one in found(text, "Comment")][:1] == ["a<&>人"]
    assert {one.get("UserOID") for one in found(text, "UserRef")} == {"USER.PROGRAM"}

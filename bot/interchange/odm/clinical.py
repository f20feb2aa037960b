"""A case as ODM clinical data: every change of an answer, in order, with who, where, when and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from xml.etree.ElementTree import Element

from bot.core.answers import Answer
from bot.core.trial import Question, Trial
from bot.interchange import uris
from bot.interchange.headings import groups
from bot.interchange.odm.items import Datum, oid, values_of
from bot.interchange.odm.metadata import EVENT, FORM, group_oid, study_oid, unit_oid, version_oid
from bot.interchange.odm.xml import element
from bot.interchange.subject import AuditRecord, Subject

PROGRAM = "USER.PROGRAM"
_WITHIN = {"TransactionType": "Upsert"}


def user_oid(staff: int | None) -> str:
    """The OID of who did it; where nobody did, the program."""
    return PROGRAM if staff is None else f"USER.{uris.staff(staff)}"


def location_oid(site: str) -> str:
    """The OID of a site."""
    return f"LOC.{site}"


@dataclass(frozen=True)
class Writer:
    """Writes the cases of one trial."""

    trial: Trial

    @cached_property
    def group_of(self) -> dict[str, str]:
        """The item group of each question."""
        return {one.id: group_oid(group.id) for group in groups(self.trial) for one in group.questions}

    def transactions(self, subject: Subject) -> Iterator[Element]:
        """One element for each entry of the record that changed answers."""
        for _, changes in groupby(subject.changes, key=lambda change: change.entry):
            data = element(
                "SubjectData",
                element("SiteRef", LocationOID=location_oid(subject.site)),
                self.event(subject, list(changes)),
                SubjectKey=subject.code,
                **_WITHIN,
            )
            version = version_oid(self.trial)
            yield element("ClinicalData", data, StudyOID=study_oid(self.trial), MetaDataVersionOID=version)

    def event(self, subject: Subject, changes: list[AuditRecord]) -> Element:
        """What was changed, at its place in the form."""
        found = [
            element("ItemGroupData", *items, ItemGroupOID=group, **_WITHIN)
            for group, items in self.items(subject, changes)
        ]
        return element(
            "StudyEventData", element("FormData", *found, FormOID=FORM, **_WITHIN), StudyEventOID=EVENT, **_WITHIN
        )

    def items(self, subject: Subject, changes: list[AuditRecord]) -> Iterator[tuple[str, list[Element]]]:
        """The changed items of each item group."""
        for group, found in groupby(changes, key=lambda change: self.group_of[change.question]):
            yield group, [item for change in found for item in self.changed(subject, change)]

    def changed(self, subject: Subject, change: AuditRecord) -> Iterator[Element]:
        """The items of one answer: those that it has, and those that the answer before it had and it has not."""
        question = self.trial.by_id[change.question]
        new, old = values_of(question, change.new), _before(question, change.old)
        for id, datum in new.items():
            yield _item(id, datum, "Update" if id in old else "Insert", _audit(subject.site, change))
        for id in (id for id in old if id not in new):
            yield _item(id, Datum(None), "Remove", _audit(subject.site, change))


def _before(question: Question, answer: Answer | None) -> dict[str, Datum]:
    return {} if answer is None else values_of(question, answer)


def _item(id: str, datum: Datum, transaction: str, audit: Element) -> Element:
    unit = [element("MeasurementUnitRef", MeasurementUnitOID=unit_oid(datum.unit))] if datum.unit else []
    remarks = [
        element("Annotation", element("Comment", text=remark, SponsorOrSite="Site"), SeqNum=str(number))
        for number, remark in enumerate(datum.remarks, 1)
    ]
    value = {"IsNull": "Yes"} if datum.value is None else {"Value": datum.value}
    if transaction == "Remove":
        value = {}
    return element("ItemData", audit, *unit, *remarks, ItemOID=oid(id), TransactionType=transaction, **value)


def _audit(site: str, change: AuditRecord) -> Element:
    """Who, where, when, why, and the place of the entry in the case's record."""
    return element(
        "AuditRecord",
        element("UserRef", UserOID=user_oid(change.staff)),
        element("LocationRef", LocationOID=location_oid(site)),
        element("DateTimeStamp", text=change.at.isoformat(timespec="seconds")),
        *([element("ReasonForChange", text=change.reason)] if change.reason else []),
        element("SourceID", text=str(change.entry)),
    )

"""A trial as ODM metadata: one event with one form, its questions in item groups by criterion or section."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from bot.core.messages import Message, say
from bot.core.trial import Question, Trial
from bot.interchange.headings import groups
from bot.interchange.odm.items import COMPARATORS, YES_NO, Item, items_of, list_oid, oid
from bot.interchange.odm.xml import Speech, element

EVENT, FORM = "SE.SCREENING", "FO.PRESCREENING"
_SCREENING = say("Prescreening")
_SIGNS = {"<": say("less than"), "<=": say("at most"), ">": say("more than"), ">=": say("at least")}


def study_oid(trial: Trial) -> str:
    """The study's OID: its number in the registry where it has one."""
    return f"ST.{trial.registry or trial.id}"


def version_oid(trial: Trial) -> str:
    """The OID of the metadata: the trial's version."""
    return f"MDV.{trial.id}.{trial.version}"


def group_oid(group: str) -> str:
    """The OID of an item group."""
    return f"IG.{group}"


def unit_oid(ucum: str) -> str:
    """The OID of a unit."""
    return f"MU.{ucum}"


@dataclass(frozen=True)
class Writer:
    """Writes the metadata of one trial."""

    trial: Trial
    speech: Speech

    def study(self) -> Element:
        """The whole of it."""
        trial = self.trial
        names = element(
            "GlobalVariables",
            element("StudyName", text=trial.short),
            element("StudyDescription", text=self.speech.english(trial.title)),
            element("ProtocolName", text=trial.registry or trial.id),
        )
        units = element("BasicDefinitions", *self.units())
        return element("Study", names, units, self.version(), OID=study_oid(trial))

    def units(self) -> Iterator[Element]:
        """Every unit that an answer may have, each once."""
        shown = {"%": "%"}
        shown.update((one.ucum, one.shown) for q in self.trial.questions if q.shape.test for one in q.shape.test.units)
        used = {ucum for question in self.trial.questions for item in items_of(question) for ucum in item.units}
        for ucum in (one for one in shown if one in used):
            symbol = self.speech.told("Symbol", say("{unit}", unit=shown[ucum]))
            code = element("Alias", Context="UCUM", Name=ucum)
            yield element("MeasurementUnit", symbol, code, OID=unit_oid(ucum), Name=shown[ucum])

    def version(self) -> Element:
        """The definitions: event, form, item groups, items, code lists."""
        name = f"{self.trial.short} {self.trial.version}"
        protocol = element("Protocol", element("StudyEventRef", StudyEventOID=EVENT, Mandatory="Yes"))
        defined = (protocol, self.event(), self.form(), *self.groups(), *self.items(), *self.code_lists())
        return element("MetaDataVersion", *defined, OID=version_oid(self.trial), Name=name)

    def event(self) -> Element:
        """The one event."""
        form = element("FormRef", FormOID=FORM, Mandatory="Yes")
        return element("StudyEventDef", form, **self.definition(EVENT, _SCREENING), Type="Scheduled")

    def form(self) -> Element:
        """The one form."""
        numbered = enumerate(groups(self.trial), 1)
        references = [
            element("ItemGroupRef", ItemGroupOID=group_oid(one.id), OrderNumber=str(number), Mandatory="No")
            for number, one in numbered
        ]
        return element("FormDef", *references, **self.definition(FORM, _SCREENING))

    def definition(self, oid: str, name: Message) -> dict[str, str | None]:
        """What all definitions have that do not repeat."""
        return {"OID": oid, "Name": self.speech.english(name), "Repeating": "No"}

    def groups(self) -> Iterator[Element]:
        """The questions of each heading."""
        for group in groups(self.trial):
            items = [item for question in group.questions for item in items_of(question)]
            references = [
                element("ItemRef", ItemOID=oid(item.id), OrderNumber=str(number), Mandatory="No")
                for number, item in enumerate(items, 1)
            ]
            heading = self.speech.told("Description", group.heading)
            yield element("ItemGroupDef", heading, *references, **self.definition(group_oid(group.id), group.heading))

    def items(self) -> Iterator[Element]:
        """Every item."""
        return (self.item(item) for question in self.trial.questions for item in items_of(question))

    def item(self, item: Item) -> Element:
        """One item: its question in every language, units, code list, LOINC codes."""
        children = [
            self.speech.told("Question", item.ask),
            *(element("MeasurementUnitRef", MeasurementUnitOID=unit_oid(unit)) for unit in item.units),
            *([element("CodeListRef", CodeListOID=item.codes)] if item.codes else []),
            *([element("Alias", Context="LOINC", Name=" ".join(item.loinc))] if item.loinc else []),
        ]
        return element(
            "ItemDef",
            *children,
            OID=oid(item.id),
            Name=self.speech.english(item.label),
            DataType=item.type,
            Length=None if item.length is None else str(item.length),
            SignificantDigits=None if item.digits is None else str(item.digits),
        )

    def code_lists(self) -> Iterator[Element]:
        """The code lists: two that all trials share, and the options of each question with options."""
        yield self.code_list(YES_NO, say("Yes or no"), {"yes": say("Yes"), "no": say("No")})
        yield self.code_list(COMPARATORS, say("Comparators"), _SIGNS)
        for question in self.trial.questions:
            if question.shape.kind == "one_of":
                yield self.options(question)

    def options(self, question: Question) -> Element:
        """The options of one question."""
        options = {option.code: option.label for option in question.shape.options}
        return self.code_list(list_oid(question), question.label, options)

    def code_list(self, oid: str, name: Message, codes: dict[str, Message]) -> Element:
        """One code list."""
        items = [
            element("CodeListItem", self.speech.told("Decode", label), CodedValue=code, OrderNumber=str(number))
            for number, (code, label) in enumerate(codes.items(), 1)
        ]
        return element("CodeList", *items, OID=oid, Name=self.speech.english(name), DataType="text")

"""CDISC SDTM, by SDTMIG 3.4, as Dataset-JSON 1.1: TI, all criteria of the trial, and IE, the criteria not met.

IE leaves out criteria that are met or still open, and subjects whose card was not sent yet. A short name (IETESTCD) has
at most 8 characters and does not begin with a digit; a text has at most 200, so that for a longer sentence its label
stands with "(see protocol)".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from bot.core.messages import Words
from bot.core.trial import Criterion, Trial
from bot.core.verdict import Status
from bot.interchange.exact import text_of
from bot.interchange.subject import Subject

LONGEST_TEXT = 200
_SHORT_NAME = re.compile("[A-Z_][A-Z0-9_]{0,7}")
Row = list[str | int | None]


@dataclass(frozen=True, slots=True)
class Variable:
    """One column; `key` is its place among the keys that tell rows apart."""

    name: str
    label: str
    type: str = "string"
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset with its columns."""

    name: str
    label: str
    variables: tuple[Variable, ...]


_STUDY = Variable("STUDYID", "Study Identifier", key=1)
_DOMAIN = Variable("DOMAIN", "Domain Abbreviation")
_TEXT = Variable("IETEST", "Inclusion/Exclusion Criterion")
_CATEGORY = Variable("IECAT", "Inclusion/Exclusion Category")

TI = Dataset(
    "TI",
    "Trial Inclusion/Exclusion Criteria",
    (
        _STUDY,
        _DOMAIN,
        Variable("IETESTCD", "Incl/Excl Criterion Short Name", key=2),
        _TEXT,
        _CATEGORY,
        Variable("TIVERS", "Protocol Criteria Versions", key=3),
    ),
)
IE = Dataset(
    "IE",
    "Inclusion/Exclusion Criteria Not Met",
    (
        _STUDY,
        _DOMAIN,
        Variable("USUBJID", "Unique Subject Identifier", key=2),
        Variable("IESEQ", "Sequence Number", "integer"),
        Variable("IETESTCD", "Inclusion/Exclusion Criterion Short Name", key=3),
        _TEXT,
        _CATEGORY,
        Variable("IEORRES", "I/E Criterion Original Result"),
        Variable("IESTRESC", "I/E Criterion Result in Std Format"),
        Variable("EPOCH", "Epoch"),
        Variable("IEDTC", "Date/Time of Collection"),
    ),
)


@dataclass(frozen=True)
class Tables:
    """Writes the datasets of one trial."""

    trial: Trial
    words: Words
    now: datetime

    @property
    def study(self) -> str:
        """STUDYID: the number in the registry where there is one."""
        return self.trial.registry or self.trial.id

    def ti(self, subjects: Iterable[Subject]) -> Iterator[str]:
        """All criteria, in the protocol's order; it needs no subjects."""
        rows: list[Row] = [
            [self.study, TI.name, *self.criterion(one), self.trial.version] for one in self.trial.criteria
        ]
        yield self.written(TI, rows)

    def ie(self, subjects: Iterable[Subject]) -> Iterator[str]:
        """The criteria that subjects did not meet."""
        yield self.written(IE, [row for subject in subjects if subject.case.sent for row in self.failures(subject)])

    def failures(self, subject: Subject) -> Iterator[Row]:
        """One subject's rows. The answer is to the sentence itself: an inclusion criterion is not met, an exclusion
        criterion is."""
        failed = [one.criterion for one in subject.verdict.with_status(Status.FAIL)]
        for number, criterion in enumerate(failed, 1):
            result = "N" if criterion.inclusion else "Y"
            head: Row = [self.study, IE.name, f"{self.study}-{subject.code}", number]
            yield [*head, *self.criterion(criterion), result, result, "SCREENING", subject.day.isoformat()]

    def criterion(self, criterion: Criterion) -> tuple[str, str, str]:
        """Short name, text and category of a criterion."""
        category = "INCLUSION" if criterion.inclusion else "EXCLUSION"
        return self.short_names[criterion.id], self.text(criterion), category

    def text(self, criterion: Criterion) -> str:
        """The protocol's sentence, as far as it has room."""
        sentence = self.words(criterion.text, "en")
        if len(sentence) <= LONGEST_TEXT:
            return sentence
        return f"{self.words(criterion.label, 'en')} (see protocol)"

    @cached_property
    def short_names(self) -> dict[str, str]:
        """The criteria's own ids where all of them can be short names; otherwise numbers, such as INCL01."""
        criteria = self.trial.criteria
        if all(_SHORT_NAME.fullmatch(one.id) for one in criteria):
            return {one.id: one.id for one in criteria}
        return {one.id: f"{'INCL' if one.inclusion else 'EXCL'}{at:02}" for at, one in enumerate(criteria, 1)}

    def written(self, dataset: Dataset, rows: list[Row]) -> str:
        """A dataset as Dataset-JSON, one row a line."""
        moment = self.now.isoformat(timespec="seconds")
        name = dataset.name
        head = {
            "datasetJSONCreationDateTime": moment,
            "datasetJSONVersion": "1.1.0",
            "fileOID": f"{self.study}.{self.trial.version}.{name}.{moment}",
            "studyOID": f"ST.{self.study}",
            "metaDataVersionOID": f"MDV.{self.trial.id}.{self.trial.version}",
            "itemGroupOID": f"IG.{name}",
            "records": len(rows),
            "name": name,
            "label": dataset.label,
            "columns": [_column(dataset, at, [row[at] for row in rows]) for at in range(len(dataset.variables))],
        }
        lines = ",\n".join(text_of(row) for row in rows)
        return text_of(head).removesuffix("}") + f', "rows": [\n{lines}\n]}}\n'


def _column(dataset: Dataset, at: int, values: list[Any]) -> dict[str, Any]:
    """A variable's metadata; a text's length is that of the longest."""
    variable = dataset.variables[at]
    length = max((len(value) for value in values if isinstance(value, str)), default=1)
    return {
        "itemOID": f"IT.{dataset.name}.{variable.name}",
        "name": variable.name,
        "label": variable.label,
        "dataType": variable.type,
        **({"length": length} if variable.type == "string" else {}),
        **({"keySequence": variable.key} if variable.key else {}),
    }

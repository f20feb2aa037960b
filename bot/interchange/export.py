"""From the store to a format: which cases are written, and which cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TextIO

from bot.core.trial import Trial
from bot.interchange.formats import Format, Study
from bot.interchange.subject import Subject, subject_of
from bot.ports import ERASED, CaseRow, Store


@dataclass
class Export:
    """One trial's cases of a store; `left` are those that were opened under a protocol version that is not loaded."""

    store: Store
    study: Study
    left: list[CaseRow] = field(default_factory=list)

    def write(self, format: Format, out: TextIO, code: str | None = None) -> int:
        """Writes the trial with one case or all of them; returns how many cases were written."""
        rows = self.all_rows() if code is None else self.one_row(code)
        subjects = _Counted(self.subjects(rows))
        for piece in format(self.study, subjects):
            out.write(piece)
        return subjects.count

    def all_rows(self) -> Iterator[CaseRow]:
        """The trial's cases."""
        return (row for row in self.store.every_case() if row.trial == self.trial.id)

    def one_row(self, code: str) -> Iterator[CaseRow]:
        """The trial's case with this code; none where there is no such case."""
        with self.store.reading() as unit:
            row = unit.case_by_code(code)
        if row is not None and row.trial == self.trial.id:
            yield row

    def subjects(self, rows: Iterator[CaseRow]) -> Iterator[Subject]:
        """The cases that their records add up to, read one by one; nothing is left to tell of an erased one."""
        for row in rows:
            if row.state == ERASED:
                continue
            if row.version != self.trial.version:
                self.left.append(row)
                continue
            with self.store.reading() as unit:
                entries = unit.entries(row.id)
            yield subject_of(self.trial, row, entries)

    @property
    def trial(self) -> Trial:
        """The trial that is exported."""
        return self.study.trial


class _Counted:
    """Subjects, counted as they are taken."""

    def __init__(self, subjects: Iterator[Subject]) -> None:
        self._subjects = subjects
        self.count = 0

    def __iter__(self) -> Iterator[Subject]:
        for subject in self._subjects:
            self.count += 1
            yield subject

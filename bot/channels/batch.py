"""Cases from a file: JSON Lines of answers in, JSON Lines of verdicts out.

A line may be a FHIR QuestionnaireResponse, or a Bundle of them, as well. A line that cannot be used is reported with
its number and the reason, and the others go on. Nothing is stored.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TextIO

from bot.channels.jsonl import BadLine, check_fields, day_in, documents, object_in, text_of, written
from bot.core import kinds
from bot.core.answers import Answer, Value
from bot.core.facts import KnownFacts
from bot.core.kinds.base import BadValue, Doubtful, Setting, Unclear, Understood
from bot.core.languages import LANGUAGES
from bot.core.messages import Message, Words, say
from bot.core.reasons import provisional, reasons
from bot.core.rules.scope import suggestion
from bot.core.screens.card import by_then
from bot.core.screens.details import reading_note
from bot.core.trial import Question, Trial
from bot.core.verdict import Status, Verdict, judge
from bot.interchange.fhir.reading import exchanged, responses

STEP = 500


@dataclass(frozen=True)
class Batch:
    """Evaluates lines for one trial; `words` puts a message into a language."""

    trial: Trial
    words: Words
    today: date

    def run(self, lines: Iterable[bytes], out: TextIO, errors: TextIO) -> int:
        """Evaluates every line; returns how many could not be used."""
        bad = 0
        for number, line in documents(lines):
            for result in self.results(line):
                if isinstance(result, BadLine):
                    bad += 1
                    errors.write(f"line {number}: {result}\n")
                else:
                    out.write(result)
        return bad

    def results(self, line: bytes) -> Iterator[str | BadLine]:
        """What each case of a line comes to; only a Bundle has several."""
        try:
            cases = self.cases(object_in(text_of(line)))
        except BadLine as error:
            yield error
            return
        for case in cases:
            try:
                yield written(self.case(case))
            except BadLine as error:
                yield error

    def cases(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        """The cases of a line, still in the form in which they came."""
        try:
            return list(responses(data)) if "resourceType" in data else [data]
        except BadValue as fault:
            raise BadLine(self.english(fault.message)) from fault

    def case(self, data: dict[str, Any]) -> dict[str, Any]:
        """The verdict on one case."""
        data = self.exchanged(data)
        check_fields(data)
        today = day_in(data.get("today"), self.today)
        answers, remarks = self.answers(data["answers"], today)
        verdict = judge(self.trial, answers, today)
        return self.result(data.get("id"), verdict, KnownFacts(self.trial, answers, today), remarks)

    def exchanged(self, data: dict[str, Any]) -> dict[str, Any]:
        """A case in the form of our own; a FHIR response is taken apart."""
        if "resourceType" not in data:
            return data
        try:
            return exchanged(self.trial, data)
        except BadValue as fault:
            raise BadLine(self.english(fault.message)) from fault

    def answers(self, data: Any, today: date) -> tuple[dict[str, Answer], list[Message]]:
        """The answers of a line, and remarks on those that are possible but unlikely."""
        if not isinstance(data, dict):
            raise BadLine("answers: expected an object of question ids and values")
        answers: dict[str, Answer] = {}
        remarks: list[Message] = []
        faults = []
        for id, value in data.items():
            if value is None:
                continue
            try:
                answers[id], doubt = self.answer(id, value, today)
            except BadLine as fault:
                faults.append(str(fault))
            else:
                remarks += doubt
        if faults:
            raise BadLine("; ".join(faults))
        return answers, remarks

    def answer(self, id: str, data: Any, today: date) -> tuple[Answer, list[Message]]:
        question = self.trial.by_id.get(id)
        if question is None:
            raise BadLine(f"{id}: {self.no_question(id)}")
        value, typed = self.value(question, data, Setting(today, question.shape.unit or None))
        return self.checked(question, value, typed, today)

    def no_question(self, id: str) -> str:
        """Why an answer belongs to nothing, and what may have been meant."""
        if id in self.trial.derived or id in self.trial.conditions:
            return "is computed, nobody asks for it: leave it out"
        each = [one for one in self.trial.by_id if one.startswith(f"{id}.")]
        return f"there is no such question{suggestion(id, each or self.trial.by_id)}"

    def value(self, question: Question, data: Any, setting: Setting) -> tuple[Value, str | None]:
        """The exchanged value; a plain string that is not one is read as if typed."""
        try:
            return kinds.load(question.shape, data, setting), None
        except BadValue as fault:
            if not isinstance(data, str):
                raise BadLine(f"{question.id}: {self.english(fault.message)}") from fault
        match kinds.read(question.shape, data, setting):
            case Understood(value):
                return value, data
            case Doubtful(message, readings):
                likely = kinds.check(question.shape, readings[0], setting)
                if len(readings) == 1 and isinstance(likely, Doubtful) and likely.message == message:
                    return readings[0], data  # its meaning is clear, it is only unlikely: remarked on
                raise BadLine(f"{question.id}: {self.english(message)}")
            case Unclear(message):
                raise BadLine(f"{question.id}: {self.english(message)}")
        raise AssertionError

    def checked(self, question: Question, value: Value, typed: str | None, today: date) -> tuple[Answer, list[Message]]:
        """The answer; refused where it is impossible, remarked on where it is unlikely."""
        match kinds.check(question.shape, value, Setting(today, question.shape.unit or None)):
            case Unclear(message):
                raise BadLine(f"{question.id}: {self.english(message)}")
            case Doubtful(message, _):
                return Answer(value, typed), [say("{label}: {remark}", label=question.label, remark=message)]
            case Understood(checked):
                return Answer(checked, typed), []
        raise AssertionError

    def english(self, message: Message) -> str:
        return self.words(message, "en")

    def both(self, messages: Iterable[Message]) -> Mapping[str, list[str]]:
        """Messages in every language."""
        listed = list(messages)
        return {language: [self.words(one, language) for one in listed] for language in LANGUAGES}

    def result(self, id: Any, verdict: Verdict, facts: KnownFacts, remarks: list[Message]) -> dict[str, Any]:
        return {
            "id": id,
            "verdict": verdict.outcome.value,
            "criteria": {one.criterion.id: one.status.value for one in verdict.findings},
            "missing": list(verdict.missing),
            "clears_on": _iso(verdict.clears_on),
            "valid_until": _iso(verdict.valid_until),
            "reasons": self.both(_reasons(verdict, facts)),
            "notes": list(self.named(_notes(verdict))),
            "warnings": list(self.named(_warnings(verdict, remarks))),
            "provisional": verdict.provisional,
        }

    def named(self, items: Iterable[tuple[str, Message]]) -> Iterator[dict[str, str]]:
        """Remarks with what they are about, in every language."""
        for id, message in items:
            yield {"id": id, **{language: self.words(message, language) for language in LANGUAGES}}


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _reasons(verdict: Verdict, facts: KnownFacts) -> Iterator[Message]:
    for finding in verdict.findings:
        if finding.status is not Status.PASS:
            for message in reasons(finding, facts):
                yield say("{id}: {reason}", id=finding.criterion.id, reason=message)


def _notes(verdict: Verdict) -> Iterator[tuple[str, Message]]:
    if verdict.provisional:
        yield "provisional", provisional(verdict)
    for one in verdict.touched:
        yield one.id, reading_note(one.id, one.adopted)


def _warnings(verdict: Verdict, remarks: list[Message]) -> Iterator[tuple[str, Message]]:
    for one in (*verdict.alerts, *verdict.warnings):
        yield one.id, one.text
    for lapsing in verdict.lapsing if verdict.valid_until is None else ():
        criterion = say("{id} {label}", id=lapsing.id, label=lapsing.label)
        yield "repeat" if verdict.clears_on else "lapsing", by_then(verdict, criterion)
    for message in remarks:
        yield "unlikely", message


def with_progress(lines: Iterable[bytes], screen: TextIO | None) -> Iterator[bytes]:
    """The lines as they are; how many were read is shown on a terminal now and then."""
    for number, line in enumerate(lines, 1):
        if screen is not None and number % STEP == 0:
            screen.write(f"\r{number} lines")
            screen.flush()
        yield line
    if screen is not None:
        screen.write("\r\033[K")


def terminal() -> TextIO | None:
    """Standard error where it is a terminal."""
    return sys.stderr if sys.stderr.isatty() else None

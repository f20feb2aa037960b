"""Typed replies from a file or the command line: what the bot would understand, without storing anything."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TextIO

from bot.channels.jsonl import BadLine, day_in, object_in, text_of, written
from bot.core import kinds, reply
from bot.core.answers import NotKnown, Value
from bot.core.kinds.base import Doubtful, Setting, Unclear, Understood
from bot.core.languages import LANGUAGES
from bot.core.messages import Message, Words, say
from bot.core.reply import Reply, Wish
from bot.core.several import Found, SeveralFound
from bot.core.trial import Question, Trial


@dataclass(frozen=True)
class ReplyReader:
    """Reads replies to the questions of one trial; `words` puts a message into a language."""

    trial: Trial
    words: Words
    today: date

    def run(self, lines: Iterable[bytes], out: TextIO, errors: TextIO) -> int:
        """Reads every line; returns how many could not be used."""
        bad = 0
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                out.write(written(self.line(text_of(line))))
            except BadLine as error:
                bad += 1
                errors.write(f"line {number}: {error}\n")
        return bad

    def line(self, text: str) -> dict[str, Any]:
        """What one line's reply means."""
        data = object_in(text)
        question = self.question(data.get("question"))
        typed = data.get("text")
        if not isinstance(typed, str):
            raise BadLine("text: a string is wanted")
        unit = data.get("unit", question.shape.unit or None)
        return {"id": data.get("id"), **self.one(question, typed, unit, day_in(data.get("today"), self.today))}

    def one(self, question: Question, typed: str, unit: Any, today: date) -> dict[str, Any]:
        """What one reply means."""
        setting = Setting(today, self.unit(question, unit))
        return self.told(question, reply.read(self.trial, question, typed, setting))

    def question(self, id: Any) -> Question:
        question = self.trial.by_id.get(id) if isinstance(id, str) else None
        if question is None:
            raise BadLine(f"question: there is no {id!r} in {self.trial.id}")
        return question

    def unit(self, question: Question, unit: Any) -> str | None:
        """The unit on display, which must be one of the question's."""
        test = question.shape.test
        if unit is None or test is None:
            return None
        known = test.unit(unit) if isinstance(unit, str) else None
        if known is None:
            listed = ", ".join(one.code for one in test.units)
            raise BadLine(f"unit: {unit!r} is none of {question.id}; there are: {listed}")
        return known.code

    def told(self, question: Question, understood: Reply) -> dict[str, Any]:
        match understood:
            case Wish(act):
                return self.result("command", act, say("A command: {name}", name=act))
            case SeveralFound(found):
                return self.several(question, found)
            case Understood(value):
                shown = kinds.show(question.shape, value)
                outcome = "unknown" if isinstance(value, NotKnown) else "value"
                return self.result(outcome, self.dumped(question, value), shown)
            case Doubtful(message, readings):
                return self.result("confirm", None, message, [self.dumped(question, one) for one in readings])
            case Unclear(message):
                return self.result("ask", None, message)

    def several(self, question: Question, found: tuple[Found, ...]) -> dict[str, Any]:
        """Answers to several questions; one that is for another question only is not what was asked."""
        listed = [{"question": one.question.id, "value": self.dumped(one.question, one.value)} for one in found]
        if len(found) == 1 and found[0].question is not question:
            other = say(
                "This is {other}; the question was {label}.", other=found[0].question.label, label=question.label
            )
            return self.result("ask", None, other, listed)
        return self.result("confirm", None, say("Several answers were found."), listed)

    def dumped(self, question: Question, value: Value) -> Any:
        return kinds.dump(question.shape, value)

    def result(self, outcome: str, value: Any, message: Message, readings: list[Any] | None = None) -> dict[str, Any]:
        words = {language: self.words(message, language) for language in LANGUAGES}
        return {"outcome": outcome, "value": value, "readings": readings or [], "message": words}


def pretty(result: dict[str, Any]) -> str:
    """For people: one field a line."""
    return "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in result.items())

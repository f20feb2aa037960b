"""What a question is split into where a standard has no place for its answer as a whole.

A FHIR date or an ODM item cannot be "still ongoing", a birth date cannot be an age, a percentage cannot be a count.
Each such answer has an item of its own beside the question's, named by the question's id and what it holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.core.messages import Message, say
from bot.core.trial import Question

ONGOING, AGE, AGE_ON, COUNT, TOTAL, COMPARATOR = "ongoing", "age", "age-on", "count", "total", "comparator"
PartType = Literal["boolean", "integer", "date"]


@dataclass(frozen=True, slots=True)
class PartItem:
    """One item beside the question's own."""

    question: Question
    name: str
    type: PartType
    label: Message

    @property
    def id(self) -> str:
        """Its id."""
        return part_id(self.question.id, self.name)


def part_id(question: str, name: str) -> str:
    """The id of an item beside the question's own; no question's id holds a slash."""
    return f"{question}/{name}"


def around(first: str, last: str) -> str | None:
    """The month, else the year, that holds both of two ISO days; None where no single year does."""
    return next((first[:length] for length in (7, 4) if first[:length] == last[:length]), None)


def parts_of(question: Question) -> tuple[PartItem, ...]:
    """The items beside a question's own, in the order in which they stand after it."""
    label = question.label
    match question.shape.kind:
        case "date" if question.shape.ongoing:
            return (PartItem(question, ONGOING, "boolean", say("{label}: still ongoing", label=label)),)
        case "birth":
            years = say("{label}: completed years of age, where no birth date is known", label=label)
            on = say("{label}: the day on which this was the age", label=label)
            return (PartItem(question, AGE, "integer", years), PartItem(question, AGE_ON, "date", on))
        case "proportion":
            count = say("{label}: how many, where they were counted", label=label)
            total = say("{label}: of how many in all", label=label)
            return (PartItem(question, COUNT, "integer", count), PartItem(question, TOTAL, "integer", total))
    return ()

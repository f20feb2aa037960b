"""A question as ODM items, and its answer as their values.

A list is an item for each of its options, yes or no. A number with a comparator ("<0.1"), a count, an age and "still
ongoing" have items of their own beside the question's. "Not known yet" is a null value, which is not the same as none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.answers import Age, Answer, Code, Codes, Day, NotKnown, Ongoing, Proportion, Quantity, Text, Value
from bot.core.kinds import dump
from bot.core.messages import Message, say
from bot.core.shapes import Unit
from bot.core.trial import Question
from bot.interchange.parts import AGE, AGE_ON, COMPARATOR, COUNT, ONGOING, TOTAL, around, part_id, parts_of

YES_NO, COMPARATORS = "CL.YESNO", "CL.COMPARATOR"
_PERCENT = "%"
_TYPES = {"yes_no": "text", "one_of": "text", "quantity": "float", "proportion": "float", "text": "text"}
_LENGTHS = {"integer": 6, "float": 21}
_DIGITS = 20
_WORDS = {"yes_no": YES_NO}


@dataclass(frozen=True, slots=True)
class Item:
    """The definition of one item; `codes` is the OID of its code list, `units` UCUM codes."""

    id: str
    label: Message
    ask: Message
    type: str
    length: int | None = None
    digits: int | None = None
    codes: str | None = None
    units: tuple[str, ...] = ()
    loinc: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Datum:
    """An item's value, None where it is not known; its unit (UCUM); what else is to be said of it."""

    value: str | None
    unit: str | None = None
    remarks: tuple[str, ...] = ()


def oid(id: str) -> str:
    """An item's OID."""
    return f"IT.{id}"


def list_oid(question: Question) -> str:
    """The OID of the code list of a question's options."""
    return f"CL.{question.id}"


def items_of(question: Question) -> Iterator[Item]:
    """The items of a question."""
    if question.shape.kind == "many_of":
        for option in question.shape.options:
            label = say("{label}: {option}", label=question.label, option=option.label)
            yield Item(part_id(question.id, option.code), label, label, "text", 3, codes=YES_NO)
        return
    yield _own(question)
    if question.shape.kind in ("quantity", "proportion"):
        label = say("{label}: comparator of a result beyond what can be measured", label=question.label)
        yield Item(part_id(question.id, COMPARATOR), label, label, "text", 2, codes=COMPARATORS)
    for part in parts_of(question):
        yield Item(part.id, part.label, part.label, part.type, _LENGTHS.get(part.type))


def _own(question: Question) -> Item:
    """The item that bears the question's id."""
    shape, test = question.shape, question.shape.test
    type = _TYPES.get(shape.kind, "partialDate")
    lengths = {"one_of": max(map(len, shape.codes), default=1), "yes_no": 3, "text": shape.longest}
    return Item(
        question.id,
        question.label,
        question.ask,
        type,
        lengths.get(shape.kind, _LENGTHS.get(type)),
        _DIGITS if type == "float" else None,
        list_oid(question) if shape.kind == "one_of" else _WORDS.get(shape.kind),
        tuple(unit.ucum for unit in test.units) if test else (_PERCENT,) if shape.kind == "proportion" else (),
        test.loinc if test else (),
    )


def values_of(question: Question, answer: Answer) -> dict[str, Datum]:
    """The values of a question's items that an answer gives; what was typed is said of the first of them."""
    found = dict(_values(question, answer.value))
    first = next(iter(found))
    typed = (answer.typed,) if answer.typed else ()
    found[first] = Datum(found[first].value, found[first].unit, (*typed, *found[first].remarks))
    return found


def _values(question: Question, value: Value) -> Iterator[tuple[str, Datum]]:
    id = question.id
    match value:
        case NotKnown():
            yield from ((one, Datum(None)) for one in _unknown(question))
        case Code(text) | Text(text):
            yield id, Datum(text)
        case Codes(codes):
            yield from ((part_id(id, one), Datum("yes" if one in codes else "no")) for one in question.shape.codes)
        case Quantity(number, _, comparator):
            yield id, Datum(format(number, "f"), _ucum(question, value))
            if comparator:
                yield part_id(id, COMPARATOR), Datum(comparator)
        case Day():
            yield id, _day(dump(question.shape, value))
        case _:
            yield from ((part_id(id, name), Datum(text)) for name, text in _beside(value))


def _unknown(question: Question) -> tuple[str, ...]:
    """The items that are null where the answer is not known."""
    if question.shape.kind == "many_of":
        return tuple(part_id(question.id, code) for code in question.shape.codes)
    return (question.id,)


def _beside(value: Value) -> Iterator[tuple[str, str]]:
    """What has items of its own."""
    match value:
        case Proportion(count, total):
            yield from ((COUNT, str(count)), (TOTAL, str(total)))
        case Ongoing():
            yield ONGOING, "true"
        case Age(years, on):
            yield from ((AGE, str(years)), (AGE_ON, on.isoformat()))


def _ucum(question: Question, quantity: Quantity) -> str:
    unit: Unit | None = question.shape.test.unit(quantity.unit) if question.shape.test else None
    return unit.ucum if unit else quantity.unit


def _day(dumped: str) -> Datum:
    """A date as exactly as ODM can say it; days from one to another are remarked on."""
    first, slash, last = dumped.partition("/")
    return Datum(around(first, last), remarks=(dumped,)) if slash else Datum(first)

"""What a typed reply means where a question is put: an answer, a wish, or several answers at once."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core import kinds, topics
from bot.core.answers import NOT_KNOWN, Quantity
from bot.core.asides import in_one_clause
from bot.core.identifiers import identifier_in
from bot.core.kinds.base import Reading, Setting, Unclear, Understood
from bot.core.kinds.choices import Choices
from bot.core.kinds.doubts import offered
from bot.core.lexicon.commands import decision_in, nod_in, wish_in
from bot.core.lexicon.forms import brief, clean, normal
from bot.core.lexicon.patterns import pattern
from bot.core.messages import say
from bot.core.several import LONGEST, LONGEST_PART, Found, SeveralFound, find_several, names_somebody
from bot.core.shapes import Option
from bot.core.trial import Question, Trial

LONGEST_WISH = 40
_UNITLESS = pattern(r"[\W\d_零〇一二两三四五六七八九十百千点半]*(?<![%°℃])")
NOT_STORED = say(
    "This holds what may identify a person: a name, an ID number or a phone number. Nothing was stored; please send it"
    " again without that."
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A command typed as a word: what the person wants."""

    act: str


Reply = Reading | Wish | SeveralFound


def read(trial: Trial, question: Question, text: str, setting: Setting) -> Reply:
    """What a typed reply means. Never fails, whatever was typed."""
    wish = wish_of(question, text)
    if wish is not None:
        return wish
    reading = kinds.read(question.shape, topics.without_topic(trial, question, text), setting)
    if _says_something(reading) and (other := topics.another_option(trial, question, text)) is not None:
        return _of_another(text, other, question)
    if isinstance(reading, Understood) or question.shape.kind == "text" or len(text) > LONGEST:
        return reading
    if identifier_in(text) not in (None, "name"):
        return reading
    several = read_several(trial, text, setting, question)
    if several is None and isinstance(reading, Unclear):
        several = _by_its_unit(trial, question, text, setting)
    if not _is_answered(several, question) and (aside := in_one_clause(question.shape, text, setting)) is not None:
        return aside if isinstance(reading, Unclear) or isinstance(aside, Understood) else reading
    if several is None or not (isinstance(reading, Unclear) or _is_for_others(several, question)):
        return reading
    if isinstance(several, SeveralFound) and [one.question for one in several.found] == [question]:
        return offered(text, several.found[0].value)
    return several


def _is_answered(several: SeveralFound | Unclear | None, question: Question) -> bool:
    """Whether several answers hold that to what was asked; where a person is named nothing is."""
    return isinstance(several, Unclear) or (several is not None and question in (one.question for one in several.found))


def _by_its_unit(trial: Trial, asked: Question, text: str, setting: Setting) -> SeveralFound | None:
    """The answer to the one other question that is asked in this unit: "2.1 g/24h" where the ratio is asked.

    A number without a unit is of what is asked, however unlikely: 100 is no dose where the temperature is asked.
    """
    if asked.shape.test is None or len(text) > LONGEST_PART or _UNITLESS.fullmatch(clean(text)):
        return None
    found = []
    for question in trial.questions:
        test = question.shape.test
        if question is asked or test is None or test.limit_of or question.optional or asked.shape.test.id == test.id:
            continue
        reading = kinds.read_part(question.shape, clean(text), replace(setting, unit=None))
        if isinstance(reading, Understood) and isinstance(reading.value, Quantity):
            found.append(Found(question, reading.value, text))
    return SeveralFound((found[0],)) if len(found) == 1 else None


def _is_for_others(several: SeveralFound | Unclear, question: Question) -> bool:
    """Whether a doubtful answer names other questions and not this one: 血hCG阴性 where the urine test is asked."""
    return isinstance(several, SeveralFound) and question not in (
        *(one.question for one in several.found),
        *several.unclear,
    )


def _says_something(reading: Reading) -> bool:
    return not isinstance(reading, Unclear) and reading != Understood(NOT_KNOWN)


def _of_another(text: str, other: Option, question: Question) -> Unclear:
    return Unclear(
        say(
            "“{typed}” names {other}. What is asked here: {label}.",
            typed=brief(text),
            other=other.label,
            label=question.label,
        )
    )


def read_several(
    trial: Trial, text: str, setting: Setting, asked: Question | None = None
) -> SeveralFound | Unclear | None:
    """Several answers in one message; refused where the message also names somebody."""
    if len(text) > LONGEST:
        return None
    if identifier_in(text) not in (None, "name"):
        return Unclear(NOT_STORED)
    several = find_several(trial, text, setting, asked)
    return Unclear(NOT_STORED) if several and names_somebody(trial, text) else several


def wish_of(question: Question | None, text: str) -> Wish | None:
    """The command that a reply stands for; a word that is an option of the question is an answer instead."""
    act = command_in(text)
    named = act is not None and question is not None and Choices.of(question.shape.options).named(normal(text))
    return None if act is None or named else Wish(act)


def command_in(text: str) -> str | None:
    """The command that a text is, typed as a word."""
    return None if len(text) > LONGEST_WISH else wish_in(normal(text))


def decision_of(text: str) -> str | None:
    """What is to be done where a criterion has failed, typed as a word."""
    return None if len(text) > LONGEST_WISH else decision_in(normal(text))


def lets_go(text: str) -> bool:
    """Whether a reply to a request for a reason gives up what was begun."""
    return command_in(text) in ("cancel", "back") or nod_of(text) in ("no", "later")


def nod_of(text: str) -> str | None:
    """Whether a reply is only a "yes", a "no" or a "later", which gives no reason."""
    return None if len(text) > LONGEST_WISH else nod_in(normal(text))

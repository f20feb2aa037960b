"""Any number of options of a list. A definite "none of these" is an answer too, and excludes the others.

A typed list is taken whole or not at all: one part that is not understood could be the one that matters. Separators are
not needed and doses do not matter; a negation, a hedge, an "etc." are asked back.
"""

from __future__ import annotations

from typing import Any

from bot.core.answers import NOT_KNOWN, Codes, Value
from bot.core.kinds.base import BadValue, Doubtful, Reading, Setting, Unclear, Understood
from bot.core.kinds.choices import Choices, labels
from bot.core.kinds.common import expect, not_fitting
from bot.core.kinds.denials import DENYING, beside_denials
from bot.core.kinds.doubts import known_and_not, left_open, not_the_patient, offered, troubled
from bot.core.kinds.lists import Listed, listed, ordered, places, without_numbers, without_roles
from bot.core.kinds.matter import Matter
from bot.core.kinds.polarity import Said, Trouble, polarity
from bot.core.lexicon import forms
from bot.core.lexicon.doses import without_doses, without_titres
from bot.core.lexicon.patterns import pattern
from bot.core.lexicon.replies import of_somebody_else, says_unknown
from bot.core.lexicon.roles import OPEN, Role, Words, has_role
from bot.core.messages import Listing, Message, say
from bot.core.shapes import Shape

_NONE = Codes(())
_MOST_OFFERED = 4
_APART = frozenset({Role.ALL, Role.EXCEPT, Role.BUT, Role.NOT, Role.NO, Role.FRAME, Role.VERB, Role.YES})
_FOR_A_TIME = pattern(
    "[近最过去这]{0,2}[0-9一两二三四六十半几]{1,3}个?[天周月年](?:以?来|之?内|里)?"
    "|(?:in|for|during) the (?:last|past) [0-9a-z]+ [a-z]+|since then"
)
_PARTS = pattern("[,;、。]")


def read(shape: Shape, reply: str, setting: Setting) -> Reading:
    """The options that the reply names, or none of them."""
    choices, matter = Choices.of(shape.options), Matter.of(shape)
    plain = forms.normal(reply.replace("\n", " , "))
    found = choices.find(plain)
    if len(found) == 1:
        return _taken(shape, reply, Listed(found))
    if several := found or choices.offered_for(plain):
        return _ambiguous(shape, Listed((), ambiguous=((plain, several),)))
    plain = without_numbers(plain)
    numbered = places(choices, plain)
    if numbered:
        return _taken(shape, reply, numbered)
    text = without_doses(plain) if matter.dosed else without_titres(plain)
    words = matter.words(text)
    if (named := _apart_from(shape, text, words)) is not None:
        return offered(reply, named)
    if has_role(words, {Role.OPTION}):
        reading = _of_options(shape, reply, text, words)
        titred = not matter.dosed and text != plain  # whether a titre is abnormal is asked back
        return offered(reply, reading.value) if titred and isinstance(reading, Understood) else reading
    return _of_none(shape, reply, text, words)


def _of_options(shape: Shape, reply: str, text: str, words: Words) -> Reading:
    """A reply that names options: all its words must fit."""
    choices, matter = Choices.of(shape.options), Matter.of(shape)
    found = listed(matter, choices, text, words)
    if says_unknown(words):
        codes = ordered(shape, found.options)
        return offered(reply, codes) if matter.contrary else known_and_not(reply, shape.options[0].label)
    if has_role(words, DENYING):
        said = beside_denials(shape, text, words)
        return _leaves_out(shape, reply, text) if said is None else offered(reply, ordered(shape, said))
    if of_somebody_else(words):
        return not_the_patient(reply)
    if has_role(words, OPEN):
        return left_open(reply, shape.options[0].label)
    return _taken(shape, reply, found)


def _apart_from(shape: Shape, text: str, words: Words) -> Codes | None:
    """ "All except 2": all others; "nothing but steroids", 除了激素都没用: only these. Never beyond doubt."""
    choices, matter = Choices.of(shape.options), Matter.of(shape)
    said = {word.text for word in words}
    every, none = has_role(words, {Role.ALL}) or "all but" in said, has_role(words, {Role.NOT, Role.NO})
    apart = {Role.EXCEPT, Role.BUT} if (every and not none) or "nothing" in said else {Role.EXCEPT}
    before = words[: next((at for at, word in enumerate(words) if has_role([word], apart)), len(words))]
    if len(before) == len(words) or not (every or none) or matter.contrary:
        return None
    if has_role(before, {Role.OPTION}) or has_role(words, OPEN) or says_unknown(words):  # "no MMF except ..."
        return None
    rest, _ = without_roles(text, words, _APART)
    found = places(choices, rest.strip()) or listed(matter, choices, rest, matter.words(rest))
    if found.unread or found.ambiguous or not found.options:
        return None
    return ordered(shape, found.options if none else (each for each in shape.options if each not in found.options))


def _taken(shape: Shape, reply: str, found: Listed) -> Reading:
    """The list, where nothing of it stays unread."""
    if found.unread and found.options and found.apart and not found.ambiguous:
        return _without(shape, found)
    if found.unread:
        return _not_among(shape, found.unread[0])
    if found.ambiguous:
        return _ambiguous(shape, found)
    codes = ordered(shape, found.options)
    return Understood(codes) if found.sure else offered(reply, codes)


def _of_none(shape: Shape, reply: str, text: str, words: Words) -> Reading:
    """A reply that names no option: none of them, all of them, or one misspelt."""
    matter, one = Matter.of(shape), shape.options[0].label
    match polarity(matter, words):
        case Said(False, sure, not_yet):
            return Understood(_NONE) if sure else offered(reply, _NONE, *((NOT_KNOWN,) if not_yet else ()))
        case Said(True):
            return Unclear(
                say("Which of these is it? Possible, separated by commas: {options}.", options=labels(shape.options))
            )
        case Trouble() as trouble if trouble is not Trouble.NOT_READ:
            return troubled(trouble, reply, one)
    if (
        has_role(words, {Role.ALL})
        and not matter.contrary
        and not has_role(words, DENYING)
        and None not in {word.mark for word in words}
    ):
        return offered(reply, Codes(shape.codes))
    if matter.time == "window" and _is_no(matter, _FOR_A_TIME.sub(" ", text)):
        return offered(reply, _NONE)
    if forms.trimmed(text) == "0":
        return offered(reply, _NONE)
    found = listed(matter, Choices.of(shape.options), text, words)
    return _taken(shape, reply, found if found.options or found.unread or found.ambiguous else Listed((), (reply,)))


def _is_no(matter: Matter, text: str) -> bool:
    said = polarity(matter, matter.words(text))
    return isinstance(said, Said) and not said.yes


def _leaves_out(shape: Shape, reply: str, text: str) -> Unclear:
    """Something is denied, or "none" stands beside an option."""
    matter = Matter.of(shape)
    for part in _PARTS.split(text):
        if isinstance(said := polarity(matter, matter.words(part)), Said) and not said.yes:
            return Unclear(
                say(
                    "“{typed}” excludes all other options: choose either none of these or some of them.",
                    typed=forms.brief(part),
                )
            )
    return Unclear(
        say(
            "“{typed}” also says what it is not, so nothing of it was used. Please name only what applies, for example:"
            " {example}; or answer “none of these”.",
            typed=forms.brief(reply),
            example=shape.options[0].label,
        )
    )


def _ambiguous(shape: Shape, found: Listed) -> Reading:
    """One name that could mean several: which of them is offered, with the rest of the list."""
    part, options = found.ambiguous[0]
    typed = forms.brief(part)
    if len(found.ambiguous) > 1 or len(options) > _MOST_OFFERED:
        return Unclear(
            say("“{typed}” can mean {options}. Please type the full name.", typed=typed, options=labels(options))
        )
    message = say("“{typed}” can mean more than one option. Which one is meant?", typed=typed)
    return Doubtful(message, tuple(ordered(shape, (*found.options, option)) for option in options))


def _without(shape: Shape, found: Listed) -> Doubtful:
    """What is not in the list beside what is: a drug chart names calcium, too. Never left out without a word."""
    left_out = Listing(tuple(forms.brief(part) for part in found.unread), "comma")
    message = say("Not among the options: {typed}. Is the rest all that applies?", typed=left_out)
    return Doubtful(message, (ordered(shape, found.options),))


def _not_among(shape: Shape, part: str) -> Unclear:
    return Unclear(
        say(
            "“{typed}” is not among the options, so nothing of it was used. Possible, separated by commas: {options}.",
            typed=forms.brief(part),
            options=labels(shape.options),
        )
    )


def load(shape: Shape, data: Any, setting: Setting) -> Value:
    """From a list of codes; an empty one is a definite "none of these"."""
    if not isinstance(data, list) or not all(isinstance(code, str) for code in data):
        raise BadValue(say("A list of codes is wanted; an empty one means none of these."))
    unknown = [code for code in data if shape.option(code) is None]
    if unknown:
        raise BadValue(
            say(
                "“{code}” is not among the codes: {codes}.",
                code=forms.brief(unknown[0]),
                codes=Listing(shape.codes, "comma"),
            )
        )
    return Codes(tuple(code for code in shape.codes if code in data))


def dump(value: Value) -> list[str]:
    """The list of codes."""
    return list(expect(value, Codes).codes)


def check(shape: Shape, value: Value, setting: Setting) -> Reading:
    """Nothing but the options."""
    possible = isinstance(value, Codes) and all(shape.option(code) for code in value.codes)
    return Understood(value) if possible else not_fitting(example(shape, setting))


def show(shape: Shape, value: Value) -> Message:
    """The labels; of an option that exists no more, its code."""
    codes = expect(value, Codes).codes
    if not codes:
        return say("none of these")
    options = {option.code: option.label for option in shape.options}
    return say("{list}", list=Listing(tuple(options.get(code, code) for code in codes), "comma"))


def example(shape: Shape, setting: Setting) -> Message:
    """The first two options."""
    return say("{list}", list=Listing(tuple(option.label for option in shape.options[:2])))

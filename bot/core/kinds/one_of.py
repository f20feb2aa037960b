"""One option of a list: tapped, or typed as its name in any language, its number, its class.

What names an option is taken only where nothing else is said: a negation, a hedge, a second option, a word that is not
known are asked back.
"""

from __future__ import annotations

from typing import Any

from bot.core.answers import Code, Value
from bot.core.kinds.base import BadValue, Doubtful, Reading, Setting, Unclear, Understood
from bot.core.kinds.choices import Choices, labels, spellings_of
from bot.core.kinds.common import expect, not_fitting
from bot.core.kinds.doubts import known_and_not, left_open, not_the_patient, offered
from bot.core.kinds.matter import Matter
from bot.core.kinds.polarity import Said, polarity
from bot.core.lexicon import everyday
from bot.core.lexicon.forms import brief, normal
from bot.core.lexicon.kindred import is_contrary
from bot.core.lexicon.numerals import NUMERAL
from bot.core.lexicon.patterns import pattern
from bot.core.lexicon.places import classes_in
from bot.core.lexicon.replies import MOST_WORDS, of_somebody_else, says_unknown
from bot.core.lexicon.roles import AROUND, NEGATING, OPEN, Role, Words, has_role
from bot.core.messages import Listing, Message, say
from bot.core.shapes import Option, Shape

_CODES = pattern("[+/]")
_FIGURE = pattern(f"[0-9]+|{NUMERAL}+")
_JOINTS = frozenset("-+/~")  # at the end, something is missing
_PLAIN_NO = frozenset({Role.NOT, Role.NO})
_AROUND = AROUND | {Role.DID}


def read(shape: Shape, reply: str, setting: Setting) -> Reading:
    """The option that the reply names."""
    plain, choices = normal(reply), Choices.of(shape.options)
    words = Matter.of(shape).words(plain)
    if len(words) > MOST_WORDS:
        return _not_among(shape, reply)
    core = _core(plain, words)
    found = choices.find(words[0].text if len(words) == 1 else plain)
    found = found or choices.found_within(core) or choices.classes.alternatives(core)
    if len(found) == 1 and (_is_for_now(found[0], words) or _is_fresh(words) or choices.calls_otherwise(plain)):
        return _offer(reply, (*found, *(option for option in shape.options if option.open and option not in found)))
    if found:
        return Understood(Code(found[0].code)) if len(found) == 1 else _several(reply, found)
    if perhaps := choices.offered_for(plain) or choices.offered_for(core):
        return _several(reply, perhaps) if len(perhaps) > 1 else _offer(reply, perhaps)
    if choices.are_classes and classes_in(core) and not has_role(words, OPEN):
        return _other_class(shape, reply, words)
    reading = _from_words(shape, reply, core, words)
    short = choices.in_short(plain) if isinstance(reading, Unclear) and not has_role(words, OPEN) else ()
    if not short:
        return reading
    return _several(reply, short) if len(short) > 1 else _offer(reply, short)


def _is_for_now(option: Option, words: Words) -> bool:
    """Whether a refusal is one for now only, which may yet change: 今天不签, "not planned yet"."""
    named = (word.text for word in words if has_role([word], {Role.OPTION}))
    yet = has_role(words, {Role.NOW, Role.LATELY}) or any(word.text == "yet" for word in words)
    return yet and not option.open and any(map(is_contrary, named))


def _is_fresh(words: Words) -> bool:
    """Whether something was only just done, of which the rest may not be known yet: "done yesterday"."""
    done = any(everyday.ROLES.get(word.text) is Role.DID for word in words if has_role([word], {Role.OPTION}))
    return done and (has_role(words, {Role.LATELY}) or any(word.text == "just" for word in words))


def _core(plain: str, words: Words) -> str:
    """What is left without the words around it."""
    core = [word for word in words if not has_role([word], _AROUND)]
    return plain[core[0].start : core[-1].end] if core else ""


def _named(shape: Shape, words: Words) -> tuple[Option, ...]:
    codes = {code for word in words if word.mark for code in word.mark.codes}
    return tuple(option for option in shape.options if option.code in codes)


def _other_class(shape: Shape, reply: str, words: Words) -> Reading:
    """A class that is not in the list, or one of the list with a suffix that it cannot have; or a place after all."""
    classes = classes_in(_core(normal(reply), words))
    if classes is not None and classes.joint == "span":
        return _not_among(shape, reply)
    named = _named(shape, words) or Choices.of(shape.options).perhaps(normal(reply))
    return _offer(reply, named) if len(named) == 1 else _not_among(shape, reply)


def _from_words(shape: Shape, reply: str, core: str, words: Words) -> Reading:
    """What a longer reply comes to: the options that it names, and the words around them."""
    named = _named(shape, words)
    if not named:
        return _unnamed(shape, reply, core, words)
    if says_unknown(words):
        return known_and_not(reply, shape.options[0].label)
    if has_role(words, NEGATING):
        return _negated(shape, reply)
    if len(named) > 1:
        return _joined(shape, reply, named, words) or _several(reply, named)
    if of_somebody_else(words):
        return not_the_patient(reply)
    if has_role(words, OPEN):
        return left_open(reply, named[0].label)
    joined = sum(has_role([word], {Role.OPTION}) for word in words) > 1  # "F/女" names one option twice
    around = _AROUND | {Role.OPTION, *([Role.JOINT] if joined else ())}
    if _figure_beside(words):
        return _not_among(shape, reply)
    whole = words[-1].text not in _JOINTS
    sure = whole and all(
        has_role([word], around) or (has_role([word], {Role.WAS}) and word.text != "过") for word in words
    )
    return Understood(Code(named[0].code)) if sure else _offer(reply, named)


def _joined(shape: Shape, reply: str, named: tuple[Option, ...], words: Words) -> Reading | None:
    """The one option that is both of two (A/C, IV+V), where the reply joins these."""
    both = [option for option in shape.options if set(_CODES.split(option.code)) == {one.code for one in named}]
    if len(both) != 1 or not has_role(words, {Role.JOINT}) or has_role(words, OPEN):
        return None
    plain = all(has_role([word], _AROUND | {Role.OPTION, Role.JOINT}) for word in words)
    return Understood(Code(both[0].code)) if plain else _offer(reply, (both[0],))


def _figure_beside(words: Words) -> bool:
    """Whether a figure touches what was read as an option: 四五型 is not V."""
    named = [word for word in words if has_role([word], {Role.OPTION}) and classes_in(word.text)]
    ends = {edge for word in named for edge in (word.start, word.end)}
    return any(
        _FIGURE.fullmatch(word.text) and not ends.isdisjoint((word.start, word.end)) for word in words if not word.mark
    )


def _unnamed(shape: Shape, reply: str, core: str, words: Words) -> Reading:
    """No option is named: perhaps it is misspelt, or chosen by a letter."""
    choices, spellings = Choices.of(shape.options), spellings_of(shape.options)
    if none := _none_of_it(shape, words):
        return Understood(Code(none.code))
    option, said = choices.lettered(normal(reply))
    if option:
        return Understood(Code(option.code)) if said else _offer(reply, (option,))
    if None in {word.mark for word in words} and (partly := choices.partly(core)):
        return _several(reply, partly) if len(partly) > 1 else _offer(reply, partly)
    sayings = [core, *(word.text for word in words if word.mark is None)]
    slips = {meant for saying in sayings if (meant := spellings.meant(saying))}
    if len(slips) == 1 and not has_role(words, NEGATING):
        return _offer(reply, tuple(slips))
    if has_role(words, OPEN):
        return left_open(reply, shape.options[0].label)
    return _not_among(shape, reply)


def _none_of_it(shape: Shape, words: Words) -> Option | None:
    """The option that is a plain no ("none", 没有), where the reply is one in other words."""
    said = polarity(Matter.of(shape), words)
    names = Choices.of(shape.options).exact.items()
    none = {option for name, found in names if everyday.ROLES.get(name) in _PLAIN_NO for option in found}
    return none.pop() if isinstance(said, Said) and not said.yes and said.sure and len(none) == 1 else None


def _several(reply: str, found: tuple[Option, ...]) -> Doubtful:
    message = say("“{typed}” can mean more than one option. Which one is meant?", typed=brief(reply))
    return Doubtful(message, tuple(Code(option.code) for option in found))


def _offer(reply: str, found: tuple[Option, ...]) -> Doubtful:
    return offered(reply, *(Code(option.code) for option in found))


def _negated(shape: Shape, reply: str) -> Unclear:
    return Unclear(
        say(
            "“{typed}” says what it is not. Please answer what it is. Possible: {options}.",
            typed=brief(reply),
            options=labels(shape.options),
        )
    )


def _not_among(shape: Shape, reply: str) -> Unclear:
    return Unclear(
        say(
            "“{typed}” is not among the options. Possible: {options}.",
            typed=brief(reply),
            options=labels(shape.options),
        )
    )


def load(shape: Shape, data: Any, setting: Setting) -> Value:
    """From an option's code."""
    if not isinstance(data, str) or shape.option(data) is None:
        raise BadValue(say("One of these codes is wanted: {codes}.", codes=Listing(shape.codes, "comma")))
    return Code(data)


def dump(value: Value) -> str:
    """The option's code."""
    return expect(value, Code).code


def check(shape: Shape, value: Value, setting: Setting) -> Reading:
    """Nothing but the options."""
    possible = isinstance(value, Code) and shape.option(value.code) is not None
    return Understood(value) if possible else not_fitting(example(shape, setting))


def show(shape: Shape, value: Value) -> Message:
    """The option's label; of an option that exists no more, its code."""
    code = expect(value, Code).code
    option = shape.option(code)
    return option.label if option else say("{code}", code=code)


def example(shape: Shape, setting: Setting) -> Message:
    """The first two options: an example that named one of them would put it into somebody's mouth."""
    return say("{list}", list=Listing(tuple(option.label for option in shape.options[:2]), "or"))

"""A yes or no question. Only what is plain counts: a hedge, two negations, a yes beside a no are asked back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.core.answers import NO, NOT_KNOWN, YES, Code, Value
from bot.core.kinds.base import BadValue, Reading, Setting, Understood
from bot.core.kinds.common import expect, not_fitting
from bot.core.kinds.doubts import not_the_patient, offered, troubled
from bot.core.kinds.gist import gist, is_without_examination
from bot.core.kinds.matter import Matter
from bot.core.kinds.polarity import Said, Trouble, before_answer, polarity
from bot.core.lexicon.forms import normal, trimmed
from bot.core.lexicon.lasting import without_years
from bot.core.lexicon.patterns import pattern
from bot.core.lexicon.places import bare_place, place_said
from bot.core.lexicon.replies import of_somebody_else
from bot.core.lexicon.roles import Role, has_role
from bot.core.messages import Listing, Message, say
from bot.core.shapes import Shape

_PLACES = (YES, NO)
_DENYING = frozenset({Role.NOT, Role.NO, Role.GONE, Role.YET})
_MONTHS = pattern("[0-9一二两三四五六七八九十半几] ?个?(?:月|周|天|months?|weeks?|days?)")


def read(shape: Shape, reply: str, setting: Setting) -> Reading:
    """A plain yes or no in the words of either language, or in those of the question; its number in the list."""
    plain, matter = normal(reply), Matter.of(shape)
    place = place_said(plain, len(_PLACES)) or (bare_place(plain) if plain.isascii() else None)
    if place in (1, 2):
        return Understood(_PLACES[place - 1])
    if perhaps := _perhaps(shape, trimmed(plain)):
        return offered(reply, *perhaps)
    words = matter.words(plain)
    said = polarity(matter, words)
    if said is Trouble.NOT_READ:
        said = gist(matter, words)
    if said is Trouble.NOT_READ:
        said = _around_perhaps(shape, plain)
    if said is Trouble.NOT_READ and is_without_examination(matter, words):
        return offered(reply, NOT_KNOWN)
    if isinstance(said, Trouble):
        return troubled(said, reply, example(shape, setting))
    if said.yes and of_somebody_else(before_answer(words)):
        return not_the_patient(reply)
    value = YES if said.yes else NO
    return Understood(value) if said.sure else offered(reply, value, *((NOT_KNOWN,) if said.not_yet else ()))


def _perhaps(shape: Shape, plain: str) -> tuple[Code, ...]:
    """What a reply may mean that the trial has asked back."""
    for_years = without_years(plain)  # 绝经5年 is asked back as 绝经 is; 绝经3个月 may be another thing
    maybe = ((YES, shape.maybe_yes), (NO, shape.maybe_no))
    return tuple(code for code, said in maybe if plain in said or for_years in said)


def _around_perhaps(shape: Shape, plain: str) -> Said | Trouble:
    """What a reply says around words that the trial has asked back: "she uses condoms".

    What is denied, or lasts but months, is another thing: "no IUD" is no refusal, 绝经3个月 no menopause.
    """
    known = replace(shape, yes=(*shape.yes, *shape.maybe_yes), no=(*shape.no, *shape.maybe_no))
    matter = Matter.of(known)
    words = matter.words(plain)
    asked_back = any(word.text in shape.maybe_yes or word.text in shape.maybe_no for word in words)
    if not asked_back or has_role(words, _DENYING) or _MONTHS.search(plain):
        return Trouble.NOT_READ
    said = polarity(matter, words)
    said = gist(matter, words) if said is Trouble.NOT_READ else said
    return replace(said, sure=False) if isinstance(said, Said) else Trouble.NOT_READ


def load(shape: Shape, data: Any, setting: Setting) -> Value:
    """From "yes" or "no"."""
    if data not in ("yes", "no"):
        raise BadValue(say('"yes", "no" or "unknown" is wanted.'))
    return Code(data)


def dump(value: Value) -> str:
    """As "yes" or "no"."""
    return expect(value, Code).code


def check(shape: Shape, value: Value, setting: Setting) -> Reading:
    """Nothing but yes and no."""
    return Understood(value) if value in (YES, NO) else not_fitting(example(shape, setting))


def show(shape: Shape, value: Value) -> Message:
    """Yes or no."""
    return say("yes") if expect(value, Code) == YES else say("no")


def example(shape: Shape, setting: Setting) -> Message:
    """Yes or no: an example that named one of them would put it into somebody's mouth."""
    return say("{list}", list=Listing((say("yes"), say("no")), "or"))

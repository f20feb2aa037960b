"""The kinds of questions, and the way from a reply to a value.

A kind is one file of this package with the functions of `base.Kind`; it takes part once it has a line in `KINDS`.
What holds for every kind is done here: "not known yet", replies that are empty, too long or only a picture, and data
that identify a person.

yes_no, one_of, many_of, quantity, proportion, date, birth, text
            the kinds, on base; common: what several of them share
polarity    yes or no, and how surely; gist: what it seems to say; matter: what a reply takes up from its question
doubts      what is asked back; denials: lists beside which something is denied
choices     which option is meant; classes: options that are numbers by name; lists: several options
amounts     number and unit of a typed amount; figures: numbers as they are typed; reference: a laboratory's range;
            weighing: whether an amount is likely; troubles: why there is none
shares      a share of things counted, from its pieces
dates       the date in a reply
"""

from __future__ import annotations

from typing import Any

from bot.core.answers import NOT_KNOWN, ONGOING, Code, NotKnown, Value
from bot.core.identifiers import identifier_in
from bot.core.kinds import birth, date, many_of, one_of, proportion, quantity, text, yes_no
from bot.core.kinds.amounts import without_name
from bot.core.kinds.base import BadValue, Doubtful, Kind, Reading, Setting, Unclear, Understood
from bot.core.kinds.choices import Choices
from bot.core.kinds.doubts import left_open, offered, only_emoji
from bot.core.kinds.matter import Matter
from bot.core.lexicon.corrections import after_correction, denied_after, instead
from bot.core.lexicon.forms import brief, clean, normal, trimmed
from bot.core.lexicon.patterns import pattern
from bot.core.lexicon.pictures import as_tick, is_picture, without_pictures
from bot.core.lexicon.places import apart
from bot.core.lexicon.replies import NONE_YET, all_unknown, begins_unknown, is_undone, is_unknown, together
from bot.core.lexicon.roles import Role, has_role
from bot.core.lexicon.unknowns import NOT_AT_HAND, UNDONE, is_still_out, without_awaiting
from bot.core.messages import Message, say
from bot.core.shapes import Shape

__all__ = [
    "KINDS",
    "BadValue",
    "Doubtful",
    "Kind",
    "Reading",
    "Setting",
    "Unclear",
    "Understood",
    "check",
    "dump",
    "example",
    "load",
    "read",
    "show",
]

KINDS: dict[str, Kind] = {
    "yes_no": yes_no,
    "one_of": one_of,
    "many_of": many_of,
    "quantity": quantity,
    "proportion": proportion,
    "date": date,
    "birth": birth,
    "text": text,
}

_LONGEST = 500
_LONGEST_UNKNOWN = 200
_CHOSEN = ("yes_no", "one_of", "many_of")
_ABOUT = ("~", "≈")
_COUNTED = ("quantity", "proportion")
_NONE_IS_AN_ANSWER = ("yes_no", "many_of")


def read(shape: Shape, text: str, setting: Setting) -> Reading:
    """What a typed reply means. Never fails, whatever was typed."""
    if len(text) > 2 * max(_LONGEST, shape.longest):
        return _too_long()
    reply = clean(text)
    if not reply:
        return Unclear(say("Nothing was typed. For example: {example}.", example=example(shape, setting)))
    plain = normal(reply)
    if max(len(reply), len(plain) // 2) > max(_LONGEST, shape.longest):  # one sign can stand for a whole phrase
        return _too_long()
    if shape.kind == "text":
        return Understood(NOT_KNOWN) if is_unknown(plain) else KINDS["text"].read(shape, reply, setting)
    if identifier_in(reply) not in (None, "name"):
        return Unclear(
            say(
                "This looks like a name, an ID number or a phone number. Such data are not stored; please leave it out."
            )
        )
    return read_part(shape, reply, setting)


def read_part(shape: Shape, reply: str, setting: Setting) -> Reading:
    """What a cleaned part of a reply means; it names no person and is no free text. Emoji do not count."""
    reply = as_tick(reply)
    if is_picture(reply):
        return only_emoji(example(shape, setting))
    words = apart(without_pictures(reply)).strip()
    if (corrected := _corrected(shape, words, setting)) is not None:
        return corrected
    plain = normal(words)
    if shape.kind in _CHOSEN and plain.startswith(_ABOUT) and any(map(str.isalnum, plain)):
        return left_open(words, example(shape, setting))
    reading = KINDS[shape.kind].read(shape, words, setting)
    if reading == Understood(ONGOING):  # 还没出院 is no "not known"
        return reading
    choices = Choices.of(shape.options)
    if _says_unknown(shape, plain) and not (choices.named(plain) or choices.offered_for(plain)):
        return _awaited(shape, words) or _undone(shape, plain) or Understood(NOT_KNOWN)
    if not isinstance(reading, Unclear):
        return reading
    if shape.kind in _COUNTED and _was_not_measured(shape, plain):
        return Understood(NOT_KNOWN)
    return _corrected_midway(shape, words, setting) or reading


def _was_not_measured(shape: Shape, plain: str) -> bool:
    """Whether a reply without a figure says somewhere that it was not measured: 未做Ccr; "bedridden, not weighed"."""
    clauses = [clause.strip() for clause in _CLAUSES.split(plain)]
    bare = [without_name(shape.test, clause) if shape.test else clause for clause in clauses]
    return not _FIGURE.search(plain) and any(map(is_undone, (*clauses, *bare)))


def _awaited(shape: Shape, reply: str) -> Reading | None:
    """Asked back where a reply says "done, no result yet" (已做未报告) and an option says so, too."""
    waits = [
        option for option in shape.options if any(_PAPERS.search(name) and is_unknown(name) for name in option.names)
    ]
    plain, choices = normal(reply), Choices.of(shape.options)
    done = has_role(Matter.of(shape).words(plain), {Role.DID}) or any(map(choices.offered_for, _CLAUSES.split(plain)))
    awaited = is_still_out(plain) or without_awaiting(plain) != plain
    if shape.kind != "one_of" or not (done or awaited):
        return None
    return offered(reply, *(Code(option.code) for option in waits), NOT_KNOWN) if waits else None


def _undone(shape: Shape, plain: str) -> Reading | None:
    """Asked back where something was not done and an option says so: 没验过 where 未查 is an answer."""
    words = Matter.of(shape).words(plain)
    told = [option for option in shape.options if not UNDONE.isdisjoint(option.names)]
    if shape.kind != "one_of" or not told or not has_role(words, {Role.UNDONE}) or has_role(words, {Role.UNKNOWN}):
        return None
    return offered(plain, *(Code(option.code) for option in told), NOT_KNOWN)


def _corrected_midway(shape: Shape, reply: str, setting: Setting) -> Reading | None:
    """A reply that corrects itself (102 不对 120) is asked back with what stands behind the correction."""
    found = instead(reply, of_many=shape.kind == "many_of") or _denied(shape, reply, setting)
    if found is None or (shape.kind in ("date", "birth") and _figures(found[1]) < _figures(found[0])):
        return None  # 10月11日不对是12日: the month is missing
    reading = read_part(shape, found[1], setting)
    if not isinstance(reading, Understood) or reading.value == NOT_KNOWN:
        return reading if isinstance(reading, Doubtful) else None
    message = say(
        "“{typed}” takes something back. Is {value} the answer?", typed=brief(reply), value=show(shape, reading.value)
    )
    return Doubtful(message, (reading.value,))


def _denied(shape: Shape, reply: str, setting: Setting) -> tuple[str, str] | None:
    """What a reply denies at its end and what it says before, where both could be answers: not "98 not fasting"."""
    found = None if shape.kind == "yes_no" else denied_after(reply)
    if found is None or (shape.kind in ("date", "birth") and found[0].isdecimal()):  # "7 Dec not 8"
        return found
    figures = shape.kind not in _MEASURED or _figures(found[0])
    return found if figures and not isinstance(read_part(shape, found[0], setting), Unclear) else None


def _corrected(shape: Shape, reply: str, setting: Setting) -> Reading | None:
    """A reply that begins as a correction is asked back: most likely it is meant for the answer before."""
    rest = after_correction(reply, measured=shape.kind in _MEASURED)
    if rest is None or (shape.kind == "yes_no" and normal(reply).startswith(_NO_ITSELF)):
        return None
    if not rest:
        return None if shape.kind in _CHOSEN else Unclear(_CORRECT)
    reading = read_part(shape, rest, setting)
    if not isinstance(reading, Understood) or reading.value == NOT_KNOWN:
        return reading
    message = say(
        "Is {value} the answer to this question? To correct an earlier answer, tap “change” under it.",
        value=show(shape, reading.value),
    )
    return Doubtful(message, (reading.value,))


def _figures(text: str) -> int:
    return len(_FIGURE.findall(normal(text)))


_CLAUSES = pattern("[,;.。]")
_PAPERS = pattern("报告|结果|病理|report|result|path")
_FIGURE = pattern("[0-9]+|[零〇一二三四五六七八九十]+")
_NO_ITSELF = ("不对", "错", "wrong")  # of yes and no these say no
_CORRECT = say("To correct an earlier answer, tap “change” under it.")
_MEASURED = ("quantity", "proportion", "date", "birth")


def _says_unknown(shape: Shape, reply: str) -> bool:
    if len(reply) > _LONGEST_UNKNOWN:
        return False
    told = without_awaiting(reply)
    if told != reply and (not told or is_unknown(told)) and not has_role(Matter.of(shape).words(reply), {Role.OPTION}):
        return True
    words = Matter.of(shape).words(reply)
    if shape.kind in ("date", "birth") and has_role(words, {Role.LATELY}):  # 昨天没做 is no day, and may lead to one
        return False
    if shape.kind in _MEASURED and (is_unknown(reply) or trimmed(reply) in NOT_AT_HAND):
        return True  # "not measured" of a measured clearance
    if reply in NONE_YET and shape.kind not in _NONE_IS_AN_ANSWER:
        return True
    if all_unknown(words) or (shape.kind in _CHOSEN and begins_unknown(words)):
        return True
    return " " in reply and all_unknown(Matter.of(shape).words(together(reply)))


def _too_long() -> Unclear:
    return Unclear(say("This is longer than an answer can be. Please type only the answer to the question."))


def load(shape: Shape, data: Any, setting: Setting) -> Value:
    """The value that exchanged data stands for; BadValue where it cannot be one. Whether it is likely, `check` says."""
    return NOT_KNOWN if data == "unknown" else KINDS[shape.kind].load(shape, data, setting)


def dump(shape: Shape, value: Value) -> Any:
    """The exchanged form of a value, as JSON can hold it."""
    return "unknown" if isinstance(value, NotKnown) else KINDS[shape.kind].dump(value)


def check(shape: Shape, value: Value, setting: Setting) -> Reading:
    """Whether a value is possible and likely: refused, asked once more, or understood (perhaps made more exact)."""
    return Understood(value) if isinstance(value, NotKnown) else KINDS[shape.kind].check(shape, value, setting)


def show(shape: Shape, value: Value) -> Message:
    """The value in words, as understood."""
    return say("not known yet") if isinstance(value, NotKnown) else KINDS[shape.kind].show(shape, value)


def example(shape: Shape, setting: Setting) -> Message:
    """One short example of a reply that would be read."""
    return KINDS[shape.kind].example(shape, setting)

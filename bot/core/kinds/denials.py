"""Lists beside which something is denied: 没有高血压，有糖尿病; 高血压，没有其他疾病; "MMF stopped in May".

What is there is never beyond doubt, for most of a list is then not spoken of. So it is offered.
"""

from __future__ import annotations

from bot.core.kinds.choices import Choices
from bot.core.kinds.lists import listed, without_roles
from bot.core.kinds.matter import Matter
from bot.core.kinds.polarity import Said, polarity
from bot.core.lexicon.patterns import pattern
from bot.core.lexicon.replies import of_somebody_else, says_unknown
from bot.core.lexicon.roles import NEGATING, OPEN, Role, Words, has_role
from bot.core.shapes import Option, Shape

DENYING = NEGATING | {Role.NEGATIVE, Role.NORMAL, Role.AGREES, Role.BUT}  # 心肺都好 is no disease
Options = tuple[Option, ...]
_EACH = pattern(r"[,;。]|但是?|\bbut\b|\s(?=[a-z0-9]+\s?\([+-]\))")
_ELSE = pattern(r"(?:其他|其它|别|其余)(?:的|药物?)?|\b(?:else|others?|otherwise)\b")
_DENIED = frozenset({Role.NOT, Role.NO, Role.NEGATIVE})
_AFFIRMED = frozenset({Role.YES, Role.POSITIVE})
_SAYS_MORE = OPEN | NEGATING - _DENIED | {Role.OTHERS}
_UNSAID = _SAYS_MORE - {Role.SAYS_NO}
# Before what is denied nothing else may stand; what goes on in the next clause is denied, too.
_LEADING = frozenset({Role.FRAME, Role.WHO, Role.NOW, Role.AGO, Role.LATELY, Role.VERB})
_GOES_ON = frozenset({"否认", "deny", "denies", "denied", "denying"})
_ONLY = frozenset({"只", "仅", "仅有", "only", "just", "就"})


def beside_denials(shape: Shape, text: str, words: Words) -> Options | None:
    """The options that a reply has beside what it denies; none of them where it denies several, one by one."""
    if Matter.of(shape).contrary:
        return None
    return _of_each(shape, text) or _nothing_else(shape, text) or _stopped(shape, text, words) or _rest(shape, text)


def _of_each(shape: Shape, text: str) -> Options | None:
    """The options that a reply has, which says of each whether it is there: 没有高血压，有糖尿病; "MMF no, CTX yes"."""
    matter, choices = Matter.of(shape), Choices.of(shape.options)
    there: dict[Option, None] = {}
    for part in filter(None, map(str.strip, _EACH.split(text))):
        words = matter.words(part)
        negated, affirmed = has_role(words, _DENIED), has_role(words, _AFFIRMED)
        plain = has_role((words[0], words[-1]), _DENIED | _AFFIRMED)  # 高血压没有吃药 denies something else
        found = listed(matter, choices, *without_roles(part, words, _DENIED | _AFFIRMED))
        doubtful = has_role(words, _SAYS_MORE) or says_unknown(words) or found.unread or found.ambiguous
        if negated == affirmed or not plain or doubtful or not found.options:
            return None
        there |= dict.fromkeys(found.options if affirmed else ())
    return tuple(there) or None


def _nothing_else(shape: Shape, text: str) -> Options | None:
    """What is named where the rest is none: 高血压，没有其他疾病; "HTN, otherwise healthy"."""
    matter, choices = Matter.of(shape), Choices.of(shape.options)
    there: dict[Option, None] = {}
    if not _ELSE.search(text):
        return None
    for part in filter(None, map(str.strip, _EACH.split(text))):
        words = matter.words(part)
        if _ELSE.search(part) and not has_role(words, {Role.OPTION}):
            said = (polarity(matter, matter.words(rest)) for rest in (part, _ELSE.sub(" ", part)))
            if not any(isinstance(one, Said) and not one.yes for one in said):
                return None
            continue
        found = listed(matter, choices, part, words)
        doubtful = has_role(words, DENYING | _SAYS_MORE) or says_unknown(words) or of_somebody_else(words)
        if doubtful or found.unread or found.ambiguous or not found.options:
            return None
        there |= dict.fromkeys(found.options)
    return tuple(there) or None


def _stopped(shape: Shape, text: str, words: Words) -> Options | None:
    """What was stopped was taken before: when, is asked for each."""
    matter = Matter.of(shape)
    if not matter.dosed or has_role(words, DENYING - {Role.STOPPED} | OPEN) or of_somebody_else(words):
        return None
    found = listed(matter, Choices.of(shape.options), *without_roles(text, words, frozenset({Role.STOPPED})))
    return None if found.unread or found.ambiguous or not found.options else found.options


def _rest(shape: Shape, text: str) -> Options | None:
    """What some clauses name while others deny something: 高血压，没有糖尿病; 否认高血压、糖尿病."""
    matter, choices = Matter.of(shape), Choices.of(shape.options)
    there: dict[Option, None] = {}
    denied, goes_on = 0, False
    for part in filter(None, map(str.strip, _EACH.split(text))):
        words = matter.words(part)
        if has_role(words, _UNSAID) or says_unknown(words) or of_somebody_else(words):
            return None
        denial = _denial(words)
        if denial is not None or (goes_on and not has_role(words, DENYING)):
            goes_on = goes_on or denial in _GOES_ON
            denied += _count(choices, words)
            if not _names_a_thing(choices, words):  # "MMF prescribed, not taken"
                return None
            continue
        only = any(word.text in _ONLY for word in words) or has_role(words, _AFFIRMED | {Role.SAYS_YES})
        found = listed(matter, choices, part, words)
        doubtful = found.unread or found.ambiguous or not found.options or has_role(words, DENYING)
        if doubtful or (denied and not only):  # "no CTX, MMF": with MMF, or neither?
            return None
        there |= dict.fromkeys(found.options)
    one_by_one = has_role(matter.words(text), {Role.JOINT, Role.PAUSE})
    return tuple(there) if there or (denied > 1 and one_by_one) else None


def _count(choices: Choices, words: Words) -> int:
    """How many options a clause names."""
    named = (choices.named(word.text) for word in words if has_role([word], {Role.OPTION}))
    return len({option for options in named for option in options})


def _names_a_thing(choices: Choices, words: Words) -> bool:
    """Whether a clause names an option, or in part what several are called: "no immunosuppressants"."""
    unread = [word.text.removesuffix("s") for word in words if word.mark is None]
    return has_role(words, {Role.OPTION, Role.SAYS_NO}) or any(map(choices.partly, unread))


def _denial(words: Words) -> str | None:
    """The denial with which a clause begins; None where it begins otherwise, or takes the denial back."""
    at = next((at for at, word in enumerate(words) if not has_role([word], _LEADING)), len(words))
    rest = words[at + 1 :]
    if has_role(words[at : at + 1], {Role.NOT, Role.NO, Role.SAYS_NO}):
        return None if has_role(rest, DENYING | _AFFIRMED) else words[at].text
    tested = has_role(words[at : at + 1], {Role.OPTION}) and has_role(rest, {Role.NEGATIVE})  # "HCV neg"
    return None if not tested or has_role(rest, DENYING - {Role.NEGATIVE} | _AFFIRMED) else words[at].text

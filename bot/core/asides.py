"""An answer that one clause of a reply gives while the others tell more: 3年前用过，效果不好; "8 Oct, report 15 Oct".

What else is told may change it. So it is offered, and only where no other clause answers otherwise, leaves something
open or speaks of somebody else. What stands before a "but" is only conceded. Where nothing else is told, the option
that all clauses together leave is the answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.core import kinds
from bot.core.answers import NOT_KNOWN, Codes, Day, Value
from bot.core.kinds.base import Doubtful, Reading, Setting, Unclear, Understood
from bot.core.kinds.doubts import offered
from bot.core.kinds.matter import Matter
from bot.core.lexicon.dating import is_lunar
from bot.core.lexicon.forms import clean, normal
from bot.core.lexicon.measures import VITALS
from bot.core.lexicon.patterns import pattern
from bot.core.lexicon.replies import of_somebody_else
from bot.core.lexicon.roles import OPEN, Role, has_role
from bot.core.shapes import Shape

_CLAUSE = pattern(r"[;；。!！\n]|(?<![0-9])[,，]|[,，](?![0-9])|\.(?=\s|$)|\s-+\s|[—–]+")
_BRACKET = pattern(r"[()（）]")
_BUT = pattern(r"但是?|(?<![a-z])but(?![a-z])")
_MOST, _LONGEST = 6, 200
_EVALUATING = frozenset({"一般", "还行", "还好", "还可以", "so-so", "马马虎虎"})  # how well it worked is another matter
_COUNTED = ("quantity", "proportion")


def in_one_clause(shape: Shape, text: str, setting: Setting) -> Doubtful | Understood | None:
    """What all clauses that answer agree in, where there are others that do not."""
    if len(text) > _LONGEST or shape.kind in ("text", "birth"):
        return None
    *conceded, rest = map(str.strip, _BUT.split(clean(text)))
    clauses = list(_clauses(shape, rest))
    alone = len(clauses) == 1 and shape.kind in _COUNTED and VITALS.search(normal(text))
    if not (alone or 1 < len(clauses) + len(conceded) <= _MOST) or _answers(shape, conceded, setting):
        return None
    readings = [_read(shape, clause, setting) for clause in clauses]
    unread = [clause for clause, reading in zip(clauses, readings, strict=True) if isinstance(reading, Unclear)]
    if of_somebody_else(Matter.of(shape).words(normal(text))) or any(
        _may_matter(shape, clause) for clause in (*unread, *conceded)
    ):
        return None
    if any(_denies(shape, clause) for clause in unread) and any(len(tuple(_values(one))) > 1 for one in readings):
        return None  # 没做过，也不打算: one of both, and no longer open which
    said = [values for reading in readings if (values := tuple(_values(reading)))]
    agreed = tuple(value for value in said[0] if all(value in others for others in said)) if said else ()
    if not agreed or not _may_stand(shape, agreed):
        return None
    plain = shape.kind == "one_of" and not conceded and all(map(_is_plain, readings))
    told = any(isinstance(reading, Understood) for reading in readings)  # "yes, no" leaves one, and tells none
    return Understood(agreed[0]) if plain and told and len(agreed) == 1 else offered(text, *agreed)


def _clauses(shape: Shape, text: str) -> Iterator[str]:
    """The clauses; what stands in brackets is one where words are read, and tells what a number is otherwise."""
    spread = VITALS.sub(" , ", normal(text)) if shape.kind in _COUNTED else _BRACKET.sub(" , ", text)
    yield from (clause for clause in map(str.strip, _CLAUSE.split(spread)) if any(map(str.isalnum, clause)))


def _answers(shape: Shape, clauses: list[str], setting: Setting) -> bool:
    return any(not isinstance(_read(shape, clause, setting), Unclear) for clause in clauses)


def _read(shape: Shape, clause: str, setting: Setting) -> Reading:
    """A clause by itself; a number in passing is no place of a list."""
    if shape.options and clause.isdigit():
        return Unclear(kinds.KINDS[shape.kind].example(shape, setting))
    return kinds.read_part(shape, clause, setting)


def _is_plain(reading: Reading) -> bool:
    """Whether a clause was understood, or names several: those of all clauses together leave one (没穿，不做了)."""
    return isinstance(reading, Understood) or (isinstance(reading, Doubtful) and len(reading.readings) > 1)


def _values(reading: Reading) -> Iterator[Value]:
    match reading:
        case Understood(value):
            yield value
        case Doubtful(_, values):
            yield from values


def _may_matter(shape: Shape, clause: str) -> bool:
    """Whether a clause that was not read may well change the answer."""
    words = Matter.of(shape).words(normal(clause))
    telling = tuple(word for word in words if word.text not in _EVALUATING)
    if has_role(telling, OPEN) or has_role(words[-1:], {Role.NOT}) or is_lunar(clause):
        return True
    if shape.kind == "many_of":
        return has_role(words, {Role.OPTION})
    return shape.kind in _COUNTED and any(map(str.isdigit, clause))


def _denies(shape: Shape, clause: str) -> bool:
    return has_role(Matter.of(shape).words(normal(clause)), {Role.NOT, Role.NO, Role.YET})


def _may_stand(shape: Shape, said: tuple[Value, ...]) -> bool:
    """A part of a list is not the list, "none of these" is; and half a date is none."""
    if NOT_KNOWN in said or any(isinstance(value, Day) and not value.exact for value in said):
        return False
    return shape.kind != "many_of" or said == (Codes(()),)

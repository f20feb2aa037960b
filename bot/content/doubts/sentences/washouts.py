"""A length of time of one option of several: 10 weeks of infliximab where its clause of the sentence says 8."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.content.doubts.sentences.said import lengths_said, shown
from bot.content.doubts.sentences.statement import Statement
from bot.content.doubts.sentences.unsaid import lengths_in
from bot.content.patients import parts_of
from bot.core.lexicon.forms import normal
from bot.core.lexicon.patterns import pattern
from bot.core.rules.base import Rule
from bot.core.rules.lengths import Length
from bot.core.rules.logic import Any, Count

_PARTED = pattern(r"[;,()]")
_TOLD = "the rule says {rule} of `{code}`, the sentence {said}: if the rule is right, say so in `reading`"


def other_washouts(statement: Statement) -> Iterator[str]:
    """Every option to which a rule gives another length than the clause of the sentence that names it."""
    asked: dict[str, dict[Length, None]] = {}
    places: dict[str, int] = {}
    for part in parts_of(statement.rule):
        if isinstance(part, Any | Count):
            places |= _named(part.question, statement)
            for code, lengths in _lengths(part.bodies):
                asked.setdefault(code, {}).update(lengths)
    for code, place in places.items():
        said = _in_its_clause(place, statement.sentence)
        if said is not None and asked.get(code) and said not in asked[code]:
            rule = " and ".join(map(shown, asked[code]))
            yield _TOLD.format(rule=rule, code=code, said=shown(said))


def _lengths(bodies: Mapping[str, Rule]) -> Iterator[tuple[str, dict[Length, None]]]:
    return ((code, dict.fromkeys(lengths_in(body))) for code, body in bodies.items())


def _named(question: str, statement: Statement) -> dict[str, int]:
    """The options that a sentence names once, each with its place."""
    found: dict[str, int] = {}
    for option in statement.trial.by_id[question].shape.options:
        name = re.escape(normal(option.label.text))
        places = [one.start() for one in re.finditer(rf"(?<!\w){name}(?!\w)", statement.sentence)]
        found |= {option.code: places[0]} if len(places) == 1 else {}
    return found


def _in_its_clause(place: int, text: str) -> Length | None:
    """The only length of the clause that holds this place; None where it has none, or several."""
    start = max((end.end() for end in _PARTED.finditer(text, 0, place)), default=0)
    end = _PARTED.search(text, place)
    lengths = [length for length, _ in lengths_said(text[start : end.start() if end else len(text)])]
    return lengths[0] if len(lengths) == 1 else None

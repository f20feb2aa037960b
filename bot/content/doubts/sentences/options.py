"""An option that a criterion's sentence has and its rule has not: `II, III` for "class II-IV", type 2 for "type 1"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.content.doubts.sentences.statement import Statement
from bot.content.patients import parts_of
from bot.core.lexicon.forms import normal
from bot.core.lexicon.patterns import pattern
from bot.core.rules.tests import Enough, Has, Is
from bot.core.shapes import Option
from bot.core.trial import Criterion

_SHORTEST = 2  # letters of a name that is looked for by itself: "I" and "A" are words
_FEWEST = 3  # of two options a rule may name either: `sex is male or ...` of a sentence about women
_TELLING = 5  # letters of a name of which another may be a mistake
_NOTHING = frozenset(("none", "no", "other", "another", "yes", "not", "normal", "unknown"))
_ALLOWED = r"except\w*|other than|apart from|unless|however|allowed|permitted|acceptable|not including|exclud\w+"
_EXCEPTED = pattern(rf"\b(?:{_ALLOWED})\b")
_TOLD = "the sentence says {said} of `{question}`, the rule {rule}: if the rule is right, say so in `reading`"


def other_options(statement: Statement) -> Iterator[str]:
    """Options of a question that the sentence names and the rule, which names others of them, does not.

    Where it makes an exception of something, that may be what it names; what the reading names is thought of.
    """
    sentence, reading = statement.sentence, statement.reading
    if _EXCEPTED.search(sentence):
        return
    for question, named in _named(statement.criterion).items():
        options = statement.trial.by_id[question].shape.options
        if len(options) < _FEWEST:
            continue
        said = dict.fromkeys((*(one for one in options if _stands_in(one, sentence)), *_between(options, sentence)))
        lacking = [one.code for one in said if one.code not in named and not _stands_in(one, reading)]
        some = any(option.code in named for option in said)
        if lacking and (some or _mistaken(said, options, named)):
            yield _TOLD.format(said=_listed(lacking), question=question, rule=_listed(sorted(named)))


def _named(criterion: Criterion) -> dict[str, set[str]]:
    """The options that a criterion's rules name, by question; those of lists are often named in two places."""
    named: dict[str, set[str]] = {}
    for part in (part for rule in criterion.rules for part in parts_of(rule)):
        if isinstance(part, Is | Has | Enough):
            named.setdefault(part.question, set()).update(part.codes)
    return named


def _stands_in(option: Option, text: str) -> bool:
    names = (re.escape(name) for name in _names(option) if len(name) >= _SHORTEST and name not in _NOTHING)
    return any(re.search(rf"(?<![\w+/-]){name}(?![\w+/-])", text) for name in names)


def _between(options: tuple[Option, ...], text: str) -> Iterator[Option]:
    """The options from one to another: "class II-IV", "II to IV"."""
    places = {name: place for place, option in enumerate(options) for name in _names(option)}
    names = "|".join(re.escape(name) for name in sorted(places, key=len, reverse=True))
    for found in re.finditer(rf"(?<![\w+/-])({names}) ?(?:-|–|to) ?({names})(?![\w+/-])", text):
        yield from options[places[found[1]] : places[found[2]] + 1]


def _mistaken(said: Iterable[Option], options: tuple[Option, ...], named: set[str]) -> bool:
    """Whether the only option that is said is told by a long name, and what the rule names is not "none"."""
    plain = any(not _NOTHING.isdisjoint((*_names(option), option.code)) for option in options if option.code in named)
    return not plain and any(len(name) >= _TELLING for option in said for name in _names(option))


def _names(option: Option) -> tuple[str, ...]:
    """What an option is called in English."""
    return (normal(option.label.text), normal(option.short.text))


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes)

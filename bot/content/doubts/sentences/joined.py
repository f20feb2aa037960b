"""`and` for "or": "ALT or AST above 3 x ULN" excludes with one of both, "ALT and AST below it" needs both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations

from bot.content.doubts.sentences.statement import Statement
from bot.content.patients import parts_of
from bot.core.kinds.amounts import names_for
from bot.core.lexicon.forms import normal
from bot.core.lexicon.patterns import pattern
from bot.core.rules.base import Rule
from bot.core.rules.logic import And, Or
from bot.core.rules.tests import Compare, Is
from bot.core.trial import Question

_DENIED = pattern(r"\b(?:no|not|none|never|nor|neither|without|unless|except)\b|/")
_TOLD = (
    "the rule joins `{one}` and `{other}` by `{rule}`, the sentence by `{said}`: if the rule is right, say so in "
    "`reading`"
)


def joined_otherwise(statement: Statement) -> Iterator[str]:
    """Two tests that an exclusion's rule joins by `and`, an inclusion's by `or`, where the sentence has the other word.

    The other way round a sentence often means what the rule says: "ALT or AST at most 3 x ULN" of an inclusion.
    """
    kind, rule, said = (Or, "or", "and") if statement.criterion.inclusion else (And, "and", "or")
    if _DENIED.search(statement.text):
        return
    joints = (part for part in parts_of(statement.rule) if isinstance(part, kind))
    for one, other in (pair for joint in joints for pair in permutations(joint.parts, 2)):
        names = [_names(part, statement) for part in (one, other)]
        if all(names) and re.search(rf"(?<!\w)(?:{names[0]}) {said} (?:{names[1]})(?!\w)", statement.text):
            yield _TOLD.format(one=_asked(one), other=_asked(other), rule=rule, said=said)


def _asked(part: Rule) -> str:
    return min(part.questions)


def _names(part: Rule, statement: Statement) -> str:
    """A pattern of what a test of one question is about; empty where it is another kind of rule."""
    if not isinstance(part, Compare | Is):
        return ""
    asked = part.left.questions if isinstance(part, Compare) else part.questions
    question = statement.trial.by_id[min(asked)] if len(asked) == 1 else None
    return "|".join(re.escape(name) for name in _called(question)) if question else ""


def _called(question: Question) -> tuple[str, ...]:
    test = question.shape.test
    return (normal(question.label.text), *(names_for(test) if test else ()))

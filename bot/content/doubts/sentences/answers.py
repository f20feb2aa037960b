"""An answer the wrong way round: a rule that asks for a "no" where its protocol's sentence denies nothing."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.lexicon.patterns import pattern
from bot.core.rules.logic import Not
from bot.core.rules.tests import Is
from bot.core.trial import Criterion

_DENIALS = (
    r"no|not|non|none|never|nor|neither|cannot|without|free|off|negative|other than|except|unless|less"
    r"|absen\w+|lack\w*|missing|fail\w*|refus\w+|reject\w*|declin\w+|withdr\w+|stop\w*|discontinu\w+|exclu\w+"
    r"|un\w+|in(?:a|ca|co|de|el|ex|in|suf|to|va)\w+|im\w+|ir\w+|dis\w+"
)
_DENIED = pattern(rf"\b(?:{_DENIALS})\b|n['’]t\b")
_TOLD = "the rule asks for a no to `{question}`, the sentence denies nothing: if the rule is right, say so in `reading`"


def denied_answers(criterion: Criterion, text: str) -> Iterator[str]:
    """A criterion that is nothing but the contrary of one answer, though its sentence says nothing of a contrary."""
    match criterion.passes_if if criterion.inclusion else criterion.fails_if:
        case Not(part=Is(question=question, codes=codes)) if codes == {"yes"} and not _DENIED.search(text):
            yield _TOLD.format(question=question)

"""An answer the wrong way round: a rule that asks for a "no" where its protocol's sentence denies nothing, and a "yes"
where it begins with "no"."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.doubts.sentences.statement import Statement
from bot.core.lexicon.patterns import pattern
from bot.core.rules.logic import Not
from bot.core.rules.tests import Is

_DENIALS = (
    r"no|not|non|none|never|nor|neither|cannot|without|free|off|negative|other than|except|unless|less"
    r"|absen\w+|lack\w*|missing|fail\w*|refus\w+|reject\w*|declin\w+|withdr\w+|stop\w*|discontinu\w+|exclu\w+"
    r"|un\w+|in(?:a|ca|co|de|el|ex|in|suf|to|va)\w+|im\w+|ir\w+|dis\w+"
)
_DENIED = pattern(rf"\b(?:{_DENIALS})\b|n['’]t\b")
_DENIES = pattern(r"(?:no|not|non|without|absence of|never|free of|neither|denies)\b")
_UNDENIED = (
    "the rule asks for a no to `{question}`, the sentence denies nothing: if the rule is right, say so in `reading`"
)
_UNASKED = (
    "the rule asks for a yes to `{question}`, the sentence begins with a denial: if the rule is right, say so in "
    "`reading`"
)


def denied_answers(statement: Statement) -> Iterator[str]:
    """A criterion that is one answer, or the contrary of one, though its sentence says the other."""
    match statement.rule:
        case Not(part=Is(question=id, codes=codes)) if codes == {"yes"} and not _DENIED.search(statement.text):
            yield _UNDENIED.format(question=id)
        case Is(question=id, codes=codes) if codes == {"yes"} and _DENIES.match(statement.text):
            question = statement.trial.by_id[id]
            if not _DENIED.search(f"{question.label.text} {question.ask.text}".lower()):
                yield _UNASKED.format(question=id)

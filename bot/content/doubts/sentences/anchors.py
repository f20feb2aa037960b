"""A window that counts from another date than its criterion's sentence: `before consent` for "before randomization"."""

from __future__ import annotations

from collections.abc import Iterator

from bot.content.doubts.sentences.said import LENGTH, length_said, shown
from bot.content.doubts.sentences.statement import Statement
from bot.core.lexicon.forms import normal
from bot.core.lexicon.patterns import pattern
from bot.core.rules.base import Rule
from bot.core.rules.lengths import Length
from bot.core.rules.moments import Shifted
from bot.core.rules.tests import CompareDays, Window
from bot.core.trial import Trial

_FROM = pattern(rf"{LENGTH} (?:prior to|preceding|before|after|of|from)(?: the)? (?P<date>[^,;.()]+)")
_PLANNED = ("randomization", "randomisation", "enrollment", "enrolment", "study entry")
_TOLD = "the rule counts {length} from `{rule}`, the sentence from `{said}`: if the rule is right, say so in `reading`"


def other_anchors(statement: Statement) -> Iterator[str]:
    """Every window that has nothing to do with the date of the trial which its sentence names for it."""
    asked: dict[Length | None, dict[str, None]] = {}
    for test, _ in statement.leaves:
        for counted, dates in _counted(test):
            asked.setdefault(counted, {}).update(dates)
    for found in _FROM.finditer(statement.text):
        length, said = length_said(found), _date_named(found["date"], statement.trial)
        dates = asked.get(length, {})
        if length is not None and said is not None and dates and said not in dates:
            yield _TOLD.format(length=shown(length), rule=list(dates)[-1], said=said)


def _counted(test: Rule) -> Iterator[tuple[Length, dict[str, None]]]:
    """The lengths of a test, each with the dates that it lies between; the one that it counts from is the last."""
    match test:
        case Window(event=event, anchor=anchor, length=back, ahead=ahead):
            yield from ((length, dict.fromkeys((*event.dates, *anchor.dates))) for length in (back, ahead))
        case CompareDays(left=left, right=right):
            for far, near in ((left, right), (right, left)):
                if isinstance(far, Shifted):
                    length = Length(abs(far.length.days), abs(far.length.months))
                    yield length, dict.fromkeys((*near.dates, *far.dates))


def _date_named(text: str, trial: Trial) -> str | None:
    """The date question by whose name a text begins; the planned date goes by what is planned for it as well."""
    names = dict.fromkeys((*_PLANNED, normal(trial.event.text)), trial.anchor)
    for one in (one for one in trial.questions if one.shape.kind == "date"):
        names.update(dict.fromkeys((normal(one.label.text), *one.names), one.id))
    begins = (name for name in sorted(names, key=len, reverse=True) if text.startswith(name))
    return next((names[name] for name in begins if not text[len(name) :][:1].isalnum()), None)

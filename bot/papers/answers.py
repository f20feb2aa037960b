"""The answers sheet: one row for each case, one column for each question, with marks where there is no answer.

ND and NK are the marks that Chinese case report forms use; NA is what does not apply to this patient.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core import kinds
from bot.core.answers import NotKnown
from bot.core.facts import KnownFacts
from bot.core.messages import name, say
from bot.core.screens.answers import shown
from bot.core.trial import Question, Trial
from bot.papers.gathering import Says, Screening
from bot.papers.spreadsheet import Cell, Table

NOT_DONE, NOT_KNOWN_YET, NOT_APPLICABLE = "ND", "NK", "NA"
ANSWER_MARKS = {
    NOT_DONE: say("not done: was not asked or not answered"),
    NOT_KNOWN_YET: say("not known: was asked, and is not known yet"),
    NOT_APPLICABLE: say("not applicable: does not matter for this patient"),
}


def answer_table(trial: Trial, found: Iterable[Screening], says: Says) -> Table:
    """All answers in words, with their conversion; cases of another protocol version have none here."""
    headings = (says(name("log", "Subject code")), *(_heading(one, says) for one in trial.questions))
    rows = tuple((one.code, *_row(trial.questions, one.facts, says)) for one in found if one.verdict is not None)
    return Table(says(name("log", "Answers")), headings, rows)


def _heading(question: Question, says: Says) -> str:
    words = says(say("{id} {label}", id=question.criterion or "", label=question.label))
    return f"{words}\n{question.id}"


def _row(questions: Sequence[Question], facts: KnownFacts, says: Says) -> tuple[Cell, ...]:
    return tuple(answer_words(question, facts, says) for question in questions)


def answer_words(question: Question, facts: KnownFacts, says: Says) -> str:
    """An answer in words, or the mark that says why there is none."""
    if facts.moot(question):
        return NOT_APPLICABLE
    answer = facts.answers.get(question.id)
    if answer is not None:
        return NOT_KNOWN_YET if isinstance(answer.value, NotKnown) else says(shown(question, answer))
    implied = facts.value(question.id)
    return NOT_DONE if isinstance(implied, NotKnown) else says(kinds.show(question.shape, implied))

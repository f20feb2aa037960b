"""The answers of one case as its rules see them: what counts, what is moot, what follows from something else.

The planned date is a variable here: the same answers can be looked at for another planned date.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.core.answers import NOT_KNOWN, Answer, Code, Codes, Day, NotKnown, Value
from bot.core.ranges import Range
from bot.core.rules.base import Rule
from bot.core.trial import Question, Trial
from bot.core.truth import Truth


class KnownFacts:
    """What is known of a case on one day, for one planned date.

    `planned` replaces the planned date; without one, and without an answer to that question, the date of today is
    taken and everything that depends on it is provisional.
    """

    def __init__(self, trial: Trial, answers: Mapping[str, Answer], today: date, planned: date | None = None) -> None:
        self.trial = trial
        self.answers = answers
        self._today = today
        self._planned = planned
        self._values: dict[str, Value] = {}
        self._asked: dict[str, Truth] = {}
        self.derived: dict[str, Range | None] = {}
        self._relevant: tuple[int, ...] | None = None
        self._ahead = trial.questions if trial.deep else ()

    @property
    def today(self) -> date:
        """The site's calendar day."""
        return self._today

    @property
    def anchor(self) -> date:
        """The planned date that windows count back from; today while there is none."""
        value = self.value(self.trial.anchor)
        return value.first if isinstance(value, Day) else self._today

    @property
    def provisional(self) -> bool:
        """Whether no planned date is known."""
        answer = self.answers.get(self.trial.anchor)
        return self._planned is None and not (answer and isinstance(answer.value, Day))

    def at(self, planned: date) -> KnownFacts:
        """The same answers, looked at for another planned date."""
        return self._handing_on(KnownFacts(self.trial, self.answers, self._today, planned))

    def whenever(self) -> KnownFacts:
        """The same answers with no planned date. What is definite even so does not depend on it."""
        facts = self._handing_on(KnownFacts(self.trial, self.answers, self._today))
        facts._values[self.trial.anchor] = NOT_KNOWN
        return facts

    def _handing_on(self, facts: KnownFacts) -> KnownFacts:
        """Gives the other facts what is known already and is the same for every planned date."""
        timeless = self.trial.timeless
        facts._values = {id: value for id, value in self._values.items() if id in timeless}
        facts._asked = {id: asked for id, asked in self._asked.items() if id in timeless}
        return facts

    def with_answers(self, answers: Mapping[str, Answer]) -> KnownFacts:
        """The same facts with other answers; what no changed answer touches is not worked out again."""
        facts, followers = KnownFacts(self.trial, answers, self._today, self._planned), self.trial.followers
        changed = [id for id in answers.keys() | self.answers.keys() if answers.get(id) is not self.answers.get(id)]
        touched = frozenset[str]().union(*(followers[id] for id in changed))
        facts._values = {id: value for id, value in self._values.items() if id not in touched}
        facts._asked = {id: asked for id, asked in self._asked.items() if id not in touched}
        if len(touched) == len(changed):  # nothing else follows from them
            facts._relevant = self._relevant
        return facts

    @property
    def relevant(self) -> tuple[int, ...]:
        """The places of the questions that may still matter, without those that are asked per option."""
        if self._relevant is None:
            questions = enumerate(self.trial.questions)
            self._relevant = tuple(at for at, one in questions if one.asked_for is None and not self.moot(one))
        return self._relevant

    def value(self, question: str) -> Value:
        """What counts as the answer to a question; NotKnown where nothing does."""
        if question not in self._values:
            self._values[question] = self._find(question)
        return self._values[question]

    def _find(self, id: str) -> Value:
        if id == self.trial.anchor and (self._planned or self.provisional):
            return Day.on(self._planned or self._today)
        question = self.trial.by_id[id]
        answer = self.answers.get(id)
        if answer is not None and not isinstance(answer.value, NotKnown):
            return NOT_KNOWN if self.moot(question) else answer.value
        return self._implied(question)

    def _implied(self, question: Question) -> Value:
        for implied in question.implied:
            if self.truth(implied.when) is Truth.TRUE:
                return Code(implied.code)
        return NOT_KNOWN

    def truth(self, rule: Rule) -> Truth:
        """The truth of a rule on these facts."""
        return rule.truth(self)

    def asked(self, question: Question) -> Truth:
        """Whether a question is to be asked: unknown while that depends on something still open."""
        if question.id not in self._asked:
            self._asked[question.id] = self._whether_asked(question)
        return self._asked[question.id]

    def _whether_asked(self, question: Question) -> Truth:
        ahead, self._ahead = self._ahead, ()
        for one in ahead:  # from the first to the last: a question at the end of a long row would go too deep
            self.asked(one)
        if question.asked_for:
            of, code = question.asked_for
            chosen = self.value(of)
            if not isinstance(chosen, Codes):
                return Truth.UNKNOWN
            if code not in chosen.codes:
                return Truth.FALSE
        return Truth.TRUE if question.ask_if is None else self.truth(question.ask_if)

    def moot(self, question: Question) -> bool:
        """Whether an answer would not count, because of what else was answered."""
        return self.asked(question) is Truth.FALSE

    def needed(self, question: Question) -> bool:
        """Whether a question is to be put to somebody: asked, not settled by another route, not implied."""
        if self.asked(question) is not Truth.TRUE:
            return False
        if question.optional_if is not None and self.truth(question.optional_if) is Truth.TRUE:
            return False
        return isinstance(self._implied(question), NotKnown)

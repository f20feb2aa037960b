"""What everything that puts a trial together can do: say what is wrong and where, and read texts and rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.content.places import Path_, Problem, Source
from bot.content.schema import TrialForm
from bot.core.lexicon.forms import normal
from bot.core.messages import Message
from bot.core.rules.base import Rule
from bot.core.rules.parser import read_rule
from bot.core.rules.scope import RuleProblem, Scope

Translations = Callable[[Message], tuple[str, ...]]


class Builder:
    """Reads one trial's form and collects what is wrong with it."""

    scope: Scope
    """What rules may name; whoever knows the whole trial gives it."""

    def __init__(self, source: Source, form: TrialForm, translations: Translations) -> None:
        self.source, self.form, self.translations = source, form, translations
        self.problems: list[Problem] = []
        self.domain = form.trial.id

    def note(self, path: Path_, text: str, offset: int | None = None) -> None:
        self.problems.append(self.source.problem(path, text, offset))

    def note_all(self, path: Path_, problems: Sequence[RuleProblem]) -> None:
        for one in problems:
            self.note(path, one.text, one.offset)

    def words(self, context: str, text: str) -> Message:
        return Message(text, context=context, domain=self.domain)

    def maybe(self, context: str, text: str | None) -> Message | None:
        return None if text is None else self.words(context, text)

    def spoken(self, context: str, *texts: str) -> tuple[str, ...]:
        """Texts in every language, in the form in which typed words are compared."""
        said = (form for text in texts for form in self.translations(self.words(context, text)))
        return tuple(dict.fromkeys(map(normal, said)))

    def rule(self, path: Path_, text: str | None, scope: Scope | None = None, steering: bool = False) -> Rule | None:
        if text is None:
            return None
        rule, problems = read_rule(text, scope or self.scope, steering)
        self.note_all(path, problems)
        return rule

"""flows/<trial>.yaml -> Trial, or every problem that it has, each with its place and what would be right.

The form is checked first (`schema`); then names, types, units and order are, while the trial is put together.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter

from bot.content.forms import read_form
from bot.content.noting import Translations
from bot.content.places import BadDefinition, Path_, Source, read_source
from bot.content.questions import QuestionBuilder
from bot.content.schema import ConsentForm, CriterionForm, DerivedForm, ReadingForm, RemarkForm, TrialForm
from bot.core.messages import say
from bot.core.rules.base import Rule
from bot.core.rules.logic import Fixed, Not
from bot.core.rules.moments import NamedDay
from bot.core.rules.numbers import Named
from bot.core.rules.parser import Derived, read_derived
from bot.core.rules.reader import NAME
from bot.core.rules.scope import Scope, suggestion
from bot.core.shapes import Shape, Test, Unit
from bot.core.trial import (
    Arm,
    Consent,
    Criterion,
    Failure,
    FailureKind,
    Interpretation,
    Question,
    Remark,
    Retention,
    Site,
    Trial,
)
from bot.core.truth import Truth

_FORM = TypeAdapter(TrialForm)


def read_trial(path: Path, labs: Mapping[str, Test], translations: Translations) -> Trial:
    """The trial in a file; BadDefinition with every problem. `translations`: a text's words in all languages."""
    source = read_source(path)
    form = read_form(_FORM, source)
    builder = _TrialBuilder(source, form, labs, translations)
    trial = builder.trial()
    if form.trial.id != path.stem:
        builder.note(("trial", "id"), f"the id is the file's name: `{path.stem}`")
    if builder.problems:
        raise BadDefinition(builder.problems)
    return trial


class _TrialBuilder(QuestionBuilder):
    """Puts the whole trial together."""

    def __init__(self, source: Source, form: TrialForm, labs: Mapping[str, Test], translations: Translations) -> None:
        super().__init__(source, form, labs, translations)
        self.scope = self.names()

    def trial(self) -> Trial:
        head = self.form.trial
        self.check_ids()
        questions = tuple(question for template in self.templates for question in self.expanded(*template))
        criteria = tuple(self.criterion(place, one) for place, one in enumerate(self.form.criteria))
        self.check_order(questions)
        return Trial(
            id=head.id,
            version=head.version,
            short=head.short,
            title=self.words("trial", head.title),
            registry=head.registry,
            source=head.source,
            anchor=head.anchor,
            event=self.maybe("trial", head.event) or say("randomization"),
            lead_time=head.lead_time,
            retention=Retention(head.retention.declined, head.retention.failed),
            consent=self.consent(head.consent, questions),
            sections={one.id: self.words(one.id, one.label) for one in self.form.sections},
            questions=questions,
            criteria=criteria,
            readings=tuple(self.reading(place, one) for place, one in enumerate(self.form.readings)),
            derived={one.id: self.words(one.id, one.label) for one in self.form.derived if one.label is not None},
            conditions=self.scope.conditions,
            alerts=self.remarks("alerts", self.form.alerts),
            warnings=self.remarks("warnings", self.form.warnings),
            arms=tuple(
                Arm(one.id, one.type, self.words(one.id, one.label), self.words(one.id, one.text))
                for one in self.form.arms
            ),
            sites=tuple(self.site(place, one.id) for place, one in enumerate(self.form.sites)),
        )

    def consent(self, form: ConsentForm, questions: tuple[Question, ...]) -> Consent:
        """The questions about the signed consent form have to be there."""
        ids = [one.id for one in questions]
        for key, id in (("date", form.date), ("version", form.version)):
            if id is not None and id not in ids:
                self.note(("trial", "consent", key), f"there is no question `{id}`{suggestion(id, ids)}")
        return Consent(form.date, form.version)

    # Names.

    def check_ids(self) -> None:
        seen: set[str] = set()
        listed = ("questions", "criteria", "derived", "readings", "alerts", "warnings", "sections", "sites", "arms")
        for kind in listed:
            for place, one in enumerate(getattr(self.form, kind)):
                if one.id in seen:
                    self.note((kind, place, "id"), f"`{one.id}` stands here a second time: ids are unique")
                seen.add(one.id)

    def names(self) -> Scope:
        """Everything that rules may name; derived facts are read in their order, each may use those before it."""
        shapes: dict[str, Shape] = {}
        for form, place, shape in self.templates:
            codes = self.codes_of(form)
            if len(codes) > 1:
                self.check_told_apart(("questions", place), form)
            for code in codes:
                shapes[f"{form.id}.{code}" if code else form.id] = shape
        settings = {one.id: (one.default, tuple(one.options)) for one in self.form.readings}
        counts = self.edge_counts(settings)
        anchor = self.form.trial.anchor
        dates = [id for id, shape in shapes.items() if shape.kind == "date"]
        if anchor not in shapes or shapes[anchor].kind != "date":
            self.note(("trial", "anchor"), f"`{anchor}` is not a date question{suggestion(anchor, dates)}")
        elif not shapes[anchor].future:
            self.note(("trial", "anchor"), f"`{anchor}` is a planned date: say `future: yes` there")
        criteria = frozenset(one.id for one in self.form.criteria)
        later = [one.id for one in self.form.derived]
        scope = Scope(shapes, anchor, counts, settings, criteria=criteria, later=later)
        for place, one in enumerate(self.form.derived):
            test = (shapes[one.like].test if one.like in shapes else self.labs.get(one.like)) if one.like else None
            if one.like and test is None:
                known = [*(id for id, shape in shapes.items() if shape.test), *self.labs]
                wrong = f"`{one.like}` is neither a quantity nor a test of labs.yaml{suggestion(one.like, known)}"
                self.note(("derived", place, "like"), wrong)
            fact, problems = read_derived(one.formula, scope, test, self.derived_unit(place, one, test))
            later.remove(one.id)
            self.note_all(("derived", place, "is"), problems)
            if problems or fact == Derived() or (one.like and test is None):
                scope.unread.add(one.id)
            else:
                self.name_it(place, one, fact, scope)
        return scope

    def edge_counts(self, settings: Mapping[str, tuple[str, tuple[str, ...]]]) -> bool:
        """Whether the last day of a window is in it, as its reading has it."""
        edge = self.form.trial.window_edge
        if edge is None:
            return True
        if edge not in settings:
            self.note(("trial", "window_edge"), f"there is no reading `{edge}`{suggestion(edge, settings)}")
            return True
        chosen, options = settings[edge]
        if not {"inclusive", "exclusive"} & {*options}:
            self.note(("trial", "window_edge"), f"`{edge}` has no options `inclusive` and `exclusive`: is it another?")
        return chosen != "exclusive"

    def derived_unit(self, place: int, form: DerivedForm, test: Test | None) -> Unit | None:
        """The unit of what a formula comes to, where it is not the first one of what that is like."""
        unit = test.unit(form.unit) if test and form.unit else None
        at = ("derived", place, "unit")
        if form.unit and form.like is None:
            self.note(at, f"`{form.unit}` is a unit of what? Say with `like` what the result measures")
        elif form.unit and test and (unit is None or unit.log):
            known = [one.code for one in test.units if not one.log]
            self.note(at, f"`{form.unit}` is not a unit of {test.id}{suggestion(form.unit, known)}")
        return unit

    def name_it(self, place: int, form: DerivedForm, fact: Derived, scope: Scope) -> None:
        """Puts a derived fact among the names; reasons call numbers and dates by their labels."""
        if fact.condition is None and form.label is None:
            self.note(("derived", place), f"`{form.id}` needs a `label`: reasons call it so")
        if fact.number is None and form.like is not None:
            self.note(("derived", place, "like"), f"`like` is for numbers, and `{form.id}` is none")
        if fact.number is not None:
            scope.derived[form.id] = Named(form.id, fact.number, fact.number.test)
        elif fact.day is not None:
            scope.days[form.id] = NamedDay(form.id, fact.day)
        elif fact.condition is not None:
            scope.conditions[form.id] = fact.condition

    # Criteria and the rest.

    def criterion(self, place: int, form: CriterionForm) -> Criterion:
        at = ("criteria", place)
        passes, fails = self.sides(at, form)
        known = {one.id for one in self.form.readings}
        for nr, reading in enumerate(form.readings):
            if reading not in known:
                self.note((*at, "readings", nr), f"there is no reading `{reading}`{suggestion(reading, known)}")
        self.check_settings(at, form)
        return Criterion(
            form.id,
            form.type == "inclusion",
            self.words(form.id, form.label),
            self.words(form.id, form.text),
            passes,
            fails,
            self.maybe(form.id, form.reading),
            form.readings,
            tuple(
                Failure(FailureKind(one.kind), self.rule((*at, "failure", nr, "if"), one.when))
                for nr, one in enumerate(form.failure)
            ),
        )

    def check_settings(self, at: Path_, form: CriterionForm) -> None:
        """A reading on which a rule depends is named beside it: so the card can tell of it."""
        for key, rule in (("rule", form.rule), ("passes_if", form.passes_if), ("fails_if", form.fails_if)):
            named = set(NAME.findall(rule or ""))
            for id in (one.id for one in self.form.readings if one.id in named and one.id not in form.readings):
                self.note((*at, key), f"`{id}` decides here: name it under `readings` of `{form.id}`")

    def sides(self, at: Path_, form: CriterionForm) -> tuple[Rule, Rule]:
        """When it passes and when it fails: each other's opposite where one rule is given."""
        one_rule = self.rule((*at, "rule"), form.rule)
        passes, fails = self.rule((*at, "passes_if"), form.passes_if), self.rule((*at, "fails_if"), form.fails_if)
        if (one_rule is None) == (passes is None) or (passes is None) != (fails is None):
            self.note(at, f"`{form.id}` needs either `rule`, or `passes_if` and `fails_if`")
            return Fixed(Truth.UNKNOWN), Fixed(Truth.UNKNOWN)
        if passes and fails:
            return passes, fails
        assert one_rule
        return (one_rule, Not(one_rule)) if form.type == "inclusion" else (Not(one_rule), one_rule)

    def reading(self, place: int, form: ReadingForm) -> Interpretation:
        at = ("readings", place)
        if form.default not in form.options:
            self.note((*at, "default"), f"`{form.default}` is not an option{suggestion(form.default, form.options)}")
        criteria = {one.id for one in self.form.criteria}
        for nr, about in enumerate(form.about):
            if about not in criteria:
                self.note((*at, "about", nr), f"there is no criterion `{about}`{suggestion(about, criteria)}")
        return Interpretation(
            form.id,
            form.about,
            self.words(form.id, form.question),
            form.default,
            tuple((code, self.words(form.id, text)) for code, text in form.options.items()),
            self.maybe(form.id, form.alternative),
            self.rule((*at, "touches"), form.touches),
        )

    def remarks(self, kind: str, forms: tuple[RemarkForm, ...]) -> tuple[Remark, ...]:
        return tuple(
            Remark(one.id, self.rule((kind, place, "if"), one.when) or Fixed(Truth.FALSE), self.words(one.id, one.text))
            for place, one in enumerate(forms)
        )

    def site(self, place: int, id: str) -> Site:
        form = self.form.sites[place]
        try:
            ZoneInfo(form.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            self.note(("sites", place, "timezone"), f"there is no time zone `{form.timezone}`; Asia/Shanghai is one")
        return Site(id, self.words(id, form.label), form.timezone)

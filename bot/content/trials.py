"""flows/<trial>.yaml -> Trial, or every problem that it has, each with its place and what would be right.

The form is checked first (`schema`); then names, types, units and order are, while the trial is put together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter

from bot.content.forms import read_form
from bot.content.places import BadDefinition, Path_, Problem, Source, read_source
from bot.content.schema import ConsentForm, CriterionForm, OptionForm, QuestionForm, ReadingForm, RemarkForm, TrialForm
from bot.core.lexicon.forms import normal
from bot.core.messages import Message
from bot.core.rules.base import Rule
from bot.core.rules.logic import Fixed, Not
from bot.core.rules.moments import Moment
from bot.core.rules.numbers import Named
from bot.core.rules.parser import read_day, read_number, read_rule
from bot.core.rules.scope import RuleProblem, Scope, suggestion
from bot.core.shapes import Group, Option, Shape, Test
from bot.core.trial import (
    Arm,
    Consent,
    Criterion,
    Failure,
    FailureKind,
    Implied,
    Interpretation,
    Question,
    Remark,
    Retention,
    Site,
    Trial,
    steering,
)
from bot.core.truth import Truth

Translations = Callable[[Message], tuple[str, ...]]
_FORM = TypeAdapter(TrialForm)
_OWN_KEYS = {
    "options": ("one_of", "many_of"),
    "yes": ("yes_no",),
    "no": ("yes_no",),
    "groups": ("many_of",),
    "test": ("quantity",),
    "unit": ("quantity",),
    "ongoing": ("date",),
    "future": ("date",),
}


def read_trial(path: Path, labs: Mapping[str, Test], translations: Translations) -> Trial:
    """The trial in a file; BadDefinition with every problem. `translations`: a text's words in all languages."""
    source = read_source(path)
    form = read_form(_FORM, source)
    builder = _Builder(source, form, labs, translations)
    trial = builder.trial()
    if form.trial.id != path.stem:
        builder.note(("trial", "id"), f"the id is the file's name: `{path.stem}`")
    if builder.problems:
        raise BadDefinition(builder.problems)
    return trial


class _Builder:
    """Puts one trial together and collects what is wrong with it."""

    def __init__(self, source: Source, form: TrialForm, labs: Mapping[str, Test], translations: Translations) -> None:
        self.source, self.form, self.labs, self.translations = source, form, labs, translations
        self.problems: list[Problem] = []
        self.domain = form.trial.id
        self.templates = [self.template(place, one) for place, one in enumerate(form.questions)]
        self.scope = self.names()

    def note(self, path: Path_, text: str, offset: int | None = None) -> None:
        self.problems.append(self.source.problem(path, text, offset))

    def words(self, context: str, text: str) -> Message:
        return Message(text, context=context, domain=self.domain)

    def maybe(self, context: str, text: str | None) -> Message | None:
        return None if text is None else self.words(context, text)

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
            lead_time=head.lead_time,
            retention=Retention(head.retention.declined, head.retention.failed),
            consent=self.consent(head.consent, questions),
            sections={one.id: self.words(one.id, one.label) for one in self.form.sections},
            questions=questions,
            criteria=criteria,
            readings=tuple(self.reading(place, one) for place, one in enumerate(self.form.readings)),
            derived={
                one.id: (self.words(one.id, one.label), self.scope.derived[one.id])
                for one in self.form.derived
                if one.id in self.scope.derived
            },
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
        for form, _place, shape in self.templates:
            for code in self.codes_of(form):
                shapes[f"{form.id}.{code}" if code else form.id] = shape
        settings = {one.id: (one.default, tuple(one.options)) for one in self.form.readings}
        edge = self.form.trial.window_edge
        counts = edge is None or settings.get(edge, ("",))[0] != "exclusive"
        if edge and edge not in settings:
            self.note(("trial", "window_edge"), f"there is no reading `{edge}`{suggestion(edge, settings)}")
        anchor = self.form.trial.anchor
        if anchor not in shapes or shapes[anchor].kind != "date":
            self.note(("trial", "anchor"), f"`{anchor}` is not a date question{suggestion(anchor, shapes)}")
        scope = Scope(shapes, anchor, counts, settings)
        for place, one in enumerate(self.form.derived):
            if one.like and (one.like not in shapes or shapes[one.like].test is None):
                self.note(("derived", place, "like"), f"`{one.like}` is not a quantity{suggestion(one.like, shapes)}")
            test = shapes[one.like].test if one.like in shapes else None
            number, problems = read_number(one.formula, scope, test)
            self.note_all(("derived", place, "is"), problems)
            scope.derived[one.id] = Named(one.id, number, number.test)
        return scope

    def codes_of(self, form: QuestionForm) -> tuple[str, ...]:
        """The options that a template is asked for; one empty code for a plain question."""
        if form.each is None:
            return ("",)
        chosen = next((shape for other, _, shape in self.templates if other.id == form.each), None)
        place = self.form.questions.index(form)
        if chosen is None or chosen.kind != "many_of":
            self.note(("questions", place, "each"), f"`{form.each}` is not a many_of question")
            return ()
        if form.of is None:
            return chosen.codes
        return self.option_codes(form, place, chosen)

    def option_codes(self, form: QuestionForm, place: int, chosen: Shape) -> tuple[str, ...]:
        begin = "each has any of "
        parsed, problems = read_rule(f"{begin}{form.of}", Scope({"each": chosen}))
        places = [RuleProblem(max(0, one.offset - len(begin)), one.text) for one in problems]
        self.note_all(("questions", place, "of"), places)
        codes: frozenset[str] = getattr(parsed, "codes", frozenset())
        return tuple(code for code in chosen.codes if code in codes)

    # Rules.

    def note_all(self, path: Path_, problems: list[RuleProblem]) -> None:
        for one in problems:
            self.note(path, one.text, one.offset)

    def rule(self, path: Path_, text: str | None, scope: Scope | None = None, steering: bool = False) -> Rule | None:
        if text is None:
            return None
        rule, problems = read_rule(text, scope or self.scope, steering)
        self.note_all(path, problems)
        return rule

    # Questions.

    def template(self, place: int, form: QuestionForm) -> tuple[QuestionForm, int, Shape]:
        at = ("questions", place)
        for key, kinds in _OWN_KEYS.items():
            if key in form.model_fields_set and form.kind not in kinds:
                self.note((*at, key), f"`{key}` belongs to {' and '.join(kinds)}, not to {form.kind}")
        if form.kind in ("one_of", "many_of") and not form.options:
            self.note(at, f"`{form.id}` has no options")
        test = self.test(at, form)
        shape = Shape(
            form.kind,
            tuple(self.option(form, one) for one in form.options),
            tuple(Group(one.id, self.words(form.id, one.label)) for one in form.groups),
            test,
            self.unit(at, form, test),
            form.ongoing,
            form.future,
            form.max,
            self.spoken(form.id, form.label) + tuple(map(normal, form.aliases)),
            self.spoken(form.id, form.ask, *filter(None, (form.patient,))),
            tuple(map(normal, form.yes)),
            tuple(map(normal, form.no)),
        )
        self.check_options(at, form, shape)
        self.check_yes_and_no(at, shape)
        self.check_implied(at, form, shape)
        self.check_texts(at, form)
        return form, place, shape

    def test(self, at: Path_, form: QuestionForm) -> Test | None:
        if form.kind != "quantity":
            return None
        if form.test not in self.labs:
            self.note((*at, "test"), f"labs.yaml has no `{form.test}`{suggestion(form.test or '', self.labs)}")
            return None
        return self.labs[form.test or ""]

    def unit(self, at: Path_, form: QuestionForm, test: Test | None) -> str:
        if form.kind == "proportion":
            return "%"
        if test is None:
            return ""
        if form.unit is None:
            return test.canonical.code
        unit = test.unit(form.unit)
        if unit is None:
            known = [one.code for one in test.units]
            self.note((*at, "unit"), f"`{form.unit}` is not a unit of {test.id}{suggestion(form.unit, known)}")
        return unit.code if unit else ""

    def spoken(self, context: str, *texts: str) -> tuple[str, ...]:
        """Texts in every language, in the form in which typed words are compared."""
        said = (form for text in texts for form in self.translations(self.words(context, text)))
        return tuple(dict.fromkeys(map(normal, said)))

    def option(self, form: QuestionForm, one: OptionForm) -> Option:
        label = self.words(form.id, one.label)
        short = self.words(form.id, one.short or one.label)
        spelled = (one.code, *self.translations(label), *self.translations(short), *one.aliases)
        names = tuple(dict.fromkeys(normal(name) for name in spelled))
        return Option(one.code, label, short, names, one.group, one.open)

    def check_options(self, at: Path_, form: QuestionForm, shape: Shape) -> None:
        meaning: dict[str, str] = {}
        for place, option in enumerate(shape.options):
            if option.code in shape.codes[:place]:
                self.note((*at, "options", place, "code"), f"`{option.code}` stands here a second time")
        groups = {one.id for one in form.groups}
        for place, option in enumerate(shape.options):
            path = (*at, "options", place)
            for name in option.names:
                if meaning.setdefault(name, option.code) != option.code:
                    self.note(path, f"`{name}` also means {meaning[name]}")
            if option.group and groups and option.group not in groups:
                self.note((*path, "group"), f"there is no group `{option.group}`{suggestion(option.group, groups)}")

    def check_yes_and_no(self, at: Path_, shape: Shape) -> None:
        for place, name in enumerate(shape.no):
            if name in shape.yes:
                self.note((*at, "no", place), f"`{name}` also means yes")

    def check_implied(self, at: Path_, form: QuestionForm, shape: Shape) -> None:
        codes = ("yes", "no") if form.kind == "yes_no" else shape.codes
        for place, one in enumerate(form.implied):
            if one.value not in codes:
                path = (*at, "implied", place, "value")
                self.note(path, f"`{one.value}` is not an option{suggestion(one.value, codes)}")

    def check_texts(self, at: Path_, form: QuestionForm) -> None:
        """Only what will be filled in stands in braces."""
        option = {"option"} if form.each else set()
        filled = {"label": option, "ask": option | form.values.keys(), "patient": option | form.values.keys()}
        for field, names in filled.items():
            for name in _placeholders(getattr(form, field) or ""):
                if name not in names:
                    self.note((*at, field), f"nothing fills {{{name}}} here{suggestion(name, names)}")

    def expanded(self, form: QuestionForm, place: int, shape: Shape) -> list[Question]:
        """The question itself, or one for each option that the template is asked for."""
        self.check_place(form, place)
        return [self.question(form, place, shape, code) for code in self.codes_of(form)]

    def check_place(self, form: QuestionForm, place: int) -> None:
        at = ("questions", place)
        criteria = [one.id for one in self.form.criteria]
        sections = [one.id for one in self.form.sections]
        if (form.criterion is None) == (form.section is None):
            self.note(at, f"`{form.id}` needs either a criterion or a section")
        if form.criterion and form.criterion not in criteria:
            self.note((*at, "criterion"), f"there is no `{form.criterion}`{suggestion(form.criterion, criteria)}")
        if form.section and form.section not in sections:
            self.note((*at, "section"), f"there is no `{form.section}`{suggestion(form.section, sections)}")

    def question(self, form: QuestionForm, place: int, shape: Shape, code: str) -> Question:
        at: tuple[str | int, ...] = ("questions", place)
        scope, of = self.scope, None
        if code and form.each:
            scope, of = self.scope.bind("it", form.each, code), (form.each, code)
        option = self.scope.shapes[form.each].option(code) if of and form.each else None

        def text(words: str | None) -> Message | None:
            values = {"option": option.label} if option else {}
            return None if words is None else Message(words, values, context=form.id, domain=self.domain)

        label, ask = text(form.label), text(form.ask)
        assert label
        assert ask
        return Question(
            id=f"{form.id}.{code}" if code else form.id,
            shape=shape,
            label=label,
            ask=ask,
            patient=text(form.patient),
            help=text(form.help),
            who=form.who,
            criterion=form.criterion,
            section=form.section,
            ask_if=self.rule((*at, "ask_if"), form.ask_if, scope, steering=True),
            optional_if=self.rule((*at, "optional_if"), form.optional_if, scope, steering=True),
            optional=form.optional,
            implied=tuple(
                Implied(one.value, self.rule((*at, "implied", nr, "if"), one.when, scope, True) or Fixed(Truth.FALSE))
                for nr, one in enumerate(form.implied)
            ),
            values=self.values((*at, "values"), form),
            asked_for=of,
            names=() if of else self.names_of(form, label),
        )

    def names_of(self, form: QuestionForm, label: Message) -> tuple[str, ...]:
        """What people call a question; one that is asked for each option has no name of its own."""
        return tuple(dict.fromkeys(normal(name) for name in (*self.translations(label), *form.aliases)))

    def values(self, path: Path_, form: QuestionForm) -> tuple[tuple[str, Moment], ...]:
        """The dates that fill its texts; where one cannot be read there is a problem, and no trial."""
        days = {key: self.day((*path, key), text) for key, text in form.values.items()}
        return tuple((key, day) for key, day in days.items() if day is not None)

    def day(self, path: Path_, text: str) -> Moment | None:
        day, problems = read_day(text, self.scope)
        self.note_all(path, problems)
        return day

    def check_order(self, questions: tuple[Question, ...]) -> None:
        """Whether a question is asked may depend on earlier ones only; otherwise it could wait for itself."""
        order = {question.id: place for place, question in enumerate(questions)}
        places = {form.id: place for form, place, _ in self.templates}
        for question in questions:
            for rule in steering(question):
                if rule is question.optional_if:
                    continue
                late = [id for id in rule.questions if order.get(id, -1) >= order[question.id]]
                if late:
                    template = (
                        question.id.removesuffix(f".{question.asked_for[1]}") if question.asked_for else question.id
                    )
                    self.note(("questions", places[template]), f"`{question.id}` depends on `{late[0]}`, asked later")

    # Criteria and the rest.

    def criterion(self, place: int, form: CriterionForm) -> Criterion:
        at = ("criteria", place)
        passes, fails = self.sides(at, form)
        known = {one.id for one in self.form.readings}
        for nr, reading in enumerate(form.readings):
            if reading not in known:
                self.note((*at, "readings", nr), f"there is no reading `{reading}`{suggestion(reading, known)}")
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


def _placeholders(text: str) -> set[str]:
    """The names in braces; an unpaired brace is one too."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return {"an unpaired brace"}

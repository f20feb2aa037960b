"""The questions of a trial's file: from their forms, templates and options to what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.content.catalogues import placeholders
from bot.content.labs import limits
from bot.content.noting import Builder, Translations
from bot.content.places import Path_, Source
from bot.content.schema import OptionForm, QuestionForm, TrialForm
from bot.core.lexicon.forms import normal
from bot.core.messages import Message
from bot.core.rules.logic import Fixed
from bot.core.rules.moments import Moment
from bot.core.rules.parser import read_day, read_rule
from bot.core.rules.scope import RuleProblem, Scope, suggestion
from bot.core.shapes import USUAL_AGES, Group, Option, Shape, Test
from bot.core.trial import INVESTIGATOR, TAPPED, Implied, Question, steering
from bot.core.truth import Truth

_OWN_KEYS = {
    "options": ("one_of", "many_of"),
    "asked_back": ("one_of", "many_of", "yes_no"),
    "yes": ("yes_no",),
    "no": ("yes_no", "many_of"),
    "groups": ("many_of",),
    "test": ("quantity",),
    "unit": ("quantity",),
    "ongoing": ("date",),
    "future": ("date",),
    "max": ("text",),
    "hard": ("quantity",),
    "soft": ("quantity", "birth"),
    "fewest": ("proportion",),
}


class QuestionBuilder(Builder):
    """Puts the questions together. A template is asked once for each option that was chosen elsewhere."""

    def __init__(self, source: Source, form: TrialForm, labs: Mapping[str, Test], translations: Translations) -> None:
        super().__init__(source, form, translations)
        self.labs = labs
        self.templates = [self.template(place, one) for place, one in enumerate(form.questions)]

    # Templates: what is so before any rule is read.

    def template(self, place: int, form: QuestionForm) -> tuple[QuestionForm, int, Shape]:
        at = ("questions", place)
        for key, kinds in _OWN_KEYS.items():
            if key in form.model_fields_set and form.kind not in kinds:
                self.note((*at, key), f"`{key}` belongs to {' and '.join(kinds)}, not to {form.kind}")
        if form.who == INVESTIGATOR and form.kind not in TAPPED:
            tapped = " and ".join(TAPPED)
            self.note((*at, "who"), f"an investigator judges {tapped} from the card, not {form.kind}: take `chart`")
        if form.kind in ("one_of", "many_of") and not form.options:
            self.note(at, f"`{form.id}` has no options")
        test = self.test(at, form)
        unit = self.unit(at, form, test)
        shape = Shape(
            form.kind,
            tuple(self.option(form, one) for one in form.options),
            tuple(Group(one.id, self.words(form.id, one.label)) for one in form.groups),
            _within(form, test, unit),
            unit,
            form.ongoing,
            form.future,
            form.max,
            self.spoken(form.id, form.label) + tuple(map(normal, form.aliases)),
            self.spoken(form.id, form.ask, *filter(None, (form.patient,))),
            tuple(map(normal, form.yes)),
            tuple(map(normal, form.no)),
            _asked_back(form, "yes"),
            _asked_back(form, "no"),
            limits(form.soft) if form.kind == "birth" and form.soft else USUAL_AGES,
            form.fewest,
        )
        self.check_options(at, form, shape)
        self.check_yes_and_no(at, shape)
        self.check_asked_back(at, form, shape)
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

    def option(self, form: QuestionForm, one: OptionForm) -> Option:
        label = self.words(form.id, one.label)
        short = self.words(form.id, one.short or one.label)
        spelled = (one.code, *self.translations(label), *self.translations(short), *one.aliases)
        names = tuple(dict.fromkeys(normal(name) for name in spelled))
        return Option(one.code, label, short, names, one.group, one.open, one.points, _asked_back(form, one.code))

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
            if groups and option.group is None:
                self.note(path, "it stands in no group, so that nobody would see it: give it one")
            if option.group and groups and option.group not in groups:
                self.note((*path, "group"), f"there is no group `{option.group}`{suggestion(option.group, groups)}")

    def check_asked_back(self, at: Path_, form: QuestionForm, shape: Shape) -> None:
        """Replies that are to be asked back must not be names of an option, or they would be taken."""
        answers = {"yes": shape.yes, "no": shape.no} if form.kind == "yes_no" else {}
        answers |= {option.code: option.names for option in shape.options}
        meaning = {name: code for code, names in answers.items() for name in names}
        for place, asked in enumerate(form.asked_back):
            path = (*at, "asked_back", place)
            for nth, code in enumerate(asked.offer):
                if code not in answers:
                    self.note((*path, "offer", nth), f"`{code}` is not an option{suggestion(code, answers)}")
            for nth, name in enumerate(asked.words):
                if taken := meaning.get(normal(name)):
                    self.note((*path, "words", nth), f"`{name}` is taken for {taken}")

    def check_yes_and_no(self, at: Path_, shape: Shape) -> None:
        taken = dict.fromkeys(shape.yes, "yes") | {name: one.code for one in shape.options for name in one.names}
        for place, name in enumerate(shape.no):
            if name in taken:
                self.note((*at, "no", place), f"`{name}` also means {taken[name]}")

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
            for name in placeholders(getattr(form, field) or ""):
                if name not in names:
                    self.note((*at, field), f"nothing fills {{{name}}} here{suggestion(name, names)}")
        said = placeholders(form.ask) | placeholders(form.patient or "")
        for name in form.values.keys() - said:
            self.note((*at, "values", name), f"`ask` does not say {{{name}}}")

    def check_told_apart(self, at: Path_, form: QuestionForm) -> None:
        """What is asked for several options says of which."""
        for field in ("label", "ask"):
            if "option" not in placeholders(getattr(form, field)):
                self.note((*at, field), "the same for every option: say `{option}` where its name is to stand")

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
        begin = "each has any of "  # a mistake is told from here on
        parsed, problems = read_rule(f"{begin}{form.of}", Scope({"each": chosen}))
        places = [RuleProblem(max(0, one.offset - len(begin)), one.text) for one in problems]
        self.note_all(("questions", place, "of"), places)
        codes: frozenset[str] = getattr(parsed, "codes", frozenset())
        return tuple(code for code in chosen.codes if code in codes)

    # Questions: with their rules, one for each option that they are asked for.

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
                    told = (
                        f"`{question.id}` depends on `{late[0]}`, asked later: {_way_out(question, late[0], questions)}"
                    )
                    self.note(("questions", places[template]), told)


def _way_out(question: Question, late: str, questions: tuple[Question, ...]) -> str:
    """What to do where a question waits for one that is asked later, or for itself."""
    waiting = {
        one.id for one in questions for rule in steering(one) if one.id == late and question.id in rule.questions
    }
    if late == question.id:
        return "nothing is asked because of its own answer"
    return "each waits for the other, so ask one of them of everybody" if waiting else f"put `{late}` before it"


def _asked_back(form: QuestionForm, code: str) -> tuple[str, ...]:
    """The replies for which this answer is offered."""
    return tuple(dict.fromkeys(normal(word) for one in form.asked_back if code in one.offer for word in one.words))


def _within(form: QuestionForm, test: Test | None, code: str) -> Test | None:
    """The test with the question's own limits, which are given in the unit on display."""
    unit = test.unit(code) if test else None
    if test is None or unit is None or not (form.hard or form.soft):
        return test
    hard, soft = (limits(one, unit) if one else None for one in (form.hard, form.soft))
    return replace(test, hard=hard or test.hard, soft=soft or test.soft)

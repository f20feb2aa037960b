"""The screen of one question: what is asked, what can be typed, the options, and the ways on and round."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from bot.core import kinds
from bot.core.answers import Codes, Day
from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.kinds.base import Setting
from bot.core.machine import put_again
from bot.core.messages import Message, Month, Shown, say, say_many
from bot.core.queries import open_about
from bot.core.screens.answers import shown
from bot.core.screens.base import OTHER_LANGUAGE, Action, Button, Paragraph, Progress, Screen
from bot.core.shapes import Option
from bot.core.trial import INVESTIGATOR, Question

JUDGED = say("The investigator judges this: answer in their words, or choose “Not known yet” and they will be asked.")


@dataclass(frozen=True, slots=True)
class View:
    """How a question is looked at: with its "why", as plain wording to read out, and on which page of its options.

    `aloud` is "here" for the screen's own language, "other" for the other one: the patient's.
    """

    why: bool = False
    aloud: Literal["", "here", "other"] = ""
    page: int = 0


def question_screen(case: Case, facts: KnownFacts, question: Question, view: View | None = None) -> Screen:
    """A question as it is put: what is asked, the options, and what else can be done."""
    view = view or View()
    if view.aloud and question.patient is not None:
        return _aloud(facts, question, view)
    paragraphs = [Paragraph(filled(question, question.ask, facts), "ask")]
    paragraphs += _hints(case, facts, question, view)
    if view.why:
        paragraphs += _why(facts, question)
    blocks = [
        *_options(case, facts, question, view),
        _ways_on(case, question),
        _ways_round(case, view),
    ]
    return Screen(
        "question",
        tuple(paragraphs),
        tuple(filter(None, blocks)),
        progress(facts, question),
        heading(facts, question),
        of=case.name,
    )


def filled(question: Question, message: Message, facts: KnownFacts) -> Message:
    """A question's text with the dates that it speaks of put in."""
    days = {name: _date(moment.day(facts)) for name, moment in question.values}
    return replace(message, values={**message.values, **days})


def _date(day: object) -> Shown:
    if isinstance(day, Day):
        return day.exact or Month(day.first.year, day.first.month)
    return say("not known yet")


def heading(facts: KnownFacts, question: Question) -> Message:
    """What a question serves: its criterion, or its section."""
    words = facts.trial.heading(question)
    if question.criterion is None:
        return words
    return say("{criterion} · {heading}", criterion=question.criterion, heading=words)


def progress(facts: KnownFacts, question: Question) -> Progress:
    """The place among the questions that may still be asked; those asked per option count with their list."""
    return Progress(bisect_right(facts.relevant, facts.trial.order[question.id]), len(facts.relevant))


def _hints(case: Case, facts: KnownFacts, question: Question, view: View) -> list[Paragraph]:
    """What can be typed, in which unit, and what was answered before."""
    hints = []
    setting = Setting(facts.today, unit_on_display(case, question))
    if question.id in case.carried and question.id not in case.answers:
        hints.append(Paragraph(_last_time(case, facts, question)))
    hints += [
        Paragraph(say("The study team asks: “{words}”", words=one.words)) for one in open_about(case, question.id)
    ]
    if question.who == INVESTIGATOR:
        hints.append(Paragraph(JUDGED, "note"))
    how = _how_to_type(question, setting)
    if how is not None:
        hints.append(Paragraph(how, "note"))
    before = case.answers.get(question.id)
    if put_again(case, facts, question):
        hints.append(Paragraph(say("The age alone does not decide here: please give the date of birth.")))
    if before is not None:
        hints.append(Paragraph(say("So far: {answer}", answer=shown(question, before)), "note"))
    full = [one for one in _on_page(question, view) if one.short != one.label]
    return hints + [Paragraph(say("{short}: {label}", short=one.short, label=one.label), "legend") for one in full]


def _last_time(case: Case, facts: KnownFacts, question: Question) -> Message:
    """What was answered in an earlier attempt or for a later planned date, as a hint only."""
    last = shown(question, case.carried[question.id])
    if question.id in facts.trial.of_a_period:
        return say("For the later date: {answer}", answer=last)
    return say("Last time, in {earlier}: {answer}", earlier=case.earlier or "", answer=last)


def _how_to_type(question: Question, setting: Setting) -> Message | None:
    """What can be typed, with an example."""
    example = kinds.example(question.shape, setting)
    match question.shape.kind:
        case "quantity":
            several = question.shape.test is not None and len(question.shape.test.units) > 1
            if several:
                return say("Type the value, for example {example}. Other units: type or tap them.", example=example)
            return say("Type the value, for example {example}.", example=example)
        case "proportion":
            return say("Type a percentage or a count, for example {example} or 6/20.", example=example)
        case "date":
            return say("Type a date, for example {example}; if need be, the month alone.", example=example)
        case "birth":
            return say("Type the date of birth, for example {example}, or the age in years.", example=example)
        case "text":
            return say("Type a few words. No names, ID numbers or phone numbers.")
    return None


def unit_on_display(case: Case, question: Question) -> str | None:
    """The unit that a bare number is read in."""
    return case.unit or question.shape.unit or None


def _why(facts: KnownFacts, question: Question) -> list[Paragraph]:
    """The protocol's own sentence, how it is read, and where to find the fact."""
    parts: list[Paragraph] = []
    if question.criterion:
        criterion = facts.trial.criterion[question.criterion]
        kind = (
            say("Inclusion criterion {id}", id=criterion.id)
            if criterion.inclusion
            else say("Exclusion criterion {id}", id=criterion.id)
        )
        parts += [Paragraph(kind, "strong"), Paragraph(criterion.text, "quote")]
        if criterion.reading:
            parts.append(Paragraph(say("How it is read: {reading}", reading=criterion.reading)))
    if question.help:
        parts.append(Paragraph(question.help))
    return parts or [Paragraph(say("This is needed to plan the screening and to compute the dates."))]


def _aloud(facts: KnownFacts, question: Question, view: View) -> Screen:
    """The plain wording, big and alone, in the language that the patient speaks."""
    assert question.patient is not None
    words = filled(question, question.patient, facts)
    back = Button(say("Back to the question"), Action("plain"), "‹")
    other = Button(OTHER_LANGUAGE.label, Action("aloud", "here" if view.aloud == "other" else "other"))
    return Screen("aloud", (Paragraph(words, "big", other=view.aloud == "other"),), ((back, other),))


# Buttons.


def _options(case: Case, facts: KnownFacts, question: Question, view: View) -> list[tuple[Button, ...]]:
    match question.shape.kind:
        case "yes_no":
            return [(Button(say("Yes"), Action("pick", "yes")), Button(say("No"), Action("pick", "no")))]
        case "one_of":
            options = enumerate(question.shape.options)
            return [tuple(Button(one.short, Action("pick", str(place))) for place, one in options)]
        case "many_of":
            return _many(case, question, view)
        case "quantity":
            return [_units(case, question)]
        case "date" | "birth":
            return [_days(question, facts)]
    return []


def _units(case: Case, question: Question) -> tuple[Button, ...]:
    """The other usual units of a number."""
    test = question.shape.test
    display = unit_on_display(case, question)
    if test is None:
        return ()
    return tuple(
        Button(say("in {unit}", unit=unit.printed), Action("unit", str(place)))
        for place, unit in enumerate(test.units)
        if unit.code != display
    )


def _days(question: Question, facts: KnownFacts) -> tuple[Button, ...]:
    if question.shape.kind == "birth":
        return ()
    if question.shape.future:
        usual, today = facts.today + timedelta(facts.trial.lead_time), Button(say("Today"), Action("day", "0"))
        if usual == facts.today:
            return (today,)
        return Button(say("{date}", date=usual), Action("day", usual.isoformat())), today
    days = [Button(say("Today"), Action("day", "0")), Button(say("Yesterday"), Action("day", "-1"))]
    if question.shape.ongoing:
        days.append(Button(say("Still ongoing"), Action("ongoing")))
    return tuple(days)


def marked_codes(case: Case, question: Question) -> tuple[str, ...]:
    """The ticked options: those ticked now, else those answered before."""
    if case.marked is not None:
        return case.marked
    before = case.answers.get(question.id)
    return before.value.codes if before is not None and isinstance(before.value, Codes) else ()


def _many(case: Case, question: Question, view: View) -> list[tuple[Button, ...]]:
    ticked = marked_codes(case, question)
    buttons = {
        one.code: Button(
            one.short,
            Action("unmark" if one.code in ticked else "mark", str(place)),
            "☑" if one.code in ticked else "☐",
        )
        for place, one in enumerate(question.shape.options)
    }
    page = tuple(buttons[one.code] for one in _on_page(question, view))
    done = (
        Button(say_many("Done: {n} chosen", "Done: {n} chosen", len(ticked)), Action("done"), "✓")
        if ticked
        else Button(say("None of these"), Action("none"), "✓")
    )
    return [page, _group_tabs(question, view), (done,)]


def _on_page(question: Question, view: View) -> tuple[Option, ...]:
    """The options that are shown at once: one group of them, where there are groups."""
    groups = question.shape.groups
    return tuple(one for one in question.shape.options if not groups or one.group == groups[view.page].id)


def _group_tabs(question: Question, view: View) -> tuple[Button, ...]:
    return tuple(
        Button(group.label, Action("page", str(place)), "▸")
        for place, group in enumerate(question.shape.groups)
        if place != view.page
    )


def page_of(question: Question, code: str) -> int:
    """The page that shows an option."""
    option = question.shape.option(code)
    groups = [group.id for group in question.shape.groups]
    return groups.index(option.group) if option and option.group in groups else 0


def _ways_on(case: Case, question: Question) -> tuple[Button, ...]:
    ways = []
    ticked = case.marked is not None and bool(case.marked)
    if question.id in case.carried and question.id not in case.answers and not ticked:
        ways.append(Button(say("Still so"), Action("still"), "✓"))
    if question.id in case.answers:
        keep = say("It stays as it is") if open_about(case, question.id) else say("Keep this answer")
        ways.append(Button(keep, Action("keep"), "✓"))
    if not ticked:  # a tap beside "Done" must not throw away what is ticked
        skips = question.optional and question.id not in case.answers
        ways.append(
            Button(say("Skip"), Action("unknown"), "›") if skips else Button(say("Not known yet"), Action("unknown"))
        )
    if question.patient is not None:
        ways.append(Button(say("Read out"), Action("aloud")))
    return tuple(ways)


def _ways_round(case: Case, view: View) -> tuple[Button, ...]:
    ways = [Button(say("Back"), Action("back"), "‹")] if case.trail else []
    ways.append(
        Button(say("Verdict"), Action("leave"), "‹") if case.sent else Button(say("List"), Action("stop"), "☰")
    )
    ways.append(Button(say("Hide"), Action("plain")) if view.why else Button(say("Why"), Action("why"), "?"))
    ways.append(OTHER_LANGUAGE)
    return tuple(ways)

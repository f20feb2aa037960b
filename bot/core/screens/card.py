"""The card: the verdict's screen, with its reasons and the dates that matter.

The card is the same for the screener and for the study team. It never carries more than the pseudonymous code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.answers import Answer
from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.messages import Listing, Message, say, say_many
from bot.core.reasons import provisional, reasons, subjects
from bot.core.rules.numbers import years_between
from bot.core.screens.answers import shown
from bot.core.screens.base import OTHER_LANGUAGE, Action, Button, Paragraph, Screen
from bot.core.screens.queries import queries_on_card, way_to_answer
from bot.core.screens.signature import signature_lines
from bot.core.screens.tapped import as_said
from bot.core.screens.withdrawal import withdrawn_words
from bot.core.trial import FailureKind
from bot.core.verdict import Eligibility, Finding, Status, Verdict, judgements

SIGN = {Status.PASS: "✓", Status.FAIL: "✗", Status.UNKNOWN: "?"}


@dataclass(frozen=True, slots=True)
class Screened:
    """Who screened, where, and when by the site's clock.

    `instead`: who has answered questions that the trial leaves to the investigator, where no investigator has yet.
    """

    by: str
    site: Message | str
    at: datetime
    instead: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """What the readers of a card may do with it: the card has buttons for that and for nothing else."""

    changes: bool = False
    asks: bool = False
    judges: bool = False
    signs: bool = False
    prints: bool = False


def headline(verdict: Verdict) -> Message:
    """The verdict in a few words."""
    match verdict.outcome:
        case Eligibility.ELIGIBLE:
            return say("ELIGIBLE SO FAR")
        case Eligibility.INELIGIBLE:
            return say("NOT ELIGIBLE")
    return say("UNDETERMINED")


SIGN_OF = {Eligibility.ELIGIBLE: "✓", Eligibility.INELIGIBLE: "✗", Eligibility.UNDETERMINED: "?"}


def card_screen(case: Case, facts: KnownFacts, verdict: Verdict, screened: Screened, reader: Audience) -> Screen:
    """The verdict with what decides, what is open, and the dates that matter.

    Of a withdrawn case it says so, and nothing can be done from it any more.
    """
    trial = facts.trial
    title = say("{verdict} · {trial} · {case}", verdict=headline(verdict), trial=trial.short, case=case.name)
    paragraphs = [Paragraph(title, "title", SIGN_OF[verdict.outcome]), Paragraph(_planned(verdict), "note")]
    if case.withdrawn is not None:
        paragraphs.append(Paragraph(withdrawn_words(case), "warning", "■"))
        reader = Audience(prints=reader.prints)
    paragraphs += signature_lines(case, facts, verdict)
    paragraphs += attempts(case)
    paragraphs += _changes(case, facts)
    paragraphs += queries_on_card(case, facts)
    paragraphs += [Paragraph(alert.text, "warning", "‼") for alert in verdict.alerts]
    paragraphs += _section(
        say_many("What decides ({n})", "What decides ({n})", len(verdict.with_status(Status.FAIL))),
        verdict,
        Status.FAIL,
        facts,
    )
    paragraphs += _section(
        say_many("Still open ({n})", "Still open ({n})", len(verdict.with_status(Status.UNKNOWN))),
        verdict,
        Status.UNKNOWN,
        facts,
    )
    for place, words in enumerate(awaiting(case, facts, screened.instead)):
        paragraphs.append(Paragraph(words, "item", "⚖") if place else Paragraph(words, "strong"))
    passed = len(verdict.with_status(Status.PASS))
    paragraphs.append(Paragraph(say("Passed {n} of {total}", n=passed, total=len(verdict.findings))))
    if verdict.outcome is Eligibility.ELIGIBLE and case.signature is None and case.withdrawn is None:
        paragraphs.append(Paragraph(say("To be confirmed by the investigator.")))
    paragraphs += outlook(verdict, facts)
    paragraphs += [Paragraph(warning.text, "warning", "⚠") for warning in verdict.warnings]
    paragraphs.append(Paragraph(_foot(verdict, facts, screened), "note"))
    return Screen("card", tuple(paragraphs), _card_blocks(case, facts, verdict, screened, reader))


def attempts(case: Case) -> list[Paragraph]:
    """The attempts before and after this one."""
    lines = []
    if case.earlier is not None:
        lines.append(Paragraph(say("Screened before as {case}", case=case.earlier), "note"))
    if case.later is not None:
        lines.append(Paragraph(say("Screened again as {case}", case=case.later), "note"))
    return lines


PRINT = Button(say("PDF"), Action("print"))


def _card_blocks(
    case: Case, facts: KnownFacts, verdict: Verdict, screened: Screened, reader: Audience
) -> tuple[tuple[Button, ...], ...]:
    change = (Button(say("Add or change an answer"), Action("review")),) if reader.changes else ()
    ask = (Button(say("Ask about an answer"), Action("ask", "0"), "?"),) if reader.asks else ()
    return (
        way_to_answer(case) if reader.changes else (),
        (Button(say("Details"), Action("details", "0")), *change, *ask, *((PRINT,) if reader.prints else ())),
        _to_judge(facts, screened) if reader.judges else (),
        _ways_to_sign(verdict) if reader.signs and case.signature is None else (),
        (OTHER_LANGUAGE,) if reader.changes else (),
    )


def awaiting(case: Case, facts: KnownFacts, instead: Mapping[str, str]) -> list[Message]:
    """What the investigator has not judged yet, with what others have answered instead, under a heading."""
    waiting = judgements(facts, instead)
    if not waiting:
        return []
    lines = [
        say_many(
            "The investigator's judgement is to come ({n})",
            "The investigator's judgement is to come ({n})",
            len(waiting),
        )
    ]
    for one in waiting:
        words = say("{label}", label=one.label)
        if one.id in instead:
            answer, name = shown(one, case.answers[one.id]), instead[one.id]
            words = say("{label}: {answer}, so far by {name}", label=one.label, answer=answer, name=name)
        lines.append(words)
    return lines


def _to_judge(facts: KnownFacts, screened: Screened) -> tuple[Button, ...]:
    """What the trial leaves to the investigator's judgement."""
    waiting = len(judgements(facts, screened.instead))
    return (Button(say("Judge ({n})", n=waiting), Action("judgements"), "⚖"),) if waiting else ()


def _ways_to_sign(verdict: Verdict) -> tuple[Button, ...]:
    """What an investigator can do with a verdict; an open one can only be decided."""
    override = Button(say("Override…"), Action("override"))
    if verdict.outcome is Eligibility.UNDETERMINED:
        return (override,)
    return (Button(say("Confirm"), Action("confirm"), "✍"), override)


def _planned(verdict: Verdict) -> Message:
    if verdict.provisional:
        return provisional(verdict)
    return say("for {event} on {date}", date=verdict.planned, event=verdict.event)


def _changes(case: Case, facts: KnownFacts) -> list[Paragraph]:
    if not case.changes:
        return []
    lines = [Paragraph(say("Changed since the last card"), "strong")]
    for change in case.changes:
        question = facts.trial.by_id[change.question]
        old = say("not asked") if change.old is None else shown(question, Answer(change.old))
        new, reason = shown(question, Answer(change.new)), as_said(change.reason)
        if change.old == change.new:
            said = say("{label}: {answer} ({reason})", label=question.label, answer=new, reason=reason)
        else:
            said = say("{label}: {old} → {new} ({reason})", label=question.label, old=old, new=new, reason=reason)
        lines.append(Paragraph(said, "item", "✎"))
    return lines


def _section(title: Message, verdict: Verdict, status: Status, facts: KnownFacts) -> list[Paragraph]:
    findings = verdict.with_status(status)
    if not findings:
        return []
    return [Paragraph(title, "strong"), *(finding_line(finding, facts) for finding in findings)]


def finding_line(finding: Finding, facts: KnownFacts) -> Paragraph:
    """One criterion with its reasons."""
    said = Listing(tuple(reasons(finding, facts)), "plain")
    if not said.parts:
        words = say("{id}  {label}", id=finding.criterion.id, label=finding.criterion.label)
    else:
        words = say("{id}  {reasons}", id=finding.criterion.id, reasons=said)
    return Paragraph(words, "item", SIGN[finding.status])


# The dates that matter.


def outlook(verdict: Verdict, facts: KnownFacts) -> list[Paragraph]:
    """What time changes, and what must be done again."""
    match verdict.outcome:
        case Eligibility.ELIGIBLE:
            return _validity(verdict)
        case Eligibility.INELIGIBLE:
            return _rescreening(verdict, facts)
    return []


def _validity(verdict: Verdict) -> list[Paragraph]:
    """Until when the result holds; an age limit that is years away is not worth a line."""
    said: list[Paragraph] = []
    if verdict.valid_until is not None and not years_between(verdict.planned, verdict.valid_until):
        lapsing = _criteria(verdict)
        words = say(
            "Valid for {event} until {date}; after that no longer met: {criteria}.",
            event=verdict.event,
            date=verdict.valid_until,
            criteria=lapsing,
        )
        said.append(Paragraph(words))
    return said


def _criteria(verdict: Verdict) -> Listing:
    parts = [say("{id} {label}", id=one.id, label=one.label) for one in verdict.lapsing]
    return Listing(tuple(parts), "and")


def _rescreening(verdict: Verdict, facts: KnownFacts) -> list[Paragraph]:
    """What has to happen before the patient could be screened again, and what will have lapsed by then."""
    said = []
    failing = verdict.with_status(Status.FAIL)
    lasting = any(one.kind is FailureKind.PERMANENT for one in failing)
    dated = [] if lasting else [one for one in failing if one.clears_on]
    said += [Paragraph(ends(one, facts)) for one in dated]
    if len(dated) > 1 and verdict.clears_on is not None:
        said.append(Paragraph(say("First possible {event}: {date}.", date=verdict.clears_on, event=verdict.event)))
    for kind, words in _KINDS.items():
        named = [one for one in failing if one.kind is kind]
        if named:
            said.append(Paragraph(say("{what}: {criteria}", what=words, criteria=_named(named, facts))))
    if verdict.lapsing:
        said.append(Paragraph(by_then(verdict, _criteria(verdict)), "warning", "⚠"))
    return said


def by_then(verdict: Verdict, criteria: Message | Listing) -> Message:
    """That criteria which pass now will have lapsed by the time the failures have ended."""
    if verdict.clears_on is None:
        return say("By then no longer met, for good: {criteria}", criteria=criteria)
    return say("To be repeated by then: {criteria}", criteria=criteria)


def ends(finding: Finding, facts: KnownFacts) -> Message:
    """When time ends a failure, and what leaves the criterion open even then."""
    assert finding.clears_on
    id, day = finding.criterion.id, finding.clears_on
    years = years_between(facts.anchor, day)
    if years and not finding.then_missing:
        return say_many(
            "If nothing else changes, {id} clears only in {n} year, on {date}.",
            "If nothing else changes, {id} clears only in {n} years, on {date}.",
            years,
            id=id,
            date=day,
        )
    if not finding.then_missing:
        return say("If nothing else changes, {id} clears on {date}.", id=id, date=day)
    labels = tuple(facts.trial.by_id[one].label for one in finding.then_missing)
    return say(
        "If nothing else changes, {id} fails no more from {date}, but is open as long as this is missing: {labels}.",
        id=id,
        date=day,
        labels=Listing(labels, "comma"),
    )


_KINDS = {
    FailureKind.PERMANENT: say("Will not change"),
    FailureKind.OPEN_ENDED: say("Must end first"),
    FailureKind.DATED: say("Ends on a day not known yet"),
    FailureKind.REPEATABLE: say("Needs a new result or a correction"),
}


def _named(findings: list[Finding], facts: KnownFacts) -> Listing:
    """Criteria with what each is about: "E8 Platelets" where it is one thing, else the criterion's own label."""
    return Listing(tuple(_name(one, subjects(one, facts)) for one in findings), "plain")


def _name(finding: Finding, about: list[Message]) -> Message:
    label = about[0] if len(about) == 1 else finding.criterion.label
    return say("{id} {label}", id=finding.criterion.id, label=label)


def _foot(verdict: Verdict, facts: KnownFacts, screened: Screened) -> Message:
    foot = say(
        "Screened by {by} · {site} · {at} · protocol v{version}",
        by=screened.by,
        site=screened.site,
        at=screened.at,
        version=facts.trial.version,
    )
    if not verdict.touched:
        return foot
    readings = say_many("{n} reading applies", "{n} readings apply", len(verdict.touched))
    return say("{foot} · {readings}", foot=foot, readings=readings)

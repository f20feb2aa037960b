"""The card: the verdict's screen, with its reasons and dates; and its details, criterion by criterion.

The card is the same for the screener and for the study team. It never carries more than the pseudonymous code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core import kinds
from bot.core.answers import Answer, NotKnown
from bot.core.asking import OTHER_LANGUAGE, shown
from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.messages import Listing, Message, name, say, say_many
from bot.core.reasons import held, reasons
from bot.core.rules.tests import Compare
from bot.core.screens import Action, Button, Paragraph, Screen
from bot.core.trial import FailureKind, Remark
from bot.core.verdict import Finding, Outcome3, Status, Verdict

SIGN = {Status.PASS: "✓", Status.FAIL: "✗", Status.UNKNOWN: "?"}
DETAILS_PAGE = 4


@dataclass(frozen=True, slots=True)
class Screened:
    """Who screened, where, and when by the site's clock."""

    by: str
    site: Message | str
    at: datetime


def headline(verdict: Verdict) -> Message:
    """The verdict in a few words."""
    match verdict.outcome:
        case Outcome3.ELIGIBLE:
            return say("ELIGIBLE SO FAR")
        case Outcome3.INELIGIBLE:
            return say("NOT ELIGIBLE")
    return say("UNDETERMINED")


_SIGN_OF = {Outcome3.ELIGIBLE: "✓", Outcome3.INELIGIBLE: "✗", Outcome3.UNDETERMINED: "?"}


def card_screen(case: Case, facts: KnownFacts, verdict: Verdict, screened: Screened, for_team: bool) -> Screen:
    """The verdict with what decides, what is open, and the dates that matter."""
    trial = facts.trial
    title = say("{verdict} · {trial} · {case}", verdict=headline(verdict), trial=trial.short, case=case.name)
    paragraphs = [Paragraph(title, "title", _SIGN_OF[verdict.outcome]), Paragraph(_planned(verdict), "note")]
    paragraphs += _changes(case, facts)
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
    passed = len(verdict.with_status(Status.PASS))
    paragraphs.append(Paragraph(say("Passed {n} of {total}", n=passed, total=len(verdict.findings))))
    paragraphs += outlook(verdict, facts)
    paragraphs += [Paragraph(warning.text, "warning", "⚠") for warning in verdict.warnings]
    paragraphs.append(Paragraph(_foot(verdict, facts, screened), "note"))
    return Screen("card", tuple(paragraphs), _card_blocks(case, for_team))


def _card_blocks(case: Case, for_team: bool) -> tuple[tuple[Button, ...], ...]:
    details = Button(say("Details"), Action("details", "0"))
    if for_team:
        return ((details,),)
    return ((details, Button(say("Change an answer"), Action("review"))), (OTHER_LANGUAGE,))


def _planned(verdict: Verdict) -> Message:
    if verdict.provisional:
        return say("provisional, as of today {date}: no randomization date is planned yet", date=verdict.planned)
    return say("for randomization on {date}", date=verdict.planned)


def _changes(case: Case, facts: KnownFacts) -> list[Paragraph]:
    if not case.changes:
        return []
    lines = [Paragraph(say("Changed since the last card"), "strong")]
    for change in case.changes:
        question = facts.trial.by_id[change.question]
        old = say("not asked") if change.old is None else shown(question, Answer(change.old))
        new = shown(question, Answer(change.new))
        said = say("{label}: {old} → {new} ({reason})", label=question.label, old=old, new=new, reason=change.reason)
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
        case Outcome3.ELIGIBLE:
            return _validity(verdict)
        case Outcome3.INELIGIBLE:
            return _rescreening(verdict, facts)
    return []


def _validity(verdict: Verdict) -> list[Paragraph]:
    said = [Paragraph(say("The investigator confirms."))]
    if verdict.valid_until is not None:
        lapsing = _criteria(verdict)
        words = say(
            "Valid for randomization until {date}: after that {criteria} no longer holds.",
            date=verdict.valid_until,
            criteria=lapsing,
        )
        said.append(Paragraph(words))
    return said


def _criteria(verdict: Verdict) -> Listing:
    parts = [say("{id} {label}", id=one.id, label=one.label) for one in verdict.lapsing]
    return Listing(tuple(parts), "and")


def _rescreening(verdict: Verdict, facts: KnownFacts) -> list[Paragraph]:
    said = []
    failing = verdict.with_status(Status.FAIL)
    for kind, words in _KINDS.items():
        named = [one for one in failing if one.kind is kind]
        if named:
            said.append(Paragraph(say("{what}: {criteria}", what=words, criteria=_named(named))))
    said += [Paragraph(_ends(one)) for one in failing if one.clears_on]
    if verdict.clears_on is not None:
        said.append(
            Paragraph(say("First possible randomization: {date}, if nothing else changes.", date=verdict.clears_on))
        )
    if verdict.lapsing:
        said.append(Paragraph(say("By then to be repeated: {criteria}", criteria=_criteria(verdict)), "warning", "⚠"))
    return said


def _ends(finding: Finding) -> Message:
    assert finding.clears_on
    return say("If nothing else changes, {id} clears on {date}.", id=finding.criterion.id, date=finding.clears_on)


_KINDS = {
    FailureKind.PERMANENT: say("Permanent"),
    FailureKind.OPEN_ENDED: say("Must end first"),
    FailureKind.REPEATABLE: say("Needs a new result or a correction"),
}


def _named(findings: list[Finding]) -> Listing:
    parts = [say("{id} {label}", id=one.criterion.id, label=one.criterion.label) for one in findings]
    return Listing(tuple(parts), "plain")


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


def first_failure_screen(facts: KnownFacts, failing: list[Finding]) -> Screen:
    """The first definite failure, told at once, with the choice to stop or to go on."""
    lines = [Paragraph(say("This already decides: not eligible."), "title", "✗")]
    lines += [finding_line(finding, facts) for finding in failing]
    lines += [Paragraph(_ends(one)) for one in failing if one.clears_on]
    lines.append(Paragraph(say("The study team wants all reasons, if you have the time."), "note"))
    go_on = Button(say("Go on, record all reasons"), Action("go_on"), "›")
    stop = Button(say("Stop here and report"), Action("stop"), "■")
    return Screen(
        "decided", tuple(lines), ((go_on,), (stop,), (Button(say("Back"), Action("back"), "‹"), OTHER_LANGUAGE))
    )


def remark_screen(remark: Remark, critical: bool) -> Screen:
    """A critical value or a contradiction, told when it turns up."""
    return Screen("remark", (Paragraph(remark.text, "warning", "‼" if critical else "⚠"),))


# Details.


@dataclass(frozen=True, slots=True)
class Given:
    """Who gave an answer, and when by the site's clock."""

    by: str
    at: datetime


def details_screen(case: Case, facts: KnownFacts, verdict: Verdict, given: Mapping[str, Given], page: int) -> Screen:
    """Every criterion: the protocol's sentence, the finding, the answers that it rests on, who and when."""
    pages = -(-len(verdict.findings) // DETAILS_PAGE) + bool(verdict.touched)
    page = min(max(page, 0), pages - 1)
    title = say("Details · {case} · page {page} of {pages}", case=case.name, page=page + 1, pages=pages)
    paragraphs = [Paragraph(title, "title")]
    here = verdict.findings[page * DETAILS_PAGE : (page + 1) * DETAILS_PAGE]
    for finding in here:
        paragraphs += _detail(finding, facts, given)
    if not here:
        paragraphs += _readings(verdict)
    turns = [Button(say("page {page}", page=page), Action("details", str(page - 1)), "‹")] if page else []
    if page + 1 < pages:
        turns.append(Button(say("page {page}", page=page + 2), Action("details", str(page + 1)), "›"))
    card = Button(say("Back to the card"), Action("card"), "‹")
    return Screen("details", tuple(paragraphs), (tuple(turns), (card,)))


def _detail(finding: Finding, facts: KnownFacts, given: Mapping[str, Given]) -> list[Paragraph]:
    criterion = finding.criterion
    status = say("{id} {label}: {status}", id=criterion.id, label=criterion.label, status=_STATUS[finding.status])
    lines = [Paragraph(status, "strong", SIGN[finding.status]), Paragraph(criterion.text, "quote")]
    lines += [Paragraph(words, "item", "→") for words in reasons(finding, facts)]
    lines += [Paragraph(margin, "item", "→") for margin in _margins(finding, facts)]
    asked = facts.trial.in_order(criterion.questions & set(facts.answers))
    for question in asked:
        if question.id != facts.trial.anchor and not facts.moot(question):
            lines.append(Paragraph(_given(question.id, facts, given), "item", "·"))
    return lines


_STATUS = {
    Status.PASS: name("finding", "does not stand in the way"),
    Status.FAIL: name("finding", "fails"),
    Status.UNKNOWN: name("finding", "open"),
}


def _margins(finding: Finding, facts: KnownFacts) -> list[Message]:
    said = []
    for leaf in finding.leaves:
        if isinstance(leaf.rule, Compare) and (one := held(leaf.rule, facts)) and one.margin is not None:
            said.append(
                say("{label}: bound {bound}, margin {margin}", label=one.label, bound=one.bound, margin=one.margin)
            )
    return said


def _given(id: str, facts: KnownFacts, given: Mapping[str, Given]) -> Message:
    question, answer = facts.trial.by_id[id], facts.answers[id]
    words = say("{label}: {answer}", label=question.label, answer=shown(question, answer))
    if answer.typed and not isinstance(answer.value, NotKnown) and answer.typed != _plain(id, facts):
        words = say("{said} (typed: {typed})", said=words, typed=answer.typed)
    if id not in given:
        return words
    return say("{said} · {by} · {at}", said=words, by=given[id].by, at=given[id].at)


def _plain(id: str, facts: KnownFacts) -> str:
    dumped = kinds.dump(facts.trial.by_id[id].shape, facts.answers[id].value)
    return dumped if isinstance(dumped, str) else ""


def _readings(verdict: Verdict) -> list[Paragraph]:
    lines = [Paragraph(say("Readings that apply"), "strong")]
    return lines + [Paragraph(reading_note(one.id, one.adopted), "item", "·") for one in verdict.touched]


def reading_note(id: str, adopted: Message) -> Message:
    """The note that an interpretation concerned this patient."""
    return say("Interpretation {id}: {reading}; please confirm.", id=id, reading=adopted)

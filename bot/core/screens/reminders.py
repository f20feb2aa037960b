"""A reminder on the phone, with what can be done about it, and the line that it collapses to."""

from __future__ import annotations

from datetime import date

from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.messages import Listing, Message, first_of, say, say_many
from bot.core.queries import numbered
from bot.core.reminders import Reminder
from bot.core.screens.base import Action, Button, Paragraph, Screen
from bot.core.screens.signature import OUTCOMES
from bot.core.verdict import Status, Verdict

NAMED = 5


def reminder_screen(case: Case, facts: KnownFacts, verdict: Verdict, one: Reminder, case_id: int) -> Screen:
    """What it is about; going on, putting it off, turning it off."""
    lines = [Paragraph(_words(case, facts, verdict, one), mark="⏰")]
    lines += [Paragraph(message) for message in _more(case, facts, verdict, one)]
    rest = (
        Button(say("Tomorrow"), Action("snooze", f"1.{one.key}")),
        Button(say("In a week"), Action("snooze", f"7.{one.key}")),
        Button(say("Turn off"), Action("snooze", f"off.{one.key}")),
    )
    return Screen("reminder", tuple(lines), (_ways(one, case_id), rest))


def _ways(one: Reminder, case_id: int) -> tuple[Button, ...]:
    if one.kind == "query":
        change = Button(say("Look at the answer"), Action("query", one.about), "✎")
        return (change, Button(say("It stays as it is"), Action("stands", one.about), "✓"))
    if one.kind == "unsigned":
        return (Button(say("Look at the verdict"), Action("open", str(case_id)), "✍"),)
    go_on = Button(say("Go on"), Action("open", str(case_id)), "▶")
    again = Button(say("Screen again"), Action("rescreen"), "↻")
    return (again, go_on) if one.kind == "clears" else (go_on,)


def _words(case: Case, facts: KnownFacts, verdict: Verdict, one: Reminder) -> Message:
    match one.kind:
        case "query":
            return say("{case}: the study team still waits for an answer.", case=case.name)
        case "unfinished":
            return say("{case} is unfinished: the study team has no verdict yet.", case=case.name)
        case "missing":
            n = len(verdict.missing)
            return say_many("{case}: {n} result is missing.", "{case}: {n} results are missing.", n, case=case.name)
        case "unsigned":
            decided = OUTCOMES[verdict.outcome.value]
            return say("{case}: the verdict “{verdict}” waits for your signature.", case=case.name, verdict=decided)
        case "clears":
            return _clears(case, facts, verdict, one)
        case "lapses":
            left = (date.fromisoformat(one.about) - facts.today).days
            return say_many(
                "{case}: eligible so far, valid for {n} more day.",
                "{case}: eligible so far, valid for {n} more days.",
                left,
                case=case.name,
            )


def _clears(case: Case, facts: KnownFacts, verdict: Verdict, one: Reminder) -> Message:
    failing, day = [each.criterion.id for each in verdict.with_status(Status.FAIL)], date.fromisoformat(one.about)
    criteria = Listing(tuple(failing), "and")
    if day < facts.today:
        return say("{case}: {criteria} cleared on {date}.", case=case.name, criteria=criteria, date=day)
    return say_many(
        "{case}: from today {criteria} no longer stands in the way.",
        "{case}: from today {criteria} no longer stand in the way.",
        len(failing),
        case=case.name,
        criteria=criteria,
    )


def _more(case: Case, facts: KnownFacts, verdict: Verdict, one: Reminder) -> list[Message]:
    query = numbered(case, one.about) if one.kind == "query" else None
    if query is not None:
        label = facts.trial.by_id[query.question].label
        return [say("{question}: “{words}”", question=label, words=query.words)]
    if one.kind in ("missing", "unfinished") and verdict.missing:
        labels = tuple(facts.trial.by_id[id].label for id in verdict.missing)
        return [say("Missing: {labels}", labels=first_of(labels, NAMED))]
    if one.kind == "lapses":
        lapsing = tuple(say("{id} {label}", id=each.id, label=each.label) for each in verdict.lapsing)
        day = date.fromisoformat(one.about)
        return [
            say(
                "Valid for {event} until {date}; after that no longer met: {criteria}.",
                event=verdict.event,
                date=day,
                criteria=Listing(lapsing, "and"),
            )
        ]
    if one.kind == "clears":
        return [say("If nothing else has changed, the patient can be screened again.")]
    return []


def put_off_screen(case: Case, until: date | None) -> Screen:
    """What became of a reminder."""
    if until is None:
        words = say("{case}: this reminder is turned off.", case=case.name)
    else:
        words = say("{case}: the reminder comes again on {date}.", case=case.name, date=until)
    return Screen("receipt", (Paragraph(words, mark="⏰"),))

"""The screening log: one row for everyone who was screened, failures included, with the reason.

This is the screening log of ICH E6(R2) 8.3.20, with the columns that sites keep. The patient's initials, which Chinese
forms ask for, are left out, so that nobody can be known from it. The subject identification code list (8.3.21) stays at
the site.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from bot.core.messages import Listing, Message, name, say
from bot.core.reasons import reasons
from bot.core.screens.card import headline
from bot.core.screens.signature import OUTCOMES, decision_words
from bot.core.trial import Trial
from bot.core.verdict import Finding, Status
from bot.papers.answers import ANSWER_MARKS, NOT_DONE, answer_table, answer_words
from bot.papers.counts import COUNTED, count_table
from bot.papers.gathering import Says, Screening, Stage, attempts, ended, words
from bot.papers.signatures import signed_words, void_lines
from bot.papers.spreadsheet import Cell, Table, as_csv, as_xlsx

Column = tuple[Message, Callable[[Screening, Says], Cell]]


def log_as_csv(trial: Trial, found: Sequence[Screening], says: Says) -> bytes:
    """The log alone, in the reader's language."""
    return as_csv(log_table(trial, found, says))


def log_as_xlsx(trial: Trial, found: Sequence[Screening], says: Says) -> bytes:
    """The log, everybody's answers, and the counts; an empty log is the only sheet."""
    tables = [log_table(trial, found, says)]
    log = says(say("Screening log"))
    title = says(say("{log} · {trial} · protocol v{version}", log=log, trial=trial.short, version=trial.version))
    if found:
        tables += [answer_table(trial, found, says), count_table(trial, found, says), _how_to_read(says)]
    return as_xlsx(tables, title)


def log_table(trial: Trial, found: Iterable[Screening], says: Says) -> Table:
    """One row for each case, numbered in the order in which they were opened."""
    columns = _columns(trial.event)
    headings = (name("log", "No."), *(heading for heading, _ in columns))
    rows = tuple((number, *(cell(one, says) for _, cell in columns)) for number, one in enumerate(found, 1))
    return Table(says(name("log", "Log")), tuple(says(heading) for heading in headings), rows)


# The columns.


def _verdict(one: Screening, says: Says) -> Cell:
    return says(headline(one.verdict)) if one.verdict else None


def _failed(one: Screening) -> tuple[Finding, ...]:
    return one.verdict.with_status(Status.FAIL) if one.verdict else ()


def _failed_ids(one: Screening, says: Says) -> Cell:
    return ", ".join(finding.criterion.id for finding in _failed(one))


def _why_failed(one: Screening, says: Says) -> Cell:
    if one.stage is Stage.DECLINED:
        return says(name("stage", "did not agree"))
    return "\n".join(says(_why(finding, one)) for finding in _failed(one))


def _why(finding: Finding, one: Screening) -> Message:
    said = Listing(tuple(reasons(finding, one.facts)), "plain")
    about = say("{id} {label}", id=finding.criterion.id, label=finding.criterion.label)
    return say("{criterion}: {reasons}", criterion=about, reasons=said) if said.parts else about


def _missing(one: Screening, says: Says) -> Cell:
    if not one.verdict or one.withdrawn:
        return None
    return words(says, Listing(tuple(one.trial.by_id[id].label for id in one.verdict.missing), "plain"))


def _planned(one: Screening, says: Says) -> Cell:
    return one.verdict.planned if one.verdict and not one.verdict.provisional else None


def _valid_until(one: Screening, says: Says) -> Cell:
    return one.verdict.valid_until if one.verdict else None


def _again_from(one: Screening, says: Says) -> Cell:
    return one.verdict.clears_on if one.verdict else None


STAGES = {
    Stage.NOT_STARTED: name("stage", "not started"),
    Stage.DECLINED: name("stage", "did not agree"),
    Stage.GOING_ON: name("stage", "unfinished"),
    Stage.WITHDRAWN: name("stage", "withdrawn"),
    Stage.MISTAKEN: name("stage", "opened by mistake"),
    Stage.SENT: name("stage", "sent to the study team"),
}


def _status(one: Screening, says: Says) -> Cell:
    if one.stage is Stage.MISTAKEN and one.withdrawn and not one.erased:
        return says(say("{what} on {date}", what=STAGES[one.stage], date=one.withdrawn.at.date()))
    for what, ending in ((name("stage", "erased"), one.erased), (name("stage", "withdrawn"), one.withdrawn)):
        if ending is not None:
            return says(ended(what, ending))
    if one.case is None:
        return says(say("protocol v{version}, which is not loaded", version=one.row.version))
    if one.case.unsent:
        return says(name("stage", "changed since it was sent"))
    return says(STAGES[one.stage])


def _attempts(one: Screening, says: Says) -> Cell:
    return "\n".join(says(words) for words in attempts(one))


def _consent(part: Literal["date", "version"]) -> Callable[[Screening, Says], Cell]:
    """What the trial asks about the signed consent form; ND where it does not ask."""

    def cell(one: Screening, says: Says) -> Cell:
        asked: str | None = getattr(one.trial.consent, part)
        if one.case is None or one.erased is not None:
            return None
        return NOT_DONE if asked is None else answer_words(one.trial.by_id[asked], one.facts, says)

    return cell


def _decision(one: Screening, says: Says) -> Cell:
    return says(OUTCOMES[one.signed.signature.decision]) if one.signed else None


def _signed(one: Screening, says: Says) -> Cell:
    """All signatures, those that are void with what ended them."""
    lines = [
        words
        for each in one.signatures
        for words in (signed_words(each, decision_words(each.signature)), *void_lines(each, one.trial))
    ]
    return "\n".join(says(words) for words in lines)


def _columns(event: Message) -> tuple[Column, ...]:
    """All of them; `event` is what the trial names its planned day after."""
    return (
        (name("log", "Subject code"), lambda one, says: one.code),
        (name("log", "The site's own code"), lambda one, says: one.row.label),
        (name("log", "Site"), lambda one, says: words(says, one.site)),
        (name("log", "Protocol version"), lambda one, says: one.row.version),
        (name("log", "Agreed to be prescreened"), lambda one, says: one.agreed),
        (name("log", "Consent form signed on"), _consent("date")),
        (name("log", "Version of the consent form"), _consent("version")),
        (name("log", "Screening began"), lambda one, says: one.began),
        (name("log", "First sent to the study team"), lambda one, says: one.first_sent),
        (name("log", "Last sent"), lambda one, says: one.last_sent),
        (name("log", "Result of prescreening"), _verdict),
        (name("log", "Criteria that fail"), _failed_ids),
        (name("log", "Reason for failure"), _why_failed),
        (name("log", "Missing"), _missing),
        (say("Planned {event}", event=event), _planned),
        (name("log", "Result valid until"), _valid_until),
        (say("First possible {event}", event=event), _again_from),
        (name("log", "Status"), _status),
        (name("log", "Other attempts"), _attempts),
        (name("log", "Screened by"), lambda one, says: ", ".join(one.by)),
        (name("log", "Now with"), lambda one, says: one.holder),
        (name("log", "Investigator's decision"), _decision),
        (name("log", "Signed by the investigator"), _signed),
    )


def _how_to_read(says: Says) -> Table:
    """What the marks mean, and what this log is not."""
    rows: list[tuple[Cell, ...]] = [(mark, says(meaning)) for mark, meaning in ANSWER_MARKS.items()]
    rows += [("", says(COUNTED)), ("", says(say("Days and times are by each site's clock.")))]
    rows += [("", says(say("A prescreening is advice: the investigator decides who is eligible.")))]
    rows += [("", says(say("Pseudonymous codes only: the list that says who is who stays at the site.")))]
    return Table(says(name("log", "How to read it")), ("", says(name("log", "Meaning"))), tuple(rows))

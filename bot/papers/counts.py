"""The counts of a CONSORT flow diagram, in all and by site, from the same records as the log.

CONSORT 2010 asks for those assessed for eligibility, and those excluded, with reasons. "Assessed" are here all whose
verdict was sent to the study team.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.core.messages import Message, name, say
from bot.core.trial import Criterion, Trial
from bot.core.verdict import Eligibility, Status
from bot.papers.gathering import Says, Screening, Stage
from bot.papers.spreadsheet import Cell, Table

COUNTED = say("A case counts under every criterion that it fails, so that these may add up to more than the cases.")


@dataclass(frozen=True)
class Counts:
    """The counts of one site, or of all.

    Of those assessed, `erased` and `other_version` (opened under a protocol version that is not loaded) have no verdict
    any more, and `withdrawn` were withdrawn later; `decisions` is what was signed. `again` counts later attempts of a
    patient.
    """

    stages: Counter[Stage] = field(default_factory=Counter)
    outcomes: Counter[Eligibility] = field(default_factory=Counter)
    criteria: Counter[str] = field(default_factory=Counter)
    decisions: Counter[str] = field(default_factory=Counter)
    erased: int = 0
    other_version: int = 0
    withdrawn: int = 0
    again: int = 0

    @property
    def opened(self) -> int:
        """Everybody who was considered; nobody was, where a case was opened by mistake."""
        return self.stages.total() - self.stages[Stage.MISTAKEN]

    @property
    def agreed(self) -> int:
        """Those who agreed to be prescreened."""
        return self.opened - self.stages[Stage.NOT_STARTED] - self.stages[Stage.DECLINED]

    @property
    def assessed(self) -> int:
        """Those whose verdict was sent to the study team."""
        return self.stages[Stage.SENT]


def tally(found: Iterable[Screening]) -> Counts:
    """Counts these cases."""
    cases = list(found)
    sent = [one for one in cases if one.stage is Stage.SENT]
    verdicts = [one.verdict for one in sent if one.verdict is not None]
    erased = sum(one.erased is not None for one in sent)
    return Counts(
        stages=Counter(one.stage for one in cases),
        outcomes=Counter(verdict.outcome for verdict in verdicts),
        criteria=Counter(finding.criterion.id for one in verdicts for finding in one.with_status(Status.FAIL)),
        decisions=Counter(one.signed.signature.decision for one in sent if one.signed is not None),
        erased=erased,
        other_version=len(sent) - len(verdicts) - erased,
        withdrawn=sum(one.withdrawn is not None for one in sent),
        again=sum(one.earlier is not None for one in cases if one.stage is not Stage.MISTAKEN),
    )


def by_site(found: Sequence[Screening]) -> dict[str, Counts]:
    """The counts of each site, by its code; in the order of the codes."""
    sites = sorted({one.row.site for one in found})
    return {site: tally(one for one in found if one.row.site == site) for site in sites}


def most_frequent(trial: Trial, counts: Counts) -> list[Criterion]:
    """The criteria that somebody failed, the most frequent first, then in the protocol's order."""
    failed = [one for one in trial.criteria if counts.criteria[one.id]]
    return sorted(failed, key=lambda one: -counts.criteria[one.id])


def count_table(trial: Trial, found: Sequence[Screening], says: Says) -> Table:
    """What is counted, in all and at each site."""
    sites = by_site(found)
    columns = [tally(found), *sites.values()]
    headings = (says(name("counts", "Count")), says(name("counts", "All sites")), *sites)
    rows = tuple((says(what), *numbers) for what, numbers in _lines(trial, columns))
    return Table(says(name("counts", "CONSORT")), headings, rows)


def _lines(trial: Trial, columns: Sequence[Counts]) -> Iterable[tuple[Message, list[Cell]]]:
    yield name("counts", "Considered"), [one.opened for one in columns]
    yield name("counts", "Of these, patients screened again"), [one.again for one in columns]
    yield name("counts", "Not started"), [one.stages[Stage.NOT_STARTED] for one in columns]
    yield name("counts", "Did not agree to be prescreened"), [one.stages[Stage.DECLINED] for one in columns]
    yield name("counts", "Unfinished"), [one.stages[Stage.GOING_ON] for one in columns]
    yield name("counts", "Withdrawn before they were assessed"), [one.stages[Stage.WITHDRAWN] for one in columns]
    yield name("counts", "Assessed for eligibility"), [one.assessed for one in columns]
    for outcome, words in OUTCOMES.items():
        yield words, [one.outcomes[outcome] for one in columns]
    if any(one.other_version for one in columns):
        yield name("counts", "Under another protocol version"), [one.other_version for one in columns]
    if any(one.erased for one in columns):
        yield name("counts", "Result erased"), [one.erased for one in columns]
    yield name("counts", "Withdrawn after they were assessed"), [one.withdrawn for one in columns]
    for decision, words in DECISIONS.items():
        yield words, [one.decisions[decision] for one in columns]
    for criterion in most_frequent(trial, columns[0]):
        words = say("Not eligible by {id} {label}", id=criterion.id, label=criterion.label)
        yield words, [one.criteria[criterion.id] for one in columns]
    yield name("counts", "Opened by mistake, not counted above"), [one.stages[Stage.MISTAKEN] for one in columns]


OUTCOMES = {
    Eligibility.ELIGIBLE: name("counts", "Eligible so far"),
    Eligibility.UNDETERMINED: name("counts", "Undetermined"),
    Eligibility.INELIGIBLE: name("counts", "Not eligible"),
}
DECISIONS = {
    "eligible": name("counts", "Signed by the investigator: eligible"),
    "ineligible": name("counts", "Signed by the investigator: not eligible"),
}

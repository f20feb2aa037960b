"""The numbers as pictures for a phone: how far screenings come, why patients fail, by week, by site.

A graph is bars of whole numbers as plain data; `graph.typ` draws it. Colours are Okabe and Ito's, which colour-blind
people can tell apart, and every bar says its number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.core.messages import Message, name, say
from bot.core.trial import Trial
from bot.core.verdict import Eligibility
from bot.papers.counts import COUNTED, OUTCOMES, by_site, most_frequent, tally
from bot.papers.gathering import Says, Screening, Stage
from bot.papers.typesetting import as_png

BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#8c8c8c"
COLOURS = {Eligibility.ELIGIBLE: BLUE, Eligibility.UNDETERMINED: GREY, Eligibility.INELIGIBLE: ORANGE}
WEEKS = 12
Part = tuple[int, str]


@dataclass(frozen=True)
class Graph:
    """Bars under a title; each is a label and its parts, numbers with their colours."""

    title: Message
    note: Message
    bars: tuple[tuple[Message, tuple[Part, ...]], ...]
    legend: tuple[tuple[Message, str], ...] = ()


LEGEND = tuple((OUTCOMES[outcome], colour) for outcome, colour in COLOURS.items())


def graphs(trial: Trial, found: Sequence[Screening], today: date) -> dict[str, Graph]:
    """All graphs of a trial's cases, by their names; `today` ends the last week."""
    return {
        "funnel": funnel(found),
        "reasons": failures(trial, found),
        "weeks": weeks(found, today),
        "sites": sites(found),
    }


def funnel(found: Sequence[Screening]) -> Graph:
    """How many came how far."""
    counts = tally(found)
    steps = (
        (name("counts", "Considered"), counts.opened),
        (name("counts", "Agreed to be prescreened"), counts.agreed),
        (name("counts", "Assessed for eligibility"), counts.assessed),
        (OUTCOMES[Eligibility.ELIGIBLE], counts.outcomes[Eligibility.ELIGIBLE]),
    )
    note = say("Assessed: the verdict was sent to the study team.")
    return Graph(say("How far screenings came"), note, tuple((label, ((count, BLUE),)) for label, count in steps))


def failures(trial: Trial, found: Sequence[Screening]) -> Graph:
    """Which criteria were failed how often."""
    counts = tally(found)
    bars = tuple(
        (say("{id} {label}", id=one.id, label=one.label), ((counts.criteria[one.id], ORANGE),))
        for one in most_frequent(trial, counts)
    )
    return Graph(say("Why patients were not eligible"), COUNTED, bars)


def weeks(found: Sequence[Screening], today: date) -> Graph:
    """Verdicts first sent in each of the last weeks, as they stand now; weeks begin on Monday."""
    last = _monday(today)
    wanted = [last - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    bars = tuple(
        (say("from {date}", date=week), _outcomes(one for one in found if _sent_in(one, week))) for week in wanted
    )
    note = say("By the week in which the verdict was first sent; weeks begin on Monday.")
    return Graph(say("Assessed in the last {n} weeks", n=WEEKS), note, bars, LEGEND)


def sites(found: Sequence[Screening]) -> Graph:
    """Verdicts of each site."""
    labels = {one.row.site: one.site for one in found}
    bars = tuple(
        (say("{value}", value=labels[site]), _outcomes(one for one in found if one.row.site == site))
        for site in by_site(found)
    )
    return Graph(say("Assessed at each site"), say("Assessed: the verdict was sent to the study team."), bars, LEGEND)


def _outcomes(found: Iterable[Screening]) -> tuple[Part, ...]:
    sent = [one.verdict.outcome for one in found if one.stage is Stage.SENT and one.verdict is not None]
    counted = Counter(sent)
    return tuple((counted[outcome], colour) for outcome, colour in COLOURS.items())


def _sent_in(one: Screening, week: date) -> bool:
    return one.first_sent is not None and _monday(one.first_sent.date()) == week


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def drawn(graph: Graph, says: Says, language: str, about: Message) -> bytes:
    """The graph as a PNG for a phone; `about` says of which trial and when."""
    return as_png(
        "graph",
        {
            "language": language,
            "about": says(about),
            "title": says(graph.title),
            "note": says(graph.note),
            "nothing": says(say("Nothing to count yet.")),
            "bars": [
                {"label": says(label), "parts": [{"count": count, "colour": colour} for count, colour in parts]}
                for label, parts in graph.bars
            ],
            "legend": [{"label": says(label), "colour": colour} for label, colour in graph.legend],
        },
    )

"""The CONSORT counts: they add up, and they are what the log says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.verdict import Eligibility
from bot.papers.counts import by_site, count_table, most_frequent, tally
from bot.papers.gathering import Says, Screening, Stage, screenings
from bot.papers.log import log_table
from bot.store.sql import SqlStore
from tests.core.worlds import LN, Patient, good, patients
from tests.papers.making import declined, opened, screened
from tests.papers.test_log import FAILS, OPEN

In = Callable[[str], Says]


def found(store: SqlStore) -> list[Screening]:
    with store.reading() as unit:
        return list(screenings(unit, LN))


def everybody(store: SqlStore) -> list[Screening]:
    """At least one of each, at two sites."""
    for answers in (good(LN), FAILS, FAILS, OPEN):
        screened(store, LN, answers)
    screened(store, LN, good(LN), site="GZ01")
    screened(store, LN, FAILS, site="GZ01", version="0")
    screened(store, LN, FAILS, sent=False)
    declined(store, LN)
    opened(store, LN)
    return found(store)


def test_each_case_is_counted_once_by_stage_and_those_sent_by_verdict(store: SqlStore) -> None:
    counts = tally(everybody(store))
    assert (counts.opened, counts.agreed, counts.assessed, counts.other_version) == (9, 7, 6, 1)
    assert counts.stages == {Stage.NOT_STARTED: 1, Stage.DECLINED: 1, Stage.GOING_ON: 1, Stage.SENT: 6}
    assert counts.outcomes == {Eligibility.ELIGIBLE: 2, Eligibility.INELIGIBLE: 2, Eligibility.UNDETERMINED: 1}
    assert counts.criteria == {"E8": 2}, "neither what is unfinished nor what cannot be judged"


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(several=st.lists(patients((LN,)), min_size=1, max_size=5), sites=st.randoms())
def test_the_counts_are_those_of_the_log(store: SqlStore, says: In, several: list[Patient], sites: Random) -> None:
    for patient in several:
        screened(store, LN, patient.answers, site=sites.choice(("NJ01", "GZ01")))
    cases = found(store)
    counts, log = tally(cases), log_table(LN, cases, says("en"))
    place = log.headings.index("Criteria that fail")
    failing = Counter(id for row in log.rows for id in str(row[place]).split(", ") if id)
    assert counts.criteria == failing
    assert counts.outcomes.total() + counts.other_version == counts.assessed == counts.opened
    frequent = [counts.criteria[one.id] for one in most_frequent(LN, counts)]
    assert frequent == sorted(failing.values(), reverse=True)


def test_the_sites_add_up_to_all(store: SqlStore, says: In) -> None:
    cases = everybody(store)
    table = count_table(LN, cases, says("en"))
    assert table.headings == ("Count", "All sites", "GZ01", "NJ01")
    assert all(row[1] == sum(row[2:]) for row in table.rows)  # type: ignore[arg-type]  # numbers
    counted = {row[0]: row[1] for row in table.rows}
    assert counted["Considered"] == 9
    assert counted["Not eligible by E8 Blood counts"] == 2
    stages = ("Not started", "Did not agree to be prescreened", "Unfinished", "Assessed for eligibility")
    assert sum(counted[stage] for stage in stages) == counted["Considered"]  # type: ignore[misc]  # numbers
    assert sorted(by_site(cases)) == ["GZ01", "NJ01"]

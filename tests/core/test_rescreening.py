"""Screening again: what is carried over, and that it counts only once it is confirmed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from bot.core.answers import NOT_KNOWN, Code, Codes, Quantity, Value
from bot.core.case import Case
from bot.core.folding import rebuilt
from bot.core.machine import CARRIED
from bot.core.rescreening import carried_over
from bot.core.step import reopening
from bot.core.trial import Trial
from bot.core.verdict import Eligibility, judge
from tests.core.test_step import Talk, plain
from tests.core.worlds import LN, TODAY, TRIALS

EACH = pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.id)
WEEK = timedelta(days=7)


def screened(trial: Trial, **changed: Value) -> Case:
    return Talk(trial).run(plain(trial) | changed).sent().case


def again(trial: Trial, earlier: Case, today: date, given: date = TODAY) -> Talk:
    """The new attempt, at its first screen after the agreement."""
    talk = Talk(trial, today)
    talk.last = reopening(trial, "X-2", earlier, dict.fromkeys(earlier.answers, given), today)
    talk.case, talk.lines = talk.last.case, list(talk.last.lines)
    talk.do("agree")
    return talk


def carried(earlier: Case, today: date, given: Mapping[str, date] | None = None) -> set[str]:
    return set(carried_over(LN, earlier, given or dict.fromkeys(earlier.answers, TODAY), today))


@EACH
def test_what_is_carried_over_counts_only_once_it_is_confirmed(trial: Trial) -> None:
    talk = again(trial, screened(trial), TODAY + WEEK)
    assert talk.state == CARRIED
    assert talk.case.answers == {}
    assert judge(trial, talk.case.answers, TODAY).outcome is Eligibility.UNDETERMINED
    waiting = dict(talk.case.carried)
    talk.do("all_still")
    assert talk.case.carried == {}
    assert dict(talk.case.answers) == waiting
    talk.run(plain(trial))
    assert judge(trial, talk.case.answers, TODAY).outcome is Eligibility.ELIGIBLE
    assert rebuilt(trial, "X-2", talk.lines) == talk.case


@EACH
def test_one_by_one_each_takes_one_tap_and_can_be_changed_instead(trial: Trial) -> None:
    talk = again(trial, screened(trial), TODAY + WEEK)
    talk.do("go_on")
    waiting, confirmed = dict(talk.case.carried), 0
    while talk.state in trial.by_id:
        if talk.state in talk.case.carried:
            question, before = talk.state, len(talk.lines)
            talk.do("still")
            assert talk.case.answers[question].value == waiting[question].value
            assert [line.kind for line in talk.lines[before:]].count("answered") == 1
            confirmed += 1
        else:
            talk.give(plain(trial).get(talk.state, NOT_KNOWN))
    assert confirmed > 5


@EACH
def test_the_planned_date_and_what_was_not_known_are_asked_anew(trial: Trial) -> None:
    earlier = Talk(trial).run({}).sent().case
    talk = again(trial, earlier, TODAY)
    assert talk.state == trial.anchor, "nothing was known, so that nothing waits"
    assert trial.anchor not in again(trial, screened(trial), TODAY).case.carried


def test_a_biopsy_out_of_its_window_takes_all_that_it_showed_with_it() -> None:
    earlier, late = screened(LN), TODAY + 15 * WEEK
    soon = carried(earlier, TODAY)
    gone = soon - carried(earlier, late, dict.fromkeys(earlier.answers, late))
    assert {"biopsy_status", "biopsy_date", "biopsy_class", "sclerosis", "crescent"} <= gone
    assert {"sex", "birth_date", "acr_items"} <= carried(earlier, late)


def test_laboratory_results_age_with_the_time_that_a_screening_takes() -> None:
    earlier = screened(LN)
    lab = {id for id in earlier.answers if LN.by_id[id].who == "laboratory"}
    in_time, late = TODAY + timedelta(LN.lead_time), TODAY + timedelta(LN.lead_time + 1)
    assert "hb" in carried(earlier, in_time) & lab
    assert carried(earlier, late) & lab == set()


def test_what_was_asked_about_another_period_is_asked_anew() -> None:
    assert carried(screened(LN), TODAY).isdisjoint({"e1_drugs", "infection_hospitalized", "iv_antimicrobial"})


def test_a_result_that_failed_and_can_be_repeated_is_asked_anew() -> None:
    platelets = plain(LN)["plt"]
    assert isinstance(platelets, Quantity)
    low = Quantity(platelets.value / 100, platelets.unit)
    kept = carried(screened(LN, plt=low), TODAY)
    assert "plt" not in kept
    assert "hb" in kept


def test_what_fails_for_ever_is_no_news_and_is_carried_over() -> None:
    earlier = screened(LN, malignancy=Codes((LN.by_id["malignancy"].shape.codes[0],)))
    assert earlier.answers["sex"].value == Code("male")
    assert "malignancy" in carried(earlier, TODAY + WEEK)

"""What is due, from the case and the day alone, on whichever trial shows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.answers import Codes, Day, Value
from bot.core.folding import after
from bot.core.machine import SENT
from bot.core.queries import ask
from bot.core.reminders import Reminder, due, next_day, reminders_of, told
from bot.core.signing import Printed, signed
from bot.core.trial import Trial
from bot.core.verdict import Eligibility, judge
from tests.core.test_step import Talk, plain
from tests.core.worlds import LN, TODAY, TRIALS

DAY = timedelta(days=1)


def kinds_of(reminders: tuple[Reminder, ...]) -> list[str]:
    return [one.kind for one in reminders]


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.id)
def test_an_eligible_result_is_told_a_week_before_it_lapses_and_not_after(trial: Trial) -> None:
    case = Talk(trial).run(plain(trial)).sent().case
    verdict = judge(trial, case.answers, TODAY)
    assert verdict.outcome is Eligibility.ELIGIBLE
    assert verdict.valid_until is not None
    one, _ = reminders_of(trial, case, TODAY, TODAY)
    assert (one.kind, one.due) == ("lapses", max(verdict.valid_until - 7 * DAY, TODAY + DAY))
    assert kinds_of(reminders_of(trial, case, TODAY, verdict.valid_until))[0] == "lapses", "its last day"
    assert "lapses" not in kinds_of(reminders_of(trial, case, TODAY, verdict.valid_until + DAY))


def test_a_failure_that_time_ends_is_told_on_that_very_day() -> None:
    washing_out: dict[str, Value] = {"e1_drugs": Codes(("mmf",)), "e1_drugs.last_dose.mmf": Day.on(TODAY - 21 * DAY)}
    talk = Talk(LN).run(plain(LN) | washing_out).sent()
    verdict = judge(LN, talk.case.answers, TODAY)
    assert verdict.clears_on is not None
    one, _ = reminders_of(LN, talk.case, TODAY, TODAY)
    assert (one.kind, one.due) == ("clears", verdict.clears_on)


def test_a_verdict_is_to_be_signed_within_three_days_until_it_is_signed_or_open_again() -> None:
    case = Talk(LN).run(plain(LN)).sent().case
    (one,) = [one for one in reminders_of(LN, case, TODAY, TODAY) if one.kind == "unsigned"]
    assert (one.key, one.due) == ("unsigned-1", TODAY + 3 * DAY)
    printed = Printed("Zhou Y.", "2026-11-22T15:20:00+08:00", "", "eligible", "eligible", None, "", "")
    signature = signed(LN, case, TODAY, printed).case
    assert kinds_of(reminders_of(LN, signature, TODAY, TODAY)) == ["lapses"]
    changed = replace(case, sent=2)
    assert "unsigned-2" in [one.key for one in reminders_of(LN, changed, TODAY, TODAY)], "a new card is a new reason"
    open_one = Talk(LN).run({}).sent().case
    assert kinds_of(reminders_of(LN, open_one, TODAY, TODAY)) == ["missing"], "there is nothing to confirm yet"


def test_a_case_that_was_not_agreed_to_or_is_closed_calls_for_nothing() -> None:
    talk = Talk(LN)
    assert reminders_of(LN, talk.case, TODAY, TODAY + 90 * DAY) == ()
    talk.do("agree")
    assert kinds_of(reminders_of(LN, talk.case, TODAY, TODAY)) == ["unfinished"]
    talk.do("withdraw")
    talk.do("because", "0")
    assert reminders_of(LN, talk.case, TODAY, TODAY + 90 * DAY) == ()


def test_a_query_is_due_two_days_after_it_was_asked() -> None:
    case = Talk(LN).run({}).sent().case
    assert case.state == SENT
    case = after(LN, case, ask(case, "sex", "Is that so?", TODAY))
    query, missing = reminders_of(LN, case, TODAY, TODAY)
    assert (query.key, query.due, missing.kind) == ("query-1", TODAY + 2 * DAY, "missing")


def test_what_was_told_rests_what_is_turned_off_never_comes_and_a_new_reason_is_new() -> None:
    first, other = Reminder("lapses", TODAY, "2026-11-29"), Reminder("lapses", TODAY, "2026-12-29")
    missing = Reminder("missing", TODAY)
    hushed = told([first, missing], {}, TODAY)
    assert due([first, other, missing], hushed, TODAY + 6 * DAY) == [other]
    assert due([first, other, missing], hushed, TODAY + 7 * DAY) == [other, missing]
    assert due([missing], {"missing": None}, date(2100, 1, 1)) == []
    assert next_day([first, missing], hushed) == TODAY + 7 * DAY
    assert next_day([first], hushed) is None

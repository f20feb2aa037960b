"""What holds for every verdict, whoever the patient is: laws checked on both trials with invented patients.

1. More knowledge never turns a definite finding. 2. The verdict is what the findings say. 3. Whoever answers what is
missing gets to a definite verdict. 4. Nothing is missing exactly where nothing is open. 5. The dates hold on the very
day. 6. Every failure has a reason.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core.answers import NOT_KNOWN, Age, Answer, NotKnown, Value
from bot.core.facts import KnownFacts
from bot.core.reasons import reasons
from bot.core.rules.numbers import FirstKnown
from bot.core.rules.tests import IsKnown
from bot.core.trial import Criterion, FailureKind, Trial
from bot.core.verdict import Eligibility, Finding, Status, find, findings_of, judge
from tests.core.worlds import LN, RSV, TODAY, Patient, asked_ids, good, parts, patients, rules, values

DAY = timedelta(days=1)
HORIZON = 420
DEFINITE = (Status.PASS, Status.FAIL)
STOP = (FailureKind.PERMANENT, FailureKind.OPEN_ENDED)


def prepared() -> dict[Trial, frozenset[str]]:
    """Questions whose answer may rightly turn a finding: it replaces what was assumed until then."""
    found = {}
    for trial in (LN, RSV):
        leaves = [part for rule in rules(trial) for part in parts(rule)]
        first = [
            id for part in leaves if isinstance(part, FirstKnown) for one in part.items[:-1] for id in one.questions
        ]
        known = [part.question for part in leaves if isinstance(part, IsKnown)]
        implied = [one.id for one in trial.questions if one.implied]
        found[trial] = frozenset((*first, *known, *implied, trial.anchor))
    return found


REPLACING = prepared()


@given(patients(), st.data())
@settings(max_examples=250, deadline=None)
def test_more_knowledge_never_turns_a_definite_finding(patient: Patient, data: st.DataObject) -> None:
    trial, facts = patient.trial, patient.facts
    unanswered = [id for id in asked_ids(trial) if _open(patient, id) and id not in REPLACING[trial]]
    assume(unanswered)
    id = data.draw(st.sampled_from(unanswered))
    value = data.draw(st.sampled_from(values(trial, id)))
    knowing = KnownFacts(trial, {**patient.answers, id: Answer(value)}, TODAY)
    assume(not any(knowing.moot(trial.by_id[one]) and not facts.moot(trial.by_id[one]) for one in patient.answers))
    for before, after in zip(findings_of(trial, facts), findings_of(trial, knowing), strict=True):
        if before.status in DEFINITE:
            assert after.status is before.status, f"{before.criterion.id} was {before.status}, now {after.status}: {id}"


def _open(patient: Patient, id: str) -> bool:
    answer = patient.answers.get(id)
    return answer is None or isinstance(answer.value, NotKnown)


@given(patients())
@settings(max_examples=150, deadline=None)
def test_the_verdict_is_what_the_findings_say(patient: Patient) -> None:
    verdict = judge(patient.trial, patient.answers, TODAY)
    statuses = [find(one, patient.facts).status for one in patient.trial.criteria]
    assert [one.status for one in verdict.findings] == statuses
    worst = Eligibility.ELIGIBLE
    if Status.UNKNOWN in statuses:
        worst = Eligibility.UNDETERMINED
    if Status.FAIL in statuses:
        worst = Eligibility.INELIGIBLE
    assert verdict.outcome is worst
    unknown = verdict.with_status(Status.UNKNOWN)
    assert bool(verdict.missing) == bool(unknown)
    assert set(verdict.missing) == {id for one in unknown for id in one.missing}
    assert all(one.missing for one in unknown), "an open finding says what is missing"
    assert not any(one.missing for one in verdict.findings if one.status in DEFINITE)


@given(patients(most=12))
@settings(max_examples=150, deadline=None)
def test_what_is_missing_can_be_answered_now_and_leads_to_a_definite_verdict(patient: Patient) -> None:
    trial, answers = patient.trial, dict(patient.answers)
    for _ in range(12):
        missing = judge(trial, answers, TODAY).missing
        if not missing:
            break
        facts = KnownFacts(trial, answers, TODAY)
        assert not any(facts.moot(trial.by_id[id]) for id in missing), "a missing question is one that can be asked"
        answers |= {id: Answer(_settling(trial, id)) for id in missing}
    verdict = judge(trial, answers, TODAY)
    assert verdict.missing == ()
    assert verdict.outcome is not Eligibility.UNDETERMINED


def _settling(trial: Trial, id: str) -> Value:
    """A definite answer: that of somebody who passes, or the first that there is."""
    known = good(trial).get(id)
    return known.value if known else values(trial, id)[0]


# Time.


@given(patients(timed=True))
@settings(max_examples=150, deadline=None)
def test_a_dated_failure_ends_on_its_day_and_not_before(patient: Patient) -> None:
    verdict = judge(patient.trial, patient.answers, TODAY)
    facts = KnownFacts(patient.trial, patient.answers, TODAY)
    assume(not any(isinstance(one.value, Age) for one in patient.answers.values()))  # an age has no birthday
    for finding in verdict.with_status(Status.FAIL):
        assert (finding.clears_on is None) == (finding.kind is not None)
        first = _first_day(finding.criterion, facts)
        if finding.clears_on is None:
            assert first is None, f"{finding.criterion.id} passes on {first}"
        else:
            assert find(finding.criterion, facts.at(finding.clears_on)).status is not Status.FAIL
            if first is not None:
                assert finding.clears_on == first, finding.criterion.id


@given(patients(timed=True))
@settings(max_examples=150, deadline=None)
def test_on_the_day_that_clears_no_dated_criterion_fails(patient: Patient) -> None:
    verdict = judge(patient.trial, patient.answers, TODAY)
    if verdict.clears_on is None:
        return
    failing = verdict.with_status(Status.FAIL)
    then = patient.facts.at(verdict.clears_on)
    assert verdict.outcome is Eligibility.INELIGIBLE
    assert verdict.clears_on > verdict.planned
    assert not any(one.kind in STOP for one in failing), "something permanent or open-ended has no date"
    for one in failing:
        assert one.clears_on is None or find(one.criterion, then).status is not Status.FAIL, one.criterion.id
    lapsing = {one.id for one in verdict.lapsing}
    for one in verdict.findings:
        if one.status is not Status.FAIL:
            assert (one.criterion.id in lapsing) == (find(one.criterion, then).status is Status.FAIL)


@given(patients(most=4, timed=True))
@settings(max_examples=100, deadline=None)
def test_an_eligible_verdict_holds_until_its_day_and_no_longer(patient: Patient) -> None:
    verdict = judge(patient.trial, patient.answers, TODAY)
    assume(verdict.outcome is Eligibility.ELIGIBLE)
    lapses = _first_day_that_fails(patient)
    if verdict.valid_until is None:
        assert lapses is None
        return
    assert lapses in (None, verdict.valid_until + DAY)
    assert all(one.status is Status.PASS for one in _on(patient, verdict.valid_until))
    after = [one.criterion.id for one in _on(patient, verdict.valid_until + DAY) if one.status is not Status.PASS]
    assert after == [one.id for one in verdict.lapsing] != []


def _on(patient: Patient, day: date) -> list[Finding]:
    return findings_of(patient.trial, patient.facts.at(day))


def _first_day(criterion: Criterion, facts: KnownFacts) -> date | None:
    """By looking at every single day: the first one on which it passes."""
    days = (facts.anchor + timedelta(days) for days in range(1, HORIZON))
    return next((day for day in days if find(criterion, facts.at(day)).status is Status.PASS), None)


def _first_day_that_fails(patient: Patient) -> date | None:
    """By looking at every single day: the first one on which a criterion does not pass."""
    for day in (patient.facts.anchor + timedelta(days) for days in range(1, HORIZON)):
        facts = patient.facts.at(day)
        if any(find(one, facts).status is not Status.PASS for one in patient.trial.criteria):
            return day
    return None


# Reasons.


@given(patients(most=10))
@settings(max_examples=150, deadline=None)
def test_every_failure_has_a_reason(patient: Patient) -> None:
    verdict = judge(patient.trial, patient.answers, TODAY)
    for finding in verdict.findings:
        if finding.status is not Status.PASS:
            assert reasons(finding, patient.facts), finding.criterion.id


@given(patients())
@settings(max_examples=60, deadline=None)
def test_not_known_yet_weighs_as_much_as_no_answer(patient: Patient) -> None:
    silent = {id: one for id, one in patient.answers.items() if one.value != NOT_KNOWN}
    said = {id: Answer(NOT_KNOWN) for id in asked_ids(patient.trial)} | dict(patient.answers)
    one, other = judge(patient.trial, silent, TODAY), judge(patient.trial, said, TODAY)
    assert replace(one, provisional=False) == replace(other, provisional=False)

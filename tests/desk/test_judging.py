"""What the trial leaves to the investigator's judgement.

Requirements: (1) what is open reaches the investigator from the card, one question at a time, with the protocol's
sentence; (2) the answer is in the record as the investigator's, and the verdict follows; (3) nobody else answers there; (4)
a judgement voids a signature like any other change; (5) what somebody else has answered in the investigator's place is
marked as theirs until an investigator has judged it, or signed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from functools import partial
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.core.answers import Code
from bot.core.facts import KnownFacts
from bot.core.trial import INVESTIGATOR
from bot.core.verdict import judge, judgements
from bot.desk.front import Desk
from bot.desk.records import case_of
from bot.desk.roles import ended
from bot.papers.printout import printout
from bot.ports import CaseRow, LentLine
from tests.desk.office import TEAM, TRIAL, Office, address
from tests.desk.screened import DOCTOR, PIN, SCREENER, case, staffed, step

SEVERE = "organ_disorders.severe_or_uncontrolled"


@pytest.fixture
def row(office: Office) -> CaseRow:
    """A case with two disorders whose severity is not judged, with the study team."""
    return sent_with_judgements(office)


def sent_with_judgements(office: Office, language: str = "en") -> CaseRow:
    """The same, for a team that speaks this language."""
    staffed(office, language)
    office.tap(SCREENER, "trial", TRIAL)
    step(office, "agree")
    step(office, "jump", str(office.house.trials[TRIAL].order["organ_disorders"]))
    step(office, "mark", "0")
    step(office, "mark", "2")
    step(office, "done")
    step(office, "stop")
    step(office, "send")
    assert case(office).state == "sent"
    return case(office)


def waiting(office: Office) -> list[str]:
    """The questions that are still to be judged."""
    trial = office.house.trials[TRIAL]
    known = case_of(trial, case(office), office.record(case(office).id))
    return [one.id for one in judgements(KnownFacts(trial, known.answers, office.at.date()))]


def statuses(office: Office) -> dict[str, str]:
    """Each criterion's status."""
    trial = office.house.trials[TRIAL]
    known = case_of(trial, case(office), office.record(case(office).id))
    return {one.criterion.id: one.status.value for one in judge(trial, known.answers, office.at.date()).findings}


def buttons(said: list[LentLine], act: str) -> list[str]:
    """What the buttons of an act carry."""
    rows = [row for line in said for row in line.picture.get("rows", ())]
    return [button["value"] for row in rows for button in row if button["act"] == act]


def test_the_judgements_come_one_by_one_and_the_verdict_follows(office: Office, row: CaseRow) -> None:
    assert waiting(office) == [f"{SEVERE}.cardiovascular", f"{SEVERE}.pulmonary"]
    asked = office.tap(DOCTOR, "judgements", case=row.id, turn=1, chat=TEAM)
    assert {line.address for line in asked if line.do == "show"} == {address(DOCTOR)}
    assert "2 open" in office.words(asked)
    assert office.house.trials[TRIAL].criterion["E9"].text.text in office.words(asked)
    first = next(value for value in buttons(asked, "judge") if value.endswith("-no"))
    second = step(office, "judge", first, DOCTOR)
    assert statuses(office)["E9"] == "unknown"
    assert "1 open" in office.words(second)
    last = step(office, "judge", next(one for one in buttons(second, "judge") if one.endswith("-yes")), DOCTOR)
    assert statuses(office)["E9"] == "fail"
    assert waiting(office) == []
    team = office.words([line for line in last if line.address == TEAM and line.do == "show"])
    assert "NOT ELIGIBLE" in team
    assert "(Judged by the investigator)" in team
    assert f"Screened by {office.staff(SCREENER).name} ·" in team, "a judgement is no screening"
    assert buttons(last, "judgements") == []
    judged = [entry for entry in office.record(row.id) if entry.kind == "amended"]
    assert [entry.staff_id for entry in judged] == [office.staff(DOCTOR).id] * 2


def test_where_the_question_stood_it_says_what_was_judged_without_buttons_for_that(
    office: Office, row: CaseRow
) -> None:
    asked = office.tap(DOCTOR, "judgements", case=row.id, turn=1, chat=TEAM)
    said = step(office, "judge", next(one for one in buttons(asked, "judge") if one.endswith("-no")), DOCTOR)
    (left,) = [line for line in said if line.do == "edit" and line.address == address(DOCTOR)]
    assert left.slot == next(line.slot for line in asked if line.do == "show")
    assert "Cardiovascular, severe or uncontrolled — no" in office.words([left])
    assert buttons([left], "judge") == []


def test_what_was_judged_is_not_judged_twice(office: Office, row: CaseRow) -> None:
    asked = office.tap(DOCTOR, "judgements", case=row.id, turn=1, chat=TEAM)
    first, turn = buttons(asked, "judge")[0], case(office).turn
    for _ in range(3):
        office.tap(DOCTOR, "judge", first, case=row.id, turn=turn)
    step(office, "judge", first, DOCTOR)
    assert [entry.kind for entry in office.record(row.id)].count("amended") == 1


@pytest.mark.parametrize("value", ["0-yes", "999-no", "x-yes", "", "-", "5"])
def test_only_what_is_left_to_judgement_is_judged(office: Office, row: CaseRow, value: str) -> None:
    record = office.record(row.id)
    step(office, "judge", value, DOCTOR)
    assert office.record(row.id) == record


def test_nobody_else_judges_on_the_card(office: Office, row: CaseRow) -> None:
    record, place = office.record(row.id), office.house.trials[TRIAL].order[f"{SEVERE}.cardiovascular"]
    for said in (
        step(office, "judge", f"{place}-no"),
        office.tap(SCREENER, "judgements", case=row.id, turn=1, chat=TEAM),
    ):
        assert "Only an investigator" in office.words(said)
    assert office.record(row.id) == record


def test_a_judgement_voids_a_signature(office: Office, row: CaseRow) -> None:
    office.tap(DOCTOR, "override", case=row.id, turn=1, chat=TEAM)
    step(office, "decide", "eligible", DOCTOR)
    for typed in ("Seen at the bedside", PIN, PIN):
        office.type(DOCTOR, typed, message="1")
    assert office.record(row.id)[-1].kind == "signed"
    asked = office.tap(DOCTOR, "judgements", case=row.id, turn=1, chat=TEAM)
    said = step(office, "judge", buttons(asked, "judge")[0], DOCTOR)
    assert [entry.kind for entry in office.record(row.id)][-3:] == ["amended", "voided", "sent"]
    assert "Signature void" in office.words([line for line in said if line.address == TEAM])


def test_while_the_screener_changes_an_answer_nothing_is_judged(office: Office, row: CaseRow) -> None:
    step(office, "jump", str(office.house.trials[TRIAL].order["sex"]))
    record = office.record(row.id)
    said = office.tap(DOCTOR, "judgements", case=row.id, turn=1, chat=TEAM)
    place = office.house.trials[TRIAL].order[f"{SEVERE}.cardiovascular"]
    step(office, "judge", f"{place}-no", DOCTOR)
    assert "is just being changed" in office.words(said)
    assert office.record(row.id) == record


# What somebody else has answered.


def answered(office: Office, who: int = SCREENER) -> list[LentLine]:
    """Whoever has the case answers the first of the two; gives the new card."""
    place = office.house.trials[TRIAL].order[f"{SEVERE}.cardiovascular"]
    step(office, "jump", str(place), who)
    step(office, "pick", "no", who)
    if case(office).state == "ask:reason":
        step(office, "reason", "0", who)
    return step(office, "leave", who=who) if case(office).state != "sent" else []


def team_card(office: Office) -> str:
    """The card as the team's chat gets it now, in words."""
    said = office.tap(DOCTOR, "card", case=case(office).id, turn=2, chat=TEAM)
    return office.words([line for line in said if line.address == TEAM])


@pytest.mark.parametrize("judged", ["no", "yes"])
@pytest.mark.parametrize(
    ("language", "theirs"), [("en", "no, so far by Person 1"), ("zh_CN", "否，目前由Person 1填写")]
)
def test_what_the_screener_has_answered_is_theirs_until_it_is_judged(
    office: Office, judged: str, language: str, theirs: str
) -> None:
    sent_with_judgements(office, language)
    answered(office)
    assert theirs in team_card(office)
    asked = office.tap(DOCTOR, "judgements", case=case(office).id, turn=2, chat=TEAM)
    assert "Answered so far: no (Person 1)" in office.words(asked)
    assert "2 open" in office.words(asked)
    step(office, "judge", next(one for one in buttons(asked, "judge") if one.endswith(judged)), DOCTOR)
    last = office.record(case(office).id)
    (judgement,) = [entry for entry in last if entry.kind == "amended" and entry.staff_id == office.staff(DOCTOR).id]
    assert (judgement.data["old"], judgement.data["value"]) == ("no", judged)
    assert theirs not in team_card(office)
    assert buttons(office.tap(DOCTOR, "judgements", case=case(office).id, turn=2, chat=TEAM), "judge")[
        0
    ] not in buttons(asked, "judge"), "the other one is asked now"
    before = office.record(case(office).id)
    step(office, "judge", buttons(asked, "judge")[0], DOCTOR)
    assert office.record(case(office).id) == before, "not a second time"


def test_an_investigators_own_answer_needs_no_second_one_whatever_becomes_of_their_role(office: Office) -> None:
    sent_with_judgements(office)
    office.tap(SCREENER, "give", str(office.staff(DOCTOR).id), case=case(office).id)
    office.tap(DOCTOR, "open", str(case(office).id))
    answered(office, DOCTOR)
    assert "so far by" not in team_card(office)
    doctor = office.staff(DOCTOR)
    with office.store.transaction() as unit:
        unit.save_staff(ended(doctor, 0, office.at))
    office.person(3, office.role("investigator"))
    said = office.tap(3, "verdict", str(case(office).id))
    assert "so far by" not in office.words(said)
    assert "is to come (1)" in office.words(said), "the one that nobody has answered"


def test_a_signature_takes_in_what_others_have_answered(office: Office) -> None:
    sent_with_judgements(office)
    answered(office)
    office.tap(DOCTOR, "override", case=case(office).id, turn=2, chat=TEAM)
    step(office, "decide", "eligible", DOCTOR)
    for typed in ("Seen at the bedside", PIN, PIN):
        office.type(DOCTOR, typed, message="1")
    assert office.record(case(office).id)[-1].kind == "signed"
    assert "so far by" not in team_card(office)
    assert "is to come (1)" in team_card(office)


def test_one_of_several_options_is_judged_on_the_card(office: Office) -> None:
    trial = office.house.trials[TRIAL]
    chosen = replace(trial.by_id["sex"], who=INVESTIGATOR)
    questions = tuple(chosen if one.id == "sex" else one for one in trial.questions)
    office.house = replace(office.house, trials={TRIAL: replace(trial, questions=questions)})
    office.desk = Desk(office.store, office.house, papers=True)
    staffed(office)
    office.tap(SCREENER, "screen")
    step(office, "agree")
    step(office, "stop")
    step(office, "send")
    asked = office.tap(DOCTOR, "judgements", case=case(office).id, turn=1, chat=TEAM)
    options = {
        button["label"]: button["value"] for line in asked for row in line.picture.get("rows", ()) for button in row
    }
    step(office, "judge", options["Female"], DOCTOR)
    known = case_of(office.house.trials[TRIAL], case(office), office.record(case(office).id))
    assert known.answers["sex"].value == Code("female")
    record = office.record(case(office).id)
    for forged in (f"{trial.order['sex']}-99", f"{trial.order['sex']}-yes"):
        step(office, "judge", forged, DOCTOR)
    assert office.record(case(office).id) == record


@pytest.mark.parametrize(("language", "awaits"), [("en", "judgement is to come (2)"), ("zh_CN", "（2项）")])
def test_the_paper_says_what_is_still_to_be_judged_as_the_card_does(
    office: Office, row: CaseRow, language: str, awaits: str
) -> None:
    trial, texts = office.house.trials[TRIAL], office.house.words
    with office.store.reading() as unit:
        says = partial(texts.text, language=language)
        paper = printout(unit, trial, row, says, language, office.at, UTC)
    said = "".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    plain = "".join(said.split())
    assert "".join(awaits.split()) in plain
    for id in waiting(office):
        assert "".join(says(trial.by_id[id].label).split()) in plain

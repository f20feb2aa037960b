"""A case that was sent and then withdrawn: the study team's card says so, and nothing can be done from it any more."""

from __future__ import annotations

from typing import Any

import pytest

from bot.ports import CaseRow
from tests.desk.office import TEAM, Office
from tests.desk.screened import DOCTOR, SCREENER, case, failing, staffed, step

REASON = "The patient moved away"


@pytest.fixture
def row(office: Office) -> CaseRow:
    """A case whose card the study team has, and on whose answer somebody was about to ask."""
    staffed(office)
    return failing(office)


def withdraw(office: Office) -> list[Any]:
    """The screener withdraws it, typing why."""
    step(office, "withdraw")
    return office.type(SCREENER, REASON)


def test_the_teams_card_says_it_and_has_no_buttons_but_to_look(office: Office, row: CaseRow) -> None:
    (card,) = [one for one in withdraw(office) if one.address == TEAM and one.do == "edit"]
    assert f"{row.code} was withdrawn: {REASON}" in office.words([card])
    assert {button["act"] for line in card.picture["rows"] for button in line} == {"details", "print"}


@pytest.mark.parametrize(
    ("act", "value"), [("confirm", ""), ("override", ""), ("ask", "0"), ("ask_about", "1"), ("judgements", "")]
)
def test_whoever_taps_an_old_card_is_told_why_nothing_comes_of_it(
    office: Office, row: CaseRow, act: str, value: str
) -> None:
    withdraw(office)
    (said,) = office.tap(DOCTOR, act, value, case=row.id, turn=1, chat=TEAM)
    assert (said.do, said.picture["text"]) == ("toast", f"{row.code} was withdrawn: it has no card any more.")


def test_words_that_were_awaited_ask_nothing_any_more(office: Office, row: CaseRow) -> None:
    asked = office.house.trials[row.trial].order["birth_date"]
    (shown, _) = office.tap(DOCTOR, "ask_about", str(asked), case=row.id, chat=TEAM)
    withdraw(office)
    said = office.arrives(DOCTOR, TEAM, what="text", text="Is that right?", replies_to=f"m{shown.id}", message="9")
    assert "it has no card any more" in office.words(said)
    assert office.record(row.id)[-1].kind == "withdrawn"
    assert case(office).state == "withdrawn"

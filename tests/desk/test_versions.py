"""A case whose protocol version is not loaded any more, as after an amendment: its answers are those of other questions.

Requirement: nothing of it is read by the new version's questions; whoever touches it is told, and can put it aside.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.console.record import write_down
from bot.core.acts.table import ACTS
from bot.desk import taps
from bot.desk.exporting import Exporter
from bot.desk.front import Desk
from bot.ports import CaseRow
from tests.desk.office import TRIAL, Office
from tests.desk.screened import DOCTOR, SCREENER, case, failing, staffed

NOT_LOADED = "belongs to protocol version 1, which is not loaded here. Nothing was changed."


@pytest.fixture
def row(office: Office) -> CaseRow:
    """A verdict that was sent; since then every question is another one."""
    staffed(office)
    row = failing(office)
    trial = office.house.trials[TRIAL]
    questions = tuple(replace(one, id=f"new_{one.id}") for one in trial.questions)
    office.house = replace(office.house, trials={TRIAL: replace(trial, version="2", questions=questions)})
    office.desk = Desk(office.store, office.house, papers=True)
    return row


@pytest.mark.parametrize("act", sorted(set(ACTS) | set(taps.OF_A_CASE)))
def test_no_button_reads_it_as_the_new_version_and_none_changes_it(office: Office, row: CaseRow, act: str) -> None:
    assert NOT_LOADED in office.words(office.tap(DOCTOR, act, "1.missing", case=row.id, turn=row.turn))
    assert case(office) == row


def test_it_can_be_put_aside(office: Office, row: CaseRow) -> None:
    assert office.staff(SCREENER).active_case == row.id
    assert "is with the study team" in office.words(office.command(SCREENER, "cancel"))
    assert office.staff(SCREENER).active_case is None


def test_it_is_not_written_down_as_a_conversation_about_other_questions(
    office: Office, row: CaseRow, tmp_path: Path
) -> None:
    file = tmp_path / "talk.yaml"
    said = write_down(office.house, Exporter(office.store, office.at), row.id, file)
    assert said is not None
    assert NOT_LOADED in office.house.words.text(said, "en")
    assert not file.exists()

"""The console itself, in this process: who sits there, what is drawn, what is kept, and what goes wrong gently."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.channels.console.board import Act, Board
from bot.channels.console.seat import ME, TEAM
from bot.channels.talks import read_talk, replay
from bot.desk.front import Desk
from bot.desk.incoming import Incoming
from bot.desk.room import House
from bot.ports import Outgoing, StoreBusy, Team
from bot.store.migrate import migrate
from bot.store.sql import SqlStore, open_store
from tests.channels.console.conftest import NOW, Script, Sit

TO_THE_CARD = ["*Start", "*agreed", "2026-12-06", "*Female", "2009-01-10", "*■", "*➤"]


def test_whoever_sits_down_first_joins_as_a_coordinator(sit: Sit, store: SqlStore) -> None:
    sitting = sit()
    assert sitting.code == 0
    assert "Welcome" in sitting.text
    assert "Nothing is lost" in sitting.text
    with store.reading() as unit:
        staff = unit.staff_by_address(ME)
    assert staff is not None
    assert (staff.role, staff.site, staff.language) == ("coordinator", "NJ01", "en")


def test_the_study_team_is_only_there_while_somebody_sits_here(sit: Sit, store: SqlStore) -> None:
    class Looking(Script):
        def ask(self, board: Board, hint: str, at: int | None = None, secret: bool = False) -> list[Act]:
            with store.reading() as unit:
                found.extend(unit.teams("ln-msc", "NJ01"))
            return super().ask(board, hint, at)

    found: list[Team] = []
    sit(script=Looking([]))
    assert [(team.address, team.language) for team in found] == [(TEAM, "en")]
    with store.reading() as unit:
        assert unit.teams_at(TEAM) == ()


def test_the_language_is_kept_until_another_is_asked_for(sit: Sit, store: SqlStore) -> None:
    sit(language="zh")
    for language, wanted in ((None, "zh_CN"), ("en", "en")):
        sit(language=language)
        with store.reading() as unit:
            staff = unit.staff_by_address(ME)
        assert staff is not None
        assert staff.language == wanted


def test_a_screening_to_the_card(sit: Sit) -> None:
    sitting = sit(*TO_THE_CARD)
    own, team = sitting.text.split("┌─ what the study team sees ")
    assert "NOT ELIGIBLE" in own
    assert "│ ✗ NOT ELIGIBLE" in team
    assert sitting.labels[-4:] == ["New case", "My cases", "Study team", "Leave"]
    assert [line for line in sitting.text.splitlines() if line.startswith("✓ Sex")]


def test_what_fell_due_meanwhile_is_told_at_the_next_sitting(sit: Sit, store: SqlStore, house: House) -> None:
    sit(*TO_THE_CARD, "*New case", "*agreed", "/cancel")
    assert "⏰" not in sit().text, "today there is nothing"
    desk = Desk(store, house)
    assert desk.remind(NOW + timedelta(days=2)) is False, "not before the third day"
    while desk.remind(NOW + timedelta(days=4)):
        pass
    assert "⏰ NJ01-0002 is unfinished" in sit().text


def test_a_case_is_found_by_its_code_and_withdrawn(sit: Sit, store: SqlStore) -> None:
    sitting = sit(*TO_THE_CARD, "NJ01-0001", "*Withdraw", "*Opened by mistake")
    assert "WITHDRAWN" in sitting.text.split("what the study team sees")[-1]
    with store.reading() as unit:
        row = unit.case_by_code("NJ01-0001")
    assert row is not None
    assert row.state == "withdrawn"


def test_after_the_card_a_new_case_or_leaving(sit: Sit, store: SqlStore) -> None:
    again = sit(*TO_THE_CARD, "*New case", "*agreed", "/cancel", "*My cases")
    assert "NJ01-0002" in again.text
    assert {"NJ01-0001", "NJ01-0002"} <= set(again.labels)
    assert sit("/cases", "*Leave", "never typed").text.count("Nothing is lost") == 1
    assert store.outbox().waiting == 0


def test_the_open_case_is_gone_on_with(sit: Sit) -> None:
    sit("*Start", "*agreed", "2026-12-06")
    sitting = sit("*Male")
    assert "Welcome" not in sitting.text
    assert "Sex at birth?" in sitting.text
    assert "Date of birth?" in sitting.text


def test_a_sent_case_is_shown_again_and_can_be_left(sit: Sit) -> None:
    sit(*TO_THE_CARD)
    sitting = sit()
    assert "NOT ELIGIBLE" in sitting.text
    assert "New case" in sitting.labels


def test_a_declined_case_rests(sit: Sit) -> None:
    assert sit("*Start", "*No").labels == ["New case", "My cases", "Study team", "Leave"]


def test_a_trial_can_be_named(sit: Sit) -> None:
    assert "Has the patient agreed" in sit(trial="ln-msc").text
    gone_on = sit("*agreed", trial="ln-msc")
    assert "On which day is randomization planned?" in gone_on.text
    assert "NJ01-0002" not in gone_on.text
    refused = sit(trial="none")
    assert (refused.code, refused.boards) == (2, [])


def test_ticks_are_not_drawn_again_and_again(sit: Sit) -> None:
    sit("*Start", "*agreed", "2026-12-06", "*Male", "1990-05-01")
    sitting = sit("1 3", "*Arthritis", "*Why")
    assert sitting.text.count("Which ACR 1997 items were ever present?") == 1
    assert sitting.text.count("The presence of at least 4") <= 1
    assert "How it is read" in sitting.text
    assert sum(label.startswith("☑") for label in sitting.labels) == 3


def test_a_reply_that_cannot_be_read_keeps_the_buttons(sit: Sit) -> None:
    sit("*Start", "*agreed")
    sitting = sit("some day", "99", "#99")
    assert "some day" in sitting.text
    assert "There is no button 99." in sitting.text
    assert sitting.boards[-1] == sitting.boards[0]


def test_what_was_typed_is_echoed_where_the_terminal_does_not_keep_it(sit: Sit) -> None:
    sit("*Start", "*agreed")
    assert "› 2026-12-06" not in sit("2026-12-06").text
    assert "› male" in sit("male", live=True).text


def test_other_addresses_keep_their_lines(sit: Sit, store: SqlStore) -> None:
    foreign = Outgoing(address="telegram:1", do="show", key="k", picture={})
    with store.transaction() as unit:
        unit.send(foreign)
    sit("*Start")
    lines = store.claim(NOW + timedelta(days=1), 10)
    assert [(line.address, line.key) for line in lines] == [("telegram:1", "k")]


def test_what_was_owed_from_last_time_is_shown(sit: Sit, store: SqlStore) -> None:
    sit("*Start", "*agreed")
    with store.transaction() as unit:
        lines = [{"style": "body", "mark": "", "text": "owed since yesterday"}]
        picture = {"name": "note", "section": "", "progress": None, "paragraphs": lines, "rows": []}
        unit.send(Outgoing(address=ME, do="show", key="owed", picture=picture))
    assert store.claim(NOW, 10)  # lent to a console that was killed
    assert "owed since yesterday" in sit().text


class Busy(Desk):
    """A desk whose database fails once."""

    failing = False

    def handle(self, incoming: Incoming) -> int:
        if self.failing:
            self.failing = False
            raise StoreBusy("locked")
        self.failing = incoming.command == "start"
        return super().handle(incoming)


def test_a_failing_database_is_told_and_the_conversation_goes_on(sit: Sit, store: SqlStore, house: House) -> None:
    sitting = sit("*Start", "*Start", desk=Busy(store, house))
    assert sitting.text.count("The database could not save that") == 1
    assert "Has the patient agreed" in sitting.text


def test_somebody_who_had_left_is_let_in_again(sit: Sit, store: SqlStore) -> None:
    sit()
    with store.transaction() as unit:
        staff = unit.staff_by_address(ME)
        assert staff is not None
        unit.save_staff(replace(staff, left_at=NOW))
    assert "Welcome" in sit().text


def test_the_session_is_written_as_a_talk_that_ends_the_same(
    sit: Sit, store: SqlStore, house: House, tmp_path: Path
) -> None:
    file = tmp_path / "session.yaml"
    sit(*TO_THE_CARD[:4])
    sitting = sit(*TO_THE_CARD[4:], record=file)
    assert sitting.code == 0
    assert file.stat().st_mode & 0o777 == 0o600, "patients' answers are nobody else's to read"
    talk = read_talk(file)
    assert (talk.verdict, talk.criteria["I2"]) == ("ineligible", "fail")
    url = f"sqlite:///{tmp_path}/again.db"
    migrate(url)
    again = open_store(url)
    assert "\n» 2009-01-10" in replay(talk, house, again, "zh_CN")
    again.close()
    with store.reading() as unit:
        (note,) = [line for line in unit.logged("NJ01") if line.kind == "exported"]
        me = unit.staff_by_address(ME)
    assert (note.data["what"], note.data["case"]) == ("talk", "NJ01-0001")
    assert me is not None
    assert note.actor == me.id


def test_a_session_without_a_case_writes_nothing(sit: Sit, tmp_path: Path) -> None:
    sitting = sit(record=tmp_path / "session.yaml")
    assert sitting.code == 2
    assert "There was no case to write down." in sitting.text
    assert not (tmp_path / "session.yaml").exists()


def test_a_file_that_cannot_be_written_is_told(sit: Sit, tmp_path: Path) -> None:
    sitting = sit("*Start", record=tmp_path / "nowhere" / "session.yaml")
    assert sitting.code == 3
    assert "could not be written" in sitting.text

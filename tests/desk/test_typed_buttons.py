"""Buttons that are typed instead of tapped.

Requirements: (1) who types what a button on the screen says, in either language, has done what it does, above all where
a reason or a word is asked for; (2) a language that is named is the one that is spoken then; (3) a screen that was left
without becoming something else loses its buttons; (4) the site's own code alone finds its case, and is no answer; (5)
who comes back by /start is told of the open case; (6) reasons to choose from are short enough for a button.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.core.messages import Message
from bot.core.screens import Action, Button, Screen
from bot.core.screens.tapped import REASONS, WITHDRAWALS
from bot.desk.records import line_of
from bot.ports import CaseRow, LentLine
from tests.desk.office import TRIAL, Office

NURSE, DOCTOR = 1, 2
LANGUAGES = pytest.mark.parametrize("language", ["en", "zh_CN"])


def opened(office: Office, language: str, *acts: str) -> CaseRow:
    """A nurse's case after these taps."""
    office.person(NURSE, office.role("screener"), language=language)
    office.tap(NURSE, "trial", TRIAL)
    for act in ("agree", *acts):
        tap(office, act)
    return row(office)


def row(office: Office) -> CaseRow:
    return office.rows()[-1]


def tap(office: Office, act: str, value: str = "") -> list[LentLine]:
    return office.tap(NURSE, act, value, case=row(office).id, turn=row(office).turn)


def labels(office: Office, said: list[LentLine], act: str) -> list[str]:
    """What this button of the last screen says, with its mark, in both languages."""
    shown: list[Mapping[str, Any]] = [one.picture for one in said if one.picture.get("rows")]
    places = [(y, x) for y, line in enumerate(shown[-1]["rows"]) for x, one in enumerate(line) if one["act"] == act]
    assert places, f"no button does {act}: {shown[-1]['rows']}"
    (y, x) = places[0]
    here = str(shown[-1]["rows"][y][x]["label"])
    office.tap(NURSE, "language", case=row(office).id, turn=row(office).turn)
    there = [one.picture for one in office.command(NURSE, "help") if one.picture.get("rows")][-1]
    office.tap(NURSE, "language", case=row(office).id, turn=row(office).turn)
    other = next(str(one["label"]) for line in there["rows"] for one in line if one["act"] == act)
    assert here != other
    return [here, other, here.lstrip("‹ ")]


@LANGUAGES
def test_not_to_withdraw_can_be_typed(office: Office, language: str) -> None:
    opened(office, language)
    for words in labels(office, tap(office, "withdraw"), "stay"):
        office.type(NURSE, words)
        assert row(office).state == "reference_date"
        tap(office, "withdraw")


@LANGUAGES
def test_before_the_patient_has_agreed_only_a_mistake_can_be_told_in_words_too(office: Office, language: str) -> None:
    office.person(NURSE, office.role("screener"), language=language)
    office.tap(NURSE, "trial", TRIAL)
    mistake = labels(office, tap(office, "show"), "mistake")[0]
    for words, state in (
        (mistake, "withdrawing"),
        ("the patient moved away", "withdrawing"),
        ("no", "agreement"),
        (mistake, "withdrawing"),
        ("是", "withdrawn"),
    ):
        office.type(NURSE, words)
        assert row(office).state == state
    assert office.record(row(office).id)[-1].data["reason"] == "Opened by mistake"
    closed = next(one.picture["rows"] for one in tap(office, "show") if one.do == "show")
    assert [one["act"] for line in closed for one in line] == ["screen", "language"], "nothing can be screened again"


@LANGUAGES
def test_a_reason_on_a_button_is_the_same_typed(office: Office, language: str) -> None:
    opened(office, language)
    words = labels(office, tap(office, "withdraw"), "because")[1]
    office.type(NURSE, words)
    assert row(office).state == "withdrawn"
    assert office.record(row(office).id)[-1].data["reason"] == "The patient does not want to go on"


@pytest.mark.parametrize("reason", [*REASONS, *WITHDRAWALS])
@LANGUAGES
def test_a_reason_to_choose_fits_a_phone(office: Office, language: str, reason: Message) -> None:
    screen = Screen("reasons", (), ((Button(reason, Action("because", "0")),),))
    picture = office.house.words.picture(screen, language)
    assert picture["rows"][0][0]["label"] == office.house.words.text(reason, language)


@LANGUAGES
def test_not_to_answer_the_study_team_now_can_be_typed(office: Office, language: str) -> None:
    case = opened(office, language, "unknown", "stop", "send")
    office.person(DOCTOR, office.role("investigator"))
    asked = office.tap(DOCTOR, "ask_about", "0", case=case.id)
    message = next(f"m{one.id}" for one in asked if one.slot)
    office.type(DOCTOR, "Is that sure?", replies_to=message)
    for words in labels(office, tap(office, "stands", "1"), "leave"):
        office.type(NURSE, words)
        assert row(office).state == "sent"
        assert "replied" not in [line_of(one).kind for one in office.record(case.id)]
        tap(office, "stands", "1")


@pytest.mark.parametrize("words", ["算了", "no", "取消"])
def test_a_bare_no_is_no_query(office: Office, words: str) -> None:
    case = opened(office, "en", "unknown", "stop", "send")
    office.person(DOCTOR, office.role("investigator"))
    message = next(f"m{one.id}" for one in office.tap(DOCTOR, "ask_about", "0", case=case.id) if one.slot)
    assert "Nothing was asked." in office.words(office.type(DOCTOR, words, replies_to=message))
    assert "queried" not in [one.kind for one in office.record(case.id)]


@LANGUAGES
def test_to_send_can_be_typed(office: Office, language: str) -> None:
    opened(office, language, "unknown")
    office.type(NURSE, labels(office, tap(office, "stop"), "send")[1])
    assert row(office).state == "sent"


@pytest.mark.parametrize("words", ["采用", "use", "Use: 3 answers", "✓ 采用3项答案"])
def test_the_figures_on_a_button_need_not_be_typed(office: Office, words: str) -> None:
    case = opened(office, "en")
    office.type(NURSE, "Hb 92 g/L, PLT 145, WBC 6.2")
    office.type(NURSE, words)
    assert [one.kind for one in office.record(case.id)][-3:] == ["answered"] * 3


@pytest.mark.parametrize(("words", "spoken"), [("中文", "zh_CN"), ("用英文", "en"), ("English", "en"), ("EN", "en")])
@LANGUAGES
def test_a_language_that_is_named_is_spoken(office: Office, language: str, words: str, spoken: str) -> None:
    opened(office, language)
    for _ in range(2):
        office.type(NURSE, words)
        assert office.staff(NURSE).language == spoken


def test_a_screen_that_was_left_has_no_buttons(office: Office) -> None:
    opened(office, "en")
    asked = next(f"m{one.id}" for one in office.command(NURSE, "help") if one.slot)
    back = office.type(NURSE, "2026-03-01")
    assert [one.refers for one in back if one.do == "strip"] == [asked], "the question, once it is asked back"
    doubted = next(f"m{one.id}" for one in back if one.slot)
    again = tap(office, "retype")
    assert [one.refers for one in again if one.do == "strip"] == [doubted]


def test_a_card_keeps_its_buttons(office: Office) -> None:
    opened(office, "en", "unknown", "stop", "send")
    found = office.type(NURSE, "WBC 6.2, Hb 92 g/L, PLT 145, ALT 30")
    assert [(one.do, one.picture.get("name")) for one in found] == [("show", "several")]


def test_the_sites_own_code_finds_its_case_wherever_it_can_be_no_answer(office: Office) -> None:
    opened(office, "en")
    for label in ("A12", "0042"):
        office.tap(NURSE, "trial", TRIAL)
        office.type(NURSE, label)
        assert row(office).label == label, "at the start it is the new case's own"
        tap(office, "agree")
    assert "NJ01-0002 · A12" in office.words(office.type(NURSE, "A12"))
    assert "NJ01-0003" not in office.words(office.type(NURSE, "0042")), "it may be an answer"
    office.tap(NURSE, "trial", TRIAL)
    office.type(NURSE, "A12")
    assert (row(office).code, row(office).label) == ("NJ01-0004", "A12"), "another case of the same patient"
    office.command(NURSE, "cancel")
    assert "NJ01-0003 · 0042" in office.words(office.type(NURSE, "0042"))


def test_a_start_says_which_case_is_open_and_goes_on_with_it(office: Office) -> None:
    case = opened(office, "en")
    welcome = office.command(NURSE, "start")
    assert f"{case.code} is open" in office.words(welcome)
    assert labels_of(welcome)[0] == f"▶ Go on with {case.code}"
    assert "On which day is randomization planned?" in office.words(office.tap(NURSE, "open", str(case.id)))
    tap(office, "withdraw")
    tap(office, "because", "3")
    assert case.code not in office.words(office.command(NURSE, "start")), "it is over"


def labels_of(said: list[LentLine]) -> list[str]:
    return [str(one["label"]) for line in said for shown in line.picture.get("rows", ()) for one in shown]

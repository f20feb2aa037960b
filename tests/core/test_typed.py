"""What is typed where a case stands: commands in words, a yes to what was read, several answers to be taken over."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.core.answers import NOT_KNOWN, Code, Codes, Quantity
from bot.core.kinds.base import Setting, Understood
from bot.core.machine import DECIDED, REASON, REVIEW, SENT, WITHDRAWING, WITHDRAWN
from bot.core.reply import Wish, read
from bot.core.screens import Button, Screen
from bot.core.screens.tapped import REASONS, WITHDRAWALS
from tests.core.test_step import Talk
from tests.core.worlds import LN, TODAY, first

REPORT = "WBC 6.2, Hb 92 g/L, PLT 145, 肌酐 98 μmol/L"


def at(question: str) -> Talk:
    """A case that has come to a question."""
    talk = Talk(LN)
    talk.do("agree")
    talk.jump(question)
    return talk


def screen(talk: Talk) -> Screen:
    return talk.last.shows[-1].screen


def button(talk: Talk, act: str) -> Button:
    return next(one for block in screen(talk).blocks for one in block if one.action.act == act)


def proposed(talk: Talk) -> list[str]:
    assert talk.case.several is not None
    return [one.question for one in talk.case.several.proposals]


def press(talk: Talk, act: str, value: str = "") -> None:
    talk.do(act, value or button(talk, act).action.value)


@pytest.mark.parametrize("words", ["错" * 500, "更正：" * 200, "correction " * 200, "不对，" * 800])
def test_what_takes_back_over_and_over_is_no_answer(words: str) -> None:
    for question in LN.questions:
        assert not isinstance(read(LN, question, words, Setting(TODAY)), Understood)


# Commands.


@pytest.mark.parametrize("words", ["back", "Back.", "上一步", "返回", "／back"])
def test_back_is_typed_as_a_word(words: str) -> None:
    talk = at("reference_date")
    talk.type("2026-12-06")
    assert talk.state == "sex"
    talk.type(words)
    assert talk.state == "reference_date"


@pytest.mark.parametrize("words", ["skip", "跳过", "不知道", "not known yet"])
def test_what_is_skipped_is_not_known_yet(words: str) -> None:
    talk = at("scr")
    talk.type(words)
    assert talk.case.answers["scr"].value == NOT_KNOWN


@pytest.mark.parametrize("words", ["help", "帮助", "cancel", "中文", "my cases"])
def test_what_is_not_about_the_case_is_left_to_the_desk_and_changes_nothing(words: str) -> None:
    talk = at("scr")
    before = talk.case
    talk.type(words)
    assert talk.last.wish
    assert not talk.last.lines
    assert talk.case == before


def test_why_and_the_list_are_typed_as_words() -> None:
    talk = at("scr")
    talk.type("为什么")
    assert screen(talk).name == "question"
    assert button(talk, "plain")
    talk.type("列表")
    assert talk.state == REVIEW


@pytest.mark.parametrize("question", [one.id for one in LN.questions if one.asked_for is None])
def test_an_option_is_never_taken_for_a_command(question: str) -> None:
    shape = LN.by_id[question].shape
    for option in shape.options:
        for name in option.names:
            assert not isinstance(read(LN, LN.by_id[question], name, Setting(TODAY, shape.unit or None)), Wish)


# A yes to what was read.


def test_a_typed_yes_takes_the_one_reading_and_a_no_drops_it() -> None:
    talk = at("scr")
    talk.type("1500")
    assert talk.case.pending
    talk.type("不是")
    assert not talk.case.pending
    assert talk.state == "scr"
    talk.type("1500")
    talk.type("对")
    assert talk.case.answers["scr"].value == Quantity(Decimal(1500), "umol/L")


def test_a_typed_yes_chooses_nothing_between_two_readings() -> None:
    talk = at("hb")
    talk.type("11")
    assert talk.case.pending
    talk.type("yes")
    assert "hb" not in talk.case.answers


# Where a reason or a word is asked for.


def withdrawing() -> Talk:
    talk = at("scr")
    talk.do("withdraw")
    assert talk.state == WITHDRAWING
    return talk


def changing() -> Talk:
    talk = Talk(LN)
    for act in ("agree", "stop", "send"):
        talk.do(act)
    talk.jump("wbc")
    talk.type("6.2")
    for words in ("/back", "5.1"):
        talk.jump("wbc")
        talk.type(words)
    assert talk.state == REASON
    return talk


@pytest.mark.parametrize("words", ["no", "不退出了", "算了", "Never mind.", "稍后再说", "back", "返回", "/back"])
def test_a_no_withdraws_nothing(words: str) -> None:
    talk = withdrawing()
    talk.type(words)
    assert talk.state in LN.by_id
    assert talk.case.withdrawn is None


@pytest.mark.parametrize("words", ["no", "不改了", "不更改了", "算了", "返回"])
def test_a_no_changes_nothing_after_sending(words: str) -> None:
    talk = changing()
    talk.type(words)
    assert talk.state == "wbc"
    assert talk.case.answers["wbc"].value == Quantity(Decimal("6.2"), "10^9/L")


@pytest.mark.parametrize("words", ["yes", "好的", "12", "0", "2026-11-22"])
def test_what_says_nothing_is_no_reason(words: str) -> None:
    for talk in (withdrawing(), changing()):
        state = talk.state
        talk.type(words)
        assert talk.state == state
        assert talk.last.toast is not None


def test_a_reason_can_be_typed_by_its_number() -> None:
    talk = withdrawing()
    talk.type("4")
    assert (talk.state, talk.case.withdrawn) == (WITHDRAWN, WITHDRAWALS[3].text)
    talk = changing()
    talk.type("2.")
    assert talk.last.deliver is not None
    assert [one.reason for one in talk.last.deliver.changes] == [REASONS[1].text]


@pytest.mark.parametrize(
    "label",
    ["320102199003078316", "320102 19900307 8316", "32010219900307831x", "320102900307831", "110101-20010230-0018"],
)
def test_a_mistyped_id_number_is_no_code_either(label: str) -> None:
    talk = Talk(LN)
    talk.type(label)
    assert (talk.case.label, talk.last.lines) == (None, ())


def test_a_long_number_that_is_no_id_number_is_a_code() -> None:
    talk = Talk(LN)
    talk.type("202611230000000042")
    assert talk.case.label == "202611230000000042"
    assert talk.last.shows[-1].instead is False, "what to do next stands below what was typed"


# Several answers.


def test_nothing_counts_before_several_answers_are_taken_over() -> None:
    talk = at("wbc")
    talk.type(REPORT)
    assert screen(talk).name == "several"
    assert not talk.case.answers.keys() & {"wbc", "hb", "plt", "scr"}
    press(talk, "take_over")
    assert talk.case.answers.keys() >= {"wbc", "hb", "plt", "scr"}
    assert talk.case.answers["hb"].typed == "Hb 92 g/L"
    assert all(line.turn == talk.case.turn for line in talk.last.lines)


def test_a_line_that_is_left_out_does_not_count() -> None:
    talk = at("wbc")
    talk.type(REPORT)
    place = str(proposed(talk).index("plt"))
    talk.do("drop", place)
    talk.do("drop", place)  # the same tap twice does the same
    press(talk, "take_over")
    assert "plt" not in talk.case.answers
    assert "hb" in talk.case.answers


def test_all_of_it_can_be_left_out() -> None:
    talk = at("wbc")
    talk.type(REPORT)
    press(talk, "retype")
    assert talk.state == "wbc"
    assert talk.case.several is None
    assert not talk.case.answers


def test_a_failure_among_several_answers_is_told() -> None:
    talk = at("wbc")
    talk.type("PLT 42, Hb 92 g/L")
    press(talk, "take_over")
    assert talk.state == DECIDED


def test_each_answer_that_was_taken_over_can_be_changed_with_one_tap() -> None:
    talk = at("wbc")
    talk.type(REPORT)
    press(talk, "take_over")
    receipt = talk.last.shows[0].screen
    changes = [one.action.value for block in receipt.blocks for one in block if one.action.act == "jump"]
    assert changes == [str(LN.order[id]) for id in ("scr", "wbc", "hb", "plt")]


def test_what_does_not_apply_is_left_out() -> None:
    talk = at("sex")
    talk.give(Code("male"))
    talk.type("尿HCG阴性，PLT 145")
    assert proposed(talk) == ["plt"]


def test_results_that_come_after_sending_reach_the_study_team_as_new_results() -> None:
    talk = at("wbc")
    talk.give(NOT_KNOWN)
    talk.do("stop")
    talk.do("send")
    assert talk.state == SENT
    talk.type("WBC 6.2, PLT 145")
    press(talk, "take_over")
    assert talk.case.answers["wbc"].value == Quantity(Decimal("6.2"), "10^9/L")
    kinds = [line.kind for line in talk.last.lines]
    assert {"amended", "answered", "sent"} <= set(kinds)
    assert talk.last.deliver is not None
    assert [one.reason for one in talk.last.deliver.changes] == ["New result"]


def test_a_result_that_the_study_team_has_is_changed_by_a_paste_only_once_it_is_confirmed() -> None:
    talk = at("wbc")
    talk.type("6.2")
    talk.do("stop")
    talk.do("send")
    sent = talk.case.answers["wbc"]
    talk.type("WBC 3.1, PLT 145")
    assert proposed(talk) == ["wbc", "plt"]
    assert talk.case.answers["wbc"] == sent
    talk.type("WBC 6.2, PLT 145")
    assert proposed(talk) == ["plt"], "what was sent so needs no new confirmation"


# Where a criterion has failed, and nothing is asked.


@pytest.fixture
def decided() -> Talk:
    """A case that is told that it fails."""
    talk = at("reference_date")
    for words in ("2026-12-06", "female", "1964-05-01"):
        talk.type(words)
    assert talk.state == DECIDED
    return talk


@pytest.mark.parametrize(
    "words", ["go on", "Continue.", "Go on, record all reasons", "next", "继续", "继续，记录全部原因", "请继续"]
)
def test_after_a_failure_one_goes_on_by_a_word(decided: Talk, words: str) -> None:
    decided.type(words)
    assert decided.case.state in LN.by_id


@pytest.mark.parametrize("words", ["stop", "Stop here and review", "停", "到此为止，核对", "结束吧"])
def test_after_a_failure_one_stops_by_a_word(decided: Talk, words: str) -> None:
    decided.type(words)
    assert decided.state == REVIEW


@pytest.mark.parametrize("words", ["hello", "yes", "no", "1", "why", "不变", "为什么", "60"])
def test_after_a_failure_any_other_word_is_told_what_can_be_typed(decided: Talk, words: str) -> None:
    before = decided.case
    decided.type(words)
    assert decided.case == before
    assert decided.last.toast is not None
    assert "“go on”" in decided.last.toast.text
    assert screen(decided).name == "decided", "and stands below"


@pytest.mark.parametrize("words", ["stop", "继续", "结束"])
def test_at_a_question_they_are_no_commands(words: str) -> None:
    talk = at("scr")
    talk.type(words)
    assert talk.state == "scr"


# A list.


def test_what_is_typed_beside_what_is_ticked_is_ticked_too() -> None:
    talk = at("acr_items")
    codes = LN.by_id["acr_items"].shape.codes
    talk.do("mark", "0")
    talk.do("mark", "6")
    talk.type("光过敏，arthritis")
    assert talk.state == "acr_items"
    assert talk.last.toast is not None
    ticked = ("malar_rash", "photosensitivity", "arthritis", codes[6])
    assert talk.case.marked is not None
    assert set(talk.case.marked) == set(ticked)
    talk.type("none of these")
    assert talk.state == "acr_items", "what is ticked is not lost by a slip"
    press(talk, "done")
    answer = talk.case.answers["acr_items"].value
    assert isinstance(answer, Codes)
    assert set(answer.codes) == set(ticked)


@pytest.mark.parametrize("words", ["none", "没有"])
def test_what_was_asked_back_and_is_typed_once_more_does_not_deny_itself(words: str) -> None:
    talk = at("necrosis")
    talk.type(words)
    talk.type(words)
    assert screen(talk).name == "confirm"
    talk.type("yes")
    assert "necrosis" in talk.case.answers


def test_what_was_asked_back_is_ticked_beside_what_is_and_takes_no_place_of_it() -> None:
    talk = at("e1_drugs")
    talk.do("mark", "1")
    talk.type("MMF、钙片")
    assert screen(talk).name == "confirm"
    press(talk, "take")
    assert (talk.state, talk.case.pending) == ("e1_drugs", None)
    assert talk.case.marked == ("mmf", "ctx")


def test_a_list_that_is_typed_alone_is_the_answer() -> None:
    talk = at("acr_items")
    talk.type("光过敏，arthritis")
    assert talk.case.answers["acr_items"].value == Codes(("photosensitivity", "arthritis"))


# What is shown.


def test_a_label_that_begins_with_its_short_form_is_said_once() -> None:
    shown = first().texts.picture(screen(at("class_activity")), "en")
    assert "A (active)" in [one["text"] for one in shown["paragraphs"]]
    items = first().texts.picture(screen(at("acr_items")), "en")
    assert [one["text"] for one in items["paragraphs"][1:]] == ["ANA: Antinuclear antibody"], "no bare “Renal disorder”"
    buttons = first().texts.picture(screen(at("class_activity")), "zh_CN")
    assert [one["style"] for one in buttons["paragraphs"]] == ["ask"], "where the buttons say it all, nothing else does"
    longer = first().texts.picture(screen(at("biopsy_status")), "en")
    assert "Reported: Done and reported" in [one["text"] for one in longer["paragraphs"]]


def test_what_was_taken_over_stands_line_by_line() -> None:
    talk = at("scr")
    talk.type(REPORT)
    press(talk, "take_over")
    receipt = next(one.screen for one in talk.last.shows if one.screen.name == "receipt")
    assert len(receipt.paragraphs) == 4
    assert {one.style for one in receipt.paragraphs} == {"item"}


def test_a_question_names_the_case_that_it_is_put_of() -> None:
    talk = Talk(LN)
    talk.type("A-017")
    talk.do("agree")
    assert screen(talk).of == "A-017"
    assert first().texts.picture(screen(talk), "zh_CN")["of"] == "A-017"

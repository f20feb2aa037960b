"""Several answers in one message: what is taken of a report or a sentence, what is left for its own question, and why."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core import kinds
from bot.core.kinds.base import Setting, Unclear
from bot.core.reply import read, read_several
from bot.core.several import SeveralFound
from tests.core.worlds import LN, RSV, TODAY

REPORT = """检验报告单
1 白细胞计数 WBC 6.20 10^9/L 3.50-9.50
2 血红蛋白 HGB 92 ↓ g/L 115-150
3 血小板 PLT 145 10^9/L 125-350
4 肌酐(CREA) 98 umol/L 41-81
5 丙氨酸氨基转移酶 ALT 35 U/L 9-50
6 尿酸 UA 420 umol/L
7 总胆红素 TBIL 12.1 μmol/L 0-23"""


def q(value: str, unit: str) -> dict[str, str]:
    return {"value": value, "unit": unit}


FOUND: list[tuple[str, dict[str, Any]]] = [
    (
        "WBC 3.2, Hb 92 g/L, PLT 145, 肌酐 98 μmol/L, ALT 35",
        {"wbc": q("3.2", "10^9/L"), "hb": q("92", "g/L"), "plt": q("145", "10^9/L"), "scr": q("98", "umol/L"),
         "alt": q("35", "U/L")},
    ),
    (
        REPORT,
        {"wbc": q("6.20", "10^9/L"), "hb": q("92", "g/L"), "plt": q("145", "10^9/L"), "scr": q("98", "umol/L"),
         "alt": q("35", "U/L"), "alt_uln": q("50", "U/L"), "bilirubin_total": q("12.1", "umol/L"),
         "bilirubin_uln": q("23", "umol/L")},
    ),
    ("性别：女 体重：52公斤", {"sex": "female", "weight": q("52", "kg")}),
    (
        "肾穿日期：2026-10-15 病理分型：IV型 硬化 10%",
        {"biopsy_date": "2026-10-15", "biopsy_class": "IV", "sclerosis": q("10", "%")},
    ),
    ("Scr 1.1 mg/dL; platelets 145 K/uL", {"scr": q("1.1", "mg/dL"), "plt": q("145", "10^3/uL")}),
    ("患者肌酐98，血小板145", {"scr": q("98", "umol/L"), "plt": q("145", "10^9/L")}),
    ("PLT 145, PLT 145 ×10⁹/L", {"plt": q("145", "10^9/L")}),
    ("UPCR 1.8 g/g, 24h 2.1 g", {"upcr": q("1.8", "g/g"), "protein_24h": q("2.1", "g/24h")}),
    ("HGB 105 G/L PLT 180 G/L", {"hb": q("105", "g/L"), "plt": q("180", "10^9/L")}),
    ("尿HCG阴性，尿蛋白/肌酐 1.5g/g", {"urine_pregnancy_test": "negative", "upcr": q("1.5", "g/g")}),
]  # fmt: skip


def several(text: str) -> SeveralFound:
    found = read_several(LN, text, Setting(TODAY))
    assert isinstance(found, SeveralFound)
    return found


def dumped(found: SeveralFound) -> dict[str, Any]:
    return {one.question.id: kinds.dump(one.question.shape, one.value) for one in found.found}


@pytest.mark.parametrize(("text", "answers"), FOUND)
def test_what_is_plain_is_found(text: str, answers: dict[str, Any]) -> None:
    assert dumped(several(text)) == answers


@pytest.mark.parametrize(("text", "answers"), FOUND)
def test_it_is_found_whatever_is_asked(text: str, answers: dict[str, Any]) -> None:
    for asked in ("acr_items", "reference_date", "mmf_ever", "e1_drugs"):
        question = LN.by_id[asked]
        reply = read(LN, question, text, Setting(TODAY, None))
        assert isinstance(reply, SeveralFound)
        assert dumped(reply) == answers


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("WBC 3.2-3.5, PLT 145", {"wbc"}),  # a range
        ("PLT 145, ALT 约35", {"alt"}),  # an estimate
        ("PLT 145, PLT 154, ALT 35", {"plt"}),  # twice, and not the same
        ("Hb 9.2, PLT 145", {"hb"}),  # g/L is on display, g/dL is likely
        ("PLT 1,2, ALT 35", {"plt"}),  # a comma that could be a decimal point
        ("肌酐 3.1 mmol/L，PLT 145", {"scr"}),  # a unit of another dimension
        ("肌酐 未查，PLT 145", {"scr"}),  # "not done" is an answer for its own question
        ("PLT 145, maybe ALT 35", {"alt"}),
        ("PLT 145，不是肌酐98", {"scr"}),
        ("PLT 145, sorry 45, WBC 6", {"plt"}),  # taken back
        ("血小板145，不对，是45，白细胞6", {"plt"}),
        ("WBC 6, PLT 145，更正 45", {"plt"}),
        ("PLT 145, repeat 45; WBC 6", {"plt"}),  # measured again
        ("PLT 145，复查45，WBC 6", {"plt"}),
        ("previous PLT 145, WBC 6", {"plt"}),  # of an earlier time
    ],
)
def test_what_is_not_plain_is_named_but_not_taken(text: str, unclear: set[str]) -> None:
    found = several(text)
    assert {one.id for one in found.unclear} == unclear
    assert found.found
    assert not unclear & dumped(found).keys()


@pytest.mark.parametrize(
    "text",
    [
        "AST/ALT 1.2",  # a ratio of two tests is neither
        "尿肌酐 98",  # of another specimen
        "urine WBC 3.2",
        "平均血红蛋白浓度 330 g/L",  # another test, whose name holds this one's
        "血小板分布宽度 12",
        "白细胞酯酶 阴性",
        "nothing of this is a result",
        "not creatinine 98",
        "perhaps Hb 92",
        "她妈妈肌酐98",
        "CT 3.2 不是肌酐98",
        "3.2 92 145 98",
        "",
    ],
)
def test_another_test_is_not_taken_for_this_one(text: str) -> None:
    assert read_several(LN, text, Setting(TODAY)) is None


@pytest.mark.parametrize(
    "text",
    [
        "姓名：王小明\nWBC 3.2\nPLT 145",
        "王小明 女 WBC 3.2 PLT 145",
        "John Smith WBC 3.2 PLT 145",
        "WBC 3.2 PLT 145 电话 13912345678",
        "WBC 3.2, PLT 145, 身份证 11010519491231002X",
        "住院号：0012345 WBC 3.2 PLT 145",
    ],
)
def test_a_report_that_names_somebody_is_refused_as_a_whole(text: str) -> None:
    for asked in ("wbc", "acr_items", "reference_date"):
        question = LN.by_id[asked]
        assert isinstance(read(LN, question, text, Setting(TODAY, question.shape.unit or None)), Unclear)
    assert isinstance(read_several(LN, text, Setting(TODAY)), Unclear)


@pytest.mark.parametrize("text", ["ALT 60 on 10-31, AST 20", "ALT 60 2026/10-30 AST 20"])
def test_a_date_is_no_range_of_the_laboratory(text: str) -> None:
    assert dumped(several(text)) == {"alt": q("60", "U/L"), "ast": q("20", "U/L")}


def test_the_value_of_another_test_is_noticed() -> None:
    reply = read(LN, LN.by_id["scr"], "ALT 35", Setting(TODAY, "umol/L"))
    assert isinstance(reply, SeveralFound)
    assert dumped(reply) == {"alt": q("35", "U/L")}


def test_a_list_of_options_is_never_taken_from_a_sentence() -> None:
    """What it does not name would count as absent."""
    assert read_several(LN, "Malignancy: solid", Setting(TODAY)) is None


def test_the_words_that_gave_an_answer_are_kept_as_typed() -> None:
    assert [one.typed for one in several("ＷＢＣ：３．２，肌酐 98 μmol/L").found] == [
        "ＷＢＣ：３．２",
        "肌酐 98 μmol/L",
    ]


def test_the_next_trial_gets_it_for_free() -> None:
    found = read_several(RSV, "FEV1 1.9 L, 体重70公斤, height: 1.75 m", Setting(TODAY))
    assert isinstance(found, SeveralFound)
    assert dumped(found) == {"fev1": q("1.9", "L"), "weight": q("70", "kg"), "height": q("1.75", "m")}


@pytest.mark.parametrize(
    ("asked", "text", "other"),
    [
        ("upcr", "2.1 g/24h", "protein_24h"),
        ("protein_24h", "1.8 g/g", "upcr"),
        ("plt", "105 g/L", "hb"),
        ("scr", "55kg", "weight"),
    ],
)
def test_an_answer_in_the_unit_of_one_other_question_is_told_to_be_of_that(asked: str, text: str, other: str) -> None:
    found = read(LN, LN.by_id[asked], text, Setting(TODAY, LN.by_id[asked].shape.unit))
    assert isinstance(found, SeveralFound)
    assert [one.question.id for one in found.found] == [other]


@pytest.mark.parametrize(
    ("asked", "text"), [("scr", "0.7 mg/L"), ("scr", "102 mmol/L"), ("wbc", "5.2/HP"), ("ast", "25 umol/L")]
)
def test_a_unit_of_several_other_questions_or_of_none_names_none(asked: str, text: str) -> None:
    assert isinstance(read(LN, LN.by_id[asked], text, Setting(TODAY, LN.by_id[asked].shape.unit)), Unclear)


@pytest.mark.parametrize(
    ("reply", "other"), [("100", None), (">100", None), ("100.0。", None), ("一百", None), ("100 mg", "steroid_dose")]
)
def test_a_number_belongs_to_another_question_only_by_its_unit(reply: str, other: str | None) -> None:
    """Where the temperature is asked 100 is impossible; it is nevertheless no dose."""
    setting = Setting(TODAY, RSV.by_id["temperature"].shape.unit)
    reading = read(RSV, RSV.by_id["temperature"], reply, setting)
    found = [one.question.id for one in reading.found] if isinstance(reading, SeveralFound) else None
    assert found == (None if other is None else [other])

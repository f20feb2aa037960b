"""What is added to a plain reply must not get lost: no sign, letter, unit, negation, doubt or second value is dropped.

Every base is taken as it stands. With one of the changes around it the same value is not taken any more, and with one
that says nothing it still is.
"""

from __future__ import annotations

from datetime import date

import pytest

from bot.channels.reading import ReplyReader
from tests.core.worlds import TODAY, first

DAY = date(2026, 11, 23)
AMOUNTS = {
    "scr": ("102 umol/L", "1.2mg/dL", "102"),
    "protein_24h": ("1.85g/24h", "3.2克"),
    "wbc": ("3.5×10^9/L", "3.5"),
    "hb": ("105g/L", "105"),
    "plt": ("12万", "85"),
    "weight": ("55kg", "110斤"),
    "sclerosis": ("3/20", "15%"),
}
NAMES = {
    "biopsy_class": ("IV+V", "四型", "class III"),
    "e1_drugs": ("骁悉、强的松", "MMF, HCQ"),
    "infection_active": ("乙肝", "UTI"),
    "malignancy": ("甲状腺癌", "lymphoma"),
    "organ_disorders": ("高血压、糖尿病", "diabetes"),
    "consent": ("已签署", "signed"),
}
ANSWERS = {"pregnant": ("怀孕", "yes"), "infection_hospitalized": ("有", "yes"), "will_comply": ("能", "willing")}
DATES = {"biopsy_date": ("2026-10-08", "8 October 2026"), "reference_date": ("2026年12月7日",)}
# "{}" is the base.
DOUBTS = (
    "可能{}", "大概{}", "好像{}", "应该{}", "{}吧", "估计{}", "maybe {}", "probably {}", "perhaps {}", "{} I think", "{}?", "{}？", "?{}", "about {}",
    "{}对吗", "{} or not", "if {}", "如果{}",
)  # fmt: skip
DENIALS = ("不是{}", "并非{}", "not {}", "{}不对", "{}错了", "{} is wrong", "排除{}", "without {}", "{}❌")
BREAKS_OFF = ("{} but", "{}，但是", "{} however", "{}，不过", "{} and", "{}和", "{} except")
KIN = ("母亲{}", "mother: {}", "family history of {}", "另一个病人{}")
SIGNS = ("-{}", "−{}", "－{}", "负{}", "minus {}", "±{}", "+{}", "l{}", "I{}", "O{}", "1 {}", "x{}")
BOUNDS = (
    ">{}",
    "＜{}",
    "≥{}",
    "≤{}",
    "{}以上",
    "{}以下",
    "不到{}",
    "超过{}",
    "at least {}",
    "up to {}",
    "no more than {}",
    "over {}",
)
SECOND = (
    "{}-99", "{}~99", "{}到99", "{} to 99", "{} 99", "{}、99", "{} and 99", "{}→99", "{}（上次99）", "{} (was 99)", "{} 不对 99", "{}±5", "{}左右", "{} x2",
    "{}翻倍", "升高{}", "下降{}", "is {} ok", "eGFR {}", "尿{}", "目标{}", "{}/1.73m2", "{} mmHg", "{}岁", "{}\n99",
)  # fmt: skip
OTHER_DAYS = (
    "{}前",
    "{}以后",
    "after {}",
    "since {}",
    "{} or the next day",
    "{}左右",
    "第一次{}",
    "报告{}",
    "{}开始",
    "{}、2026-10-09",
    "农历{}",
)
SAY_NOTHING = ("{}。", " {} ", "{}!", "“{}”", "{}\n", "({})", "{},", "{} 🙏")


def _cases() -> list[tuple[str, str, str]]:
    of_each = (
        (AMOUNTS, (*DOUBTS, *DENIALS, *BREAKS_OFF[:4], *KIN[:2], *SIGNS, *BOUNDS, *SECOND)),
        (NAMES, (*DOUBTS, *DENIALS, *BREAKS_OFF, *KIN)),
        (ANSWERS, (*DOUBTS, *DENIALS, *BREAKS_OFF)),
        (DATES, (*DOUBTS, *DENIALS, *BREAKS_OFF[:4], *KIN[:2], *OTHER_DAYS)),
    )
    return [
        (question, base, change)
        for table, changes in of_each
        for question, bases in table.items()
        for base in bases
        for change in changes
    ]


@pytest.fixture(scope="module")
def reader() -> ReplyReader:
    library = first()
    return ReplyReader(library.trials["ln-msc"], library.texts.text, TODAY)


def _read(reader: ReplyReader, question: str, text: str) -> tuple[str, object]:
    asked = reader.trial.by_id[question]
    result = reader.one(asked, text, asked.shape.unit or None, DAY)
    return result["outcome"], result["value"]


def test_nothing_that_changes_a_reply_is_dropped(reader: ReplyReader) -> None:
    cases = _cases()
    assert len(cases) > 1500
    plain = {(question, base): _read(reader, question, base) for question, base, _ in cases}
    assert {outcome for outcome, _ in plain.values()} == {"value"}
    lost = [
        (question, change.format(base))
        for question, base, change in cases
        if _read(reader, question, change.format(base)) == plain[question, base]
    ]
    assert lost == []


def test_what_says_nothing_changes_nothing(reader: ReplyReader) -> None:
    pairs = {(question, base) for question, base, _ in _cases()}
    lost = [
        (question, around.format(base))
        for question, base in sorted(pairs)
        for around in SAY_NOTHING
        if _read(reader, question, around.format(base)) != _read(reader, question, base)
    ]
    assert lost == []

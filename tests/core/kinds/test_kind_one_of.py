"""Replies that choose one option: by name in both languages, by number, by class, and what is asked back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.answers import NOT_KNOWN, Code
from bot.core.lexicon.forms import normal
from bot.core.shapes import Shape
from tests.core.kinds.shapes import CLASS, STATUS, Expected, asked, option, unclear, verify

EXAMPLES: list[tuple[str, Expected]] = [
    ("IV", Code("IV")),
    ("iv", Code("IV")),
    ("Ⅳ", Code("IV")),
    ("Class 4", Code("IV")),
    ("四型", Code("IV")),
    ("弥漫性。", Code("IV")),
    ("III + V", Code("III+V")),
    ("Ⅲ＋Ⅴ", Code("III+V")),
    ("三加五", Code("III+V")),
    ("1", asked(Code("III"))),  # class I is not in the list, but may be meant
    ("(2)", asked(Code("IV"))),
    ("②", asked(Code("IV"))),
    ("3", asked(Code("V"), Code("III"))),
    ("6", Code("VI")),
    ("5", asked(Code("IV+V"), Code("V"))),
    ("4", asked(Code("III+V"), Code("IV"))),
    ("四", asked(Code("III+V"), Code("IV"))),
    ("no. 4", asked(Code("III+V"), Code("IV"))),
    ("第4个", Code("III+V")),
    ("第二个", Code("IV")),
    ("option 2", Code("IV")),
    ("the second one", Code("IV")),
    *((reply, Code("IV")) for reply in (
        "4型", "type 4", "IV级", "第四型", "class IV", "grade 4", "是IV型", "为IV型", "结果：IV型", "it is IV", "result: IV", "the patient is class IV",
        "病理示IV型", "IV型。", "IV 👍",
    )),
    *((reply, Code("III+V")) for reply in ("3+5型", "V + III", "V+III", "class III and V", "五型+三型", "Ⅲ型合并Ⅴ型")),
    *((reply, asked(Code("III+V"), Code("III"), Code("V"))) for reply in ("III/V", "III、V", "3/5型")),
    *((reply, asked(Code("IV"), Code("V"))) for reply in ("IV or V", "IV还是V", "IV V")),
    *((reply, asked(Code("IV"))) for reply in ("IV型伴新月体", "IV(Z)", "医生说IV", "calss 4 IV")),
    *((reply, unclear("is not among the options")) for reply in ("III-IV", "三到四型", "III+IV", "VII", "7型", "九型", "四五型", "1V", "45")),
    *((reply, unclear("says what it is not")) for reply in ("not IV", "不是四型", "非IV型", "not class 4")),
    *((reply, unclear("leaves it open")) for reply in ("IV?", "可能是IV型", "考虑IV型", "probably IV", "maybe", "排除IV")),
    *((reply, Code("IV")) for reply in ("four", "class four")),
    *((reply, asked(Code("III"))) for reply in ("不是四型，是三型", "not IV, III", "not IV but III", "IV 不对 III")),
    *((reply, unclear("leaves it open")) for reply in ("~IV", "≈四型")),
    ("one", unclear()),  # of what?
    ("7", unclear("Possible: III, IV, V, III+V, IV+V, VI")),
    ("0", unclear()),
    ("99999999999999", unclear()),
    ("no", unclear()),
    ("有", unclear()),
    ("IV or so " * 40, unclear()),
    *((reply, NOT_KNOWN) for reply in ("不详", "unknown", "分型不详", "病理未出", "class unknown", "I'm not sure", "报告未注明")),
    ("IV，不清楚", unclear("not known")),
]  # fmt: skip
OWN_WORDS: list[tuple[str, Expected]] = [
    ("not done", Code("not_done")),
    ("not_done", Code("not_done")),
    ("未做", Code("not_done")),
    ("没有做", Code("not_done")),
    ("还没做呢", Code("not_done")),
    ("待查", Code("pending")),
    ("不清楚", NOT_KNOWN),
    ("没有", unclear()),
    ("pre-test", unclear()),
    ("ready", asked(Code("done"), Code("pending"))),
    ("已查未报告", asked(Code("pending"), NOT_KNOWN)),
    ("未报告", NOT_KNOWN),
]
TEST = Shape(
    "one_of",
    (
        option("negative", "Negative", "neg", "阴性", "(-)", "-"),
        option("positive", "Positive", "pos", "阳性", "(+)", "+"),
        option("not_yet_done", "Not tested", "未查"),
    ),
    names=("urine pregnancy test", "尿妊娠试验"),
    asks=("尿妊娠试验(hcg)结果?",),
)
SUFFIXED = Shape("one_of", (option("III", "III", "iii(a)", "iii(a/c)"), option("IV", "IV", "iv(a)", "iv-s(a/c)", "iv-g"), option("V", "V"), option("IV+V", "IV+V")))  # fmt: skip
SEX = Shape(
    "one_of",
    (option("female", "Female", "女", "f"), option("male", "Male", "男", "m")),
    names=("sex", "性别"),
    asks=("您出生时的性别是?",),
)
STAGE = Shape("one_of", tuple(option(f"s{name}", f"Stage {name}", f"{name}期", f"stage {name}") for name in ("1", "2", "3a", "3b", "4")), names=("ckd stage",))  # fmt: skip
SCORE = Shape(
    "one_of",
    tuple(option(f"e{name}", str(name)) for name in range(5)),
    names=("ecog score", "ecog评分"),
    asks=("体能状态评分?",),
)
FREQUENCY = Shape("one_of", (option("none", "None"), option("one", "Just one", "一次", "once"), option("more", "More", "twice")))  # fmt: skip
CONSENT = Shape(
    "one_of", (option("signed", "Signed", "签了", "签署"), option("declined", "Declined", "拒绝", "不同意"))
)
NOT_YET = replace(option("not_yet", "Not yet", "没签"), open=True)
REFUSAL = replace(CONSENT, options=(*CONSENT.options, NOT_YET))

BIOPSY = Shape(
    "one_of",
    (
        replace(option("done", "Done and reported", "报告已出"), offered_for=("穿了", "done")),
        replace(option("pending", "Report awaited", "报告未出"), offered_for=("穿了", "done")),
    ),
    asks=("肾穿是否已做并已出报告?",),
)
OTHERS: list[tuple[Shape, Expected, tuple[str, ...]]] = [
    (
        TEST,
        Code("negative"),
        (
            "(-)",
            "hCG阴性",
            "尿妊娠试验：阴性",
            "阴性的",
            "尿HCG(-)",
            "查了，阴性",
            "昨天查的阴性",
            "test was negative",
            "neg (-)",
        ),
    ),
    (TEST, Code("positive"), ("+", "阳性", "pos.")),
    (TEST, Code("not_yet_done"), ("没查", "还没查", "尚未查")),
    (TEST, asked(Code("negative")), ("negtive", "阴性 2026-11-20", "家属说阴性")),
    (TEST, asked(Code("positive")), ("postive", "两次阳性")),
    (TEST, asked(Code("negative"), Code("positive")), ("阴性，阳性", "阴性或阳性")),
    (
        TEST,
        unclear(),
        ("没有", "无", "no", "0", "没", "未孕", "没怀孕", "阴性?", "非阳性", "not positive", "ok", "正常", "👍"),
    ),
    (TEST, NOT_KNOWN, ("待查", "结果没出")),
    # done, and nothing known yet: where waiting for the report is an option, that is meant
    (BIOPSY, asked(Code("pending"), NOT_KNOWN), ("穿了，病理还没回", "report not back yet", "病理结果还没回来")),
    (BIOPSY, NOT_KNOWN, ("不清楚", "不记得")),
    (CLASS, asked(Code("IV")), ("IV not III", "IV型，不是III型")),
    (CLASS, unclear(), ("IV not sure", "not IV")),
    (SUFFIXED, Code("IV"), ("IV-G (A/C)", "IV-S(A)", "IV A/C", "IVG", "Ⅳ-G（A/C）型", "4型(A)")),
    (SUFFIXED, Code("IV+V"), ("IV-G(A/C)+V", "V+IV(A)", "IV+V (A/C)")),
    (SUFFIXED, asked(Code("V")), ("V(A)",)),
    (SUFFIXED, unclear(), ("III+IV", "III(A)+IV")),
    (SEX, Code("female"), ("女的", "性别：女", "她是女的", "F/女", "the patient is female")),
    (SEX, asked(Code("female")), ("femal", "女，35岁", "女35")),
    (SEX, asked(Code("female")), ("不对，女", "sorry I meant female")),
    (SEX, unclear(), ("不是男的", "she", "3", "应该是女", "王女士", "female?")),
    (SEX, asked(Code("female"), Code("male")), ("男女", "男/女")),
    (STAGE, Code("s3a"), ("3a", "3A期", "CKD3a", "stage 3a", "第3个")),
    (STAGE, Code("s4"), ("4期", "IV期", "ckd stage 4", "四期")),
    (STAGE, asked(Code("s3a"), Code("s3b")), ("3", "3期", "三期")),
    (STAGE, asked(Code("s4")), ("5",)),
    (STAGE, unclear(), ("6", "5期", ">=3a", "3c期")),
    (SCORE, Code("e1"), ("1", "1分", "ECOG 1", "ECOG评分：1", "评分1", "第二个")),
    (SCORE, unclear(), ("5", "0-1", "≥1")),
    (FREQUENCY, Code("none"), ("none", "no", "没有", "无")),
    (FREQUENCY, asked(Code("none"), Code("one")), ("1",)),
    (FREQUENCY, asked(Code("one"), Code("more")), ("2",)),
    (FREQUENCY, Code("one"), ("一次", "第二个", "选B", "option b")),
    (FREQUENCY, asked(Code("one")), ("b",)),
    (CONSENT, unclear(), ("口头同意", "家属代签", "同意", "没有")),
    (CONSENT, asked(Code("signed")), ("家属签了", "signd")),
    (CONSENT, unclear("what it is not"), ("to be signed", "没签署")),
    (REFUSAL, Code("declined"), ("不同意", "患者不同意")),
    (REFUSAL, asked(Code("declined"), Code("not_yet")), ("今天不同意", "暂时不同意", "现在不同意")),  # for now only
    (REFUSAL, Code("not_yet"), ("今天没签", "还没签")),
    (CLASS, asked(Code("IV")), ("4期", "stage 4", "4分")),  # a stage or a score is no class
]


REPORTED = Shape(
    "one_of",
    (
        option("done", "Reported", "报告出来了", "report back"),
        option("pending", "Awaited", "明天做", "报告未出"),
        option("not_done", "None planned", "没做,没安排"),
    ),
)
TESTED = Shape("one_of", (option("negative", "Negative", "阴性"), option("not_done", "Not done", "未查")))


@pytest.mark.parametrize(
    ("shape", "code", "replies"),
    [
        (REPORTED, "done", ("报告上周就出来了", "报告已经出来了", "the report came back last week")),
        (REPORTED, "pending", ("下周一做", "后天做", "等家属来了再做")),
    ],
)
def test_what_names_an_option_but_for_words_that_may_be_left_out_is_offered(
    shape: Shape, code: str, replies: tuple[str, ...]
) -> None:
    for reply in replies:
        verify(shape, reply, asked(Code(code)))


def test_what_was_not_done_is_offered_with_the_option_that_says_so() -> None:
    verify(TESTED, "没验过", asked(Code("not_done"), NOT_KNOWN))
    verify(TESTED, "不清楚", NOT_KNOWN)


@pytest.mark.parametrize(("reply", "expected"), EXAMPLES)
def test_reply(reply: str, expected: Expected) -> None:
    verify(CLASS, reply, expected)


@pytest.mark.parametrize(("reply", "expected"), OWN_WORDS)
def test_an_option_of_its_own_comes_before_not_known(reply: str, expected: Expected) -> None:
    verify(STATUS, reply, expected)


@pytest.mark.parametrize(
    ("shape", "reply", "expected"),
    [(shape, reply, expected) for shape, expected, replies in OTHERS for reply in replies],
)
def test_reply_to_other_questions(shape: Shape, reply: str, expected: Expected) -> None:
    assert shape.names == tuple(map(normal, shape.names))
    verify(shape, reply, expected)


ACTIVITY = Shape("one_of", (option("A", "Active", "活动"), option("A/C", "Both"), option("C", "Chronic", "慢性")))
DEGREE = Shape("one_of", (option("mild", "Mild", "轻度"), option("moderate", "Moderate", "中度"), option("severe", "Severe", "重度")))  # fmt: skip
SMOKING = Shape(
    "one_of", (option("never", "Never smoked"), option("former", "Former smoker"), option("now", "目前吸烟"))
)


@pytest.mark.parametrize("reply", ["活动和慢性", "active + chronic", "chronic and active"])
def test_two_options_that_are_joined_are_the_one_that_is_both(reply: str) -> None:
    verify(ACTIVITY, reply, Code("A/C"))
    verify(ACTIVITY, "active or chronic", asked(Code("A"), Code("C")))


@pytest.mark.parametrize(
    ("shape", "reply", "code"),
    [
        (DEGREE, "轻", "mild"),
        (DEGREE, "中等", "moderate"),
        (DEGREE, "很严重", "severe"),
        (SMOKING, "不抽烟", "never"),
        (SMOKING, "ex-smoker", "former"),
        (SMOKING, "smokes", "now"),
        (SEX, "a male", "male"),
    ],
)
def test_an_option_of_any_trial_has_the_other_words_for_its_label(shape: Shape, reply: str, code: str) -> None:
    verify(shape, reply, Code(code))


def test_another_word_gives_way_to_the_trials_own() -> None:
    own = replace(DEGREE, options=(*DEGREE.options, option("slight", "Slight", "轻微")))
    verify(own, "轻微", Code("slight"))


def test_half_a_degree_is_never_stored_as_the_other_half() -> None:
    verify(DEGREE, "中重度", asked(Code("severe")))

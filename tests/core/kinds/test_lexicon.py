"""The words that people type: their one form, what they do in a reply, numerals, slips, commands, and what names somebody."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.identifiers import Identifier, identifier_in, looks_like_name
from bot.core.lexicon import everyday, kindred, unknowns
from bot.core.lexicon.commands import wish_in
from bot.core.lexicon.cutting import Vocabulary
from bot.core.lexicon.doses import without_doses
from bot.core.lexicon.forms import brief, clean, normal
from bot.core.lexicon.numerals import english_number, numeral
from bot.core.lexicon.pictures import is_picture, without_pictures
from bot.core.lexicon.places import apart, classes_in, letter_said, place_said
from bot.core.lexicon.replies import is_unknown
from bot.core.lexicon.spelling import Spellings, distance
from bot.core.lexicon.units import spelling


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("  A\u3000 b\t c ", "a b c"),
        ("１２．５ µmol／Ｌ", "12.5 μmol/l"),
        ("10⁹", "10^9"),
        ("10⁻³", "10^-3"),
        ("a–b—c−d", "a-b-c-d"),
        ("a\u202e\u200b\ufeff\x00b", "ab"),
        ("Ⅲ", "iii"),
        ("don’t", "don't"),
        ("1⁄2", "1⁄2"),
        ("三点五個", "三点五个"),
        ("⚠️", "⚠"),
    ],
)
def test_normal(typed: str, form: str) -> None:
    assert normal(typed) == form


@given(st.text())
def test_normal_is_final(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.text())
def test_what_was_typed_is_quoted_short_and_clean(text: str) -> None:
    quoted = brief(text)
    assert len(quoted) <= 40
    assert "\n" not in quoted
    assert clean(quoted) == quoted
    quoted.encode()


def test_the_words_are_in_normal_form_and_have_one_meaning() -> None:
    known = (
        everyday.ROLES.keys() | unknowns.ROLES.keys() | {word for one in kindred.FAMILIES for word in one.yes | one.no}
    )
    assert [word for word in known if normal(word) != word and word not in "…\u2014"] == []
    assert everyday.ROLES.keys().isdisjoint(unknowns.ROLES)
    assert [one.name for one in kindred.FAMILIES if one.yes & one.no] == []


def test_a_cut_covers_as_much_as_possible_in_as_few_words_as_possible() -> None:
    vocabulary = Vocabulary(zip(("没有", "没", "怀孕", "not", "not sure", "sure"), "NNHNUY", strict=True))
    own = Vocabulary([("没有", "own"), ("没有怀", "X")], vocabulary)

    def cut(text: str, by: Vocabulary[str] = vocabulary) -> list[tuple[str, str | None]]:
        return [(piece.text, piece.mark) for piece in by.cut(text)]

    assert cut("没有怀孕") == [("没有", "N"), ("怀孕", "H")]
    assert cut("没有怀孕", own) == [("没有", "own"), ("怀孕", "H")]
    assert cut("没没怀孕") == [("没", "N"), ("没", "N"), ("怀孕", "H")]
    assert cut("not sure notsure") == [("not sure", "U"), ("notsure", None)]
    assert cut("sure12周mmf两年") == [("sure", "Y"), ("12周", None), ("mmf", None), ("两年", None)]
    assert cut("") == []


@given(st.text())
def test_a_cut_loses_nothing_but_blanks(text: str) -> None:
    plain = normal(text)
    pieces = Vocabulary([("没有", 1), ("a", 2), ("ab c", 3)]).cut(plain)
    assert "".join(piece.text for piece in pieces).replace(" ", "") == plain.replace(" ", "")
    assert all(plain[piece.start : piece.end] == piece.text for piece in pieces)


NAMES = Spellings([("tacrolimus", 1), ("环磷酰胺", 2), ("hepatitis b", 3), ("hypertension", 4), ("signed", 5), ("乙型肝炎", 6),
                   ("type 1 diabetes", 7), ("rituximab", 8), ("rituximap", 9), ("ra", 10),
                   ("hbsag(+)", 11), ("白细胞计数", 12)])  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tacrolimos", 1), ("tacrolmus", 1), ("tarcolimus", 1), ("tacrolimuss", 1), ("tacrlimos", 1), ("tacrolims b", None), ("环磷酰氨", 2),
        ("环酰胺", None), ("hypotension", None), ("hypertention", 4), ("unsigned", None), ("singed", 5), ("丙型肝炎", None), ("乙型肝灸", 6),
        ("type 2 diabetes", None), ("type 1 diabetis", 7), ("rituximac", None), ("re", None), ("", None), ("hbsag(-)", None), ("白细胞计算", 12), ("红细胞计数", None),
    ],
)  # fmt: skip
def test_a_slip_is_found_where_only_one_word_is_near(typed: str, meant: int | None) -> None:
    assert NAMES.meant(typed) == meant


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_the_distance_of_two_words_is_the_same_both_ways(one: str, other: str) -> None:
    assert distance(one, other, 9) == distance(other, one, 9)
    assert (distance(one, other, 9) == 0) == (one == other)
    assert distance(one, other, 1) == min(2, distance(one, other, 9))


@pytest.mark.parametrize(
    ("typed", "figures"),
    [
        ("四型", [(4, "")]), ("class iv", [(4, "")]), ("iv-g (a/c)", [(4, "gac")]), ("v+iii", [(3, ""), (5, "")]), ("iii(a)+v", [(3, "a"), (5, "")]),
        ("class iii and v", [(3, ""), (5, "")]), ("grade 2b", [(2, "b")]), ("第四型", [(4, "")]), ("iv or v", [(4, ""), (5, "")]), ("12", [(12, "")]),
    ],
)  # fmt: skip
def test_classes(typed: str, figures: list[tuple[int, str]]) -> None:
    classes = classes_in(typed)
    assert classes is not None
    assert list(classes.figures) == figures


@pytest.mark.parametrize("typed", ["", "class", "a/c", "iiii", "第四个", "iv lupus", "1" * 50, "1+2+3+4+5", "+", "iv+"])
def test_what_is_no_class(typed: str) -> None:
    assert classes_in(typed) is None


@pytest.mark.parametrize(
    ("typed", "place"),
    [("第二个", 2), ("第2项", 2), ("2号", 2), ("选2", 2), ("option 2", 2), ("no. 2", 2), ("2nd", 2), ("the last one", 5), ("第六个", None), ("2", None), ("十二", None)],
)  # fmt: skip
def test_a_place_in_words(typed: str, place: int | None) -> None:
    assert place_said(typed, 5) == place


def test_letters_and_circled_numbers() -> None:
    assert letter_said("b", 5) == (2, False)
    assert letter_said("选b", 5) == (2, True)
    assert letter_said("f", 5) is None
    assert apart("①③1\u20e3").split() == ["1", "3", "1"]


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("mmf 0.5g bid", "mmf bid"), ("甲泼尼龙40mg/d", "甲泼尼龙"), ("pred 1mg/kg/d", "pred"), ("泼尼松片 5mg×3片", "泼尼松片"), ("mmf 2", "mmf 2"),
        ("mmf 0mg", "mmf 0mg"), ("hcq 0.2 bid", "hcq bid"), ("激素 x3天", "激素"), ("1,3,5", "1,3,5"), ("fk506", "fk506"),
    ],
)  # fmt: skip
def test_doses_are_left_out(typed: str, rest: str) -> None:
    assert " ".join(without_doses(typed).split()) == rest


def test_pictures() -> None:
    assert is_picture("👍🏻 👌")
    assert not is_picture("✓")
    assert not is_picture("好👍")
    assert without_pictures("好的👍") == "好的"
    assert without_pictures("有❌") == "有❌"


@pytest.mark.parametrize(
    ("typed", "act"),
    [
        ("back", "back"), ("go back please", "back"), ("上一步。", "back"), ("请返回上一题", "back"), ("skip", "skip"), ("跳过吧", "skip"), ("先跳过", "skip"),
        ("这个是什么意思?", "why"), ("这题啥意思", "why"), ("what is this?", "why"), ("请问在哪里看", "why"), ("这个不会填", "help"), ("没懂", "help"),
        ("why?", "why"), ("为什么要问这个？", "why"), ("?", "help"), ("帮助?", "help"), ("help!", "help"), ("怎么填", "help"), ("/help", "help"), ("list", "list"),
        ("show my answers", "list"), ("pause", "cancel"), ("先到这里", "cancel"), ("我的病例", "cases"), ("switch to english", "english"), ("说明", "why"), ("读给患者", "aloud"),
        ("中文", "chinese"), ("切换语言", "language"), ("new patient", "screen"), ("下一个病人", "screen"), ("不改了", "keep"), ("can you help me", "help"),
    ],
)  # fmt: skip
def test_a_command_in_words(typed: str, act: str) -> None:
    assert wish_in(normal(typed)) == act


@pytest.mark.parametrize(
    "typed",
    [
        "later",
        "stop",
        "停",
        "停药",
        "pass",
        "no",
        "不知道",
        "back pain",
        "skipped MMF",
        "next week",
        "不会",
        "是",
        "这个",
        "可以",
        "结束",
        "none",
        "",
        "吗",
        "same",
    ],
)
def test_what_may_be_an_answer_is_no_command(typed: str) -> None:
    assert wish_in(normal(typed)) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("零", 0), ("五", 5), ("十", 10), ("十五", 15), ("二十", 20), ("二十三", 23), ("一百", 100), ("一百零五", 105),
        ("一百二", 120), ("一百三十五", 135), ("两千", 2000), ("一千五", 1500), ("一千零五", 1005), ("五万", 50000),
        ("两万三", 23000), ("十二万零三百", 120300), ("二〇二六", 2026), ("一九八五", 1985), ("两", 2),
    ],
)  # fmt: skip
def test_numeral(text: str, number: int) -> None:
    assert numeral(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("zero", 0), ("twelve", 12), ("ninety-eight", 98), ("ninety eight", 98), ("a hundred", 100), ("hundred and five", 105),
        ("two hundred thirty", 230), ("three thousand two hundred", 3200), ("twenty two thousand", 22000),
        ("ninety ninety", None), ("two three", None), ("twenty zero", None), ("hundred hundred", None),
    ],
)  # fmt: skip
def test_english_number(text: str, number: int | None) -> None:
    assert english_number(text) == number


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("×10⁹/L", "10^9/L"), ("X10E9/l", "10*9/L"), ("10的9次方/升", "10^9/L"), ("e+09/L", "10**9/L"), ("毫克每分升", "mg / dL"),
        ("μmol/L", "umol/l"), ("微摩尔/升", "mcmol per litre"), ("个/HPF", "/HP"), ("cells/µL", "/uL"), ("/mm³", "/cumm"),
        ("g/24 hours", "克/24小时"), ("mg/mmol·Cr", "mg/mmol creatinine"),
    ],
)  # fmt: skip
def test_spellings_of_one_unit(typed: str, same: str) -> None:
    assert spelling(normal(typed)) == spelling(normal(same))


@pytest.mark.parametrize(
    ("one", "other"), [("10^9/L", "10^12/L"), ("mg/L", "mg/dL"), ("g/24h", "g/L"), ("/uL", "/HPF"), ("100/L", "10^0/L")]
)
def test_spellings_of_two_units(one: str, other: str) -> None:
    assert spelling(normal(one)) != spelling(normal(other))


@pytest.mark.parametrize(
    "text", ["", "百", "万", "两三", "三四", "二三十", "十百", "二十零", "一零", "几", "半", "3", "十十", "一万万"]
)
def test_what_is_no_certain_numeral(text: str) -> None:
    assert numeral(text) is None


@given(st.integers(0, 9999))
def test_every_number_is_read_from_its_numeral(number: int) -> None:
    digits, text, gap = "零一二三四五六七八九", "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        text += ("零" if gap and digit else "") + (digits[digit] + name if digit else "")
        gap = bool(text) and not digit
    assert numeral(text or "零") == number


@pytest.mark.parametrize(
    "text",
    [
        "记不清",
        "我真的记不清了。",
        "还没查",
        "不清楚呢",
        "I don't know",
        "Not recorded.",
        "N/A",
        "目前不详",
        "病历里没有写",
        "不知道什么时候停的",
        "回头再问",
        "报告还没出来",
        "查不到了",
        "无法确定",
        "没有任何记录",
        "尚未回报",
        "don't remember exactly when",
        "no results yet",
        "waiting for pathology",
        "will ask the doctor",
        "病人说不清楚",
        "无从得知",
        "没来得及查，等明天",
        "i am not sure",
    ],
)
def test_not_known(text: str) -> None:
    assert is_unknown(normal(text))


@pytest.mark.parametrize(
    "text",
    [
        "没有",
        "无",
        "no",
        "never",
        "昨天忘吃",
        "无数",
        "not planned yet",
        "don't have it",
        "有",
        "没有查出问题",
        "unknown drug",
        "没有，记录里没写",
        "没出血",
        "没提示",
        "没问题",
        "不详，2019年",
        "用过不清楚",
        "",
    ],
)
def test_known(text: str) -> None:
    assert not is_unknown(normal(text))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("11010519491231002X", "national_id"),
        ("id 11010519491231002x.", "national_id"),
        ("110105 19491231 002X", "national_id"),
        ("１１０１０５１９４９１２３１００２Ｘ", "national_id"),
        ("110105194912310021", None),
        ("13812345678", "phone"),
        ("tel 138-1234-5678", "phone"),
        ("+86 13812345678", "phone"),
        ("008613812345678", "phone"),
        ("025-83304616", "phone"),
        ("+44 20 7946 0958", "phone"),
        ("12812345678", None),
        ("138123456789", None),
        ("1 3 5 7 9 11 12 13", None),
        ("0.13812345678", None),
        ("2026-10-01", None),
        ("a.b@example.org", "email"),
        ("a@b", None),
        ("张三", "name"),
        ("欧阳修", "name"),
        ("Zhang Wei", "name"),
        ("NJ01-0042", None),
        ("肌酐升高", None),
        ("bed 12", None),
        ("1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X", "national_id"),
        ("肌酐 98 110105 19491231 002X", "national_id"),
        ("(025)83304616", "phone"),
        ("联系方式：8330 4616", "phone"),
        ("微信 wxid_abc123", "phone"),
        *((text, "record_number") for text in ("住院号 0012345", "病历号：A123456", "MRN: 123456", "床号：12", "病理号 B2026123", "身份证号：110105194912310021",
                                               "patient ID: 1234567")),
        *((text, "labelled_name") for text in ("姓名：王小明", "患者姓名:李建国\n谷丙转氨酶 35", "Name: John Smith", "my name is john", "王女士", "李先生说没有", "张阿姨",
                                               "王某", "Mr. Li", "Mrs Smith", "王小明，男，45岁", "我叫王小明")),
        *((text, "address") for text in ("住址：南京市鼓楼区", "中山路321号")),
        *((text, None) for text in ("高血压", "白细胞", "金黄色葡萄球菌", "华法林", "方案", "Drum Tower", "Lupus Nephritis", "Scr 98", "45000", "20261001",
                                    "姓名不详", "姓名：不详", "drug name: tacrolimus", "患者：女", "患者高血压", "适用于女士", "高血压，女性", "MR 正常", "雷公藤多苷",
                                    "admission date 20261001", "白细胞 3.2 血红蛋白 98 血小板 123 肌酐 265.2 2026-10-01", "电话随访", "某种")),
    ],
)  # fmt: skip
def test_identifier(text: str, what: str | None) -> None:
    assert identifier_in(text) == what


@pytest.mark.parametrize(
    "reason",
    ["Typing Error", "Data Entry", "Wrong Value", "Lab Error", "Protocol Deviation", "Source Corrected", "Second Opinion",
     "Entered Twice", "Travel Distance", "Consent Withdrawn", "关联错", "文书误", "钱不够"],
)  # fmt: skip
def test_a_reason_in_capitals_is_no_name(reason: str) -> None:
    assert identifier_in(reason) is None


@pytest.mark.parametrize(
    "name", ["Zhou Yan", "Mary O'Brien", "Doctor Wang", "Nurse Chen", "Subject Li", "钱不凡", "文书远"]
)
def test_a_name_stays_one_beside_what_people_are(name: str) -> None:
    assert identifier_in(name) == "name"


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    assert identifier_in(text) in (None, *get_args(Identifier))
    looks_like_name(text)

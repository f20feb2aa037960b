"""Replies that choose several options, or none of them: taken whole or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.answers import NOT_KNOWN, Codes
from bot.core.shapes import Shape
from tests.core.kinds.shapes import DRUGS, Expected, asked, option, unclear, verify

NONE = Codes(())
EXAMPLES: list[tuple[str, Expected]] = [
    ("mmf", Codes(("mmf",))),
    ("CTX, MMF", Codes(("mmf", "ctx"))),
    ("环磷酰胺和吗替麦考酚酯", Codes(("mmf", "ctx"))),
    ("骁悉、环磷酰胺；乙肝", Codes(("mmf", "ctx", "hepatitis_b"))),
    *((reply, Codes(("mmf", "ctx"))) for reply in (
        "mmf ctx", "mmf\nctx\n", "mmf+ctx", "mmf/ctx", "mmf & ctx", "mmf和ctx", "mmf及ctx", "mmf与ctx", "mmf以及ctx", "mmf还有ctx", "吗替麦考酚酯环磷酰胺",
        "骁悉环磷酰胺", "MMF 0.5g bid, CTX 0.4g q2w", "骁悉0.75g每日2次，环磷酰胺 50mg×2片 qd", "taking MMF and CTX", "用过骁悉，环磷酰胺", "患者在吃骁悉和环磷酰胺",
        "1 2", "1，2", "①②", "1和2", "选1和2", "第1个、第2个", "骁悉（MMF）、CTX", "MMF, MMF, CTX", "MMF 500 mg twice daily plus CTX 0.8 g x3天",
    )),
    ("mmf and mmf", Codes(("mmf",))),
    ("吗替麦考酚酯胶囊", Codes(("mmf",))),
    ("hepatitis b and hepatitis c", Codes(("hepatitis_b", "hepatitis_c"))),
    ("hepatitis b hepatitis c", Codes(("hepatitis_b", "hepatitis_c"))),
    *((reply, Codes(("hepatitis_b", "hepatitis_c"))) for reply in (
        "hepatitis B and C", "hepatitis b, c", "hepatitis B/C", "乙肝丙肝", "乙、丙肝", "乙丙肝",
    )),
    ("IVIG and the like and mmf", Codes(("mmf", "ivig"))),
    ("1，3", Codes(("mmf", "hepatitis_b"))),
    *((reply, NONE) for reply in (
        "none", "None of these.", "无", "都没有", "没有", "nil", "none of the above", "均无", "否认", "以上都没有", "no", "n", "never", "以上均无", "全都没有",
        "都没用过", "没用过", "none known", "无以上", "not on any", "暂时没有",
    )),
    *((reply, unclear("also says what it is not")) for reply in (
        "没有用 mmf", "not MMF", "没用骁悉", "除了MMF", "no MMF", "except mmf", "HBV阴性", "无乙肝",
        "乙肝(-)",
    )),
    *((reply, asked(Codes(("mmf",)))) for reply in (
        "停用MMF", "MMF stopped", "skipped MMF", "骁悉，10月3号停的", "mmf yes, ctx no", "骁悉有，环磷酰胺没有", "没有用环磷酰胺，但有骁悉",
        "mmf, no ctx", "mmf but not ctx", "没用环磷酰胺，只用骁悉", "mmf，否认环磷酰胺",
    )),
    *((reply, asked(NONE)) for reply in ("无骁悉、环磷酰胺", "no mmf, no ctx", "否认骁悉，环磷酰胺")),
    *((reply, unclear("also says what it is not")) for reply in ("骁悉没停", "骁悉有吃，环磷酰胺没有停", "no ctx, mmf", "可能没有骁悉，有环磷酰胺")),
    *((reply, unclear("excludes all other options")) for reply in ("骁悉开了，没吃", "mmf, none", "没有,mmf")),
    *((reply, asked(Codes(("mmf",)))) for reply in ("None, except mmf", "除了MMF都没用", "nothing but MMF", "除骁悉外无")),
    *((reply, asked(Codes(DRUGS.codes[1:]))) for reply in ("all except 1", "除了骁悉都有", "everything but mmf", "all but MMF")),
    *((reply, unclear()) for reply in ("all except aspirin", "no mmf except ctx", "除了aspirin都没有", "all, but perhaps mmf")),
    *((reply, asked(Codes(DRUGS.codes[:3]))) for reply in ("1-3", "1到3", "1 to 3")),
    ("1-13", unclear()),
    *((reply, asked(Codes(("mmf", "ctx")))) for reply in ("mmf, ctx plus", "mmf和ctx和", "1,2 and", "1,2+", "mmf 500 ctx")),
    ("骁悉 15mg qd，上周减到10", Codes(("mmf",))),
    ("mmf 1g bid, tapered down to 0.5", Codes(("mmf",))),
    *((reply, unclear()) for reply in ("mmf减到0", "mmf tapered to 0", "other patient MMF")),
    *((reply, unclear("leaves it open")) for reply in ("MMF?", "可能用过MMF", "mmf或ctx", "mmf or ctx", "maybe")),
    *((reply, asked(Codes(("mmf",)))) for reply in ("mycophenolat", "骁悉等", "家属说用过骁悉", "MMF since 2020", "骁悉3年", "mmf阳性")),
    ("cyclophosphamid, mmf", asked(Codes(("mmf", "ctx")))),
    ("mmf, cyclophosphomide", asked(Codes(("mmf", "ctx")))),
    ("环磷酰氨", asked(Codes(("ctx",)))),
    ("0", asked(NONE)),
    ("阴性", asked(NONE)),
    *((reply, asked(Codes(DRUGS.codes))) for reply in ("全部", "all", "以上都有", "all of the above")),
    *((reply, unclear("Which of these")) for reply in ("yes", "有", "用过")),
    *((reply, asked(Codes(("mmf", "ctx")))) for reply in ("mmf, aspirin, ctx", "骁悉、环磷酰胺、钙片", "calcium; mmf; ctx")),
    # a word that is not known beside an option may tell more of it, or be another thing: named, never dropped silently
    *((reply, asked(Codes(("mmf",)))) for reply in ("mmf aspirin", "骁悉阿司匹林", "oral mmf tablets")),
    *((reply, unclear()) for reply in ("mmf allergy", "latent mmf", "骁悉疫苗")),
    *((reply, unclear("is not among the options, so nothing of it was used")) for reply in ("aspirin calcium", "aspirin, calcium")),
    *((reply, Codes(("mmf", "ctx"))) for reply in ("1. mmf 2. ctx", "1、骁悉 0.5g bid\n2、环磷酰胺")),
    *((reply, unclear()) for reply in ("2. mmf 3. ctx", "1. mmf 3. ctx")),
    ("hepatitis B and A", unclear("“a” is not among")),
    ("激素", asked(Codes(("steroid",)), Codes(("other_steroid",)))),
    ("hepatitis", asked(Codes(("hepatitis_b",)), Codes(("hepatitis_c",)))),
    ("1, 9", unclear("“9”")),
    ("13", unclear()),
    ("mmf 2", unclear("“2”")),
    ("mmf 0mg", unclear()),
    (",,,", unclear()),
    ("不都有", unclear()),  # some of them, perhaps
    ("不全有", unclear()),
    ("not all of them", unclear()),
    ("甲肝", unclear("“甲肝” is not among")),
    ("back pain", unclear("“back pain” is not among")),
    ("mmf " * 100 + "q", unclear("“q”")),
    *((reply, NOT_KNOWN) for reply in ("不清楚", "not recorded", "不知道用过什么", "没问", "药名不详", "没查过", "don't know which")),
    ("mmf, 其他不清楚", unclear()),
]  # fmt: skip

CANCER = Shape(
    "many_of",
    (option("solid", "Solid tumour", "肺癌", "宫颈癌"), option("in_situ", "Carcinoma in situ", "原位癌"), option("bcc", "Basal cell carcinoma", "基底细胞癌")),
    names=("malignancy", "恶性肿瘤", "cancer", "肿瘤"),
    asks=("any malignancy, ever?", "有无恶性肿瘤史?"),
)  # fmt: skip
INFECTION = Shape(
    "many_of",
    (option("hepatitis_b", "Hepatitis B", "乙肝"), option("ntm", "Atypical mycobacteria", "非结核分枝杆菌"), option("tb", "Tuberculosis", "结核", "tb")),
    names=("active infection", "活动性感染"),
    asks=("which infections are known to be active now?", "目前有哪些活动性感染?"),
)  # fmt: skip
OPEN_ITEMS = Shape(
    "many_of",
    (option("arthritis", "Arthritis", "关节炎"), option("ana", "ANA", "抗核抗体")),
    names=("items not assessed", "未评估的条目"),
    asks=("which items were never assessed?", "哪些条目从未评估?"),
)
RECURRENT = Shape(
    "many_of",
    (
        option("bacterial", "Bacterial", "uti", "尿路感染"),
        option("hepatitis_b", "Hepatitis B", "hbsag+", "hbsag positive"),
    ),
    names=("Recurrent infection", "反复感染"),
    asks=("Which infections have come back?", "哪些感染反复发生？"),
)
OTHERS: list[tuple[Shape, Expected, tuple[str, ...]]] = [
    (DRUGS, asked(Codes(("mmf",))), ("mmf not ctx", "骁悉，不是环磷酰胺")),
    (replace(CANCER, no=("只有良性的", "benign only")), NONE, ("只有良性的", "Benign only.")),
    (replace(CANCER, no=("只有良性的", "benign only")), unclear(), ("不是只有良性的", "not benign only")),
    (OPEN_ITEMS, asked(Codes(("ana",))), ("ANA 1:320", "抗核抗体 1:320 阳性")),  # whether a titre is abnormal
    (OPEN_ITEMS, unclear(), ("ANA 1:", "ANA 1:320:5")),
    (
        CANCER,
        asked(Codes(("solid",))),
        ("肺癌，没有其他肿瘤", "肺癌，其他没有", "solid tumour, nothing else", "solid tumour, no others"),
    ),
    (CANCER, unclear(), ("肺癌，其他不清楚", "肺癌？没有其他肿瘤", "没有肺癌，没有其他肿瘤")),
    (DRUGS, Codes(("mmf", "ctx")), ("both mmf and ctx",)),
    (RECURRENT, Codes(("bacterial",)), ("UTI", "尿路感染")),
    (
        RECURRENT,
        asked(Codes(("bacterial",))),
        ("UTI once", "一次尿路感染", "尿路感染1次"),
    ),  # no dose: it did not come back
    (RECURRENT, unclear(), ("HBsAb+", "HBsAb positive", "family history of uti")),
    (CANCER, NONE, ("no malignancy", "无肿瘤史", "没有恶性肿瘤", "no history of cancer", "否认恶性肿瘤史")),
    (CANCER, Codes(("solid",)), ("肺癌", "得过肺癌", "肺癌术后", "history of solid tumour")),
    (CANCER, unclear("somebody else"), ("父亲肺癌", "mother had solid tumour", "外婆得过宫颈癌")),
    (CANCER, asked(Codes(("solid",))), ("mother says solid tumour", "医生说肺癌")),
    (CANCER, Codes(("solid",)), ("肺癌，已切除", "宫颈癌术后")),
    (CANCER, asked(Codes(("solid",))), ("早期肺癌", "宫颈癌 stage II")),
    (CANCER, Codes(("bcc",)), ("基底细胞癌已切除",)),
    (INFECTION, asked(Codes(("tb",))), ("活动期结核", "TB on isoniazid", "结核，抗痨治疗中")),
    (INFECTION, unclear(), ("潜伏结核", "TB antibodies", "乙肝疫苗后")),
    (CANCER, unclear(), ("良性肿瘤", "family history of cancer")),
    (INFECTION, NONE, ("无感染", "no infections", "无活动性感染", "目前没有", "none known", "以上感染均无")),
    (INFECTION, Codes(("ntm",)), ("非结核分枝杆菌",)),
    (INFECTION, asked(Codes(("hepatitis_b",))), ("得过乙肝", "乙肝病史", "乙肝阳性", "乙肝2年")),
    (INFECTION, asked(NONE), ("阴性", "all negative", "全部阴性")),
    (INFECTION, asked(NONE, NOT_KNOWN), ("暂无",)),
    (INFECTION, unclear("what it is not"), ("TB-", "乙肝 -", "TB+ 乙肝-")),
    (INFECTION, Codes(("hepatitis_b", "tb")), ("乙肝+结核", "- 乙肝\n- 结核")),
    (INFECTION, asked(Codes(("hepatitis_b",))), ("乙肝+", "乙肝 +")),
    (INFECTION, unclear(), ("无结核", "结核?", "疑似结核", "陈旧性结核", "TB neg")),
    (OPEN_ITEMS, asked(Codes(("arthritis",))), ("关节炎未评估", "arthritis not assessed", "关节炎不清楚")),
    (OPEN_ITEMS, unclear(), ("关节炎→抗核抗体", "all")),
    (OPEN_ITEMS, asked(Codes(("arthritis",))), ("关节炎、脱发",)),
]


@pytest.mark.parametrize(("reply", "expected"), EXAMPLES)
def test_reply(reply: str, expected: Expected) -> None:
    verify(DRUGS, reply, expected)


@pytest.mark.parametrize(
    ("shape", "reply", "expected"),
    [(shape, reply, expected) for shape, expected, replies in OTHERS for reply in replies],
)
def test_reply_to_other_questions(shape: Shape, reply: str, expected: Expected) -> None:
    verify(shape, reply, expected)


FOUND = Shape("many_of", (option("ana", "ANA", "ana positive"), option("anca", "ANCA")), names=("findings ever",))


@pytest.mark.parametrize("reply", ["ANA pos", "positive ANA", "ANA（+）"])
def test_a_positive_is_found_where_a_name_of_the_option_says_so(reply: str) -> None:
    verify(FOUND, reply, Codes(("ana",)))
    verify(FOUND, reply.replace("ANA", "ANCA"), asked(Codes(("anca",))))


def test_places_may_each_be_called_a_place() -> None:
    verify(FOUND, "第1条和第2条", Codes(("ana", "anca")))

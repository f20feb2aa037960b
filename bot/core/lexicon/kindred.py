"""Words that answer a question because they take up what it asks: "agrees" where agreement is asked, 住过 where a stay is.

Each family has the words by which a question is known to ask for it, and those that then say yes or no. Elsewhere the
same words say nothing: 做过 does not answer what an X-ray shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.core.lexicon.forms import words


@dataclass(frozen=True, slots=True)
class Family:
    """`asked`: how a question speaks of it; `yes` and `no`: how a reply does.

    `wider`: it covers what is asked and other things too: who had an infusion need not have had an antibiotic, who had
    none had no antibiotic. It is asked for only where the question also holds one of `beside`, and none of `not_beside`.
    """

    name: str
    asked: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    not_beside: frozenset[str] = frozenset()
    wider: frozenset[str] = frozenset()


AGREEMENT = "agreement"
DOING = "doing"
ENDING = "ending"
_BY_NEEDLE = words(
    "静脉|静滴|输液|点滴|注射|皮下|接种|疫苗|intravenous|iv|infusion|infused|drip|injection|injected|subcutaneous|vaccine|vaccines|vaccination"
)
_TAKEN = words(
    "用过|曾用|用了|使用|服用|服过|应用|接受过|治疗过|口服|吃过|打过|输过|用药|treated with|taken|taking|take|took|use|used|uses|using"
    "|received|receive|receiving"
)
FAMILIES = (
    Family(
        AGREEMENT,
        words(
            "同意|愿意|能否|能够|是否能|您能|能按|可以|可否|是否会|会否|您会|是否肯|有可能|可能|agree|agrees|agreed|willing|able"
            "|will|would|can|could|accept|accepts"
        ),
        words(
            "ok|okay|okey|fine|good|great|alright|all right|comply|complies|愿|agree|agrees|agreed|willing|able|consents|will|can|could|accepts"
            "|accept|no problem|好|好的|好呀|好啊|行|行的|可以|可以的|能|能的|能够|会|会的|愿意|愿意的|同意|同意的|已同意|接受|没问题|没有问题|没意见|没有意见|成|乐意|配合|遵守|做得到|做到|办得到|依从|依从性好|无异议|没有异议|没异议|no objection|no objections"
        ),
        words("unwilling|unable|refuse|refuses|refused|decline|declines|declined|disagree|disagrees|拒绝|不肯|谢绝|反对|不要|不想|做不到|办不到|依从性差|依从性不好"),
    ),
    Family(
        "taking",
        _TAKEN,
        words(
            "用|用过|用了|用着|在用|正在用|服|服用|服用过|服过|使用|使用过|使用了|应用|应用过|接受|接受过|治疗过|治过|taken|taking|take|takes|took"
            "|used|use|uses|using|received|receives|treated|on it|on them|been on it"
        ),
        wider=words("用药|用药中|用过药|服药|服过药|on medication|on treatment"),
    ),
    Family(
        "taking by mouth",
        _TAKEN,
        words("吃|吃过|吃了|吃着|在吃|正在吃|口服|口服过|喝过|by mouth|orally"),
        not_beside=_BY_NEEDLE,
        wider=words("吃药|吃过药|在吃药"),
    ),
    Family(
        "by needle",
        _TAKEN | words("注射过|静滴过|输液|输过液|点滴|injected|infused"),
        words("打|打过|打了|打着|输|输过|输了|输着|挂|挂过|挂了|挂着|静滴|静滴过|静点|静点过|静脉滴注|静脉输注"),
        beside=_BY_NEEDLE,
        wider=words(
            "输液|输过液|输了液|打针|打过针|打了针|打点滴|打过点滴|打了点滴|点滴|打吊针|打过吊针|吊针|挂水|挂过水|挂了水|吊水|吊过水|吊瓶|挂瓶|注射|注射过|injection"
            "|injections|injected|infusion|infusions|infused|drip|a drip|iv drip"
        ),
    ),
    Family(
        "vaccination",
        words("接种过|是否接种|接种了|打过疫苗|vaccinated|immunised|immunized"),
        words("接种|接种过|接种了|打过|打了|vaccinated|immunised|immunized"),
    ),
    Family(
        DOING,
        words(
            "做过|是否做|是否已做|已做|行过|是否行|接受过|查过|是否查|检查过|测过|拍过|done|performed|undergone|underwent|carried out|tested|measured"
        ),
        words("做|做过|做了|已做|做完了|行|行过|查过|查了|已查|测过|测了|拍过|拍了|done|performed|undergone|underwent|tested|measured"),
    ),
    Family(
        "stay in hospital",
        words("住院|住过院|入院|in hospital|hospitalised|hospitalized|admitted"),
        words(
            "住|住过|住了|住院|住院了|住院过|住过院|住了院|住院中|在住院|入院|入院了|入过院|hospitalised|hospitalized|admitted|in hospital"
            "|in the hospital|inpatient|admission|admissions|hospital stay|hospitalization|hospitalisation|住院治疗"
        ),
    ),
    Family(
        "pregnancy",
        words("怀孕|妊娠|受孕|有孕|pregnant"),
        words(
            "孕|怀|怀孕|怀孕了|怀上|怀上了|怀孕中|妊娠|妊娠中|有孕|有喜|身孕|有身孕|受孕|孕妇|孕期|妊娠期|pregnant|pregnancy|expecting|gravid"
        ),
        words("non-pregnant|nonpregnant"),
    ),
    Family(
        "breastfeeding",
        words("哺乳|喂奶|母乳|breastfeeding|breast-feeding|breastfeed|lactating|nursing"),
        words(
            "哺乳|哺乳中|哺乳期|哺乳期内|喂奶|喂奶中|喂母乳|母乳喂养|母乳|喂|喂着|breastfeeding|breast-feeding|breast feeding|breastfeeds|lactating"
            "|nursing"
        ),
        words("断奶|断奶了|断了|回奶|停止哺乳|停止喂奶|停了|weaned|stopped|stopped breastfeeding"),
    ),
    Family(
        "smoking",
        words("吸烟|抽烟|smoke|smokes|smoker|smoking|smoked"),
        words("吸|抽|吸烟|抽烟|吸烟者|烟民|smoke|smokes|smoker|smoking|smoked|吸过|抽过|吸过烟|抽过烟|吸烟史"),
    ),
    Family(
        "drinking",
        words("饮酒|喝酒|酗酒|alcohol|drink|drinks|drinking"),
        words("喝|饮|饮酒|喝酒|drink|drinks|drinking|喝过|喝过酒|饮过酒|饮酒史"),
    ),
    Family("oxygen", words("吸氧|氧疗|oxygen"), words("吸|吸着|吸氧|吸着氧|吸过氧|氧疗|用氧|oxygen|on oxygen")),
    Family("allergy", words("过敏|allergic|allergy|allergies"), words("过敏|过敏史|allergic|allergy|allergies")),
    Family(
        "finding",
        words("提示|显示|可见|发现|查见|检出|show|shows|showed|see|seen|visible|found|detected|reveal|reveals|revealed"),
        words("见|可见|见到|看到|看见|看得到|发现|查见|查到|查出|检出|测出|提示|显示|有发现|shows|show|showed|seen|visible|found|detected|revealed"),
    ),
    Family(
        "happening",
        words("发生|出现|发作|引起|occur|occurred|happen|happened|experience|experienced|develop|developed|cause|caused"),
        words("发生|发生过|发生了|出现|出现过|出现了|发作过|引起|引起过|occurred|occurs|happened|experienced|developed|caused"),
    ),
    Family(
        "having had",
        words("得过|患过|患有|是否患|确诊|诊断为|ever had|been diagnosed|diagnosed"),
        words("得过|得了|患过|患有|患|生过|确诊|确诊过|诊断过|诊断了|diagnosed"),
    ),
    Family(
        "planning",
        words("计划|打算|准备|拟|plan|plans|planned|planning|intend|intends|scheduled"),
        words("计划|有计划|打算|有打算|准备|在准备|拟|想|安排了|已安排|plan|plans|planned|planning|intends|scheduled"),
    ),
    Family(
        ENDING,
        words("切除|摘除|治愈|治好|痊愈|excised|removed|resected|cured|healed|resolved"),
        words("切|切了|切除|切除了|切掉了|切过|摘除|手术了|开刀了|做了手术|手术切除|治愈|治愈了|治好|治好了|痊愈|痊愈了|excised|removed|resected|cured|healed|resolved|treated"),
        words("没治|没治疗|没有治疗|未治|未治疗|untreated|not treated"),
    ),
    Family(
        "counting",
        words("计入|算作|属于|属|count|counts"),
        words("计入|应计入|应算|算|算的|属于|属|counts|count|counted"),
        words("不算|不算的|不计|不计入"),
    ),
    Family("signing", words("签署|签字|签了|signed|sign"), words("签|签了|签过|签署|签署了|签字|签字了|signed|signs")),
)  # fmt: skip

_LEADING = ("taking", "taking by mouth", "by needle", "vaccination", "having had")
LEADING = tuple(family for family in FAMILIES if family.name in _LEADING)  # what may stand before the things of a list
AGREEING = next(family.yes for family in FAMILIES if family.name == AGREEMENT)

# Where a question negates by itself or asks for a failure, a word taken up from it could mean either.
CONTRARY = words(
    "不|没|未|无|非|停|失败|拒绝|not|no|none|never|without|fail|failed|failure|fails|stop|stopped|unable|intolerance|intolerant|lack|absent"
    "|absence|refuse|refused|except|free of|uncontrolled"
)
_FORMS = ("知情同意书", "知情同意", "informed consent", "consent form")  # a paper, which is signed
_BOTH_SIDES = ("有没有", "有无", "是不是", "能不能", "会不会", "无论")


_EVER = words("有过|曾有|have had|has had")
_HAVING_HAD = next(family for family in FAMILIES if family.name == "having had")


def speaks_of(text: str, words: AbstractSet[str]) -> bool:
    """Whether a normalised text holds one of these words."""
    return any(_place(text, word) >= 0 for word in words)


def is_contrary(text: str) -> bool:
    """Whether a question negates by itself."""
    for sides in _BOTH_SIDES:
        text = text.replace(sides, " ")
    return speaks_of(text, CONTRARY)


def first_asked(text: str) -> Iterator[tuple[Family, bool]]:
    """What a question asks for: the families of the first word that any of them knows, and whether "or" follows it."""
    for form in _FORMS:
        text = text.replace(form, " ")
    found = [(at, -len(word), one) for one in FAMILIES for word in one.asked if (at := _place(text, word)) >= 0]
    first = min(((at, length) for at, length, _ in found), default=(0, 0))
    either = text[first[0] - first[1] :].lstrip(" ,").startswith(("或", "or "))
    yield from ((family, either) for at, length, family in found if (at, length) == first)
    if not found and speaks_of(text, _EVER):
        yield _HAVING_HAD, False


def _place(text: str, word: str) -> int:
    """Where a word stands first: a Latin one, or a number, only as a whole. -1: nowhere."""
    at = text.find(word)
    while at >= 0 and (_joined(text[at - 1 : at], word[0]) or _joined(word[-1], text[at + len(word) :][:1])):
        at = text.find(word, at + 1)
    return at


def _joined(one: str, other: str) -> bool:
    return (_latin(one) and _latin(other)) or (one.isdecimal() and other.isdecimal())


def _latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()

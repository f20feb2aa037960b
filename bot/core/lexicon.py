"""Words that people type, in both languages, and how they are brought into one form.

Tables and small functions only: nothing here knows of questions. A word stands in a table only where it has one meaning
on its own; "not known" is kept apart from "no", and always wins over it.
"""

from __future__ import annotations

import re
import unicodedata

from bot.core.answers import Comparator


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in text.split("|"))


YES = _words(
    "yes|y|yeah|yep|yup|true|correct|right|sure|agreed|i do|he does|she does|是|是的|对|对的|有|有的|有过|嗯|好|好的|行|可以|能|会"
    "|愿意|同意|已同意|正确"
)
NO = _words(
    "no|n|nope|nah|false|never|none|否|不|不是|不是的|没|没有|没有的|没有过|无|未|未见|否认|从未|从没有|从来没有|不会|不能|不可以|不行"
    "|不愿意|不同意|no never"
)
NONE = _words(
    "none|none of these|none of them|none of the above|nothing|neither|no|no none|无|没有|没|否|否认|均无|都无|皆无|都没有|都没|"
    "全无|全都没有|以上都没有|以上均无|以上都无|以上皆无|以上都不是|都不是|均否认|无以上|无上述|没有这些|未见|从未"
)
UNKNOWN = _words(
    "unknown|not known|not known yet|not yet known|unk|uk|nk|n/k|n/a|na|nd|n/d|dk|d/k|idk|don't know|do not know|dont know"
    "|dunno|no idea|not sure|unsure|uncertain|unclear|not clear|not certain|can't remember|cannot remember|cant remember"
    "|can't recall|cannot recall|don't remember|do not remember|forgot|forgotten|not recorded|none recorded|no record"
    "|no records|not documented|not mentioned|not reported|not stated|not specified|not available|unavailable|not done"
    "|not done yet|not tested|not tested yet|not measured|not checked|not assessed|not examined|not performed|no result"
    "|no results|no data|no report|missing|pending|awaited|tbd|tbc|to be determined|to be confirmed|later"
    "|未知|不知道|不晓得|不清楚|不详|不明|不明确|不确定|不记得|记不清|记不清楚|记不得|记不住|想不起来|忘了|忘记|忘记了|没印象|无印象"
    "|没有印象|没什么印象|说不清|说不清楚|说不准|说不好|不好说|搞不清|搞不清楚|弄不清|未查|没查|没查过|未测|没测|没测过|未做|没做|没做过"
    "|没有做|没有查|没有测|未检|未检测|未检查|未验|没验|未评估|未记录|没记录|没有记录|无记录|无资料|没有资料|无数据|没数据|没有数据|无结果|没结果"
    "|没有结果|结果未出|结果没出|报告未出|报告没出|未出|没出|未提及|未提到|没提到|没提|没写|未写|未注明|未说明|未报告|待查|待定|待测|待检|待报告|待结果"
    "|待确认|待补|待补充|暂无|暂缺|缺失|缺|不了解|没问|未问|查不到|找不到"
)
ONGOING = _words(
    "ongoing|still ongoing|on-going|still|still on|still on it|still taking|still taking it|taking it now|continuing"
    "|continued|continues|continuous|current|currently|currently taking|present|to date|until now|not stopped|not ended"
    "|not over|仍在|仍在用|仍在使用|仍在服用|仍在吃|还在|还在用|还在吃|还在服用|还在使用|在用|在吃|在服用|正在用|正在使用|正在服用|正在吃|至今"
    "|用到现在|吃到现在|到现在|持续|持续中|持续至今|继续|继续用|继续服用|未停|没停|未停药|没停药|没有停|没有停药|尚未停药|进行中|未结束|没结束"
    "|目前在用|现在在用|现在还在用|现在还在吃|仍住院|仍在住院|还在住院|住院中"
)
DAYS = {
    "today": 0, "今天": 0, "今日": 0, "本日": 0, "当天": 0, "yesterday": -1, "昨天": -1, "昨日": -1, "昨": -1,
    "day before yesterday": -2, "前天": -2, "前日": -2, "大前天": -3,
    "tomorrow": 1, "明天": 1, "明日": 1, "day after tomorrow": 2, "后天": 2, "大后天": 3,
}  # fmt: skip
YEARS = {"今年": 0, "本年": 0, "this year": 0, "去年": -1, "前年": -2, "明年": 1}
_MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTHS = {name: at for at, name in enumerate(_MONTH_NAMES, 1)}
MONTHS |= {name[:3]: at for name, at in MONTHS.items()} | {"sept": 9}
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
COMPARATORS: dict[str, Comparator] = {
    "<": "<", "小于": "<", "低于": "<", "少于": "<", "不到": "<", "不足": "<", "less than": "<", "below": "<", "under": "<",
    "<=": "<=", "=<": "<=", "≤": "<=", "小于等于": "<=", "小于或等于": "<=", "不超过": "<=", "不高于": "<=", "不大于": "<=",
    "至多": "<=", "最多": "<=", "at most": "<=", "up to": "<=", "not more than": "<=", "no more than": "<=",
    ">": ">", "大于": ">", "高于": ">", "超过": ">", "多于": ">", "more than": ">", "greater than": ">", "above": ">",
    "over": ">", ">=": ">=", "=>": ">=", "≥": ">=", "大于等于": ">=", "大于或等于": ">=", "不低于": ">=", "不小于": ">=",
    "不少于": ">=", "至少": ">=", "最少": ">=", "at least": ">=", "not less than": ">=", "no less than": ">=",
}  # fmt: skip
FLAGS = _words("h|l|hh|ll|(h)|(l)|high|low|高|低|偏高|偏低|升高|降低|(高)|(低)|n|normal|正常|(n)")
_VAGUE_ENGLISH = _words(
    "about|around|approximately|approx|circa|ca|roughly|nearly|almost|over|early|mid|late|end|beginning|last|probably"
    "|maybe|perhaps|possibly|some|few|several|recently|between|ago|month|months|year|years|or|once|before|after|since"
)
_VAGUE_CHINESE = re.compile(
    "约|大概|左右|上下|前后|[多余几半近初末底]|[上中下]旬|月中|年中|上个?[月周]|上星期|最近|差不多|可能|也许|好像|大致|估计|以[前来]|之前|个月前|年前"
    "|[一二两三四五六七八九][二两三四五六七八九](?:[个天日周十百]|星期|礼拜)"
)
_LUNAR = re.compile("农历|阴历|旧历|腊月|正月|冬月|闰|除夕|春节|初[一二三四五六七八九十]|廿")

_HIDDEN = {"Cc", "Cf", "Cs"}  # controls; marks that cannot be seen, such as bidi overrides; halves of characters
_SUPERSCRIPT = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+")
_ALIKE = str.maketrans(
    dict.fromkeys("‐‑‒–—―−⁃﹘", "-")
    | dict.fromkeys("〜∼～˜", "~")
    | dict.fromkeys("‘’‛`´ʼ", "'")
    | dict.fromkeys("“”„‟«»", '"')
    | {"µ": "μ", "○": "〇", "∕": "/", "÷": "/", "✕": "×", "✖": "×", "≦": "≤", "⩽": "≤", "≧": "≥", "⩾": "≥", "﹪": "%"}
    | {"號": "号", "歲": "岁", "個": "个", "兩": "两", "週": "周", "點": "点", "無": "无", "沒": "没", "萬": "万"}
)
_EDGES = " .。,，;；:!！、\"'()[]"


def _visible(char: str) -> bool:
    return unicodedata.category(char) not in _HIDDEN and not "\ufe00" <= char <= "\ufe0f"


def clean(text: str) -> str:
    """The text as typed, without what cannot be seen; blanks are folded, line ends stay."""
    lines = ("".join(filter(_visible, line.replace("\t", " "))) for line in text.splitlines())
    folded = (" ".join(line.split()) for line in lines)
    return "\n".join(line for line in folded if line)


def normal(text: str) -> str:
    """One form for all ways of typing the same: NFKC, lower case, one kind of dash, of quote and of blank."""
    # NFKC alone would make 109 of 10⁹
    spread = _SUPERSCRIPT.sub(lambda found: "^" + found.group(), clean(text))
    folded = unicodedata.normalize("NFKC", spread).casefold().translate(_ALIKE)
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def trimmed(text: str) -> str:
    """Without the punctuation around it."""
    return text.strip(_EDGES)


def brief(text: str, longest: int = 40) -> str:
    """What a person typed, short enough to be quoted in a sentence."""
    line = " ".join(clean(text).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


_SUBJECTS = ("我", "患者", "病人", "家属", "本人", "他", "她", "i ", "we ", "he ", "she ", "the patient ", "patient ")
_PARTICLES = ("啊", "呢", "的", "哦", "呀", "过")
# Only around "not known": 还好 and 好了 are no yes, but 还记不清 and 记不清了 are plain.
_ADVERBS = (
    "目前",
    "暂时",
    "现在",
    "还",
    "尚",
    "真的",
    "真",
    "也",
    "都",
    "具体",
    "实在",
    "暂",
    "currently ",
    "still ",
    "sorry ",
)
_ENDINGS = ("了", "吧", " yet", " now", " currently", " really", " at the moment")


def _without(text: str, before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """Fillers taken off, one after the other: a pattern for "any number of them" need not run in linear time."""
    while shorter := next((text[len(word) :] for word in before if text.startswith(word)), None):
        text = trimmed(shorter)
    while shorter := next((text[: -len(word)] for word in after if text.endswith(word)), None):
        text = trimmed(shorter)
    return text


def is_in(words: frozenset[str], text: str) -> bool:
    """Whether a normalised reply is one of these words, with or without a subject and a particle around it."""
    reply = trimmed(text)
    return reply in words or _without(reply, _SUBJECTS, _PARTICLES) in words


def is_unknown(text: str) -> bool:
    """Whether a normalised reply says that it is not known yet."""
    reply = trimmed(text)
    return reply in UNKNOWN or _without(reply, _SUBJECTS + _ADVERBS, _PARTICLES + _ENDINGS) in UNKNOWN


def is_vague(text: str) -> bool:
    """Whether a normalised reply that could not be read names something only roughly."""
    english = _VAGUE_ENGLISH.intersection(re.findall("[a-z]+", text))
    return bool(english) or text.startswith("~") or "±" in text or _VAGUE_CHINESE.search(text) is not None


def is_lunar(text: str) -> bool:
    """Whether a normalised date is one of the lunar calendar."""
    return _LUNAR.search(text) is not None


NUMERAL = "[零〇一二两三四五六七八九十百千万]"
_DIGITS = "零一二三四五六七八九"
_BELOW_MYRIAD = re.compile(
    "(?:([一-九])千)?(?:([一-九])百|零(?=.))?(?:([一-九])十|零(?=.))?([一-九])?".replace("一-九", _DIGITS[1:])
)
_LOWER = {"百": "十", "千": "百", "万": "千"}


def numeral(text: str) -> int | None:
    """The number of a Chinese numeral below 10^8; a year may be spelt digit by digit. None where it is not certain."""
    plain = text.replace("两", "二").replace("〇", "零")
    if len(plain) in (1, 4) and all(char in _DIGITS for char in plain):
        return int("".join(str(_DIGITS.index(char)) for char in plain))
    if len(plain) > 1 and plain[-2] in _LOWER and plain[-1] in _DIGITS[1:]:
        plain += _LOWER[plain[-2]]  # 一百二 is 120
    upper, myriad, lower = plain.rpartition("万")
    high = _below_myriad(upper) if myriad else 0
    low = _below_myriad(lower.removeprefix("零") if myriad else lower) if lower or not myriad else 0
    return None if high is None or low is None else high * 10_000 + low


def _below_myriad(text: str) -> int | None:
    found = _BELOW_MYRIAD.fullmatch("一" + text if text.startswith("十") else text) if text else None
    if found is None:
        return None
    thousands, hundreds, tens, ones = (_DIGITS.index(digit) if digit else 0 for digit in found.groups())
    return thousands * 1000 + hundreds * 100 + tens * 10 + ones

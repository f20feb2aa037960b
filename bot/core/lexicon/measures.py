"""Words around a measured number: comparators, the flags of a laboratory, lead-ins, estimates, what is no number."""

from __future__ import annotations

import re

from bot.core.answers import Comparator
from bot.core.lexicon.forms import words
from bot.core.lexicon.patterns import either, pattern

COMPARATORS: dict[str, Comparator] = {
    "<": "<", "小于": "<", "低于": "<", "少于": "<", "不到": "<", "不足": "<", "不满": "<", "未满": "<", "没到": "<", "未到": "<",
    "未达": "<", "未达到": "<", "less than": "<", "lower than": "<", "fewer than": "<", "smaller than": "<", "below": "<",
    "under": "<", "lt": "<",
    "<=": "<=", "< =": "<=", "=<": "<=", "≤": "<=", "小于等于": "<=", "小于或等于": "<=", "不超过": "<=", "没超过": "<=", "没有超过": "<=",
    "未超过": "<=", "不高于": "<=", "不大于": "<=", "不多于": "<=", "至多": "<=", "最多": "<=", "at most": "<=", "up to": "<=",
    "not more than": "<=", "no more than": "<=", "not over": "<=", "not above": "<=", "not exceeding": "<=",
    "not higher than": "<=", "no higher than": "<=", "not greater than": "<=", "no greater than": "<=",
    "less than or equal to": "<=", "lower than or equal to": "<=", "equal to or less than": "<=", "lte": "<=",
    ">": ">", "大于": ">", "高于": ">", "超过": ">", "多于": ">", "more than": ">", "greater than": ">", "higher than": ">",
    "larger than": ">", "above": ">", "over": ">", "exceeds": ">", "exceeding": ">", "gt": ">",
    ">=": ">=", "> =": ">=", "=>": ">=", "≥": ">=", "大于等于": ">=", "大于或等于": ">=", "不低于": ">=", "不小于": ">=", "不少于": ">=",
    "没有低于": ">=", "没低于": ">=", "未低于": ">=", "至少": ">=", "最少": ">=", "at least": ">=", "not less than": ">=",
    "no less than": ">=", "not below": ">=", "not under": ">=", "not lower than": ">=", "no lower than": ">=",
    "greater than or equal to": ">=", "more than or equal to": ">=", "equal to or greater than": ">=", "gte": ">=",
}  # fmt: skip
# After the number. In Chinese usage, and in law, 以上 and 以下 include the number itself.
COMPARATORS_AFTER: dict[str, Comparator] = {
    "以下": "<=", "及以下": "<=", "或以下": "<=", "以内": "<=", "之内": "<=", "or less": "<=", "or below": "<=", "or lower": "<=",
    "or fewer": "<=", "or under": "<=", "and below": "<=", "and under": "<=", "不到": "<",
    "以上": ">=", "及以上": ">=", "或以上": ">=", "or more": ">=", "or above": ">=", "or higher": ">=", "or greater": ">=",
    "or over": ">=", "and above": ">=", "and over": ">=",
}  # fmt: skip
SIGN = either(COMPARATORS)
SIGN_AFTER = either(COMPARATORS_AFTER)

# What a laboratory says of a result beside it.
UNUSUAL = words(
    "high|low|abnormal|elevated|raised|increased|decreased|reduced|critical|panic|偏高|偏低|增高|升高|降低|减低|减少|增多|不正常|异常|超标|危急|危急值"
    "|高于正常|低于正常|高值|低值|较高|较低|稍高|稍低|有点高|有点低|有些高|有些低|挺高|挺低|很高|很低|比较高|比较低|太高|太低|偏高一点|偏低一点|高一点|低一点|略高|略低|高了|低了|高于正常值|低于正常值|高于正常范围|低于正常范围|高于参考范围|低于参考范围|高于上限|低于下限|above normal|below normal"
)
# These only follow a number: before it they could name something else.
USUAL = words(
    "normal|within normal limits|within normal range|within range|in range|in the normal range|wnl|borderline|正常|正常范围|正常范围内|在正常范围|在正常范围内|好转|slightly|mildly|moderately|markedly|a bit|a little|very|较前下降|较前上升|较前升高|较前降低|较前好转|较前减少|较前增加|较前稳定|较前相仿|比上次低|比上次高|比上次好|稍微|有点|有一点|一点|一点点|略|轻度|轻微|中度|重度|明显|显著|贫血|anaemia|anemia"
)
JUDGEMENTS = UNUSUAL | USUAL | words("高|低|h|l|ok|fine|good|bad|好|不好|还行|还好|没问题|正常值")
_HAN = "[\u4e00-\u9fff]"
_LETTERS = words("h|l|hh|ll|hi|lo")
_SIGNS = "[↑↓⬆⬇⇧⇩→▲△▼▽★☆●*]"
FLAG = rf"(?:{_SIGNS}|{either(UNUSUAL | _LETTERS)}|(?<!{_HAN})[高低](?!{_HAN}))"
# Before a number a letter must stand apart from it: l20 may be 120, typed with an l for the 1.
FLAG_BEFORE = rf"(?:{_SIGNS}|{either(UNUSUAL)}|{either(_LETTERS)}(?![0-9.])|(?<!{_HAN})[高低](?!{_HAN}))"
FLAG_AFTER = f"(?:{FLAG}|{either(USUAL | words('n|abn|crit'))})"
PUNCTUATION = r"(?:[ :∶;!|\"'()\[\]{}【】「」]|=(?![<>])|[,.。、](?![0-9])|(?<=[a-z\u4e00-\u9fff])[,、])"
# Beside "<133" they say where the normal ends, and nothing of the patient.
_OF_A_RANGE = pattern(
    "(?<![,;(]) ?(?:为|是|属于?|算|就|即|(?:is|are) )?(?:正常|达标|合格|(?<![a-z])(?:normal|within|in range|acceptable)(?![a-z]))[^0-9]*$"
)


def speaks_of_a_range(text: str) -> bool:
    """Whether a normalised reply ends with saying what is normal, without a range of its own."""
    return _OF_A_RANGE.search(text) is not None


METHODS = words(
    "酶法|苦味酸法|氧化酶法|肌氨酸氧化酶法|速率法|连续监测法|终点法|比色法|电阻抗法|阻抗法|流式法|仪器法|仪器|干化学法|干化学|电极法|化学发光法|发光法"
    "|免疫比浊法|比浊法|钒酸盐法|钒酸盐氧化法|重氮法|双缩脲法|邻苯三酚红法|ifcc法|sls法|镜检法|镜检|enzymatic|jaffe|ifcc|microscopy"
)
# They say nothing of the value: when, where and how it was found, and how one leads to it.
_LEADS = words(
    "the|my|our|his|her|their|its|it|it's|is|was|are|were|be|of|at|on|in|for|as|to|and|with|has|have|had|we|got|just|exactly"
    "|only|result|results|value|values|level|levels|reading|concentration|measurement|number|test|lab|labs|report|reports|reported"
    "|measured|came|back|out|comes|shows|showed|shown|says|said|reads|equals|equal|answer|today|today's|yesterday|yesterday's|morning"
    "|this|latest|newest|last|most recent|recent|current|currently|now|new|she|he|patient|patient's|pt's|serum|plasma|blood|fasting"
    "|repeat|repeated|checked|tested|done|taken|drawn|admission|rose to|fell to|dropped to|went to|went down to|increased to|decreased to|down to|please|thanks|thank you|thx|ok|okay|hi|hello"
    "|是|为|等于|等|的|了|在|有|有点高|有点低|有些高|有些低|就是|是在|结果|数值|数字|数据|值|水平|浓度|含量|指标|测定|测定值|定量|称|24h测的|24小时测的|称的|称得|称了|量的|测的|留尿测的|24小时留尿测的|检测|检验|检查|化验|复查|查|测|测得|做|抽血|抽|报告|报告单"
    "|化验单|检验单|单子|单上|上面|上|写|写着|写的|显示|提示|示|出来|回来|出|回报|今天|今日|今早|今晨|昨天|昨日|昨晚|前天|当天|上午|下午|早上|早晨|刚刚|刚才"
    "|刚|本次|这次|此次|本院|我院|我们医院|我们科|当地|当地医院|社区|外院|门诊|住院|入院|出院|入院时|出院时|入院后|最近一次|最近|最新|最后一次|末次|上次|目前|现在|当前|患者|病人|她|他|我|我们|其|该"
    "|血清|血浆|血液|血|静脉血|空腹|晨起|生化|血常规|肝功|肝功能|肾功|肾功能|请|请填|填|答案|答|谢谢|啊|哦|呢|呀|哈|嗯|正好|刚好|恰好|整|只有|只|升至|升到"
    "|降至|降到|升高到|升高至|下降到|下降至|降低到|您好|你好|老师|医生|大夫|已|复测|男|女|男性|女性|male|female"
)
# "pt" is the patient only before a word: right before a number it is the prothrombin time.
LEAD = rf"(?:{either(_LEADS | METHODS)}|(?<![a-z])(?:pt(?= [^\W\d])|[ai](?![a-z0-9.])))"
# Right before a number these may say by how much it changed, and not what it is now.
CHANGED = pattern(rf"{either(words('increased|decreased|reduced|raised|增高|升高|降低|减低|减少|增多'))} ?$")
ASKS = pattern("(?:is|was|are|were) ")  # "is 102 all right"
DAILY = either(
    words(
        "每天|每日|一天|每24小时|24小时|24小时内|24h|24 h|24 hours|in 24 hours|in 24h|over 24 hours|over 24h|daily|per day|a day|every day|qd|once daily|od"
    )
)
VOLUME = pattern(
    rf"{PUNCTUATION}*(?:24 ?(?:h|小时))?(?:总尿量|尿总量|尿量|尿液量|tv|total volume|urine volume|urine output|volume|vol|uv) ?[:=]? ?"
    r"(?:[0-9]{2,5} ?(?:ml|毫升)|[0-9](?:\.[0-9]{1,3})? ?(?:l|升))(?![a-z0-9/])"
)
_MONTH = "(?:jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december)"
_OF_MONTH = "(?:[12]?[0-9]|3[01])(?:st|nd|rd|th)?"
DATE = (
    r"(?<![0-9.])(?:[12][0-9]{3}(?:[-/.][0-9]{1,2}[-/.][0-9]{1,2}|年[0-9]{1,2}月[0-9]{1,2}[日号])|[0-9]{1,2}月[0-9]{1,2}[日号]"
    rf"|{_OF_MONTH} {_MONTH}(?![a-z])(?:,? [12][0-9]{{3}})?|(?<![a-z]){_MONTH} {_OF_MONTH}(?:,? [12][0-9]{{3}})?)"
    r"(?: ?[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?)?(?![0-9]|[:.][0-9])"
)
RANGE_NAMES = words(
    "参考范围|参考值|参考值范围|参考区间|生物参考区间|参考|正常参考值|正常值|正常值范围|正常范围|正常|范围|ref|ref.|reference|reference range"
    "|reference interval|ref range|ref. range|ref interval|normal|normal range|normal value|range|rr|n"
)
LIMIT_NAMES = words(
    "uln|upper limit|upper limit of normal|上限|正常上限|正常值上限|参考上限|参考值上限|lln|lower limit|下限|正常下限|正常值下限"
)
# Before a number: it is wanted, or decides something, and was not measured.
WANTED = words(
    "目标|标准|阈值|界值|理想|预期|要求|target|goal|limit|cutoff|cut-off|threshold|criterion|criteria|ideal|expected"
)

# Before a name: the result is of an earlier time.
EARLIER = words("既往|以往|previous|prior|former|old")

# After a result: it was measured anew.
AGAIN = words("复查|复测|复检|再查|重测|repeat|repeated|recheck|rechecked|retest|retested|actually|其实|实际")

# What everybody is measured for, and is named beside a result: 162cm, 血压120/80.
VITALS = pattern(
    r"(?:身高|height|ht)? ?[:=]? ?(?:1[0-9]{2}(?:\.[0-9])? ?(?:cm|厘米)|1\.[0-9]{1,2} ?(?:m|米)(?![a-z]))|(?:身高|height|ht) ?[:=]? ?1[.0-9]{2,4}"
    r"|(?:血压|bp) ?[:=]? ?[0-9]{2,3}/[0-9]{2,3}(?: ?mmhg)?|(?:bmi|体重指数) ?[:=]? ?[0-9]{2}(?:\.[0-9]{1,2})?"
)

# That there is none of it.
NONE = words(
    "没有|无|没|未见|未查见|未见到|未发现|未检出|没见到|没发现|没看到|none|none seen|none found|not seen|nil|no"
)
# Only these may also say that there is no result.
NO_RESULT = words("没有|无|没|none|nil")
GRADE = pattern(r"\(?(?:[+]{1,4}|[1-4] ?[+]|[+] ?[1-4]|[+]-|±|[+]/-|-/[+]|-)\)?")
GRADES = words(
    "阴性|阳性|弱阳性|强阳性|阴|阳|微量|痕迹|neg|negative|pos|positive|weakly positive|trace|traces|weak positive|一个加|两个加|二个加|三个加"
    "|四个加|1个加|2个加|3个加|4个加"
)
COUNTLESS = words(
    "满视野|满视野/hp|布满视野|满视|大量|大量/hp|成堆|无数|数不清|多量|too many to count|too numerous to count|tntc|tmtc|uncountable|innumerable"
    "|full field|packed|loaded|many|numerous|plenty|lots|lots of|full|full of"
)
_VAGUE_ENGLISH = words(
    "about|around|approximately|approx|circa|ca|roughly|nearly|almost|over|probably|maybe|perhaps|possibly|some|few|several|couple"
    "|between|or|estimate|estimated|est|guess|think|believe|likely|close|near|ish|should|might|could|dozen|dozens|from|rare|occasional"
    "|scattered|most|mostly|majority|minority|many|part|partly|partial|half"
)
_VAGUE_CHINESE = pattern(
    "约|大概|左右|上下|前后|[多余几半近来]|出头|差不多|可能|也许|或许|或者|好像|似乎|大致|估计|估摸|应该|接近|快到|数十|数百|上[百千万]|印象|记得|不准|若干"
    "|偶见|偶有|少数|少量|少许|个别|散在|部分|多数|大部|小部|[0-9]来|[吧吗么]|介于|之间|[一二两三四五六七八九]{2}[十百千万成个斤克]"
)
_VAGUE_SIGNS = pattern(r"^ ?[~≈≒]|[±?]|[0-9] ?\+")


def is_vague(text: str) -> bool:
    """Whether a normalised reply that could not be read names an amount only roughly."""
    english = _VAGUE_ENGLISH.intersection(re.findall("[a-z]+", text))
    return bool(english) or bool(_VAGUE_SIGNS.search(text)) or _VAGUE_CHINESE.search(text) is not None

"""Words around a date: those that change nothing, times of day, and those after which it is no certain day any more.

A word stands among those that change nothing only where no reading of it makes the date another one: "started",
"admitted" or "reported" name another day and are not here.
"""

from __future__ import annotations

import re

from bot.core.lexicon.forms import words
from bot.core.lexicon.patterns import pattern

_EVENTS = words(
    "用药|服药|吃药|给药|服用|使用|口服|用|吃|服|打|注射|皮下注射|静脉注射|输液|输注|静脉输注|输|静滴|滴注|静脉滴注|滴|打针|挂水|冲击|冲击治疗|治疗|结束|完成|停药|停用|停止用药|停止服药|停止|停|出院|办出院|肾活检|肾穿刺|肾穿"
    "|活检|穿刺|检查|做|查|取材|随机化|随机|随机分组|入组|出生|生"
    "|biopsy|renal biopsy|kidney biopsy|biopsied|discharge|discharged|d/c|stop|stopped|discontinued|ended|finished|completed|took|taken"
    "|given|used|done|performed|received|infused|injected|administered|randomization|randomisation|randomize|randomise|enrolment|enrollment|birth|born"
)
WHICH = words(
    "最后一次|最后1次|最后的一次|末次|最后一剂|最后一针|最后|最近一次|上次|上一次|last dose|final dose|last one|last time|last infusion"
    "|last injection|last drip|last given|last taken|last took|last used|last|final|latest"
)
BEFORE = (
    _EVENTS
    | (WHICH - words("last|final|latest"))  # not of "last Monday"
    | words(
        "日期|日|时间|日子|出生日期|出生年月日|出生年月|生日|生于|公历|阳历|新历|患者|病人|本人|我|他|她|就是|是|为|于|的|了|具体|哪一天|哪天"
        "|几号|已经|已|date of|date|day of|day|time|dob|d.o.b|it was|it is|it's|was|is|it|he|she|i|patient|pt|the|on|of|exact|in hospital"
        "|from hospital|left hospital|left the hospital|went home|stopped taking it|stopped taking|stopped using|off it|off|dose|infusion|just"
    )
)
AFTER = (
    _EVENTS
    | (WHICH - words("last|final|latest"))
    | words(
        "日期|的|了|完|那天|这天|刚|刚刚|才|就|出的院|停的药|吃的药|打的针|公历|阳历|新历|生人|the last dose|it was|was the|was|is the|from hospital|home"
    )
)
# Up to and including that day, most likely: asked back.
UNTIL = words(
    "用到|吃到|一直用到|一直吃到|一直服到|服到|服用到|使用到|打到|输到|住到|住院到|直到|一直到|截止到|截止|截至|until|till|up to|taken until|taken till|used until"
)
# Says that a day is meant; "2026年10月最后一天" is not the month.
OF_A_DAY = words("最后一天|最后1天|最后一日|last day")
# Only of a date that lies ahead.
PLANNED = words(
    "定于|定在|定了|定|暂定|初定|暂定于|拟于|拟|计划于|计划|预定于|预定|安排在|安排|预计|预计于|planned for|planned on|planned|scheduled for|scheduled on|scheduled|provisionally|tentatively"
)
# What a date may be of, as a reply says it, and how a question speaks of the same.
_OCCASIONS = (
    (pattern("出院|discharg|left (?:the )?hospital|went home"), pattern("出院|住院|院|hospital|discharg|ward|stay")),
    (pattern("活检|肾穿|穿刺|取材|biops"), pattern("活检|肾穿|穿刺|病理|biops|patholog")),
    (pattern("随机|入组|randomi[sz]|enrol"), pattern("随机|入组|randomi[sz]|enrol")),
    (pattern("出生|生日|生于|生人|(?<![a-z])(?:dob|born|birth)"), pattern("出生|生日|年龄|born|birth|age")),
    (
        pattern("停药|停用|停止[用服]|[吃服用给]药|(?<![a-z])(?:stopped|discontinued)"),
        pattern(
            "药|用|服|剂|针|滴|疗|停|苗|dose|drug|treat|therap|taking|infus|inject|drip|intraven|medic|vaccin|stop"
        ),
    ),
)
UNSURE = words("吧|吗|?|么")
STOPPED = pattern("停|出院|discharge|stop|discontinu|off|ended|finished")

# Times of day. "昨晚" and the like are days of their own, and "晚于" is later than.
_SIGN = "[0-9一二两三四五六七八九十零〇]"
_PART = (
    r"凌晨|清晨|早晨|清早|早上|一早|上午|中午|正午|午后|下午|傍晚|晚上|晚间|夜里|夜间|夜晚|半夜|[子午深]夜"
    rf"|(?<![今昨前明])[晨早晚夜](?=\Z|[ )]| ?{_SIGN}{{1,2}} ?[点时:])"
    r"|(?:(?<![a-z])(?:in|at) )?(?:the )?(?:(?:early|late|mid)[ -])?(?<!this )(?<!last )(?<![a-z])"
    r"(?:morning|noon|midday|afternoon|evening|night|midnight|am|pm)(?: of)?"
)
_AT = "(?:at ?|@ ?)"
_CLOCK = (
    rf"(?:{_AT}|(?<=[0-9])t|(?<![0-9:.]))(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{{1,6}})?)?(?: ?[ap]\.?m\.?)?"
    rf"|(?:{_AT}|(?<![0-9:.]))(?:1[0-2]|0?[1-9]) ?[ap]\.?m\.?"
    rf"|(?<!{_SIGN}){_SIGN}{{1,3}} ?[点时](?: ?(?:钟|整|半|[一三]刻|{_SIGN}{{1,3}} ?分?))?(?:左右|多|许)?"
)
TIME = rf"(?:{_PART}) ?(?:{_CLOCK})?|(?:{_CLOCK})(?: ?(?:in the morning|in the afternoon|in the evening|at night))?"
# Which of two days a night belongs to is asked back.
MIDNIGHT = pattern(
    r"凌晨|半夜|[子午深]夜|零[点时]|(?<![0-9])0[点时]|24[:点时]|[晚夜].{0,3}(?:12|十二)[:点时]|midnight|(?<![0-9])12(?::00)? ?a"
)

_LUNAR = pattern(
    "农历|阴历|旧历|古历|夏历|老历|腊月|正月|冬月|闰|除夕|春节|大年|年三十|初[一二三四五六七八九十]|廿|lunar|chinese new year|spring festival"
)
_ROUGH_ENGLISH = words(
    "about|around|approximately|approx|circa|ca|roughly|nearly|almost|over|early|mid|late|end|beginning|start of|last|probably"
    "|maybe|perhaps|possibly|some|sometime|few|several|couple|recently|ago|month|months|year|years|once|estimated|est|think|guess"
    "|believe|should|might|likely|seems|presumably|week|weeks|weekend|days|hours|soon|asap|more|less|than|least|most|within|under"
    "|nearest|just"
)
_ROUGH_CHINESE = pattern(
    "约|大概|左右|上下|前后|[多余几半近初末底来超]|[上中下]旬|月中|年中|上个?[月周]|上星期|下个?[月周]|最近|差不多|可能|也许|或许|好像|似乎|大致|估计|应该"
    "|恐怕|以来|个月|年前|周末|不到|不足|以内|之内|[天周月]内|至多|最多|尽快|马上|刚|记得是"
    "|[一二两三四五六七八九][二两三四五六七八九](?:[个天日周十百]|星期|礼拜)"
)
_SEASON = pattern(
    "节|国庆|元旦|中秋|过年|端午|圣诞|[春夏秋冬][天季]|[暑寒]假|五一|christmas|new year|easter|national day|holiday|spring|summer|autumn|winter"
)
_NEGATION = pattern(
    r"不|没|未|非|无|否|别|(?<![a-z])(?:not|no|never|none|without)(?![a-z])|n't|(?:did|has|was|is)nt(?![a-z])"
)
_BOUND = pattern(
    "[<>≤≥前后起]|开始|以来|自从|[自从]|之间|早于|晚于|最早|最晚|至少"
    "|(?<![a-z])(?:before|after|to date|to present|since|from|by|earlier|later|until|till|starting|onwards?)(?![a-z])"
)
# A day of something else, or of something that went on after it.
_ANOTHER = pattern(
    "[年月周]|星期|礼拜|至今|迄今|下次|下一次|到现在|到目前|到如今|首|第一|初次|复查|复诊|入院|住院|报告|病理|门诊|还|仍|继续|持续|一直|在[用吃服]|换|加|减|开|过期|失效"
    "|(?<![a-z])(?:first|start|started|starting|begin|began|admitted|admission|report|reported|path|pathology|still|ongoing|present|now|continu|next"
    "|increase|increased|reduced|changed|switched|visit|expected|due|except|instead)"
)


def is_lunar(text: str) -> bool:
    """Whether a normalised date is one of the lunar calendar."""
    return _LUNAR.search(text) is not None


def is_vague(text: str) -> bool:
    """Whether a normalised reply names something only roughly."""
    english = _ROUGH_ENGLISH.intersection(re.findall("[a-z]+", text))
    return bool(english) or "~" in text or "±" in text or _ROUGH_CHINESE.search(text) is not None


def is_season(text: str) -> bool:
    """Whether a normalised reply names a season or a festival."""
    return _SEASON.search(text) is not None


def is_negated(text: str) -> bool:
    """Whether a normalised reply says no or not."""
    return _NEGATION.search(text) is not None


def is_bound(text: str) -> bool:
    """Whether a normalised reply says from when or until when."""
    return _BOUND.search(text) is not None


def turns(text: str) -> bool:
    """Whether words beside a date may make it another one, or none."""
    return is_vague(text) or is_negated(text) or is_bound(text) or _ANOTHER.search(text) is not None


def of_another_occasion(text: str, question: str) -> bool:
    """Whether a normalised reply names an occasion of which its question does not speak: 出院 of a biopsy."""
    return any(said.search(text) and not asked.search(question) for said, asked in _OCCASIONS)


def is_unsure(text: str) -> bool:
    """Whether a normalised reply asks rather than says."""
    return text.rstrip(" .。!").endswith(tuple(UNSURE))

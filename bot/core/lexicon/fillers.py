"""What may be left out of a longer way of naming an option, or stand for another word of its kind.

报告上周就出来了 names what 报告出来了 does; 下周一签 and 下午过来签 are to come like 明天签.
"""

from __future__ import annotations

from bot.core.lexicon.patterns import pattern

_DAY = "(?:周|星期|礼拜)[一二三四五六日天]?"
_SOON = pattern(
    f"(?:大?后天|明天|明日|明早|下下?个?(?:{_DAY}|月)|下次随访|下次|[今明]天?(?:下午|晚上?)|下午|待?等?会儿?|一会儿?|稍后|晚点|过几天|过两天|月底"
    "|等[\u4e00-\u9fff]{1,8}再)(?:上午|下午|晚上)?(?:过来|再来|来|再|要)?"
    "|(?<![a-z])(?:tomorrow|next (?:week|month|visit|[a-z]+day)|(?:on |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|later|soon)(?![a-z])"
)
_FILLERS = pattern(
    "已经|已|都|也|就|才|刚刚|刚|终于|现在|目前|是的|[了的]|我们|我院|本院|外院|病理科|患者|病人|本人|她|他|[上本]个?(?:周|月|星期|礼拜)|前几天|昨[天日]|今[天日]|前天|其中|急诊"
    "|(?<![a-z])(?:the|a|an|is|are|was|were|has|have|had|been|be|and|just|already|finally|now|we|she|he|it|her|his|patient|pt|last (?:week|month)|this week|yesterday|today|ago|came|come|got|yet)(?![a-z])"
    r"|[\s,.;。、()!-]"
)
_NO_HAN = pattern("没有(?=.)")
_COMING = "〉"  # no reply holds it where it counts


def without_fillers(text: str) -> str:
    """A normalised text with nothing in it but what names something; all that is to come looks the same."""
    return _FILLERS.sub("", _NO_HAN.sub("没", _SOON.sub(_COMING, text)))

"""Words that are a whole reply: yes, no, none of these, not known, still going on.

A word stands in a table only where it has one meaning on its own; "not known" is kept apart from "no", and always wins
over it.
"""

from __future__ import annotations

from bot.core.lexicon.forms import trimmed, words

YES = words(
    "yes|y|yeah|yep|yup|true|correct|right|sure|agreed|i do|he does|she does|是|是的|对|对的|有|有的|有过|嗯|好|好的|行|可以|能|会"
    "|愿意|同意|已同意|正确"
)
NO = words(
    "no|n|nope|nah|false|never|none|否|不|不是|不是的|没|没有|没有的|没有过|无|未|未见|否认|从未|从没有|从来没有|不会|不能|不可以|不行"
    "|不愿意|不同意|no never"
)
NONE = words(
    "none|none of these|none of them|none of the above|nothing|neither|no|no none|无|没有|没|否|否认|均无|都无|皆无|都没有|都没|"
    "全无|全都没有|以上都没有|以上均无|以上都无|以上皆无|以上都不是|都不是|均否认|无以上|无上述|没有这些|未见|从未"
)
UNKNOWN = words(
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
ONGOING = words(
    "ongoing|still ongoing|on-going|still|still on|still on it|still taking|still taking it|taking it now|continuing"
    "|continued|continues|continuous|current|currently|currently taking|present|to date|until now|not stopped|not ended"
    "|not over|仍在|仍在用|仍在使用|仍在服用|仍在吃|还在|还在用|还在吃|还在服用|还在使用|在用|在吃|在服用|正在用|正在使用|正在服用|正在吃|至今"
    "|用到现在|吃到现在|到现在|持续|持续中|持续至今|继续|继续用|继续服用|未停|没停|未停药|没停药|没有停|没有停药|尚未停药|进行中|未结束|没结束"
    "|目前在用|现在在用|现在还在用|现在还在吃|仍住院|仍在住院|还在住院|住院中"
)

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

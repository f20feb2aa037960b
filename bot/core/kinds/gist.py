"""What a reply seems to say that goes on with words not known: "yes, since 2019", "agreed to use condoms", 住院5天.

Never beyond doubt: what is not known may change what is.
"""

from __future__ import annotations

from dataclasses import replace

from bot.core.kinds.matter import Matter
from bot.core.kinds.polarity import OF_SOMETHING, SILENT, WEIGHTY, Said, Trouble, polarity
from bot.core.lexicon.cutting import Piece
from bot.core.lexicon.patterns import pattern
from bot.core.lexicon.replies import MOST_WORDS, NOT_KNOWN, clauses
from bot.core.lexicon.roles import Role, Word, Words, has_role

_COMPLETE = frozenset({Role.YES, Role.SAYS_YES, Role.SAYS_NO, Role.MATTER, Role.PART})  # a sentence of its own ...
_SPAN = pattern("好?[0-9一两二三四五六七八九十半几多数]{1,4}(?:年|个?月|周|天)")
_OF_TIME = pattern(
    r"(?:[0-9]{1,4}(?:\.[0-9]+)?(?:年|月|周|天|日|岁|次|个月|w|d|y|mo)?|[近好]?[一两二三四五六七八九十半几多数]{1,3}(?:年|个月|周|天|次|段)?)"
    r"(?:余|多|前)?|[年月周天]|[0-9]{1,2}月[0-9]{1,2}日?|since|after|ago|from|until|to|weeks?|days?|months?|years?|times?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|周[一二三四五六日天]"
)
_TURNING = pattern(
    "[不没无未非否拒勿假疑前后差仅只]|部分|一半|开始|起初|comment|mention|want|partial|first|initial"
    "|^(?:no|not|non.*|un.*|without|if|pre.*|post.*|last)$"
)
_PLAIN_YES = frozenset({"yes", "yeah", "yep", "yup", "是的", "对的", "有的"})
_AGREED = frozenset({"agreed", "agrees", "willing", "同意", "愿意", "已同意"})
_SAYS_MORE = (WEIGHTY | NOT_KNOWN | {Role.MAYBE, Role.EITHER}) - {Role.VERB, Role.WAS}
_TURNS = frozenset({Role.BUT, Role.EXCEPT, Role.OTHERS})


def gist(matter: Matter, words: Words) -> Said | Trouble:
    """What it comes to; a trouble where nothing may be offered."""
    if len(words) > MOST_WORDS:
        return Trouble.NOT_READ
    if words[:1] and words[0].text in _PLAIN_YES and not has_role(words[1:], _SAYS_MORE | _TURNS):
        return Said(True, sure=False)
    if _agrees(matter, words):
        return Said(True, sure=False)
    first, *rest = clauses(words)
    more = tuple(word for clause in rest for word in clause)
    if rest and not has_role(more, _SAYS_MORE) and not has_role(words, {Role.BUT}):
        said = polarity(matter, first)
    else:
        told = tuple(word for word in words if word.mark is not None and word.mark.role is not Role.ABOUT)
        others = [word for word in words if word not in told]
        counted = all(_OF_TIME.fullmatch(word.text) for word in others) or _may_be_details(matter, told, others)
        complete = any(has_role([word], _COMPLETE) and word.text not in OF_SOMETHING for word in told)
        said = polarity(matter, told) if counted and complete else Trouble.NOT_READ
    if not isinstance(said, Said):
        return said
    for_a_time = any(_SPAN.fullmatch(word.text) for word in words)  # 两年没用过: but before?
    return Trouble.NOT_READ if for_a_time and not said.yes and matter.time == "ever" else replace(said, sure=False)


def _agrees(matter: Matter, words: Words) -> bool:
    """Whether it begins with an agreement and goes on with what is agreed to: "agreed to use condoms"."""
    begun = next((at for at, word in enumerate(words) if not has_role([word], {Role.WHO})), 0)
    agreed = matter.attitude and any(word.text in _AGREED for word in words[begun : begun + 1])
    return agreed and not has_role(words[begun + 1 :], _SAYS_MORE - {Role.SAYS_YES} | _TURNS)


def _may_be_details(matter: Matter, told: Words, rest: list[Piece[Word]]) -> bool:
    """Whether what was not read may only tell where or how: "granuloma in the upper lobe", 足量半年无效.

    A verb alone promises nothing: 用过环磷酰胺 is no 用过.
    """
    stated = any(word.text in matter.statements for word in told)
    named = stated or (has_role(told, {Role.MATTER, Role.PART}) and not matter.attitude)
    return named and not any(_TURNING.search(word.text) for word in rest)


def is_without_examination(matter: Matter, words: Words) -> bool:
    """Whether only what should have shown it is denied: "no chest X-ray" where granulomas are asked for."""
    told = [word for word in words if not has_role([word], SILENT - {Role.TEXT} | {Role.VERB, Role.DID})]
    begins = has_role(told[:1], {Role.NOT}) and len(told) > 1
    return matter.finding and begins and all(has_role([word], {Role.TEXT}) for word in told[1:])

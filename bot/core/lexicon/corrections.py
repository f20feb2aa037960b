"""How something is taken back: what was typed before ("sorry I meant 98"), or at once (102 不对 120)."""

from __future__ import annotations

from bot.core.lexicon.patterns import pattern

_BEGINNINGS = (
    r"(?:(?:oh|oops|no|wait|sorry|my bad|my mistake|apologies|抱歉|不好意思|对不起|哦|啊)[\s,，.。!！:：]+)*"
    r"(?:(?:i|what i|i actually|actually i)\s+meant?|meant|typo|correction|corrected(?: to)?|my mistake|my bad|oops|wrong|sorry"
    r"|不对|不对不对|更正|更正为|订正|改正|(?:我|刚才|刚刚|上面|前面|上一题)*(?:打|写|填|输|说|搞|弄|发|看|选|点)?错了?)"
)
_AFTER = r"[\s,，.。!！:：;；、]*(?:(?:it'?s|it is|is|was|to|应为|应是|是|为)(?![a-z])\s*)?"


_CORRECTION = pattern(f"(?i){_BEGINNINGS}(?![a-z]){_AFTER}")
_NO_BEFORE_NUMBER = pattern(
    r"(?i)(?:(?:oh|哦|噢|呃|啊)[\s,，]*)?(?:no|不|不是)[\s]*[,，.。!！][\s]*(?:是|it'?s )?(?=[0-9])"
)


_INSTEAD = (
    r"(?:no,? sorry|sorry,? no|no,? wait|oh no|oops|sorry|wait|correction|typo|i meant?|i mean|make that|make it|should be|should read"
    r"|不对不对|不对|(?:打|写|填|输|说|搞|弄|看)?错了|更正为?|订正为?|改正为?|应该是|应为|应是|其实是|纠正为?)"
)
_MIDWAY = pattern(rf"(?i)(?<![a-z]){_INSTEAD}(?![a-z]){_AFTER}")
_NOT = pattern(r"(?i)(?:不是|并非|it'?s not(?![a-z])|not(?![a-z]))(?!\s?(?:only|just|仅|只|光|单))\s?")
_AND_NOT = pattern(r"(?i)[\s,，;；、]*(?:(?<!是)而?不是|并非|(?<![a-z])(?:and )?(?:it'?s )?not(?![a-z]))\s?")
_BUT = pattern(r"(?i)[\s,，;；、]*(?:而是|应该是|是|(?<![a-z])but(?![a-z]))\s?")
_COMMA = pattern(r"\s?[,，;；]\s?")
_LONGEST, _TIMES = 100, 5


def instead(reply: str, *, of_many: bool = False) -> tuple[str, str] | None:
    """What one reply takes back, and what is to stand instead: 102 不对 120, "not IV but III".

    `of_many`: several things may be named, so that "not A, B" may deny both.
    """
    if len(reply) > _LONGEST:
        return None
    denied = _NOT.match(reply)
    start = denied.end() if denied else 0
    of_denial = (_BUT,) if of_many else (_BUT, _COMMA)
    for sign in (*of_denial, _MIDWAY) if denied else (_MIDWAY,):
        for last in [*sign.finditer(reply, start + 1)][-1:]:
            old, new = reply[start : last.start()], reply[last.end() :]
            if _says_something(old) and _says_something(new):
                return old.strip(), new.strip()
    return None


def denied_after(reply: str) -> tuple[str, str] | None:
    """What a reply denies at its end, and what it says before that: "98 not 89", 98，不是89."""
    found = [*_AND_NOT.finditer(reply, 1)] if len(reply) <= _LONGEST else []
    if len(found) != 1:
        return None
    said, denied = reply[: found[0].start()].strip(), reply[found[0].end() :].strip()
    return (denied, said) if _says_something(denied) and _says_something(said) else None


def _says_something(text: str) -> bool:
    return any(map(str.isalnum, text))


def after_correction(reply: str, *, measured: bool = False) -> str | None:
    """What follows the words that take something back; empty where nothing does, None where no such words begin.

    `measured`: a number or a date was asked for, to which "no" is no answer: "no, 98". What takes back over and over
    (错错错错错错) is followed by nothing.
    """
    rest = after = _after_one(reply, measured)
    for _ in range(_TIMES):
        if not after:
            return rest
        after = _after_one(after, measured)
    return "" if after else rest


def _after_one(reply: str, measured: bool) -> str | None:
    found = _CORRECTION.match(reply) or (_NO_BEFORE_NUMBER.match(reply) if measured else None)
    return None if found is None else reply[found.end() :].strip()

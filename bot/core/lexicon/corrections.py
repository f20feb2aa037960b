"""How somebody begins who takes back what was typed before: "sorry I meant 98", 不对，是98."""

from __future__ import annotations

from bot.core.lexicon.patterns import pattern

_BEGINNINGS = (
    r"(?:(?:oh|oops|no|wait|sorry|my bad|my mistake|apologies|抱歉|不好意思|对不起|哦|啊)[\s,，.。!！:：]+)*"
    r"(?:(?:i|what i|i actually|actually i)\s+meant?|meant|typo|correction|corrected(?: to)?|my mistake|my bad|oops|wrong|sorry"
    r"|不对|不对不对|更正|更正为|订正|改正|(?:我|刚才|刚刚|上面|前面|上一题)*(?:打|写|填|输|说|搞|弄|发|看|选|点)?错了?)"
)
_AFTER = r"[\s,，.。!！:：;；、]*(?:(?:it'?s|it is|is|was|to|应为|应是|是|为)(?![a-z])\s*)?"


_CORRECTION = pattern(f"(?i){_BEGINNINGS}(?![a-z]){_AFTER}")


def after_correction(reply: str) -> str | None:
    """What follows the words that take something back; empty where nothing does, None where no such words begin."""
    found = _CORRECTION.match(reply)
    return None if found is None else reply[found.end() :].strip()

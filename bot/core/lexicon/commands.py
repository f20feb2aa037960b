"""Commands that are typed as words, without a slash."""

from __future__ import annotations

from bot.core.lexicon.forms import normal, trimmed, words

_WISHES = {
    "back": words(
        "back|go back|previous|previous question|last question|undo|上一步|上一题|上一个|上一个问题|返回|返回上一步|返回上一题|后退|回退|退回|撤销|撤回"
    ),
    "skip": words(
        "skip|skip it|skip this|skip this one|next|next question|跳过|略过|跳过此题|跳过这题|先跳过|下一步|下一题|下一个|下一个问题"
    ),
    "keep": words("keep|keep it|no change|unchanged|不变|不改|不用改|保留|保持不变"),
    "why": words("why|why do you ask|为什么|为啥|为何|为什么问这个|为什么要问"),
    "list": words("list|overview|review|列表|一览|总览|核对"),
    "help": words(
        "help|help me|?|??|how|how does this work|what can i do|帮助|帮忙|求助|怎么用|怎么填|怎么输|怎么输入|怎么答|怎么弄|使用说明|说明|不会用|看不懂"
    ),
    "cancel": words("cancel|pause|quit|exit|取消|暂停|退出|先停一下|先暂停|中止"),
    "cases": words("cases|my cases|病例|病例列表|我的病例|所有病例"),
    "language": words(
        "language|english|chinese|in english|in chinese|switch language|语言|切换语言|中文|英文|英语|换成英文|换成中文"
    ),
    "screen": words("new case|new patient|next patient|新病例|新患者|新病人|下一位患者|下一个患者|下一个病人"),
}
_ACTS = {normal(word): act for act, spelled in _WISHES.items() for word in spelled}
_POLITE = ("请", "我要", "我想", "please ", "pls ")
_ENDINGS = (" please", " pls", "一下", "吧")


def wish_in(text: str) -> str | None:
    """What a normalised reply wishes, where it is a command and nothing else."""
    reply = trimmed(text) or text  # a lone "?" is punctuation otherwise
    for opening in _POLITE:
        reply = reply.removeprefix(opening)
    for ending in _ENDINGS:
        if reply not in _ACTS:
            reply = reply.removesuffix(ending)
    return _ACTS.get(reply.removeprefix("/"))

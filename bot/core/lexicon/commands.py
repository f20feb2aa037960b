"""Commands that are typed as words, without a slash. No word that could be an answer is one: not "stop", 停, "pass", "no"."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.lexicon.forms import normal, trimmed, words


def _spelled(table: Mapping[str, frozenset[str]]) -> dict[str, str]:
    return {normal(word): act for act, spelled in table.items() for word in spelled}


_WISHES = {
    "back": words(
        "back|go back|go back one|step back|one step back|back one|back up|prev|previous|previous question|the previous question|last question|go to the previous question"
        "|undo|上一步|上一题|上题|上一道|上一道题|上一个|上一个问题|前一题|前一步|前一个问题|返回|返回上一步|返回上一题|返回上一个|返回上题|回上一步|回上一题|回到上一步|回到上一题|回到上一个问题"
        "|后退|后退一步|回退|退回|退回上一题|退一步|改上一题|修改上一题"
    ),
    "skip": words(
        "skip|skip it|skip this|skip this one|skip question|skip this question|skip for now|next|next question|move on"
        "|跳过|略过|跳过此题|跳过这题|跳过这道题|跳过本题|跳过这个|跳过这个问题|这题跳过|先跳过|先跳过这题|直接跳过|跳到下一题|下一步|下一题|下题|下一道|下一道题|下一个|下一个问题"
    ),
    "keep": words(
        "keep|keep it|keep this|keep answer|keep this answer|keep the answer|keep as is|leave it as is|leave as is|no change|no changes"
        "|unchanged|don't change it|不变|不改|不改了|不用改|不修改|不用修改|不需要修改|保留|保留原答案|保留答案|保持不变|保持原样|维持原样|维持不变|维持原答案"
    ),
    "why": words(
        "why|why this|why this question|why ask|why do you ask|why do you ask this|why is this asked|why do you need this|why is that needed"
        "|what is this for|what's this for|explain|explain this|what does this mean|what does it mean|what does that mean|what is this|what's this|what do you mean"
        "|where do i find this|where do i find it|where can i find this|where can i find it|where is it|where to find it"
        "|说明|本题说明|题目说明|为什么|为啥|为何|为什么问|为什么问这个|为啥问这个|为何问这个|为什么要问|为什么要问这个|为什么要填|问这个干嘛|问这个做什么|问这个有什么用|什么意思|啥意思|是什么|这是什么|解释|在哪看|在哪里看|在哪查|在哪里查|哪里查|哪里能查到|在哪能查到|去哪查|去哪看|哪里看"
    ),
    "list": words(
        "list|show list|the list|overview|review|summary|answers|my answers|all answers|show answers|show all answers|show my answers"
        "|列表|一览|总览|概览|汇总|清单|目录|核对|答案列表|答案一览|查看列表|看列表|查看答案|看答案|全部答案|所有答案|我的答案|已填内容|查看已填|查看全部答案"
    ),
    "help": words(
        "help|help me|help please|i need help|can you help|can you help me|?|??|???|how|how does this work|how to answer|how do i answer|how to use"
        "|how to use this|how do i use this|how to type|how to fill this in|what can i do|what can i type|what do i do|what should i do"
        "|what now|instructions|manual|guide|usage|menu|commands|i don't understand|don't understand|i don't get it"
        "|帮助|帮忙|帮帮我|帮帮忙|求助|求帮助|使用帮助|帮助菜单|菜单|命令|怎么用|怎么填|怎么填写|怎么输|怎么输入|怎么答|怎么回答|怎么弄|怎么操作|怎么使用|怎么选|如何填写|如何输入|如何回答|如何使用|如何操作"
        "|怎么办|我该怎么办|使用说明|操作说明|使用方法|操作方法|不会用|不会填|不会弄|不会操作|看不懂|看不明白|没看懂|没看明白|不明白|不懂|没懂|搞不懂|听不懂"
    ),
    "cancel": words(
        "cancel|pause|pause here|quit|exit|pause screening|cancel screening|quit screening|stop screening|stop the screening|save and exit"
        "|take a break|取消|取消筛选|暂停|暂停筛选|暂停一下|先暂停|先停一下|退出|退出筛选|先退出|停止筛选|中断筛选|中止|中止筛选|终止筛选|保存退出|保存并退出|先到这|先到这里|今天先到这里|先做到这里|稍后继续|以后继续"
    ),
    "cases": words(
        "cases|my cases|case list|list cases|list of cases|show cases|show my cases|all cases|open cases|patient list|list of patients|my patients"
        "|病例|病例列表|病例清单|我的病例|所有病例|全部病例|查看病例|切换病例|换病例|患者列表|病人列表|我的患者|我的病人|患者清单|换个病人|换个患者|换一个病人"
    ),
    "aloud": words(
        "read out|read it out|read this out|read aloud|read it aloud|read to the patient|read it to the patient|patient wording"
        "|读给患者|读给患者听|读给病人|读给病人听|念给患者|念给患者听|念给病人|念给病人听"
    ),
    "plain": words("hide|back to the question|收起|返回题目|回到题目|返回问题|回到问题"),
    "language": words(
        "language|languages|change language|change the language|switch language|switch languages|语言|切换语言|更换语言|更改语言|换语言|改语言"
    ),
    "english": words(
        "en|english|in english|switch to english|english version|英文|英语|英文版|换成英文|改成英文|切换成英文|切换到英文|切换英文|用英文|显示英文"
    ),
    "chinese": words(
        "chinese|in chinese|switch to chinese|chinese version|mandarin|中文|汉语|中文版|换成中文|改成中文|切换成中文|切换到中文|切换中文|用中文|说中文"
        "|显示中文|简体中文|简体"
    ),
    "screen": words(
        "new case|new patient|next patient|another patient|new screening|start screening|start a new case|start new case|start a screening"
        "|screen a patient|screen a new patient|screen patient|screen another patient|new subject|next subject|add patient|add a patient"
        "|新病例|新患者|新病人|新的患者|新的病人|新的病例|新建|新建病例|新增病例|新增患者|添加病例|添加患者|新筛选|新建筛选|开始筛选|开始新的筛选|筛选新患者|筛新病人|下一位患者|下一个患者|下一个病人|下一位病人"
        "|下一例|下一位|换下一个病人|再筛一个"
    ),
}
# Where a criterion has failed nothing is asked, so that these cannot be answers there.
_DECISIONS = {
    "go_on": words(
        "go on|go on, record all reasons|record all reasons|all reasons|carry on|continue|proceed|keep going|next|next question|skip"
        "|继续|继续，记录全部原因|记录全部原因|全部原因|继续筛选|继续填写|继续问|接着问|接着填|往下|往下问|下一步|下一题|下一个|跳过"
    ),
    "stop": words(
        "stop|stop here|stop here and review|stop and review|review|finish|end|end here|enough|that's enough|that is enough"
        "|停|停止|到此为止|到此为止，核对|核对|结束|到这里|先到这里|就到这里|不用继续|不继续了|够了"
    ),
}
# Where a reason or a word is asked for, these say nothing that could be one.
_NODS = {
    "yes": words(
        "yes|y|yeah|yep|ok|okay|sure|confirm|confirmed|right|是|是的|好|好的|对|对的|嗯|行|可以|同意|确认|确定"
    ),
    "no": words(
        "no|n|nope|no thanks|never mind|nevermind|don't|do not|please don't|leave it|don't change|do not change|don't withdraw|do not withdraw|don't withdraw it"
        "|否|不|不了|不要|不用|不用了|不必|不必了|不是|算了|不更改|不更改了|别改|别改了|先不改|不退|不退了|不退出|不退出了|不退出筛选|别退|别退出|先不退出|放弃更改"
    ),
    "later": words(
        "later|not now|maybe later|稍后|稍后再说|以后再说|待会再说|等会再说|等会儿再说|晚点再说|回头再说|先不说"
    ),
}
_ACTS = _spelled(_WISHES)
_NODDED = _spelled(_NODS)
_DECIDED = _spelled(_DECISIONS)
_POLITE = (
    "这个问题", "这道题", "这题", "本题", "此题", "这个", "这是", "是", "请问", "请帮我", "麻烦帮我", "请", "麻烦", "帮我", "给我", "我要", "我想要", "我想", "能不能", "可以", "please ", "pls ", "plz ", "can you ", "could you ",
    "can i ", "could i ", "may i ", "i want to ", "i would like to ", "i'd like to ", "i want ", "let me ", "let's ", "go to ", "show me ",
)  # fmt: skip
_ENDINGS = (
    " please", " pls", " plz", " now", " thanks", " thank you", "一下", "吧", "呗", "啊", "呀", "哈", "好吗", "可以吗", "吗", "谢谢",
)  # fmt: skip
_MOST = 3


def wish_in(text: str) -> str | None:
    """What a normalised reply wishes, where it is a command and nothing else."""
    return _found(text, _ACTS)


def decision_in(text: str) -> str | None:
    """What a normalised reply wants where a criterion has failed: to go on, or to stop."""
    return _found(text, _DECIDED)


def nod_in(text: str) -> str | None:
    """Whether a normalised reply is nothing but a "yes", a "no" or a "later"."""
    return _found(text, _NODDED)


def _found(text: str, acts: Mapping[str, str]) -> str | None:
    reply = trimmed(text) or text  # a lone "?" is punctuation otherwise
    reply = reply if reply in acts else trimmed(reply.rstrip("? ")) or reply
    for _ in range(_MOST):
        if reply.removeprefix("/") in acts:
            break
        shorter = reply.removeprefix(next(filter(reply.startswith, _POLITE), ""))
        shorter = shorter.removesuffix(next(filter(shorter.endswith, _ENDINGS), ""))
        reply = trimmed(shorter)
    return acts.get(reply.removeprefix("/"))

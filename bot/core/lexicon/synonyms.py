"""Other words for what options of any trial are often called: degrees, sides, smoking, how it went.

They are taken as a whole reply only: 重 answers what 重度 does, and says nothing inside of a longer word.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.lexicon.forms import words

_SAME = (
    words("轻度|轻|轻的|轻微|较轻|轻症|轻型|mild|slight|minor|light"),
    words("中度|中|中等|中等度|中等程度|中型|moderate|medium|intermediate"),
    words("重度|重|重的|严重|很严重|较重|重症|重型|severe|serious|very severe"),
    words("正常|normal|unremarkable|未见异常|无异常|没有异常"),
    words("异常|不正常|有异常|abnormal|not normal"),
    words("低|低的|偏低|low"),
    words("高|高的|偏高|high"),
    words("左|左侧|左边|left|left side|on the left"),
    words("右|右侧|右边|right|right side|on the right"),
    words("双侧|两侧|双边|两边|bilateral|both sides|on both sides"),
    words("好转|改善|有改善|有好转|improved|better|improving"),
    words("稳定|无变化|没变化|没有变化|stable|unchanged|no change|same as before"),
    words("恶化|加重|变差|进展|worse|worsened|worsening|progressed|progression"),
    words("门诊|门诊患者|outpatient|outpatients"),
    words("住院|住院患者|inpatient|inpatients|hospitalised|hospitalized"),
    words(
        "从不吸烟|从未吸烟|不吸烟|不抽烟|不抽|不吸|没抽过|没吸过|从不抽烟|无吸烟史|没有吸烟史|never smoked|never smoker|has never smoked|non-smoker"
        "|nonsmoker|non smoker|doesn't smoke|does not smoke|no smoking history|no history of smoking"
    ),
    words(
        "既往吸烟|曾吸烟|曾经吸烟|以前吸烟|以前抽烟|以前抽|已戒烟|已戒|戒烟|戒烟了|戒了|former smoker|ex-smoker|ex smoker|past smoker|previous smoker"
        "|used to smoke|stopped smoking|quit smoking|smoked before"
    ),
    words(
        "目前吸烟|现在吸烟|现吸烟|仍吸烟|吸烟|抽烟|在抽|在吸烟|在抽烟|还在抽|现在还抽|current smoker|smoker|smokes|smoking|still smokes|still smoking"
        "|active smoker|currently smokes|currently smoking"
    ),
)  # fmt: skip


def same_as(name: str) -> Iterator[str]:
    """The other words for a normalised name of an option."""
    for group in _SAME:
        if name in group:
            yield from group

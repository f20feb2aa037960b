"""Words of shares and counts: so many of so many, half, none, all."""

from __future__ import annotations

from bot.core.lexicon.forms import words
from bot.core.lexicon.patterns import pattern

PERCENT = words("%|percent|percents|per cent|pct|个百分点")
OUT_OF_HUNDRED = words("百分之")
PART_OF = words("/|of|of the|out of|out of the|in|in the|among|among the|from the|from")
TOTAL = words(
    "共|总共|一共|共计|合计|总计|共有|共见|共检|总数|total|total of|a total of|in total|of total|of a total of|out of a total of"
)
WITHIN = words(
    "中|里|内|当中|里面|其中|之中|中的|中有|of which|of them|of these|among them|among these|among which|amongst them|in which"
)
THINGS = words("个|枚|只|颗|例|处|肾小球|小球|肾小球数|glomeruli|glomerulus|gloms|glom|glomerular|cell|cells|细胞")
NEUTRAL = words(
    "占|占比|比例|比率|百分比|百分率|所占比例|proportion|proportions|percentage|share|rate|ratio|有|见|可见|见到|发现|看到|累及|受累|involved|affected|present|形成|病变|改变|formation|lesion|lesions"
    "|there|total|an|each|having|showing|seen|found|that|which|which are"
)
HALF = words("半|一半|半数|对半|half|half of it|half of them|half of all|half of the|one half|a half|half the")
MORE_THAN_HALF = words("过半|过半数|过了一半|逾半|逾半数")
NONE = words(
    "无|没有|没|没见|没见到|没看到|没发现|未见|未见到|未见明显|未发现|未查见|未检出|未找到|未看到|均无|均未见|都没有|都无|都未见|全无|一个都没有|一个也没有"
    "|一个没有|无一|不存在|阴性|否|(-)|none|none of them|none of these|none of it|no|nil|absent|nothing|not any"
    "|not seen|not present|not found|not detected|not observed|not one|neg|negative|没有看到|没有发现|没有见到"
)
ALL = words(
    "全部|所有|全都|全是|全部都|都|均|百分之百|百分百|all|all of them|all of the|all of|all the|every|every one|everyone|entire|the whole"
)
FRACTIONS = {
    "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4, "fifth": 5, "fifths": 5, "sixth": 6,
    "sixths": 6, "seventh": 7, "eighth": 8, "eighths": 8, "ninth": 9, "tenth": 10, "tenths": 10,
}  # fmt: skip
_OTHERWISE = pattern(
    r"不|未|没|非|无|除|(?<![a-z])(?:not|no|non|without|except|but|neither|nor|spared|intact)(?![a-z])|做|查|测|报告|资料|活检|穿刺|结果|提|写|记"
    r"|(?<![a-z])(?:biopsy|report|reported|data|result|results|mentioned|done|available)(?![a-z])"
)


def says_otherwise(text: str) -> bool:
    """Whether words beside a share may turn it into its opposite, or say that there is none to tell."""
    return _OTHERWISE.search(text) is not None

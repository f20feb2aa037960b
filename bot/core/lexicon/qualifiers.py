"""Words that tell more of a disease or a drug that is named, and do not make it another one: 慢性(胃炎), "HTN on amlodipine"."""

from __future__ import annotations

from bot.core.lexicon.forms import words
from bot.core.lexicon.patterns import pattern

# Of what somebody ever had: it was treated.
OVER = words(
    "切除|已切除|切除了|已手术切除|手术切除|摘除|已摘除|手术|已手术|已治愈|治愈|放疗|化疗|resected|excised|removed|surgery|mastectomy|lobectomy|gastrectomy"
    "|colectomy|nephrectomy|chemotherapy|radiotherapy|chemo|remission|in remission|cured|treated|缓解|缓解期|完全缓解"
)
_KIND = (
    "[1-4一二三四]型|急性|慢性|亚急性|早|晚|活动|浅表性?|萎缩性|糜烂性?|原发性?|继发性?|特发性|轻度|中度|重度|轻微|轻|重|严重|明显|多次|反复发作的?|反复|频发|复发性|早期|中期|晚期|典型|右侧?|左侧?|双侧|单侧|面部|脸部|脸上?|[肺胃肠肝肾脾胰]|结肠|直肠|食管|甲状腺|乳腺|宫颈|卵巢|膀胱|前列腺|鼻咽|口腔|透明细胞"
    "|嘴里?|颈部|胸部|腰部?|腿|手部|背部|皮肤|多发性?|多|广泛|局部|大肠埃希菌|大肠杆菌|克雷伯菌|链球菌|葡萄球菌|后遗症期?|发作期|活动期|稳定期|急性期|病程|受累|累及|升高|增高|滴度高|控制(?:可|尚可|良好|好|稳定|不佳|不好)"
    "|acute|chronic|mild|moderate|severe|recurrent|active|inflammatory|bilateral|left|right|upper|lower|diffuse|localized|early|lung|gastric|stomach|colon|breast|thyroid|renal|cervical|ovarian|prostate|bladder"
    "|type ?(?:[1-4]|i{1,3})|(?:well |poorly )?controlled|uncontrolled|stable|advanced|e\\.? ?coli|(?:stage|grade|class|nyha|type) ?(?:[ivx]{1,4}|[0-4][ab]?|[ab])|involvement"
    "|elevated|raised|(?:of|on) the (?:face|nose|arm|leg|back|trunk|skin|breast|cervix|lung|colon)"
)
_TREATED = (
    "(?:口服|服用|吃着?|使用|予以?|给予|正在|用)[\u4e00-\u9fff]{1,8}|抗病毒(?:治疗)?中?|抗[痨结核]{1,2}(?:治疗)?中?|药物控制|治疗中"
    "|(?:on|taking|treated with|controlled (?:on|with|by)) [a-z]{3,}(?: [a-z]{3,})?|[a-z]{2,}(?:statin|pril|sartan|dipine|olol|gliptin|formin|cavir|fovir|clovir|ciclovir|prazole|floxacin|cillin)|insulin|thyroxine|levothyroxine|cef[a-z]{4,}"
)
_COURSE = (
    "累计|总量|总剂量|足量|血药浓度|谷浓度|浓度|多靶点|方案|疗程|序贯|维持治疗|单药"
    "|cumulative|total|trough|level|monotherapy|regimen|cycles?|courses?|infusions?|doses?"
)
_DESCRIBING = pattern(f"(?:(?:{_KIND}|{_TREATED})[ 的]?)+")
_DOSING = pattern(f"(?:(?:{_COURSE})[ 的]?)+")


def describes(text: str, *, dosed: bool) -> bool:
    """Whether a normalised text only describes the disease beside it or, where doses are listed, the course of the drug."""
    return (_DOSING if dosed else _DESCRIBING).fullmatch(text.strip(" ()")) is not None

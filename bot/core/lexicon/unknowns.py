"""The many ways of saying that something is not known, was not done, or will be found out later.

"Not known" is kept apart from "no" and always wins over it: 没记录, "no record" and 未查 begin like a no and are none.
"""

from __future__ import annotations

from itertools import product

from bot.core.lexicon.forms import words
from bot.core.lexicon.patterns import pattern
from bot.core.lexicon.roles import Role


def _made(*rows: str, gap: str = "") -> frozenset[str]:
    """Every way through the rows: one word of each."""
    return frozenset(gap.join(filter(None, one)) for one in product(*(sorted(words(row)) for row in rows)))


_PLAIN = words(
    "unknown|unk|uk|nk|n/k|n/a|n.a.|n.a|n.k.|n.k|n.d.|n.d|na|nd|n/d|dk|d/k|idk|don't know|do not know|dont know|doesn't know|does not know|didn't know|dunno"
    "|not known|not yet known|not known yet|no idea|no clue|unsure|uncertain|unclear|not too sure|not so sure|not quite sure|not 100% sure"
    "|not entirely sure|not exactly sure|hard to say|hard to tell|difficult to say|cannot say|can't say|can't tell|cannot tell|cannot be told"
    "|cannot determine|can't determine|who knows|god knows|forgot|forgotten|forgets|no memory|slipped my mind|missing|lost|tbd|tbc|tba"
    "|to be determined|to be decided|not decided yet|not yet decided|to be confirmed|to be checked|to be announced|to be clarified|to follow|pending|awaited|awaiting|outstanding"
    "|unavailable|not applicable|nothing recorded|nothing documented|nothing on record|nothing in the record|nothing in the records"
    "|nothing in the chart|nothing in the notes|none recorded|none documented|none on record|not on record|not on file|not in the record"
    "|not in the records|not in the chart|not in the report|not on the report|not on the sheet|not with me|not to hand|not at hand|not here|not in the notes|refused to answer|refuses to answer|declined to answer"
    "|prefer not to say|prefers not to say|won't say|will not say|not scheduled|not scheduled yet|not yet scheduled|no date yet|date not set|not answered|no answer|no reply|no response from patient"
    "|标本凝固|标本凝了|标本溶血|样本凝固|sample clotted|clotted sample|sample haemolysed|sample hemolysed|sample hemolyzed|haemolysed|hemolysed|hemolyzed|不在手边|不在手上|不在身边|没带来|没带过来|没带报告|没带单子|没带化验单|没带病历|未知|不知|不知道|不知情|不晓得|不清|不清楚|不太清楚|不大清楚|不很清楚|不是很清楚|不太了解|不是太清楚|不详|不明|不明确|不明了|不确定|不太确定|不能确定|无法确定|无法判断|无法确认|没法确定|不敢确定|不记得|不太记得"
    "|不大记得|想不起来|想不起|想不到|忘|忘了|忘记|忘记了|忘掉了|没印象|无印象|没有印象|没什么印象|印象不深|记忆不清|不好说|不了解|不认识|不会看|看不懂报告|没有头绪|鬼知道|天知道|谁知道"
    "|缺|缺失|空|空白|空着|丢了|遗失|丢失|资料缺失|资料不全|记录不全|病历不全|资料不完整|记录不完整|数据缺失|拒绝回答|拒答|不愿意说|不愿说|不想说|没数|还没数|没注意|没留意|没太注意|没关注|没在意|不肯说|不愿透露|未作答|没回答|无应答|不适用|联系不上|失联|失访|无从得知|无从考证|无据可查|无法获取|无法提供|无法获得|暂缺|不肯定|不敢肯定|称不了|测不了|量不了|还没排|没排|没排上|还没排上|没排期|还没排期|日期没定|日子没定|病历还没看|还没看病历|没看病历|no date fixed|date not fixed|no fixed date|not fixed yet"
)  # fmt: skip
_LATER = words(
    "还在查|在查|正在查|还在检查|later|will check|will ask|will find out|will see|will confirm|will update|will let you know|i'll check|i'll ask|i'll find out"
    "|i will check|i will ask|let me check|let me ask|need to check|need to ask|needs to be checked|have to check|have to ask|must check"
    "|must ask|should check|to check|to ask|check later|ask later|tell you later|get back to you|checking|asking|will get back to you|wait for"
    "|waiting|waiting for|wait for the result|waiting for result|waiting for results|waiting on|still waiting|in progress|on its way|coming"
    "|待查|待定|待测|待检|待报告|待结果|待确认|待补|待补充|待回报|待核实|待核|待问|待询问|待完善|待评估|待做|待出|待出结果|待复查|待化验|待检查|待明确|待回复|待追踪|待随访|待跟进|待会诊"
    "|等结果|等报告|等化验|等病理|等回报|等通知|在等|在等结果|正在等|等待|等待结果|等待报告|等待中|还在等|等出结果|等出报告|还要等|还得等|结果待回|报告待回"
    "|回头|回头问|回头查|回头看|回头再说|回头再问|回头补|以后再说|以后再问|以后补|稍后|稍后补|稍后补充|稍后再填|晚点|晚点问|晚点补|晚些|晚些时候|过会|过会儿|等会|等会儿|待会|待会儿|改天|改日"
    "|明天问|明天查|再定|回头再定|以后再定|到时再定|到时候再说|到时再说|要看病历|得看病历|看病历|看看病历|查医嘱|看医嘱|核对医嘱|需要核对|要核对|需核对|翻病历|要翻病历|查病历|再问|再问问|再查|再看|再核实|再确认|再说|再议|问问|问一下|问下|去问|去查|我问问|我查查|我去问|我去查|我看看|查一下|查查|查下|看看|看一下|核实一下|确认一下"
    "|要问|要查|要问医生|要问家属|需要问|需要查|需要核实|需要确认|需核实|需确认|需查|需问|得问|得查|后补|后续补|后续补充|之后补|下次问|下次再说|先空着|先放着|先不填"
    "|已送检|送检了|送检中|待病理|待病理报告|明天出结果|后天出结果|今天出结果|下午出结果|晚上出结果|下周出结果|过几天出结果|结果明天出|结果后天出|结果下午出|结果下周出|结果要明天|结果要后天|结果要下周|要明天出|要后天出|要下周出|重抽|待重抽|要重抽|需重抽|重新抽|重测|正在留|在留|在留尿|正在留尿|留尿中"
    "|待研究者判断|待研究者|等研究者|等研究者判断|由研究者判断|请研究者判断|investigator to judge|investigator to assess|investigator will decide|investigator will judge|investigator decides|pi to judge|pi decides|pi will decide|待医生判断|等医生判断|investigator to decide|for the investigator|too early to tell|too early to say|too soon to tell|collecting|collecting now|being collected|pi to decide|for the pi|sent to lab|sent to the lab|in the lab"
)  # fmt: skip
_NEGATED = (
    "not|not yet|never|not been|not yet been|hasn't been|has not been|haven't been|wasn't|was not|isn't|is not|weren't"
)
_TOLD = (
    "known|sure|certain|clear|recorded|documented|mentioned|reported|stated|specified|noted|available|indicated|provided|described"
    "|written|asked|discussed|reviewed|confirmed yet|back|back yet|out|out yet|ready|received|obtained|established|determined|clarified|confirmed|verified|decided|judged yet"
    "|given|given in the report|listed|commented|commented on|classified|printed|stated in the report|remembered|recalled"
)
_DONE = (
    "done|done yet|tested|tested yet|measured|checked|assessed|examined|performed|carried out|collected|collected yet|evaluated|screened|investigated"
    "|looked for|judged|drawn|drawn yet|taken yet|sampled|scanned|repeated|weighed"
)
_ASKED = "asked|checked|looked|looked it up|found out|heard back"
_HAVE_NOT = "haven't|have not|havent|hasn't|has not|didn't|did not"
_MIND = "remember|recall|know|tell|say|be sure|find out|find it|find the record|find any record|find the report|find the result|see it in the report"
_CANNOT = "can't|cannot|cant|can not|couldn't|could not|don't|do not|dont|doesn't|does not|didn't|did not|won't"
_PAPERS = (
    "record|records|result|results|data|report|reports|info|information|documentation|mention|entry|note|notes|recollection|details"
    "|recall|history available|cbc|fbc|lft|lfts|bloods|blood test|blood tests|urinalysis|24h urine|24-hour urine|urine collection|recent result|recent results|lab result|lab results|labs|recent labs|reference range|medication list|feedback|paperwork|chart|file|documents"
)
_ENGLISH = (
    _made(_NEGATED, _TOLD, gap=" ")
    | _made(_CANNOT, _MIND, gap=" ")
    | _made(_HAVE_NOT, _ASKED, "|yet", gap=" ")
    | _made("no|no available|without|without any|no clear", _PAPERS, gap=" ")
    | _made("no", _PAPERS, "yet|available|so far|at hand|on file", gap=" ")
)
_NO_ZH = "没|没有|未|尚未|尚无|还没|还没有|还未|暂未|暂无|无|并未|并没有|从未|从没|没能|未能|无法|没法|没来得及|还没来得及|来不及|没有任何|没有明确|没有相关|没有详细|没有具体|没有确切|没任何|无任何|无明确|无相关|无详细|无具体|无确切|未能明确"
_WRITTEN_ZH = (
    "判断|判定|裁定|决定|记录|记载|提及|提到|提|写|写明|写到|注明|标明|标注|标|说明|说|说清|说清楚|描述|交代|报告|报|问|问到|问过|问清|问清楚|询问|询问到|了解|了解到|核实|确认|明确|确定|明示|填|填写|登记|录入|印|打印"
    "|出|出来|出结果|出报告|回|回来|回报|回复|拿到|拿到结果|拿到报告|取到|收到|收到结果|等到|得到|得到结果|查到|查到记录|找到|找到记录|找到报告|看到报告|看到记录|看到结果|给|给出|给结果|反馈|上传|归档|评|统计|告知|告诉|定|定好|定下来|定下"
)
_PAPERS_ZH = "记录|记载|资料|数据|信息|结果|报告|报告单|化验单|化验|单子|病历|检查单|检验单|检查结果|化验结果|检验结果|检查报告|病理报告|病理结果|病理|依据|印象|答案|消息|反馈|证据|检查|检验|检测|回报|线索|参考值|参考范围|参考区间|最近结果|最近的结果|近期结果|近期的结果|晨尿结果|血常规结果|生化结果"
_DONE_ZH = "查|测|做|检|验|化验|检查|检测|检验|测量|测定|评估|评价|筛查|复查|送检|抽血|拍|拍片|拍片子|拍胸片|照|照片子|留|留取|留样|采|采样|采血|称|量|做检查|做化验|做活检|做病理|做胸片|做过检查|镜检|分型|分级|送|留完|收完|行|行检查|开展|进行|安排|完成|完善|监测"
_CLEARLY_ZH = "清|清楚|上来|上|到|出|出来|准|好|起来|住|得|明白|了|着|太清|太清楚|太准|大清|大清楚|大清|很清|很清楚|全"
_CHINESE = (
    _made(_NO_ZH, _WRITTEN_ZH)
    | _made(f"{_NO_ZH}|查无|找不到|查不到|看不到|缺乏|缺少|缺", _PAPERS_ZH)
    | _made("记|想|说|搞|弄|查|问|找|看|分|讲|听|辨|认|联系|确定|追溯|判断|肯定", "不", _CLEARLY_ZH)
)
# What was not done, or what the answer should be read from: asked for, this is an answer; otherwise nothing is known.
UNDONE = (
    _made(_NEGATED, _DONE, gap=" ")
    | _made(_NO_ZH, _DONE_ZH, "|过")
    | _made("no", "test|tests|testing", "|done|yet", gap=" ")
    | _made(_HAVE_NOT, "test|measure|weigh|check it|do it", gap=" ")
    | words("undone|untested|unmeasured|unassessed|筛查未做|检查未做|化验未做")
)
UNKNOWN = (_PLAIN | _LATER | _ENGLISH | _CHINESE) - UNDONE - words("没好|没得|无好|未说不")
# No result or no day so far. Said of something that can be had or planned, it is a no.
NOT_AT_HAND = (
    _made(
        "haven't got|havent got|have not got|don't have|dont have|do not have|haven't received|have not received",
        "it|that|one|any|the result|the results|the report|results",
        "|yet",
        gap=" ",
    )
    | _made("报告|报告单|化验单|检验单|单子", "|上|里|中", "没有|没|无")
    | words(
        "结果没看到|结果还没看到|not planned|not planned yet|not yet planned|no plan yet|没计划|还没计划|没有计划|还没有计划|未计划|尚未计划"
    )
)
_STILL_OUT = pattern(
    r"(?:报告|病理|结果|送检)\S{0,4}[没未]\S{0,3}[出回到]"
    r"|(?:reports?|results?|path\w*) (?:is |are |still )*(?:outstanding|pending|awaited)"
    r"|(?:report|result|path)\S*(?: is| are)? (?:not|isn't) (?:yet )?(?:back|out|ready)"
)
# Beside "not known": what it is that is not known.
ABOUT = words(
    "不孕|不孕症|不育|不育症|when|which|what|what it is|how|how much|how many|how often|who|where|why|whether|if|date|dates|day|month|year|time|exact|exactly|exact date"
    "|cbc|fbc|blood count|lft|lfts|liver function|renal function|bloods|blood test|blood tests|serology|screening|cxr|chest x-ray|chest xray|the names|names|meds|medications|medication history|drug history|医嘱|precise|precisely|specific|details|detail|result|results|report|value|number|level|class|type|grade|stage|dose|name|record|records"
    "|chart|notes|file|information|test|sample|lab|labs|pathology|biopsy|about|it|that|there|me|us|them|until|from|because|since|yet|the answer|this one"
    "|the lab|the doctor|the report|the result|the results|the date|tomorrow|next visit|first|again|please|so|very|really|was|were|had|did|to|ask|check"
    "|24小时尿|24h尿|什么|什么时候|何时|何日|哪天|哪年|哪月|哪日|哪一天|几号|几月|几时|几型|几级|多久|多少|哪个|哪种|哪些|哪一型|哪一种|怎么|怎么回事|具体|具体时间|具体日期|确切|准确|日期|时间|结果|数值|分型|型别|类型|型|分级|报告|化验|检验"
    "|检查|病理|病历|病历里|病历上|病历中|病史|记录|记录里|记录上|记载|单子|单子上|化验单|报告单|报告里|报告上|报告中|资料|资料里|数据|情况|系统|系统里|肝功|肝功能|肾功|肾功能|血常规|尿常规|尿沉渣|尿检|两对半|乙肝两对半|传染病|传染病四项|传染病八项|感染四项|感染八项|术前四项|术前八项|输血前八项|输血前四项|胸片报告|疗效|用药史|参考值|参考范围|清除率|比例|百分比|个数|数量|生化|抽血|抽的|留的|采的|今天抽的|今早抽的|昨天抽的|刚抽的|刚抽血|今天留的|今早留的|昨天留的|血样|尿样|晨尿|卧床|关于|有关|到底|究竟|外院|医院|当时|当初|以前|之前|时候|名字|药名|剂量|名称"
    "|问|查|做|说|写|这项|这个|这块|此项|该项|本项|项目|方面|太久|时间太久|时间长|太久了|很久|年代久远|明天|后天|下次|下周|等|要|需要|需|先|再|去|给|到|好像|可能|也许|应该|但|不过|所以|因为"
)  # fmt: skip

ROLES = dict.fromkeys(UNKNOWN, Role.UNKNOWN) | dict.fromkeys(UNDONE, Role.UNDONE)


_AWAITING = pattern(
    "还?(?:需要?|得|要)?(?:等|待)[a-z\u4e00-\u9fff]{0,8}(?:结果|报告|会诊|评估|判断|判定|决定|通知|回报|确认|回复|意见|伦理|审批)(?:批准|通过|批)?"
    "|(?:cultures?|consult(?:ation)?|opinion|serology|bloods?|labs?|results?) (?:are |is |still )*(?:pending|awaited|outstanding)"
)
_CLAUSES = pattern(r"\s?[,;.。]\s?")


def without_awaiting(text: str) -> str:
    """A normalised reply without the clauses that only say what is waited for: 待PI评估, "cultures pending"."""
    return ",".join(clause for clause in _CLAUSES.split(text) if not _AWAITING.fullmatch(clause))


def is_still_out(text: str) -> bool:
    """Whether a normalised reply says that a report is awaited: 病理还没回, "report not back yet"."""
    return _STILL_OUT.search(text) is not None

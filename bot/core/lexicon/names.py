"""Chinese surnames, titles, and the words of the clinic and of the office that look like a name and are none."""

from __future__ import annotations

from bot.core.lexicon.forms import words
from bot.core.lexicon.patterns import pattern

SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅"
    "方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包"
)
COMPOUND_SURNAMES = (
    "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "端木",
)  # fmt: skip
TITLES = (
    "女士",
    "先生",
    "小姐",
    "阿姨",
    "大爷",
    "大妈",
    "奶奶",
    "爷爷",
    "叔叔",
    "大叔",
    "太太",
    "某某",
    "某",
    r"\*{1,2}",
    "xx?",
    "×{1,2}",
)
# What follows a label and is no name.
NO_NAMES = (
    "不详", "未知", "保密", "不便", "略", "无", "未填", "没", "不", "男", "女", "是", "和", "及", "年龄", "性别", "unknown", "not", "none", "no", "n/a",
    "of", "and", "the", "is", "withheld", "removed", "age", "sex", "confidential",
)  # fmt: skip
CLINICAL = pattern(
    "高(?:血|脂|尿|钾|钠|钙|热|烧|蛋|危|度|值|倍|龄|压|糖|胆|甘|于|出|分|敏)|白(?:细|蛋|介|血|带|天|斑|塞|癜|色|球|内|陶)|金(?:黄|葡|属|标|诺|刚)"
    "|华法|方(?:案|便|法|式|向|面|形)|石(?:膏|棉|蜡|胆|女)|黄(?:疸|体|染|热|曲|色|斑|芪|连|酒|葵)|安(?:静|全|排|慰|宫|定|罗|乃|伯|立|道)|汤药|温(?:度|和|热)"
    "|马(?:上|来|兜|鞭|铃)|常|毛(?:细|发|囊|霉|玻)|明|成|应|向(?:心|上|下)|顾(?:虑|及)|万(?:古|分|单|一)|雷(?:公|帕|诺|贝|尼)|武汉|江(?:苏|西)|全|单|任(?:何|务|意|选|一)"
    "|余(?:下|量|无|均)|程(?:度|序)|计|连|关(?:节|于|闭|注|键|系)|路|宫|左(?:右|侧|肺|心|肾|上|下|眼|耳|腿|膝|氧|乙)|水|沙|平|房|包(?:括|块|虫|涵|含|皮|膜)"
    "|张(?:力|口)|孔(?:径|源)|何(?:时|种|日|处|地|因)|于(?:是|今|昨|20|前|本|外|该)|易(?:感|疲|怒|出|激)|康(?:复|柏)|施(?:行|用|乐)|文(?:献|件|字|化|拉)|严(?:重|格|密)"
    "|史(?:无|密)|龙(?:胆|血)|甘(?:油|露|草|精|氨|氏)|申(?:请|报|明)|陆续|许多|徐缓|曾(?:经|用|有|行|在|服|因)|时|谢绝|谢谢|段|叶酸|叶片|林可|郑重|罗(?:红|库|音|格|盖|米|氟)"
    "|钟(?:情|头)|范围|贺普|莫(?:西|沙|名)|丁(?:苯|型|肝)|夏(?:季|天)|秦皮|齐(?:拉|多|全)|牛(?:皮|黄|奶|肉|磺)|焦虑|章程|包埋|欧洲|兰索|万艾|戴(?:口|镜)|胡(?:萝|须|桃)|朱砂"
    "|熊(?:去|胆)|颜(?:色|面)|周(?:围|一|二|三|四|五|六|日|末|期|岁|边|内|前|后)|吴茱|孟(?:鲁|德)|苏(?:打|醒|醇|子)|陶瓷|卢(?:戈|非)|赵氏|杜(?:仲|鹃|冷)|肖像|田|董事|郭氏|傅"
    "|.{1,3}(?:症|病|炎|癌|瘤|胞|酶|痛|咳|型|性|片|胶囊|单抗|阴性|阳性|正常|异常|升高|降低|错|误|不够)$"
)
CLINICAL_ENGLISH = words(
    "lupus|nephritis|drum|tower|class|blood|serum|urine|renal|kidney|liver|biopsy|white|red|cell|cells|platelet|platelets|count|hemoglobin"
    "|haemoglobin|creatinine|total|protein|acute|chronic|type|stage|grade|normal|positive|negative|hepatitis|herpes|zoster|systemic"
    "|sclerosis|arthritis|rheumatoid|syndrome|disease|disorder|hospital|university|nanjing|clinic|trial|study|test|tests|result|results|not"
    "|none|no|yes|unknown|done|pending|chest|heart|lung|lungs|infection|virus|bacterial|viral|fungal|anti|malar|discoid|rash|oral|ulcer"
    "|ulcers|complete|remission|good|bad|mild|severe|moderate|stable|active|inactive|left|right|upper|lower|high|low|new|old|date|time|day"
    "|days|week|weeks|month|months|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday"
    "|wednesday|thursday|friday|saturday|sunday|patient|pt|female|male|woman|man|last|first|next|follow|visit|dose|drug|therapy|treatment"
    "|vaccine|fever|yellow|cancer|carcinoma|cell|basal|interstitial|diabetes|mellitus|mycophenolate|mofetil|wilfordii|tripterygium|membranous"
    "|proliferative|diffuse|focal|mesangial|gi|pulmonary|cardiovascular|endocrine|hepatic|neurological"
)
# What a study team writes when it gives a reason; none of these is a common name.
OFFICE_ENGLISH = words(
    "typing|typed|typo|error|errors|mistake|mistaken|entry|entered|wrong|wrongly|incorrect|correct|corrected|correction|corrections|data"
    "|value|values|unit|units|number|report|reports|reported|record|records|recorded|source|document|documents|documentation|file|files"
    "|lab|labs|laboratory|sample|specimen|reading|misread|mixed|swapped|confused|duplicate|transcription|transcribed|copied|copy|clerical"
    "|recheck|rechecked|repeat|repeated|retest|retested|confirmed|confirmation|verified|updated|update|amended|amendment|missing|found"
    "|change|changed|changes|reviewed|review|withdrew|withdrawn|withdrawal|consent|refused|refusal|declined|discontinued|lost|moved"
    "|personal|reason|reasons|decision|interest|schedule|distance|travel|protocol|deviation|violation|exception|waiver|eligible"
    "|ineligible|eligibility|criterion|criteria|inclusion|exclusion|screening|screened|screen|failure|enrolled|enrolment|enrollment"
    "|randomised|randomized|answer|question"
    "|adverse|event|events|pregnant|pregnancy|surgery|transplant|transplantation|dialysis|transfusion|allergy|steroid|steroids|medication"
    "|medicine|history|diagnosis|examination|judgement|judgment|clinical|medical|clinically|significant|assessment|approved|approval|today|yesterday|late|human|second|opinion|too"
)

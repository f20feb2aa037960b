"""The words of short replies, each with what it does: says yes, negates, leaves it open ...

What is here means the same whatever was asked. "Not known" has tables of its own (`unknowns`), and so have words that
answer only what was asked with a word of the same kind (`kindred`).
"""

from __future__ import annotations

from bot.core.lexicon.forms import words
from bot.core.lexicon.roles import Role

_ASKED = "有是会能要对好行用吃查做在愿怀住打服喝抽输得患停签肯见"
_A_NOT_A = frozenset(f"{verb}{no}{verb}" for verb in _ASKED for no in ("不", "没", "没有", "否"))  # 有没有, 用没用
# They may tell what the patient has; alone before a disease they are those who have it.
KIN = words(
    "mother|her mother|his mother|father|her father|his father|parents|husband|her husband|wife|his wife|son|daughter|sister|her sister|his sister"
    "|family history|family history of|家族史|家族|other patient|other pt|another patient|another pt|different patient|另一个病人|另一个患者|别的病人|别的患者|其他病人|其他患者|其他人|别人"
    "|brother|her brother|his brother|grandmother|grandfather|aunt|uncle"
    "|老公|丈夫|妻子|老婆|母亲|妈妈|父亲|爸爸|父母|孩子|儿子|女儿|姐姐|妹妹|哥哥|弟弟|兄弟|姐妹|外婆|外公|奶奶|爷爷|姑姑|舅舅|叔叔|阿姨"
)
ROLES: dict[str, Role] = {}
_TABLES = {
    Role.FRAME: words(
        "the|an|both|of|in|on|for|to|at|by|as|any|ever|already|still|just|only|so|yet|really"
        "|very|too|completely|fully|entirely|surgically|successfully|please|pls|thanks|thank you|thx|sorry|answer|the answer|answer is|result|results|the result"
        "|reported|result is|shows|showed|says|said|states|reads|diagnosis|diagnosed|impression|conclusion|finding|findings|pathology|known"
        "|documented|recorded|noted|sir|per|according to|from|case|being|been|ones|known to have|type of|kind of thing|option|choice|choose"
        "|number|selected|select|there|here"
        "|的|了|呢|啊|呀|哦|嘛|啦|哈|噢|喔|哟|耶|着|地|个|这|那|该|任何|任何一种|任何一个|都|均|皆|全|也|又|就|就是|还|还在|仍|仍在|仍然|在|正|正在|已|已经"
        "|已有|早就|只|仅|仅有|很|真|真的|实在|反正|请|麻烦|谢谢|谢了|您好|老师|抱歉|不好意思|答案|答案是|回答|结果|结果是|结果为|报告示|报告是|提示|示|显示|为|诊断|诊断为|诊断是|确诊为|结论|印象|病理|病理示"
        "|病理报告|检查|检查示|属|属于|选|选择|一直|情况|方面|表示|里|上|中|其中|包括|确定|主要|具体|情形|时|期|期间|类|呈|一共|共|是在|有在|人"
        "|因为|因|由于|because of|due to|判断"
        "|'|\"|(|)|[|]|{|}|*|_|#|~|·|•|-|--|^|'s"
    ),
    Role.LISTED: words(
        "this|that|these|those|above|below|listed|mentioned|following|这个|那个|这些|那些|其他|其它|别的|上述|以上|上面|下列|以下|下面|前述|所列|列出的|上列"
        "|this drug|this medicine|this medication|these drugs|这个药|这种药|这药|该药|此药|这类药|这些药"
    ),
    Role.JOINT: words(
        "and|&|+|plus|with|和|与|及|以及|跟|同|还有|加|加上|联合|合并|并|并且|且|另外|外加|再加|/|\\|as well as|together with|also|、|以及还有|同时有|同时"
    ),
    Role.PAUSE: frozenset(",;.!:。!…=>") | {"..."},
    Role.BUT: words("but|however|though|although|但|但是|可是|不过|然而|只是|其实|而"),
    Role.DID: words(
        "done|tested|checked|repeated|measured|taken|查了|做了|已查|已做|测了|化验了|查过了|做过了|查过|做过|测过|查的|做的|测的|检查过|复查了|复查|抽血了|已抽血|抽过血|血抽了|采血了|已采血"
    ),
    Role.WHO: words(
        "i|we|he|she|they|it|you|him|her|them|his|their|my|the patient|patient|patients|pt|the pt|pts|subject|the subject|participant"
        "|the participant|this patient"
        "|我|我们|他|她|它|他们|她们|患者|病人|病员|病患|受试者|本人|本人自己|她自己|他自己|病人自己|患者自己"
        "|患者本人|病人本人|自己|该患者|此患者|该病人|女方|病人说|患者说|她说|他说|患者诉|病人诉|自述|自诉|诉|患者自述|病人自述"
    ),
    Role.OTHERS: words(
        "family|the family|relatives|pi|the pi|investigator|the investigator|研究者|主要研究者|doctor|the doctor|nurse|guardian"
        "|家属|家人|家里人|医生|大夫|护士|主任|家属说|医生说|监护人|委托人|代理人|亲属"
    )
    | KIN,
    Role.VERB: words(
        "is|are|am|does|do|has|have|would|'re|'m|'ve|there is|there are|it is|it's|she's|he's|i'm|they're|i've|she does have|is a|it is a"
        "|it's a|has a|have a"
    ),
    Role.WAS: words("was|were|did|had|'d|used to|there was|it was|has been|have been|had been|过"),
    Role.YES: words(
        "yes|yesss|yees|ye|y|yeah|yea|yep|yup|ya|yah|yess|aye|true|correct|right|that's right|that is right|that's correct|sure|surely|certainly"
        "|definitely|definitely yes|absolutely|indeed|of course|affirmative|exactly|confirmed|confirm|is confirmed|present|always|uh-huh"
        "|是|是的|是滴|是啊|是呀|对|对的|对对|对对对|对啊|没错|有|有的|有啊|有呀|正确|确实|确实有|的确|的确有|肯定|肯定有|确认|确认有|已确认|属实|当然|当然有|真的有|有过|有过的|就是有|存在"
    ),
    Role.NO: words(
        "nope|nop|noo|nooo|noooo|nah|nay|nil|false|no way|not at all|none at all|none known"
        "|negatory|incorrect|untrue|none whatsoever|no other|no others|none other|否|不是的|不是啊|没有的|没有啊|没有没有|没有过|没有过的|从来没有过|绝对没有|绝对不|根本没有|肯定没有|当然没有|当然不|完全没有|一点也没有|一点没有"
        "|一个也没有|一个都没有|一样都没有|一种都没有|全无|皆无|均无|都无|以上皆非|均否认|不对|错|不正确|非也|没得"
    ),
    Role.NOT: words(
        "no|n|not|non|certainly not|definitely not|absolutely not|of course not|never|none|nothing|nobody|neither|nor|without|deny|denies|denied|denying|impossible|isn't|isnt|aren't|arent|wasn't"
        "|wasnt|weren't|werent|doesn't|doesnt|don't|dont|didn't|didnt|hasn't|hasnt|haven't|havent|hadn't|hadnt|won't|wouldn't"
        "|wouldnt|can't|cant|cannot|couldn't|couldnt|ain't|shouldn't|never ever|no any|free of|no evidence of|no evidence for|without evidence of|no sign of|no signs of"
        "|不|不是|没|没有|木有|冇|未|无|非|否认|否定|未见|未曾|不曾|从未|从未有|从未有过|从不|从没|从没有|从没有过|从来没|从来没有|从来不|并非|并不|并不是|并未|并没有|并没|并无|毫无|绝无"
        "|不存在|不可能|无任何|没任何|没有任何|没什么|没有什么|不带|不伴|未发现|没发现|没有发现|未发生|没发生|没有发生|未出现|没出现|没有出现|未检出|未查见|未见到"
    ),
    Role.GONE: words(
        "no longer|not any more|not anymore|not now|not currently|not at present|not at the moment|none now|none currently|none at present"
        "|not for now|not presently|not right now|not at this time|没有了|没了|不再|暂无|暂没|暂没有|暂未|暂未见|现无|目前无|眼下没有|已无"
    ),
    Role.YET: words(
        "not yet|not so far|尚未|尚未有|尚无|还没|还没有|还未|还不|还不是|还无|迄今没有|到现在没有|至今没有|至今未"
    ),
    Role.SOON: words(
        "to be|yet to|yet to be|will be|going to|going to be|about to|about to be|planning to|plans to|待|将|将要|即将|快要|马上|准备|打算|拟|计划"
    ),
    Role.SOURCE: words(
        "chart|record|records|notes|file|report|the report|medical record|病历|病历上|病历里|病历中|病历上写|病历写|病历记录|记录|记录里|记录上|档案|报告|报告上|报告里|报告单|化验单|系统里|资料里"
    ),
    Role.POSITIVE: words("positive|pos|阳性|(+)|呈阳性|阳"),
    Role.NEGATIVE: words("negative|neg|阴性|(-)|呈阴性|阴"),
    Role.NORMAL: words("normal|unremarkable|clear|all clear|healthy|well|正常|健康|体健|身体健康|身体好|未见异常|无异常|没有异常|未见明显异常|无明显异常|无殊|无特殊|没有问题"),
    Role.TICK: words("✓|√|✔|☑|打勾|打钩|勾选"),
    Role.CROSS: words("×|✗|✘|☒|打叉"),
    Role.HM: words("嗯|嗯嗯|嗯嗯嗯|恩|恩恩|唔|嗯呢|嗯哪|mm|mhm|mm-hmm|hmm|oh|ah|hi|hello|你好"),
    Role.NOW: words(
        "now|right now|currently|current|at present|presently|at the moment|at this time|for now|for the time being|so far|until now|to date"
        "|any more|anymore|目前|现在|现|现时|当前|眼下|此刻|暂时|暂|暂且|至今|迄今|到目前为止|目前为止|截至目前|现阶段"
    ),
    Role.LATELY: words("today|yesterday|recently|lately|recent|just now|this morning|this week|last week|今天|今日|近期|最近|近来|这几天|这段时间|这阵子|昨天|昨日|前天|上周|本周|今早|昨晚|刚|刚刚|刚才"),
    Role.AGO: words(
        "before|previously|previous|formerly|in the past|past|long ago|history|history of|h/o|hx|hx of|s/p|post-op|as a child"
        "|以前|过去|既往|曾|曾经|之前|从前|早年|小时候|年轻时|很久以前|去年|前年|史|病史|既往史|术后|切除术后|切除后|根治术后|手术后|已手术|化疗后|放疗后|早先|前几年"
    ),
    Role.MAYBE: words(
        "probably|prob|maybe|perhaps|possibly|possible|possibility|might|may|might be|may be|could be|likely|unlikely|most likely"
        "|very likely|i think|i think so|think so|think|i guess|guess|guess so|i believe|believe|i suppose|suppose|suppose so|presumably"
        "|apparently|seems|seem|seems so|appears|looks like|sort of|kind of|hopefully|i hope so|suspected|suspect|suspicious"
        "|suspicion|query|questionable|doubtful|almost|nearly|mostly|partly|partially|sometimes|occasionally|should|should be|so-so|not that i know of|not to my knowledge|to my knowledge|not as far as i know"
        "|supposed to|as far as i know|afaik|not really|hardly|barely|rarely|more or less|depends|it depends|not always|not necessarily"
        "|not quite|not exactly|not only|not just|about|around|roughly|approximately|borderline|cannot be excluded|cannot be ruled out|can't be ruled out"
        "|+/-|-/+|+-|<|>|<=|>=|≤|≥|at least|at most|cannot rule out|can't rule out|cannot exclude|not excluded|to be excluded|r/o|rule out|versus|vs|or|either|if|?|??|???|whatever"
        "|可能|有可能|很可能|也可能|不太可能|不大可能|也许|或许|兴许|大概|大概率|大约|约|估计|应该|应当|应该是|好像|好象|似乎|貌似|像|像是|疑似|可疑|怀疑|疑|考虑|倾向|倾向于|差不多|八成|多半"
        "|十有八九|说不定|不一定|未必|不见得|不太|不大|不怎么|不完全|不全是|不仅|不仅仅|不只|不光|不止|不单|断奶中|在断奶|正在断奶|不很|有点|有点儿|有一点|有一点点|有些|偶尔|有时|有时候|算是|基本|基本上|大致|吧|吗|么|据说|听说|不能排除|不排除|不除外|待排|待除外"
        "|待排除|排除|看情况|难说|勉强|如果|要是|万一|或|或者|还是|要么|抑或|还好|还行|还可以|一般|马马虎虎|凑合|没事|没事的|没关系|无所谓|随便|行了|可以了|算了|好了|得了|同上|一样|印象中|印象里|我记得|记得|记忆中|记忆里|as i recall|if i remember|as far as i remember|i recall|i remember|i don't think so|don't think so"
    ),
    Role.EITHER: _A_NOT_A | words(
        "有无|是否|有否|能否|可否|会否|愿不愿意|同不同意|有没有过|有/无|是/否|有或无|是或否|有或没有|是还是不是|有还是没有"
        "|与否|y/n|yes/no|yes or no|or not|whether or not|if or not|whether|yes and no|yes but no|是也不是"
    ),
    Role.STOPPED: words(
        "stop|stops|stopped|stopping|discontinue|discontinued|off|came off|quit|ceased|d/c|withheld|held|on hold|switched|changed|then|→|->"
        "|skipped|skip|missed|停|停了|停用|停药|已停|已停用|已停药|停过|停服|停掉|不用了|不吃了|没用了|没吃了|换成|改用|改成|改为|漏服|漏吃|停止|撤了|减停"
    ),
    Role.EXCEPT: words(
        "except|except for|apart from|other than|besides|excluding|but not|not including|rather than|instead of|all but"
        "|除了|除去|除|外|之外|以外|除外|不包括|不含|不算|只差|唯独|而不是|而非"
    ),
    Role.ALL: words(
        "all|all of them|all of these|all of those|all of the above|all the above|every one|everything|全部|全部都有|全部有|全都有|全有|都有|均有|所有|以上都有|以上全部|以上均有|以上都是|全选|都是|全是|都选"
    ),
    Role.ETC: words("etc|etc.|and so on|and others|and more|等|等等|之类|之类的|什么的"),
}  # fmt: skip
for _role, _words in _TABLES.items():
    ROLES |= dict.fromkeys(_words, _role)

"""Words for what has not ended yet, and for what has: instead of a last day."""

from __future__ import annotations

from itertools import product

from bot.core.lexicon.forms import trimmed, words
from bot.core.lexicon.numerals import NUMERAL
from bot.core.lexicon.patterns import pattern

_STILL = "|仍|仍然|还|正|一直|目前|目前仍|目前还|现在|现在仍|现在还|至今仍|至今还|今天还|今天仍|目前一直|每天|每天都|天天|天天都"
_STILL_DOING = (
    "在用|在吃|在服|在服用|在使用|在服药|在用药|在吃药|在打|在打针|在注射|在输|在输液|在滴|在挂水|在口服|在治疗|在住|在住院|在用着|在吃着|在继续|在持续"
    "|在进行|在用这个药|在吃这个药|在用此药|在院"
)
_DOING = (
    "挂|挂着|滴着|输着|打着|用|吃|服|服用|使用|服药|用药|吃药|打|注射|输|输液|滴|住院|口服|用着|吃着|住着|继续|持续|在"
)
_NOT = "未|没|没有|还没|还未|还没有|尚未|一直没|一直未|一直没有|从未|从没|目前未|目前没|目前没有|目前还没|目前尚未|未曾|并未|并没有|现在还没"
_ENDING = "停|停药|停用|停过|停过药|停止|停止用药|断|断过|中断|结束|出院|间断|断药"
_UNTIL = "用|吃|服|服用|使用|打|输|住|住院|治疗|一直|一直用|一直吃|持续|持续用||用药|服药|延续"
_NOW = "到现在|至今|到目前|到今天|至今日|到今日|到如今|到目前为止|到今"
_CURRENT = "|still|currently|continues|still currently|now|is still|remains|continuing"
_TAKING = (
    "taking|on|using|receiving|getting|having|in|in use|inpatient|in-patient|admitted|hospitalized|hospitalised|under treatment"
    "|being treated|in treatment|being given|ongoing|continuing"
)
_THAT = (
    "|it|them|this|that|the drug|the medication|medication|the medicine|medicine|meds|treatment|the treatment|therapy|the drip|drip"
    "|iv|the iv|antibiotics|iv antibiotics|the antibiotics|pills|the pills|tablets|the tablets|hospital|the hospital|the ward|ward"
)
_NOT_STOPPED = (
    "not|hasn't|has not|haven't|have not|hasnt|havent|never|not been|has never|hasn't been|has not been|not yet"
)
_STOPPED = "stopped|ended|stopped it|stopped yet|ended yet|been stopped|discontinued|finished|finished yet|discharged|discharged yet|been discharged"


def _joined(*tables: str, gap: str = "") -> frozenset[str]:
    return frozenset(" ".join(gap.join(parts).split()) for parts in product(*(table.split("|") for table in tables)))


# A bare 继续 may be said to the chat, as "go on" is. The products hold what nobody types ("in it") too; what says nothing is taken out again.
ONGOING = (
    words(
        "ongoing|on-going|still|continuing|continued|continues|continuous|current|currently|present|to date|until now|till now"
        "|until today|till today|up to now|so far|until present|to now|as of today|as of now|not over|no stop|taking it now"
        "|on it now|taking it every day|takes it every day|takes it daily|taking it daily|on it daily|still taking it now|still taking it every day"
        "|规律服用|规律口服|规律用药|仍在|还在|至今|持续|持续中|持续至今|继续中|进行中|未间断|截至目前|截止目前|截至今日|截至今天|直到现在|直到今天|不间断|住院中|用药中|服药中|治疗中|使用中|服用中|静滴中|输液中|挂着|滴着|住着|现用|现服|现在用|现在吃|现在服用|目前用|目前服用|目前使用|维持中|维持用药中"
    )
    | _joined(_STILL, _STILL_DOING)
    | _joined("仍|仍然|还|一直|一直都|每天|每天都|天天|目前仍|目前还|现在还|仍继续|仍旧|依然", _DOING)
    | _joined("正|正在|继续", _DOING)
    | _joined(_NOT, _ENDING)
    | _joined(_UNTIL, _NOW)
    | _joined(_CURRENT, _TAKING, _THAT, gap=" ")
    | _joined(_NOT_STOPPED, _STOPPED, gap=" ")
) - words(
    "|on|in|having|getting|using|this|that|admitted|hospitalized|hospitalised|never finished|has never finished|never ended|has never ended"
)
ENDED = words(
    "停|停了|已停|已经停了|已停了|停药|停药了|已停药|已经停药|停用|已停用|停用了|早停了|早就停了|不用了|不吃了|没用了|没吃了|没在用|没在吃|没有在用|没有在吃"
    "|不在用|不在吃|结束|结束了|已结束|用完了|吃完了|疗程结束|出院|出院了|已出院|已经出院|stopped|has stopped|already stopped|stopped it"
    "|stopped already|discontinued|ended|finished|completed|no longer|no longer taking|no longer taking it|not taking|not taking it"
    "|not any more|not anymore|off|off it|discharged|already discharged|it has ended|has ended"
)
_ABOUT = (
    "至今", "到现在", "直到现在", "目前", "现在", "患者", "病人", "本人", "家属", "我", "他", "她", "药", "是的,", "是,", "the patient ", "patient ", "pt ",
    "he is ", "she is ", "he's ", "she's ", "he ", "she ", "they ", "i am ", "i'm ", "i ", "is ", "has ", "yes ",
)  # fmt: skip
_AFTER = (
    "啊",
    "呢",
    "的",
    "哦",
    "呀",
    "了",
    "中",
    "药",
    "着",
    " now",
    " currently",
    " at present",
    " today",
    " at the moment",
)
_YEARS = pattern(
    rf"[ ,]*(?:(?:x|for|since) |已经?|有)? ?(?:[0-9]{{1,2}}|{NUMERAL}{{1,3}}|one|two|three|four|five|six|ten)"
    r" ?(?:余|多)?(?:年|years?|yrs?|y)(?:余|多|了|以上| ago)*$"
)
_CLAUSES = pattern("[,;.。、]| and | but ")
_SHORT = words("yes|no|是|是的|没|没有|不是|还没|not yet")
_MOST = 4
_GOING_ON = pattern(
    "还在|今[早天]还|目前|现在|仍|长期|在用|在吃|在服|没停|未停|一直|持续|继续|至今|到现在"
    "|(?<![a-z])(?:still|ongoing|continuing|continues|currently|taking|not stopped|hasn't stopped|on it|to date|present|until now)(?![a-z])"
)
_PAST = pattern("曾|以前|之前|过去|原来|过$|(?<![a-z])(?:was|were|used to|previously|formerly|had been)(?![a-z])")
_UNTIL_NOW = pattern(
    "(?:至今|到现在|到目前|ongoing|present|until now|to now|to date)$|^(?:since|from|从|自).*(?:在用|在吃|在服用|still taking|still on it|still on)$"
)


def without_years(text: str) -> str:
    """A normalised reply without the years at its end for which it has been so: 绝经5年, "postmenopausal for 3 years"."""
    return _YEARS.sub("", text).strip()


def is_ongoing(text: str) -> bool:
    """Whether a normalised reply says that it has not ended, and nothing else."""
    return _says(text, ONGOING)


def has_ended(text: str) -> bool:
    """Whether a normalised reply says that it has ended, and nothing else."""
    return _says(text, ENDED)


def beside_going_on(text: str) -> str | None:
    """What a normalised reply says besides that something goes on; None where it does not say so, or of the past."""
    rest, found = _GOING_ON.subn(" ", text)
    return rest if found and not _PAST.search(rest) else None


def runs_until_now(text: str) -> bool:
    """Whether a normalised reply ends with "until now", after a first day perhaps."""
    return _UNTIL_NOW.search(trimmed(text)) is not None


def _says(text: str, table: frozenset[str]) -> bool:
    clauses = [clause for clause in map(str.strip, _CLAUSES.split(text)) if clause]
    said = [clause for clause in clauses if clause not in _SHORT]
    return 0 < len(said) <= _MOST and all(_is_in(table, clause) for clause in said)


def _is_in(table: frozenset[str], clause: str) -> bool:
    for _ in range(_MOST):
        if clause in table:
            return True
        shorter = clause.removeprefix(next(filter(clause.startswith, _ABOUT), ""))
        if shorter == clause:
            shorter = clause.removesuffix(next(filter(clause.endswith, _AFTER), ""))
        clause = shorter.strip()
    return clause in table

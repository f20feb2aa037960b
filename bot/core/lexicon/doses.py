"""Doses and how often they are taken: what stands beside a drug and does not say which one it is."""

from __future__ import annotations

import re

from bot.core.lexicon.forms import words
from bot.core.lexicon.patterns import pattern

_NUMBER = "(?:[0-9]{1,5}(?:\\.[0-9]{1,4})?|[半一二两三四五六七八九十]{1,2})"
_UNIT = (
    "(?:mg|g|ug|μg|mcg|ng|ml|iu|u|miu|mmol|units?|tablets?|tabs?|caps?|capsules?|pills?|drops?|puffs?|times?|毫克|克|微克|毫升|万?单位|万u|万iu"
    "|片|粒|颗|支|袋|丸|包|瓶|滴|喷|枚|针|次|回)(?![a-z])"
)
_PER = "(?:\\s?/\\s?(?:kg|m2|d|day|w|wk|week|month|h|次|日|天|周|月|晚|早)(?![a-z])){1,2}"
_DOSE = pattern(
    f"(?<![0-9.])(?:{_NUMBER}\\s?[-~]\\s?)?{_NUMBER}\\s?(?:{_UNIT}(?:{_PER})?|{_PER})(?:\\s?[x×*]\\s?{_NUMBER}\\s?{_UNIT})?"
    f"|(?:(?<![a-z])x|[×*])\\s?{_NUMBER}(?:\\s?(?:天|日|周|days?|d|w))?(?![a-z0-9.])"
    "|(?<![0-9.])[0-9]{1,4}\\.[0-9]{1,4}(?![0-9.])"
    "|(?<![a-z0-9])q ?[0-9]{1,2} ?(?:h|d|w|wks?|weeks?|m)(?![a-z])|每隔?[0-9一两二三四六八]{1,2}个?[周天月日](?:[1一两二]次)?"
)
# What a dose was changed to; down to nothing it was stopped.
_CHANGED = pattern(
    "(?:(?:taper|reduc|decreas|lower|increas|rais)(?:ed|ing|e|es)?(?: (?:down|up))?|(?<![a-z])(?:down|up)) to "
    f"(?P<to>{_NUMBER})(?:\\s?{_UNIT})?(?![0-9.])|[减加增降调](?:量|药|低|少|加|整)?[到至为成]\\s?(?P<zu>{_NUMBER})(?:\\s?{_UNIT})?(?![0-9.])"
)
_NOTHING = pattern("0(?:\\.0+)?(?![0-9.])")
OFTEN = words(
    "qd|bid|tid|qid|qod|qn|qm|qw|q2w|q3w|q4w|q2d|q3d|q6h|q8h|q12h|q24h|q1m|q3m|q6m|biw|tiw|prn|st|po|p.o.|iv|ivgtt|iv drip|ih|sc|im|hs|ac|pc|od|bd|tds"
    "|daily|weekly|monthly|nightly|once|twice|once daily|twice daily|once a day|twice a day|a day|per day|a week|per week|every day"
    "|every other day|every week|every month|every morning|every night|in the morning|at night|orally|by mouth|intravenously|am|pm"
    "|每日|每天|每周|每月|每晚|每早|一天|一日|一周|每次|隔日|隔天|早晚|早晚各|早|晚|早上|晚上|睡前|饭后|饭前|顿服|分次|分次服|分次服用|口服|静滴|静推|静脉滴注|静脉注射|皮下注射|肌注|分两次|分三次|皮下|每周一次|每月一次|冲击|冲击治疗|pulse|pulses|pulse therapy|维持|小剂量|大剂量|三联|二联|两联|联合用药|剂量|用量|片|片剂|胶囊|软胶囊|分散片|缓释片|肠溶片|肠溶胶囊|缓释胶囊|颗粒|注射液|注射剂|注射用|粉针|针剂|口服液|类药物|类药|tablet|tablets|capsule|capsules|injection|infusion"
)


_TITRE = pattern("(?<![0-9:])1 ?(?::|比) ?[1-9][0-9]{1,4}(?![0-9:])")


def without_titres(text: str) -> str:
    """A normalised text with blanks where titres stood: "ANA 1:320"."""
    return _TITRE.sub(_blank, text)


def without_doses(text: str) -> str:
    """A normalised text with blanks where doses stood; a dose of nothing is none."""
    return _DOSE.sub(_blank, _CHANGED.sub(_blank, text))


def _blank(found: re.Match[str]) -> str:
    dose = next(filter(None, found.groups()), found.group())
    return found.group() if _NOTHING.match(dose) else " " * len(found.group())

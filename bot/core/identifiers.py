"""Finds what may identify a person, so that it can be refused before it is stored anywhere.

Only what can be told with some certainty: a check digit, a prefix, a form, a label ("姓名：", "MRN"), a title. A bare name
can be told only where nothing else is typed, so it is looked for in codes and reports, never in free text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from bot.core.lexicon.forms import clean, normal
from bot.core.lexicon.names import (
    CLINICAL,
    CLINICAL_ENGLISH,
    COMPOUND_SURNAMES,
    NO_NAMES,
    OFFICE_ENGLISH,
    SURNAMES,
    TITLES,
)
from bot.core.lexicon.patterns import pattern

Identifier = Literal["national_id", "phone", "email", "record_number", "labelled_name", "address", "name"]

_NATIONAL_ID = pattern(r"(?<![0-9])(?=([1-9](?:[ -]?[0-9]){16}[ -]?[0-9x])(?![0-9]))")
_BORN = pattern(r"[0-9]{6}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
# The first 6 digits of an ID number are a place, then comes the birth date, with two digits of the year until 1999.
_FORM = pattern(
    r"[1-8][0-9]{5}(?:(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9x]|[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3})"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECK_DIGITS = "10x98765432"
_PHONES = pattern(
    r"(?<![0-9.])(?:(?:\+|00)?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])"
    r"|(?<![0-9])(?:0[1-9][0-9]{1,2}-|\(0[1-9][0-9]{1,2}\) ?)[0-9]{7,8}(?![0-9])"
    r"|(?<![0-9])\+[1-9](?:[ -]?[0-9]){7,14}(?![0-9])"
    r"|(?:电话|手机|联系方式|座机|(?<![a-z])(?:tel|phone|mobile|cell|telephone|contact|fax))(?:号码|号|no\.?|number)? ?[:=是为]? ?\+?[0-9](?:[ -]?[0-9]){6,14}"
    r"|(?:微信|(?<![a-z])(?:wechat|weixin|qq))(?:号|id)? ?[:=]? ?[a-z0-9_-]{5,}"
)
_EMAIL = pattern(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")
_RECORD = pattern(
    r"(?:住院|病历|病案|门诊|登记|就诊|挂号|检查|检验|影像|超声|心电|标本|样本|条码|条形码|病理|诊疗|医保|社保|护照|证件|身份证|军官证|卡)(?:卡|证)?(?:号码?|编号|id)"
    r" ?[:#=是为]? ?[a-z]{0,4}-?[0-9]{3,}"
    r"|(?:床号|床位|病床号) ?[:#=是为]? ?[a-z+]?[0-9]+|(?:身份证|护照) ?[:=]? ?[a-z]{0,2}[0-9]{6,}"
    r"|(?<![a-z])(?:medical record|hospital|inpatient|outpatient|admission|record|chart|patient|passport|insurance|accession|specimen|id card|nhs)"
    r" (?:id|no|nr|number)[.:]? ?[:#=]? ?[a-z]{0,4}-?[0-9]{4,}"
    r"|(?<![a-z])(?:mrn|ssn|id(?: ?[:#=]| no\.?| number))(?: ?no\.?| ?number)? ?[:#=]? ?[a-z]{0,4}-?[0-9]{4,}"
)
_HAN = "[\u4e00-\u9fff]"
_NAME_LABEL = pattern(
    f"(?:姓 ?名|名字) ?(?P<mark>[:=是叫为]?) ?(?P<name>{_HAN}{{2,4}}|[a-z][a-z'-]+(?: [a-z][a-z'-]+)?)"
    f"|(?:患者|病人|受试者|联系人|家属|签字|签名) ?(?P<mark2>[:=]) ?(?P<name2>{_HAN}{{2,4}})(?!{_HAN})"
    f"|(?:我叫|名叫|她叫|他叫|叫做) ?(?P<name3>{_HAN}{{2,4}})"
    "|(?<![a-z])(?<!drug )(?<!brand )(?<!trade )(?<!generic )(?<!test )(?<!file )(?:full |first |last |sur|given |family )?name(?: ?[:=] ?| is )"
    f"(?P<mark4>)(?P<name4>[a-z][a-z'-]+(?: [a-z][a-z'-]+)?|{_HAN}{{2,4}})"
)
_HEADED = pattern(f"(?:^|[\n,;。 ])({_HAN}{{2,4}})[,、 ]+(?:男|女)性?(?:[,、 。]|$)")  # 王小明，男，45岁
_TITLED = pattern(
    f"(?<![对由关属等适用任基位在])(?!任何)(?:{'|'.join(COMPOUND_SURNAMES)}|[{''.join(sorted(SURNAMES))}]){_HAN}{{0,2}}(?:{'|'.join(TITLES)})(?![种些个类一项])"
)
_TITLED_ENGLISH = pattern(r"(?<![A-Za-z])(?:Mr|Mrs|Ms|Miss|Mdm|mr|mrs|ms)\.? [A-Z][a-z]+")
_ADDRESS = pattern(
    f"(?:住址|地址|家住|现住|户籍所在地|户籍) ?[:=]? ?(?!不|未|保密|无|略|没)(?:{_HAN}){{2,}}|{_HAN}(?:路|街|大道|巷|弄|村|小区|苑) ?[0-9]{{1,5}} ?(?:号|弄|栋|幢|室)"
    r"|(?<![a-z])(?:home )?address ?[:=] ?[a-z0-9]|(?<![a-z])(?:lives|residing) at [0-9]"
)
_NO_NAME = CLINICAL_ENGLISH | OFFICE_ENGLISH
_HAN_WORD = pattern(f"{_HAN}{{2,4}}")
_LATIN_NAME = pattern("[A-Z][A-Za-z'’-]+ [A-Z][A-Za-z'’-]+")


@lru_cache(maxsize=8)  # one reply is looked through by several readers
def identifier_in(text: str) -> Identifier | None:
    """What in this text identifies a person; a bare name only where the text is nothing else."""
    plain, typed = normal(text), clean(text)
    for kind, holds in _KINDS:
        if holds(plain, typed):
            return kind
    return "name" if looks_like_name(text) else None


def looks_like_name(text: str) -> bool:
    """Whether this is a Chinese name (two or three characters from a common surname on, or a compound one before one or
    two), or two capitalised words; words of the clinic and of the study's office are none."""
    typed = clean(text)
    if _HAN_WORD.fullmatch(typed):
        return _is_chinese_name(normal(typed))
    words = typed.casefold().split()
    return _LATIN_NAME.fullmatch(typed) is not None and _NO_NAME.isdisjoint(words)


def is_like_national_id(text: str) -> bool:
    """Whether this has the form of an ID number, old or new, whatever its check digit: it may be mistyped."""
    return _FORM.fullmatch(re.sub("[ ._/-]", "", normal(text))) is not None


def _is_chinese_name(word: str) -> bool:
    if word.startswith(COMPOUND_SURNAMES):
        return len(word) > 2
    return word[0] in SURNAMES and len(word) < 4 and CLINICAL.match(word) is None


def _has_national_id(plain: str, _: str) -> bool:
    return any(_checks(re.sub("[ -]", "", found)) for found in _NATIONAL_ID.findall(plain))


def _checks(digits: str) -> bool:
    if not _BORN.match(digits):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits[:17], strict=True))
    return _CHECK_DIGITS[total % 11] == digits[17]


def _has_labelled_name(plain: str, typed: str) -> bool:
    return (
        any(map(_is_labelled, _NAME_LABEL.finditer(plain)))
        or any(map(_is_chinese_name, _HEADED.findall(plain)))
        or _TITLED.search(plain) is not None
        or _TITLED_ENGLISH.search(typed) is not None
    )


def _is_labelled(found: re.Match[str]) -> bool:
    """Whether a name follows the label: after a colon anything but "unknown", otherwise what looks like one."""
    groups = found.groupdict()
    name = next(filter(None, (groups[key] for key in ("name", "name2", "name3", "name4"))))
    if name.startswith(NO_NAMES):
        return False
    marked = groups["mark"] or groups["mark2"] or groups["mark4"] is not None
    return bool(marked) or (name[0] in SURNAMES and CLINICAL.match(name) is None)


_KINDS: tuple[tuple[Identifier, Callable[[str, str], bool]], ...] = (
    ("national_id", _has_national_id),
    ("phone", lambda plain, _: _PHONES.search(plain) is not None),
    ("email", lambda plain, _: "@" in plain and _EMAIL.search(plain) is not None),
    ("record_number", lambda plain, _: _RECORD.search(plain) is not None),
    ("labelled_name", _has_labelled_name),
    ("address", lambda plain, _: _ADDRESS.search(plain) is not None),
)

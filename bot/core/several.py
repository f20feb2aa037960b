"""Several answers in one message: a pasted laboratory report, or a sentence with several results.

An answer is found by the name of its question or of its test, which must stand before it. It is taken only beyond
doubt: a name that could mean two things, a value that is unusual, a result of another specimen are left out, and the
question is asked in its turn. A list of options is never taken: what it does not name would count as absent.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.core import kinds
from bot.core.answers import NotKnown, Quantity, Value
from bot.core.identifiers import looks_like_name
from bot.core.kinds.base import Doubtful, Reading, Setting, Understood
from bot.core.kinds.common import as_decimal
from bot.core.lexicon.corrections import after_correction
from bot.core.lexicon.everyday import KIN
from bot.core.lexicon.forms import by_character, clean
from bot.core.lexicon.measures import AGAIN, EARLIER, WANTED
from bot.core.lexicon.patterns import either, pattern
from bot.core.lexicon.replies import vocabulary
from bot.core.lexicon.roles import Role, has_role
from bot.core.trial import INVESTIGATOR, Question, Trial

LONGEST = 2500  # about sixty lines of a report
MOST = 60  # names in one message
LONGEST_PART, LONGEST_CHOICE = 80, 30
_NUMBER = pattern(r"[\d零〇一二两三四五六七八九十百千万半]|today|yesterday|[今昨前]")
_PARTED = pattern(r"\s*(?P<words>.*\S)\s*(?:[,;，；、]|\sand|[和及])\s*")  # "1 WBC" is the first line of a report
_MEASURED = ("quantity", "proportion")
_LEFT_OUT = ("many_of", "text")
_UNITS = "u?mol|mg|ug|kg|ml|iu|ref|on|at|in|to|or|and|vs|参考|到|至|或|和"
_END = pattern(
    r"[;。]|[,、](?=\D|$)|\s(?=[^\s:]{1,12}:)"
    rf"|(?:(?<=\d)|(?<=/[Ll]))\s(?!(?:{_UNITS})\W)(?=[^\W\d_]{{2,10}}[ =]{{0,2}}[0-9<>])"  # the name of another test
)
_JOINT = pattern(r"[\s/、,，和与及:：比()（）#*-]*")
_RANGE = pattern(r"(?<![\d./])(?<!on )\d+(?:\.\d+)?\s?(?:-|~|--)\s?(\d+(?:\.\d+)?)(?![\d.])")
_PER = frozenset({"/", ".", "／"})
_INTRODUCES = frozenset("者人的是为查测示和及与其日")  # a Chinese name may follow: 患者肌酐, 今日肌酐
_OTHER_SPECIMEN = pattern(r"(?:urine|urinary|stool|csf|尿|便|粪|脑脊液|胸水|腹水|\bu)[\s:-]?$")
_CLAUSE = pattern(r"[\n,，;；、。!?:：]|\.\s|[0-9](?=[^0-9]*$)")
_NO_RESULT = pattern(either((*WANTED, *EARLIER)))
_AGAIN = pattern(rf"(?:{either(AGAIN)})\D{{0,8}}\d")
_VALUE_FIRST = pattern(r"\d[^\s,;，；、]*\s?[^\s\d,;，；、]{0,8}\s?[(（]\s?$")  # 28 (ALT) 31 (AST)
_PAUSES = "\n,，;；、。 "
_CLAUSE_PAUSE = pattern("[\n,，;；、。]")
_FIGURE = pattern(r"\d+(?:\.\d+)?")
_OF_THE_DAY = frozenset({Role.LATELY, Role.NOW, Role.DID})
_PUTS_IN_DOUBT = frozenset(
    {Role.NOT, Role.NO, Role.GONE, Role.YET, Role.SOON, Role.MAYBE, Role.EITHER, Role.EXCEPT, Role.UNKNOWN, Role.UNDONE}
)
_WORD = pattern("[\u4e00-\u9fff]+|[A-Z][a-z'’-]+ [A-Z][a-z'’-]+")


@dataclass(frozen=True, slots=True)
class Found:
    """One answer among several: the question, what was understood, and the words that said so."""

    question: Question
    value: Value
    typed: str


@dataclass(frozen=True, slots=True)
class SeveralFound:
    """The answers of one message, to be confirmed together; `unclear` are named too, but not beyond doubt."""

    found: tuple[Found, ...]
    unclear: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """A name in the text: where it stands, and the questions that it may mean."""

    start: int
    end: int
    questions: tuple[Question, ...]


def find_several(trial: Trial, text: str, setting: Setting, asked: Question | None = None) -> SeveralFound | None:
    """All answers that a message gives beyond doubt; None where it gives none."""
    if len(text) > LONGEST:
        return None
    typed = clean(text)
    plain = by_character(typed)
    named = list(_names_in(trial, plain))
    if not named or len(named) > MOST:
        return None
    readings: dict[str, list[Found | None]] = defaultdict(list)
    if asked is not None and (answer := _before_names(asked, typed[: named[0].start], setting)) is not None:
        readings[asked.id].append(answer)
    for one, end in _parts(plain, named):
        before = max((name.end for name in named if name.end <= one.start), default=0)
        behind = min((name.start for name in named if name.start >= end), default=len(plain))
        doubted = _is_doubted(plain, before, one.start) or _is_replaced(plain[end:behind])
        for question, answer in _read(trial, one, typed, end, setting, asked):
            answer = None if doubted else answer
            readings[question.id].append(answer)
    settled = {id: _agreed(answers) for id, answers in readings.items()}
    found = tuple(one for one in settled.values() if one is not None)
    unclear = tuple(trial.by_id[id] for id, one in settled.items() if one is None)
    return SeveralFound(found, unclear) if found else None


def _before_names(asked: Question, typed: str, setting: Setting) -> Found | None:
    """The answer to what is asked that stands before the first name: "4.5; Hb 105; PLT 156" where WBC is asked."""
    parted = _PARTED.fullmatch(typed)
    if asked.shape.kind not in _MEASURED or parted is None or len(typed) > LONGEST_PART:
        return None
    words = parted["words"]
    reading = kinds.read_part(asked.shape, words, setting)
    known = isinstance(reading, Understood) and not isinstance(reading.value, NotKnown)
    return Found(asked, reading.value, words) if isinstance(reading, Understood) and known else None


def _is_doubted(plain: str, start: int, end: int) -> bool:
    """Whether what leads to a name denies it, leaves it open or is no result: "not class IV", 母亲肌酐, "previous Hb".

    Right behind another name it is the answer to that: 妊娠 无 哺乳 无.
    """
    before = plain[max(start, end - LONGEST_PART) : end]
    lead = _CLAUSE.split(before)[-1]
    if _NO_RESULT.search(lead) or _VALUE_FIRST.search(before):
        return True
    if start and lead == before:
        return False
    words = vocabulary().cut(" ".join(lead.split()))
    return has_role(words, _PUTS_IN_DOUBT) or any(word.text in KIN for word in words)


def _is_replaced(behind: str) -> bool:
    """Whether a result is followed by what stands in its place: "PLT 145, sorry 45", "PLT 145, repeat 45"."""
    said = behind.strip(_PAUSES)
    return after_correction(said, measured=True) is not None or bool(_AGAIN.match(said)) or _is_renewed(behind)


def _is_renewed(behind: str) -> bool:
    """Whether a result is followed by one of a later day: "Hb 112 on admission, 98 today"."""
    clause = next(filter(None, (part.strip() for part in _CLAUSE_PAUSE.split(behind))), "")
    words = vocabulary().cut(" ".join(clause[:LONGEST_PART].split()))
    numbers = [word for word in words if _FIGURE.fullmatch(word.text)]
    told = all(word in numbers or has_role([word], _OF_THE_DAY | {Role.FRAME}) for word in words)
    return bool(numbers) and told and has_role(words, _OF_THE_DAY)


def _agreed(found: list[Found | None]) -> Found | None:
    """The answer found for one question; None where two were found that differ."""
    first = found[0]
    return first if first is not None and all(one is not None and one.value == first.value for one in found) else None


def _parts(plain: str, named: list[_Named]) -> Iterator[tuple[_Named, int]]:
    """Each name with the end of its part: the next name, the end of the line, or of the clause."""
    starts = [one.start for one in named[1:]] + [len(plain)]
    doubled = False
    for one, start in zip(named, starts, strict=True):
        line = plain.find("\n", one.end, start)
        end = start if line < 0 else line
        clause = _END.search(plain, one.end, end)
        rest = plain[one.end : end]
        joint = _JOINT.fullmatch(rest) is not None
        if doubled:  # "AST/ALT 1.2" is neither of them
            one = replace(one, questions=())
        doubled = joint and line < 0 and end == start and start < len(plain)
        if not joint and one.questions:
            yield one, clause.start() if clause else end


def _read(
    trial: Trial, one: _Named, typed: str, end: int, setting: Setting, asked: Question | None
) -> Iterator[tuple[Question, Found | None]]:
    """What one part says for its question, and for others beside it."""
    question = one.questions[0]
    words = typed[one.start : end].strip()
    if len(one.questions) > 1:
        yield from ((each, None) for each in one.questions)
        return
    unit = (setting.unit if question is asked else None) or question.shape.unit or None
    rest = typed[one.end : end].strip(" :：=")
    if not _promises(question, rest):
        yield question, None
        return
    reading = _reading(question, rest, words, replace(setting, unit=unit))
    if not isinstance(reading, Understood) or isinstance(reading.value, NotKnown):
        yield question, None
        return
    yield question, Found(question, reading.value, words)
    for limit in _limit(trial, question, reading.value, words, setting):
        yield limit.question, limit


def _reading(question: Question, rest: str, words: str, setting: Setting) -> Reading:
    """A quantity knows the names of its test; the others are read without theirs.

    A number behind the name of a choice is part of the option's name, as in "class 4", and not its place in the list.
    """
    if question.shape.options and rest.isdecimal():
        return kinds.read_part(question.shape, words, setting)
    reading = kinds.read_part(question.shape, rest, setting)
    sure = isinstance(reading, Understood) or (isinstance(reading, Doubtful) and question.shape.test is None)
    return reading if sure else kinds.read_part(question.shape, words, setting)


def _promises(question: Question, rest: str) -> bool:
    """Whether it is worth reading: short enough and, where a number is asked for, with one in it."""
    if len(rest) > (LONGEST_CHOICE if question.shape.options else LONGEST_PART):
        return False
    return question.shape.kind in ("yes_no", "one_of") or _NUMBER.search(rest) is not None


def _limit(trial: Trial, question: Question, value: Value, words: str, setting: Setting) -> Iterator[Found]:
    """The upper end of the laboratory's range beside the result answers the question for that limit."""
    test = question.shape.test
    of = next((one for one in trial.questions if test and one.shape.test and one.shape.test.limit_of == test.id), None)
    ranges = _RANGE.findall(by_character(words))
    number = as_decimal(ranges[0]) if len(ranges) == 1 else None
    if of is None or number is None or not isinstance(value, Quantity):
        return
    limit = Quantity(number, value.unit)
    checked = kinds.check(of.shape, limit, setting)
    if isinstance(checked, Understood):
        yield Found(of, checked.value, words)


# Names.


def _names_in(trial: Trial, plain: str) -> Iterator[_Named]:
    """The names in a text, the longest at each place; two names of one question in a row are one."""
    index, at = _index(trial), 0
    last: _Named | None = None
    while at < len(plain) - 1:
        begun = index.get(plain[at : at + 2])
        name = next((name for name in begun if _stands(plain, name, at)), None) if begun else None
        if name is None:
            at += 1
            continue
        found = _Named(at, at + len(name), _named(trial)[name])
        at = found.end
        if last and last.questions == found.questions and _JOINT.fullmatch(plain, last.end, found.start):
            last = replace(last, end=found.end)
            continue
        if last:
            yield last
        last = found
    if last:
        yield last


def _stands(plain: str, name: str, at: int) -> bool:
    """Whether a name stands here as a word, of no other specimen."""
    if not plain.startswith(name, at) or _OTHER_SPECIMEN.search(plain, max(0, at - 10), at):
        return False
    before, after = plain[at - 1 : at], plain[at + len(name) : at + len(name) + 1]
    if _han(name[0]) and _han(before) and before not in _INTRODUCES:
        return False
    if _latin(name[0]) and _latin(before):
        return False
    if name[0].isdigit() and (before in _PER or before.isdigit()):  # "2.1 g/24h" names nothing
        return False
    return not (_latin(name[-1]) and _latin(after)) and not (name[-1].isdigit() and after.isdigit())


def _han(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def _latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


@lru_cache(maxsize=64)
def _named(trial: Trial) -> dict[str, tuple[Question, ...]]:
    """The questions that each name may mean."""
    named: dict[str, list[Question]] = defaultdict(list)
    for question in trial.questions:
        if question.shape.kind not in _LEFT_OUT and question.who != INVESTIGATOR:
            for name in dict.fromkeys((*question.names, *(question.shape.test.names if question.shape.test else ()))):
                if len(name) > 1:
                    named[name].append(question)
    return {name: tuple(questions) for name, questions in named.items()}


@lru_cache(maxsize=64)
def _index(trial: Trial) -> dict[str, tuple[str, ...]]:
    """Names by their first two signs, the longest first."""
    index: dict[str, list[str]] = defaultdict(list)
    for name in sorted(_named(trial), key=len, reverse=True):
        index[name[:2]].append(name)
    return {begin: tuple(names) for begin, names in index.items()}


def names_somebody(trial: Trial, text: str) -> bool:
    """Whether beside the results there stands what looks like a person's name."""
    typed = clean(text)
    plain = by_character(typed)
    at = 0
    for one in [*_names_in(trial, plain), _Named(len(typed), len(typed), ())]:
        if any(map(_somebody, _WORD.finditer(typed, at, one.start))):
            return True
        at = one.end
    return False


def _somebody(word: re.Match[str]) -> bool:
    followed = word.string[word.end() : word.end() + 2].lstrip(" :：(")
    return looks_like_name(word.group()) and len(word.group()) != 4 and not followed[:1].isdigit()

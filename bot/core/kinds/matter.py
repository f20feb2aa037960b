"""A question as its replies see it: the words of it that a reply may repeat; and the reply cut into words.

"Pregnant", 住过 and "IV" say nothing by themselves. Here a question's own words (its label, its wording, its options)
join those that mean the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from bot.core.kinds.choices import Choices, ways_of_not_yet
from bot.core.lexicon import everyday, unknowns
from bot.core.lexicon.cutting import Piece, Vocabulary
from bot.core.lexicon.doses import OFTEN
from bot.core.lexicon.forms import trimmed, words
from bot.core.lexicon.instances import names_under
from bot.core.lexicon.kindred import AGREEMENT, DOING, ENDING, LEADING, Family, first_asked, is_contrary, speaks_of
from bot.core.lexicon.patterns import pattern
from bot.core.lexicon.qualifiers import OVER
from bot.core.lexicon.replies import MOST_WORDS, vocabulary
from bot.core.lexicon.roles import Role, Word, Words, has_role
from bot.core.shapes import Shape

When = Literal["present", "ever", "window", "any"]


_BLANKS = pattern(r"\{[^}]*\}")
_HAN = pattern("[\u4e00-\u9fff]+")
_OR = pattern(r"\s(?:or)\s|或者|或|/")
_WHETHER = pattern(
    "(?:是否|有无|有没有|是不是)(?:已经?|曾经?|正在|目前|现在|仍|为|属于?|有)?(?P<asked>[\u4e00-\u9fff]{2,})"
)
_LED_TO = "(?=住院|而|导致|引起)"
_CAUSE = pattern(rf"because of (?:an? |the )?(?P<cause>[a-z]+)|因(?P<because>[\u4e00-\u9fff]{{2,4}}?){_LED_TO}")
_DONE = pattern("(?P<verb>.)过(?P<what>.+)")
_WANTS = ("能", "会", "可", "愿", "同意", "需", "想", "计划", "打算", "准备", "拟")
_SHOWS = ("显示", "提示", "存在", "患有", "出现", "发生", "使用", "服用", "合并", "伴有", "确诊")
_HYPHENED = pattern("[a-z]+(?:-[a-z0-9]+)+")
_PREPOSITION = pattern(r"\s(?:on|in|at|for|of|to|during|since|because|by|with|after|before)\s.*|\s?\(.*")
_WINDOW = pattern(r"since|within|\blast\b|past|以来|近\S{0,5}[年月周天日]|\d+\s?[年月周天日]内")
_EVER = pattern(r"\bever\b|history|\bwas\b|\bwere\b|\bdid\b|\bhad\b|\bbeen\b|曾|过(?!敏)|史|既往")
_TAKEN = pattern("药|疫苗|制剂|激素|服用|drug|medic|dose|therap|treat|vaccin|immunosuppress|steroid|taking")
_FINDING = words(
    "x-ray|ct|mri|scan|ultrasound|film|test|tests|screen|show|shows|showed|report|result|finding|findings|history|known|documented"
    "|diagnosed|allergy|allergic|symptoms|胸片|检查|检测|检出|活检|化验|检验|片|超声|影像|提示|显示|结果|史|已知|诊断|症状|体征|过敏|抗体"
)
# Before these the last words of a name are only what somebody wants or may do: "agrees to contraception".
_ATTITUDE = words(
    "agree|agrees|will|plan|planned|plans|may|could|able|intends|follow|同意|愿意|计划|打算|准备|拟|可能|能|遵守|需要|想"
)
_SIGNS = {"-": Role.NEGATIVE, "--": Role.NEGATIVE, "+": Role.POSITIVE}
_JOINING = frozenset({Role.FRAME, Role.JOINT})
_BYGONE = ("过", "ed", "took")
# What a reply repeats of its question before a colon or a question mark.
_QUOTED = frozenset(
    {Role.MATTER, Role.PART, Role.TEXT, Role.SAYS_YES, Role.FRAME, Role.WHO, Role.VERB, Role.WAS, Role.EITHER}
)
_ASKING = frozenset({"吗", "么"})
_AGREEMENT = ("agree",)  # what is asked where a question has no words of its own


@dataclass(frozen=True, slots=True)
class Matter:
    """A question as a reply looks at it.

    `attitude`: it asks for somebody's agreement. `ending`: it asks whether something is over and done. `dosed`: what it
    lists is taken in doses, so that "once" and 5mg say nothing there. `statements`: what its trial takes for yes or no.
    """

    vocabulary: Vocabulary[Word]
    texts: tuple[str, ...] = ()
    time: When = "present"
    contrary: bool = False
    finding: bool = False
    attitude: bool = False
    ending: bool = False
    dosed: bool = False
    statements: frozenset[str] = frozenset()
    kind: str = "yes_no"

    @classmethod
    @lru_cache(maxsize=1024)
    def of(cls, shape: Shape) -> Matter:
        """What a question is about, worked out once."""
        names = tuple(filter(None, map(_plain, shape.names)))
        texts = names + tuple(filter(None, map(_plain, shape.asks)))
        contrary = any(map(is_contrary, texts))
        families = {} if contrary else _families(texts or _AGREEMENT)
        return cls(
            Vocabulary(_own(shape, names, families, contrary), vocabulary()),
            texts,
            _time(texts),
            contrary,
            shape.kind != "many_of" and any(speaks_of(text, _FINDING) for text in texts),
            bool(texts) and AGREEMENT in (family.name for family in families),
            ENDING in (family.name for family in families),
            shape.kind == "many_of" and _is_dosed(texts),
            frozenset((*shape.yes, *shape.no)),
            shape.kind,
        )

    def words(self, reply: str) -> Words:
        """A normalised reply cut into words; what it only repeats of the question is left out."""
        return _words(self, reply)

    def marked(self, piece: Piece[Word]) -> Piece[Word]:
        """With its mark, where the word is one of the question."""
        free = piece.mark is None or piece.mark.role is Role.ABOUT
        part = self.kind == "one_of" and len(piece.text) == 1 and has_role([piece], {Role.AGREES})  # 能 in 心功能
        short = len(piece.text) < (3 if piece.text.isdecimal() else 2 if self.kind == "yes_no" else 1)
        if self.contrary or short or not (free or part):
            return piece
        return replace(piece, mark=Word(Role.TEXT)) if _speaks_of(self.texts, piece.text) else piece


@lru_cache(maxsize=4096)
def _speaks_of(texts: tuple[str, ...], word: str) -> bool:
    return any(speaks_of(text, {word}) for text in texts)


@lru_cache(maxsize=4)  # asked for twice in a row: whether it is known, and what it is
def _words(matter: Matter, reply: str) -> Words:
    words = matter.vocabulary.cut(reply)
    if len(words) > MOST_WORDS:
        return words
    words = tuple(map(matter.marked, _with_names(words)))
    words = tuple(_sign(matter, *around) for around in zip((None, *words), words, (*words[1:], None), strict=False))
    mark = next((place for place, word in enumerate(words) if word.text in "?:="), 0)
    quoted = 0 < mark < len(words) - 1 and all(
        has_role([word], _QUOTED) or word.text in _ASKING for word in words[:mark]
    )
    return words[mark + 1 :] if quoted else words


def _sign(matter: Matter, before: Piece[Word] | None, word: Piece[Word], after: Piece[Word] | None) -> Piece[Word]:
    """ "-" and "+" are what was found where they end something: "HIV-", "HBV +, HCV -"; in "β-hcg" they join."""
    if word.text in _SIGNS and has_role([word], {Role.OPTION}) and _inside(before, word, after):
        return replace(word, mark=None)
    if word.text == "中" and after and has_role([after], {Role.OPTION}) and word.end == after.start:
        return replace(word, mark=None)  # 中重度 is not 重度
    found = _SIGNS.get(word.text)
    if found is None or not has_role([word], _JOINING) or before is None or not before.text[-1].isalnum():
        return word
    if after is None or has_role([after], {Role.PAUSE}) or before.end == word.start < word.end < after.start:
        return replace(word, mark=Word(found))
    parted = found is Role.NEGATIVE and before.end < word.start and word.end < after.start
    return replace(word, mark=None) if parted and matter.kind == "many_of" else word  # "HBV - HCV": which of them?


def _inside(before: Piece[Word] | None, word: Piece[Word], after: Piece[Word] | None) -> bool:
    """Whether a sign stands between two letters that it touches."""
    if before is None or after is None or before.end != word.start or word.end != after.start:
        return False
    return before.text[-1].isalpha() and after.text[0].isalpha()


def _with_names(words: Words) -> Iterator[Piece[Word]]:
    """The words, of which 吗 is none where a name begins with it: 吗替麦考酚酯."""
    last: Piece[Word] | None = None
    for word in words:
        if last is not None and word.mark is None and word.start == last.end:
            word = Piece(last.start, word.end, last.text + word.text, None)
        elif last is not None:
            yield last
        last = word if word.text in _ASKING else None
        if last is None:
            yield word
    if last is not None:
        yield last


def _is_dosed(texts: tuple[str, ...]) -> bool:
    """Whether a question lists what is taken; of one without words anything is possible."""
    return not texts or any(map(_TAKEN.search, texts))


def _plain(text: str) -> str:
    """A question's words without what is filled in, and without the punctuation around them."""
    return trimmed(_BLANKS.sub(" ", text)).strip("?… ")


def _time(texts: tuple[str, ...]) -> When:
    if not texts:
        return "any"
    if any(map(_WINDOW.search, texts)):
        return "window"
    return "ever" if any(map(_EVER.search, texts)) else "present"


def _families(texts: tuple[str, ...]) -> dict[Family, bool]:
    """What the question asks for, and whether with an alternative."""
    whole = " | ".join(texts)
    found: dict[Family, bool] = {}
    for text in texts:
        for family, either in first_asked(text):
            if (not family.beside or speaks_of(whole, family.beside)) and not speaks_of(whole, family.not_beside):
                found[family] = found.get(family, False) or either
    return found


def _own(
    shape: Shape, names: tuple[str, ...], families: dict[Family, bool], contrary: bool
) -> Iterator[tuple[str, Word]]:
    """A question's own words; of those for the same word the first one counts."""
    for name, options in Choices.of(shape.options).exact.items():
        said = Word(Role.OPTION, tuple(option.code for option in options))
        yield from ((same, said) for same in (name, *ways_of_not_yet(name)))
    for name in (*names, *(() if contrary else _predicates(shape.asks))):
        yield from _of_name(name)
    alternative = any(map(_OR.search, names))
    yield from ((word, Word(Role.SAYS_YES, either=alternative)) for word in shape.yes)
    yield from ((word, Word(Role.SAYS_NO)) for word in shape.no)
    for family, either in families.items() if shape.kind != "one_of" else ():  # its options answer, nothing else
        yield from ((word, Word(Role.SAYS_YES, either=either)) for word in family.yes)
        yield from ((word, Word(Role.SAYS_NO)) for word in family.no)
        yield from (
            (word, Word(Role.SAYS_YES, wider=not speaks_of(" | ".join(shape.asks), {word}))) for word in family.wider
        )
    yield from ((word, Word(Role.TEXT)) for text in (*names, *shape.asks) for word in _HYPHENED.findall(text))
    if shape.kind == "yes_no" and not contrary:
        causes = (found["cause"] or found["because"] for ask in shape.asks for found in _CAUSE.finditer(ask))
        yield from ((cause, Word(Role.PART, either=True)) for cause in causes)
        under = names_under(" | ".join((*names, *shape.asks)))
        yield from ((word, Word(Role.SAYS_YES, either=True, wider=True)) for word in under)
    for name in () if contrary else names:
        yield from ((part, Word(Role.PART)) for part in _last_words(name))
    if shape.kind == "many_of":
        dosed = _is_dosed((*names, *map(_plain, shape.asks)))
        yield from ((word, Word(Role.DOSE)) for word in (OFTEN if dosed else ()))
        if _time(names + tuple(map(_plain, shape.asks))) == "ever":
            yield from ((word, Word(Role.AGO)) for word in OVER)
        leads = (word for family in LEADING for word in family.yes | family.wider)
        yield from ((word, Word(Role.WAS if word.endswith(_BYGONE) else Role.FRAME)) for word in leads)
    if DOING in (family.name for family in families) and _tells_undone(shape):
        yield from ((word, Word(Role.NOT)) for word in unknowns.UNDONE)


def _tells_undone(shape: Shape) -> bool:
    """Whether what was not done is an answer; of a list only where one of its options says so."""
    told = (name for option in shape.options for name in (*option.names, *option.offered_for))
    return shape.kind in ("yes_no", "many_of") or not unknowns.UNDONE.isdisjoint(told)


def _predicates(asks: tuple[str, ...]) -> Iterator[str]:
    """What a Chinese question asks whether it is so: 是否(显示)肉芽肿, 有无脑卒中(史); 输过血 also as 输过 and 输血."""
    for found in (found for ask in asks for found in _WHETHER.finditer(_BLANKS.sub(" ", ask))):
        asked = found["asked"]
        if asked.startswith(_WANTS):
            continue
        yield from (asked, asked.removesuffix("史"), *(asked[len(verb) :] for verb in _SHOWS if asked.startswith(verb)))
        if done := _DONE.fullmatch(asked):
            yield from (done["verb"] + "过", done["verb"] + done["what"])


def _of_name(name: str) -> Iterator[tuple[str, Word]]:
    """What a question is called, and the parts of that beside an "or"."""
    sides = [trimmed(side) for side in _OR.split(name)]
    yield from ((side, Word(Role.MATTER, either=len(sides) > 1)) for side in sides)
    yield name, Word(Role.MATTER)
    yield name.removeprefix("有").removeprefix("any ").removeprefix("is "), Word(Role.MATTER)


def _last_words(name: str) -> Iterator[str]:
    """What a name ends with, where that is its noun: "(granuloma) on chest X-ray", 活动性(感染)."""
    if _OR.search(name) or speaks_of(name, _ATTITUDE):
        return
    known = everyday.ROLES.keys() | unknowns.ROLES.keys()
    yield from (part for part in _endings(name) if part not in known)


def _endings(name: str) -> Iterator[str]:
    if _HAN.fullmatch(name):
        yield from (name[at:] for at in range(1, len(name) - 1))
        return
    noun = _PREPOSITION.sub("", name).split(" ")
    for at in range(len(noun)):
        part = " ".join(noun[at:])
        yield from (part, part + "s", part.removesuffix("y") + "ies", part.removesuffix("s"))

"""Short replies in general: the words that mean the same whatever was asked, and what says "not known"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from bot.core.lexicon import everyday, unknowns
from bot.core.lexicon.cutting import Piece, Vocabulary
from bot.core.lexicon.forms import words
from bot.core.lexicon.kindred import AGREEING
from bot.core.lexicon.patterns import pattern
from bot.core.lexicon.roles import Role, Word, Words, has_role

_TELLING = words("says|said|states|reported|诉|说|表示")
_QUESTION_WORDS = words(
    "if|when|which|what|how|who|where|how much|how many|什么|什么时候|何时|哪天|哪年|哪个|哪种|哪些|多少|几号|怎么|多久|几型"
)
_GAPS = pattern("(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
MOST_WORDS = 60  # of a reply that is one answer
NOT_KNOWN = frozenset({Role.UNKNOWN, Role.UNDONE})
# Beside "not known" these do not matter.
_BESIDE = NOT_KNOWN | {
    Role.ABOUT, Role.FRAME, Role.LISTED, Role.WHO, Role.OTHERS, Role.VERB, Role.WAS, Role.NOW, Role.PAUSE, Role.JOINT, Role.MAYBE, Role.EITHER, Role.HM,
    Role.AGO, Role.ETC, Role.BUT, Role.DID, Role.SOURCE, Role.MATTER, Role.PART, Role.TEXT,
}  # fmt: skip
NONE_YET = frozenset({"暂无"})  # no result so far, or for now none of them
_ASKED = frozenset({Role.STOPPED, Role.SAYS_YES, Role.YES, Role.POSITIVE, Role.AGREES})
_DEFINITE = frozenset(Role) - _BESIDE - {Role.LATELY} | {Role.MAYBE}


@cache
def vocabulary() -> Vocabulary[Word]:
    """The words that mean the same whatever was asked."""
    roles = dict.fromkeys(unknowns.ABOUT, Role.ABOUT) | dict.fromkeys(AGREEING, Role.AGREES)
    return Vocabulary((word, Word(role)) for word, role in (roles | everyday.ROLES | unknowns.ROLES).items())


def is_unknown(text: str) -> bool:
    """Whether a normalised reply says that it is not known yet, and nothing else."""
    return all_unknown(vocabulary().cut(text))


def is_undone(text: str) -> bool:
    """Whether a normalised reply says that it was not done, and nothing else."""
    words = vocabulary().cut(text)
    return has_role(words, {Role.UNDONE}) and all_unknown(words)


def together(text: str) -> str:
    """A normalised text without the blanks between Chinese characters."""
    return _GAPS.sub("", text)


def says_unknown(words: Words) -> bool:
    """Whether something in the words says "not known"."""
    return has_role(words, NOT_KNOWN)


def of_somebody_else(words: Words) -> bool:
    """父亲肺癌, "mother had breast cancer"; not "mother says lung cancer"."""
    said = {word.text for word in words}
    return not said.isdisjoint(everyday.KIN) and said.isdisjoint(_TELLING)


def all_unknown(words: Words) -> bool:
    """Whether the words say "not known", and none of them says anything else."""
    return len(words) <= MOST_WORDS and says_unknown(words) and all(map(_says_nothing_else, clauses(words)))


def begins_unknown(words: Words) -> bool:
    """Whether a first clause says "not known", and nothing definite follows: 不知道，病人自己也说不上来."""
    first, *rest = clauses(words[:MOST_WORDS])
    if len(words) > MOST_WORDS or not all_unknown(first) or has_role(words, {Role.BUT}):
        return False
    return not any(has_role(clause, _DEFINITE) or _has_figures(clause) for clause in rest)


def _says_nothing_else(clause: Words) -> bool:
    """Whether a clause is "not known", or says nothing; what stands beside a "whether" is only what is not known."""
    beside = _BESIDE | _ASKED if says_unknown(clause) and _asks(clause) else _BESIDE
    beside |= {Role.LATELY} if has_role(clause, {Role.UNDONE}) else frozenset()  # 最近没查; not 昨天忘吃
    return all(
        has_role([word], beside) or word.text == "i" or _is_topic(word, after)  # "i" may be class I too
        for word, after in zip(clause, (*clause[1:], None), strict=False)
    )


def _is_topic(word: Piece[Word], after: Piece[Word] | None) -> bool:
    """Whether a word only names what is not known: 用药不详, "pregnancy unknown"; 用过 says more."""
    named = has_role([word], {Role.SAYS_YES}) and not word.text.endswith(("过", "了", "ed"))
    return named and after is not None and has_role([after], NOT_KNOWN)


def _asks(clause: Words) -> bool:
    return has_role(clause, {Role.EITHER}) or any(word.text in _QUESTION_WORDS for word in clause)


def _has_figures(clause: Words) -> bool:
    return any(sign.isdigit() for word in clause for sign in word.text)


def clauses(words: Words) -> Iterator[Words]:
    """The words between one pause and the next."""
    start = 0
    for end, word in enumerate(words):
        if has_role([word], {Role.PAUSE, Role.BUT}):
            yield words[start:end]
            start = end + 1
    yield words[start:]

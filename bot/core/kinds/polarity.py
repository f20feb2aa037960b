"""Whether a reply says yes or no, and how surely: clause by clause, from what each of its words does.

Nothing is guessed. Two negations, a hedge, a yes beside a no, a word that is not known each have a name, so that they
can be asked back in a sentence that fits.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise, takewhile

from bot.core.kinds.matter import Matter
from bot.core.lexicon.cutting import Piece
from bot.core.lexicon.kindred import is_contrary
from bot.core.lexicon.patterns import pattern
from bot.core.lexicon.replies import MOST_WORDS, clauses, says_unknown
from bot.core.lexicon.roles import Role, Word, Words, has_role


class Trouble(Enum):
    """Why a reply says neither yes nor no."""

    NOT_READ = auto()
    OPEN = auto()  # "probably"
    TWICE = auto()  # two negations
    BOTH = auto()  # yes and no
    MIXED = auto()  # something definite, and that it is not known


@dataclass(frozen=True, slots=True)
class Said:
    """What a reply says. `sure`: beyond doubt; `not_yet`: what is no for now may only not be known yet."""

    yes: bool
    sure: bool = True
    not_yet: bool = False


# A clause as a row of letters, one for each word that carries weight, and the phrases that it is made of.
_LETTERS = {
    Role.VERB: "V", Role.WAS: "V", Role.NOT: "N", Role.GONE: "N", Role.YET: "N", Role.SOON: "N", Role.NO: "O",
    Role.CROSS: "O", Role.NEGATIVE: "O", Role.NORMAL: "O", Role.SAYS_NO: "O", Role.YES: "Y", Role.TICK: "Y",
    Role.HM: "Y", Role.POSITIVE: "H", Role.AGREES: "H", Role.SAYS_YES: "H", Role.MATTER: "H", Role.PART: "H",
}  # fmt: skip
_PHRASE = pattern(
    "(?P<answer>n(?=V*[nN]|V))"  # "no she isn't"; before a noun "no" negates it
    "|(?P<twice>V*[nN]V*[nNO])"
    "|(?P<no>V*[nN]V*[HY]*|V*O)"
    "|(?P<yes>V*[HY]+|V+)"
)
WEIGHTY = frozenset(_LETTERS)
SILENT = frozenset(
    {Role.FRAME, Role.LISTED, Role.SOURCE, Role.WHO, Role.OTHERS, Role.NOW, Role.LATELY, Role.AGO, Role.JOINT,
     Role.TEXT, Role.ALL}
)  # fmt: skip
_CLAUSE_ENDS = frozenset({Role.PAUSE, Role.BUT})
_KNOWN = WEIGHTY | SILENT | _CLAUSE_ENDS
_NAMES = frozenset({Role.MATTER, Role.PART, Role.TEXT, Role.SAYS_YES}) | SILENT
_HEADS = frozenset({Role.SAYS_YES, Role.SAYS_NO, Role.MATTER, Role.PART, Role.POSITIVE, Role.NEGATIVE, Role.NORMAL})
_PRESENT = frozenset({Role.NOW, Role.LATELY, Role.GONE})
_ANSWERS = frozenset({Role.NO, Role.NOT, Role.NEGATIVE, Role.NORMAL, Role.YES, Role.POSITIVE})
_OF_THE_QUESTION = frozenset({Role.SAYS_YES, Role.MATTER, Role.PART, Role.TEXT})
_AFTERTHOUGHTS = frozenset({"though", "其实", "也", "、", "/", "\\"})  # 没有其实: nothing is missing
_ALSO = frozenset("都均也皆全-(")
_DENIALS = frozenset({Role.NO, Role.NOT, Role.CROSS, Role.NEGATIVE})
_MARKS = frozenset({Role.TICK, Role.CROSS})
_MAY = frozenset({"会", "能", "能够", "可", "可以", "can", "could", "will"})  # 不会不: a no before a no
_UNDER_WAY = frozenset({"中", "正在", "being"})
_SEEN = frozenset({"未见", "未见到", "见", "见到", "看到", "看见"})
_NOT_OF_ALL_TIME = frozenset({"不", "isn't", "isnt", "aren't", "doesn't", "doesnt", "don't", "dont"})
OF_SOMETHING = frozenset({"有", "是", "有的", "present"})  # ... other than "there is": of what?
_STRESSING = frozenset(
    {"肯定", "确定", "当然", "确实", "的确", "绝对", "definitely", "certainly", "absolutely", "surely"}
)
_TRUE = frozenset({"present", "true", "correct", "right", "有", "是", "存在", "属实", "正确"})


def polarity(matter: Matter, words: Words) -> Said | Trouble:
    """What the words come to, all clauses together."""
    trouble = Trouble.NOT_READ if len(words) > MOST_WORDS else _outright(words)
    if trouble is not None:
        return trouble
    if _denied(words):
        return Trouble.TWICE
    said: list[Said] = []
    for clause in clauses(_without_fillers(words)):
        meant = _Clause(matter, words, clause).said()
        if isinstance(meant, Trouble):
            return meant
        said += meant
    return _together(said)


def before_answer(words: Words) -> Words:
    """The words before the first that says something: who or what it is about."""
    return tuple(takewhile(lambda word: not has_role([word], WEIGHTY), words))


def _outright(words: Words) -> Trouble | None:
    """What one word alone makes impossible."""
    if says_unknown(words):
        return Trouble.MIXED if has_role(words, WEIGHTY) else Trouble.NOT_READ
    if has_role(words, {Role.MAYBE}) or _breaks_off(words):
        return Trouble.OPEN
    if has_role(words, {Role.EITHER}):
        return Trouble.BOTH
    known = all(word.mark and word.mark.role in _KNOWN for word in words)
    return None if known and not _not_all(words) else Trouble.NOT_READ


def _not_all(words: Words) -> bool:
    """不都有, "not all of them": some of it may well be so."""
    return any(has_role([one], {Role.NOT}) and has_role([other], {Role.ALL}) for one, other in pairwise(words))


def _breaks_off(words: Words) -> bool:
    """Whether more was to come: "yes, but", 没有，不过."""
    last = next((word for word in reversed(words) if not has_role([word], {Role.PAUSE})), None)
    return last is not None and has_role([last], {Role.BUT, Role.JOINT}) and last.text not in _AFTERTHOUGHTS


def _denied(words: Words) -> bool:
    """Whether what says no by itself is followed by nothing but a no: 控制良好：否."""
    weighty = [word for word in words if has_role([word], WEIGHTY)]
    if len(weighty) < 2 or not has_role(weighty[-2:-1], {Role.SAYS_NO}) or not has_role(weighty[-1:], _DENIALS):
        return False
    one, other = weighty[-2:]
    between = [word for word in words if one.end <= word.start < other.start and has_role([word], _CLAUSE_ENDS)]
    return all(word.text in ":=" for word in between)


def _without_fillers(words: Words) -> Words:
    """Without what says nothing beside other words: a tick, a "hm", the stress on a no."""
    if has_role(words, WEIGHTY - {Role.HM, Role.TICK}):
        words = tuple(word for word in words if not has_role([word], {Role.HM, Role.TICK}))
    stressed = [_stresses(word, other) for word, other in pairwise(words)]
    return tuple(word for word, stress in zip(words, [*stressed, False], strict=False) if not stress)


def _stresses(word: Piece[Word], other: Piece[Word]) -> bool:
    """Whether a word only lends weight to the no behind it: 肯定没有, "definitely not"."""
    return word.text in _STRESSING and other.start - word.end < 2 and has_role([other], {Role.NOT, Role.GONE})


def _together(said: list[Said]) -> Said | Trouble:
    if len({one.yes for one in said}) != 1:
        return Trouble.BOTH if said else Trouble.NOT_READ
    return next((one for one in said if one.sure), said[0])


@dataclass(frozen=True, slots=True)
class _Clause:
    """One clause of a reply to a question; what the whole reply says of the time counts for each."""

    matter: Matter
    reply: Words
    words: Words

    def said(self) -> list[Said] | Trouble:
        """What it says, phrase by phrase."""
        if self.asks() or not self.stands() or self.is_under_way():
            return Trouble.NOT_READ
        weighty = tuple(word for word in self.words if has_role([word], WEIGHTY))
        weighty = weighty[self.topic(weighty) :]
        row = "".join(_letter(weighty, at) for at in range(len(weighty)))
        said, at = [], 0
        while found := _PHRASE.match(row, at):
            phrase = weighty[at : found.end()]
            at = found.end()
            twice = found.lastgroup == "twice" and not (at == len(row) and _repeats(phrase))
            undone = found.lastgroup == "no" and (
                _negates_a_negation(phrase) or _is_negated(phrase, weighty[at:], attitude=self.matter.attitude)
            )
            if twice or undone:
                return Trouble.TWICE
            said.append(self.yes(phrase) if found.lastgroup == "yes" else self.no(phrase))
        return said

    def asks(self) -> bool:
        """Whether it is a question itself: "is she"."""
        verb, who = self.words[:1], self.words[1:2]
        return has_role(verb, {Role.VERB, Role.WAS}) and verb[0].text.isascii() and has_role(who, {Role.WHO})

    def is_under_way(self) -> bool:
        """切除中, "being treated": neither over nor not begun."""
        return self.matter.ending and not _UNDER_WAY.isdisjoint(_texts(self.words))

    def stands(self) -> bool:
        """Other words of the question mean something only beside what answers it: not in "no X-ray"."""
        if any(one.text in _SEEN and has_role([other], {Role.TEXT}) for one, other in pairwise(self.words)):
            return has_role(self.words, {Role.MATTER, Role.PART})  # 没见到胸片: nobody has seen the film
        heads = has_role(self.words, _HEADS | {Role.YES, Role.NO}) or any(word.text == "未见" for word in self.words)
        return heads or not has_role(self.words, {Role.TEXT})

    def topic(self, weighty: Words) -> int:
        """How many words at the beginning only name the matter, before a blank: 妊娠 (-), "pregnancy no"."""
        if len(weighty) != 2 or not has_role(weighty[:1], _NAMES) or not has_role(weighty[1:], _ANSWERS):
            return 0
        name, answer = weighty
        between = [word.text for word in self.words if name.end <= word.start < answer.start]
        found = has_role([answer], {Role.NEGATIVE, Role.POSITIVE, Role.NORMAL})
        apart = found or name.end < answer.start or answer.text[0] in _ALSO
        return int(apart and all(text in _ALSO for text in between))

    def yes(self, phrase: Words) -> Said:
        """A yes, and whether it is beyond doubt."""
        unsure = (
            has_role(phrase, _MARKS | {Role.AGREES})
            or has_role(self.reply, {Role.OTHERS})
            or (has_role(phrase, {Role.POSITIVE}) and not self.matter.finding)
            or all(has_role([word], {Role.PART}) for word in phrase)
            or any(word.mark.wider for word in phrase if word.mark)
            or self.turns_it_round()
            or self.is_of_another_thing()
            or (self.matter.time == "present" and self.speaks_of_the_past(phrase))
            or (self.matter.time in ("present", "window") and has_role(self.reply, {Role.AGO}))
        )
        return Said(True, not unsure)

    def is_of_another_thing(self) -> bool:
        """有结节 where granulomas are asked for: there is something of which the question only speaks, too."""
        if has_role(self.words, {Role.MATTER, Role.PART, Role.SAYS_YES}):
            return False
        return any(one.text in OF_SOMETHING and has_role([other], {Role.TEXT}) for one, other in pairwise(self.words))

    def no(self, phrase: Words) -> Said:
        """A no, and whether it is beyond doubt, and not only for now."""
        yet = has_role(phrase, {Role.YET}) or any(word.text.startswith("暂") for word in phrase)
        unsaid = has_role(self.reply, {Role.SOURCE})  # "record: none"
        for_now = self.matter.attitude and (yet or self.is_for_now())  # who does not agree yet may agree
        if for_now or ((yet or unsaid) and not has_role(phrase, _HEADS)):
            return Said(False, sure=False, not_yet=True)
        unsure = (
            has_role(phrase, _MARKS | {Role.AGREES, Role.NORMAL, Role.SOON})
            or has_role(self.reply, {Role.OTHERS})
            or (has_role(phrase, {Role.NEGATIVE}) and not self.matter.finding)
            or self.may_be_another(phrase)
            or any(word.text not in _TRUE for word in phrase if has_role([word], {Role.YES}))
            or (self.matter.time in ("ever", "window") and self.speaks_of_the_present(phrase))
            or (self.matter.time == "present" and has_role(self.reply, {Role.WAS}) and "过" not in _texts(self.reply))
            or (self.matter.time in ("present", "window") and has_role(self.reply, {Role.AGO}))
        )
        return Said(False, not unsure)

    def may_be_another(self, phrase: Words) -> bool:
        """Whether it denies one of several that were asked for; the cause of what is denied is none: 没有因感染住院."""
        several = any(word.mark.either and word.mark.role is not Role.PART for word in phrase if word.mark)
        part = any(word.mark.either for word in phrase if word.mark)
        return several or (part and not has_role(phrase, {Role.SAYS_YES}))

    def is_for_now(self) -> bool:
        """Whether the reply says that it is so for now: 暂时不, "not yet"."""
        return has_role(self.reply, {Role.NOW, Role.YET}) or any(word.text == "yet" for word in self.reply)

    def turns_it_round(self) -> bool:
        """Whether it puts the question's words in another order: 住院感染 is no 因感染住院."""
        asked = [word.text for word in self.words if has_role([word], _OF_THE_QUESTION)]
        return any(_never_so(self.matter.texts, one, other) for one, other in pairwise(asked))

    def speaks_of_the_past(self, phrase: Words) -> bool:
        """Whether it says what was, not what is."""
        return has_role(self.reply, {Role.WAS}) or any(text.endswith("过") for text in _texts(phrase))

    def speaks_of_the_present(self, phrase: Words) -> bool:
        """Whether it says only what is, not what ever was."""
        negated = has_role(phrase, {Role.SAYS_YES}) and not _NOT_OF_ALL_TIME.isdisjoint(_texts(phrase))
        return negated or has_role(self.reply, _PRESENT)


def _never_so(texts: tuple[str, ...], one: str, other: str) -> bool:
    """Whether two words stand together in a question, but nowhere in this order."""
    orders = [text.find(other) - text.find(one) for text in texts if one in text and other in text]
    return bool(orders) and max(orders) < 0


def _letter(words: Words, at: int) -> str:
    word = words[at]
    if word.text in ("no", "n"):
        return "n"
    return _LETTERS[word.mark.role] if word.mark else ""


def _negates_a_negation(phrase: Words) -> bool:
    """不是无效: what it negates is negative by itself."""
    named = has_role(phrase, {Role.NOT, Role.GONE, Role.YET})
    return named and any(is_contrary(word.text) for word in phrase if has_role([word], {Role.SAYS_YES, Role.MATTER}))


def _is_negated(phrase: Words, rest: Words, *, attitude: bool) -> bool:
    """不会不同意, 拒绝不了: another no follows at once what denies, or only says that it may be, or is wanted."""
    last = phrase[-1]
    if _texts(phrase) == _texts(rest[: len(phrase)]):  # 不行不行
        return False
    denies = has_role([last], {Role.SAYS_NO}) or last.text in _MAY or (attitude and has_role([last], {Role.SAYS_YES}))
    return denies and rest[:1] != () and rest[0].start == last.end and has_role(rest[:1], {Role.NOT, Role.SAYS_NO})


def _repeats(phrase: Words) -> bool:
    """没有没有 is one no, said twice."""
    return len(set(_texts(phrase))) == 1


def _texts(words: Words) -> list[str]:
    return [word.text for word in words]

"""A typed list: which options its words name, and what of it could not be read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.core.answers import Codes
from bot.core.kinds.choices import Choices, spellings_of
from bot.core.kinds.matter import Matter
from bot.core.lexicon.calendar import MONTHS
from bot.core.lexicon.patterns import either, pattern
from bot.core.lexicon.qualifiers import describes
from bot.core.lexicon.roles import AROUND, Role, Words, has_role
from bot.core.shapes import Option, Shape

_SEPARATOR = pattern(r"[,;、。/&+\s]+|以及|还有|and|和|与|及")
_RANGE = pattern(r"(?<![0-9])(?P<first>[0-9]{1,2})\s?(?:-|~|到|至|to)\s?(?P<last>[0-9]{1,2})(?![0-9])")
_CALLED_PLACES = pattern(
    r"(?:第|条目|项目|选项|(?:items?|options?|numbers?|nos?\.?)\s)?\s?(?P<places>[0-9][^第条项]*[0-9])\s?[条项]?"
)
_PLACE = pattern("第.+|[^a-z]*[0-9][^a-z]*|no\\.?[0-9]+")  # 1mg is none
_FRACTION = pattern("(?<![0-9/])[0-9]+/[0-9]+(?![0-9/])")  # 4/11 of the items
_LINE_NUMBER = pattern(r"(?:^|[\s,;、。]+)\(?(?P<nth>[1-9][0-9]?)\s?[.、):]\s?(?=[^\W\d])")
_GOES_ON = pattern(r"(?:[+&/]|\band|以及|还有|[和与及])\s*$")
_AROUND = AROUND - {Role.TEXT} | {Role.OPTION, Role.JOINT, Role.DOSE}  # what a question lists is no frame of an answer
_PERHAPS = frozenset({Role.ALL, Role.OTHERS, Role.POSITIVE, Role.ETC, Role.AGREES, Role.WAS, Role.AGO})
_BETWEEN = frozenset({Role.PAUSE, Role.JOINT, Role.DOSE})
_SEPARATING = frozenset({Role.PAUSE, Role.JOINT})
_SINCE = pattern(
    rf"(?:since|in|for|on|自|从|已)?\s?(?:(?:[0-9]{{2,4}}\s?[-./年]\s?)?[0-9]{{1,2}}\s?[-./月]\s?[0-9]{{1,2}}\s?[日号]?|(?:19|20)[0-9]{{2}}年?|[0-9]{{1,2}}月|{either(MONTHS)}"
    r"|[0-9]{1,3}(?:\.[0-9])?\s?(?:余|多)?(?:年|个?月|周|天|日|级|期|度|次|y|yrs?|years?|months?|mo|weeks?"
    r"|days?|times)(?:余|多|前|以上|\sago)?)|两年|几年|多年|数年|半年|[一两二三四五]次|once|twice|[x×][0-9]{1,2}"
)  # for how long, since when, of which grade
_TIMES = pattern("[一二两三四五0-9]次|(?<![a-z])(?:once|twice|[x×][0-9])(?![a-z0-9])")
_FOUND = ("阳性", " positive")
_TAKING = frozenset({"on", "taking", "吃", "吃着", "在吃", "服", "口服", "打", "用", "用着"})
# What may make another thing of what stands beside it: non-, pre-, without, a vaccine; a number; a letter.
_MAY_CHANGE_IT = pattern(
    "[0-9+%/]|[不没未无非否拒勿假疑前后差仅只抗]|^[a-z]$|疫苗|接种|预防|筛|过敏|禁忌|计划|潜伏|陈旧"
    "|(?<![a-z])(?:no|not|non|un|without|if|pre|post|anti|old|latent|want|plan|vaccin|prophyla|screen|allerg|contraindicat)"
)
_LONGEST_SHARED = 3
_MOST_WORDS, _MOST_UNREAD = 250, 3  # more is no list that somebody typed
# What a list may say besides where the question itself is of the past.
_FINE = {
    "present": frozenset[Role](),
    "window": frozenset({Role.WAS}),
    "ever": frozenset({Role.WAS, Role.AGO}),
    "any": frozenset({Role.WAS, Role.AGO}),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """The options of a list; what of it was not read, and whether that stands apart from all that was; names that could
    mean several; whether it is beyond doubt.
    """

    options: tuple[Option, ...]
    unread: tuple[str, ...] = ()
    ambiguous: tuple[tuple[str, tuple[Option, ...]], ...] = ()
    sure: bool = True
    apart: bool = False


def without_numbers(text: str) -> str:
    """A list without the numbers of its lines: "1. MMF 2. prednisone" is copied from a chart, and no place is meant."""
    found = list(_LINE_NUMBER.finditer(text))
    if len(found) < 2 or found[0].start() > 0 or any(int(one["nth"]) != nth for nth, one in enumerate(found, 1)):
        return text
    return _LINE_NUMBER.sub(" , ", text).removeprefix(" , ")


def places(choices: Choices, text: str) -> Listed | None:
    """A list of nothing but places ("1,3,5", 第1、3、5条); None where it is something else."""
    called = _CALLED_PLACES.fullmatch(text)
    text = called["places"] if called else text
    spread = _RANGE.sub(lambda found: _places_between(found, len(choices.options)), text)
    parts = [part for part in _SEPARATOR.split(spread) if part]
    if not 0 < len(parts) <= _MOST_WORDS or not all(map(_PLACE.fullmatch, parts)):
        return None
    fraction = _FRACTION.search(text)
    if fraction and fraction.group() != text:
        return Listed((), (fraction.group(),))
    found = {part: choices.find(part) for part in dict.fromkeys(parts)}
    if not any(found.values()):
        return None
    return Listed(
        tuple(options[0] for options in found.values() if len(options) == 1),
        tuple(part for part, options in found.items() if not options),
        tuple((part, options) for part, options in found.items() if len(options) > 1),
        sure=spread == text and not fraction and not _GOES_ON.search(text),
    )


def _places_between(found: re.Match[str], most: int) -> str:
    """1到4 as "1,2,3,4"; as it is where it cannot be places of the list."""
    first, last = int(found["first"]), int(found["last"])
    return ",".join(map(str, range(first, last + 1))) if 0 < first < last <= most else found.group()


def listed(matter: Matter, choices: Choices, text: str, words: Words) -> Listed:
    """What a list names, with heads that are said once ("hepatitis B and C") and with slips put right."""
    spans = _unread(words) if len(words) <= _MOST_WORDS else [(0, len(words))]
    if len(spans) > _MOST_UNREAD or len(words) > _MOST_WORDS:
        return Listed((), (_text(text, words, spans[0]),))
    reading = _List(choices, text, words, dosed=matter.dosed)
    for span in spans:
        reading.slip(span)
    reading.name()
    for span in spans:
        reading.part(span)
    more = has_role(words[-1:], {Role.JOINT}) and words[-1].text != "、"  # "MMF plus": what else?
    doubtful = tuple(word for place, word in enumerate(words) if not reading.is_found(place))
    sure = reading.sure and not more and not has_role(doubtful, _PERHAPS - _FINE[matter.time])
    return Listed(tuple(reading.options), tuple(reading.unread), tuple(reading.ambiguous.items()), sure, reading.apart)


def ordered(shape: Shape, chosen: Iterable[Option]) -> Codes:
    """The codes in the order of the list."""
    wanted = {option.code for option in chosen}
    return Codes(tuple(code for code in shape.codes if code in wanted))


def without_roles(text: str, words: Words, roles: frozenset[Role]) -> tuple[str, Words]:
    """A text with blanks where words of these roles stood, and the words that are left."""
    for word in (word for word in words if has_role([word], roles)):
        text = text[: word.start] + " " * (word.end - word.start) + text[word.end :]
    return text, tuple(word for word in words if not has_role([word], roles))


Span = tuple[int, int]  # the first word and the one after the last


def _unread(words: Words) -> list[Span]:
    """Where what is not known stands, neighbours together; a number right before "bid" is a dose."""
    spans: list[Span] = []
    for place, word in enumerate(words):
        dose = word.text.isdecimal() and has_role(words[place + 1 : place + 2], {Role.DOSE})
        if dose or has_role([word], _AROUND | _PERHAPS):
            continue
        if spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    return spans


def _text(text: str, words: Words, span: Span) -> str:
    return text[words[span[0]].start : words[span[1] - 1].end]


def _is_short(part: str) -> bool:
    """Whether something not read may be no thing of its own, but the rest of another's name: "hepatitis B, A"."""
    return len(part) <= (_LONGEST_SHARED if part.isascii() else 1)


@dataclass
class _List:
    """A list while it is being read."""

    choices: Choices
    text: str
    words: Words
    options: dict[Option, None] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    ambiguous: dict[str, tuple[Option, ...]] = field(default_factory=dict)
    settled: set[int] = field(default_factory=set)
    dosed: bool = False
    sure: bool = True
    apart: bool = True

    def slip(self, span: Span) -> None:
        """A slip may hold a word that is known: it is looked for in all that touches what was not read."""
        first, after = span
        while self.touch(first - 1):
            first -= 1
        while self.touch(after - 1):
            after += 1
        option = spellings_of(self.choices.options).meant(_text(self.text, self.words, (first, after)))
        if option:
            self.options[option] = None
            self.settled.update(range(first, after))
            self.sure = False

    def touch(self, place: int) -> bool:
        """Whether a word touches the next one, and nothing separates them."""
        pair = self.words[max(0, place) : place + 2]
        return place >= 0 and len(pair) == 2 and pair[0].end == pair[1].start and not has_role(pair, _BETWEEN)

    def touches(self, span: Span) -> bool:
        """Whether what was not read touches the name of an option."""
        ends = ((span[0] - 1, self.words[: span[0]][-1:]), (span[1] - 1, self.words[span[1] : span[1] + 1]))
        return any(self.touch(place) and has_role(word, {Role.OPTION}) for place, word in ends)

    def name(self) -> None:
        """What names an option, or several that share the name."""
        for place, word in enumerate(self.words):
            if place not in self.settled and has_role([word], {Role.OPTION}):
                found = self.choices.named(word.text)
                if len(found) == 1:
                    self.options[found[0]] = None
                else:
                    self.ambiguous[word.text] = found

    def part(self, span: Span) -> None:
        """What was not read: part of a name, how long or since when, or really not known."""
        part = _text(self.text, self.words, span)
        if span[0] in self.settled:
            return
        partly = () if self.touches(span) else self.choices.partly(_TIMES.sub("", part).strip())
        if shared := self.shared(part, span):
            self.options[shared] = None
        elif self.options and self.tells_more(part, span):
            self.sure = False
        elif len(partly) == 1:
            self.options[partly[0]] = None
            self.sure = False
        elif partly:
            self.ambiguous[part] = partly
        else:
            first, after = self.between(span)
            whole = _text(self.text, self.words, (first, after))
            beside = has_role(self.words[first:after], {Role.OPTION})
            told = not _MAY_CHANGE_IT.search(part) if beside else not _is_short(whole)
            self.unread.append(part if beside or not told else whole)
            self.apart = self.apart and told

    def is_found(self, place: int) -> bool:
        """Whether it is a "positive" with which the option beside it has a name, too: "ANA pos" is "ANA positive"."""
        if not has_role([self.words[place]], {Role.POSITIVE}):
            return False
        beside = (self.words[max(0, place - 1) : place], self.words[place + 1 : place + 2])
        names = [word.text for words in beside for word in words if has_role([word], {Role.OPTION})]
        return any(self.choices.named(name + found) for name in names for found in _FOUND)

    def between(self, span: Span) -> Span:
        """What was not read with all around it, as far as what separates one thing of the list from the next."""
        first, after = span
        while first and not has_role(self.words[first - 1 : first], _SEPARATING):
            first -= 1
        while after < len(self.words) and not has_role(self.words[after : after + 1], _SEPARATING):
            after += 1
        return first, after

    def tells_more(self, part: str, span: Span) -> bool:
        """Whether it only says of what is named since when, how much, of which kind, or how it is treated."""
        told = _SINCE.fullmatch(part) is not None or describes(part, dosed=self.dosed)
        return told or self.is_dose(part, span) or self.is_treatment(span)

    def is_treatment(self, span: Span) -> bool:
        """Whether it is what a disease beside it is treated with: "UTI on antibiotics"."""
        return not self.dosed and any(word.text in _TAKING for word in self.words[: span[0]][-1:])

    def is_dose(self, part: str, span: Span) -> bool:
        """Whether a number behind a name is too great for a place of the list: "hcq 200"."""
        behind = has_role(self.words[: span[0]][-1:], {Role.OPTION})
        several = self.dosed and len(self.options) > 1  # each with its dose; "MMF 2" alone may be both by their place
        return behind and part.isdecimal() and (several or int(part) > len(self.choices.options))

    def shared(self, part: str, span: Span) -> Option | None:
        """The option that a part means together with a neighbour's words: "hepatitis B, C", 乙、丙肝."""
        if len(part) > _LONGEST_SHARED:
            return None
        before, after = self.neighbour(self.words[: span[0]][::-1]), self.neighbour(self.words[span[1] :])
        wholes = [" ".join([*before.split(" ")[:-1], part])] if " " in before else []
        wholes += [part + after[1:]] if after and len(part) == 1 and not part.isascii() else []
        found = {option for whole in wholes for option in self.choices.named(whole)}
        return found.pop() if len(found) == 1 else None

    def neighbour(self, words: Words) -> str:
        """The name of the first option among these words."""
        return next((word.text for word in words if has_role([word], {Role.OPTION})), "")

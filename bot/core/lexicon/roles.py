"""What a word does in a short reply."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import Enum, auto

from bot.core.lexicon.cutting import Piece


class Role(Enum):
    """The one thing that a word does in a reply, whatever was asked (the last group: because of what was asked)."""

    YES = auto()  # says yes by itself
    NO = auto()  # says no by itself; what follows is another clause
    NOT = auto()  # negates what follows; by itself it says no
    GONE = auto()  # negates, and speaks of the present only
    YET = auto()  # negates what may still come
    SOON = auto()  # says that it is still to come
    VERB = auto()  # stands for the verb of the question: "is", "does", "has"
    WAS = auto()  # the same, of the past
    POSITIVE = auto()  # what a test or an examination found
    NEGATIVE = auto()
    NORMAL = auto()
    TICK = auto()
    CROSS = auto()
    HM = auto()  # yes by itself, nothing beside other words

    DID = auto()  # something was done; what came of it is another matter
    SOURCE = auto()  # where it is written: "record: none" may mean that nothing is recorded
    WHO = auto()
    OTHERS = auto()  # somebody else: what the family says or signs is not the patient's
    NOW = auto()
    LATELY = auto()
    AGO = auto()
    MAYBE = auto()  # leaves it open
    EITHER = auto()  # names both sides
    STOPPED = auto()
    EXCEPT = auto()
    ALL = auto()
    ETC = auto()
    BUT = auto()
    PAUSE = auto()  # between two clauses
    JOINT = auto()  # between two things
    LISTED = auto()  # points to what the question lists: "the above"
    FRAME = auto()  # stands around an answer and changes nothing

    UNKNOWN = auto()
    UNDONE = auto()  # what was not done is not known, unless just that was asked
    ABOUT = auto()  # what it is that is not known

    AGREES = auto()  # words of agreement, where none was asked for
    SAYS_YES = auto()  # takes up what was asked, or is what the trial takes for yes
    SAYS_NO = auto()
    MATTER = auto()  # what the question calls its matter
    PART = auto()  # the last words of that
    TEXT = auto()  # other words of the question
    OPTION = auto()
    DOSE = auto()  # beside a drug


NEGATING = frozenset(
    {Role.NOT, Role.NO, Role.GONE, Role.YET, Role.SOON, Role.EXCEPT, Role.STOPPED, Role.SAYS_NO, Role.CROSS}
)  # fmt: skip
OPEN = frozenset({Role.MAYBE, Role.EITHER})
# Around what is named these change nothing; anything else may.
AROUND = frozenset(
    {Role.FRAME, Role.SOURCE, Role.WHO, Role.VERB, Role.YES, Role.HM, Role.TICK, Role.NOW, Role.LATELY, Role.PAUSE, Role.MATTER,
     Role.PART, Role.TEXT, Role.SAYS_YES}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """What a word does; the options that it names.

    `either`: it is one of several that were asked for with "or". `wider`: it means more than what was asked, so that
    without it there is a no, but with it not yet a yes.
    """

    role: Role
    codes: tuple[str, ...] = ()
    either: bool = False
    wider: bool = False


Words = tuple[Piece[Word], ...]


def has_role(words: Iterable[Piece[Word]], roles: AbstractSet[Role]) -> bool:
    """Whether one of the words does one of these things."""
    return any(word.mark is not None and word.mark.role in roles for word in words)

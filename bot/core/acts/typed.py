"""What is typed: an answer, a command in words, the site's own code, a reason, several answers at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core import kinds, reply
from bot.core.acts import moving
from bot.core.acts.agreeing import agree, decline, label
from bot.core.acts.answering import keep, retype, take, take_reading, unknown
from bot.core.acts.explaining import LONGEST_TYPED, explain
from bot.core.acts.querying import reply as reply_to_query
from bot.core.acts.together import propose, take_over
from bot.core.acts.withdrawing import close, stay
from bot.core.answers import NO, YES, Value
from bot.core.kinds.base import Setting, Unclear, Understood
from bot.core.lexicon.forms import normal, trimmed
from bot.core.machine import AGREEMENT, DECIDED, REASON, REPLY, REVIEW, SENT, WITHDRAWING
from bot.core.messages import Message, say
from bot.core.reply import Reply, Wish
from bot.core.screens import Show
from bot.core.screens.question import View, unit_on_display
from bot.core.screens.replies import unclear_screen
from bot.core.screens.tapped import MISTAKE, REASONS, WITHDRAWALS
from bot.core.several import SeveralFound
from bot.core.shapes import Shape
from bot.core.turn import NOTHING_ASKED, Refused, Turn

Act = Callable[[Turn, str], None]
DECIDES = say(
    "Nothing is asked just now, since a criterion fails already. Type “go on” to record all reasons, or “stop” to"
    " review the answers; a result with its name counts, too."
)
MISTAKEN = say("Please tap one of the two: was it opened by mistake, or not?")
TAKES_SEVERAL = (DECIDED, REVIEW, SENT)  # beside every question


def type(turn: Turn, text: str) -> None:
    """Does what was typed; a command that does not concern this case is left to the desk."""
    if turn.case.state == DECIDED and turn.case.several is None and (decision := reply.decision_of(text)):
        return _DECISIONS[decision](turn, "")
    let_go = _LETS_GO.get(turn.case.state)
    if let_go is not None and reply.nod_of(text) in let_go.said_by:
        return let_go.do(turn, "")
    wish = reply.wish_of(turn.question, text)
    if wish is not None:
        return carry_out(turn, wish)
    if turn.case.state in _PHASES:
        return _PHASES[turn.case.state](turn, text)
    if confirmed(turn, text):
        return None
    understood = read(turn, text)
    if isinstance(understood, Wish):
        carry_out(turn, understood)
    elif isinstance(understood, SeveralFound):
        propose(turn, understood)
    elif turn.question is not None:
        take_reading(turn, understood, text.strip()[:LONGEST_TYPED])
    elif isinstance(understood, Unclear):
        turn.shows.append(Show(unclear_screen(understood.message), 0))


def read(turn: Turn, text: str) -> Reply:
    """What the text means at this point; where no question is asked it can only be several answers."""
    if turn.question is not None:
        setting = Setting(turn.today, unit_on_display(turn.case, turn.question))
        return reply.read(turn.trial, turn.question, text, setting)
    several = reply.read_several(turn.trial, text, Setting(turn.today)) if turn.case.state in TAKES_SEVERAL else None
    if several is None:
        raise Refused(DECIDES if turn.case.state == DECIDED else NOTHING_ASKED, show_again=True)
    return several


def confirmed(turn: Turn, text: str) -> bool:
    """A typed yes or no to what was read: it is taken, or dropped."""
    pending, several = turn.case.pending, turn.case.several
    if (pending is None and several is None) or (turn.question and turn.question.shape.kind == "yes_no"):
        return False
    if pending is not None and normal(text) == normal(pending.typed or ""):
        return False  # "none" once more is no "no" to "is 0 % meant?": it is asked back once more
    meant = _yes_or_no(turn, text)
    if meant == NO:
        retype(turn, "")
    elif meant == YES and several is not None:
        take_over(turn, "")
    elif meant == YES and pending is not None and len(pending.readings) == 1:
        take(turn, "0")
    else:
        return False
    return True


def _yes_or_no(turn: Turn, text: str) -> Value | None:
    if any(sign.isdigit() for sign in text):
        return None
    meant = kinds.read(Shape("yes_no"), text, Setting(turn.today))
    return meant.value if isinstance(meant, Understood) else None


# Commands as words.


def carry_out(turn: Turn, wish: Wish) -> None:
    """What concerns the case is done here; the rest is the desk's."""
    act = _WISHES.get(wish.act)
    if turn.case.state == DECIDED and turn.case.several is None and wish.act in ("why", "keep"):
        raise Refused(DECIDES, show_again=True)
    if act is None:
        turn.wish = wish.act
    else:
        act(turn, "")


def back(turn: Turn, _: str) -> None:
    """One step back; from a doubtful reply, or from a reason that was asked for, to what was before."""
    let_go = _LETS_GO.get(turn.case.state)
    if let_go is not None:
        return let_go.do(turn, "")
    if turn.case.pending is None and turn.case.several is None:
        return moving.back(turn, "")
    return retype(turn, "")


def why(turn: Turn, _: str) -> None:
    """The question again, with the protocol's words, as a new message below."""
    turn.show_now(View(why=True))


def aloud(turn: Turn, _: str) -> None:
    """The question in plain words, to be read out, as a new message below."""
    turn.show_now(View(aloud="here"))


def plain(turn: Turn, _: str) -> None:
    """The question alone, as a new message below."""
    turn.show_now()


def overview(turn: Turn, _: str) -> None:
    """All answers so far."""
    if turn.case.sent:
        turn.shows.append(Show(turn.review(0), turn.case.turn))
    else:
        moving.stop(turn, "")


_DECISIONS: dict[str, Act] = {"go_on": moving.go_on, "stop": moving.stop}
_WISHES: dict[str, Act] = {
    "back": back,
    "skip": unknown,
    "keep": keep,
    "why": why,
    "aloud": aloud,
    "plain": plain,
    "list": overview,
}


# Where a reason or a word is asked for.


@dataclass(frozen=True, slots=True)
class LetGo:
    """How what was begun is given up, and which short replies do so; "no" does not where it may answer a query."""

    do: Act
    said_by: tuple[str, ...] = ("no", "later")


_LETS_GO = {REASON: LetGo(keep), REPLY: LetGo(moving.leave, ("later",)), WITHDRAWING: LetGo(stay)}


def explain_typed(turn: Turn, text: str) -> None:
    """The reason for a change, in words or by its number."""
    explain(turn, by_number(text, REASONS))


def close_typed(turn: Turn, text: str) -> None:
    """The reason why a case is withdrawn, in words or by its number; before the patient has agreed, a yes will do."""
    if turn.case.agreed:
        return close(turn, by_number(text, WITHDRAWALS))
    if _yes_or_no(turn, text) != YES:
        raise Refused(MISTAKEN, show_again=True)
    return close(turn, MISTAKE.text)


def by_number(text: str, reasons: Sequence[Message]) -> str:
    """The reason whose number was typed; anything else stays as it is."""
    place = trimmed(normal(text))
    if place.isdecimal() and len(place) < 3 and 0 < int(place) <= len(reasons):
        return reasons[int(place) - 1].text
    return text


# Before the first question.


def agree_or_label(turn: Turn, text: str) -> None:
    """A typed yes or no is the patient's; anything else is the site's own code."""
    meant = _yes_or_no(turn, text)
    if meant == YES:
        return agree(turn, "")
    if meant == NO:
        return decline(turn, "")
    return label(turn, text)


_PHASES: dict[str, Act] = {
    AGREEMENT: agree_or_label,
    REASON: explain_typed,
    REPLY: reply_to_query,
    WITHDRAWING: close_typed,
}

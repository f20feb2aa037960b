"""Several answers of one message: listed first, then taken together."""

from __future__ import annotations

from bot.core.acts.explaining import LONGEST_TYPED
from bot.core.answers import NotKnown
from bot.core.case import Proposal
from bot.core.folding import dump
from bot.core.messages import say
from bot.core.screens.tapped import NEW_RESULT
from bot.core.several import Found, SeveralFound
from bot.core.trial import LABORATORY, Question
from bot.core.turn import Happening, Refused, Turn, not_here, place_in

NOT_NEEDED = say("These answers are not needed. Nothing was changed.")
NOTHING_NEW = say(
    "No new result in it. To change an answer that the study team has, tap “Add or change an answer” under the verdict."
)


def propose(turn: Turn, several: SeveralFound) -> None:
    """Several answers of one message, to be confirmed: those that can count here, and after sending only new ones."""
    found = [one for one in several.found if _can_count(turn, one.question) and not _sent(turn, one)]
    unclear = [one.id for one in several.unclear if _can_count(turn, one)]
    if not found:
        raise Refused(NOTHING_NEW if turn.case.sent else NOT_NEEDED)
    answers = [
        {
            "question": one.question.id,
            "value": dump(turn.trial, one.question.id, one.value),
            "typed": one.typed[:LONGEST_TYPED],
        }
        for one in sorted(found, key=lambda one: turn.trial.order[one.question.id])
    ]
    turn.record("found", {"answers": answers, "unclear": unclear})
    turn.show_now()


def _can_count(turn: Turn, question: Question) -> bool:
    """Whether its answer is of use. What the study team already has can only be changed by a new laboratory result."""
    known = turn.case.answers.get(question.id)
    told = turn.case.sent and known is not None and not isinstance(known.value, NotKnown)
    return not turn.facts.moot(question) and (not told or question.who == LABORATORY)


def _sent(turn: Turn, found: Found) -> bool:
    """Whether the study team has this very answer."""
    known = turn.case.answers.get(found.question.id)
    return bool(turn.case.sent) and known is not None and known.value == found.value


def hold(turn: Turn, value: str) -> None:
    """One of them counts after all."""
    choose(turn, value, keep=True)


def drop(turn: Turn, value: str) -> None:
    """One of them is left out."""
    choose(turn, value, keep=False)


def choose(turn: Turn, value: str, keep: bool) -> None:
    """Keeps or leaves out one of several answers; told which of the two, so that the same tap twice does no harm."""
    several = turn.case.several
    chosen = place_in(several.proposals if several else (), value).question
    assert several is not None
    kept = [one.question for one in several.proposals if (keep if one.question == chosen else one.kept)]
    if tuple(kept) != several.kept_ids:
        turn.record("chosen", {"kept": kept}, same_turn=True)
    turn.show_now(instead=True)


def take_over(turn: Turn, _: str) -> None:
    """Several answers count from now on."""
    several = turn.case.several
    if several is None or not several.kept:
        raise not_here()
    turn.settle_all([_taken(turn, one) for one in several.kept], "take")


def _taken(turn: Turn, one: Proposal) -> Happening:
    """An answer that the study team has ("not known yet" is one) is amended: the button called it a new result."""
    data = {"question": one.question, "value": dump(turn.trial, one.question, one.value), "typed": one.typed}
    before = turn.case.answers.get(one.question)
    if not turn.case.sent or before is None:
        return "answered", data
    return "amended", {**data, "old": dump(turn.trial, one.question, before.value), "reason": NEW_RESULT.text}

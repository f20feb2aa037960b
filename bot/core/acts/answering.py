"""Taking an answer: a doubt is asked back, and after sending a change needs a reason."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from bot.core import kinds
from bot.core.acts.querying import uphold
from bot.core.acts.ticking import TICKED, tick_too
from bot.core.answers import NOT_KNOWN, ONGOING, Age, Code, Codes, Day, NotKnown, Value
from bot.core.folding import dump
from bot.core.kinds.base import Doubtful, Reading, Setting, Unclear, Understood
from bot.core.machine import REASON, Walk, move, put_again
from bot.core.messages import say
from bot.core.queries import open_about
from bot.core.screens import Show
from bot.core.screens.question import marked_codes
from bot.core.screens.replies import unclear_screen
from bot.core.trial import Question
from bot.core.turn import Refused, Turn, asked, not_here, place_in


def answer(turn: Turn, value: Value, typed: str | None = None) -> None:
    """Takes a value as the answer; after sending, a changed one needs a reason first."""
    question = asked(turn)
    before = turn.case.answers.get(question.id)
    dumped = dump(turn.trial, question.id, value)
    if turn.case.sent and before is not None:
        if before.value == value:
            return keep(turn, "")
        data = {"question": question.id, "readings": [dumped], "typed": typed}
        return ask_reason(turn, data)
    if isinstance(value, NotKnown):
        return turn.settle("left_open", {"question": question.id, **_open_words(turn, question, typed)}, "answer")
    turn.settle("answered", {"question": question.id, "value": dumped, "typed": typed}, "answer")


def _open_words(turn: Turn, question: Question, typed: str | None) -> dict[str, Any]:
    """What the record holds of a "not known yet": how it was typed, and whether an age goes with it.

    Where the age did not decide, and the birth date is asked for, it is the date that is not known.
    """
    said: dict[str, Any] = {} if typed is None else {"typed": typed}
    before = turn.case.answers.get(question.id)
    if before is not None and isinstance(before.value, Age) and not put_again(turn.case, turn.facts, question):
        said["taken_back"] = True
    return said


def ask_reason(turn: Turn, data: dict[str, Any]) -> None:
    """The study team has the answer: why it is changed is asked first."""
    walk = Walk(turn.case, turn.facts, turn.case.state)
    move(turn.trial, walk, "amend")
    turn.collapse(turn.case)
    turn.record("proposed", data, walk.state)
    turn.show_now()


def take_reading(turn: Turn, reading: Reading, typed: str | None) -> None:
    """Goes on from what a reply means: takes it, asks back, or says why it cannot be used."""
    question = asked(turn)
    match reading:
        case Understood(Codes(codes)) if turn.case.marked:
            tick_too(turn, question, codes)
        case Understood(value):
            answer(turn, value, typed)
        case Doubtful(_, readings):
            dumped = [dump(turn.trial, question.id, one) for one in readings]
            turn.record("proposed", {"question": question.id, "readings": dumped, "typed": typed})
            turn.show_now()
        case Unclear(message):
            turn.shows.append(Show(unclear_screen(message), 0))


# What is tapped.


def pick(turn: Turn, value: str) -> None:
    """One option, or yes or no."""
    question = asked(turn, "yes_no", "one_of")
    answer(turn, picked(question, value))


def day(turn: Turn, value: str) -> None:
    """A day by its date, or so many days from today: "today" is the day on which it is tapped."""
    question = asked(turn, "date")
    take_reading(turn, kinds.check(question.shape, tapped_day(turn.today, value), Setting(turn.today)), None)


def tapped_day(today: date, value: str) -> Day:
    """The day that a button names."""
    if re.fullmatch(r"-?\d", value):
        return Day.on(today + timedelta(int(value)))
    try:
        return Day.on(date.fromisoformat(value))
    except ValueError as none:
        raise not_here() from none


def ongoing(turn: Turn, _: str) -> None:
    """No day: it still goes on."""
    if not asked(turn, "date").shape.ongoing:
        raise not_here()
    answer(turn, ONGOING)


def unknown(turn: Turn, _: str) -> None:
    """Not known yet; never said by a slip while something is ticked."""
    asked(turn)
    if turn.case.marked:
        raise Refused(TICKED, show_again=True)
    answer(turn, NOT_KNOWN)


def keep(turn: Turn, _: str) -> None:
    """The answer stays as it is: a change is called off, or a query about it is answered with a word."""
    if turn.case.state == REASON and turn.case.pending is not None:
        walk = Walk(turn.case, turn.facts, REASON, turn.case.pending.question)
        move(turn.trial, walk, "back")
        turn.record("withdrew", {}, walk.state)
        return turn.show_now()
    question = asked(turn)
    if question.id not in turn.case.answers:
        raise Refused(say("There is no answer to keep yet."))
    queries = open_about(turn.case, question.id)
    if queries:
        return uphold(turn, queries[0])
    turn.settle("kept", {"question": question.id}, "answer")


def done(turn: Turn, _: str) -> None:
    """What is ticked is the answer."""
    question = asked(turn, "many_of")
    answer(turn, Codes(marked_codes(turn.case, question)))


def none(turn: Turn, _: str) -> None:
    """None of the options is."""
    asked(turn, "many_of")
    answer(turn, Codes(()))


def unit(turn: Turn, value: str) -> None:
    """The unit in which the number will be typed."""
    test = asked(turn, "quantity").shape.test
    chosen = place_in(test.units if test else (), value)
    if chosen.code != turn.case.unit:
        turn.record("unit_chosen", {"unit": chosen.code}, same_turn=True)
    turn.show_now(instead=True)


def take(turn: Turn, value: str) -> None:
    """One of the readings that a doubtful reply had."""
    question, pending = asked(turn), turn.case.pending
    chosen = place_in(pending.readings if pending else (), value)
    if isinstance(chosen, Codes) and turn.case.marked:
        return tick_too(turn, question, chosen.codes)
    answer(turn, chosen, pending.typed if pending else None)


def retype(turn: Turn, _: str) -> None:
    """Drops a doubtful reply, or several: the question is asked again."""
    if turn.case.pending is None and turn.case.several is None:
        raise not_here()
    turn.record("withdrew", {})
    turn.show_now(instead=False)


def picked(question: Question, value: str) -> Value:
    """The value that a tapped option stands for."""
    if question.shape.kind == "yes_no" and value in ("yes", "no"):
        return Code(value)
    return Code(place_in(question.shape.codes, value))

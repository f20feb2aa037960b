"""Everything that a person can do with a case: one small function for each button, and one for what is typed.

An act checks that it makes sense here, then records and moves through the turn. `ACTS` lists them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.core import kinds
from bot.core.answers import NO, NOT_KNOWN, ONGOING, YES, Code, Codes, Day, NotKnown, Value
from bot.core.case import dump
from bot.core.identifiers import identifier_in
from bot.core.kinds.base import Doubtful, Reading, Setting, Unclear, Understood
from bot.core.machine import AGREEMENT, REASON, Walk, move
from bot.core.messages import say
from bot.core.screens import Show
from bot.core.screens.question import View, marked_codes, page_of, unit_on_display
from bot.core.screens.replies import REASONS, unclear_screen
from bot.core.shapes import Shape
from bot.core.trial import Question
from bot.core.turn import Refused, Turn

LABEL_LENGTH = 24
REASON_LENGTH = 200


def asked(turn: Turn) -> Question:
    if turn.question is None:
        raise Refused(say("Nothing is being asked just now."), show_again=True)
    return turn.question


def answer(turn: Turn, value: Value, typed: str | None = None) -> None:
    """Takes a value as the answer; after sending, a changed one needs a reason first."""
    question = asked(turn)
    before = turn.case.answers.get(question.id)
    dumped = dump(turn.trial, question.id, value)
    if turn.case.sent and before is not None:
        if before.value == value:
            return keep(turn, "")
        data = {"question": question.id, "readings": [dumped], "typed": typed}
        return settle_reason(turn, data)
    if isinstance(value, NotKnown):
        return turn.settle("left_open", {"question": question.id}, "answer")
    turn.settle("answered", {"question": question.id, "value": dumped, "typed": typed}, "answer")


def settle_reason(turn: Turn, data: dict[str, Any]) -> None:
    walk = Walk(turn.case, turn.facts, turn.case.state)
    move(turn.trial, walk, "amend")
    turn.record("proposed", data, walk.state)
    turn.show_now()


def take_reading(turn: Turn, reading: Reading, typed: str) -> None:
    question = asked(turn)
    match reading:
        case Understood(value):
            answer(turn, value, typed)
        case Doubtful(_, readings):
            dumped = [dump(turn.trial, question.id, one) for one in readings]
            turn.record("proposed", {"question": question.id, "readings": dumped, "typed": typed})
            turn.show_now()
        case Unclear(message):
            turn.shows.append(Show(unclear_screen(question, turn.facts, message), 0))


# Replies.


def type(turn: Turn, text: str) -> None:
    if turn.case.state == AGREEMENT:
        return agree_or_label(turn, text)
    if turn.case.state == REASON:
        return explain(turn, text)
    if turn.question is None:
        raise Refused(say("Nothing is being asked just now."), show_again=True)
    setting = Setting(turn.today, unit_on_display(turn.case, turn.question))
    take_reading(turn, kinds.read(turn.question.shape, text, setting), text.strip()[:REASON_LENGTH])


def agree_or_label(turn: Turn, text: str) -> None:
    """A typed yes or no is the patient's; anything else is the site's own code."""
    reading = None if any(sign.isdigit() for sign in text) else kinds.read(Shape("yes_no"), text, Setting(turn.today))
    match reading:
        case Understood(value) if value == YES:
            return agree(turn, "")
        case Understood(value) if value == NO:
            return decline(turn, "")
    label(turn, text)


def label(turn: Turn, text: str) -> None:
    """The site's own code for the patient; nothing that could name a person."""
    label = " ".join(text.split())
    if not label or len(label) > LABEL_LENGTH:
        raise Refused(say("A code has 1 to {n} characters.", n=LABEL_LENGTH))
    if identifier_in(label):
        raise Refused(say("That looks like a name or a personal number. It was not stored. Use a code."))
    turn.record("labelled", {"label": label})
    turn.show_now()


def agree(turn: Turn, _: str) -> None:
    turn.settle("agreed", {}, "agree")


def decline(turn: Turn, _: str) -> None:
    turn.settle("declined", {}, "decline")


def pick(turn: Turn, value: str) -> None:
    question = asked(turn)
    answer(turn, picked(question, value))


def day(turn: Turn, value: str) -> None:
    asked(turn)
    if not re.fullmatch(r"-?\d{1,3}", value):
        raise Refused(say("That is not possible here."), show_again=True)
    answer(turn, Day.on(turn.today + timedelta(int(value))))


def ongoing(turn: Turn, _: str) -> None:
    if not asked(turn).shape.ongoing:
        raise Refused(say("That is not possible here."))
    answer(turn, ONGOING)


def unknown(turn: Turn, _: str) -> None:
    asked(turn)
    answer(turn, NOT_KNOWN)


def keep(turn: Turn, _: str) -> None:
    if turn.case.state == REASON and turn.case.pending is not None:
        walk = Walk(turn.case, turn.facts, REASON, turn.case.pending.question)
        move(turn.trial, walk, "back")
        turn.record("withdrew", {}, walk.state)
        return turn.show_now()
    question = asked(turn)
    if question.id not in turn.case.answers:
        raise Refused(say("There is no answer to keep yet."))
    turn.settle("kept", {"question": question.id}, "answer")


def mark(turn: Turn, value: str) -> None:
    tick(turn, value, on=True)


def unmark(turn: Turn, value: str) -> None:
    tick(turn, value, on=False)


def tick(turn: Turn, value: str, on: bool) -> None:
    """Ticks or unticks one option; told which, never flipped, so that the same tap twice does the same."""
    question = asked(turn)
    option = _option(question, value)
    ticked = set(marked_codes(turn.case, question)) - {option}
    codes = [code for code in question.shape.codes if code in ticked or (on and code == option)]
    if tuple(codes) != turn.case.marked:
        turn.record("marked", {"codes": codes}, same_turn=True)
    turn.show_now(View(page=page_of(question, option)), instead=True)


def done(turn: Turn, _: str) -> None:
    question = asked(turn)
    answer(turn, Codes(marked_codes(turn.case, question)))


def none(turn: Turn, _: str) -> None:
    asked(turn)
    answer(turn, Codes(()))


def unit(turn: Turn, value: str) -> None:
    test = asked(turn).shape.test
    if test is None or not value.isdecimal() or int(value) >= len(test.units):
        raise Refused(say("That is not possible here."))
    turn.record("unit_chosen", {"unit": test.units[int(value)].code}, same_turn=True)
    turn.show_now(instead=True)


def reading(turn: Turn, value: str) -> None:
    """One of the readings that a doubtful reply had."""
    pending = turn.case.pending
    if pending is None or not value.isdecimal() or int(value) >= len(pending.readings):
        raise Refused(say("That is not possible here."), show_again=True)
    answer(turn, pending.readings[int(value)], pending.typed)


def retype(turn: Turn, _: str) -> None:
    turn.record("withdrew", {})
    turn.show_now(instead=False)


def explain(turn: Turn, text: str) -> None:
    """The reason for a change after sending."""
    reason = " ".join(text.split())
    pending = turn.case.pending
    if pending is None or not reason or len(reason) > REASON_LENGTH:
        raise Refused(say("Please give the reason in one sentence, up to {n} characters.", n=REASON_LENGTH))
    if identifier_in(reason) not in (None, "name"):
        raise Refused(say("That looks like personal data. It was not stored. Please leave it out."))
    before = turn.case.answers.get(pending.question)
    data = {
        "question": pending.question,
        "old": None if before is None else dump(turn.trial, pending.question, before.value),
        "value": dump(turn.trial, pending.question, pending.readings[0]),
        "typed": pending.typed,
        "reason": reason,
    }
    turn.settle("amended", data, "explain")


def reason(turn: Turn, value: str) -> None:
    if not value.isdecimal() or int(value) >= len(REASONS):
        raise Refused(say("That is not possible here."))
    explain(turn, REASONS[int(value)].text)


# Moving about.


def back(turn: Turn, _: str) -> None:
    if not turn.case.trail:
        raise Refused(say("This is the first question."))
    turn.settle("went_back", {}, "back", turn.case.trail[-1])


def jump(turn: Turn, value: str) -> None:
    if not value.isdecimal() or int(value) >= len(turn.trial.questions):
        raise Refused(say("That is not possible here."))
    wanted = turn.trial.questions[int(value)]
    if turn.facts.moot(wanted):
        raise Refused(say("This question no longer applies: it follows from another answer."))
    if wanted.id == turn.case.state:
        raise Refused(say("You are at this question."))
    turn.settle("jumped", {"question": wanted.id}, "jump", wanted.id)


def go_on(turn: Turn, _: str) -> None:
    turn.settle("went_on", {}, "go_on")


def stop(turn: Turn, _: str) -> None:
    turn.settle("stopped", {}, "stop")


def send(turn: Turn, _: str) -> None:
    walk = Walk(turn.case, turn.facts, turn.case.state)
    move(turn.trial, walk, "send")
    turn.deliver = turn.case
    turn.record("sent", turn.summary(), walk.state)


# Looking, without moving.


def why(turn: Turn, _: str) -> None:
    look(turn, View(why=True))


def aloud(turn: Turn, value: str) -> None:
    look(turn, View(aloud="other" if value == "other" else "here"))


def plain(turn: Turn, _: str) -> None:
    look(turn, View())


def page(turn: Turn, value: str) -> None:
    look(turn, View(page=int(value) if value.isdecimal() else 0))


def look(turn: Turn, view: View) -> None:
    groups = turn.question.shape.groups if turn.question else ()
    if groups and view.page >= len(groups):
        view = replace(view, page=0)
    screen = turn.screen(view)
    if screen is not None:
        turn.shows.append(Show(screen, turn.case.turn, instead=True))


def show(turn: Turn, _: str) -> None:
    """Shows again where the case stands."""
    turn.show_now()


def overview(turn: Turn, value: str) -> None:
    """The list of answers of a case that the study team has."""
    page = int(value) if value.isdecimal() else 0
    turn.shows.append(Show(turn.review(page), turn.case.turn, instead=True))


def picked(question: Question, value: str) -> Value:
    """The value that a tapped option stands for."""
    if question.shape.kind == "yes_no" and value in ("yes", "no"):
        return Code(value)
    return Code(_option(question, value))


def _option(question: Question, value: str) -> str:
    codes = question.shape.codes
    if not value.isdecimal() or int(value) >= len(codes):
        raise Refused(say("That is not possible here."), show_again=True)
    return codes[int(value)]


ACTS: dict[str, Callable[[Turn, str], None]] = {
    "type": type,
    "agree": agree,
    "decline": decline,
    "pick": pick,
    "day": day,
    "ongoing": ongoing,
    "unknown": unknown,
    "keep": keep,
    "mark": mark,
    "unmark": unmark,
    "done": done,
    "none": none,
    "unit": unit,
    "take": reading,
    "retype": retype,
    "reason": reason,
    "back": back,
    "jump": jump,
    "go_on": go_on,
    "stop": stop,
    "send": send,
    "why": why,
    "aloud": aloud,
    "plain": plain,
    "page": page,
    "review": overview,
    "show": show,
}

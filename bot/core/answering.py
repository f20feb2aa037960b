"""Taking an answer: a doubt is asked back, several are listed first, and after sending a change needs a reason."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from bot.core import kinds
from bot.core.answers import NOT_KNOWN, ONGOING, Age, Code, Codes, Day, NotKnown, Value
from bot.core.case import Proposal
from bot.core.folding import dump
from bot.core.identifiers import identifier_in
from bot.core.kinds.base import Doubtful, Reading, Setting, Unclear, Understood
from bot.core.lexicon.forms import sentence
from bot.core.lexicon.patterns import pattern
from bot.core.machine import JUDGE, REASON, Walk, move, put_again
from bot.core.messages import say
from bot.core.queries import open_about
from bot.core.querying import uphold
from bot.core.reply import decision_of, nod_of
from bot.core.screens import Show
from bot.core.screens.question import View, marked_codes, page_of
from bot.core.screens.replies import JUDGEMENT, NEW_RESULT, REASONS, unclear_screen
from bot.core.several import Found, SeveralFound
from bot.core.trial import LABORATORY, Question
from bot.core.turn import Happening, Refused, Turn, not_here
from bot.core.verdict import left_to_judgement

CODE = pattern(r"[A-Za-z0-9][A-Za-z0-9._/-]{1,23}")
DATE = pattern(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")
REASON_LENGTH = 200
NOTHING_ASKED = say("Nothing is being asked just now. What can be done stands below.")
NOT_NEEDED = say("These answers are not needed. Nothing was changed.")
NOTHING_NEW = say(
    "No new result in it. To change an answer that the study team has, tap “Add or change an answer” under the verdict."
)
TICKED = say("Something is ticked: tap Done, or untick it first.")
T = TypeVar("T")


def asked(turn: Turn, *kinds_: str) -> Question:
    """The question at hand; refused where none is, or where it is of another kind."""
    if turn.question is None:
        raise Refused(NOTHING_ASKED, show_again=True)
    if kinds_ and turn.question.shape.kind not in kinds_:
        raise not_here()
    return turn.question


def place_in(things: Sequence[T], value: str) -> T:
    """The thing at the place that a button names."""
    if not value.isdecimal() or len(value) > 4 or int(value) >= len(things):
        raise not_here()
    return things[int(value)]


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


def settle_reason(turn: Turn, data: dict[str, Any]) -> None:
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


def agree(turn: Turn, _: str) -> None:
    turn.settle("agreed", {}, "recall" if turn.case.carried else "agree")


def decline(turn: Turn, _: str) -> None:
    turn.settle("declined", {}, "decline")


def pick(turn: Turn, value: str) -> None:
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


def mark(turn: Turn, value: str) -> None:
    tick(turn, value, on=True)


def unmark(turn: Turn, value: str) -> None:
    tick(turn, value, on=False)


def tick(turn: Turn, value: str, on: bool) -> None:
    """Ticks or unticks one option. It is told which of the two, so that the same tap twice does no harm."""
    question = asked(turn, "many_of")
    option = _option(question, value)
    ticked = set(marked_codes(turn.case, question)) - {option}
    codes = [code for code in question.shape.codes if code in ticked or (on and code == option)]
    if tuple(codes) != turn.case.marked:
        turn.record("marked", {"codes": codes}, same_turn=True)
    turn.show_now(View(page=page_of(question, option)), instead=True)


def tick_too(turn: Turn, question: Question, typed: Sequence[str]) -> None:
    """Options that are typed are ticked beside those that are; nothing is lost, and nothing is answered yet."""
    if not typed:
        raise Refused(TICKED, show_again=True)
    ticked = {*(turn.case.marked or ()), *typed}
    codes = [code for code in question.shape.codes if code in ticked]
    turn.record("marked", {"codes": codes}, same_turn=turn.case.pending is None)
    turn.toast = say("Ticked, too. Tap Done when all is ticked.")
    turn.show_now()


def done(turn: Turn, _: str) -> None:
    question = asked(turn, "many_of")
    answer(turn, Codes(marked_codes(turn.case, question)))


def none(turn: Turn, _: str) -> None:
    asked(turn, "many_of")
    answer(turn, Codes(()))


def unit(turn: Turn, value: str) -> None:
    test = asked(turn, "quantity").shape.test
    chosen = place_in(test.units if test else (), value)
    if chosen.code != turn.case.unit:
        turn.record("unit_chosen", {"unit": chosen.code}, same_turn=True)
    turn.show_now(instead=True)


def reading(turn: Turn, value: str) -> None:
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
            "typed": one.typed[:REASON_LENGTH],
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
    choose(turn, value, keep=True)


def drop(turn: Turn, value: str) -> None:
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


def reason_in(text: str) -> str:
    """A reason as it was typed; refused where it says nothing, is too long, or may identify a person."""
    reason = sentence(text)
    says = any(sign.isalpha() for sign in reason) and nod_of(reason) is None and decision_of(reason) is None
    if not says or len(reason) > REASON_LENGTH:
        raise Refused(say("Please give the reason in one sentence, up to {n} characters.", n=REASON_LENGTH))
    if identifier_in(reason) is not None:
        raise Refused(say("That looks like personal data. It was not stored. Please leave it out."))
    return reason


def explain(turn: Turn, text: str) -> None:
    """The reason for a change after sending."""
    pending, reason = turn.case.pending, reason_in(text)
    if pending is None:
        raise not_here()
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
    explain(turn, place_in(REASONS, value).text)


def judge(turn: Turn, value: str) -> None:
    """The investigator's judgement, from the card; `value` holds the question's place and what was picked. It is a
    change with a reason, even where it confirms what somebody else has answered."""
    place, _, said = value.partition("-")
    question = place_in(turn.trial.questions, place)
    if question not in left_to_judgement(turn.facts):
        raise not_here()
    before = turn.case.answers.get(question.id)
    old = None if before is None else dump(turn.trial, question.id, before.value)
    judged = {"value": dump(turn.trial, question.id, picked(question, said)), "typed": None, "reason": JUDGEMENT.text}
    turn.settle("amended", {"question": question.id, "old": old, **judged}, JUDGE)


def picked(question: Question, value: str) -> Value:
    """The value that a tapped option stands for."""
    if question.shape.kind == "yes_no" and value in ("yes", "no"):
        return Code(value)
    return Code(_option(question, value))


def _option(question: Question, value: str) -> str:
    return place_in(question.shape.codes, value)

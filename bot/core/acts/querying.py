"""What a screener does with a query of the study team: goes to the answer, or says that it stays as it is, and why."""

from __future__ import annotations

from bot.core.case import Query
from bot.core.lexicon.forms import sentence
from bot.core.machine import REPLY, Walk, move
from bot.core.messages import say
from bot.core.queries import OPEN, answer, numbered, open_about, unfit
from bot.core.screens.tapped import CHECKED
from bot.core.turn import Happening, Refused, Turn, not_here, place_in


def query(turn: Turn, value: str) -> None:
    """To the question that a query is about."""
    asked = _open(turn, value)
    question = turn.trial.by_id[asked.question]
    if question.id == turn.case.state:
        return turn.show_now()
    if turn.facts.moot(question):
        raise Refused(say("This question no longer applies: it follows from another answer."))
    turn.settle("jumped", {"question": question.id}, "jump", question.id)


def stands(turn: Turn, value: str) -> None:
    """The answer stays as it is; a word on that is asked for."""
    uphold(turn, _open(turn, value))


def _open(turn: Turn, value: str) -> Query:
    found = numbered(turn.case, value)
    if found is None or found.state != OPEN:
        raise Refused(say("This query was answered or closed already."))
    return found


def uphold(turn: Turn, asked: Query) -> None:
    """Asks for the word on an answer that stays as it is."""
    if (turn.case.state, turn.case.upheld) == (REPLY, asked.number):
        return turn.show_now()
    walk = Walk(turn.case, turn.facts, turn.case.state)
    move(turn.trial, walk, "uphold")
    turn.collapse(turn.case)
    turn.record("upheld", {"query": asked.number}, walk.state)
    turn.show_now()


def reply(turn: Turn, text: str) -> None:
    """The word on an answer that stays as it is; it answers every query about this answer."""
    words = sentence(text)
    asked, refused = numbered(turn.case, turn.case.upheld), unfit(words)
    if turn.case.state != REPLY or asked is None:
        raise not_here()
    if refused is not None:
        raise Refused(refused)
    answers = [answer(one, words, changed=False) for one in open_about(turn.case, asked.question)]
    happened: list[Happening] = [("replied", data) for data in answers if data is not None]
    turn.settle_all(happened or [("returned", {})], "reply")


def checked(turn: Turn, value: str) -> None:
    """The same by a button."""
    reply(turn, place_in(CHECKED, value).text)

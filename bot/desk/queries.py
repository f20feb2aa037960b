"""Queries between whoever asks (in the team's chat or in their own) and the screener: asked, passed on, closed.

The words of a query come as a reply to a message of the bot. In a group a bot hears nothing else, and in a private chat
other words are answers. The message replied to says which answer they are about, also after a restart.
"""

from __future__ import annotations

from bot.core import queries
from bot.core.case import Case, Line
from bot.core.facts import KnownFacts
from bot.core.lexicon.forms import sentence
from bot.core.messages import say
from bot.core.reply import lets_go
from bot.core.screens.queries import asked_screen, query_screen, which_screen, words_screen
from bot.core.trial import Question, Trial
from bot.core.turn import NOT_HERE
from bot.desk import delivery, screening
from bot.desk.audience import holders, show_person
from bot.desk.incoming import Tap
from bot.desk.records import known_case, trial_of, trial_of_card
from bot.desk.roles import Duty
from bot.desk.room import TEXT_ONLY, Room
from bot.desk.slots import asking, asking_slot, choosing_slot, query_slot
from bot.ports import CaseRow

NOT_YOURS = say("Your role can read, but not ask.")


# Somebody asks.


def which(room: Room, row: CaseRow, tap: Tap) -> None:
    """The answers to choose from; a page is turned in place."""
    trial = trial_of_card(room, row)
    if trial is not None:
        screen = which_screen(*_seen(room, trial, row), tap.number)
        slot = choosing_slot(row, room.person)
        room.show(screen, slot=slot, instead=room.incoming.refers is not None and tap.turn == 0, bound=(row.id, 0))
        room.toast(None)


def about(room: Room, row: CaseRow, tap: Tap) -> None:
    """The answer that was chosen; the words are awaited."""
    trial = trial_of_card(room, row)
    if trial is None:
        return None
    question, case = _question(trial, tap.value), known_case(room, trial, row).case
    if question is None or question.id not in case.answers:
        return room.toast(NOT_HERE)
    slot = asking_slot(trial, row, question, room.person)
    room.show(words_screen(case, question), slot=slot, bound=(row.id, 0))
    room.toast(None)


def in_words(room: Room) -> bool:
    """The words to a question that was chosen; says whether it was a reply to such a message."""
    slot = room.unit.slot_of(room.incoming.chat, room.incoming.replies_to) if room.incoming.replies_to else None
    asked = asking(slot) if slot is not None else None
    row = room.unit.case(asked[0]) if asked else None
    if asked is None or row is None:
        return asked is not None
    if not room.may_with(Duty.ASK, row):
        room.refuse("ask", NOT_YOURS)
        return True
    trial = trial_of_card(room, row)
    if trial is None:
        return True
    question, words = _question(trial, asked[1]), sentence(room.incoming.text)
    refused = TEXT_ONLY if room.incoming.what == "other" else queries.unfit(words)
    if lets_go(words):
        room.say(say("Nothing was asked."))
    elif refused is not None:
        room.say(refused)
    elif question is not None and slot is not None:
        _ask(room, trial, row, question, words, slot)
    return True


def _ask(room: Room, trial: Trial, row: CaseRow, question: Question, words: str, slot: str) -> None:
    case = screening.written(room, trial, row, _new(room, trial, row, question, words))
    query, facts = case.queries[-1], _facts(room, trial, row, case)
    told = holders(room, row)
    screen = asked_screen(case, facts, query, tuple(one.name for one in told))
    room.show(screen, slot=slot, instead=True, bound=(row.id, 0))
    for person in told:
        show_person(room, row, person, query_screen(case, facts, query), query_slot(row, query))


def _new(room: Room, trial: Trial, row: CaseRow, question: Question, words: str) -> Line:
    return queries.ask(known_case(room, trial, row).case, question.id, words, room.today(row.site))


# Somebody closes.


def close(room: Room, row: CaseRow, tap: Tap) -> None:
    """Closes a query; everybody who had it sees that."""
    trial = trial_of(room, row)
    if trial is None:
        return None
    before = known_case(room, trial, row).case
    query = queries.numbered(before, tap.value)
    line = queries.close(before, query) if query else None
    if line is None:
        return room.toast(say("This query was answered or closed already."))
    case = screening.written(room, trial, row, line)
    closed = case.queries[line.data["query"] - 1]
    # A query that nobody answered has no message of its own yet with whoever asked.
    delivery.show_query(room, trial, row, case, closed, again=query is not None and query.state != queries.OPEN)
    room.toast(say("Closed."))


# What they share.


def _seen(room: Room, trial: Trial, row: CaseRow) -> tuple[Case, KnownFacts]:
    case = known_case(room, trial, row).case
    return case, _facts(room, trial, row, case)


def _facts(room: Room, trial: Trial, row: CaseRow, case: Case) -> KnownFacts:
    return KnownFacts(trial, case.answers, room.today(row.site))


def _question(trial: Trial, place: str) -> Question | None:
    return trial.questions[int(place)] if place.isdecimal() and int(place) < len(trial.questions) else None

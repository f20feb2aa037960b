"""What the trial leaves to the investigator's judgement: asked in the private chat, from the card, one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.machine import SENT
from bot.core.messages import say
from bot.core.screens.judgement import judged_screen, judgement_screen
from bot.core.step import Event
from bot.core.trial import Question, Trial
from bot.core.turn import NOT_HERE
from bot.core.verdict import judgements
from bot.desk import screening, sent
from bot.desk.incoming import Tap
from bot.desk.judged import instead
from bot.desk.records import known_case, trial_of_card
from bot.desk.room import Room
from bot.desk.slots import turn_slot
from bot.ports import CaseRow

ACTS = ("judgements", "judge")


def begin(room: Room, row: CaseRow, tap: Tap) -> None:
    """The first open question comes into the private chat; an answer to one brings the next."""
    if tap.act == "judge":
        return _judge(room, row, tap)
    ask(room, row)
    return room.toast(None if room.incoming.private else say("Go on in our private chat."))


def _judge(room: Room, row: CaseRow, tap: Tap) -> None:
    """One judgement; what an investigator has judged already is not judged twice."""
    trial = trial_of_card(room, row)
    if trial is None:
        return None
    place = tap.value.partition("-")[0]
    if place not in {str(trial.order[one.id]) for one in _waiting(room, trial, row).questions}:
        return room.toast(NOT_HERE)
    screening.move(room, row, Event("judge", tap.value, tap.turn))
    after = room.unit.case(row.id)
    if after is None or after.head == row.head:
        return None
    _judged(room, trial, after, trial.questions[int(place)], turn_slot(row, row.turn))
    return ask(room, after)


def _judged(room: Room, trial: Trial, row: CaseRow, question: Question, slot: str) -> None:
    """Where the question stood it says what was judged, without buttons for what is done."""
    drawn = room.drawn(judged_screen(known_case(room, trial, row).case, question), room.person.language, (0, 0))
    room.put("edit", drawn, slot=slot, to=room.person.address)


@dataclass(frozen=True)
class _Waiting:
    """A case, the questions that wait for an investigator, and who has answered some of them instead."""

    case: Case
    facts: KnownFacts
    questions: tuple[Question, ...]
    instead: Mapping[str, str]


def _waiting(room: Room, trial: Trial, row: CaseRow) -> _Waiting:
    case = known_case(room, trial, row).case
    facts = KnownFacts(trial, case.answers, room.today(row.site))
    others = instead(room.unit, row, case, facts)
    return _Waiting(case, facts, judgements(facts, others), others)


def ask(room: Room, row: CaseRow) -> None:
    """The first question that waits, to the investigator alone; nothing where none does."""
    trial = trial_of_card(room, row)
    if trial is None:
        return None
    known = _waiting(room, trial, row)
    case, waiting = known.case, known.questions
    if case.state != SENT:
        return room.toast(sent.CHANGING)
    if not waiting:
        return room.toast(say("Everything is judged."))
    screen = judgement_screen(case, known.facts, waiting[0], len(waiting), known.instead.get(waiting[0].id))
    drawn = room.drawn(screen, room.person.language, (row.id, row.turn))
    return room.put("show", drawn, slot=turn_slot(row, row.turn), to=room.person.address)

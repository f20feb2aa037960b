"""What the trial leaves to the investigator's judgement: asked in the private chat, from the card, one at a time."""

from __future__ import annotations

from bot.core.facts import KnownFacts
from bot.core.machine import SENT
from bot.core.messages import say
from bot.core.screens.judgement import judgement_screen
from bot.core.step import Event
from bot.core.verdict import judgements
from bot.desk import screening
from bot.desk.incoming import Tap
from bot.desk.records import known_case, trial_of
from bot.desk.room import Room
from bot.ports import CaseRow

ACTS = ("judgements", "judge")


def begin(room: Room, row: CaseRow, tap: Tap) -> None:
    """The first open question comes into the private chat; an answer to one brings the next."""
    if tap.act == "judge":
        screening.move(room, row, Event("judge", tap.value, tap.turn))
        after = room.unit.case(row.id)
        return ask(room, after) if after is not None and after.head != row.head else None
    ask(room, row)
    return room.toast(None if room.incoming.private else say("Go on in our private chat."))


def ask(room: Room, row: CaseRow) -> None:
    """The first question that is open, to the investigator alone; nothing where none is."""
    trial = trial_of(room, row)
    if trial is None:
        return None
    case = known_case(room, trial, row).case
    facts = KnownFacts(trial, case.answers, room.today(row.site))
    waiting = judgements(facts)
    if case.state != SENT:
        return room.toast(say("An answer of this case is just being changed. Please wait for the new card."))
    if not waiting:
        return room.toast(say("Everything is judged."))
    screen = judgement_screen(case, facts, waiting[0], len(waiting))
    drawn = room.drawn(screen, room.person.language, (row.id, row.turn))
    return room.put("show", drawn, slot=f"{row.id}:{row.turn}", to=room.person.address)

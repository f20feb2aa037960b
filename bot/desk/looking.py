"""Looking at a verdict: from the card to its details and back, in place."""

from __future__ import annotations

from bot.core.machine import SENT
from bot.desk import delivery, screening
from bot.desk.incoming import Tap
from bot.desk.records import known_case, trial_of
from bot.desk.room import Room
from bot.desk.slots import team_slot, turn_slot
from bot.ports import CaseRow


def details(room: Room, row: CaseRow, tap: Tap) -> None:
    """The details of a verdict, in place of its card."""
    slot = turn_slot(row, tap.turn) if room.incoming.private else team_slot(row, tap.turn)
    delivery.details(room, row, tap.number, slot, tap.turn)


def card(room: Room, row: CaseRow, tap: Tap) -> None:
    """The card again, in place of its details."""
    if not room.incoming.private:
        trial = trial_of(room, row)
        if trial is None:
            return
        screen = delivery.team_card(room, trial, row, known_case(room, trial, row).case)
        room.show(screen, slot=team_slot(row, tap.turn), instead=True, bound=(row.id, tap.turn))
    elif row.state == SENT:
        screening.show_now(room, row, instead=True)
    elif row.id != room.person.active_case and (trial := trial_of(room, row)) is not None:
        delivery.show_card(room, trial, row, known_case(room, trial, row).case, tap.turn, instead=True)
    room.toast(None)

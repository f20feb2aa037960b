"""An update that could not be dealt with: noted for the technician, told to whoever sent it and to the administrators.

What it said is kept nowhere: the note holds the kind of error and its place in the program, not the error's own words.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from traceback import format_tb, walk_tb

from bot.core.messages import say
from bot.core.screens import Paragraph, Screen
from bot.desk.audience import managers
from bot.desk.incoming import Incoming
from bot.desk.room import House, Room
from bot.ports import Conflict, Outgoing, Parked, Store, StoreFailed, UnitOfWork

SORRY = say("Something went wrong here, and nothing was changed. The study team's technician finds it in the log.")
PROGRAM = Path(__file__).resolve().parents[1]


def give_up(store: Store, house: House, incoming: Incoming | None, parked: Parked) -> None:
    """Parks the update and tells those concerned, in one transaction; nothing where it was dealt with after all."""
    with suppress(Conflict), store.transaction() as unit:
        _park(unit, parked)
        _tell_administrators(unit, house, parked)
        if incoming is not None:
            _tell_sender(Room(house, unit, incoming, unit.staff_by_address(incoming.person)))


def park(store: Store, parked: Parked) -> None:
    """Only the note: for when there are no words either."""
    with suppress(Conflict), store.transaction() as unit:
        _park(unit, parked)


def _park(unit: UnitOfWork, parked: Parked) -> None:
    unit.note_seen(parked.update_key, parked.at)
    unit.park(parked)


def _tell_sender(room: Room) -> None:
    if room.staff is not None and room.incoming.private:
        room.say(SORRY)
    if room.incoming.what == "tap":
        room.toast(None)


def _tell_administrators(unit: UnitOfWork, house: House, parked: Parked) -> None:
    """Once a day for each place in the program: a bug that meets everybody must not bury them."""
    told = say(
        "An update could not be dealt with: {error} at {place}. Whoever sent it knows that nothing was changed. The"
        " technician finds this one, and all others of today, with: python bot.py parked",
        error=parked.error,
        place=parked.place,
    )
    for person in managers(unit, parked.at):
        picture = house.drawn(Screen("note", (Paragraph(told),)), person.language)
        key = f"parked:{parked.at:%Y-%m-%d}:{parked.error}:{parked.place}:{person.address}"
        unit.send(Outgoing(address=person.address, do="show", key=key, picture=picture))


def kind_of(error: Exception) -> str:
    """Its class; of the store's errors also what they say, which holds codes only."""
    return f"{type(error).__name__}: {error}"[:120] if isinstance(error, StoreFailed) else type(error).__name__


def place_of(error: Exception) -> str:
    """Where in this program it happened: file and line."""
    frames = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
    own = [f"{path.relative_to(PROGRAM)}:{line}" for path, line in frames if path.is_relative_to(PROGRAM)]
    return own[-1] if own else "?"


def trace_of(error: BaseException) -> str:
    """How it came to be, line by line, without the error's own words, which may hold what was typed."""
    return "".join(format_tb(error.__traceback__))

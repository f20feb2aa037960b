"""The desk itself: takes in one thing that arrived, deals with it in one transaction, and says whether to send."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk import delivery, endings, invitations, menu, reminders, taps, teamroom, teams, typed, welcome
from bot.desk.incoming import Incoming, What
from bot.desk.insisting import insisted
from bot.desk.memory import Memory
from bot.desk.room import House, Room
from bot.ports import Staff, Store, UnitOfWork

HUSH, A_DAY = timedelta(hours=6), timedelta(days=1)
STRANGERS = 10_000
# What comes in a private chat; a button may come from anywhere.
PRIVATE: dict[What, Callable[[Room], None]] = {
    "text": typed.text,
    "command": typed.command,
    "edited": typed.edited,
    "other": typed.other,
    "added": typed.added,
}
# What happens to a chat itself, whoever caused it.
OF_A_CHAT: dict[What, Callable[[Room], None]] = {"removed": teams.lose_team, "moved": teams.follow_team}


class Desk:
    """Deals with what arrives. Between two arrivals it remembers only cases, and which strangers it has answered.

    `link` is the channel's deep link, with {token} in it; `papers` says whether it can send files, and has a menu;
    `alone_since` is when the channel began, where no other process sends beside it.
    """

    def __init__(self, store: Store, house: House, link: str = "{token}", papers: bool = False) -> None:
        self.store, self.house, self.link, self.papers = store, house, link, papers
        self._told: OrderedDict[str, datetime] = OrderedDict()
        self._memory = Memory()
        self.alone_since: datetime | None = None

    def handle(self, incoming: Incoming) -> int:
        """Deals with it once, however often it is delivered; gives the number of lines put into the outbox.

        Raises StoreFailed where nothing could be saved: it must then be delivered again.
        """
        return insisted(lambda: self._once(incoming))

    def handle_all(self, arrived: Sequence[Incoming]) -> None:
        """Deals with several in one transaction, in their order; if one of them raises, nothing is saved."""
        with self._telling(arrived), self.store.transaction() as unit:
            _expect(unit, arrived)
            for incoming in arrived:
                self._in(unit, incoming)

    def _once(self, incoming: Incoming) -> int:
        with self._telling([incoming]), self.store.transaction() as unit:
            return self._in(unit, incoming)

    @contextmanager
    def _telling(self, arrived: Sequence[Incoming]) -> Iterator[None]:
        """Where nothing is saved in the end, a stranger who was told was not told after all."""
        try:
            yield
        except Exception:
            for incoming in arrived:
                for address in (incoming.person, incoming.chat):
                    self._told.pop(address, None)
            raise

    def _in(self, unit: UnitOfWork, incoming: Incoming) -> int:
        if not unit.first_time(incoming.key, incoming.at):
            return 0
        room = self._room(unit, incoming)
        known = unit.staff_by_address(incoming.person)
        room.staff = _here(known and endings.end_overdue(room, known))
        if incoming.command == "start" and incoming.private and invitations.join(room):
            welcome.welcome(room)
        elif known is not None and known.left_at is None and room.staff is None:
            room.toast(None)  # the last role has just come to its end, and the person was told
        else:
            self._deal(room)
        return room.said

    def _room(self, unit: UnitOfWork, incoming: Incoming, staff: Staff | None = None) -> Room:
        since = self.alone_since
        return Room(self.house, unit, incoming, staff, self._memory, self.link, self.papers, alone_since=since)

    def _deal(self, room: Room) -> None:
        incoming = room.incoming
        if incoming.what in OF_A_CHAT:
            OF_A_CHAT[incoming.what](room)
        elif incoming.what == "unnamed":
            self._unnamed(room)
        elif room.staff is None:
            self._stranger(room)
        elif incoming.what == "tap":
            taps.tapped(room)
        elif incoming.private:
            PRIVATE[incoming.what](room)
        else:
            teamroom.heard(room)

    def _stranger(self, room: Room) -> None:
        """One line, and then silence for a while; a tap's button is freed without a word."""
        if room.incoming.what == "tap":
            room.put("toast", {"text": ""})
        elif room.incoming.private and self._is_news_to(room.incoming.person, room.incoming.at):
            welcome.stranger(room)

    def _unnamed(self, room: Room) -> None:
        """One line in the group, and then silence for a while."""
        if teamroom.is_of_a_team(room) and self._is_news_to(room.incoming.chat, room.incoming.at):
            teamroom.unnamed(room)

    def _is_news_to(self, address: str, at: datetime) -> bool:
        """Whether they have heard nothing for a while; now they will."""
        last = self._told.get(address)
        if last is not None and at - last < HUSH:
            return False
        self._told[address] = at
        while len(self._told) > STRANGERS:
            self._told.popitem(last=False)
        return True

    def catch_up(self, at: datetime) -> None:
        """At the start: cards that waited for a chat to be set up."""
        with self.store.transaction() as unit:
            delivery.deliver_waiting(self._room(unit, _nobody("start", at)))

    def removed(self, chat: str, at: datetime) -> None:
        """The bot cannot write to this group any more, since it is not in it."""
        with self.store.transaction() as unit:
            teams.lose_team(self._room(unit, replace(_nobody(f"removed:{chat}", at), chat=chat)))

    def introduce(self, at: datetime) -> None:
        """At the start: menus of commands for those who have more of these than others."""
        with self.store.transaction() as unit:
            menu.follow_all(self._room(unit, _nobody("menu", at)))

    def end_roles(self, at: datetime) -> bool:
        """Ends the roles of one person that are over as planned, if there is one; says whether."""
        with self.store.transaction() as unit:
            return endings.look(self._room(unit, _nobody("end", at)))

    def remind(self, at: datetime) -> bool:
        """Looks at one case that is due for reminders; says if there was one. NotLooked: it failed, and waits a day."""
        try:
            with self.store.transaction() as unit:
                return reminders.look(self._room(unit, _nobody("remind", at)))
        except reminders.NotLooked as failed:
            with self.store.transaction() as unit:
                unit.look_again(failed.row.id, at + A_DAY)
            raise


def _expect(unit: UnitOfWork, arrived: Sequence[Incoming]) -> None:
    tapped = [incoming.tap for incoming in arrived if incoming.tap]
    updates = {incoming.key: incoming.at for incoming in arrived}
    unit.expect(updates, [incoming.person for incoming in arrived], [tap.case for tap in tapped if tap.case])


def _here(staff: Staff | None) -> Staff | None:
    return staff if staff is not None and staff.left_at is None else None


def _nobody(why: str, at: datetime) -> Incoming:
    """Stands for an arrival where nothing arrived, but something is due."""
    return Incoming(key=f"{why}:{at.isoformat()}", at=at, person="", chat="", name="", what="other")

"""Who gets through to the desk, decided before anything is written: strangers cost next to nothing.

Strangers' updates cost one read for all that come together, and not even that where somebody floods. Through come only
an open invitation, that a study team's chat has removed the bot or moved, one line in six hours to be answered, what is
said as a group itself, and a tap, so that its button is freed; and of the last three only so many a second from all
strangers together. Whoever is invited always comes through: none of their updates is lost, and since each chat has its
own lane a flood of one keeps nobody else waiting.

All of it is memory of this process, of bounded size; losing it costs some reads.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic

from bot.channels.telegram.pace import Bucket, Rate
from bot.desk.front import HUSH, OF_A_CHAT
from bot.desk.incoming import Incoming
from bot.desk.invitations import TOKEN
from bot.ports import Store, UnitOfWork

CROWD = 10_000
# Faster than this, one stranger is not even looked up, and all of them together are not answered.
STRANGER, STRANGERS = Rate(1, 20), Rate(5, 50)
KNOWN_FOR = 600.0
NEVER = float("-inf")


@dataclass(slots=True)
class Visitor:
    """What is remembered of somebody: how often looked up, until when counted as invited, and as answered."""

    reads: Bucket
    invited_until: float = field(default=NEVER)
    answered_until: float = field(default=NEVER)


class Door:
    """Stands before the desk."""

    def __init__(self, store: Store, clock: Callable[[], float] = monotonic) -> None:
        self._store, self._clock = store, clock
        self._strangers = Bucket(STRANGERS, clock)
        self._visitors: OrderedDict[str, Visitor] = OrderedDict()

    def lets_in(self, incoming: Incoming) -> bool:
        """Whether the desk is to hear of this; StoreFailed where that cannot be found out now."""
        return self.let_in([incoming])[0]

    def let_in(self, arrived: Sequence[Incoming]) -> list[bool]:
        """The same of several, which are looked up together."""
        now = self._clock()
        comers = [(incoming, self._visitor(incoming.person)) for incoming in arrived]
        known = [now < visitor.invited_until for _, visitor in comers]
        asked = [at for at, (_, visitor) in enumerate(comers) if not known[at] and visitor.reads.take()]
        concern = dict(zip(asked, self._looked_up([comers[at] for at in asked], now), strict=True))
        return [
            known[at] or (at in concern and (concern[at] or self._is_answered(*comer)))
            for at, comer in enumerate(comers)
        ]

    @contextmanager
    def answering(self, let_in: Sequence[Incoming]) -> Iterator[None]:
        """While the desk deals with them: where it cannot, no stranger among them was answered."""
        try:
            yield
        except Exception:
            for incoming in let_in:
                self._visitor(incoming.person).answered_until = NEVER
            raise

    def _looked_up(self, comers: Sequence[tuple[Incoming, Visitor]], now: float) -> list[bool]:
        """Whether each of these concerns the desk, even if it comes from a stranger."""
        if not comers:
            return []
        concern: list[bool] = []
        with self._store.reading() as unit:
            unit.expect({}, [incoming.person for incoming, _ in comers], ())
            for incoming, visitor in comers:
                invited = _is_here(unit, incoming) or _brings_invitation(unit, incoming)
                concern.append(invited or _of_a_team(unit, incoming))
                if invited:
                    visitor.invited_until = now + KNOWN_FOR
        return concern

    def _is_answered(self, incoming: Incoming, visitor: Visitor) -> bool:
        if incoming.what in ("tap", "unnamed"):
            return self._strangers.take()
        if not incoming.private or self._clock() < visitor.answered_until or not self._strangers.take():
            return False
        visitor.answered_until = self._clock() + HUSH.total_seconds()
        return True

    def _visitor(self, person: str) -> Visitor:
        visitor = self._visitors.pop(person, None) or Visitor(Bucket(STRANGER, self._clock))
        self._visitors[person] = visitor
        if len(self._visitors) > CROWD:
            self._visitors.popitem(last=False)
        return visitor


def _is_here(unit: UnitOfWork, incoming: Incoming) -> bool:
    staff = unit.staff_by_address(incoming.person)
    return staff is not None and staff.left_at is None


def _brings_invitation(unit: UnitOfWork, incoming: Incoming) -> bool:
    token = incoming.text.strip()
    starts = incoming.command == "start" and incoming.private
    return starts and TOKEN.fullmatch(token) is not None and unit.invited(token, incoming.at)


def _of_a_team(unit: UnitOfWork, incoming: Incoming) -> bool:
    """Whoever removes the bot from a study team's chat, or makes it another chat, may be a stranger."""
    return incoming.what in OF_A_CHAT and bool(unit.teams_at(incoming.chat))

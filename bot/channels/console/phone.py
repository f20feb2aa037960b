"""The receiving end of the outbox for one address, as a chat on a phone is: messages, newest last, that can be edited.

It takes lines out of the store and marks them as sent; those of other channels are left alone. It draws nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.desk.incoming import Tap
from bot.ports import Booking, LentLine, Store

Picture = Mapping[str, Any]
AT_ONCE = 200


@dataclass(frozen=True)
class Arrival:
    """One thing that came: a message shown, edited, stripped, deleted, or a toast; `before` is what was shown there."""

    do: str
    message: str
    picture: Picture
    before: Picture | None = None


@dataclass
class Phone:
    """A chat as it stands: what each message shows now, by the message's id, in the order of their coming."""

    address: str
    messages: dict[str, Picture] = field(default_factory=dict)

    def take(self, line: LentLine) -> Arrival:
        """Brings the chat up to date with one line of the outbox."""
        message = line.message_id or str(line.id)
        before = self.messages.get(message)
        if line.do == "delete":
            self.messages.pop(message, None)
        elif line.do == "strip":
            if before is not None:
                self.messages[message] = {**before, "rows": []}
        elif line.do != "toast":
            self.messages[message] = line.picture
        return Arrival(line.do, message, line.picture, before)

    def find(self, act: str, value: str | None = None, turn: int | None = None) -> Tap | None:
        """The newest button that does this (in this turn, or in any), as the tap that it stands for."""
        fitting = (tap for tap, _ in self.buttons() if tap.act == act and value in (None, tap.value))
        return next((tap for tap in fitting if turn is None or tap.turn in (turn, 0)), None)

    def labelled(self, label: str) -> Tap | None:
        """The newest button with these words on it: exactly, else among others."""
        exact = (tap for tap, words in self.buttons() if words == label)
        return next(exact, None) or next((tap for tap, words in self.buttons() if label in words), None)

    def buttons(self) -> Iterator[tuple[Tap, str]]:
        """Every button of the chat with its words, the newest message first."""
        for picture in reversed(self.messages.values()):
            yield from taps(picture)


def taps(picture: Picture) -> Iterator[tuple[Tap, str]]:
    """A picture's buttons, as the taps that they stand for, with their words."""
    for row in picture["rows"]:
        for button in row:
            bound = {"case": picture.get("case", 0), "turn": picture.get("turn", 0)}
            yield Tap(act=button["act"], value=button["value"], **bound), button["label"]


def collect(store: Store, phones: Sequence[Phone], now: datetime) -> dict[str, list[Arrival]]:
    """Everything that waits for these phones of one channel, by address; it counts as sent."""
    known = {phone.address: phone for phone in phones}
    channel = phones[0].address.partition(":")[0]
    found: dict[str, list[Arrival]] = {phone.address: [] for phone in phones}
    while own := [line for line in store.claim(now, AT_ONCE, f"{channel}:") if line.address in known]:
        arrived = [known[line.address].take(line) for line in own]
        store.book([_sent(line, arrival) for line, arrival in zip(own, arrived, strict=True)], now)
        for line, arrival in zip(own, arrived, strict=True):
            found[line.address].append(arrival)
    return found


def _sent(line: LentLine, arrival: Arrival) -> Booking:
    return Booking(line=line, how="sent", message_id=None if line.do == "toast" else arrival.message)

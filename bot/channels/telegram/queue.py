"""The lines that a courier has: which of an address may go now, and which wait for others. No clock, no network.

The order is that of the outbox: new messages of a chat one after the other, and so everything about one message; a
toast waits for nothing, and nobody waits for a reminder but what is about the same message.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bot.ports import NEEDS_MESSAGE, REMINDER, LentLine


class Queue:
    """Lines by their addresses, in their order. A line is here from when it is put in until it is done or given up."""

    def __init__(self) -> None:
        self._lines: dict[str, dict[int, LentLine]] = {}
        self._on_their_way: set[int] = set()

    def __len__(self) -> int:
        return sum(map(len, self._lines.values()))

    @property
    def ids(self) -> list[int]:
        """All that are here."""
        return [id for lines in self._lines.values() for id in lines]

    @property
    def addresses(self) -> set[str]:
        """Where they go."""
        return set(self._lines)

    def put(self, lines: Iterable[LentLine]) -> list[LentLine]:
        """Takes lines in, those that are here already once; gives those that may go now."""
        addresses = dict[str, None]()
        for line in lines:
            here = self._lines.setdefault(line.address, {})
            if line.id not in here:
                here[line.id] = line
                addresses[line.address] = None
        return [line for address in addresses for line in self._ready(address)]

    def done(self, line: LentLine, message_id: str | None = None) -> list[LentLine]:
        """It is done, and its slot holds this message, where it has one; gives those that waited for it alone."""
        self._leave(line)
        self._fill(line, message_id)
        return self._ready(line.address)

    def give_up(self, line: LentLine) -> list[LentLine]:
        """It is not done; gives those of its address that wait for whatever, and which are not here any more."""
        self._leave(line)
        return self._left(line.address)

    def close(self) -> list[LentLine]:
        """Nothing more may go; gives all that still wait, and which are not here any more."""
        return [line for address in self.addresses for line in self._left(address)]

    def _left(self, address: str) -> list[LentLine]:
        left = [one for one in self._of(address) if one.id not in self._on_their_way]
        for one in left:
            self._leave(one)
        return left

    def _of(self, address: str) -> Sequence[LentLine]:
        return tuple(self._lines.get(address, {}).values())

    def _leave(self, line: LentLine) -> None:
        here = self._lines.get(line.address, {})
        here.pop(line.id, None)
        self._on_their_way.discard(line.id)
        if not here:
            self._lines.pop(line.address, None)

    def _fill(self, line: LentLine, message_id: str | None) -> None:
        """Those that wait to change the message of this line learn which it is."""
        if line.slot is None or (message_id is None and line.do != "delete"):
            return
        here = self._lines.get(line.address, {})
        for id, one in here.items():
            if one.slot == line.slot and one.do in NEEDS_MESSAGE:
                here[id] = replace(one, message_id=message_id)

    def _ready(self, address: str) -> list[LentLine]:
        """Those that are not on their way and wait for nothing; they are on their way now."""
        found = [one for one in self._free(address) if one.id not in self._on_their_way]
        self._on_their_way.update(one.id for one in found)
        return found

    def _free(self, address: str) -> Iterator[LentLine]:
        said, slots = False, set[str]()
        for line in sorted(self._of(address), key=lambda one: one.id):
            if line.do == "toast" or not ((line.do == "show" and said) or line.slot in slots):
                yield line
            said = said or (line.do == "show" and not line.key.startswith(REMINDER))
            if line.slot is not None:
                slots.add(line.slot)

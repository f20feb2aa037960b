"""What a button carries: the tap that it stands for, signed, in at most 64 bytes.

The signature binds it to one chat, so that a forwarded or invented button is told apart. Nothing is kept in memory but
taps that are too long to be carried, and those that can be foreseen survive a restart.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections import OrderedDict
from collections.abc import Iterable
from hashlib import blake2b

from bot.desk.incoming import Tap

LIMIT = 64
SIGNATURE = 12
REMEMBERED = 10_000
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Buttons:
    """Writes and reads callback data. `known` are acts and values that may be long and must outlive a restart."""

    def __init__(self, token: str, known: Iterable[tuple[str, str]] = ()) -> None:
        self._key = hmac.digest(token.encode(), b"buttons", "sha256")
        self._long: OrderedDict[str, str] = OrderedDict()
        for act, value in known:
            self._shortened(f"{act}.{value}")

    def write(self, chat: str, tap: Tap) -> str:
        """The callback data for a tap in this chat."""
        bound, meant = f"{_base36(tap.case)}.{_base36(tap.turn)}.", f"{tap.act}.{tap.value}"
        if SIGNATURE + len((bound + meant).encode()) > LIMIT:
            meant = self._shortened(meant)
        return self._signature(chat, bound + meant) + bound + meant

    def read(self, chat: str, data: str | None) -> Tap | None:
        """The tap; None where it was not written by this bot for this chat, or is not understood any more."""
        signature, body = (data or "")[:SIGNATURE], (data or "")[SIGNATURE:]
        if not hmac.compare_digest(signature.encode("utf-8", "replace"), self._signature(chat, body).encode()):
            return None
        case, turn, meant = body.split(".", 2)
        act, dot, value = self._long.get(meant, meant).partition(".")
        return Tap(act=act, value=value, case=int(case, 36), turn=int(turn, 36)) if dot else None

    def _shortened(self, meant: str) -> str:
        digest = "#" + self._signature("", meant)
        self._long[digest] = meant
        while len(self._long) > REMEMBERED:
            self._long.popitem(last=False)
        return digest

    def _signature(self, chat: str, body: str) -> str:
        signed = blake2b(f"{chat}|{body}".encode("utf-8", "replace"), digest_size=9, key=self._key)
        return b64encode(signed.digest(), b"-_").decode()


def _base36(number: int) -> str:
    digits = ""
    while number >= 36:
        number, rest = divmod(number, 36)
        digits = DIGITS[rest] + digits
    return DIGITS[number] + digits

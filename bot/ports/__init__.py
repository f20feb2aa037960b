"""What the desk needs of the world, as interfaces and plain data: the case store, its transaction, the outbox.

Nothing here does anything. Adapters (`bot.store`, the channels) implement these; only the standard library is imported,
so that everybody may import this. Moments are aware UTC datetimes, JSON values hold no floats. `store` puts together
what the others describe, a room of it each.
"""

from __future__ import annotations

from bot.ports.cases import ERASED, CaseRow, Draft, Entry
from bot.ports.log import Note, Noted
from bot.ports.outbox import NEEDS_MESSAGE, REMINDER, Booking, Do, Failure, Outbox, Outgoing, Pending
from bot.ports.people import Delegation, Invitation, Pin, Staff, Team
from bot.ports.reminders import Reminding
from bot.ports.store import Carrier, Store, Unit
from bot.ports.trouble import Conflict, Parked, StoreBusy, StoreDown, StoreFailed

__all__ = [
    "ERASED", "NEEDS_MESSAGE", "REMINDER", "Booking", "Carrier", "CaseRow", "Conflict", "Delegation", "Do", "Draft",
    "Entry", "Failure", "Invitation", "Note", "Noted", "Outbox", "Outgoing", "Parked", "Pending", "Pin", "Reminding",
    "Staff", "Store", "StoreBusy", "StoreDown", "StoreFailed", "Team", "Unit",
]  # fmt: skip

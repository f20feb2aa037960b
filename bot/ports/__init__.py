"""What the desk needs of the world, as interfaces and plain data: the case store, its transaction, the outbox.

Nothing here does anything. Adapters (`bot.store`, the channels) implement these; only the standard library is imported,
so that everybody may import this. Moments are aware UTC datetimes, JSON values hold no floats.

store      one transaction, and the store that opens it; it puts together what the others describe, a part of it each:
cases      cases and their records; log: the logs of sites; people: staff, invitations, study teams' chats
outbox     what is to be said; reminders: when a case is looked at again; trouble: how a store fails
"""

from __future__ import annotations

from bot.ports.cases import ERASED, CaseRow, Draft, Entry
from bot.ports.log import Note, Noted
from bot.ports.outbox import LEFT_BEHIND, NEEDS_MESSAGE, REMINDER, Booking, Do, GivenUp, LentLine, Outbox, Outgoing
from bot.ports.people import WITHIN, Delegation, Invitation, Pin, Signing, Staff, Team, chat_of
from bot.ports.reminders import Reminding
from bot.ports.store import Carrier, Store, UnitOfWork
from bot.ports.trouble import Conflict, Parked, StoreBusy, StoreDamaged, StoreDown, StoreFailed

__all__ = [
    "ERASED",
    "LEFT_BEHIND",
    "NEEDS_MESSAGE",
    "REMINDER",
    "WITHIN",
    "Booking",
    "Carrier",
    "CaseRow",
    "Conflict",
    "Delegation",
    "Do",
    "Draft",
    "Entry",
    "GivenUp",
    "Invitation",
    "LentLine",
    "Note",
    "Noted",
    "Outbox",
    "Outgoing",
    "Parked",
    "Pin",
    "Reminding",
    "Signing",
    "Staff",
    "Store",
    "StoreBusy",
    "StoreDamaged",
    "StoreDown",
    "StoreFailed",
    "Team",
    "UnitOfWork",
    "chat_of",
]  # fmt: skip

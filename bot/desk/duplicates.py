"""The warning that a patient may be in screening already, where whoever runs the bot has set a key for it.

What identifies the patient (date of birth, last four characters of the ID number) is typed once and never kept: only an
HMAC-SHA256 of it, under a key that is not in the database. Without one it could be guessed: birth dates are few.
"""

from __future__ import annotations

import hmac
import re
from datetime import date
from unicodedata import normalize

from bot.core.machine import AGREEMENT
from bot.core.messages import Message, say
from bot.core.screens import Action, Button, Paragraph, Screen
from bot.desk.records import known_case
from bot.desk.roles import Duty
from bot.desk.room import Room
from bot.ports import CaseRow

TYPED = re.compile(
    r"((?:19|20)[0-9]{2})(?:[-./年]([0-9]{1,2})[-./月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2})) +([0-9]{3}[0-9Xx])"
)
HINT = say(
    "To be warned of a duplicate, type the date of birth and the last four characters of the ID number, such as"
    " {example}. Neither is stored: only a fingerprint that cannot be read back.",
    example="1986-05-12 123X",
)


def hint(room: Room) -> None:
    """What can be typed before a case begins."""
    if room.house.duplicates_key:
        room.say(HINT)


def looked_up(room: Room, row: CaseRow) -> bool:
    """Looks for other cases of the patient that was typed; says whether such a thing was typed at all."""
    looks = room.house.duplicates_key and row.state == AGREEMENT
    typed = TYPED.fullmatch(normalize("NFKC", room.incoming.text).strip()) if looks else None
    if typed is None:
        return False
    patient = _patient(typed)
    if patient is None:
        hint(room)
        return True
    digest = fingerprint(room.house.duplicates_key, row.trial, *patient)
    others = [one for one in room.unit.cases_of_subject(digest) if one.id != row.id and not _linked(room, row, one)]
    room.unit.note_subject(digest, row.id)
    lines = [Paragraph(_standing(room, one), "warning", "⚠") for one in others]
    nothing = Paragraph(say("No other case here is of the same patient."), mark="✓")
    own = tuple(
        Button(say("{case}", case=one.name), Action("about", str(one.id)), "⋯")
        for one in others
        if room.may_with(Duty.SCREEN, one)
    )
    room.show(Screen("duplicates", tuple(lines) or (nothing,), (own,)))
    return True


def fingerprint(key: str, trial: str, born: date, last: str) -> str:
    """What is kept of a patient: the same for the same one in the same trial, and nothing without the key."""
    return hmac.digest(key.encode(), f"{trial}|{born.isoformat()}|{last}".encode(), "sha256").hex()


def _patient(typed: re.Match[str]) -> tuple[date, str] | None:
    """Who was typed; None where there is no such day."""
    year, month, day, last = typed[1], typed[2] or typed[4], typed[3] or typed[5], typed[6]
    try:
        return date(int(year), int(month), int(day)), last.upper()
    except ValueError:
        return None


def _linked(room: Room, row: CaseRow, other: CaseRow) -> bool:
    """Whether the other one is the attempt before this one."""
    trial = room.house.trial_of(row)
    return trial is not None and known_case(room, trial, row).case.earlier == other.code


def _standing(room: Room, other: CaseRow) -> Message:
    if not room.may_with(Duty.SCREEN, other):
        return say("Perhaps the same patient: a case at another site. Please ask the study team before you go on.")
    opened = room.local(other.site, other.opened_at).date()
    return say("Perhaps the same patient: {case}, opened {date}.", case=other.name, date=opened)

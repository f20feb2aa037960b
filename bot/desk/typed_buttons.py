"""Buttons that are typed instead of tapped: who types what a button on the screen says means that button.

Otherwise "do not withdraw it", typed where a reason is asked for, would be stored as the reason. Buttons that stand for
an answer or a command are left to the readers of those, which know more ways to say them.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.languages import LANGUAGES
from bot.core.lexicon.forms import normal, trimmed
from bot.core.reply import command_in
from bot.core.screens import Button, Screen
from bot.core.step import current_screen
from bot.desk.incoming import Tap
from bot.desk.records import known_case
from bot.desk.room import Room
from bot.ports import CaseRow

ANSWERS = frozenset({"pick", "mark", "unmark", "day", "ongoing", "unknown", "take", "hold", "drop", "jump", "page"})
SHORTEST, LONGEST = 2, 60
_FIGURES = ":(0123456789"


def tap_in(room: Room, row: CaseRow, words: str) -> Tap | None:
    """The button of the case's current screen that says just this in one of the languages."""
    typed, trial = trimmed(normal(words)), room.house.trial_of(row)
    wordless = not any(sign.isalpha() for sign in typed)
    if trial is None or wordless or not SHORTEST <= len(typed) <= LONGEST or command_in(words) is not None:
        return None
    screen = current_screen(trial, known_case(room, trial, row).case, room.today(row.site))
    found = next((one for one in _buttons(screen) if says(room, one, words)), None)
    return found if found is None else Tap(act=found.action.act, value=found.action.value, case=row.id, turn=row.turn)


def says(room: Room, button: Button, words: str) -> bool:
    """Whether these are the words of a button in one of the languages, with or without its mark; a number at the end of
    the label can be left out: 完成（已选2项）."""
    typed = trimmed(normal(words).removeprefix(normal(button.mark)))
    labels = (trimmed(normal(room.house.words.text(button.label, one))) for one in LANGUAGES)
    return any(one.startswith(typed) and not one[len(typed) :][:1].strip(_FIGURES) for one in labels)


def _buttons(screen: Screen | None) -> Iterator[Button]:
    for block in screen.blocks if screen else ():
        yield from (one for one in block if one.action.act not in ANSWERS)

"""Everything that a person can do with a case: one small function for each button, and one for what is typed.

An act checks that it makes sense here, then records and moves through the turn. `ACTS` lists them.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.core import answering, moving, typed
from bot.core.turn import Turn

ACTS: dict[str, Callable[[Turn, str], None]] = {
    "type": typed.type,
    "agree": answering.agree,
    "decline": answering.decline,
    "pick": answering.pick,
    "day": answering.day,
    "ongoing": answering.ongoing,
    "unknown": answering.unknown,
    "keep": answering.keep,
    "mark": answering.mark,
    "unmark": answering.unmark,
    "done": answering.done,
    "none": answering.none,
    "unit": answering.unit,
    "take": answering.reading,
    "retype": answering.retype,
    "hold": answering.hold,
    "drop": answering.drop,
    "take_over": answering.take_over,
    "reason": answering.reason,
    "judge": answering.judge,
    "back": moving.back,
    "jump": moving.jump,
    "go_on": moving.go_on,
    "stop": moving.stop,
    "send": moving.send,
    "leave": moving.leave,
    "why": moving.why,
    "aloud": moving.aloud,
    "plain": moving.plain,
    "page": moving.page,
    "review": moving.overview,
    "show": moving.show,
}

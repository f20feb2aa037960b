"""The acts by the names that buttons have for them."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.acts import (
    agreeing,
    answering,
    carrying,
    explaining,
    judging,
    moving,
    querying,
    ticking,
    together,
    typed,
    withdrawing,
)
from bot.core.turn import Turn

ACTS: dict[str, Callable[[Turn, str], None]] = {
    "type": typed.type,
    "agree": agreeing.agree,
    "decline": agreeing.decline,
    "pick": answering.pick,
    "day": answering.day,
    "ongoing": answering.ongoing,
    "unknown": answering.unknown,
    "keep": answering.keep,
    "mark": ticking.mark,
    "unmark": ticking.unmark,
    "done": answering.done,
    "none": answering.none,
    "unit": answering.unit,
    "take": answering.take,
    "retype": answering.retype,
    "hold": together.hold,
    "drop": together.drop,
    "take_over": together.take_over,
    "reason": explaining.reason,
    "still": carrying.confirm,
    "all_still": carrying.confirm_all,
    "query": querying.query,
    "stands": querying.stands,
    "checked": querying.checked,
    **dict.fromkeys(("withdraw", "mistake"), withdrawing.withdraw),
    "because": withdrawing.because,
    "stay": withdrawing.stay,
    "judge": judging.judge,
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

"""One step of a conversation: an event comes in, lines for the record and screens come out.

This is the whole product as a pure function of the trial, the case, the event and the day. It reads no clock, stores
nothing, sends nothing. An event that changes nothing gives no lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.core.acts.answering import picked, tapped_day
from bot.core.acts.table import ACTS
from bot.core.answers import NOT_KNOWN, ONGOING, Codes, Value
from bot.core.case import Case, Line
from bot.core.facts import KnownFacts
from bot.core.folding import after, dump
from bot.core.machine import AGREEMENT, SENT, NotNow
from bot.core.messages import Message, say
from bot.core.rescreening import carried_over
from bot.core.screens import Screen, Show
from bot.core.screens.phases import agreement_screen
from bot.core.screens.question import View
from bot.core.trial import Trial
from bot.core.turn import NOT_HERE, Refused, Turn


@dataclass(frozen=True, slots=True)
class Event:
    """What a person did: an act with a value. `turn` is that of the button, None for what was typed."""

    act: str
    value: str = ""
    turn: int | None = None


@dataclass(frozen=True)
class Step:
    """What an event led to.

    `lines` go into the record, `shows` to the person, `toast` is a word in passing. `deliver`: the study team is to be
    sent the verdict of `case`, whose `changes` are those since the last one. `card`: the person is to see the verdict.
    `wish`: a command was typed as a word that is not about the case.
    """

    case: Case
    lines: tuple[Line, ...] = ()
    shows: tuple[Show, ...] = ()
    toast: Message | None = None
    deliver: Case | None = None
    card: bool = False
    wish: str | None = None
    facts: KnownFacts | None = field(default=None, compare=False)


# May be done whatever the turn: a button of these never grows old.
FREE = frozenset({"type", "jump", "show", "query", "stands", "withdraw"})


def opening(trial: Trial, code: str, label: str | None = None) -> Step:
    """A new case: the first line of its record and its first screen."""
    return _opened(trial, Case(code, AGREEMENT), Line("opened", {"code": code, "label": label}, AGREEMENT, 1))


def reopening(trial: Trial, code: str, earlier: Case, given: Mapping[str, date], today: date) -> Step:
    """A new case for a patient who was screened before, with the answers of then that have not aged."""
    opened = Line("opened", {"code": code, "label": earlier.label, "rescreens": earlier.code}, AGREEMENT, 1)
    found = carried_over(trial, earlier, given, today)
    answers = [{"question": id, "value": dump(trial, id, one.value)} for id, one in found.items()]
    return _opened(trial, Case(code, AGREEMENT), opened, Line("carried", {"answers": answers}, AGREEMENT, 1))


def _opened(trial: Trial, case: Case, *lines: Line) -> Step:
    for line in lines:
        case = after(trial, case, line)
    return Step(case, lines, (Show(agreement_screen(case, trial), 1),))


def step(trial: Trial, case: Case, event: Event, today: date, facts: KnownFacts | None = None) -> Step:
    """What an event does to a case. The case itself is never changed: the step holds the new one.

    `facts` are those of the step before, if at hand, so that only what has changed is worked out.
    """
    usable = facts is not None and facts.today == today and facts.trial is trial
    turn = Turn(trial, case, today, _facts=facts if usable else None)
    try:
        _take(turn, event)
    except Refused as refused:
        return _again(trial, case, today, refused.words) if refused.show_again else Step(case, toast=refused.words)
    except NotNow:
        return _again(trial, case, today, NOT_HERE)
    idle = not turn.shows and turn.wish is None
    card = turn.case.state == SENT and turn.case.several is None and (bool(turn.lines) or idle)
    lines, shows = tuple(turn.lines), tuple(turn.shows)
    return Step(turn.case, lines, shows, turn.toast, turn.deliver, card, turn.wish, turn.facts)


def _again(trial: Trial, case: Case, today: date, words: Message) -> Step:
    """Shows once more where the case stands: nothing has changed."""
    screen = current_screen(trial, case, today)
    shows = () if screen is None else (Show(screen, case.turn),)
    return Step(case, shows=shows, toast=words, card=screen is None)


def current_screen(trial: Trial, case: Case, today: date, view: View | None = None) -> Screen | None:
    """What the case shows now. For a case at the study team there is only the card, which the desk makes."""
    turn = Turn(trial, case, today)
    return turn.screen(view)


def _take(turn: Turn, event: Event) -> None:
    _check_turn(turn, event)
    act = ACTS.get(event.act)
    if act is None:
        raise Refused(say("I do not know this button. Here is where we are."), show_again=True)
    act(turn, event.value)


def _check_turn(turn: Turn, event: Event) -> None:
    """Refuses a button of another turn, and tells a double tap from a button that is out of date."""
    if event.turn is None or event.turn == turn.case.turn or event.act in FREE:
        return
    if event.turn == turn.case.turn - 1:
        _check_double(turn, event)
    raise Refused(say("This button is out of date. Here is where we are."), show_again=True)


def _check_double(turn: Turn, event: Event) -> None:
    """The same tap a second time is told that it is done; another button of that screen is out of date."""
    if turn.case.begun not in _LEAVES.get(event.act, ()):
        return
    stood_for = _stands_for(turn, event)
    if stood_for is None or stood_for in _said(turn.case):
        raise Refused(say("Already done."))


def _said(case: Case) -> tuple[Value, ...]:
    """What the last tap or reply said: what waits to be confirmed or explained, or the last answer."""
    if case.pending is not None:
        return case.pending.readings
    return (case.answers[case.trail[-1]].value,) if case.trail else ()


def _stands_for(turn: Turn, event: Event) -> Value | None:
    """The value that a button of the previous question stands for; None where it stands for none."""
    case = turn.case
    before = case.pending.question if case.pending else next(reversed(case.trail), None)
    if event.act == "pick" and before is not None and turn.trial.by_id[before].shape.kind in ("yes_no", "one_of"):
        return picked(turn.trial.by_id[before], event.value)
    if event.act == "day":
        return tapped_day(turn.today, event.value)
    return _SAYS.get(event.act)


_ANSWERED, _ASKED_BACK = ("answered", "left_open", "amended"), ("proposed",)
_SAYS: dict[str, Value] = {"ongoing": ONGOING, "unknown": NOT_KNOWN, "none": Codes(())}
# The kinds of line that a tap can leave at the beginning of the next turn.
_LEAVES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("pick", "day", "ongoing", "unknown", "none", "done", "still"), (*_ANSWERED, *_ASKED_BACK)),
    "take": (*_ANSWERED, *_ASKED_BACK),
    **dict.fromkeys(("take_over", "all_still", "reason"), _ANSWERED),
    "agree": ("agreed",),
    "decline": ("declined",),
    "mistake": ("leaving",),
    "keep": ("kept", "withdrew"),
    "retype": ("withdrew",),
    "checked": ("replied", "returned"),
    "because": ("withdrawn",),
    "stay": ("stayed",),
    "back": ("went_back",),
    "go_on": ("went_on",),
    "stop": ("stopped",),
    "send": ("sent",),
    "leave": ("returned",),
}

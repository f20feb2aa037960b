"""Moving about in a case, and looking at it."""

from __future__ import annotations

from dataclasses import replace

from bot.core.machine import Walk, move
from bot.core.messages import say
from bot.core.screens import Show
from bot.core.screens.phases import left_screen
from bot.core.screens.question import View
from bot.core.turn import Refused, Turn, place_in


def back(turn: Turn, _: str) -> None:
    """To the last question answered of those that still apply."""
    applies = [id for id in turn.case.trail if not turn.facts.moot(turn.trial.by_id[id])]
    if not applies:
        raise Refused(say("This is the first question."))
    turn.settle("went_back", {"to": applies[-1]}, "back", applies[-1])


def jump(turn: Turn, value: str) -> None:
    """To a question by its place, to change its answer."""
    wanted = place_in(turn.trial.questions, value)
    if turn.facts.moot(wanted):
        raise Refused(say("This question no longer applies: it follows from another answer."))
    if wanted.id == turn.case.state:
        raise Refused(say("You are at this question."))
    turn.settle("jumped", {"question": wanted.id}, "jump", wanted.id)


def go_on(turn: Turn, _: str) -> None:
    """To the next question, although a criterion fails; or from the review to what is missing."""
    turn.settle("went_on", {}, "go_on")


def stop(turn: Turn, _: str) -> None:
    """To the review of all answers."""
    turn.settle("stopped", {}, "stop")


def send(turn: Turn, _: str) -> None:
    """The study team gets the verdict."""
    walk = Walk(turn.case, turn.facts, turn.case.state)
    move(turn.trial, walk, "send")
    left = left_screen(turn.case, "sent")
    if left is not None:
        turn.shows.append(Show(left, turn.case.turn, instead=True))
    turn.deliver = turn.case
    turn.record("sent", turn.summary(), walk.state)


def leave(turn: Turn, _: str) -> None:
    """Back to the verdict of a case that was sent; what was asked stays as it was."""
    turn.settle("returned", {}, "leave")


# Looking, without moving.


def why(turn: Turn, _: str) -> None:
    """The question with the protocol's words."""
    look(turn, View(why=True))


def aloud(turn: Turn, value: str) -> None:
    """The question in plain words, to be read out; `other`: in the other language."""
    look(turn, View(aloud="other" if value == "other" else "here"))


def plain(turn: Turn, _: str) -> None:
    """The question alone."""
    look(turn, View())


def page(turn: Turn, value: str) -> None:
    """Another page of what is shown."""
    look(turn, View(page=_page(value)))


def look(turn: Turn, view: View) -> None:
    """Shows where the case stands in another way, in the place of what was tapped."""
    groups = turn.question.shape.groups if turn.question else ()
    if groups and view.page >= len(groups):
        view = replace(view, page=0)
    screen = turn.screen(view)
    if screen is not None:
        turn.shows.append(Show(screen, turn.case.turn, instead=True))


def show(turn: Turn, _: str) -> None:
    """Shows again where the case stands."""
    turn.show_now()


def _page(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 4 else 0


def overview(turn: Turn, value: str) -> None:
    """The list of answers of a case that the study team has."""
    turn.shows.append(Show(turn.review(_page(value)), turn.case.turn, instead=True))

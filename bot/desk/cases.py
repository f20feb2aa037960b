"""Starting a case, listing cases, going on with one."""

from __future__ import annotations

from dataclasses import replace

from bot.core.messages import Listing, Message, name, say, say_many
from bot.core.screens import Action, Button, Paragraph, Screen
from bot.core.step import Event
from bot.core.verdict import judge
from bot.desk import screening
from bot.desk.people import MAY_SCREEN
from bot.desk.records import known_case
from bot.desk.room import Room
from bot.ports import CaseRow

LISTED = 8
MOST = 200


def start(room: Room) -> None:
    """The trial is chosen where there are several; then a case is opened."""
    if room.person.role not in MAY_SCREEN:
        room.toast(say("Your role can read, but not screen."))
        return
    trials = list(room.house.trials.values())
    if len(trials) == 1:
        screening.open_case(room, trials[0])
        room.toast(None)
        return
    choices = tuple((Button(say("{trial}", trial=one.short), Action("trial", one.id)),) for one in trials)
    lines = [Paragraph(say("Which trial?"), "ask")]
    lines += [Paragraph(say("{short}: {title}", short=one.short, title=one.title), "item") for one in trials]
    room.show(Screen("trials", tuple(lines), choices))
    room.toast(None)


def chosen(room: Room, trial: str) -> None:
    """A case for the trial that was tapped."""
    if trial in room.house.trials and room.person.role in MAY_SCREEN:
        screening.open_case(room, room.house.trials[trial])
    room.toast(None)


def listed(room: Room, page: int = 0) -> None:
    """The person's cases: those begun and not sent first, then the latest; a page at a time."""
    rows = sorted(room.unit.cases_of(owner=room.person.id, limit=MOST), key=lambda row: _RANK.get(row.state, 0))
    if not rows:
        room.say(say("You have no cases yet. /screen starts one."))
        return
    pages = -(-len(rows) // LISTED)
    page = min(page, pages - 1)
    here = rows[page * LISTED : (page + 1) * LISTED]
    lines = [Paragraph(say("Your cases"), "title")]
    lines += [
        Paragraph(_standing(room, row), "item", "▸" if row.id == room.person.active_case else "·") for row in here
    ]
    ways = tuple(Button(say("{case}", case=row.label or row.code), Action("open", str(row.id))) for row in here)
    room.show(Screen("cases", tuple(lines), (ways, _pages(page, pages))))


_RANK = {"sent": 1, "agreement": 2, "declined": 3}


def _pages(page: int, pages: int) -> tuple[Button, ...]:
    before = [Button(say("page {page}", page=page), Action("cases", str(page - 1)), "‹")] if page else []
    more = [Button(say("page {page}", page=page + 2), Action("cases", str(page + 1)), "›")] if page + 1 < pages else []
    return (*before, *more)


def _standing(room: Room, row: CaseRow) -> Message:
    trial = room.house.trials.get(row.trial)
    case_name = row.label or row.code
    if trial is None or trial.version != row.version:
        return say("{case}: protocol version {version}", case=case_name, version=row.version)
    if row.state in _PHASES:
        return say("{case}: {phase}", case=case_name, phase=_PHASES[row.state])
    case = known_case(room, trial, row).case
    missing = judge(trial, case.answers, room.today(row.site)).missing
    if case.sent:
        if not missing:
            return say("{case}: with the study team", case=case_name)
        names = Listing(tuple(trial.by_id[id].label for id in missing[:3]), "plain")
        return say("{case}: with the study team; missing: {names}", case=case_name, names=names)
    open_ones = say_many("{n} answer is missing", "{n} answers are missing", len(missing))
    return say("{case}: unfinished; {missing}", case=case_name, missing=open_ones)


_PHASES = {
    "agreement": name("phase", "not started"),
    "declined": name("phase", "the patient did not agree"),
}


def go_on(room: Room, case_id: int) -> None:
    """Makes a case the active one, and shows where it stands."""
    row = room.unit.case(case_id)
    if row is None or row.site != room.person.site:
        room.toast(say("There is no such case."))
        return
    activate(room, row)
    screening.show_now(room, row)
    room.toast(None)


def activate(room: Room, row: CaseRow) -> None:
    """What is typed from now on belongs to this case."""
    if room.person.active_case != row.id:
        room.staff = replace(room.person, active_case=row.id)
        room.unit.save_staff(room.staff)


def pause(room: Room) -> None:
    """The active case rests until it is opened again."""
    row = active(room)
    if row is None:
        room.say(say("No case is open. /screen starts one, /cases lists yours."))
        return
    trial = room.house.trials.get(row.trial)
    if trial is not None and known_case(room, trial, row).case.unsent:
        screening.move(room, row, Event("leave"))  # the study team is to hear of what was completed so far
    room.staff = replace(room.person, active_case=None)
    room.unit.save_staff(room.staff)
    room.say(say("{case} is paused. Nothing is lost: /cases goes on with it.", case=row.label or row.code))


def active(room: Room) -> CaseRow | None:
    """The case that typed words belong to."""
    return room.unit.case(room.person.active_case) if room.person.active_case else None

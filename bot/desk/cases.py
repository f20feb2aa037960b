"""Starting a case, going on with one, letting it rest, handing it to a colleague."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.case import Line
from bot.core.machine import DECLINED, REASON, SENT, WITHDRAWN
from bot.core.messages import Message, say
from bot.core.screens import Action, Button, Paragraph, Screen
from bot.core.step import Event
from bot.core.trial import Trial
from bot.core.turn import NOT_HERE
from bot.desk import roles, screening
from bot.desk.audience import screeners, show_person
from bot.desk.incoming import Tap
from bot.desk.records import is_erased, known_case, trial_of
from bot.desk.roles import EVERY, Duty
from bot.desk.room import Room
from bot.desk.slots import handed_slot
from bot.ports import ERASED, CaseRow, Staff

TAPPED_AGAIN = timedelta(minutes=10)
CLOSED = (DECLINED, WITHDRAWN, ERASED)
NO_CASE = say("No case is open. /screen starts one, /cases lists yours.")


def start(room: Room) -> None:
    """The trial, and where there are several its site, is chosen; then a case is opened."""
    open_to = places(room)
    if not open_to:
        room.refuse("screen", say("Your role can read, but not screen."))
        return
    if len(open_to) == 1:
        _open(room, *open_to[0])
        return
    choices = tuple((Button(_place(room, open_to, *one), Action("trial", _choice(open_to, *one))),) for one in open_to)
    lines = [Paragraph(say("Which trial?"), "ask")]
    trials = {trial.id: trial for trial, _ in open_to}.values()
    lines += [Paragraph(say("{short}: {title}", short=one.short, title=one.title), "item") for one in trials]
    room.show(Screen("trials", tuple(lines), choices))
    room.toast(None)


def places(room: Room) -> list[tuple[Trial, str]]:
    """Where the person may open cases: trials with their sites."""
    return [(trial, site) for trial in room.house.trials.values() for site in _sites(room, trial)]


def _sites(room: Room, trial: Trial) -> tuple[str, ...]:
    """A person of all sites opens cases at their own, or, where they have none, at each of the trial's."""
    found = roles.sites(room.person, Duty.SCREEN, room.incoming.at, trial.id)
    if EVERY not in found:
        return found
    return (room.person.site,) if room.person.site != EVERY else tuple(site.id for site in trial.sites)


def _several_sites(open_to: list[tuple[Trial, str]], trial: Trial) -> bool:
    return sum(one.id == trial.id for one, _ in open_to) > 1


def _place(room: Room, open_to: list[tuple[Trial, str]], trial: Trial, site: str) -> Message:
    if not _several_sites(open_to, trial):
        return say("{trial}", trial=trial.short)
    known = room.house.site(site)
    return say("{trial} · {site}", trial=trial.short, site=known.label if known else site)


def _choice(open_to: list[tuple[Trial, str]], trial: Trial, site: str) -> str:
    return f"{trial.id} {site}" if _several_sites(open_to, trial) else trial.id


def chosen(room: Room, choice: str) -> None:
    """A case for the trial that was tapped, at the site that was tapped with it."""
    id, _, wanted = choice.partition(" ")
    open_to = [(trial, site) for trial, site in places(room) if trial.id == id and wanted in ("", site)]
    if not open_to:
        room.refuse("trial")
        return
    _open(room, *open_to[0])


def _open(room: Room, trial: Trial, site: str) -> None:
    """A new case; whoever has tapped twice, since nothing came at once, gets the one that the first tap opened."""
    row = active(room) if room.incoming.tap else None
    if row is not None and _just_opened(room, row) and (row.trial, row.site) == (trial.id, site):
        screening.show_now(room, row)
    else:
        screening.open_case(room, trial, site)
    room.toast(None)


def _just_opened(room: Room, row: CaseRow) -> bool:
    return row.entries == 1 and room.incoming.at - row.opened_at < TAPPED_AGAIN


def go_on(room: Room, case_id: int) -> None:
    """Makes a case the active one, and shows where it stands."""
    row = room.unit.case(case_id)
    if row is None or not room.may_with(Duty.SCREEN, row):
        room.refuse("open", say("There is no such case."))
        return
    if is_erased(room, row):
        return
    activate(room, row)
    screening.show_now(room, row)
    room.toast(None)


def activate(room: Room, row: CaseRow) -> None:
    """What is typed from now on belongs to this case."""
    if room.person.active_case != row.id:
        room.keep(replace(room.person, active_case=row.id))


def take_up(room: Room, row: CaseRow, tap: Tap) -> None:
    """Goes on with this case, whichever was open, and does there what was tapped: a query, a withdrawal."""
    activate(room, row)
    screening.move(room, row, Event(tap.act, tap.value, tap.turn))


def rescreen(room: Room, row: CaseRow, _: Tap) -> None:
    """Screens the patient of a closed or sent case again, once."""
    trial = trial_of(room, row)
    if trial is None:
        return
    case = known_case(room, trial, row).case
    if case.later is not None:
        room.toast(say("{case} was screened again as {later}.", case=row.name, later=case.later))
    elif row.state not in (SENT, WITHDRAWN) or not case.agreed:
        room.toast(say("{case} is not finished yet.", case=row.name))
    else:
        screening.open_again(room, trial, row)
        room.toast(None)


def pause(room: Room) -> None:
    """Closes the open case for now; nothing of it is lost."""
    row = active(room)
    if row is None or row.state in CLOSED:
        room.say(NO_CASE)
        return
    trial = room.house.trial_of(row)
    if trial is not None and row.state != REASON and known_case(room, trial, row).case.unsent:
        # Sends the study team what was completed so far. Not while a change waits for its reason, which would be lost.
        screening.move(room, row, Event("leave"))
    room.keep(replace(room.person, active_case=None))
    if row.state == SENT:
        room.say(say("Nothing is open: {case} is with the study team. /cases lists yours.", case=row.name))
    else:
        room.say(say("{case} is paused. Nothing is lost: /cases goes on with it.", case=row.name))


def active(room: Room) -> CaseRow | None:
    """The case that typed words belong to, for as long as the person may screen it."""
    row = room.unit.case(room.person.active_case) if room.person.active_case else None
    return row if row is not None and room.may_with(Duty.SCREEN, row) else None


# Handing over.


def hand(room: Room, row: CaseRow, _: Tap) -> None:
    """The colleagues of the same site who could have this case."""
    if trial_of(room, row) is None:
        return None
    others = [one for one in screeners(room, row) if one.id != row.owner]
    if not others:
        return room.toast(say("Nobody else screens at your site yet."))
    title = say("Who goes on with {case}?", case=row.name)
    ways = tuple(Button(say("{name}", name=one.name), Action("give", str(one.id))) for one in others)
    room.show(Screen("hand", (Paragraph(title, "ask"),), (ways,)), bound=(row.id, 0))
    return room.toast(None)


def give(room: Room, row: CaseRow, tap: Tap) -> None:
    """The case is somebody else's from now on, who is told."""
    trial = trial_of(room, row)
    if trial is None:
        return None
    to = next((one for one in screeners(room, row) if str(one.id) == tap.value), None)
    if to is None or to.id == row.owner:
        return room.toast(NOT_HERE)
    before = room.held(row.owner)
    line = Line("handed_over", {"from": row.owner, "to": to.id}, row.state, row.turn)
    case = screening.written(room, trial, row, line, owner=to.id)
    if before is not None:
        _let_go(room, before, row)
    for one in {person.id: person for person in (before, to) if person is not None}.values():
        if one.id != room.person.id and roles.may(one, Duty.SCREEN, room.incoming.at, row.trial, row.site):
            _tell_handed(room, row, one, to)
    words = say("{case} is now with: {name}", case=case.name, name=to.name)
    go_on = ((_go_on(row),),) if to.id == room.person.id else ()
    room.show(Screen("handed", (Paragraph(words, mark="⇄"),), go_on))
    room.toast(None)


def _go_on(row: CaseRow) -> Button:
    return Button(say("Go on"), Action("open", str(row.id)), "▶")


def _let_go(room: Room, before: Staff, row: CaseRow) -> None:
    """What the former owner types no longer goes to this case."""
    if before.active_case == row.id:
        room.keep(replace(before, active_case=None))


def _tell_handed(room: Room, row: CaseRow, person: Staff, to: Staff) -> None:
    names = {"by": room.person.name, "case": row.name}
    if person.id == to.id:
        words = say("{by} handed {case} to you.", **names)
        screen = Screen("handed", (Paragraph(words, mark="⇄"),), ((_go_on(row),),))
    else:
        took = say("{by} took {case} over.", **names)
        words = took if to.id == room.person.id else say("{by} handed {case} over to: {name}", **names, name=to.name)
        screen = Screen("note", (Paragraph(words, mark="⇄"),))
    show_person(room, row, person, screen, handed_slot(row))

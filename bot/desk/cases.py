"""Starting a case, listing cases, going on with one."""

from __future__ import annotations

from dataclasses import replace

from bot.core.messages import Listing, Message, name, say, say_many
from bot.core.screens import Action, Button, Paragraph, Screen
from bot.core.step import Event
from bot.core.trial import Trial
from bot.core.verdict import judge
from bot.desk import roles, screening
from bot.desk.records import is_erased, known_case
from bot.desk.roles import EVERY, Duty
from bot.desk.room import Room
from bot.ports import ERASED, CaseRow

LISTED = 8
MOST = 200


def start(room: Room) -> None:
    """The trial, and where there are several its site, is chosen; then a case is opened."""
    open_to = places(room)
    if not open_to:
        room.refuse("screen", say("Your role can read, but not screen."))
        return
    if len(open_to) == 1:
        screening.open_case(room, *open_to[0])
        room.toast(None)
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
    found = roles.sites(room.person, Duty.SCREEN, trial.id)
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
    screening.open_case(room, *open_to[0])
    room.toast(None)


def listed(room: Room, page: int = 0) -> None:
    """The person's cases: those begun and not sent first, then the latest; a page at a time."""
    own = [row for row in room.unit.cases_of(owner=room.person.id, limit=MOST) if room.may_with(Duty.SCREEN, row)]
    rows = sorted(own, key=lambda row: _RANK.get(row.state, 0))
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


_RANK = {"sent": 1, "agreement": 2, "declined": 3, ERASED: 4}


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
    ERASED: name("phase", "erased"),
}


def go_on(room: Room, case_id: int) -> None:
    """Makes a case the active one, and shows where it stands."""
    row = room.unit.case(case_id)
    if row is None or not room.may_with(Duty.SCREEN, row):
        room.refuse("open", say("There is no such case."))
        return
    if is_erased(room, row):
        return
    room.staff = replace(room.person, active_case=row.id)
    room.unit.save_staff(room.staff)
    screening.show_now(room, row)
    room.toast(None)


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
    """The case that typed words belong to, for as long as the person may screen it."""
    row = room.unit.case(room.person.active_case) if room.person.active_case else None
    return row if row is not None and room.may_with(Duty.SCREEN, row) else None

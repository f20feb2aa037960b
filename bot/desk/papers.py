"""Papers that are asked for in a chat (the screening log, the numbers, one case): who may have which, noted in the log.

No paper is made here, and nothing of one is kept: the outbox line names it, and the channel makes it when it sends it.
"""

from __future__ import annotations

from bot.core.machine import AGREEMENT, DECLINED
from bot.core.messages import Message, name, say
from bot.core.screens import Action, Button, Paragraph, Screen
from bot.core.trial import Trial
from bot.desk import names, roles
from bot.desk.incoming import Tap
from bot.desk.records import trial_of
from bot.desk.roles import EVERY, Duty
from bot.desk.room import Room
from bot.ports import CaseRow

PAPERS: dict[str, Message] = {
    "log": say("Screening log"),
    "stats": say("The numbers"),
    "case": name("paper", "Prescreening record"),
}
NOT_YOURS = say("The log, the numbers and printed cases are for the study team only.")
COMING = say("It is being made, and comes in a moment.")
NOTHING = say("There is no verdict to print yet.")
CONFIDENTIAL = say("It holds patients' answers: keep it only where these may be kept.")


def log(room: Room) -> None:
    """The screening log, as a spreadsheet."""
    _asked(room, "log")


def stats(room: Room) -> None:
    """The numbers, as pictures."""
    _asked(room, "stats")


def _asked(room: Room, kind: str) -> None:
    open_to = places(room)
    if not room.papers:
        room.say(say("No file can be sent here. Outside of the talk there is: {command}", command=f"bot.py {kind}"))
    elif not open_to:
        room.refuse(kind, NOT_YOURS)
    elif len(open_to) == 1:
        _put(room, kind, *open_to[0])
    else:
        ways = tuple((Button(_place(room, *one), Action(kind, _value(*one))),) for one in open_to)
        room.show(Screen("papers", (Paragraph(say("Of which trial and site?"), "ask"),), ways))


def chosen(room: Room, tap: Tap) -> None:
    """The paper that the button names, of the trial and site that were chosen."""
    place = next((one for one in places(room) if _value(*one) == tap.value), None)
    if place is None or not room.papers:
        return room.refuse(tap.act, NOT_YOURS)
    _put(room, tap.act, *place)
    return room.toast(COMING)


def printed(room: Room, row: CaseRow, _: Tap) -> None:
    """One case as a PDF."""
    trial = trial_of(room, row)
    if trial is None:
        return None
    if not room.papers or row.state in (AGREEMENT, DECLINED):
        return room.toast(NOTHING)
    _put(room, "case", trial, row.site, row)
    return room.toast(COMING)


# Of which trials and sites somebody may have papers.


def places(room: Room) -> tuple[tuple[Trial, str], ...]:
    """Trials and sites ("*": all) whose papers are for whoever is here; in a group those that are the group's too."""
    own = [
        (trial, site)
        for trial in room.house.trials.values()
        for site in _widest(roles.sites(room.person, Duty.EXPORT, room.incoming.at, trial.id))
    ]
    return tuple(own) if room.incoming.private else _of_group(room, own)


def _widest(sites: tuple[str, ...]) -> tuple[str, ...]:
    return (EVERY,) if EVERY in sites else sites


def _of_group(room: Room, own: list[tuple[Trial, str]]) -> tuple[tuple[Trial, str], ...]:
    teams = room.unit.teams_at(room.incoming.chat)
    both = [(trial, _narrower(site, team.site)) for trial, site in own for team in teams if team.trial == trial.id]
    return tuple({(trial.id, site): (trial, site) for trial, site in both if site is not None}.values())


def _narrower(one: str, other: str) -> str | None:
    """The sites that are in both."""
    if EVERY in (one, other):
        return other if one == EVERY else one
    return one if one == other else None


def _place(room: Room, trial: Trial, site: str) -> Message:
    return say("{trial} · {site}", trial=trial.short, site=names.site_name(room, site))


def _value(trial: Trial, site: str) -> str:
    return f"{trial.id} {site}"


# On its way.


def _put(room: Room, kind: str, trial: Trial, site: str, row: CaseRow | None = None) -> None:
    """Notes it in the log, and puts the request into the outbox, with the words that go under the paper."""
    room.note("exported", site, what=kind, trial=trial.id, case=EVERY if row is None else row.code)
    about = _place(room, trial, site) if row is None else say("{case}", case=row.name)
    title = say("{paper} · {about} · {date}", paper=PAPERS[kind], about=about, date=room.today(site))
    lines = (Paragraph(title, "title"), *(() if kind == "stats" else (Paragraph(CONFIDENTIAL, "note"),)))
    wanted = {"kind": kind, "trial": trial.id, "site": site, "language": room.language}
    drawn = room.drawn(Screen("paper", lines), room.language, (0 if row is None else row.id, 0))
    room.put("paper", {**drawn, "paper": wanted})

"""What people, roles, trials and sites are called, and what is said where nothing is called so."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

from bot.core.messages import Listing, Message, say
from bot.desk.roles import EVERY
from bot.desk.room import House, Room
from bot.ports import UnitOfWork


def staff_names(unit: UnitOfWork) -> Callable[[int], str]:
    """People's names by their ids, each looked up once; "" for an id that is nobody's."""

    @cache
    def name(staff_id: int) -> str:
        staff = unit.staff(staff_id)
        return staff.name if staff else ""

    return name


def role_name(role: str) -> Message:
    """A role in words; a role that only a newer version of the program knows, by its code."""
    names = {
        "screener": say("screener"),
        "coordinator": say("coordinator"),
        "investigator": say("investigator"),
        "monitor": say("monitor"),
        "administrator": say("administrator"),
    }
    return names.get(role, say("{name}", name=role))


def trial_name(house: House, id: str) -> Message | str:
    """A trial in words, or its id where it is not loaded."""
    if id == EVERY:
        return say("all trials")
    return house.trials[id].short if id in house.trials else id


def site_name(room: Room, id: str) -> Message | str:
    """A site in words, or its code where no trial names it."""
    if id == EVERY:
        return say("all sites")
    known = room.house.site(id)
    return known.label if known else id


def no_such_site(typed: str, sites: Iterable[str]) -> Message:
    """That there is no site called as somebody typed, and which there are."""
    return say("There is no site {site}; there are: {sites}.", site=typed[:12], sites=Listing(tuple(sites), "comma"))


def no_such_trial(typed: str, trials: Iterable[str]) -> Message:
    """The same of a trial."""
    named = Listing(tuple(trials), "comma")
    return say("There is no trial {trial}; there are: {trials}.", trial=typed[:24], trials=named)

"""Who may do what: the one place that says so.

A person has roles by delegation: each in a trial at a site, until it is ended, or over as planned (`ports.Delegation`).
A duty is what somebody wants to do; `DUTIES` says which roles have it. Every check of the desk ends here, at the moment
of what arrived. A role that was ended stays ended, whatever its dates and the clock say.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import Enum, auto

from bot.ports import Delegation, Staff

EVERY = "*"
ROLES = ("screener", "coordinator", "investigator", "monitor", "administrator")


class Duty(Enum):
    """Something that is not for everybody."""

    READ = auto()  # see verdicts, with the answers that they rest on
    SCREEN = auto()  # open cases, answer, change, send
    JUDGE = auto()  # answer what the trial leaves to the investigator's judgement
    ASK = auto()  # ask the site about an answer, and close what was asked
    EXPORT = auto()  # take away papers: the screening log, the numbers, a printed case
    SIGN = auto()  # confirm or override a verdict, by name
    MANAGE = auto()  # invite, end delegations, make a group the study team's


# Eligibility is the investigator's to confirm (ICH E6(R3) 2.1, 2.7); a monitor verifies and enters nothing (3.11.4).
DUTIES: dict[Duty, frozenset[str]] = {
    Duty.READ: frozenset(ROLES),
    Duty.SCREEN: frozenset({"screener", "coordinator", "investigator", "administrator"}),
    Duty.JUDGE: frozenset({"investigator"}),
    Duty.ASK: frozenset({"coordinator", "investigator", "administrator"}),
    Duty.EXPORT: frozenset({"coordinator", "investigator", "monitor", "administrator"}),
    Duty.SIGN: frozenset({"investigator"}),
    Duty.MANAGE: frozenset({"administrator"}),
}


def may(staff: Staff | None, duty: Duty, at: datetime, trial: str | None = None, site: str | None = None) -> bool:
    """Whether a person has a duty in this trial at this site at this moment; None: in any trial, at any site."""
    return any(_covers(one, trial, site) for one in delegated(staff, duty, at))


def had(staff: Staff, duty: Duty, at: datetime, trial: str, site: str) -> bool:
    """Whether a person had a duty at a moment of the past, whatever has become of it since."""
    return any(one.role in DUTIES[duty] and _ran(one, at) and _covers(one, trial, site) for one in staff.delegations)


def delegated(staff: Staff | None, duty: Duty, at: datetime) -> tuple[Delegation, ...]:
    """The delegations from which a person has a duty at this moment."""
    if staff is None or staff.left_at is not None:
        return ()
    return tuple(one for one in staff.delegations if one.role in DUTIES[duty] and runs(one, at))


def runs(one: Delegation, at: datetime) -> bool:
    """Whether a delegation is in force at this moment."""
    return one.until is None and not is_over(one, at)


def _ran(one: Delegation, at: datetime) -> bool:
    ends = [end for end in (one.until, one.planned_end) if end is not None]
    return one.since <= at and all(at < end for end in ends)


def is_over(one: Delegation, at: datetime) -> bool:
    """Whether a delegation has come to its planned end, and nobody has ended it before."""
    return one.until is None and one.planned_end is not None and one.planned_end <= at


def is_here(staff: Staff, at: datetime) -> bool:
    """Whether a person has any role at this moment."""
    return staff.left_at is None and any(runs(one, at) for one in staff.delegations)


def sites(staff: Staff, duty: Duty, at: datetime, trial: str) -> tuple[str, ...]:
    """The sites at which a person has a duty in this trial, the latest given first; "*": all."""
    found = [one.site for one in delegated(staff, duty, at) if _covers(one, trial, None)]
    return tuple(dict.fromkeys(reversed(found)))


def home(staff: Staff, at: datetime) -> Delegation | None:
    """The delegation that a person is greeted with: the latest in force of their role at their site."""
    same = [one for one in staff.delegations if (one.role, one.site) == (staff.role, staff.site) and runs(one, at)]
    return same[-1] if same else None


def running(staff: Staff, role: str, trial: str, site: str, at: datetime) -> int | None:
    """The place of just this delegation among the person's, where it is in force."""
    wanted = (role, trial, site)
    found = (place for place, one in enumerate(staff.delegations) if (one.role, one.trial, one.site) == wanted)
    return next((place for place in found if staff.left_at is None and runs(staff.delegations[place], at)), None)


def given(staff: Staff, role: str, trial: str, site: str, at: datetime, planned_end: datetime | None = None) -> Staff:
    """The person with one more delegation from now on; one that is in force already only gets this planned end.

    Whoever had left gets nothing back but this.
    """
    place = running(staff, role, trial, site, at)
    if place is not None:
        return replace(planned(staff, place, planned_end), role=role, site=site)
    if staff.left_at is not None:
        staff = replace(staff, delegations=tuple(_closed(one, staff.left_at) for one in staff.delegations))
    one = Delegation(role=role, trial=trial, site=site, since=at, planned_end=planned_end)
    return replace(staff, role=role, site=site, left_at=None, delegations=(*staff.delegations, one))


def planned(staff: Staff, place: int, planned_end: datetime | None) -> Staff:
    """The person with another planned end of one of their delegations, or with none."""
    lines = list(staff.delegations)
    lines[place] = replace(lines[place], planned_end=planned_end)
    return replace(staff, delegations=tuple(lines))


def ended(staff: Staff, place: int, at: datetime) -> Staff:
    """The person without one of their delegations from now on; without any left, they are gone."""
    lines = list(staff.delegations)
    lines[place] = replace(lines[place], until=at)
    here = [one for one in lines if runs(one, at)]
    if not here:
        return replace(staff, delegations=tuple(lines), left_at=at, active_case=None, signing=None)
    home = next((one for one in here if (one.role, one.site) == (staff.role, staff.site)), here[-1])
    return replace(staff, delegations=tuple(lines), role=home.role, site=home.site)


def _closed(one: Delegation, at: datetime) -> Delegation:
    return replace(one, until=at) if one.until is None else one


def _covers(one: Delegation, trial: str | None, site: str | None) -> bool:
    return (trial is None or one.trial in (EVERY, trial)) and (site is None or one.site in (EVERY, site))

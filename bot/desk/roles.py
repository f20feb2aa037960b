"""Who may do what: the one place that says so.

A person has roles by delegation: each in a trial at a site, until it is ended (`ports.Delegation`). A duty is what
somebody wants to do; `DUTIES` says which roles have it. Every check of the desk ends here. The dates of a delegation
are for the log: a clock that is wrong neither locks anybody out nor lets anybody in again.
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


def may(staff: Staff | None, duty: Duty, trial: str | None = None, site: str | None = None) -> bool:
    """Whether a person has a duty in this trial at this site now; None: in any trial, at any site."""
    return any(_covers(one, trial, site) for one in delegated(staff, duty))


def delegated(staff: Staff | None, duty: Duty) -> tuple[Delegation, ...]:
    """The delegations from which a person has a duty now."""
    if staff is None or staff.left_at is not None:
        return ()
    return tuple(one for one in staff.delegations if one.role in DUTIES[duty] and runs(one))


def runs(one: Delegation) -> bool:
    """Whether a delegation is in force."""
    return one.until is None


def sites(staff: Staff, duty: Duty, trial: str) -> tuple[str, ...]:
    """The sites at which a person has a duty in this trial, the latest given first; "*": all."""
    found = [one.site for one in delegated(staff, duty) if _covers(one, trial, None)]
    return tuple(dict.fromkeys(reversed(found)))


def given(staff: Staff, role: str, trial: str, site: str, at: datetime) -> Staff:
    """The person with one more delegation from now on; none where that is in force already. Whoever had left gets
    nothing back but this."""
    if staff.left_at is not None:
        staff = replace(staff, delegations=tuple(_closed(one, staff.left_at) for one in staff.delegations))
    same = [one for one in staff.delegations if (one.role, one.trial, one.site) == (role, trial, site)]
    more = () if any(map(runs, same)) else (Delegation(role=role, trial=trial, site=site, since=at),)
    return replace(staff, role=role, site=site, left_at=None, delegations=(*staff.delegations, *more))


def ended(staff: Staff, place: int, at: datetime) -> Staff:
    """The person without one of their delegations from now on; without any left, they are gone."""
    lines = list(staff.delegations)
    lines[place] = replace(lines[place], until=at)
    here = [one for one in lines if runs(one)]
    if not here:
        return replace(staff, delegations=tuple(lines), left_at=at, active_case=None, signing=None)
    home = next((one for one in here if (one.role, one.site) == (staff.role, staff.site)), here[-1])
    return replace(staff, delegations=tuple(lines), role=home.role, site=home.site)


def _closed(one: Delegation, at: datetime) -> Delegation:
    return replace(one, until=at) if runs(one) else one


def _covers(one: Delegation, trial: str | None, site: str | None) -> bool:
    return (trial is None or one.trial in (EVERY, trial)) and (site is None or one.site in (EVERY, site))

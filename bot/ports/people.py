"""People: who takes part, in which roles, how they sign, how they come in; and the study team's chats."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """A line of the delegation log: a role in a trial at a site ("*": all of them), since a moment, until it is ended.

    ICH E6(R3) 2.3.3 asks the investigator to keep who was given which activities, and when. A line is never taken
    away: what has ended has an `until`. `planned_end` is the first moment at which the role is over by itself.
    """

    role: str
    trial: str = "*"
    site: str = "*"
    since: datetime
    until: datetime | None = None
    planned_end: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """A signature in the making: of which case, what is waited for, and since when.

    `decision` is what would be signed, `content` the fingerprint of what the investigator was shown. `salt` and
    `digest` are those of a new PIN that is to be typed once more; the PIN itself is nowhere. `over`: it has just ended,
    signed or not, and a PIN may still be on its way.
    """

    case: int
    step: Literal["reason", "new", "again", "pin", "over"]
    at: datetime
    decision: str = ""
    content: str = ""
    reason: str | None = None
    salt: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """A person who takes part, known by the address of a channel ("telegram:123", "console:me").

    What they may do the delegations say; `role` and `site` are those of the latest, for the greeting and for where
    their new cases open. `signing` is the signature that waits for their reason or their PIN, or that has just ended.
    """

    id: int
    address: str
    name: str
    role: str
    site: str
    language: str
    active_case: int | None
    joined_at: datetime
    left_at: datetime | None = None
    delegations: tuple[Delegation, ...] = ()
    signing: Signing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """What a person signs with, as a salted digest (both hexadecimal), the failed tries since the last right one, and
    until when no try counts."""

    staff_id: int
    salt: str
    digest: str
    set_at: datetime
    failures: int = 0
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """Whoever opens it first joins with this role in this trial at this site; `used_by` is then their address.

    `planned_end` is that of the role; `made_by` the member of staff who made it, None: the command line.
    """

    token: str
    role: str
    site: str
    language: str | None
    expires_at: datetime
    used_by: str | None = None
    trial: str = "*"
    planned_end: datetime | None = None
    made_by: int | None = None


# Stands between a chat's address and the name of a place (a topic) within it.
WITHIN = "/"


def chat_of(address: str) -> str:
    """The chat in which this place is, or the chat itself."""
    return address.partition(WITHIN)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A chat, or a place within one, that gets the cards of a trial, of one site or of all ("*"), in its language."""

    address: str
    trial: str
    site: str
    language: str


class People(Protocol):
    """Staff with their delegations and PINs, invitations, and the chats of study teams."""

    def staff(self, staff_id: int) -> Staff | None:
        """The person with this id, whether still here or gone."""

    def staff_by_address(self, address: str) -> Staff | None:
        """The person at this address, whether still here or gone."""

    def add_staff(
        self,
        *,
        address: str,
        name: str,
        role: str,
        site: str,
        language: str,
        at: datetime,
        trial: str = "*",
        planned_end: datetime | None = None,
    ) -> Staff:
        """A new person, delegated this role from now on; `Conflict` if the address is taken."""

    def save_staff(self, staff: Staff) -> None:
        """Everything about this person that has changed since it was read, but id, address and the day of joining."""

    def staff_overdue(self, by: datetime) -> Staff | None:
        """One person with a role that was planned to end by then and has not been ended, held until the transaction
        ends; none that another worker holds."""

    def everybody(self) -> tuple[Staff, ...]:
        """All people of all sites, here or gone, in the order of their joining."""

    def people_with(self, roles: Collection[str]) -> tuple[Staff, ...]:
        """People who have, or ever had, one of these roles anywhere."""

    def pin(self, staff_id: int) -> Pin | None:
        """What this person signs with, if they have set it."""

    def save_pin(self, pin: Pin) -> None:
        """From now on the person signs with this."""

    def drop_pin(self, staff_id: int) -> None:
        """The person sets a new one when they sign next."""

    def add_invitation(self, invitation: Invitation) -> None:
        """Only a digest of the token is kept."""

    def invited(self, token: str, now: datetime) -> bool:
        """Whether there is an invitation with this token that could still be taken."""

    def take_invitation(self, token: str, now: datetime, by: str) -> Invitation | None:
        """The invitation, used up by this address; None if there is none, or it was used, or has expired."""

    def teams(self, trial: str, site: str) -> tuple[Team, ...]:
        """The chats that get the cards of this trial at this site, each once, in the language of this site's team."""

    def teams_at(self, address: str) -> tuple[Team, ...]:
        """What the chat of this address gets cards of, in whatever place within it."""

    def all_teams(self) -> tuple[Team, ...]:
        """Every chat that gets cards, once for each trial and site."""

    def set_team(self, team: Team) -> None:
        """From now on this chat gets these cards, in this language."""

    def drop_team(self, address: str) -> tuple[Team, ...]:
        """From now on this chat, and every place within it, gets no cards. Gives what it got cards of, to only one of
        several callers at a time."""

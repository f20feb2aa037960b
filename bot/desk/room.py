"""One transaction's surroundings: who is there, in which language, at what time, and how to put something out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.languages import language_for
from bot.core.messages import Message, say
from bot.core.screens import Paragraph, Screen
from bot.core.screens.card import Screened
from bot.core.trial import Site, Trial
from bot.core.verdict import Verdict
from bot.desk import roles
from bot.desk.incoming import Incoming
from bot.desk.memory import Memory
from bot.desk.roles import Duty
from bot.ports import CaseRow, Do, Note, Outgoing, Staff, UnitOfWork

FOREIGN = say("This button does not belong here. Nothing was changed.")
TEXT_ONLY = say(
    "I can read text and buttons only. Pictures, files, voice, contacts and stickers are not stored, nor what stands"
    " below them: please type it. If they show who a patient is, delete them from this chat."
)


class Wording(Protocol):
    """Puts screens and messages into words."""

    def picture(self, screen: Screen, language: str) -> dict[str, Any]:
        """A screen in words."""

    def text(self, message: Message, language: str) -> str:
        """A message in words."""


@dataclass(frozen=True)
class House:
    """What does not change while the program runs."""

    trials: Mapping[str, Trial]
    words: Wording
    timezone: str = "Asia/Shanghai"
    duplicates_key: str = field(default="", repr=False)

    def drawn(self, screen: Screen, language: str, bound: tuple[int, int] = (0, 0)) -> dict[str, Any]:
        """A screen in words; `bound` is the case and turn that its buttons belong to, (0, 0) where there is none."""
        return {**self.words.picture(screen, language), "case": bound[0], "turn": bound[1]}

    def site(self, id: str) -> Site | None:
        """A site that one of the trials names."""
        return next((site for trial in self.trials.values() for site in trial.sites if site.id == id), None)

    def sites(self) -> tuple[str, ...]:
        """All sites that the trials name."""
        return tuple(dict.fromkeys(site.id for trial in self.trials.values() for site in trial.sites))

    def trial_of(self, row: CaseRow) -> Trial | None:
        """The protocol version that a case was opened under; None where it is not loaded any more."""
        trial = self.trials.get(row.trial)
        return trial if trial is not None and trial.version == row.version else None

    def zone(self, site: str) -> ZoneInfo:
        """The time zone that decides a site's calendar day."""
        known = self.site(site)
        return ZoneInfo(known.timezone if known else self.timezone)

    def offset(self, site: str, at: datetime) -> int:
        """By how many minutes a site's clock is ahead of UTC at a moment."""
        ahead = at.astimezone(self.zone(site)).utcoffset()
        assert ahead is not None
        return ahead // timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Told:
    """What the card of a case says to every reader: worked out once for all of them."""

    case: Case
    facts: KnownFacts
    verdict: Verdict
    screened: Screened


@dataclass
class Room:
    """One thing that arrived, being dealt with.

    `link` is the channel's deep link, with {token} in it; `papers` says whether it can send files, and has a menu;
    `spoken` is the chat's language while the chat is spoken to instead of the person; `told` is what the last card
    said; `alone_since` is when the channel began, where no other process sends messages beside it.
    """

    house: House
    unit: UnitOfWork
    incoming: Incoming
    staff: Staff | None = None
    memory: Memory = field(default_factory=Memory)
    link: str = "{token}"
    papers: bool = False
    spoken: str | None = None
    told: Told | None = None
    alone_since: datetime | None = None
    said: int = field(default=0)
    answered: bool = field(default=False)

    @property
    def language(self) -> str:
        """The language to answer in: the chat's, the person's own choice, or that of their client."""
        return self.spoken or self._own_language

    @property
    def _own_language(self) -> str:
        return self.staff.language if self.staff else language_for(self.incoming.language)

    @contextmanager
    def speaking(self, language: str) -> Iterator[None]:
        """Meanwhile the whole chat is spoken to, in its language."""
        self.spoken = language
        try:
            yield
        finally:
            self.spoken = None

    @property
    def person(self) -> Staff:
        """The member of staff who did it."""
        assert self.staff is not None
        return self.staff

    def keep(self, person: Staff) -> None:
        """Saves somebody as they are from now on: whoever is in the room, or another."""
        self.unit.save_staff(person)
        if self.staff is not None and person.id == self.staff.id:
            self.staff = person

    def held(self, staff_id: int) -> Staff | None:
        """A person whom nobody else can change before the transaction ends, so that no change made at the same moment
        is lost."""
        known = self.unit.staff(staff_id)
        return None if known is None else self.unit.staff_by_address(known.address)

    def may(self, duty: Duty, trial: str | None = None, site: str | None = None) -> bool:
        """Whether whoever is here has this duty in this trial at this site (None: in any, at any)."""
        return roles.may(self.staff, duty, self.incoming.at, trial, site)

    def may_with(self, duty: Duty, row: CaseRow) -> bool:
        """The same, for a case."""
        return self.may(duty, row.trial, row.site)

    def refuse(self, what: str, words: Message = FOREIGN) -> None:
        """Says only that this is not for them, and notes it in the log."""
        self.note("refused", self.person.site, act=what)
        self.toast(words)

    def note(self, kind: str, site: str, subject: int | None = None, **data: str | int | None) -> None:
        """One line for the log of a site."""
        actor = self.staff.id if self.staff else None
        self.unit.log(Note(site=site, kind=kind, at=self.incoming.at, actor=actor, subject=subject, data=data))

    def local(self, site: str, at: datetime | None = None) -> datetime:
        """A moment by the site's clock; now, unless told otherwise."""
        return (at or self.incoming.at).astimezone(self.house.zone(site))

    def today(self, site: str) -> date:
        """The site's calendar day."""
        return self.local(site).date()

    def put(
        self,
        do: Do,
        picture: Mapping[str, Any],
        *,
        slot: str | None = None,
        to: str | None = None,
        key: str = "",
        refers: str | None = None,
    ) -> None:
        """One line for the outbox; a second line with the same `key` is ignored."""
        self.said += 1
        refers = self.incoming.refers if do == "toast" else refers
        self.unit.send(
            Outgoing(
                address=to or self.incoming.chat,
                do=do,
                key=key or f"{self.incoming.key}#{self.said}",
                slot=slot,
                picture=picture,
                refers=refers,
                at=self.incoming.at,
            )
        )

    def show(
        self, screen: Screen, *, slot: str | None = None, instead: bool = False, bound: tuple[int, int] = (0, 0)
    ) -> None:
        """A screen for whoever is here; `bound` is the case and turn that its buttons belong to."""
        self.put("edit" if instead else "show", self.drawn(screen, self.language, bound), slot=slot)

    def drawn(self, screen: Screen, language: str, bound: tuple[int, int]) -> dict[str, Any]:
        """The same in words."""
        return self.house.drawn(screen, language, bound)

    def say(self, *messages: Message) -> None:
        """A few sentences without buttons."""
        self.show(Screen("note", tuple(Paragraph(message) for message in messages)))

    def tell(self, person: Staff, message: Message) -> None:
        """A sentence for somebody who need not be here, in their own chat and language."""
        picture = self.drawn(Screen("note", (Paragraph(message),)), person.language, (0, 0))
        self.put("show", picture, to=person.address)

    def toast(self, message: Message | None) -> None:
        """A short notice: on the tapped button, or as a message where nothing was tapped. A tap is answered once."""
        if self.answered:
            return
        if self.incoming.refers is not None:
            self.answered = True
            words = self.house.words.text(message, self._own_language) if message else ""
            self.put("toast", {"text": words})
        elif message is not None:
            self.say(message)

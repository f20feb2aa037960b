"""The doctor's look at the study teams' chats, by what the database remembers: which there are, which were lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from bot.care.diagnosis import Diagnosis, failed, warning
from bot.channels.telegram.addresses import CHANNEL, chat_id
from bot.desk.roles import EVERY
from bot.desk.teams import ended, where_now
from bot.ports import StoreFailed, Team, UnitOfWork, chat_of
from bot.store.engine import build, database_file
from bot.store.sql import SqlStore

T = TypeVar("T")
MAKE = "add the bot to the team's group; an administrator sends /team there"


def look_at_lost_teams(store: SqlStore) -> Iterator[Diagnosis]:
    """Trials and sites whose study team had a chat, and has none."""
    with store.reading() as unit:
        lost = ended(unit)
    for one in lost:
        where = "all sites" if one.site == EVERY else one.site
        yield failed(
            "Team", f"{one.trial} at {where} has no study team's chat since {one.address} keeps the bot out", MAKE
        )


def look_at_named_team(url: str, named: str) -> Iterator[Diagnosis]:
    """Whether the chat that the settings name is still what they mean."""
    address = _where_now(url, named)
    if address is None:
        yield warning("TEAM_CHAT", f"{named} keeps the bot out, and is no study team's", f"{MAKE}; or unset TEAM_CHAT")
    elif chat_of(address) != named:
        chat = chat_id(address)
        yield warning("TEAM_CHAT", f"{named} has become another chat, {address}", f"set TEAM_CHAT={chat}")


def team_addresses(url: str, named: str) -> list[str]:
    """The study teams' chats, with the one that the settings name; only that where the database cannot be asked."""
    none: tuple[Team, ...] = ()
    known = (team.address for team in _asked(url, lambda unit: unit.all_teams(), none))
    return sorted({one for one in (*known, _where_now(url, named)) if one and one.startswith(CHANNEL)})


def _where_now(url: str, named: str) -> str | None:
    otherwise: str | None = named
    return _asked(url, lambda unit: where_now(unit, named), otherwise)


def _asked(url: str, ask: Callable[[UnitOfWork], T], otherwise: T) -> T:
    """What the database says; `otherwise` where it cannot be asked."""
    path = database_file(url)
    if path is not None and not path.exists():
        return otherwise
    store = SqlStore(build(url))
    try:
        with store.reading() as unit:
            return ask(unit)
    except StoreFailed:
        return otherwise
    finally:
        store.close()

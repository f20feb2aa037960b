"""Commands that run: a screening in this terminal, the bot by polling, a worker of it by webhook."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.building import house_of, lasting, library_of, now, sound_store_at
from bot.commands.command import CommandRefused, Commands, about_despite, about_language
from bot.desk.roles import ROLES
from bot.settings import Settings

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from bot.channels.telegram.channel import TelegramChannel, WayIn
    from bot.channels.telegram.server import Server
    from bot.desk.room import House
    from bot.store.sql import SqlStore

LOG = logging.getLogger(__name__)


def add(commands: Commands) -> None:
    """Their names and options."""
    one = commands.add("console", console, "screen a patient in this terminal")
    about_language(one, "the language to begin with")
    one.add_argument("--trial", help="only this trial")
    one.add_argument("--as", dest="name", default="me", metavar="NAME", help="who sits here, such as zhou")
    one.add_argument("--role", choices=ROLES, help="give whoever sits here this role; it is in the site's log")
    one.add_argument("--site", help="where: one of the trials' sites, or * for all; their own, or else the first")
    one.add_argument("--record", metavar="FILE", type=Path, help="write the session as a conversation file")
    about_despite(one)
    about_despite(commands.add("telegram", telegram, "run the bot on Telegram, by polling"))
    about_despite(commands.add("serve", serve, "run one worker of the bot on Telegram, by webhook"))


def console(options: argparse.Namespace, settings: Settings) -> int:
    """A screening in this terminal."""
    with lasting():
        from bot.channels.console.run import run_console
        from bot.channels.console.seat import Seat
        from bot.desk.front import Desk

        library = library_of(settings, options.trial)
        store = sound_store_at(settings.console_url, settings, options.despite)
        desk = Desk(store, house_of(library, settings))
    seat = Seat(options.name, options.role, options.site)
    return run_console(desk, now, options.language, options.trial, options.record, seat)


def telegram(options: argparse.Namespace, settings: Settings) -> int:
    """Runs the bot on Telegram, by polling: one process alone."""
    with lasting():
        from bot.channels.telegram.polling import Polling

        channel = _channel(options, settings, Polling(), watched=settings.metrics_port > 0)
    if settings.metrics_port:
        channel.run_until_stopped(_server(settings, settings.metrics_port, channel))
    else:
        channel.run_until_stopped()
    return 0


def serve(options: argparse.Namespace, settings: Settings) -> int:
    """Runs one worker of the bot on Telegram, by webhook: as many as there are behind one address."""
    with lasting():
        from bot.channels.telegram.webhook import Webhook

        webhook = Webhook(settings.token(), settings.address(), settings.telegram_secret)
        channel = _channel(options, settings, webhook, watched=True)
    channel.run_until_stopped(_server(settings, settings.port, channel, webhook.route))
    return 0


def _channel(options: argparse.Namespace, settings: Settings, way: WayIn, watched: bool) -> TelegramChannel:
    """The bot on Telegram, with what it lives on; it does not run yet."""
    from bot.channels.telegram.channel import TelegramChannel
    from bot.channels.telegram.pace import UNHURRIED, UNLIMITED
    from bot.desk.front import Desk
    from bot.logs import set_up

    token = settings.token()
    library = library_of(settings)
    set_up(settings.log_json, settings.log_level, settings.secrets())
    store = sound_store_at(settings.database_url, settings, options.despite)
    house = house_of(library, settings)
    _set_team(store, house, settings)
    store = store.unwaiting()
    desk = Desk(store, house, papers=True)
    return TelegramChannel(
        token,
        f"{settings.telegram_api}/bot",
        store,
        desk,
        now,
        proxy=settings.telegram_proxy or None,
        rates=UNHURRIED if settings.telegram_paced else UNLIMITED,
        way=way,
        watched=watched,
    )


def _set_team(store: SqlStore, house: House, settings: Settings) -> None:
    """Sets the study team's chat that the environment names; one that is new gets the cards that it lacks."""
    from bot.desk.front import Desk
    from bot.desk.insisting import insisted
    from bot.desk.teams import set_named
    from bot.ports import chat_of

    if not settings.team_chat:
        return

    def made() -> tuple[str | None, bool]:
        with store.transaction() as unit:
            return set_named(unit, house, settings.team_address, settings.team_language, now())

    address, news = insisted(made)
    if address is None or chat_of(address) != settings.team_address:
        LOG.warning("TEAM_CHAT=%s is out of date: `python bot.py doctor` says why", settings.team_chat)
    if news:
        Desk(store, house, papers=True).catch_up(now())


def _server(settings: Settings, port: int, channel: TelegramChannel, *more: BaseRoute) -> Server:
    """Health and figures of the channel, and what else is served, at a port of this machine."""
    from bot.channels.telegram import health, server

    try:
        place = server.place(settings.host, port)
    except OSError as error:
        raise CommandRefused(f"Nobody can listen at {settings.host} port {port}: {error.strerror}") from error
    return server.Server(place, [*health.routes(channel.checks(), channel.figures), *more])

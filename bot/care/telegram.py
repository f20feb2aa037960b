"""The doctor's look at Telegram: token, reachability, clock, how updates come, the study team's chats."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.care.diagnosis import Diagnosis, failed, ok, warning
from bot.channels.telegram.asking import NotReached, Report, TokenRefused, WebhookInfo, ask
from bot.settings import Settings

MANY = 100
RECENTLY = timedelta(hours=1)
SKEW_SEEN, SKEW_BAD = 5.0, 300.0
BOTFATHER = "@BotFather, /mybots, the bot, "


def look_at_telegram(settings: Settings, addresses: list[str], clock: Callable[[], datetime]) -> Iterator[Diagnosis]:
    """Everything that Telegram can tell; `addresses` are the study teams' chats."""
    if not settings.telegram_token:
        yield failed("Token", "TELEGRAM_TOKEN is not set: the bot cannot run on Telegram", "set what @BotFather gave")
        return
    way = f"{settings.telegram_api}{' through the proxy' if settings.telegram_proxy else ''}"
    try:
        answer = asyncio.run(
            ask(
                settings.telegram_token,
                f"{settings.telegram_api}/bot",
                settings.telegram_proxy or None,
                addresses,
                clock,
            )
        )
    except TokenRefused:
        yield ok("Telegram", f"{way} answers")
        yield failed(
            "Token", "Telegram does not know it", f"{BOTFATHER}API Token; set TELEGRAM_TOKEN, start the bot again"
        )
        return
    except NotReached as error:
        yield failed(
            "Telegram", f"{way} cannot be reached: {error}", "look at network, firewall, TELEGRAM_API, TELEGRAM_PROXY"
        )
        return
    yield ok("Telegram", f"{way} answers")
    yield ok("Token", f"the bot is @{answer.username}")
    yield from _clock(answer)
    yield from _groups(answer, bool(addresses))
    yield from _updates(answer.webhook, settings.public_url, clock())
    yield from _chats(answer)


def _clock(answer: Report) -> Iterator[Diagnosis]:
    if answer.ahead is None:
        return
    skew = abs(answer.ahead)
    which = f"{skew:.0f} s {'ahead of' if answer.ahead > 0 else 'behind'} Telegram's"
    if skew <= SKEW_SEEN:
        yield ok("Clock", "agrees with Telegram's")
    else:
        grave = failed if skew > SKEW_BAD else warning
        yield grave(
            "Clock", f"{which}: records carry wrong times", "let the system set its clock (timedatectl set-ntp true)"
        )


def _groups(answer: Report, has_team: bool) -> Iterator[Diagnosis]:
    if answer.hears_groups:
        yield warning(
            "Groups", "the bot is sent all that people say in its groups, and needs none of it",
            f"{BOTFATHER}Bot Settings, Group Privacy, Turn on",
        )  # fmt: skip
    elif not answer.joins_groups and not has_team:
        yield warning(
            "Groups", "the bot may not be added to the study team's group", f"{BOTFATHER}Bot Settings, Allow Groups"
        )
    else:
        yield ok("Groups", "the bot hears commands only")


def _updates(webhook: WebhookInfo, public_url: str, now: datetime) -> Iterator[Diagnosis]:
    # The path of the address is a secret.
    where = f"brought to {urlsplit(webhook.url).netloc}" if webhook.url else "asked for by `python bot.py telegram`"
    if webhook.unheard:
        yield failed(
            "Updates", f"Telegram does not bring {', '.join(webhook.unheard)}", "start `python bot.py serve` again"
        )
    elif webhook.url and not public_url:
        yield warning(
            "Updates", f"{where}, but PUBLIC_URL is not set here",
            "`python bot.py telegram` ends the webhook; to keep it, set PUBLIC_URL and use `serve`",
        )  # fmt: skip
    elif public_url and not webhook.url.startswith(public_url):
        yield warning(
            "Updates", f"{where}, not at {public_url}", "`python bot.py serve` says so to Telegram at its start"
        )
    else:
        yield ok("Updates", where)
    if webhook.error and webhook.error_at is not None and now - webhook.error_at < RECENTLY:
        yield warning(
            "Webhook", f"the last trouble, {webhook.error_at:%H:%M} UTC: {webhook.error}",
            "look at the load balancer, the certificate, and the log of `serve`",
        )  # fmt: skip
    if webhook.waiting > MANY:
        yield warning(
            "Waiting", f"{webhook.waiting} updates are not dealt with", "is the bot running? it catches up by itself"
        )
    else:
        yield ok("Waiting", f"{webhook.waiting} updates are not dealt with")


def _chats(answer: Report) -> Iterator[Diagnosis]:
    if not answer.chats:
        yield warning(
            "Team", "no study team's chat is set up: investigators get the cards in their own chats",
            "add the bot to the team's group; an administrator sends /team there",
        )  # fmt: skip
    for chat in answer.chats:
        if chat.trouble:
            yield failed(
                "Team",
                f"{chat.address} gets no cards: {chat.trouble}",
                "add the bot to the group again, then /team there",
            )
        else:
            yield ok("Team", f"{chat.address} ({chat.title}) gets the cards")

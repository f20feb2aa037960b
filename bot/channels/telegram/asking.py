"""What Telegram says when the doctor asks: who the bot is, how updates come, which chats it reaches."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram.addresses import chat_id, is_group
from bot.channels.telegram.read import KINDS
from bot.channels.telegram.wire import from_the_api

PATIENCE = 10.0


class NotReached(Exception):
    """Telegram did not answer; says how."""


class TokenRefused(Exception):
    """Telegram answered, and does not know the token."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookInfo:
    """How updates come: to this address, or ("") asked for; what waits, and what went wrong last."""

    url: str
    waiting: int
    error: str
    error_at: datetime | None
    unheard: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A chat that is to get cards, and why it does not ("" where it does)."""

    address: str
    title: str
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that was said. `ahead` is by how many seconds our clock is ahead of the server's."""

    username: str
    joins_groups: bool
    hears_groups: bool
    webhook: WebhookInfo
    chats: tuple[Chat, ...]
    ahead: float | None


class _Dated(HTTPXRequest):
    """Keeps the time that the server's last answer was given at."""

    def __init__(self, proxy: str | None) -> None:
        kept = {"event_hooks": {"response": [self._note]}}
        super().__init__(1, PATIENCE, PATIENCE, PATIENCE, proxy=proxy, httpx_kwargs=kept)
        self.date = ""

    async def do_request(self, *given: Any, **more: Any) -> tuple[int, bytes]:
        """One request: the status and the body of its answer."""
        status, body = await super().do_request(*given, **more)
        return status, from_the_api(status, body)

    async def _note(self, response: httpx.Response) -> None:
        self.date = response.headers.get("date", "")


async def ask(
    token: str, base_url: str, proxy: str | None, addresses: Iterable[str], clock: Callable[[], datetime]
) -> Report:
    """Asks Telegram; NotReached or TokenRefused where there is no answer."""
    request = _Dated(proxy)
    bot = Bot(token, base_url, request=request, get_updates_request=HTTPXRequest(1))
    try:
        await bot.initialize()
        ahead = _ahead(request.date, clock())
        me, chats = bot.bot, [await _chat(bot, address) for address in addresses]
        return Report(
            username=bot.username,
            joins_groups=bool(me.can_join_groups),
            hears_groups=bool(me.can_read_all_group_messages),
            webhook=await _webhook(bot),
            chats=tuple(chats),
            ahead=ahead,
        )
    except InvalidToken:
        raise TokenRefused from None
    except TelegramError as error:
        raise NotReached(f"{type(error).__name__}: {error}"[:200]) from None
    finally:
        await bot.shutdown()


async def _webhook(bot: Bot) -> WebhookInfo:
    said = await bot.get_webhook_info()
    heard = said.allowed_updates or KINDS
    return WebhookInfo(
        url=said.url,
        waiting=said.pending_update_count,
        error=said.last_error_message or "",
        error_at=said.last_error_date,
        unheard=tuple(kind for kind in KINDS if said.url and kind not in heard),
    )


async def _chat(bot: Bot, address: str) -> Chat:
    try:
        chat = await _raw(bot, "getChat", chat_id=chat_id(address))
        trouble = await _silenced(bot, address) if is_group(address) else ""
        return Chat(address=address, title=str(chat.get("title") or chat.get("type") or ""), trouble=trouble)
    except TelegramError as error:
        return Chat(address=address, title="", trouble=str(error)[:200])


async def _silenced(bot: Bot, address: str) -> str:
    member = await _raw(bot, "getChatMember", chat_id=chat_id(address), user_id=bot.id)
    status = str(member.get("status"))
    if status in ("left", "kicked"):
        return "the bot is no longer in it"
    return "the bot may not write there" if member.get("can_send_messages") is False else ""


async def _raw(bot: Bot, method: str, **parameters: Any) -> dict[str, Any]:
    # The library's own classes refuse what an older or newer server leaves out.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        said: dict[str, Any] = await bot.do_api_request(method, parameters)
    return said


def _ahead(date: str, ours: datetime) -> float | None:
    try:
        return (ours - parsedate_to_datetime(date)).total_seconds()
    except (ValueError, TypeError):
        return None

"""What Telegram refuses: markup that is not well formed, lengths, keyboards."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

TAGS = {"b", "i", "u", "s", "code", "pre", "blockquote"}
TOKEN = re.compile(r"<(/?)([^<>]*)>|&(?:lt|gt|amp|quot);|([<>&])")


# What of each method's parameters this bot may have use for, by their names in the Bot API.
_NEW = {"chat_id", "message_thread_id"}
_WORDS = {"text", "parse_mode", "link_preview_options", "reply_markup"}
_CAPTION = {"caption", "parse_mode", "reply_markup"}
TAKEN: dict[str, set[str]] = {
    "getMe": set(),
    "getWebhookInfo": set(),
    "getChat": {"chat_id"},
    "getChatMember": {"chat_id", "user_id"},
    "setWebhook": {"url", "max_connections", "allowed_updates", "drop_pending_updates", "secret_token"},
    "deleteWebhook": {"drop_pending_updates"},
    "getUpdates": {"offset", "limit", "timeout", "allowed_updates"},
    "sendMessage": _NEW | _WORDS,
    "sendPhoto": _NEW | _CAPTION | {"photo"},
    "sendDocument": _NEW | _CAPTION | {"document"},
    "sendMediaGroup": _NEW | {"media"},
    "sendChatAction": _NEW | {"action"},
    "editMessageText": {"chat_id", "message_id"} | _WORDS,
    "editMessageReplyMarkup": {"chat_id", "message_id", "reply_markup"},
    "deleteMessage": {"chat_id", "message_id"},
    "answerCallbackQuery": {"callback_query_id", "text"},
    "setMyCommands": {"commands", "scope", "language_code"},
    "deleteMyCommands": {"scope", "language_code"},
}
ENTITIES = 100


class Refused(Exception):
    """A method that is not carried out."""

    def __init__(self, code: int, said: str, **parameters: int) -> None:
        super().__init__(said)
        self.code, self.said, self.parameters = code, said, parameters


def plain(html: str) -> str:
    """The text that the user reads."""
    open_tags: list[str] = []
    for found in TOKEN.finditer(html):
        closing, tag, bare = found.groups()
        if bare:
            raise Refused(400, f"Bad Request: can't parse entities: bare {bare!r} at {found.start()}")
        if tag is not None:
            _tag(tag, bool(closing), open_tags)
    if open_tags:
        raise Refused(400, f"Bad Request: can't parse entities: can't find end tag for {open_tags[-1]!r}")
    return unescape(re.sub(r"<[^<>]*>", "", html))


def _tag(tag: str, closing: bool, open_tags: list[str]) -> None:
    if tag not in TAGS or (closing and (not open_tags or open_tags.pop() != tag)):
        raise Refused(400, f"Bad Request: can't parse entities: unexpected tag {tag!r}")
    if not closing:
        open_tags.append(tag)


def text_of(parameters: dict[str, Any]) -> str:
    """The text of a message, checked."""
    if parameters.get("parse_mode") != "HTML":
        raise Refused(400, "Bad Request: this emulator reads HTML only")
    text = plain(parameters.get("text", "")).strip()
    if not text:
        raise Refused(400, "Bad Request: message text is empty")
    if units(text) > 4096:
        raise Refused(400, "Bad Request: message is too long")
    if len(re.findall("<[^/]", parameters["text"])) > ENTITIES:
        raise Refused(400, "Bad Request: the service would leave what is too much unformatted")
    return text


def takes_only(method: str, parameters: dict[str, Any]) -> None:
    """The service ignores what it does not know, so that nobody would notice a wrong name; a file has any name."""
    unknown = parameters.keys() - TAKEN[method]
    if unknown and not all(f"attach://{name}" in parameters.get("media", "") for name in unknown):
        raise Refused(400, f"Bad Request: {method} has no parameter {sorted(unknown)}")


def units(text: str) -> int:
    """UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def keyboard_of(parameters: dict[str, Any]) -> list[list[dict[str, str]]]:
    """The buttons under a message, checked."""
    rows: list[list[dict[str, str]]] = json.loads(parameters.get("reply_markup") or "{}").get("inline_keyboard", [])
    if sum(map(len, rows)) > 100 or any(not 1 <= len(row) <= 8 for row in rows):
        raise Refused(400, "Bad Request: reply markup is too long")
    for button in (one for row in rows for one in row):
        if not button["text"].strip():
            raise Refused(400, "Bad Request: text buttons must have a text")
        if not 1 <= len(button.get("callback_data", "").encode()) <= 64:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return rows

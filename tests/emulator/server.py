"""The service's side: chats, updates that come again until they are confirmed, methods, and faults on order."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.emulator.strict import Refused, keyboard_of, takes_only, text_of, units

BOT = {"id": 42, "is_bot": True, "first_name": "Bot", "username": "test_bot"}
NOT_OUR_FAULT = (403, 429, 500)
STALE = "Bad Request: query is too old and response timeout expired or query ID is invalid"
NO_TOPIC = "Bad Request: message thread not found"


class CutOff(Exception):
    """The connection breaks; `carried_out` says what happened before."""


@dataclass
class Gateway(Exception):
    """Something on the way answers, in words of its own."""

    code: int
    said: str
    kind: str


GATEWAYS = {
    "502": Gateway(502, "<html><h1>502 Bad Gateway</h1></html>", "text/html"),
    "403": Gateway(403, '{"message": "Forbidden"}', "application/json"),
    "200": Gateway(200, '{"login": "https://portal.example.org"}', "application/json"),
}


@dataclass
class Shown:
    """A message of the bot as it stands on the screen."""

    id: int
    text: str
    html: str
    rows: list[list[dict[str, str]]]
    edits: int = 0
    deleted: bool = False
    photo: bytes = b""
    document: bytes = b""
    file: str = ""
    topic: int = 0
    album: list[bytes] = field(default_factory=list)


class File(bytes):
    """The bytes of a file that came with a form, and what it is called."""

    name: str


@dataclass
class Fault:
    """What goes wrong with the next calls of a method: "429", "500", one of GATEWAYS, "reset" or "reset_after"."""

    method: str
    kind: str
    count: int = 1
    chat: int | None = None
    retry_after: int = 1


@dataclass
class Telegram:
    """All that the service knows."""

    token: str = "42:TEST"
    chats: dict[int, list[Shown]] = field(default_factory=dict)
    toasts: dict[str, list[str]] = field(default_factory=dict)
    commands: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    closed: dict[int, str] = field(default_factory=dict)  # chats, and the words by which they refuse what is sent
    moved: dict[int, int] = field(default_factory=dict)
    topics: dict[int, set[int]] = field(default_factory=dict)  # of groups that have any
    forbidden: dict[str, str] = field(default_factory=dict)  # methods, and the words by which they are refused
    faults: list[Fault] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any], float]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    deliveries: dict[int, int] = field(default_factory=dict)
    confirmed: int = 100
    last_update: int = 100
    last_message: int = 0
    latest: dict[str, Any] = field(default_factory=dict)
    heard: set[tuple[int, int]] = field(default_factory=set)  # what people sent and was not deleted: chat, message
    webhook: dict[str, Any] = field(default_factory=dict)
    webhook_troubles: dict[str, Any] = field(default_factory=dict)
    abilities: dict[str, Any] = field(default_factory=lambda: {"can_join_groups": True})
    member: dict[str, Any] = field(default_factory=dict)
    clock: Callable[[], float] = time.time

    # What phones do.

    def push(self, **update: Any) -> int:
        """An update for the bot; gives its id."""
        self.last_update += 1
        self.latest = {"update_id": self.last_update, **update}
        self.updates.append(self.latest)
        if "message_id" in update.get("message", {}):
            self.heard.add((update["message"]["chat"]["id"], update["message"]["message_id"]))
        return self.last_update

    def next_message(self) -> int:
        """A message id that was never used."""
        self.last_message += 1
        return self.last_message

    def confirm(self, update_id: int) -> None:
        """This one is never delivered again."""
        self.updates = [one for one in self.updates if one["update_id"] != update_id]

    def age(self, seconds: int) -> None:
        """What waits was typed so long ago."""
        for message in (one["message"] for one in self.updates if "message" in one):
            message["date"] -= seconds

    @property
    def settled(self) -> bool:
        """Whether everything is confirmed."""
        return all(one["update_id"] <= self.confirmed for one in self.updates)

    # What the bot does.

    async def call(self, method: str, parameters: dict[str, Any]) -> Any:
        """Carries out a method, or refuses it."""
        self.calls.append((method, parameters, time.monotonic()))
        fault = self._fault(method, parameters)
        if fault is not None and fault.kind != "reset_after":
            self._strike(fault)
        try:
            takes_only(method, parameters)
            if method in self.forbidden:
                raise Refused(400, self.forbidden[method])
            done = _METHODS[method](self, parameters)
            result = await done if asyncio.iscoroutine(done) else done
        except Refused as refused:
            chosen = (NO_TOPIC, *self.closed.values(), *self.forbidden.values())
            ours = refused.code not in NOT_OUR_FAULT and refused.said not in chosen
            if ours and "not modified" not in refused.said:
                self.violations.append(f"{method}: {refused.said}")
            raise
        if fault is not None:
            raise CutOff
        return result

    def _fault(self, method: str, parameters: dict[str, Any]) -> Fault | None:
        for fault in self.faults:
            here = fault.chat is None or str(fault.chat) == parameters.get("chat_id")
            if fault.count and fault.method == method and here:
                fault.count -= 1
                return fault
        return None

    def _strike(self, fault: Fault) -> None:
        if fault.kind == "429":
            said = f"Too Many Requests: retry after {fault.retry_after}"
            raise Refused(429, said, retry_after=fault.retry_after)
        if fault.kind == "500":
            raise Refused(500, "Internal Server Error")
        if fault.kind in GATEWAYS:
            raise GATEWAYS[fault.kind]
        raise CutOff

    async def get_updates(self, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        """All that is not confirmed, as often as it is asked for."""
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        offset = int(parameters.get("offset", 0))
        self.confirmed = max(self.confirmed, offset - 1)
        self.updates = [one for one in self.updates if one["update_id"] > self.confirmed]
        until = time.monotonic() + min(float(parameters.get("timeout", 0)), 5)
        while not self.updates and time.monotonic() < until:
            await asyncio.sleep(0.005)
        for update in self.updates:
            id = update["update_id"]
            self.deliveries[id] = self.deliveries.get(id, 0) + 1
        return list(self.updates)

    def set_webhook(self, parameters: dict[str, Any]) -> bool:
        """From now on updates are brought; an empty address ends it."""
        if not parameters["url"].startswith("http"):
            raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if not re.fullmatch("[A-Za-z0-9_-]{0,256}", parameters.get("secret_token", "")):
            raise Refused(400, "Bad Request: secret token contains unallowed characters")
        if not 1 <= int(parameters.get("max_connections", 40)) <= 100:
            raise Refused(400, "Bad Request: max_connections must be in the range 1-100")
        assert parameters.get("drop_pending_updates") != "true", "answers would be lost"
        self.webhook = parameters
        return True

    def delete_webhook(self, parameters: dict[str, Any]) -> bool:
        """From now on updates are asked for."""
        assert parameters.get("drop_pending_updates") != "true", "answers would be lost"
        self.webhook = {}
        return True

    def get_webhook_info(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Where updates are brought, how many wait, what went wrong last."""
        waiting = sum(one["update_id"] > self.confirmed for one in self.updates)
        said = {"url": self.webhook.get("url", ""), "has_custom_certificate": False, "pending_update_count": waiting}
        return said | self.webhook_troubles

    def get_chat(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """A chat that the bot may see."""
        chat = self._chat(parameters)
        return {"id": chat, "type": "private"} if chat > 0 else {"id": chat, "type": "supergroup", "title": "Team"}

    def send_message(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """A new message in a chat."""
        chat = self._chat(parameters)
        shown = Shown(self.next_message(), text_of(parameters), parameters["text"], keyboard_of(parameters))
        shown.topic = self._topic(chat, parameters)
        self.chats[chat].append(shown)
        return _answer(chat, shown, self.clock())

    def send_photo(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """A new picture in a chat, with words below it."""
        chat, photo = self._chat(parameters), parameters["photo"]
        if not isinstance(photo, bytes) or not photo.startswith(b"\x89PNG"):
            raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED")
        shown = self._captioned(parameters)
        shown.topic = self._topic(chat, parameters)
        shown.photo = bytes(photo)
        self.chats[chat].append(shown)
        return _answer(chat, shown, self.clock())

    def send_document(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """A file in a chat, with words below it."""
        chat, file = self._chat(parameters), parameters["document"]
        if not isinstance(file, File) or not file:
            raise Refused(400, "Bad Request: file must be non-empty")
        shown = self._captioned(parameters)
        shown.topic = self._topic(chat, parameters)
        shown.document, shown.file = bytes(file), file.name
        self.chats[chat].append(shown)
        return _answer(chat, shown, self.clock())

    def send_media_group(self, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        """Two to ten pictures together; on the screen they are one."""
        chat, media = self._chat(parameters), json.loads(parameters["media"])
        pictures = [parameters.get(one["media"].removeprefix("attach://")) for one in media]
        if not 2 <= len(media) <= 10 or any(one["type"] != "photo" for one in media):
            raise Refused(400, "Bad Request: wrong media group")
        if not all(isinstance(one, File) and one.startswith(b"\x89PNG") for one in pictures):
            raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED")
        shown = self._captioned(media[0])
        shown.topic = self._topic(chat, parameters)
        shown.album = [bytes(one) for one in pictures if one is not None]
        self.chats[chat].append(shown)
        return [_answer(chat, shown, self.clock()) for _ in media]

    def _captioned(self, parameters: dict[str, Any]) -> Shown:
        text = text_of({**parameters, "text": parameters["caption"]})
        if units(text) > 1024:
            raise Refused(400, "Bad Request: message caption is too long")
        return Shown(self.next_message(), text, parameters["caption"], keyboard_of(parameters))

    def send_chat_action(self, parameters: dict[str, Any]) -> bool:
        """Says for some seconds that something is on its way."""
        self._topic(self._chat(parameters), parameters)
        return True

    def edit_message_text(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Another text and other buttons for a message."""
        chat = self._chat(parameters)
        shown = self._message(chat, parameters, "edit")
        text, rows = text_of(parameters), keyboard_of(parameters)
        if (parameters["text"], rows) == (shown.html, shown.rows):
            raise Refused(400, "Bad Request: message is not modified: specified new message content is the same")
        shown.text, shown.html, shown.rows, shown.edits = text, parameters["text"], rows, shown.edits + 1
        return _answer(chat, shown, self.clock())

    def edit_message_reply_markup(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """Other buttons for a message, or none."""
        chat = self._chat(parameters)
        shown, rows = self._message(chat, parameters, "edit"), keyboard_of(parameters)
        if rows == shown.rows:
            raise Refused(400, "Bad Request: message is not modified: specified new message content is the same")
        shown.rows = rows
        return _answer(chat, shown, self.clock())

    def delete_message(self, parameters: dict[str, Any]) -> bool:
        """Takes a message away: the bot's own, or, in a private chat, what a person sent."""
        chat, id = self._chat(parameters), int(parameters["message_id"])
        if chat > 0 and (chat, id) in self.heard:
            self.heard.remove((chat, id))
            return True
        self._message(self._chat(parameters), parameters, "delete").deleted = True
        return True

    def answer_callback_query(self, parameters: dict[str, Any]) -> bool:
        """Frees a button, with a word or without."""
        query, text = parameters["callback_query_id"], parameters.get("text", "")
        if query not in self.toasts:
            raise Refused(400, STALE)
        if units(text) > 200:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        if self.toasts[query]:
            raise Refused(400, STALE)
        self.toasts[query].append(text)
        return True

    def set_my_commands(self, parameters: dict[str, Any]) -> bool:
        """The menu in a language."""
        commands = json.loads(parameters["commands"])
        if any(not 1 <= units(one["description"]) <= 256 for one in commands):
            raise Refused(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[self._whose_menu(parameters)] = commands
        return True

    def delete_my_commands(self, parameters: dict[str, Any]) -> bool:
        """The menu is again that for everybody."""
        self.commands.pop(self._whose_menu(parameters), None)
        return True

    def _whose_menu(self, parameters: dict[str, Any]) -> str:
        """A chat's own, or everybody's in a language."""
        scope = json.loads(parameters.get("scope", "{}"))
        return str(self._chat(scope)) if scope else str(parameters.get("language_code", ""))

    def _chat(self, parameters: dict[str, Any]) -> int:
        chat = int(parameters["chat_id"])
        if chat in self.moved:
            said = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(400, said, migrate_to_chat_id=self.moved[chat])
        if chat in self.blocked:
            kicked = "bot was kicked from the supergroup chat"
            raise Refused(403, f"Forbidden: {'bot was blocked by the user' if chat > 0 else kicked}")
        if chat in self.closed:
            raise Refused(403 if self.closed[chat].startswith("Forbidden") else 400, self.closed[chat])
        if chat not in self.chats:
            raise Refused(400, "Bad Request: chat not found")
        return chat

    def _topic(self, chat: int, parameters: dict[str, Any]) -> int:
        """Where in a chat something goes: 0 outside of all topics."""
        topic = int(parameters.get("message_thread_id", 0))
        if topic and topic not in self.topics.get(chat, ()):
            raise Refused(400, NO_TOPIC)
        return topic

    def _message(self, chat: int, parameters: dict[str, Any], what: str) -> Shown:
        for shown in self.chats[chat]:
            if shown.id == int(parameters["message_id"]) and not shown.deleted:
                return shown
        raise Refused(400, f"Bad Request: message to {what} not found")


def _answer(chat: int, shown: Shown, at: float) -> dict[str, Any]:
    kind = "private" if chat > 0 else "supergroup"
    return {"message_id": shown.id, "date": int(at), "chat": {"id": chat, "type": kind}, "text": shown.text}


_METHODS: dict[str, Callable[[Telegram, dict[str, Any]], Any]] = {
    "getMe": lambda server, parameters: BOT | server.abilities,
    "getWebhookInfo": Telegram.get_webhook_info,
    "getChat": Telegram.get_chat,
    "getChatMember": lambda server, parameters: {"status": "member", "user": BOT} | server.member,
    "setWebhook": Telegram.set_webhook,
    "deleteWebhook": Telegram.delete_webhook,
    "getUpdates": Telegram.get_updates,
    "sendMessage": Telegram.send_message,
    "sendPhoto": Telegram.send_photo,
    "sendDocument": Telegram.send_document,
    "sendMediaGroup": Telegram.send_media_group,
    "sendChatAction": Telegram.send_chat_action,
    "editMessageText": Telegram.edit_message_text,
    "editMessageReplyMarkup": Telegram.edit_message_reply_markup,
    "deleteMessage": Telegram.delete_message,
    "answerCallbackQuery": Telegram.answer_callback_query,
    "setMyCommands": Telegram.set_my_commands,
    "deleteMyCommands": Telegram.delete_my_commands,
}

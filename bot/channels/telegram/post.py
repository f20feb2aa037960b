"""Carries out one line of the outbox by Telegram's methods, and says what its errors mean for the line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from telegram import InputFile
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.channels.qr import png
from bot.channels.telegram import draw
from bot.channels.telegram.addresses import address_of, chat_id, topic_id
from bot.channels.telegram.api import Api
from bot.channels.telegram.buttons import Buttons
from bot.channels.telegram.courier import Delivered, Gone, Moved, Result, Retry
from bot.channels.telegram.papers import File, Papers, Unmade
from bot.desk.incoming import Tap
from bot.ports import LEFT_BEHIND, LentLine

NOT_MODIFIED = "message is not modified"
LOST = ("message to edit not found", "message can't be edited", "message_id_invalid")
NOT_DELETED = ("message to delete not found", "message can't be deleted", "message_id_invalid")
STALE = ("query is too old", "query_id_invalid", "query id is invalid")
# Nothing can be written in this chat: it is gone, or its members may not write.
CLOSED = (
    "chat not found",
    "was deactivated",
    "is deactivated",
    "channel_private",
    "peer_id_invalid",
    "chat_write_forbidden",
    "chat_restricted",
    "chat_send_plain_forbidden",
    "not enough rights to send text messages",
    "no rights to send a message",
    "topic_closed",
    "topic_deleted",
    "message thread not found",
)
# A group may forbid kinds of messages one by one.
NO_FILES = (
    "not enough rights to send documents",
    "not enough rights to send photos",
    "chat_send_docs_forbidden",
    "chat_send_photos_forbidden",
    "chat_send_media_forbidden",
)
REFUSED_FOR = 60.0
REASON = 200
STYLE: dict[str, Any] = {"parse_mode": ParseMode.HTML, "link_preview_options": {"is_disabled": True}}
Keyboard = dict[str, list[list[dict[str, str]]]]


class Post:
    """Sends lines. What was sent of a picture of several messages is remembered until all of it is."""

    def __init__(self, api: Api, buttons: Buttons, papers: Papers) -> None:
        self._api, self._buttons, self._papers = api, buttons, papers
        self._parts: dict[int, int] = {}
        self._ways: dict[str, Callable[[LentLine], Awaitable[str | None]]] = {
            "show": self._show,
            "edit": self._edit,
            "correct": self._correct,
            "strip": self._strip,
            "toast": self._toast,
            "delete": self._delete,
            "paper": self._paper,
            "menu": self._menu,
        }

    async def send(self, line: LentLine) -> Result:
        """Carries it out."""
        try:
            return Delivered(await self._ways[line.do](line))
        except TelegramError as error:
            return meaning(error)

    async def _show(self, line: LentLine) -> str:
        if "qr" in line.picture:
            return await self._photo(line)
        texts = draw.messages(line.picture)
        for place in range(self._parts.get(line.id, 0), len(texts) - 1):
            await self._message(line, texts[place], None)
            self._parts[line.id] = place + 1
        sent = await self._message(line, texts[-1], self._keyboard(line))
        self._parts.pop(line.id, None)
        return sent

    async def _message(self, line: LentLine, text: str, keyboard: Keyboard | None) -> str:
        said = {**_place(line), "text": text, "reply_markup": keyboard, **STYLE}
        sent = await self._api.call("sendMessage", said)
        return str(sent["message_id"])

    async def _photo(self, line: LentLine) -> str:
        """A QR code as a picture, with the words below it; it needs few."""
        photo = InputFile(png(line.picture["qr"]), filename="code.png")
        said = {**_place(line), "photo": photo, "caption": draw.caption(line.picture)}
        sent = await self._api.call(
            "sendPhoto", {**said, "reply_markup": self._keyboard(line), "parse_mode": ParseMode.HTML}
        )
        return str(sent["message_id"])

    async def _paper(self, line: LentLine) -> str:
        """A paper, made now; where it cannot be made, whoever wanted it is told."""
        with suppress(TelegramError):  # that something comes is said for some seconds; nothing hangs on it
            await self._api.call("sendChatAction", {**_place(line), "action": ChatAction.UPLOAD_DOCUMENT})
        try:
            files = await self._papers.made(line)
        except Unmade as unmade:
            return await self._message(line, draw.escaped(unmade.words), None)
        try:
            return await (self._document(line, files[0]) if len(files) == 1 else self._album(line, files))
        except BadRequest as error:
            if not _says(error, NO_FILES):
                raise
            return await self._message(line, draw.escaped(self._papers.not_taken(line)), None)

    async def _document(self, line: LentLine, file: File) -> str:
        document = InputFile(file.content, filename=file.name)
        said = {**_place(line), "document": document, "caption": draw.caption(line.picture)}
        sent = await self._api.call("sendDocument", {**said, "parse_mode": ParseMode.HTML})
        return str(sent["message_id"])

    async def _album(self, line: LentLine, files: tuple[File, ...]) -> str:
        """Several pictures together, with the words below the first."""
        words = {"caption": draw.caption(line.picture), "parse_mode": ParseMode.HTML}
        media = [
            {"type": "photo", "media": InputFile(file.content, filename=file.name, attach=True), **words}
            for file, words in zip(files, [words, *({} for _ in files[1:])], strict=True)
        ]
        sent = await self._api.call("sendMediaGroup", {**_place(line), "media": media})
        return str(sent[0]["message_id"])

    async def _menu(self, line: LentLine) -> None:
        """A menu of commands for this chat alone; with nothing in it, none again."""
        scope = {"scope": {"type": "chat", "chat_id": chat_id(line.address)}}
        commands = [{"command": name, "description": words} for name, words in line.picture["commands"]]
        if commands:
            await self._api.call("setMyCommands", {"commands": commands, **scope})
        else:
            await self._api.call("deleteMyCommands", scope)

    async def _edit(self, line: LentLine) -> str | None:
        return line.message_id if await self._changed(line) else await self._show(line)

    async def _correct(self, line: LentLine) -> None:
        await self._changed(line)

    async def _changed(self, line: LentLine) -> bool:
        """Puts other words into a message, if it is still there."""
        if line.message_id == LEFT_BEHIND:
            return False
        message = {"chat_id": chat_id(line.address), "message_id": int(line.message_id or 0)}
        said = {**message, "text": draw.one_message(line.picture), "reply_markup": self._keyboard(line), **STYLE}
        try:
            await self._api.call("editMessageText", said)
        except BadRequest as error:
            if _says(error, LOST):
                return False
            if not _says(error, (NOT_MODIFIED,)):
                raise
        return True

    async def _strip(self, line: LentLine) -> None:
        """A message that is gone, or has no buttons any more, is as it should be."""
        if line.message_id == LEFT_BEHIND:
            return
        try:
            message = {"chat_id": chat_id(line.address), "message_id": int(line.message_id or 0)}
            await self._api.call("editMessageReplyMarkup", message)
        except BadRequest as error:
            if not _says(error, (NOT_MODIFIED, *LOST)):
                raise

    async def _toast(self, line: LentLine) -> None:
        try:
            said = draw.toast(line.picture) or None
            await self._api.call("answerCallbackQuery", {"callback_query_id": line.refers or "", "text": said})
        except BadRequest as error:
            if not _says(error, STALE):
                raise

    async def _delete(self, line: LentLine) -> None:
        if line.message_id == LEFT_BEHIND:
            return
        try:
            await self._api.call(
                "deleteMessage", {"chat_id": chat_id(line.address), "message_id": int(line.message_id or 0)}
            )
        except BadRequest as error:
            if not _says(error, NOT_DELETED):
                raise

    def _keyboard(self, line: LentLine) -> Keyboard | None:
        rows = [[self._button(line, one) for one in row] for row in draw.rows(line.picture)]
        return {"inline_keyboard": rows} if rows else None

    def _button(self, line: LentLine, button: Any) -> dict[str, str]:
        case, turn = line.picture.get("case", 0), line.picture.get("turn", 0)
        tap = Tap(act=button["act"], value=button["value"], case=case, turn=turn)
        return {"text": draw.label(button["label"]), "callback_data": self._buttons.write(line.address, tap)}


def _place(line: LentLine) -> dict[str, int | None]:
    """Where something new goes."""
    return {"chat_id": chat_id(line.address), "message_thread_id": topic_id(line.address)}


def meaning(error: TelegramError) -> Result:
    """What an error means for the line that met it."""
    reason = f"{type(error).__name__}: {error}"[:REASON]
    match error:
        case RetryAfter():
            return Retry(reason, seconds(error), flood=True)
        case ChatMigrated():
            return Moved(address_of(error.new_chat_id))
        case Forbidden():
            return Gone(reason, barred=True)
        case BadRequest():
            return Gone(reason, barred=_says(error, CLOSED))
        case InvalidToken():
            return Retry("the token was refused", REFUSED_FOR)
    return Retry(reason)


def seconds(error: RetryAfter) -> float:
    """How long Telegram wants us to wait."""
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else float(after)


def _says(error: BadRequest, phrases: tuple[str, ...]) -> bool:
    said = str(error).lower()
    return any(phrase in said for phrase in phrases)

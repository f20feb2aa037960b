"""The Bot API's methods, called with plain JSON: for what happens with every answer.

By the library's own requests and errors, but past its objects, which take longer to build than all else that is done
for an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import Bot, InputFile
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter  # no public way leads past the objects


class Api:
    """Methods by name. Whatever goes wrong is one of the library's errors."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def call(self, method: str, said: Mapping[str, Any], patience: float | None = None) -> Any:
        """What Telegram answers; it may take `patience` seconds, where that is longer than usual."""
        data = RequestData([_parameter(name, value) for name, value in said.items() if value is not None])
        wait = BaseRequest.DEFAULT_NONE if patience is None else patience
        return await self._bot.request.post(f"{self._bot.base_url}/{method}", data, read_timeout=wait)


def _parameter(name: str, value: Any) -> RequestParameter:
    """A value as it stands; a file goes beside the others, and those of an album are named where they belong."""
    match value:
        case InputFile():
            return RequestParameter(name, None, [value])
        case [{"media": InputFile()}, *_]:
            files = [one["media"] for one in value]
            named = [{**one, "media": one["media"].attach_uri} for one in value]
            return RequestParameter(name, named, files)
    return RequestParameter(name, value, None)

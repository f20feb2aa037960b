"""The library's requests on another HTTP client, which costs a tenth of the processor time of its own.

Requests are JSON; files go as multipart. What goes wrong is told in the library's own errors, and never holds the
address, which contains the token, nor what an answer says.
"""

from __future__ import annotations

import json
from datetime import timedelta
from functools import lru_cache
from http import HTTPStatus
from typing import Any

import orjson
from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import PyreqwestError, RequestTimeoutError
from pyreqwest.multipart import FormBuilder, PartBuilder
from pyreqwest.proxy import ProxyBuilder
from pyreqwest.request import RequestBuilder
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

JSON = "application/json"
# What every answer of the Bot API has, and what it has besides where it refuses.
ANSWER = (b'"ok"',)
REFUSAL = (*ANSWER, b'"description"')


class Wire(BaseRequest):
    """Requests to the Bot API over at most `size` connections that are kept open. Times are in seconds."""

    def __init__(self, size: int, connect: float, answer: float, place: float, proxy: str | None = None) -> None:
        self._size, self._connect, self._answer, self._place, self._proxy = size, connect, answer, place, proxy
        self._client: Client | None = None

    @property
    def read_timeout(self) -> float:
        """How long an answer is waited for."""
        return self._answer

    async def initialize(self) -> None:
        """Opens the pool of connections."""
        if self._client is not None:
            return
        builder = ClientBuilder().max_connections(self._size).pool_timeout(timedelta(seconds=self._place))
        builder = builder.connect_timeout(timedelta(seconds=self._connect)).user_agent(self.USER_AGENT)
        if self._proxy:
            builder = builder.proxy(ProxyBuilder.all(self._proxy))
        self._client = builder.build()

    async def shutdown(self) -> None:
        """Closes all connections."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request: the status and the body of its answer. Only the time to read can be set for one alone."""
        if self._client is None:
            raise RuntimeError("the connections are not open")
        patience = read_timeout if isinstance(read_timeout, int | float) else self._answer
        request = self._client.request(method, url).timeout(_seconds(patience + self._connect))
        try:
            answer = await _with_data(request, request_data).build().send()
            return answer.status, from_the_api(answer.status, bytes(await answer.bytes()))
        except RequestTimeoutError:
            raise TimedOut from None
        except PyreqwestError as error:
            raise NetworkError(type(error).__name__) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """What an answer says."""
        try:
            answer: dict[str, Any] = orjson.loads(payload)
        except orjson.JSONDecodeError:
            answer = _loosely(payload)
        return answer


def _loosely(payload: bytes) -> Any:
    """JSON that is not strict, such as half a character in a text: one of many updates must not hold up the others."""
    try:
        return json.loads(payload.decode(errors="replace"))
    except ValueError:
        raise TelegramError("Invalid server response") from None


@lru_cache(maxsize=100)
def _seconds(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


def from_the_api(status: int, body: bytes) -> bytes:
    """The body of an answer of the Bot API; NetworkError for any other, such as that of a gateway on the way.

    The library would log a whole page, and put it into its error. A gateway may refuse in JSON, too: it must not cost a
    message, or the team its group.
    """
    needs = ANSWER if status < HTTPStatus.BAD_REQUEST else REFUSAL
    if not (body.startswith(b"{") and all(name in body for name in needs)):
        raise NetworkError(f"HTTP {status}, and no answer of the Bot API")
    return body


def _with_data(request: RequestBuilder, data: RequestData | None) -> RequestBuilder:
    if data is None:
        return request
    if not data.contains_files:
        return request.header("Content-Type", JSON).body_bytes(orjson.dumps(data.parameters))
    files = data.multipart_data
    form = FormBuilder()
    for name, value in data.json_parameters.items():
        form = form.text(name, value)
    for name, (file_name, content, kind) in files.items():
        whole = content if isinstance(content, bytes) else content.read()
        form = form.part(name, PartBuilder.from_bytes(whole).file_name(file_name).mime(kind))
    return request.multipart(form)

"""Real HTTP in front of the service, as small as it can be: keep-alive, forms or JSON in, JSON out, connections that break."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from email import message_from_bytes
from email.policy import HTTP
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qsl

from tests.emulator.server import CutOff, File, Gateway, Telegram
from tests.emulator.strict import Refused


@asynccontextmanager
async def serving(telegram: Telegram) -> AsyncIterator[str]:
    """Serves it on a free port; gives the address."""
    tasks: set[asyncio.Task[Any]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        with suppress(asyncio.IncompleteReadError, ConnectionError, CutOff, asyncio.CancelledError):
            while True:
                await _one(telegram, reader, writer)
        writer.close()
        tasks.discard(task)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _one(telegram: Telegram, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    lines = head.split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines[1:] if line)
    parameters = _parameters(await _body(reader, headers), _kind(head))
    try:
        code, answer = await _answer(telegram, lines[0].split()[1], parameters)
        payload, kind = json.dumps(answer).encode(), "application/json"
    except Gateway as gateway:
        code, payload, kind = gateway.code, gateway.said.encode(), gateway.kind
    told = f"Date: {formatdate(telegram.clock(), usegmt=True)}\r\nContent-Type: {kind}\r\n"
    writer.write(f"HTTP/1.1 {code} X\r\n{told}Content-Length: {len(payload)}\r\n\r\n".encode())
    writer.write(payload)
    await writer.drain()


async def _body(reader: asyncio.StreamReader, headers: dict[str, str]) -> bytes:
    if headers.get("transfer-encoding") != "chunked":
        return await reader.readexactly(int(headers.get("content-length", 0)))
    whole = b""
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        whole += await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")
    return whole


def _kind(head: str) -> str:
    """What the body is, with the boundary as it was written."""
    found = re.search(r"^content-type: *(.+?)\r?$", head, re.IGNORECASE | re.MULTILINE)
    return found[1] if found else ""


def _parameters(whole: bytes, kind: str) -> dict[str, Any]:
    """All as text, as in a form, files as bytes: the service reads them alike."""
    if kind.startswith("multipart/"):
        parts = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + whole, policy=HTTP).iter_parts()
        return {_name(part): _content(part) for part in parts}
    body = whole.decode()
    if not kind.startswith("application/json"):
        return dict(parse_qsl(body, keep_blank_values=True))
    given = json.loads(body)
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}


def _content(part: Any) -> Any:
    """A text of the form, which is in UTF-8 whatever it says, or a file."""
    whole, name = part.get_payload(decode=True), part.get_filename()
    if name is None:
        return whole.decode()
    file = File(whole)
    file.name = name
    return file


def _name(part: Any) -> str:
    return str(part["content-disposition"].params["name"])


async def _answer(telegram: Telegram, path: str, parameters: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    if not path.startswith(f"/bot{telegram.token}/"):
        return 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
    try:
        return 200, {"ok": True, "result": await telegram.call(path.rpartition("/")[2], parameters)}
    except Refused as refused:
        said: dict[str, Any] = {"ok": False, "error_code": refused.code, "description": refused.said}
        return refused.code, said | ({"parameters": refused.parameters} if refused.parameters else {})

"""The whole program in processes of its own."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from contextlib import suppress

import httpx

from bot.store.sql import SqlStore
from tests.channels.telegram.world import ROOT
from tests.store.making import MASTER

Program = subprocess.Popen[bytes]


def started(script: str, command: str, store: SqlStore, base: str, **more: str) -> Program:
    """This command on this database, with an emulated Telegram."""
    surroundings = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DATA_DIR": "",
        "DATABASE_URL": store.engine.url.render_as_string(hide_password=False),
        "MASTER_KEY": MASTER,
        "TELEGRAM_API": base,
        "TELEGRAM_TOKEN": "42:TEST",
        "PUBLIC_URL": "https://bot.example.org",
        **more,
    }
    return subprocess.Popen([sys.executable, str(ROOT / script), command], env=surroundings, stderr=subprocess.DEVNULL)


async def gone(program: Program) -> int:
    """Waits until it has ended; gives its exit code."""
    for _ in range(6000):
        if program.poll() is not None:
            return program.returncode
        await asyncio.sleep(0.01)
    program.kill()
    raise AssertionError("it did not end")


def free_port() -> int:
    """A port at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as at:
        return int(at.getsockname()[1])


async def ready(address: str) -> None:
    """Waits until this one takes updates."""
    async with httpx.AsyncClient() as client:
        end, said = time.monotonic() + 60, ""
        while time.monotonic() < end:
            with suppress(httpx.TransportError):
                answer = await client.get(f"{address}/ready")
                if answer.status_code == 200:
                    return
                said = answer.text
            await asyncio.sleep(0.1)  # asking more often takes time from the one who starts
    raise AssertionError(f"it never became ready: {said}")

"""Files that are named in a shell, or standard input and output in their place."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO, TextIO

from bot.commands.command import CommandRefused
from bot.private import owner_only


def opened(name: str) -> AbstractContextManager[BinaryIO]:
    """A file's lines, or standard input's for `-`."""
    if name == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return open(name, "rb")
    except OSError as error:
        raise CommandRefused(f"{name} cannot be read: {error.strerror}") from error


@contextmanager
def new_file(path: Path | None) -> Iterator[TextIO]:
    """A file that was not there before, and is gone again if it cannot be written to its end; else standard output."""
    if path is None:
        yield sys.stdout
        return
    try:
        descriptor = owner_only(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        raise CommandRefused(f"{path} is there already; nothing was written") from None
    try:
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
            yield file
    except BaseException:
        path.unlink()
        raise

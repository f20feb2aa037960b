"""How the program logs: a line of plain English or a JSON object, to standard error, and never what anybody typed.

Our own calls name numbers and kinds of errors only. Beyond that: of an exception its class and its places are written,
not its words, which may repeat what was typed; libraries are heard from warnings on, because further down they write
whole requests; and secrets are blotted out wherever they turn up.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from traceback import extract_tb
from types import TracebackType
from typing import Any, TextIO

BLOT = "[secret]"
# What every record has; whatever else it has was given as `extra`.
USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def set_up(
    as_json: bool = False, level: str = "info", secrets: Iterable[str] = (), stream: TextIO | None = None
) -> logging.Handler:
    """From now on everything is logged so; gives the handler, for whoever wants to end it."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Guarded(as_json, secrets))
    root = logging.getLogger()
    for before in [one for one in root.handlers if isinstance(one.formatter, Guarded)]:
        root.removeHandler(before)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("bot").setLevel(level.upper())
    sys.excepthook = _uncaught
    return handler


def _uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("bot").critical("the program has ended by an error", exc_info=(kind, error, traceback))


class Guarded(logging.Formatter):
    """Writes a record without the words of exceptions and without secrets."""

    def __init__(self, as_json: bool, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._json = as_json
        self._secrets = sorted({secret for secret in secrets if secret}, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """One line, or in plain English some more for the places of an error."""
        line = _as_json(record) if self._json else _as_text(record)
        for secret in self._secrets:
            line = line.replace(secret, BLOT)
        return line


def _as_json(record: logging.LogRecord) -> str:
    told: dict[str, Any] = {
        "time": _time(record),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": _first_line(record, str(record.msg)),
        "text": _first_line(record, record.getMessage()),
        "fields": {name: value for name, value in vars(record).items() if name not in USUAL},
    }
    places = list(_places(_error(record)))
    if places:
        told["error"] = places
    return json.dumps(told, ensure_ascii=False, default=lambda value: type(value).__name__)


def _as_text(record: logging.LogRecord) -> str:
    fields = "".join(f" {name}={value}" for name, value in vars(record).items() if name not in USUAL)
    line = f"{_time(record)} {record.levelname} {record.name} {_first_line(record, record.getMessage())}{fields}"
    return "\n".join([line, *(f"    {place}" for place in _places(_error(record)))])


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _first_line(record: logging.LogRecord, text: str) -> str:
    # asyncio adds the task with the words of its exception.
    return text.partition("\n")[0] if record.name.startswith("asyncio") else text


def _error(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if record.exc_info else None


def _places(error: BaseException | None) -> Iterator[str]:
    """The kind of error and where it came from, and so on through what caused it; never what it says."""
    while error is not None:
        for place in extract_tb(error.__traceback__):
            yield f"{place.filename}:{place.lineno} in {place.name}"
        said = f" {error.errno} {error.strerror}" if isinstance(error, OSError) and error.errno else ""
        yield f"{type(error).__name__}{said}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)

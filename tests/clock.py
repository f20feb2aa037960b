"""What the time is in tests with a running bot.

Where the bot is built in the test, its clock runs on from a fixed moment, so that no day that a test types goes by. A
program of its own has the machine's clock: what is typed there is reckoned from `today`.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

BEGAN = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
_LOADED = time.monotonic()


def now() -> datetime:
    """The moment."""
    return datetime.fromtimestamp(seconds(), UTC)


def seconds() -> float:
    """The same as Telegram writes it."""
    return BEGAN.timestamp() + time.monotonic() - _LOADED


def today() -> date:
    """The machine's day, where the first trial's site is."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()

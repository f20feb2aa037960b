"""What a PostgreSQL session is told at its beginning, and what its server must promise.

Nobody waits without end: not for a lock, not for a statement, not for a server that has gone, and no worker that hangs
keeps a case to itself. What stands in the URL goes before what stands here, except that a commit is always on
the disk before it is confirmed.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL

from bot.ports import StoreFailed

LOG = logging.getLogger(__name__)
FORSAKEN = 60.0
# Keep-alives: how often a connection that is silent is asked, and how often in vain.
PERIODS = 5
# A server ends a statement itself, and says so: this much sooner than it is given up here.
MARGIN = 2.0
PROMISES = """
SELECT current_setting('server_encoding'), current_setting('fsync'), set_config('synchronous_commit',
CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)
"""
# Changes nothing, but its commit has to reach the disk.
COMMITTED = "SELECT pg_logical_emit_message(true, 'prescreener', '')"


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: for a server to let us in, to carry out a statement, and for one whose machine confirms nothing."""

    connect: int
    statement: float
    gone: int

    def answer(self, wait: float) -> float:
        """For any answer of a server whose machine is there, where nobody waits longer than `wait` for a lock."""
        return self.statement + wait + MARGIN


# Whoever has nothing else to do, and whoever must not stand still.
USUAL, HURRIED = Patience(5, 30.0, 25), Patience(2, 5.0, 5)


def session(address: URL, wait: float, patience: Patience) -> dict[str, Any]:
    """How to connect, as libpq has it; nobody waits longer than `wait` seconds for a lock."""
    usual = {"connect_timeout": patience.connect, "application_name": "prescreener", "client_encoding": "utf8"}
    chosen = {name: value for name, value in {**usual, **_alive(patience)}.items() if name not in address.query}
    return {**chosen, "options": f"{_options(wait, patience)} {address.query.get('options', '')}".strip()}


def _alive(patience: Patience) -> dict[str, int]:
    """A machine that confirms nothing is given up, whether something was sent to it or not."""
    silent = {f"keepalives_{name}": number for name, number in _silence(patience).items()}
    return {**silent, "tcp_user_timeout": patience.gone * 1000}


def _silence(patience: Patience) -> dict[str, int]:
    """Seconds until a silent machine is asked, and again, and how often."""
    period = patience.gone // PERIODS
    return {"idle": 2 * period, "interval": period, "count": PERIODS - 2}


def _options(wait: float, patience: Patience) -> str:
    limits = {
        "lock_timeout": wait,
        "statement_timeout": patience.statement + wait,
        "idle_in_transaction_session_timeout": FORSAKEN,
    }
    settings = {name: str(round(seconds * 1000)) for name, seconds in limits.items()}
    settings["default_transaction_isolation"] = r"read\ committed"
    # The server, too, gives up a machine that is gone: what that one has locked would be so for hours.
    settings |= {f"tcp_keepalives_{name}": str(number) for name, number in _silence(patience).items()}
    return " ".join(f"-c {name}={value}" for name, value in settings.items())


def connected(raw: Any, record: object) -> None:
    """Holds a new session to its promises; StoreFailed where the database cannot keep what is typed."""
    raw.autocommit = True
    encoding, fsync, _ = raw.execute(PROMISES).fetchone()
    raw.autocommit = False
    if encoding != "UTF8":
        raw.close()
        raise StoreFailed(f"the database is encoded in {encoding}, and must be in UTF8")
    if fsync == "off":
        LOG.warning("this PostgreSQL server may lose what it confirmed when the power fails: fsync is off")

"""What a PostgreSQL session is told at its beginning, and what its server must promise.

Nobody waits without end: not for a lock, not for a statement, not for a server that has gone, and no worker that hangs
keeps a case to itself. What stands in the URL goes before what stands here, except that a commit is always on
the disk before it is confirmed.
"""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import URL

from bot.ports import StoreFailed

LOG = logging.getLogger(__name__)
CONNECT, STATEMENT, FORSAKEN = 5, 30.0, 60.0
# A server that does not answer is given up after 10 + 3 * 5 seconds.
ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "tcp_user_timeout": 25_000}
PROMISES = """
SELECT current_setting('server_encoding'), current_setting('fsync'), set_config('synchronous_commit',
CASE current_setting('synchronous_commit') WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)
"""


def session(address: URL, wait: float) -> dict[str, Any]:
    """How to connect, as libpq has it; nobody waits longer than `wait` seconds for a lock."""
    usual = {"connect_timeout": CONNECT, "application_name": "prescreener", "client_encoding": "utf8"}
    chosen = {name: value for name, value in {**usual, **ALIVE}.items() if name not in address.query}
    return {**chosen, "options": f"{_options(wait)} {address.query.get('options', '')}".strip()}


def _options(wait: float) -> str:
    limits = {
        "lock_timeout": wait,
        "statement_timeout": STATEMENT + wait,
        "idle_in_transaction_session_timeout": FORSAKEN,
    }
    settings = {name: str(round(seconds * 1000)) for name, seconds in limits.items()}
    settings["default_transaction_isolation"] = r"read\ committed"
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

"""A PostgreSQL connection that does not wait without end for an answer.

The server's own limits end what takes long there. They are of no use where the server itself stands still, its disk
hangs, or something between the two keeps the line open and passes nothing on.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus

Connect = Callable[..., "Session"]


class Session(psycopg.Connection[Any]):
    """Closed once an answer has not come in `answer` seconds: it may still come, and would be taken for the next."""

    answer: float | None = None

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Waits for one answer."""
        try:
            return super().wait(gen, interval, self.answer if timeout is None else timeout)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise


def connecting(answer: float) -> Connect:
    """Makes such connections."""

    def connect(dialect: object, record: object, given: tuple[Any, ...], named: dict[str, Any]) -> Session:
        made = Session.connect(*given, **named)
        made.answer = answer
        return made

    return connect

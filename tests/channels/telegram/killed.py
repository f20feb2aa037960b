"""The program, which kills itself right after the commit of the tap that opens a case."""

import os
import signal
import sys

from bot.app import main
from bot.desk.front import Desk
from bot.desk.incoming import Incoming

handle = Desk.handle


def deadly(desk: Desk, incoming: Incoming) -> int:
    """Commits, and that is all."""
    done = handle(desk, incoming)
    if incoming.tap is not None and incoming.tap.act == "screen":
        os.kill(os.getpid(), signal.SIGKILL)
    return done


if __name__ == "__main__":
    Desk.handle = deadly  # type: ignore[assignment, method-assign]
    sys.exit(main())

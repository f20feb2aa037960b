"""The program, which sends itself signals right after the commit of the tap that opens a case: SIGNALS="9", say."""

import os
import sys

from bot.commands.main import main
from bot.desk.front import Desk
from bot.desk.incoming import Incoming

handle = Desk.handle


def deadly(desk: Desk, incoming: Incoming) -> int:
    """Commits, and that may be all."""
    done = handle(desk, incoming)
    if done and incoming.tap is not None and incoming.tap.act == "screen":
        for number in os.environ["SIGNALS"].split():
            os.kill(os.getpid(), int(number))
    return done


if __name__ == "__main__":
    Desk.handle = deadly  # type: ignore[assignment, method-assign]  # what kills
    sys.exit(main())

"""From what was typed in a shell to a command and its exit code.

Every command that needs trials reads all of them first: the program does not start with a broken one. Nothing is slow
here: each command imports what it needs (trials, the database, Telegram, the terminal) once it is carried out.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from bot.commands import interchange, keeping, papers, people, records, running, trials
from bot.commands.command import CommandRefused, Commands
from bot.ports import Conflict, StoreFailed
from bot.settings import MissingSetting, from_environment

ROOMS = (running, trials, interchange, people, papers, records, keeping)


def main(arguments: Sequence[str] | None = None) -> int:
    """Carries out one command; gives the exit code."""
    options = parser().parse_args(arguments)
    try:
        return int(options.command(options, from_environment(os.environ)))
    except (MissingSetting, CommandRefused) as refused:
        print(refused, file=sys.stderr)
        return 2
    except StoreFailed as failed:
        print(f"The database cannot be used: {failed}", file=sys.stderr)
        return 3
    except Conflict as taken:
        print(f"Somebody else was first, and nothing was changed; please try again: {taken}", file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        else:
            print(f"{error.filename or 'The output'} cannot be used: {error.strerror}", file=sys.stderr)
        return 3


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = argparse.ArgumentParser(prog="bot.py", description="Prescreening for clinical trials, by chat.")
    commands = Commands(parser)
    for room in ROOMS:
        room.add(commands)
    return parser

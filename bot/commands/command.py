"""What a command is: its name and options for the shell, what carries it out, and how it refuses."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence

from bot.core.languages import LANGUAGES
from bot.settings import Settings

Run = Callable[[argparse.Namespace, Settings], int]


class CommandRefused(Exception):
    """A command that cannot be carried out as it was given; says why."""


class Commands:
    """The commands that there are, as each is added."""

    def __init__(self, parser: argparse.ArgumentParser) -> None:
        self._parsers = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(self, name: str, run: Run, help: str) -> argparse.ArgumentParser:
        """One more, carried out by `run`; its options are added to what comes back."""
        parser = self._parsers.add_parser(name, help=help, description=run.__doc__)
        parser.set_defaults(command=run)
        return parser


def require(kind: str, named: str, known: Sequence[str], *others: str) -> None:
    """CommandRefused where there is no such site or trial; those that are known are listed, the others allowed too."""
    if named not in (*known, *others):
        raise CommandRefused(f"There is no {kind} {named}; there are: {', '.join(known)}")


# Options that several have.


def about_console(one: argparse.ArgumentParser, help: str) -> None:
    """On the console's database, instead of the bot's."""
    one.add_argument("--console", action="store_true", help=help)


def about_despite(one: argparse.ArgumentParser) -> None:
    """Cases that are known to be broken, so that the others go on."""
    one.add_argument("--despite", metavar="CASE", action="append", default=[], help="its record is known to be broken")


def about_language(one: argparse.ArgumentParser, help: str | None = None) -> None:
    """The language of what is printed."""
    one.add_argument("--language", choices=[one.tags[0] for one in LANGUAGES.values()], help=help)

"""The commands, and the only place that builds things and hands them to each other.

Every command reads the trials first: the program does not start with a broken one. What only some commands need, and is
slow to import (the database, Telegram, the terminal), is imported by these commands.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from bot.channels.batch import Batch, terminal, with_progress
from bot.content.catalogues import LANGUAGES, language_for
from bot.content.library import Library, read_library, trial_files
from bot.content.places import BadDefinition
from bot.core.machine import diagram
from bot.desk.front import Desk
from bot.desk.people import ROLES, new_invitation
from bot.desk.room import House
from bot.ports import StoreFailed, Team
from bot.settings import MissingSetting, Settings, from_environment

if TYPE_CHECKING:
    from bot.store.sql import SqlStore

Command = Callable[[argparse.Namespace, Settings], int]


class Refused(Exception):
    """A command that cannot be carried out as it was given; says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Carries out one command; gives the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.command(options, from_environment(os.environ)))
    except BadDefinition as bad:
        print(bad, file=sys.stderr)
        print(f"{len(bad.problems)} problems: nothing was started", file=sys.stderr)
        return 2
    except (MissingSetting, Refused) as refused:
        print(refused, file=sys.stderr)
        return 2
    except StoreFailed as failed:
        print(f"The database cannot be used: {failed}", file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        else:
            print(f"{error.filename or 'The output'} cannot be used: {error.strerror}", file=sys.stderr)
        return 3


def now() -> datetime:
    """The moment, in UTC. The one clock of the program."""
    return datetime.now(UTC)


# Commands.


def telegram(options: argparse.Namespace, settings: Settings) -> int:
    """Runs the bot on Telegram, by polling."""
    token = settings.token()
    library = _library(settings)
    store = _store(settings.database_url)
    from bot.channels.telegram.channel import TelegramChannel
    from bot.channels.telegram.pace import UNHURRIED, UNLIMITED

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    desk = Desk(store, _house(library, settings))
    if _set_team(store, desk, settings):
        desk.catch_up(now())
    channel = TelegramChannel(
        token,
        f"{settings.telegram_api}/bot",
        store,
        desk,
        now,
        proxy=settings.telegram_proxy or None,
        rates=UNHURRIED if settings.telegram_paced else UNLIMITED,
    )
    channel.run_until_stopped()
    return 0


def console(options: argparse.Namespace, settings: Settings) -> int:
    """A screening in this terminal."""
    library = _library(settings, options.trial)
    store = _store(settings.console_url)
    from bot.channels.console.run import run_console

    house = _house(library, settings)
    return run_console(store, Desk(store, house), house, now, options.language, options.trial, options.record)


def replay(options: argparse.Namespace, settings: Settings) -> int:
    """Plays a conversation file and prints what was said."""
    from bot.channels.talks import replay_file

    library = _library(settings)
    house = _house(library, settings)
    return replay_file(options.file, house, options.language, lambda path: _store(f"sqlite:///{path}"), sys.stdout)


def evaluate(options: argparse.Namespace, settings: Settings) -> int:
    """Verdicts for a file of cases."""
    library = _library(settings, options.trial)
    trial = library.trials[options.trial]
    batch = Batch(
        trial, library.texts.text, tuple(LANGUAGES), now().astimezone(_house(library, settings).zone("")).date()
    )
    with _opened(options.file) as lines:
        shown = terminal() if options.file != "-" or not sys.stdin.isatty() else None
        bad = batch.run(with_progress(lines, shown), sys.stdout, sys.stderr)
    return 1 if bad else 0


def read(options: argparse.Namespace, settings: Settings) -> int:
    """What the bot would understand of a typed reply; nothing is stored."""
    from bot.channels.jsonl import BadLine, day_in
    from bot.channels.reading import Reader, pretty

    library = _library(settings, options.trial)
    today = now().astimezone(_house(library, settings).zone("")).date()
    reader = Reader(library.trials[options.trial], library.texts.text, tuple(LANGUAGES), today)
    if options.jsonl:
        with _opened(options.question or "-") as lines:
            return 1 if reader.run(lines, sys.stdout, sys.stderr) else 0
    if options.question is None or options.text is None:
        raise Refused("A question and a text are needed, or --jsonl")
    try:
        question = reader.question(options.question)
        unit = options.unit or question.shape.unit or None
        print(pretty(reader.one(question, options.text, unit, day_in(options.today, today))))
    except BadLine as bad:
        raise Refused(str(bad)) from bad
    return 0


def check(options: argparse.Namespace, settings: Settings) -> int:
    """Checks trials, the dictionary of tests and the catalogues."""
    from bot.content.checks import check_catalogues

    library = _library(settings, options.trial)
    problems = check_catalogues(library, settings.flows, settings.locales)
    for problem in problems:
        print(problem)
    for trial in library.trials.values():
        print(f"{trial.id} version {trial.version}: {len(trial.questions)} questions, {len(trial.criteria)} criteria")
    return 2 if problems else 0


def draw(options: argparse.Namespace, settings: Settings) -> int:
    """The trial's machine as a Mermaid diagram."""
    print(diagram(_library(settings, options.trial).trials[options.trial], options.overview))
    return 0


def words(options: argparse.Namespace, settings: Settings) -> int:
    """Brings the catalogues up to date with code and trials."""
    from bot.content.extract import update

    for (language, domain), waiting in update(settings.flows, settings.locales).items():
        print(
            f"{language} {domain}: {waiting} texts wait for a translation"
            if waiting
            else f"{language} {domain}: complete"
        )
    return 0


def invite(options: argparse.Namespace, settings: Settings) -> int:
    """An invitation for one person."""
    known = _house(_library(settings), settings).sites()
    site = options.site or (known[0] if known else "S1")
    if known and site not in known:
        raise Refused(f"There is no site {site}; there are: {', '.join(known)}")
    store = _store(settings.database_url)
    invitation = new_invitation(options.role, site, now())
    with store.transaction() as unit:
        unit.add_invitation(invitation)
    name = options.bot or "YOUR_BOT"
    print(f"https://t.me/{name}?start={invitation.token}")
    print(f"One person, role {options.role}, site {site}, until {invitation.expires_at:%Y-%m-%d %H:%M} UTC.")
    print(f"Without the link: send the bot /start {invitation.token}")
    return 0


def verify_chain(options: argparse.Namespace, settings: Settings) -> int:
    """Checks the hash chain of every case's record."""
    from bot.store.verify import verify

    store = _store(settings.console_url if options.console else settings.database_url)
    cases = _number_of_cases(store, options.case)
    if options.case and not cases:
        raise Refused(f"There is no case {options.case} in this database")
    problems = list(verify(store, options.case))
    for problem in problems:
        print(problem)
    print(f"{cases} records looked at, {len(problems)} problems")
    return 1 if problems else 0


def _number_of_cases(store: SqlStore, code: str | None) -> int:
    if code is None:
        return sum(1 for _ in store.every_case())
    with store.reading() as unit:
        return int(unit.case_by_code(code) is not None)


# Building.


def _library(settings: Settings, only: str | None = None) -> Library:
    """All trials, or the one that is named."""
    there = [path.stem for path in trial_files(settings.flows)]
    if (only is not None and only not in there) or not there:
        listed = f"there are: {', '.join(there)}" if there else f"there is none in {settings.flows} (FLOWS_DIR)"
        raise Refused(f"There is no trial {only or ''}; {listed}")
    library = read_library(settings.flows, settings.locales, only)
    silent = [language.name for code, language in LANGUAGES.items() if not library.catalogues.speaks(code)]
    if silent:
        raise Refused(f"There are no words in {' or '.join(silent)} in {settings.locales} (LOCALES_DIR)")
    return library


def _store(url: str) -> SqlStore:
    """A store whose database is up to date."""
    from sqlalchemy.exc import ArgumentError

    from bot.store.migrate import migrate
    from bot.store.sql import open_store

    try:
        migrate(url)
        return open_store(url)
    except ArgumentError as error:
        raise Refused(
            f"The database URL cannot be used ({error}); some are sqlite:////var/lib/prescreener/cases.db "
            "and postgresql://prescreener@localhost/cases"
        ) from error


def _house(library: Library, settings: Settings) -> House:
    return House(library.trials, library.texts, tuple(LANGUAGES), language_for, settings.timezone)


def _set_team(store: SqlStore, desk: Desk, settings: Settings) -> bool:
    """Sets the study team's chat that the environment names; says whether that was news."""
    if not settings.team_chat:
        return False
    address = f"telegram:{settings.team_chat}"
    with store.transaction() as unit:
        known = {team.trial for team in unit.teams_at(address)}
        for trial in desk.house.trials.keys() - known:
            unit.set_team(Team(address=address, trial=trial, site="*", language=settings.team_language))
        return bool(desk.house.trials.keys() - known)


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    """A file's lines, or standard input's for `-`."""
    if name == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return open(name, "rb")
    except OSError as error:
        raise Refused(f"{name} cannot be read: {error.strerror}") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bot.py", description="Prescreening for clinical trials, by chat.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add = partial(_command, commands)
    one = add("console", console, "screen a patient in this terminal")
    one.add_argument("--language", choices=("en", "zh"), help="the language to begin with")
    one.add_argument("--trial", help="only this trial")
    one.add_argument("--record", metavar="FILE", type=Path, help="write the session as a conversation file")
    add("telegram", telegram, "run the bot on Telegram, by polling")
    one = add("evaluate", evaluate, "verdicts for JSON Lines of answers")
    one.add_argument("trial")
    one.add_argument("file", nargs="?", default="-")
    one = add("read", read, "what the bot would understand of a typed reply")
    one.add_argument("trial")
    one.add_argument("question", nargs="?", help="the question's id; with --jsonl a file instead of standard input")
    one.add_argument("text", nargs="?")
    one.add_argument("--today", help="the site's day, such as 2026-11-22")
    one.add_argument("--unit", help="the unit on display; the question's own where none is given")
    one.add_argument("--jsonl", action="store_true", help="JSON Lines of replies in, of readings out")
    one = add("replay", replay, "play a conversation file")
    one.add_argument("file", type=Path)
    one.add_argument("--language", choices=("en", "zh"))
    one = add("check", check, "check trials, tests and catalogues")
    one.add_argument("trial", nargs="?")
    one = add("draw", draw, "draw a trial's machine as a Mermaid diagram")
    one.add_argument("trial")
    one.add_argument("--overview", action="store_true", help="all questions as one state")
    add("words", words, "bring the catalogues up to date")
    one = add("invite", invite, "make an invitation link for one person")
    one.add_argument("--role", choices=ROLES, default="administrator")
    one.add_argument("--site", help="one of the trials' sites; the first where none is given")
    one.add_argument("--bot", help="the bot's user name, for the link")
    one = add("verify", verify_chain, "check the hash chains of all records")
    one.add_argument("case", nargs="?", help="only this case's code")
    one.add_argument("--console", action="store_true", help="in the console's database")
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, command: Command, help: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help, description=command.__doc__)
    parser.set_defaults(command=command)
    return parser

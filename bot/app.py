"""The commands, and the only place that builds things and hands them to each other.

Every command reads the trials first: the program does not start with a broken one. What only some commands need, and is
slow to import (the database, Telegram, the terminal), is imported by these commands.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO

from bot.channels.batch import Batch, terminal, with_progress
from bot.channels.qr import png
from bot.content.catalogues import DEFAULT, LANGUAGES, language_for
from bot.content.library import Library, read_library, trial_files
from bot.content.places import BadDefinition
from bot.core.machine import diagram
from bot.desk.front import Desk
from bot.desk.people import hand_out, new_invitation
from bot.desk.roles import EVERY, ROLES
from bot.desk.room import House
from bot.logs import set_up
from bot.ports import StoreFailed, Team
from bot.settings import MissingSetting, Settings, from_environment

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from bot.channels.telegram.channel import TelegramChannel, WayIn
    from bot.channels.telegram.site import Site
    from bot.core.messages import Message
    from bot.core.trial import Trial
    from bot.store.sql import SqlStore

LOG = logging.getLogger(__name__)
NOT_ALLOWED = "42501"
EXPORTED = ("fhir-r4", "fhir-r5", "odm", "sdtm-ti", "sdtm-ie")
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
    """Runs the bot on Telegram, by polling: one process alone."""
    from bot.channels.telegram.polling import Polling

    channel = _channel(options, settings, Polling())
    if settings.metrics_port:
        channel.run_until_stopped(_site(settings, settings.metrics_port, channel))
    else:
        channel.run_until_stopped()
    return 0


def serve(options: argparse.Namespace, settings: Settings) -> int:
    """Runs one worker of the bot on Telegram, by webhook: as many as there are behind one address."""
    from bot.channels.telegram.webhook import Webhook

    webhook = Webhook(settings.token(), settings.address(), settings.telegram_secret)
    channel = _channel(options, settings, webhook)
    channel.run_until_stopped(_site(settings, settings.port, channel, webhook.route))
    return 0


def console(options: argparse.Namespace, settings: Settings) -> int:
    """A screening in this terminal."""
    library = _library(settings, options.trial)
    store = _sound_store(settings.console_url, settings, options.despite)
    from bot.channels.console.run import run_console

    house = _house(library, settings)
    return run_console(store, Desk(store, house), house, now, options.language, options.trial, options.record)


def replay(options: argparse.Namespace, settings: Settings) -> int:
    """Plays a conversation file and prints what was said."""
    from bot.channels.talks import replay_file

    library = _library(settings)
    house = _house(library, settings)
    return replay_file(
        options.file, house, options.language, lambda path: _store(f"sqlite:///{path}", settings), sys.stdout
    )


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


def export(options: argparse.Namespace, settings: Settings) -> int:
    """A trial and its cases, in a format that others read."""
    from bot.interchange.export import Export
    from bot.interchange.formats import FORMATS, Study

    library = _library(settings, options.trial)
    store = _store(_url(options, settings), settings)
    if options.case and not _is_of(store, options.case, options.trial):
        raise Refused(f"There is no case {options.case} of {options.trial} in this database")
    others = tuple(language for language in LANGUAGES if language != DEFAULT)
    work = Export(store, Study(library.trials[options.trial], library.texts.text, others, now()))
    with _new_file(options.to) as out:
        written = work.write(FORMATS[options.format], out, options.case)
    for row in work.left:
        print(f"{row.code}: its protocol version {row.version} is not loaded here; it was left out", file=sys.stderr)
    print(f"Cases written: {written}", file=sys.stderr)
    return 1 if work.left else 0


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
    house = _house(_library(settings), settings)
    known = house.sites()
    site = options.site or (known[0] if known else "S1")
    if known and site not in (*known, EVERY):
        raise Refused(f"There is no site {site}; there are: {', '.join(known)}")
    if options.trial not in (*house.trials, EVERY):
        raise Refused(f"There is no trial {options.trial}; there are: {', '.join(house.trials)}")
    store = _store(settings.database_url, settings)
    invitation = new_invitation(options.role, site, now(), options.trial)
    with store.transaction() as unit:
        hand_out(unit, invitation, now())
    link = f"https://t.me/{options.bot or 'YOUR_BOT'}?start={invitation.token}"
    if options.qr:
        options.qr.write_bytes(png(link))
    print(link)
    print(f"One person, role {options.role}, site {site}, until {invitation.expires_at:%Y-%m-%d %H:%M} UTC.")
    print(f"Without the link: send the bot /start {invitation.token}")
    return 0


def verify_chain(options: argparse.Namespace, settings: Settings) -> int:
    """Checks the hash chain of every case's record."""
    from bot.store.log import verify_logs
    from bot.store.verify import verify

    store = _store(_url(options, settings), settings)
    if options.against:
        return _compare(store, options.against, options.day)
    cases = _number_of_cases(store, options.case)
    if options.case and not cases:
        raise Refused(f"There is no case {options.case} in this database")
    problems = list(verify(store, options.case)) + ([] if options.case else verify_logs(store))
    for problem in problems:
        print(problem)
    print(f"{cases} records looked at, {len(problems)} problems")
    return 1 if problems else 0


def _compare(store: SqlStore, told: str, day: str | None) -> int:
    """Whether the records of then still come to what a study team's chat was told."""
    from collections import deque

    from bot.desk.witness import witness

    try:
        wanted = date.fromisoformat(day or "")
    except ValueError as error:
        raise Refused("--against needs --day, the day of the witness, such as 2026-11-22") from error
    (seal,) = deque(witness(store, wanted), maxlen=1)
    same = seal.hash == told.strip().lower()
    print(f"{wanted}: {seal.cases} cases, {seal.entries} entries, {seal.hash}")
    print("They are as they were then" if same else f"They are NOT as they were then: {told} was told")
    return 0 if same else 1


def doctor(options: argparse.Namespace, settings: Settings) -> int:
    """Looks at everything that the bot needs, and says what to do."""
    from bot.care.doctor import examine

    return examine(settings, now)


def backup(options: argparse.Namespace, settings: Settings) -> int:
    """A copy of the database, also while the bot runs."""
    from bot.care.keeping import back_up

    return back_up(_url(options, settings), options.file, now())


def restore(options: argparse.Namespace, settings: Settings) -> int:
    """Puts a backup in the database's place."""
    from bot.care.keeping import bring_back

    return bring_back(_url(options, settings), options.file, now(), options.replace, options.despite, options.keys)


def log(options: argparse.Namespace, settings: Settings) -> int:
    """The screening log as a spreadsheet: XLSX, or CSV by the file's name."""
    from bot.care.papers import write_log

    library, trial = _one_trial(options, settings)
    store, says = _store(_url(options, settings), settings), _says(library, options)
    return write_log(store, trial, options.site, says, options.file)


def stats(options: argparse.Namespace, settings: Settings) -> int:
    """How many there are of what, as a table, and as pictures where a folder is named."""
    from bot.care.papers import draw_stats

    library, trial = _one_trial(options, settings)
    store, says = _store(_url(options, settings), settings), _says(library, options)
    today = now().astimezone(_house(library, settings).zone(options.site or "")).date()
    return draw_stats(store, trial, options.site, says, language_for(options.language), today, options.folder)


def print_case(options: argparse.Namespace, settings: Settings) -> int:
    """One case as a PDF, to be filed and signed."""
    from bot.care.papers import print_case

    library = _library(settings)
    store, says = _store(_url(options, settings), settings), _says(library, options)
    house = _house(library, settings)
    return print_case(store, house, options.case, says, language_for(options.language), now(), options.file)


def migrate(options: argparse.Namespace, settings: Settings) -> int:
    """Brings the database up to date; every start does so too, where its role may."""
    _store(_url(options, settings), settings).check()
    print("The database is up to date")
    return 0


def tidy(options: argparse.Namespace, settings: Settings) -> int:
    """Drops what has done its service, and erases what trials keep no longer; the running bot does so once a day."""
    from bot.care.keeping import erase_all_overdue, tidy_up

    store, house = _store(_url(options, settings), settings), _house(_library(settings), settings)
    return tidy_up(store, now()) or erase_all_overdue(store, house, now())


def keys(options: argparse.Namespace, settings: Settings) -> int:
    """Prints a new master key, or wraps all keys by the first one."""
    from bot.care.keys import rotate_keys
    from bot.store.vault import new_master

    if options.what == "new":
        print(new_master())
        return 0
    return rotate_keys(_store(_url(options, settings), settings))


def erase(options: argparse.Namespace, settings: Settings) -> int:
    """Destroys all that was said in a case; that it was there, and who erased it when, is left."""
    from bot.desk.erasing import NotErased
    from bot.desk.erasing import erase as erase_case

    store, house = _store(_url(options, settings), settings), _house(_library(settings), settings)
    try:
        erase_case(store, house, options.case, options.reason, now(), options.by)
    except NotErased as reason:
        raise Refused(str(reason)) from reason
    store.compact()
    print(f"{options.case} is erased. Backups from before hold no key of it; what stands in Telegram is still there.")
    return 0


def audit(options: argparse.Namespace, settings: Settings) -> int:
    """Who did what and when, in words; or a copy of the records with what verifies it."""
    from bot.care.auditing import begun, export, language_code, print_trail, wanted_cases
    from bot.desk.trail import Wanted

    store, house = _store(_url(options, settings), settings), _house(_library(settings), settings)
    if options.case and not list(wanted_cases(store, options.case)):
        raise Refused(f"There is no case {options.case} in this database")
    if options.export:
        seal = export(store, options.export, options.case, now())
        print(f"{options.export}: {seal.cases} cases, {seal.entries} entries, seal {seal.hash}")
        print(f"python {options.export / 'verify.py'} verifies it, on any machine. It holds what patients answered.")
        return 0
    try:
        since = begun(options.since, house) if options.since else None
    except ValueError as error:
        raise Refused(f"{options.since} is no day: one is 2026-11-22") from error
    wanted = Wanted(since=since, kind=options.kind, staff=options.staff)
    print_trail(store, house, options.case, wanted, language_code(options.language), sys.stdout)
    return 0


def parked(options: argparse.Namespace, settings: Settings) -> int:
    """The updates that were given up: when, by which error, where in the program."""
    from bot.care.keeping import list_parked

    return list_parked(_store(settings.database_url, settings))


def _number_of_cases(store: SqlStore, code: str | None) -> int:
    if code is None:
        return sum(1 for _ in store.every_case())
    with store.reading() as unit:
        return int(unit.case_by_code(code) is not None)


def _is_of(store: SqlStore, code: str, trial: str) -> bool:
    with store.reading() as unit:
        row = unit.case_by_code(code)
    return row is not None and row.trial == trial


# Building.


def _channel(options: argparse.Namespace, settings: Settings, way: WayIn) -> TelegramChannel:
    """The bot on Telegram, with what it lives on; it does not run yet."""
    token = settings.token()
    library = _library(settings)
    set_up(settings.log_json, settings.log_level, settings.secrets())
    store = _sound_store(settings.database_url, settings, options.despite)
    from bot.channels.telegram.channel import TelegramChannel
    from bot.channels.telegram.pace import UNHURRIED, UNLIMITED

    desk = Desk(store, _house(library, settings), papers=True)
    if _set_team(store, desk, settings):
        desk.catch_up(now())
    return TelegramChannel(
        token,
        f"{settings.telegram_api}/bot",
        store,
        desk,
        now,
        proxy=settings.telegram_proxy or None,
        rates=UNHURRIED if settings.telegram_paced else UNLIMITED,
        way=way,
    )


def _site(settings: Settings, port: int, channel: TelegramChannel, *more: BaseRoute) -> Site:
    """Health and figures of the channel, and what else is served, at a port of this machine."""
    from bot.channels.telegram import health, site

    try:
        place = site.place(settings.host, port)
    except OSError as error:
        raise Refused(f"Nobody can listen at {settings.host} port {port}: {error.strerror}") from error
    return site.Site(place, [*health.routes(channel.checks(), channel.metrics.figures), *more])


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


def _store(url: str, settings: Settings) -> SqlStore:
    """A store whose database is up to date, with the keys to what is in it."""
    from sqlalchemy.exc import ArgumentError

    from bot.care.keys import keyring_of
    from bot.store import migrate
    from bot.store.sql import open_store

    try:
        migrate.migrate(url)
        return open_store(url, keyring=keyring_of(url, settings))
    except StoreFailed as failed:
        if NOT_ALLOWED in str(failed):
            raise StoreFailed(f"{failed}: run `python bot.py migrate` with the DATABASE_URL of its owner") from failed
        raise
    except ArgumentError as error:
        raise Refused(
            f"The database URL cannot be used ({error}); some are sqlite:////var/lib/prescreener/cases.db "
            "and postgresql://prescreener@localhost/cases"
        ) from error


def _sound_store(url: str, settings: Settings, despite: Sequence[str]) -> SqlStore:
    """The same, looked at before anything is written; `despite` names cases whose records are known to be broken."""
    from bot.care.start import look_at_file, look_at_records

    look_at_file(url)
    store = _store(url, settings)
    for said in look_at_records(store, url, despite):
        LOG.error("goes on although it is known to be broken: %s", said)
    return store


def _one_trial(options: argparse.Namespace, settings: Settings) -> tuple[Library, Trial]:
    """The trial that is named, or the only one."""
    library = _library(settings, options.trial)
    if len(library.trials) != 1:
        raise Refused(f"Which trial? --trial is one of: {', '.join(library.trials)}")
    trial = next(iter(library.trials.values()))
    known = [site.id for site in trial.sites]
    if options.site and known and options.site not in known:
        raise Refused(f"There is no site {options.site}; there are: {', '.join(known)}")
    return library, trial


def _says(library: Library, options: argparse.Namespace) -> Callable[[Message], str]:
    """Puts messages into the words of the language that was asked for."""
    return partial(library.texts.text, language=language_for(options.language))


def _url(options: argparse.Namespace, settings: Settings) -> str:
    return settings.console_url if options.console else settings.database_url


def _house(library: Library, settings: Settings) -> House:
    languages, key = tuple(LANGUAGES), settings.duplicates_key
    return House(library.trials, library.texts, languages, language_for, settings.timezone, key)


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


@contextmanager
def _new_file(path: Path | None) -> Iterator[TextIO]:
    """A file that was not there before, and is gone again if it cannot be written to its end; else standard output."""
    if path is None:
        yield sys.stdout
        return
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        raise Refused(f"{path} is there already; nothing was written") from None
    try:
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
            yield file
    except BaseException:
        path.unlink()
        raise


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bot.py", description="Prescreening for clinical trials, by chat.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add = partial(_command, commands)
    known: Any = {"metavar": "CASE", "action": "append", "default": [], "help": "its record is known to be broken"}
    one = add("console", console, "screen a patient in this terminal")
    one.add_argument("--language", choices=("en", "zh"), help="the language to begin with")
    one.add_argument("--trial", help="only this trial")
    one.add_argument("--record", metavar="FILE", type=Path, help="write the session as a conversation file")
    one.add_argument("--despite", **known)
    one = add("telegram", telegram, "run the bot on Telegram, by polling")
    one.add_argument("--despite", **known)
    one = add("serve", serve, "run one worker of the bot on Telegram, by webhook")
    one.add_argument("--despite", **known)
    one = add("evaluate", evaluate, "verdicts for JSON Lines of answers")
    one.add_argument("trial")
    one.add_argument("file", nargs="?", default="-")
    one = add("export", export, "write a trial and its cases as FHIR, ODM or SDTM")
    one.add_argument("format", choices=EXPORTED)
    one.add_argument("trial")
    one.add_argument("case", nargs="?", help="only this case's code")
    one.add_argument("--to", metavar="FILE", type=Path, help="a new file; standard output where none is given")
    one.add_argument("--console", action="store_true", help="from the console's database")
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
    one.add_argument("--site", help="one of the trials' sites, or * for all; the first where none is given")
    one.add_argument("--trial", default=EVERY, help="one of the trials; all where none is given")
    one.add_argument("--bot", help="the bot's user name, for the link")
    one.add_argument("--qr", type=Path, metavar="FILE", help="the link as a QR code too, in this PNG file")
    one = add("verify", verify_chain, "check the hash chains of all records")
    one.add_argument("case", nargs="?", help="only this case's code")
    one.add_argument("--against", metavar="HASH", help="compare with the witness that the team's chat was told")
    one.add_argument("--day", help="the day of that witness")
    one.add_argument("--console", action="store_true", help="in the console's database")
    add("doctor", doctor, "look at everything that the bot needs, and say what to do")
    one = add("backup", backup, "copy the database to a file, also while the bot runs")
    one.add_argument("file", type=Path, help="a new file, or a folder")
    one.add_argument("--console", action="store_true", help="the console's database")
    one = add("restore", restore, "put a backup in the database's place")
    one.add_argument("file", type=Path)
    one.add_argument("--replace", action="store_true", help="a database that holds cases; it is kept aside")
    one.add_argument(
        "--keys", metavar="FILE", type=Path, help="the keys to it; else those of the database that is there"
    )
    one.add_argument("--despite", **known)
    one.add_argument("--console", action="store_true", help="the console's database")
    one = add("log", log, "write the screening log as a spreadsheet")
    one.add_argument("file", type=Path, help="its ending decides: .xlsx or .csv")
    _about_papers(one)
    one = add("stats", stats, "count cases by stage, verdict and reason; draw it")
    one.add_argument("folder", nargs="?", type=Path, help="where the pictures go")
    _about_papers(one)
    one = add("print", print_case, "print one case as a PDF, to be filed and signed")
    one.add_argument("case", help="its code")
    one.add_argument("file", type=Path)
    one.add_argument("--language", choices=("en", "zh"))
    one.add_argument("--console", action="store_true", help="from the console's database")
    one = add("audit", audit, "who did what and when; or a copy of the records that can be verified anywhere")
    one.add_argument("case", nargs="?", help="only this case's code")
    one.add_argument("--since", metavar="DAY", help="from this day on, such as 2026-11-22")
    one.add_argument("--kind", default="", help="only entries of this kind, such as amended")
    one.add_argument("--staff", default="", help="only what this person did: the name, or the number")
    one.add_argument("--language", choices=("en", "zh"), help="the language to print it in")
    one.add_argument("--export", metavar="FOLDER", type=Path, help="copy the records to a new folder instead")
    one.add_argument("--console", action="store_true", help="of the console's database")
    one = add("keys", keys, "print a new master key, or wrap all keys by the first one")
    one.add_argument("what", choices=("new", "rotate"))
    one.add_argument("--console", action="store_true", help="in the console's database")
    one = add("erase", erase, "destroy all that was said in a case")
    one.add_argument("case", help="its code")
    one.add_argument("--reason", required=True, help="why; it is kept")
    one.add_argument("--by", metavar="ADDRESS", help="the administrator who wants it, such as telegram:123")
    one.add_argument("--console", action="store_true", help="in the console's database")
    one = add("migrate", migrate, "bring the database up to date, with a role that may")
    one.add_argument("--console", action="store_true", help="the console's database")
    one = add("tidy", tidy, "drop update keys and sent messages of more than 8 days ago")
    one.add_argument("--console", action="store_true", help="in the console's database")
    add("parked", parked, "list the updates that were given up")
    return parser


def _about_papers(one: argparse.ArgumentParser) -> None:
    one.add_argument("--trial", help="needed where there are several")
    one.add_argument("--site", help="only this site")
    one.add_argument("--language", choices=("en", "zh"))
    one.add_argument("--console", action="store_true", help="from the console's database")


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, command: Command, help: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=help, description=command.__doc__)
    parser.set_defaults(command=command)
    return parser

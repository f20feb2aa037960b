"""Commands about the records of cases and the logs of sites: verify them, read them, destroy what was said in one."""

from __future__ import annotations

import argparse
import sys
from collections import deque
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.building import exporter_of, house_of, library_of, now, store_at, url_of
from bot.commands.command import CommandRefused, Commands, about_console, about_language
from bot.core.languages import language_for
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.store.sql import SqlStore


def add(commands: Commands) -> None:
    """Their names and options."""
    one = commands.add("verify", verify_chain, "check the hash chains of all records")
    one.add_argument("case", nargs="?", help="only this case's code")
    one.add_argument("--against", metavar="HASH", help="compare with the witness that the team's chat was told")
    one.add_argument("--day", help="the day of that witness")
    about_console(one, "in the console's database")
    one = commands.add("audit", audit, "who did what and when; or a copy of the records that can be verified anywhere")
    one.add_argument("case", nargs="?", help="only this case's code")
    one.add_argument("--since", metavar="DAY", help="from this day on, such as 2026-11-22")
    one.add_argument("--kind", default="", help="only entries of this kind, such as amended")
    one.add_argument("--staff", default="", help="only what this person did: the name, or the number")
    about_language(one, "the language to print it in")
    one.add_argument("--export", metavar="FOLDER", type=Path, help="copy the records to a new folder instead")
    about_console(one, "of the console's database")
    one = commands.add("erase", erase, "destroy all that was said in a case")
    one.add_argument("case", help="its code")
    one.add_argument("--reason", required=True, help="why; it is kept")
    one.add_argument("--by", metavar="ADDRESS", help="the administrator who wants it, such as telegram:123")
    about_console(one, "in the console's database")


def verify_chain(options: argparse.Namespace, settings: Settings) -> int:
    """Checks the hash chain of every case's record."""
    from bot.store.log import verify_logs
    from bot.store.verify import verify

    store = store_at(url_of(options, settings), settings)
    if options.against:
        return _compare(store, options.against, options.day)
    cases = _number_of_cases(store, options.case)
    if options.case and not cases:
        raise CommandRefused(f"There is no case {options.case} in this database")
    problems = list(verify(store, options.case)) + ([] if options.case else verify_logs(store))
    for problem in problems:
        print(problem)
    print(f"{cases} records looked at, {len(problems)} problems")
    return 1 if problems else 0


def _compare(store: SqlStore, told: str, day: str | None) -> int:
    """Whether the records of that day still give the hash that a study team's chat was told."""
    from bot.desk.witness import witness

    try:
        wanted = date.fromisoformat(day or "")
    except ValueError as error:
        raise CommandRefused("--against needs --day, the day of the witness, such as 2026-11-22") from error
    (seal,) = deque(witness(store, wanted), maxlen=1)
    same = seal.hash == told.strip().lower()
    print(f"{wanted}: {seal.cases} cases, {seal.entries} entries, {seal.hash}")
    print("They are as they were then" if same else f"They are NOT as they were then: {told} was told")
    return 0 if same else 1


def _number_of_cases(store: SqlStore, code: str | None) -> int:
    if code is None:
        return sum(1 for _ in store.every_case())
    with store.reading() as unit:
        return int(unit.case_by_code(code) is not None)


def audit(options: argparse.Namespace, settings: Settings) -> int:
    """Who did what and when, in words; or a copy of the records with what verifies it."""
    from bot.care.auditing import begun, export, note_audit, print_trail, wanted_cases
    from bot.desk.trail import TrailFilter

    store = store_at(url_of(options, settings), settings)
    house = house_of(library_of(settings), settings)
    if options.case and not list(wanted_cases(store, options.case)):
        raise CommandRefused(f"There is no case {options.case} in this database")
    exporter = exporter_of(store)
    if options.export:
        seal = export(exporter, options.export, options.case)
        print(f"{options.export}: {seal.cases} cases, {seal.entries} entries, seal {seal.hash}")
        print(f"python {options.export / 'verify.py'} verifies it, on any machine. It holds what patients answered.")
        return 0
    try:
        since = begun(options.since, house) if options.since else None
    except ValueError as error:
        raise CommandRefused(f"{options.since} is no day: one is 2026-11-22") from error
    note_audit(exporter, "trail", options.case)
    wanted = TrailFilter(since=since, kind=options.kind, staff=options.staff)
    print_trail(store, house, options.case, wanted, language_for(options.language), sys.stdout)
    return 0


def erase(options: argparse.Namespace, settings: Settings) -> int:
    """Destroys all that was said in a case; that it was there, and who erased it when, is left."""
    from bot.desk.erasing import NotErased
    from bot.desk.erasing import erase as erase_case

    store = store_at(url_of(options, settings), settings)
    house = house_of(library_of(settings), settings)
    try:
        erase_case(store, house, options.case, options.reason, now(), options.by)
    except NotErased as reason:
        raise CommandRefused(str(reason)) from reason
    store.compact()
    print(f"{options.case} is erased. Backups from before hold no key of it; what stands in Telegram is still there.")
    return 0

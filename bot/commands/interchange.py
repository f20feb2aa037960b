"""Commands that exchange answers with other systems: verdicts for their cases, our cases in their formats."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.building import exporter_of, house_of, library_of, now, store_at, today_of, url_of
from bot.commands.command import CommandRefused, Commands, about_console
from bot.commands.files import new_file, opened
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.ports import CaseRow
    from bot.store.sql import SqlStore

EXPORTED = ("fhir-r4", "fhir-r5", "odm", "sdtm-ti", "sdtm-ie")


def add(commands: Commands) -> None:
    """Their names and options."""
    one = commands.add("evaluate", evaluate, "verdicts for JSON Lines of answers")
    one.add_argument("trial")
    one.add_argument("file", nargs="?", default="-")
    one = commands.add("export", export, "write a trial and its cases as FHIR, ODM or SDTM")
    one.add_argument("format", choices=EXPORTED)
    one.add_argument("trial")
    one.add_argument("case", nargs="?", help="only this case's code")
    one.add_argument("--to", metavar="FILE", type=Path, help="a new file; standard output where none is given")
    about_console(one, "from the console's database")


def evaluate(options: argparse.Namespace, settings: Settings) -> int:
    """Verdicts for a file of cases."""
    from bot.channels.batch import Batch, terminal, with_progress

    library = library_of(settings, options.trial)
    trial = library.trials[options.trial]
    batch = Batch(trial, library.texts.text, today_of(house_of(library, settings)))
    with opened(options.file) as lines:
        shown = terminal() if options.file != "-" or not sys.stdin.isatty() else None
        bad = batch.run(with_progress(lines, shown), sys.stdout, sys.stderr)
    return 1 if bad else 0


def export(options: argparse.Namespace, settings: Settings) -> int:
    """A trial and its cases, in a format that others read."""
    from bot.interchange.export import Export
    from bot.interchange.formats import FORMATS, Study

    library = library_of(settings, options.trial)
    store = store_at(url_of(options, settings), settings)
    case = _case_of(store, options.case, options.trial) if options.case else None
    work = Export(store, Study(library.trials[options.trial], library.texts.text, now()))
    exporter = exporter_of(store)
    with new_file(options.to) as out:
        if case:
            exporter.note_case(options.format, case)
        else:
            exporter.note(options.format, trial=options.trial)
        written = work.write(FORMATS[options.format], out, options.case)
    for row in work.left:
        print(f"{row.code}: its protocol version {row.version} is not loaded here; it was left out", file=sys.stderr)
    print(f"Cases written: {written}", file=sys.stderr)
    return 1 if work.left else 0


def _case_of(store: SqlStore, code: str, trial: str) -> CaseRow:
    with store.reading() as unit:
        row = unit.case_by_code(code)
    if row is None or row.trial != trial:
        raise CommandRefused(f"There is no case {code} of {trial} in this database")
    return row

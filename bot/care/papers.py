"""Commands that write papers: the screening log, the numbers, one case. Each says what it did and gives the exit code.

Papers hold patients' answers. A file is written as a whole or not at all, and nobody else on the machine may read it;
the site's log notes it before it is written.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from bot.core.trial import Trial
from bot.desk.exporting import Exporter
from bot.desk.roles import EVERY
from bot.desk.room import House
from bot.papers.counts import count_table
from bot.papers.gathering import Says
from bot.papers.log import log_as_csv, log_as_xlsx
from bot.papers.making import BrokenRecord, considered, pictures, printed
from bot.papers.printout import NothingToPrint
from bot.papers.spreadsheet import Table
from bot.private import owner_only

FORMS = {".xlsx": log_as_xlsx, ".csv": log_as_csv}


def write_log(exporter: Exporter, trial: Trial, site: str | None, says: Says, file: Path) -> int:
    """Writes the log; 2 where the file's name does not say in which form."""
    form = FORMS.get(file.suffix.lower())
    if form is None:
        return _refused(f"{file.name}: a log is written as {' or '.join(FORMS)}")
    where = site or EVERY
    found = considered(exporter.store, trial, where)
    made = form(trial, found, says)
    exporter.note("log", trial=trial.id, site=where)
    _put(file, made)
    print(f"{file}: {len(found)} cases. Keep it where patients' answers may be kept.")
    return 0


def draw_stats(
    exporter: Exporter, trial: Trial, site: str | None, says: Says, language: str, today: date, folder: Path | None
) -> int:
    """Prints the counts, and draws the pictures into the folder where one is named."""
    where = site or EVERY
    found = considered(exporter.store, trial, where)
    exporter.note("stats", trial=trial.id, site=where)
    for line in _lines(count_table(trial, found, says)):
        print(line)
    if folder is None:
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures(trial, found, says, language, today).items():
        file = folder / f"{name}.png"
        _put(file, picture)
        print(file)
    return 0


def print_case(exporter: Exporter, house: House, code: str, says: Says, language: str, file: Path) -> int:
    """Writes the PDF; 2 where there is nothing to print, 1 where the record was changed by something else."""
    with exporter.store.reading() as unit:
        row = unit.case_by_code(code)
    trial = house.trials.get(row.trial) if row else None
    if row is None or trial is None:
        return _refused(f"There is no case {code} of a trial that is loaded")
    try:
        made = printed(exporter.store, trial, row, says, language, exporter.at, house.zone(row.site))
    except BrokenRecord as broken:
        print(*broken.problems, "Nothing was printed.", sep="\n", file=sys.stderr)
        return 1
    except NothingToPrint:
        return _refused(f"{code}: there is no verdict: nothing was asked, or protocol v{row.version} is not loaded")
    exporter.note_case("print", row)
    _put(file, made)
    print(f"{file}: {code}. Keep it where patients' answers may be kept.")
    return 0


def _lines(table: Table) -> list[str]:
    """The counts for the terminal: numbers first, so that words of any width need no column."""
    widths = [max(len(heading), 4) for heading in table.headings[1:]]
    rows = [table.headings, *table.rows]
    return [
        "  ".join(str(cell).rjust(width) for cell, width in zip(row[1:], widths, strict=True)) + f"  {row[0]}"
        for row in rows
    ]


def _put(file: Path, content: bytes) -> None:
    part = file.with_name(f"{file.name}.part")
    with open(part, "wb", opener=owner_only) as out:
        out.write(content)
    os.replace(part, file)


def _refused(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 2

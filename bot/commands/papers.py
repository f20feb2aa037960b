"""Commands that put cases on paper: the screening log, the numbers, one case."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bot.commands.building import exporter_of, house_of, library_of, store_at, today_of, url_of, words_of
from bot.commands.command import CommandRefused, Commands, about_console, about_language, require
from bot.core.languages import language_for
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.content.library import Library
    from bot.core.trial import Trial


def add(commands: Commands) -> None:
    """Their names and options."""
    one = commands.add("log", log, "write the screening log as a spreadsheet")
    one.add_argument("file", type=Path, help="its ending decides: .xlsx or .csv")
    _about_many(one)
    one = commands.add("stats", stats, "count cases by stage, verdict and reason; draw it")
    one.add_argument("folder", nargs="?", type=Path, help="where the pictures go")
    _about_many(one)
    one = commands.add("print", print_case, "print one case as a PDF, to be filed and signed")
    one.add_argument("case", help="its code")
    one.add_argument("file", type=Path)
    about_language(one)
    about_console(one, "from the console's database")


def _about_many(one: argparse.ArgumentParser) -> None:
    one.add_argument("--trial", help="needed where there are several")
    one.add_argument("--site", help="only this site")
    about_language(one)
    about_console(one, "from the console's database")


def log(options: argparse.Namespace, settings: Settings) -> int:
    """The screening log as a spreadsheet: XLSX, or CSV by the file's name."""
    from bot.care.papers import write_log

    library, trial = _one_trial(options, settings)
    exporter, says = exporter_of(store_at(url_of(options, settings), settings)), words_of(library, options)
    return write_log(exporter, trial, options.site, says, options.file)


def stats(options: argparse.Namespace, settings: Settings) -> int:
    """How many there are of what, as a table, and as pictures where a folder is named."""
    from bot.care.papers import draw_stats

    library, trial = _one_trial(options, settings)
    exporter, says = exporter_of(store_at(url_of(options, settings), settings)), words_of(library, options)
    today = today_of(house_of(library, settings), options.site or "")
    return draw_stats(exporter, trial, options.site, says, language_for(options.language), today, options.folder)


def print_case(options: argparse.Namespace, settings: Settings) -> int:
    """One case as a PDF, to be filed and signed."""
    from bot.care.papers import print_case

    library = library_of(settings)
    exporter, says = exporter_of(store_at(url_of(options, settings), settings)), words_of(library, options)
    house, language = house_of(library, settings), language_for(options.language)
    return print_case(exporter, house, options.case, says, language, options.file)


def _one_trial(options: argparse.Namespace, settings: Settings) -> tuple[Library, Trial]:
    """The trial that is named, or the only one."""
    library = library_of(settings, options.trial)
    if len(library.trials) != 1:
        raise CommandRefused(f"Which trial? --trial is one of: {', '.join(library.trials)}")
    trial = next(iter(library.trials.values()))
    known = [site.id for site in trial.sites]
    if options.site and known:
        require("site", options.site, known)
    return library, trial

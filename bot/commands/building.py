"""Builds what commands need, and hands it over: trials, a store, the house. Nothing is built anywhere else."""

from __future__ import annotations

import argparse
import gc
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING

from bot.commands.command import CommandRefused
from bot.core.languages import LANGUAGES, language_for
from bot.ports import StoreFailed
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.content.library import Library
    from bot.core.messages import Message
    from bot.desk.exporting import Exporter
    from bot.desk.room import House
    from bot.store.sql import SqlStore

LOG = logging.getLogger(__name__)
NOT_ALLOWED = "42501"


def now() -> datetime:
    """The moment, in UTC. The one clock of the program."""
    return datetime.now(UTC)


@contextmanager
def lasting() -> Iterator[None]:
    """Keeps what is loaded inside (modules, trials, words) out of garbage collection: it stays to the end."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def library_of(settings: Settings, only: str | None = None) -> Library:
    """All trials, or the one that is named; refused with all that is wrong with them."""
    from bot.content.library import read_library, trial_files
    from bot.content.places import BadDefinition

    there = [path.stem for path in trial_files(settings.flows)]
    if (only is not None and only not in there) or not there:
        listed = f"there are: {', '.join(there)}" if there else f"there is none in {settings.flows} (FLOWS_DIR)"
        raise CommandRefused(f"There is no trial {only or ''}; {listed}")
    try:
        library = read_library(settings.flows, settings.locales, only)
    except BadDefinition as bad:
        raise CommandRefused(f"{bad}\n{len(bad.problems)} problems: nothing was started") from bad
    silent = [language.name for code, language in LANGUAGES.items() if not library.catalogues.speaks(code)]
    if silent:
        raise CommandRefused(f"There are no words in {' or '.join(silent)} in {settings.locales} (LOCALES_DIR)")
    return library


def house_of(library: Library, settings: Settings) -> House:
    """What does not change while the program runs."""
    from bot.desk.room import House

    return House(library.trials, library.texts, settings.timezone, settings.duplicates_key)


def today_of(house: House, site: str = "") -> date:
    """The calendar day of a site; without one, by the time zone that is set."""
    return now().astimezone(house.zone(site)).date()


def store_at(url: str, settings: Settings) -> SqlStore:
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
        raise CommandRefused(
            f"The database URL cannot be used ({error}); some are sqlite:////var/lib/prescreener/cases.db "
            "and postgresql://prescreener@localhost/cases"
        ) from error


def sound_store_at(url: str, settings: Settings, despite: Sequence[str]) -> SqlStore:
    """The same, checked before anything is written to it; `despite`: cases whose records are known to be broken."""
    from bot.care.start import look_at_file, look_at_records

    look_at_file(url)
    store = store_at(url, settings)
    for said in look_at_records(store, url, despite):
        LOG.error("goes on although it is known to be broken: %s", said)
    return store


def exporter_of(store: SqlStore) -> Exporter:
    """Notes what is taken out of a store now, by the account that runs this."""
    from bot.desk.exporting import Exporter

    return Exporter(store, now(), account())


def account() -> str:
    """The machine's account that runs this, as the system knows it: the variable USER can be set to anything."""
    import getpass

    try:
        from pwd import getpwuid
    except ImportError:  # Windows
        return getpass.getuser()
    try:
        return getpwuid(os.getuid()).pw_name
    except KeyError:  # a number without a name, as in containers
        return str(os.getuid())


def url_of(options: argparse.Namespace, settings: Settings) -> str:
    """Where the database is: the bot's, or the console's where that was asked for."""
    return settings.console_url if options.console else settings.database_url


def words_of(library: Library, options: argparse.Namespace) -> Callable[[Message], str]:
    """Puts messages into the words of the language that was asked for."""
    return partial(library.texts.text, language=language_for(options.language))

"""Commands that keep what there is: a look at everything, backups, the database, its keys."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.commands.building import house_of, library_of, now, store_at, url_of
from bot.commands.command import Commands, about_console, about_despite
from bot.settings import Settings


def add(commands: Commands) -> None:
    """Their names and options."""
    commands.add("doctor", doctor, "look at everything that the bot needs, and say what to do")
    one = commands.add("backup", backup, "copy the database to a file, also while the bot runs")
    one.add_argument("file", type=Path, help="a new file, or a folder")
    about_console(one, "the console's database")
    one = commands.add("restore", restore, "put a backup in the database's place")
    one.add_argument("file", type=Path)
    one.add_argument("--replace", action="store_true", help="a database that holds cases; it is kept aside")
    one.add_argument(
        "--keys", metavar="FILE", type=Path, help="the keys to it; else those of the database that is there"
    )
    about_despite(one)
    about_console(one, "the console's database")
    one = commands.add("migrate", migrate, "bring the database up to date, with a role that may")
    about_console(one, "the console's database")
    one = commands.add("keys", keys, "print a new master key, or wrap all keys by the first one")
    one.add_argument("what", choices=("new", "rotate"))
    about_console(one, "in the console's database")
    one = commands.add("tidy", tidy, "drop update keys and sent messages of more than 8 days ago")
    about_console(one, "in the console's database")
    commands.add("parked", parked, "list the updates that were given up")


def doctor(options: argparse.Namespace, settings: Settings) -> int:
    """Looks at everything that the bot needs, and says what to do."""
    from bot.care.doctor import examine

    return examine(settings, now)


def backup(options: argparse.Namespace, settings: Settings) -> int:
    """A copy of the database, also while the bot runs."""
    from bot.care.keeping import back_up

    return back_up(url_of(options, settings), options.file, now())


def restore(options: argparse.Namespace, settings: Settings) -> int:
    """Puts a backup in the database's place."""
    from bot.care.keeping import bring_back

    return bring_back(url_of(options, settings), options.file, now(), options.replace, options.despite, options.keys)


def migrate(options: argparse.Namespace, settings: Settings) -> int:
    """Brings the database up to date; every start does so too, where its role may."""
    store_at(url_of(options, settings), settings).check()
    print("The database is up to date")
    return 0


def tidy(options: argparse.Namespace, settings: Settings) -> int:
    """Drops what has done its service, and erases what trials keep no longer; the running bot does so once a day."""
    from bot.care.keeping import tidy_up

    store = store_at(url_of(options, settings), settings)
    return tidy_up(store, house_of(library_of(settings), settings), now())


def parked(options: argparse.Namespace, settings: Settings) -> int:
    """The updates that were given up: when, by which error, where in the program."""
    from bot.care.keeping import list_parked

    return list_parked(store_at(settings.database_url, settings))


def keys(options: argparse.Namespace, settings: Settings) -> int:
    """Prints a new master key, or wraps all keys by the first one."""
    from bot.care.keys import rotate_keys
    from bot.store.vault import new_master

    if options.what == "new":
        print(new_master())
        return 0
    return rotate_keys(store_at(url_of(options, settings), settings))

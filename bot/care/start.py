"""The look before the start: refuses to go on with a damaged database, and says what to do.

The look cannot be switched off: writing to a damaged file loses more than a morning's screening. What an operator does
need is to go on with all other cases once a broken record is known: its case is then named.
"""

from __future__ import annotations

from collections.abc import Collection

from bot.ports import StoreFailed
from bot.store.backup import load_command
from bot.store.check import Broken, file_problems, record_problems
from bot.store.engine import database_file
from bot.store.sql import SqlStore


def look_at_file(url: str) -> None:
    """StoreFailed where the file is damaged, or cannot be read now; to be done before anything is written to it."""
    found = file_problems(url)
    if found:
        raise StoreFailed(
            f"{_listed(found)}\n"
            "Nothing was started, so that it gets no worse. What to do:\n"
            f"  1. Copy {database_file(url)} and what lies beside it (-wal, -shm) to another disk.\n"
            f"  2. {_way_back(url)}\n"
            "  3. Start again. Telegram has kept what was sent in the last 24 hours and is not dealt with; what was\n"
            "     answered between the backup and the damage is missing, and to be asked again.\n"
            "  Without a backup: `.recover` of SQLite's own shell saves what can be read; then `python bot.py verify`."
        )


def look_at_records(store: SqlStore, url: str, despite: Collection[str] = ()) -> list[str]:
    """StoreFailed where records are broken; gives what is wrong with those that are known to be (`despite`)."""
    found = record_problems(store)
    unknown = [broken for broken in found if broken.case is None or broken.case not in despite]
    if unknown:
        raise StoreFailed(
            f"{_listed(unknown)}\n"
            "Nothing was started: these records were changed by something else than this program. What to do:\n"
            "  1. `python bot.py verify` looks at every record; write down what it says, and tell the data manager.\n"
            f"  2. {_way_back(url)}, one from before it happened.\n"
            f"  Or go on with all other cases, once this is known: start with {_named(unknown)}"
        )
    return [broken.said for broken in found]


def _listed(found: Collection[Broken]) -> str:
    return "\n".join(["it is damaged:", *(f"  {broken.said}" for broken in found)])


def _way_back(url: str) -> str:
    if database_file(url) is None:
        return load_command(url, "BACKUP")
    return "python bot.py restore BACKUP --replace   (the damaged one is kept aside)"


def _named(found: Collection[Broken]) -> str:
    codes = dict.fromkeys(broken.case for broken in found if broken.case)
    return " ".join(f"--despite {code}" for code in codes) or "a restored database"

"""The doctor's look at what people wrote: trials, words, time zones."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.care.diagnosis import Diagnosis, failed, ok, warning
from bot.content.checks import check_catalogues
from bot.content.library import Library, read_library
from bot.content.places import BadDefinition
from bot.settings import Settings

SOME = 3


def look_at_content(settings: Settings) -> Iterator[Diagnosis]:
    """Everything that the bot says and asks."""
    try:
        library = read_library(settings.flows, settings.locales)
    except (BadDefinition, OSError) as bad:
        first = str(bad).splitlines()[0] if str(bad) else type(bad).__name__
        yield failed("Trials", f"the bot does not start with them: {first}", "python bot.py check")
        return
    if not library.trials:
        yield failed("Trials", f"there is none in {settings.flows}", "set FLOWS_DIR")
        return
    names = ", ".join(f"{trial.id} version {trial.version}" for trial in library.trials.values())
    yield ok("Trials", names)
    yield _words(library, settings)
    yield _zones(library, settings)


def _words(library: Library, settings: Settings) -> Diagnosis:
    problems = check_catalogues(library, settings.flows, settings.locales)
    if problems:
        some = "; ".join(problems[:SOME])
        return warning(
            "Words", f"{len(problems)} problems: {some}", "python bot.py check; what is missing is said in English"
        )
    return ok("Words", "complete in every language")


def _zones(library: Library, settings: Settings) -> Diagnosis:
    named = {settings.timezone, *(site.timezone for trial in library.trials.values() for site in trial.sites)}
    for zone in sorted(named):
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError):
            return failed("Time zones", f"{zone} is not known: a site's day cannot be told", "pip install -U tzdata")
    return ok("Time zones", f"{', '.join(sorted(named))} are known")

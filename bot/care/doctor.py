"""The doctor: looks at everything that the bot needs and says of each what it means and what to do. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from bot.care.content import look_at_content
from bot.care.database import look_at_database
from bot.care.diagnosis import Diagnosis
from bot.care.keys import look_at_keys
from bot.care.teams import look_at_named_team, team_addresses
from bot.care.telegram import look_at_telegram
from bot.settings import Settings


def examine(settings: Settings, clock: Callable[[], datetime]) -> int:
    """Prints every diagnosis as soon as it is known; 1 where something failed."""
    bad = worth_a_look = 0
    for diagnosis in _diagnoses(settings, clock):
        print(diagnosis, flush=True)
        bad += diagnosis.level == "failed"
        worth_a_look += diagnosis.level == "warning"
    print(f"{bad} failed, {worth_a_look} warnings")
    return 1 if bad else 0


def _diagnoses(settings: Settings, clock: Callable[[], datetime]) -> Iterator[Diagnosis]:
    yield from look_at_content(settings)
    yield from look_at_database(settings.database_url, clock())
    yield from look_at_keys(settings.database_url, settings)
    yield from look_at_named_team(settings.database_url, settings.team_address)
    addresses = team_addresses(settings.database_url, settings.team_address)
    yield from look_at_telegram(settings, addresses, clock)

"""The environment -> one frozen Settings. The only reader of the environment; secrets come from nowhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ROOT = Path(__file__).resolve().parent.parent
TELEGRAM = "https://api.telegram.org"
PASSWORD = re.compile(r"://[^:@/]*:([^@/]+)@")


class MissingSetting(Exception):
    """A setting that is needed is missing or cannot be used; says its name and gives an example."""


@dataclass(frozen=True)
class Settings:
    """Everything that can be set from outside.

    `database_url` is SQLAlchemy's; the console has one of its own, so that trying it never reaches a real study team.
    `telegram_api` is the server's address without `/bot<token>`; `telegram_paced` is off only for a server that has no
    limits of its own, as in load tests. `team_chat` is the study team's chat where no administrator has chosen one.
    `log_json` asks for one JSON object a line.
    """

    database_url: str
    console_url: str
    telegram_token: str = ""
    telegram_api: str = TELEGRAM
    telegram_proxy: str = ""
    telegram_paced: bool = True
    team_chat: str = ""
    team_language: str = "en"
    timezone: str = "Asia/Shanghai"
    log_json: bool = False
    log_level: str = "info"
    flows: Path = ROOT / "flows"
    locales: Path = ROOT / "locales"

    def token(self) -> str:
        """The bot's token; MissingSetting where there is none."""
        if not self.telegram_token:
            raise MissingSetting(
                "TELEGRAM_TOKEN is not set: the token that @BotFather gave for the bot,"
                " for example TELEGRAM_TOKEN=123456:ABC-DEF python bot.py telegram"
            )
        return self.telegram_token

    def secrets(self) -> tuple[str, ...]:
        """What must not be seen anywhere: the token, whole and without the bot's number, and every password."""
        token = (self.telegram_token, self.telegram_token.partition(":")[2])
        found = [PASSWORD.search(url) for url in (self.database_url, self.console_url, self.telegram_proxy)]
        passwords = [there.group(1) for there in found if there]
        return tuple(secret for secret in (*token, *passwords, *map(unquote, passwords)) if secret)


def from_environment(environment: Mapping[str, str]) -> Settings:
    """The settings, with what the environment does not say at its default."""
    folder = Path(environment.get("DATA_DIR") or ROOT / "data")
    return Settings(
        database_url=environment.get("DATABASE_URL") or f"sqlite:///{folder.absolute() / 'prescreener.db'}",
        console_url=environment.get("CONSOLE_DATABASE_URL") or f"sqlite:///{folder.absolute() / 'console.db'}",
        telegram_token=environment.get("TELEGRAM_TOKEN") or environment.get("BOT_TOKEN") or "",
        telegram_api=_server(environment.get("TELEGRAM_API") or TELEGRAM),
        telegram_proxy=environment.get("TELEGRAM_PROXY") or "",
        telegram_paced=environment.get("TELEGRAM_PACE") != "unlimited",
        team_chat=environment.get("TEAM_CHAT") or "",
        team_language=_language(environment.get("TEAM_LANGUAGE") or "en"),
        timezone=_timezone(environment.get("TIMEZONE") or "Asia/Shanghai"),
        log_json=_one_of(environment, "LOG_FORMAT", ("text", "json")) == "json",
        log_level=_one_of(environment, "LOG_LEVEL", ("info", "debug", "warning", "error")),
        flows=Path(environment.get("FLOWS_DIR") or ROOT / "flows"),
        locales=Path(environment.get("LOCALES_DIR") or ROOT / "locales"),
    )


def _one_of(environment: Mapping[str, str], name: str, possible: tuple[str, ...]) -> str:
    """One of these words; the first where nothing is said."""
    said = (environment.get(name) or possible[0]).lower()
    if said not in possible:
        raise MissingSetting(f"{name}={said} is not possible: use one of {', '.join(possible)}")
    return said


def _server(address: str) -> str:
    if not address.startswith(("http://", "https://")):
        raise MissingSetting(
            f"TELEGRAM_API={address} is no address of a server: use {TELEGRAM} or http://127.0.0.1:8081"
        )
    return address.rstrip("/")


def _language(code: str) -> str:
    plain = code.lower().replace("-", "_")
    if plain.startswith("zh"):
        return "zh_CN"
    if plain.startswith("en"):
        return "en"
    raise MissingSetting(f"TEAM_LANGUAGE={code} is not a language of this program: use en or zh_CN")


def _timezone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise MissingSetting(f"TIMEZONE={zone} is not a time zone: use a name such as Asia/Shanghai") from None
    return zone

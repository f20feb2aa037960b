"""The environment -> one frozen Settings. The only reader of the environment; secrets come from nowhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core.languages import DEFAULT, LANGUAGES, known_language

ROOT = Path(__file__).resolve().parent.parent
TELEGRAM = "https://api.telegram.org"
PASSWORD = re.compile(r"://[^:@/]*:([^@/]+)@")
PROXY = re.compile(r"(?:https?|socks5h?)://[^\s/]")
KEY = 32
SECRET = re.compile(r"[A-Za-z0-9_-]{0,256}")
CHAT = re.compile(r"-?[0-9]{1,18}")


class MissingSetting(Exception):
    """A setting that is needed is missing or cannot be used; says its name and gives an example."""


@dataclass(frozen=True)
class Settings:
    """Everything that can be set from outside.

    `database_url` is SQLAlchemy's; the console has one of its own, so that trying it never reaches a real study team.
    `telegram_api` is the server's address without `/bot<token>`; `telegram_paced` is off only for a server that has no
    limits of its own, as in load tests. `team_chat` is the study team's chat where no administrator has chosen one.
    `public_url` is where Telegram reaches the webhook, `host` and `port` where this worker listens; `metrics_port` is
    for health and figures of a bot that polls, 0 for none. `log_json` asks for one JSON object a line. `master_key` are
    the keys that wrap those of the cases, the first of which wraps new ones; without any, one is kept in a file.
    """

    database_url: str
    console_url: str
    telegram_token: str = ""
    telegram_api: str = TELEGRAM
    telegram_proxy: str = ""
    telegram_paced: bool = True
    telegram_secret: str = ""
    duplicates_key: str = ""
    public_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8080
    metrics_port: int = 0
    team_chat: str = ""
    team_language: str = DEFAULT
    timezone: str = "Asia/Shanghai"
    master_key: str = ""
    data: Path = ROOT / "data"
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

    @property
    def team_address(self) -> str:
        """The address of the study team's chat; none where none is named."""
        return f"telegram:{self.team_chat}" if self.team_chat else ""

    def secrets(self) -> tuple[str, ...]:
        """What must not be seen anywhere: the token, whole and without the bot's number, and every password."""
        own = (self.telegram_token, self.telegram_token.partition(":")[2], self.telegram_secret, self.duplicates_key)
        found = [PASSWORD.search(url) for url in (self.database_url, self.console_url, self.telegram_proxy)]
        passwords = [*self.masters(), *(there.group(1) for there in found if there)]
        return tuple(secret for secret in (*own, *passwords, *map(unquote, passwords)) if secret)

    def masters(self) -> tuple[str, ...]:
        """The master keys, the one that wraps new keys first."""
        return tuple(self.master_key.replace(",", " ").split())

    def address(self) -> str:
        """Where Telegram reaches the webhook; MissingSetting where nobody has said."""
        if not self.public_url:
            raise MissingSetting(
                "PUBLIC_URL is not set: the address at which Telegram reaches this server,"
                " for example PUBLIC_URL=https://bot.example.org python bot.py serve"
            )
        return self.public_url


def from_environment(environment: Mapping[str, str]) -> Settings:
    """The settings, with what the environment does not say at its default."""
    folder = Path(environment.get("DATA_DIR") or ROOT / "data")
    return Settings(
        database_url=environment.get("DATABASE_URL") or f"sqlite:///{folder.absolute() / 'prescreener.db'}",
        console_url=environment.get("CONSOLE_DATABASE_URL") or f"sqlite:///{folder.absolute() / 'console.db'}",
        telegram_token=environment.get("TELEGRAM_TOKEN") or environment.get("BOT_TOKEN") or "",
        telegram_api=_server("TELEGRAM_API", environment.get("TELEGRAM_API") or TELEGRAM, "http://127.0.0.1:8081"),
        telegram_proxy=_proxy(environment.get("TELEGRAM_PROXY") or ""),
        telegram_paced=environment.get("TELEGRAM_PACE") != "unlimited",
        telegram_secret=_secret(environment.get("TELEGRAM_SECRET") or ""),
        duplicates_key=_key(environment.get("DUPLICATES_KEY") or ""),
        public_url=_server("PUBLIC_URL", environment.get("PUBLIC_URL") or "", "https://bot.example.org"),
        host=environment.get("HOST") or "127.0.0.1",
        port=_port("PORT", environment.get("PORT") or "8080"),
        metrics_port=_port("METRICS_PORT", environment.get("METRICS_PORT") or "0"),
        team_chat=_chat(environment.get("TEAM_CHAT") or ""),
        team_language=_language(environment.get("TEAM_LANGUAGE") or DEFAULT),
        timezone=_timezone(environment.get("TIMEZONE") or "Asia/Shanghai"),
        master_key=environment.get("MASTER_KEY") or "",
        data=folder.absolute(),
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


def _server(name: str, address: str, example: str) -> str:
    if address and not address.startswith(("http://", "https://")):
        raise MissingSetting(f"{name}={address} is no address of a server: one is {example}")
    return address.rstrip("/")


def _proxy(address: str) -> str:
    # Not repeated: a password may stand in it.
    if address and not PROXY.match(address):
        raise MissingSetting("TELEGRAM_PROXY is no address of a proxy: one is http://127.0.0.1:3128")
    return address


def _secret(secret: str) -> str:
    if not SECRET.fullmatch(secret):
        raise MissingSetting(
            "TELEGRAM_SECRET cannot be used: Telegram takes 1 to 256 characters of A-Z, a-z, 0-9, _ and -,"
            " such as openssl rand -hex 32 gives"
        )
    return secret


def _key(key: str) -> str:
    if key and len(key) < KEY:
        raise MissingSetting(
            f"DUPLICATES_KEY is too short: {KEY} characters at least, such as openssl rand -hex 32 gives"
        )
    return key


def _port(name: str, number: str) -> int:
    if not number.isdecimal() or int(number) > 65535:
        raise MissingSetting(f"{name}={number} is no port: use a number such as 8080")
    return int(number)


def _chat(id: str) -> str:
    chat = id.strip()
    if chat and not CHAT.fullmatch(chat):
        raise MissingSetting(
            f"TEAM_CHAT={chat} is no chat id: that of a group is a number such as -1001234567890; or leave it out,"
            " and an administrator sends /team in the group"
        )
    return chat


def _language(tag: str) -> str:
    code = known_language(tag)
    if code is None:
        raise MissingSetting(f"TEAM_LANGUAGE={tag} is not a language of this program: use {' or '.join(LANGUAGES)}")
    return code


def _timezone(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        raise MissingSetting(f"TIMEZONE={zone} is not a time zone: use a name such as Asia/Shanghai") from None
    return zone

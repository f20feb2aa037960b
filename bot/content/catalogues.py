"""locales/ -> words. The only user of gettext and Babel's catalogues at run time.

Catalogues are compiled in memory when the program starts, so that no binary is kept and a fresh clone speaks every
language. A text without a translation is shown in English; the checks see to it that there is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.core.messages import Message

BOT = "bot"
DEFAULT = "en"


@dataclass(frozen=True)
class Language:
    """One language as people see it; `locale` is the Babel locale that dates and numbers follow."""

    code: str
    locale: str
    name: str


LANGUAGES = {
    "en": Language("en", "en_GB", "English"),
    "zh_CN": Language("zh_CN", "zh_CN", "中文"),
}


def language_for(tag: str | None) -> str:
    """The language for a tag that a client sends: every Chinese (zh, zh-hans, zh-hant, zh-TW, yue) finds Chinese."""
    plain = (tag or "").lower().replace("_", "-")
    return "zh_CN" if plain.split("-")[0] in ("zh", "yue", "cmn", "wuu") else DEFAULT


def next_language(code: str) -> str:
    """The language that the language button leads to."""
    codes = list(LANGUAGES)
    return codes[(codes.index(code) + 1) % len(codes)] if code in codes else DEFAULT


class Catalogues:
    """All words, by language and domain."""

    def __init__(self, words: Mapping[tuple[str, str], GNUTranslations]) -> None:
        self._words = words

    def speaks(self, language: str) -> bool:
        """Whether there are any words in a language."""
        return any(code == language for code, _ in self._words)

    def translate(self, message: Message, language: str) -> str:
        """The message's text in a language, its values not yet put in."""
        words = self._words.get((language, message.domain or BOT))
        if words is None:
            return _english(message)
        if message.plural is not None:
            count = message.values.get("n", 1)
            return words.ngettext(message.text, message.plural, count if isinstance(count, int) else 1)
        if message.context is None:
            return words.gettext(message.text)
        return words.pgettext(message.context, message.text)

    def everywhere(self, message: Message) -> tuple[str, ...]:
        """The message's text in every language."""
        return tuple(dict.fromkeys((message.text, *(self.translate(message, code) for code in LANGUAGES))))


def _english(message: Message) -> str:
    return message.plural if message.plural is not None and message.values.get("n") != 1 else message.text


def read_catalogues(folder: Path) -> Catalogues:
    """Every catalogue in the folder, compiled."""
    return Catalogues({key: _compiled(catalogue) for key, catalogue in catalogues_in(folder)})


def catalogues_in(folder: Path) -> Iterator[tuple[tuple[str, str], Catalog]]:
    """Every catalogue with its language and domain."""
    for code in LANGUAGES:
        for path in sorted((folder / code / "LC_MESSAGES").glob("*.po")):
            with path.open("rb") as file:
                yield (code, path.stem), read_po(file, locale=code, domain=path.stem)


def _compiled(catalogue: Catalog) -> GNUTranslations:
    binary = BytesIO()
    write_mo(binary, catalogue)
    binary.seek(0)
    return GNUTranslations(binary)

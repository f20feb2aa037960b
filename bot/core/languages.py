"""The languages that people are spoken to in, and everything that differs between them besides the words.

A new language is one entry here, its words in `locales/`, and what it is asked for by in `lexicon.commands`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

DEFAULT = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language. `code` is that of its catalogues, `name` what its speakers call it.

    `tags` are the primary subtags (BCP 47) by which clients name it, `command` is the command that asks for it.
    Dates and numbers follow `locale` (Babel's), dates in Babel's format `dates`. `full_width`: its brackets are full
    width, so that no blank follows them. The others are what stands between the parts of a list: `comma`, `last`
    before the last part, `semicolon` where parts may hold commas, `to` between the ends of a range.
    """

    code: str
    name: str
    tags: tuple[str, ...]
    command: str
    locale: str
    dates: Literal["medium", "long"]
    full_width: bool
    comma: str
    semicolon: str
    last: Mapping[str, str]
    to: str

    @property
    def bcp47(self) -> str:
        """Its tag in what other systems read: zh-CN."""
        return self.code.replace("_", "-")


_ALL = (
    Language(
        code="en",
        name="English",
        tags=("en",),
        command="english",
        locale="en_GB",
        dates="medium",
        full_width=False,
        comma=", ",
        semicolon="; ",
        last={"and": " and ", "or": " or "},
        to="–",
    ),
    Language(
        code="zh_CN",
        name="中文",
        tags=("zh", "yue", "cmn", "wuu"),
        command="chinese",
        locale="zh_CN",
        dates="long",
        full_width=True,
        comma="、",
        semicolon="；",
        last={"and": "和", "or": "或"},
        to="~",
    ),
)
LANGUAGES: Mapping[str, Language] = {language.code: language for language in _ALL}
# The languages that the English texts are translated to.
TRANSLATED = tuple(code for code in LANGUAGES if code != DEFAULT)


def known_language(tag: str | None) -> str | None:
    """The code of the language that a tag names, such as zh-hant-TW or zh_CN; None where we do not speak it."""
    primary = (tag or "").lower().replace("_", "-").partition("-")[0]
    return next((language.code for language in _ALL if primary in language.tags), None)


def language_for(tag: str | None) -> str:
    """The same; English where we do not speak it: every Chinese (zh-hans, zh-hant, zh-TW, yue) finds Chinese."""
    return known_language(tag) or DEFAULT


def next_language(code: str) -> str:
    """The language that the language button leads to."""
    codes = list(LANGUAGES)
    return codes[(codes.index(code) + 1) % len(codes)] if code in codes else DEFAULT

"""locales/ -> words. The only user of gettext and Babel's catalogues at run time.

Catalogues are read when the program starts, so that no binary is kept and a fresh clone speaks every language. A text
without a translation is shown in English; the checks see to it that there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from gettext import c2py
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.core.languages import LANGUAGES
from bot.core.messages import Message

BOT = "bot"


@dataclass(frozen=True)
class Catalogue:
    """The words of one domain in one language, by context and text: one, or a form for each kind of number."""

    said: Mapping[tuple[str | None, str], tuple[str, ...]]
    form_of: Callable[[int], int]


class Catalogues:
    """All words, by language and domain."""

    def __init__(self, words: Mapping[tuple[str, str], Catalogue]) -> None:
        self._words = words

    def speaks(self, language: str) -> bool:
        """Whether there are any words in a language."""
        return any(code == language for code, _ in self._words)

    def translate(self, message: Message, language: str) -> str:
        """The message's text in a language, its values not yet put in."""
        words = self._words.get((language, message.domain or BOT))
        said = words.said.get((message.context, message.text)) if words else None
        if words is None or said is None:
            return _english(message)
        if message.plural is None:
            return said[0]
        count = message.values.get("n", 1)
        form = words.form_of(count if isinstance(count, int) else 1)
        return said[form] if form < len(said) else _english(message)

    def everywhere(self, message: Message) -> tuple[str, ...]:
        """The message's text in every language."""
        return tuple(dict.fromkeys((message.text, *(self.translate(message, code) for code in LANGUAGES))))


def _english(message: Message) -> str:
    return message.plural if message.plural is not None and message.values.get("n") != 1 else message.text


def read_catalogues(folder: Path) -> Catalogues:
    """Every catalogue in the folder."""
    return Catalogues({key: _read(catalogue) for key, catalogue in catalogues_in(folder)})


def catalogues_in(folder: Path) -> Iterator[tuple[tuple[str, str], Catalog]]:
    """Every catalogue with its language and domain; without the places in the code, a quarter of what is in there."""
    for code in LANGUAGES:
        for path in sorted((folder / code / "LC_MESSAGES").glob("*.po")):
            with path.open("rb") as file:
                lines = (line for line in file if not line.startswith(b"#:"))
                yield (code, path.stem), read_po(lines, locale=code, domain=path.stem)


def _read(catalogue: Catalog) -> Catalogue:
    """What is translated; a text that is not, or that nobody has looked at, has no words here."""
    said = {}
    for one in catalogue:
        first, forms = _several(one.id)[0], _several(one.string or "")
        if first and all(forms) and not one.fuzzy:
            said[one.context, first] = forms
    return Catalogue(said, c2py(catalogue.plural_expr))


def _several(texts: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)


def placeholders(text: str) -> set[str]:
    """The names in braces; an unpaired brace is one too."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return {"an unpaired brace"}

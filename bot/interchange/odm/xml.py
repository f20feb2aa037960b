"""XML elements of ODM: built as trees, written without a namespace, since the document declares it once for all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, tostring

from bot.core.languages import DEFAULT, LANGUAGES
from bot.core.messages import Message, Words

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, /, *children: Element, text: str | None = None, **attributes: str | None) -> Element:
    """An element; attributes that are None are left out, and so are characters that XML 1.0 does not know."""
    made = Element(name, {key: _sound(value) for key, value in attributes.items() if value is not None})
    made.text = None if text is None else _sound(text)
    made.extend(children)
    return made


def written(made: Element) -> str:
    """The element as one line."""
    return tostring(made, encoding="unicode") + "\n"


def _sound(text: str) -> str:
    return _NOT_XML.sub("", text)


@dataclass(frozen=True)
class Speech:
    """Texts in every language, English first."""

    words: Words

    def english(self, message: Message) -> str:
        """For names, of which there is one."""
        return self.words(message, DEFAULT)

    def told(self, name: str, message: Message) -> Element:
        """An element with the text in every language."""
        return element(name, *self._translated(message))

    def _translated(self, message: Message) -> Iterable[Element]:
        for code, language in LANGUAGES.items():
            text = element("TranslatedText", text=self.words(message, code))
            text.set(_LANGUAGE, language.bcp47)
            yield text

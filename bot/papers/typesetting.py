"""Plain data and a template -> PDF or PNG. The only user of Typst.

What is put in is data for the template, never part of it: nothing that somebody typed is run. Fonts are Noto Sans SC,
which a package carries (SIL Open Font License), and those inside Typst, never the machine's own, so that a page looks
the same everywhere. A letter that none of them has is printed as its number: [U+1F600], never as an empty box.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from unicodedata import category

if TYPE_CHECKING:
    from typst import Fonts

Form = Literal["pdf", "png"]
TEMPLATES = Path(__file__).parent / "templates"
SHARP = 216  # pixels per inch: a picture of 360 points is 1080 pixels wide, as are most phones
CONTROLS = ("Cc", "Cf", "Zl", "Zp")  # characters that break a line, turn it round or do something else unseen
KEPT: Literal["a-2u"] = "a-2u"  # PDF/A-2u: everything that is needed to show and to search it is inside


def as_pdf(template: str, data: Mapping[str, Any], at: datetime) -> bytes:
    """A document that can be kept for long, made at this moment; the same data give the same bytes."""
    return _compiled(template, data, "pdf", at.replace(microsecond=0))


def as_png(template: str, data: Mapping[str, Any]) -> bytes:
    """A picture."""
    return _compiled(template, data, "png")


def _compiled(template: str, data: Mapping[str, Any], form: Form, at: datetime | None = None) -> bytes:
    letters = {letter for text in _texts(data) for letter in text if not _plain(letter)}
    controls = {letter for letter in letters if category(letter) in CONTROLS}
    missing = _without_a_glyph("".join(sorted(letters - controls)))
    instead = {letter: _instead(letter) for letter in (*controls, *missing)}
    return _typeset(template, _spelled(data, str.maketrans(instead)), form, at)


def _typeset(template: str, data: Any, form: Form, at: datetime | None = None) -> bytes:
    from typst import Compiler

    source = (TEMPLATES / f"{template}.typ").read_bytes()
    compiler = Compiler(source, root=TEMPLATES, font_paths=_fonts())
    made = compiler.compile(
        format=form,
        ppi=SHARP,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=[KEPT] if form == "pdf" else [],
        timestamp=at,
    )
    assert isinstance(made, bytes), "one page of a picture"
    return made


@cache
def _fonts() -> Fonts:
    from pylopdf_fonts_zh_cn import sans_path
    from typst import Fonts

    return Fonts(include_system_fonts=False, font_paths=[str(sans_path().parent)])


# Letters that no font has.


def _plain(letter: str) -> bool:
    return letter == "\n" or (letter.isascii() and letter.isprintable())


def _instead(letter: str) -> str:
    return " " if letter.isspace() else f"[U+{ord(letter):04X}]"


def _without_a_glyph(letters: str) -> str:
    """Those of the letters that cannot be shown: halved until what is left is one such letter or can be shown."""
    if _can_be_shown(letters) or len(letters) == 1:
        return "" if _can_be_shown(letters) else letters
    half = len(letters) // 2
    return _without_a_glyph(letters[:half]) + _without_a_glyph(letters[half:])


@lru_cache(maxsize=4096)
def _can_be_shown(letters: str) -> bool:
    """Whether there is a glyph for each; a document that is to be kept may not lack one."""
    from typst import TypstError

    try:
        _typeset("letters", {"letters": list(letters)}, "pdf")
    except TypstError:
        return False
    return True


def _texts(data: Any) -> Iterator[str]:
    match data:
        case str():
            yield data
        case Mapping():
            yield from (text for part in data.values() for text in _texts(part))
        case list() | tuple():
            yield from (text for part in data for text in _texts(part))


def _spelled(data: Any, instead: Mapping[int, str]) -> Any:
    """The same data, with something else in place of letters that cannot be shown."""
    match data:
        case str():
            return data.translate(instead)
        case Mapping():
            return {key: _spelled(part, instead) for key, part in data.items()}
        case list() | tuple():
            return [_spelled(part, instead) for part in data]
    return data

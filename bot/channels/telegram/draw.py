"""Pictures -> HTML as Telegram takes it, within its limits. Knows no library, no network and no wording.

Lengths are counted as Telegram does: UTF-16 units of what is read, not of the markup. Nothing that comes from outside
gets into a message unescaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any
from unicodedata import east_asian_width

from bot.channels.bar import bar

LIMIT, CAPTION = 4096, 1024
TOAST = 200
BAR = 10
BUTTONS, IN_A_ROW, LAST_ROWS = 100, 8, 4
NOTHING, NO_WORDS = "…", "·"
# Controls, marks that turn the order of signs round, halves of characters.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
CUT = "\n…"
TAGS = {"title": "b", "strong": "b", "ask": "b", "big": "b", "head": "b", "quote": "blockquote", "note": "i"}
# What stands close to the paragraph before it; everything else has a blank line above.
CLOSE = {
    "item": ("item", "strong", "note"),
    "note": ("title", "ask", "strong", "note"),
    "quote": ("title", "ask", "strong", "body", "note", "item", "warning", "progress"),
    "ask": ("progress",),
}
Span = tuple[str, str]
Piece = tuple[str, list[Span]]
Row = list[Mapping[str, str]]


def messages(picture: Mapping[str, Any]) -> list[str]:
    """The texts of the messages that show a picture: one, or several where it is too long for one."""
    return [_joined(pieces) for pieces in _packed(_pieces(picture), LIMIT)]


def one_message(picture: Mapping[str, Any]) -> str:
    """The text of a picture that must stay one message: what does not fit is left out, and an ellipsis says so."""
    return _within(LIMIT, _pieces(picture))


def caption(picture: Mapping[str, Any]) -> str:
    """The same below a file or a photo, where there is less room."""
    return _within(CAPTION, _pieces(picture))


def toast(picture: Mapping[str, Any]) -> str:
    """The word in passing, cut to what Telegram shows."""
    text = _printable(str(picture.get("text", "")))
    return text if size(text) <= TOAST else _cut(text, TOAST - 1)[0] + "…"


def rows(picture: Mapping[str, Any]) -> list[Row]:
    """The buttons in rows, no more than Telegram takes. Where there are too many, the ways on at the end are kept."""
    narrow = [row[at : at + IN_A_ROW] for row in picture.get("rows", ()) for at in range(0, len(row), IN_A_ROW)]
    while sum(map(len, narrow)) > BUTTONS:
        del narrow[-LAST_ROWS - 1]
    return narrow


def label(words: str) -> str:
    """What stands on a button, which must not be empty."""
    return _printable(words).strip() or NO_WORDS


def size(text: str) -> int:
    """How long Telegram finds a text."""
    return len(text.encode("utf-16-le", "replace")) // 2


# Paragraphs: a style, and spans of a tag and a text.


def _pieces(picture: Mapping[str, Any]) -> list[Piece]:
    found = [_head(picture), *(_paragraph(one) for one in picture.get("paragraphs", ()))]
    said = [piece for piece in found if any(_printable(text).strip() for _, text in piece[1])]
    return said or [("body", [("", NOTHING)])]  # Telegram refuses an empty message


def _head(picture: Mapping[str, Any]) -> Piece:
    spans, progress = [("b", str(picture.get("section", "")).strip())], picture.get("progress")
    if progress:
        place, total = progress
        spans.append(("", f"   {place}\xa0/\xa0{total}\n{bar(place, total, BAR)} {picture.get('of', '')}".rstrip()))
    return "progress" if progress else "title", spans


def _paragraph(paragraph: Mapping[str, str]) -> Piece:
    style, mark, text = paragraph["style"], paragraph.get("mark", ""), paragraph["text"].strip()
    tag = "" if style == "note" and _wide(text) else TAGS.get(style, "")
    return style, [(tag, f"{mark} {text}" if mark and text else text)]


def _wide(text: str) -> bool:
    """Slanted Chinese is hard to read, so that it stays upright."""
    return any(east_asian_width(sign) == "W" for sign in text)


# Packing into messages.


def _within(limit: int, pieces: Sequence[Piece]) -> str:
    if len(_packed(pieces, limit)) < 2:
        return _joined(pieces)
    return _joined(_packed(pieces, limit - len(CUT))[0]) + CUT


def _packed(pieces: Iterable[Piece], limit: int) -> list[list[Piece]]:
    full: list[list[Piece]] = []
    room = 0
    for piece in _no_longer_than(limit, pieces):
        need = _length(piece) + 2
        if not full or need > room:
            full.append([])
            room = limit + 2
        full[-1].append(piece)
        room -= need
    return full


def _length(piece: Piece) -> int:
    return sum(size(text) for _, text in piece[1])


def _no_longer_than(limit: int, pieces: Iterable[Piece]) -> Iterable[Piece]:
    for style, spans in pieces:
        if _length((style, spans)) <= limit:
            yield style, spans
        else:
            yield from ((style, [(tag, part)]) for tag, text in spans for part in _parts(text, limit))


def _parts(text: str, limit: int) -> Iterable[str]:
    while size(text) > limit:
        part, text = _cut(text, limit)
        yield part
    yield text


def _cut(text: str, limit: int) -> tuple[str, str]:
    """A text in two, the first part no longer than the limit, at a gap between words where there is one."""
    end = limit
    while size(text[:end]) > limit:
        end -= 1
    gap = max(text.rfind(sign, end // 2, end) for sign in " \n")
    end = gap if gap > 0 else end
    return text[:end].rstrip(), text[end:].lstrip()


def _joined(pieces: Sequence[Piece]) -> str:
    text = before = ""
    for style, spans in pieces:
        # A quote brings its own space.
        gap = "\n" if before == "quote" or before in CLOSE.get(style, ()) else "\n\n"
        text += (gap if text else "") + "".join(_tagged(tag, words) for tag, words in spans)
        before = style
    return text


def _tagged(tag: str, text: str) -> str:
    safe = escape(_printable(text), quote=False)
    return f"<{tag}>{safe}</{tag}>" if tag and safe else safe


def escaped(text: str) -> str:
    """A text as it stands."""
    return _tagged("", text)


def _printable(text: str) -> str:
    """Without what Telegram leaves out itself, or what turns the order of signs round; the rest may be nothing."""
    return _UNSEEN.sub("", text)

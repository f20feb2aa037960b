"""Emoji: alone they are no answer, beside words most of them say nothing."""

from __future__ import annotations

from bot.core.lexicon.patterns import pattern

# All but ticks, crosses and the numbers of a form.
_PICTURE = "(?![✓✔✗✘✕✖☐☑☒❶❷❸❹❺❻❼❽❾❿➀➁➂➃➄➅➆➇➈➉])[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\U000e0020-\U000e007f]"
_TICKS = {"✅": "✔", "❌": "✗"}
_ONLY = pattern(rf"(?:\s*{_PICTURE})+\s*")
# Some, beside a word, may contradict it.
_SILENT = pattern(f"(?![👎❌❎🚫⛔❓❔❗🤔🙅🤷🈚🈶⭕➕➖]){_PICTURE}")


def as_tick(text: str) -> str:
    """The tick or the cross of a phone's keyboard, alone, as that of a form."""
    return _TICKS.get(text, text)


def is_picture(text: str) -> bool:
    """Whether a text is nothing but emoji."""
    return _ONLY.fullmatch(text) is not None


def without_pictures(text: str) -> str:
    """A text without the emoji that say nothing beside words."""
    return _SILENT.sub("", text).strip()

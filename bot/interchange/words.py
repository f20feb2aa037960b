"""How words come in: whoever exports hands over what puts a message into a language."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.messages import Message

Words = Callable[[Message, str], str]


def tag(language: str) -> str:
    """A language of ours as BCP 47 writes it: zh_CN is zh-CN."""
    return language.replace("_", "-")

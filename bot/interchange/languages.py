"""How the languages of our words are named in what others read."""

from __future__ import annotations


def tag(language: str) -> str:
    """A language of ours as BCP 47 writes it: zh_CN is zh-CN."""
    return language.replace("_", "-")

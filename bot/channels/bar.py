"""How far along a screening is, drawn with letters."""

from __future__ import annotations


def bar(place: int, total: int, length: int) -> str:
    """A bar of so many letters that shows the first step, and is full only at the end."""
    full = length if place >= total else min(length - 1, -(-length * place // max(total, 1)))
    return "▓" * full + "░" * (length - full)

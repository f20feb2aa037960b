"""The addresses of Telegram's chats: how the rest of the program calls them, and how Telegram does."""

from __future__ import annotations

CHANNEL = "telegram:"


def address_of(id: int) -> str:
    """What a chat, or a person in their private chat, is called here."""
    return f"{CHANNEL}{id}"


def chat_id(address: str) -> int:
    """What Telegram calls the chat at this address."""
    return int(address.removeprefix(CHANNEL))


def is_group(address: str) -> bool:
    """Whether it is a group's: Telegram gives groups negative numbers."""
    return address.startswith(f"{CHANNEL}-")

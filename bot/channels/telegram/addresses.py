"""The addresses of Telegram's chats: how the rest of the program calls them, and how Telegram does.

A topic of a group is a place within it, and has an address of its own.
"""

from __future__ import annotations

from bot.ports import WITHIN, chat_of

CHANNEL = "telegram:"


def address_of(id: int, topic: int | None = None) -> str:
    """What a chat, a topic of it, or a person in their private chat, is called here."""
    return f"{CHANNEL}{id}" if topic is None else f"{CHANNEL}{id}{WITHIN}{topic}"


def chat_id(address: str) -> int:
    """What Telegram calls the chat at this address."""
    return int(chat_of(address).removeprefix(CHANNEL))


def topic_id(address: str) -> int | None:
    """What Telegram calls the topic at this address, where it is one."""
    topic = address.partition(WITHIN)[2]
    return int(topic) if topic else None


def is_group(address: str) -> bool:
    """Whether it is a group's: Telegram gives groups negative numbers."""
    return address.startswith(f"{CHANNEL}-")

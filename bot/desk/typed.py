"""What comes in a private chat besides commands and buttons: words, and what cannot be read."""

from __future__ import annotations

from bot.core.messages import say
from bot.core.reply import command_in
from bot.core.step import Event
from bot.desk import cases, commands, duplicates, listing, queries, screening, signing, taps, typed_buttons
from bot.desk.cases import NO_CASE
from bot.desk.roles import Duty
from bot.desk.room import TEXT_ONLY, Room
from bot.ports import CaseRow

AS_REPLY = say("A question to the site counts as a reply: hold my message that asks for its words, and choose Reply.")
AS_WORDS = ("screen", "cases", "language", "help", "cancel", *commands.SPOKEN)


def command(room: Room) -> None:
    """A command; or one of the words that need no slash, written with one: /back."""
    word = room.incoming.command
    if word in commands.COMMANDS or command_in(word) is None:
        return commands.given(room)
    signing.drop(room)
    return _words(room, cases.active(room), word)


def text(room: Room) -> None:
    """Words: a reason or a PIN for a signature, a query, a case's code, an answer, or a command without its slash."""
    if signing.waits(room.person):
        return signing.typed(room)
    row, words = cases.active(room), room.incoming.text
    if signing.too_late(room):
        return screening.show_now(room, row) if row is not None else None
    if queries.in_words(room):
        return None
    if named := listing.named(room, words, row):
        for one in named:
            listing.about(room, one)
        return None
    if row is not None and duplicates.looked_up(room, row):
        return None
    if row is not None and (why := screening.overtaken(room, row)):
        room.say(why)
        return screening.show_now(room, row)
    button = typed_buttons.tap_in(room, row, words) if row is not None else None
    return _words(room, row, words) if button is None else taps.done(room, button)


def _words(room: Room, row: CaseRow | None, words: str) -> None:
    """An answer, or a command without its slash."""
    wish = command_in(words) if row is None else screening.move(room, row, Event("type", words))
    if wish is not None and wish in AS_WORDS:
        commands.carry_out(room, wish)
    elif row is None:
        room.say(NO_CASE, *([AS_REPLY] if room.may(Duty.ASK) else []))


def edited(room: Room) -> None:
    """A message that was sent before has other words now."""
    room.say(say("An edited message changes nothing. To correct an answer, tap “change” under it."))


def other(room: Room) -> None:
    """A picture, a voice message, a file."""
    room.say(TEXT_ONLY)


def added(room: Room) -> None:
    """Whoever had blocked the bot lets it in again: what was sent meanwhile never came, such as the next question."""
    row = cases.active(room)
    if row is not None:
        screening.show_now(room, row)

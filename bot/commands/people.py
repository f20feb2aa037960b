"""The command that lets people in; in the chat it is `/invite`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from bot.commands.building import house_of, library_of, now, store_at, today_of
from bot.commands.command import CommandRefused, Commands, require
from bot.desk.roles import EVERY, ROLES
from bot.settings import Settings


def add(commands: Commands) -> None:
    """Its name and options."""
    one = commands.add("invite", invite, "make an invitation link for one person")
    one.add_argument("--role", choices=ROLES, default="administrator")
    one.add_argument("--site", help="one of the trials' sites, or * for all; the first where none is given")
    one.add_argument("--trial", default=EVERY, help="one of the trials; all where none is given")
    one.add_argument("--until", metavar="DAY", help="the last day of the role at the site, such as 2026-12-31")
    one.add_argument("--bot", help="the bot's user name, for the link")
    one.add_argument("--qr", type=Path, metavar="FILE", help="the link as a QR code too, in this PNG file")


def invite(options: argparse.Namespace, settings: Settings) -> int:
    """An invitation for one person."""
    from bot.channels.qr import png
    from bot.desk.insisting import insisted
    from bot.desk.invitations import hand_out, new_invitation
    from bot.desk.terms import over_after

    house = house_of(library_of(settings), settings)
    known = house.sites()
    site = options.site or (known[0] if known else "S1")
    if known:
        require("site", site, known, EVERY)
    require("trial", options.trial, tuple(house.trials), EVERY)
    last = _last_day(options.until, today_of(house, site)) if options.until else None
    end = over_after(house, last, site) if last else None
    store = store_at(settings.database_url, settings)
    invitation = new_invitation(options.role, site, now(), options.trial, end)

    def made() -> None:
        with store.transaction() as unit:
            hand_out(unit, house, invitation, now())

    insisted(made)
    link = f"https://t.me/{options.bot or 'YOUR_BOT'}?start={invitation.token}"
    if options.qr:
        options.qr.write_bytes(png(link))
    print(link)
    print(f"One person, role {options.role}, site {site}, until {invitation.expires_at:%Y-%m-%d %H:%M} UTC.")
    if last:
        print(f"The role ends by itself after {last}.")
    print(f"Without the link: send the bot /start {invitation.token}")
    return 0


def _last_day(text: str, today: date) -> date:
    """The day that was typed; refused where it is none, or is over."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise CommandRefused(f"{text} is no day: one is 2026-12-31") from error
    if day < today:
        raise CommandRefused(f"{day} is over: the last day is today or later")
    return day

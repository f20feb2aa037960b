"""What people see who come in, or ask for help; a stranger gets one polite line and nothing else."""

from __future__ import annotations

from dataclasses import replace

from bot.core.messages import Message, say
from bot.core.screens import Action, Button, Paragraph, Screen
from bot.core.screens.base import OTHER_LANGUAGE
from bot.desk import cases, menu, roles, sent, terms
from bot.desk.names import role_name, site_name
from bot.desk.roles import Duty
from bot.desk.room import Room
from bot.ports import CaseRow

SCREENS = say("I take you through a trial's criteria, one question at a time, and tell the study team the result.")
READS = say("You read here what was sent to the study team, with its reasons, and take papers. You enter nothing.")
SIGNS = say("You confirm or override a verdict from its card, with a PIN that you choose at your first signature.")
OF_AN_ANSWER = (
    say("Tap a button, or type in Chinese or English: a label, its number, a value with its unit, a date."),
    say("“Not known yet” is an answer: the case goes on, and what is missing stays on the list."),
)
OF_A_SCREENING = (
    say("/screen starts a new case"),
    say("/cases lists your cases; tap one to go on with it"),
    say("/cancel pauses this case; nothing is deleted"),
)
OF_EVERYBODY = (
    say("/case and a code, or the code alone, finds a case, and shows what can be done with it"),
    say("/language switches between Chinese and English"),
    say("/help shows this"),
)


def welcome(room: Room) -> None:
    """The first screen: language, what the bot is and is not, the rule about personal data, and where to start."""
    room.show(welcome_screen(room))


def welcome_screen(room: Room) -> Screen:
    """The welcome as data."""
    until = terms.planned_day(room.house, roles.home(room.person, room.incoming.at))
    limited = () if until is None else (Paragraph(say("Your role ends by itself after {day}.", day=until), "note"),)
    screens = room.may(Duty.SCREEN)
    now_open = _now_open(room)
    paragraphs = (
        Paragraph(say("Welcome, {name}", name=room.person.name), "title"),
        Paragraph(
            say(
                "Site: {site} · role: {role}",
                site=site_name(room, room.person.site),
                role=role_name(room.person.role),
            ),
            "note",
        ),
        *limited,
        Paragraph(SCREENS if screens else READS),
        *((Paragraph(SIGNS),) if room.may(Duty.SIGN) else ()),
        Paragraph(say("This is a prescreen: the investigator decides.")),
        Paragraph(
            say("No names, no ID numbers, no phone numbers: patients have a code here, mine or your own."),
            "warning",
            "⚠",
        ),
        *((Paragraph(is_open(now_open), "strong"),) if now_open else ()),
    )
    go_on = (_go_on(now_open),) if now_open else ()
    start = (Button(say("Start screening"), Action("screen"), "▶"),) if screens else ()
    own = (Button(say("Your cases"), Action("cases")),) if screens else ()
    team = (sent.WAY,) if room.may(Duty.EXPORT) else ()
    return Screen("welcome", paragraphs, (go_on, start, team, (*own, OTHER_LANGUAGE)))


def _now_open(room: Room) -> CaseRow | None:
    """The case that what is typed goes to, unless it is over."""
    row = cases.active(room)
    return row if row is not None and row.state not in cases.CLOSED else None


def _go_on(row: CaseRow) -> Button:
    return Button(say("Go on with {case}", case=row.name), Action("open", str(row.id)), "▶")


def is_open(row: CaseRow) -> Message:
    """Where somebody is, and how to get on."""
    return say("{case} is open: go on below, or /cancel to pause it.", case=row.name)


def help_screen(room: Room, where: Message | None) -> Screen:
    """Where one is, and how to get on."""
    lines = [Paragraph(say("Help"), "title")]
    if where is not None:
        lines.append(Paragraph(where, "strong"))
    if room.may(Duty.SCREEN):
        lines += [Paragraph(words) for words in OF_AN_ANSWER]
        lines += [Paragraph(words, "item") for words in OF_A_SCREENING]
    if room.may(Duty.EXPORT):
        lines.append(Paragraph(say("/team lists what was sent to the study team; tap a case for its card"), "item"))
    lines += [Paragraph(words, "item") for words in OF_EVERYBODY]
    if room.may(Duty.MANAGE):
        lines += [
            Paragraph(
                say("/invite ROLE SITE makes an invitation; “until DAY” after it sets the role's last day"), "item"
            ),
            Paragraph(say("/team in a group makes it the study team's group"), "item"),
        ]
        lines.append(
            Paragraph(say("/staff lists everybody with roles and dates, ends a role, or sets its last day"), "item")
        )
    if room.papers and room.may(Duty.EXPORT):
        lines.append(Paragraph(say("/log sends the screening log, /stats the numbers as pictures"), "item"))
    return Screen("help", tuple(lines))


def stranger(room: Room) -> None:
    """One polite line: no menu, no trial, no name."""
    room.say(say("This bot is for invited staff only. Please ask your study team for an invitation link."))


def set_language(room: Room, code: str) -> None:
    """The person's language from now on."""
    room.keep(replace(room.person, language=code))
    menu.follow(room, room.person)

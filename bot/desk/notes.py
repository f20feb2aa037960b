"""What each kind of line of a site's log means, in words: said here once, for the trail.

Data of a version that knew others may raise LookupError, TypeError or ValueError.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from bot.core.acts.table import ACTS
from bot.core.messages import Message, say
from bot.desk.names import role_name, trial_name
from bot.desk.papers import PAPERS
from bot.desk.roles import EVERY
from bot.desk.room import House
from bot.ports import ERASED, Noted

Tell = Callable[[House, Noted], Message]


def in_words(house: House, line: Noted) -> Message | None:
    """What a line says; None for a kind that nobody has words for."""
    tell = NOTED.get(line.kind)
    return None if tell is None else tell(house, line)


# Roles.


def _of_role(text: Callable[[Message, Message | str], Message]) -> Tell:
    return lambda house, line: text(role_name(line.data["role"]), trial_name(house, line.data["trial"]))


def _day(line: Noted) -> date:
    return date.fromisoformat(line.data["last_day"])


def _limited(tell: Tell) -> Tell:
    """With the last day, where one is planned."""

    def told(house: House, line: Noted) -> Message:
        said = tell(house, line)
        return say("{said}, last day {day}", said=said, day=_day(line)) if line.data.get("last_day") else said

    return told


def _ended(tell: Tell) -> Tell:
    """With the last day, where it ended by itself."""

    def told(house: House, line: Noted) -> Message:
        said = tell(house, line)
        return say("{said}, as planned after {day}", said=said, day=_day(line)) if line.data.get("last_day") else said

    return told


def _invited(house: House, line: Noted) -> Message:
    expires = datetime.fromisoformat(line.data["expires_at"]).astimezone(house.zone(line.site))
    return say(
        "invitation made: {role} · {trial}, to be used before {expires}",
        role=role_name(line.data["role"]),
        trial=trial_name(house, line.data["trial"]),
        expires=expires,
    )


def _planned(house: House, line: Noted) -> Message:
    said = {"role": role_name(line.data["role"]), "trial": trial_name(house, line.data["trial"])}
    if line.data["last_day"] is None:
        return say("no last day any more: {role} · {trial}", **said)
    return say("last day set: {role} · {trial}, {day}", **said, day=_day(line))


# What was refused.

WORK = say("work on a case")
OPEN = say("open a case")
LOOK = say("look at a verdict")
QUERY = say("ask about an answer, or close a query")
REPLY = say("answer a query")
JUDGE = say("judge as the investigator")
SIGN = say("sign a verdict")
HAND = say("hand a case over, or take it over")
END = say("end a role")
LAST_DAY = say("set the last day of a role")
WISHES: dict[str, Message] = {
    **dict.fromkeys(ACTS, WORK),
    **dict.fromkeys(("screen", "trial", "open", "about"), OPEN),
    **dict.fromkeys(("details", "card", "verdict"), LOOK),
    **dict.fromkeys(("sent", "team"), say("list what was sent")),
    **dict.fromkeys(("ask", "ask_about", "close"), QUERY),
    **dict.fromkeys(("query", "stands"), REPLY),
    **dict.fromkeys(("judgements", "judge"), JUDGE),
    **dict.fromkeys(("confirm", "override", "decide", "sign"), SIGN),
    **dict.fromkeys(("hand", "give"), HAND),
    "withdraw": say("withdraw a case"),
    "rescreen": say("screen a patient again"),
    "snooze": say("put off a reminder"),
    "print": say("print a case"),
    "log": say("get the screening log"),
    "stats": say("get the numbers"),
    "invite": say("make an invitation"),
    "staff": say("see the delegations"),
    **dict.fromkeys(("end", "ended"), END),
    **dict.fromkeys(("last_day", "planned"), LAST_DAY),
    "unlock": say("unlock a PIN"),
    "unpin": say("take a PIN away"),
}


def _refused(house: House, line: Noted) -> Message:
    return say("refused: {wish}", wish=WISHES.get(line.data["act"], line.data["act"]))


# What was taken out.

TAKEN: Mapping[str, Message] = {
    **PAPERS,
    "print": PAPERS["case"],
    "audit": say("copy of the records"),
    "trail": say("audit trail"),
    "talk": say("conversation"),
}


def _exported(house: House, line: Noted) -> Message:
    """A format of exchange is called by its own name."""
    said = say(
        "taken out: {what} · {trial} · {case}",
        what=TAKEN.get(line.data["what"], line.data["what"]),
        trial=trial_name(house, line.data["trial"]),
        case=say("all cases") if line.data["case"] == EVERY else line.data["case"],
    )
    account = line.data.get("account")
    return say("{said}, by the machine's account {account}", said=said, account=account) if account else said


def _plain(message: Message) -> Tell:
    return lambda house, line: message


NOTED: dict[str, Tell] = {
    "invited": _limited(_invited),
    "joined": _limited(_of_role(lambda role, trial: say("joined: {role} · {trial}", role=role, trial=trial))),
    "role_given": _limited(_of_role(lambda role, trial: say("role given: {role} · {trial}", role=role, trial=trial))),
    "role_ended": _ended(_of_role(lambda role, trial: say("role ended: {role} · {trial}", role=role, trial=trial))),
    "left": _ended(_of_role(lambda role, trial: say("last role ended: {role} · {trial}", role=role, trial=trial))),
    "end_planned": _planned,
    "refused": _refused,
    "pin_set": _plain(say("PIN set")),
    "pin_wrong": _plain(say("wrong PIN")),
    "pin_locked": _plain(say("PIN locked")),
    "pin_unlocked": _plain(say("PIN unlocked")),
    "pin_dropped": _plain(say("PIN taken away, a new one is to be chosen")),
    "signed_in": _plain(say("signed in with the PIN")),
    "team_made": lambda house, line: say(
        "chat {chat} made the study team's: {trial}",
        chat=line.data["chat"],
        trial=trial_name(house, line.data["trial"]),
    ),
    "team_ended": lambda house, line: say(
        "chat {chat} keeps the bot out, and is no study team's any more: {trial}",
        chat=line.data["chat"],
        trial=trial_name(house, line.data["trial"]),
    ),
    "team_moved": lambda house, line: say(
        "the study team's chat {chat} became {to}: {trial}",
        chat=line.data["chat"],
        to=line.data["to"],
        trial=trial_name(house, line.data["trial"]),
    ),
    "exported": _exported,
    ERASED: lambda house, line: say("case erased: {case}", case=line.data["case"]),
}

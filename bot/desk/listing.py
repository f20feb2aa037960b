"""Finding cases: one's own by where they stand and by what is missing, any of the site by its code."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from bot.core import queries
from bot.core.acts.agreeing import LABEL
from bot.core.case import Case
from bot.core.facts import KnownFacts
from bot.core.machine import AGREEMENT, DECLINED, SENT, WITHDRAWING, WITHDRAWN
from bot.core.messages import Listing, Message, first_of, name, say, say_many
from bot.core.screens import Action, Button, Paragraph, Screen
from bot.core.screens.card import PRINT, attempts
from bot.core.screens.tapped import MISTAKE
from bot.core.screens.withdrawal import is_mistaken
from bot.core.trial import Trial
from bot.core.verdict import Status, judge, status_of
from bot.desk import cases, roles, sent
from bot.desk.cases import CLOSED
from bot.desk.pages import LISTED, MOST, beside, not_all, page_of
from bot.desk.records import known_case
from bot.desk.roles import EVERY, Duty
from bot.desk.room import Room
from bot.ports import ERASED, CaseRow

NAMED = 3
CODE = re.compile(r"[A-Za-z0-9]{2,12}-[0-9]{4,}")
# A site's own code that can hardly be an answer: a letter first, and a digit.
OWN = re.compile(r"(?=.*[0-9])[A-Za-z][A-Za-z0-9._/-]{1,23}")
WAYS = say("Tap a code to go on with it, ⋯ for what else can be done: hand over, withdraw.")
GROUPS: dict[str, Message] = {
    "asked": say("Asked by the study team"),
    "unfinished": say("Unfinished"),
    "missing": say("Something is missing"),
    "team": say("With the study team"),
    "closed": say("Closed"),
}


# The list.


def listed(room: Room, where: str = "") -> None:
    """The person's cases, most urgent first; `where` is a group and a page of it: "missing.0".

    A member of the study team without cases of their own sees what was sent to the team.
    """
    group, _, number = where.rpartition(".")
    theirs = room.unit.cases_of(owner=room.person.id, limit=MOST + 1)
    rows = [row for row in theirs[:MOST] if room.may_with(Duty.SCREEN, row) and not _mistaken(room, row)]
    if not rows and room.may(Duty.EXPORT):
        return sent.listed(room)
    if not rows:
        return room.say(say("You have no cases yet. /screen starts one."))
    groups = {row.id: _group(room, row) for row in rows}
    order = list(GROUPS)
    shown = [row for row in rows if group not in GROUPS or groups[row.id] == group]
    shown.sort(key=lambda row: order.index(groups[row.id]))
    page = page_of(number, len(shown))
    here = shown[page * LISTED : (page + 1) * LISTED]
    lines = [Paragraph(GROUPS.get(group, say("Your cases")), "title")]
    lines += [
        Paragraph(_standing(room, row), "item", "▸" if row.id == room.person.active_case else "·") for row in here
    ]
    lines.append(Paragraph(WAYS, "note"))
    if len(theirs) > MOST:
        lines.append(not_all(len(rows)))
    go_on = tuple(Button(say("{case}", case=row.name), Action("open", str(row.id))) for row in here)
    more = tuple(Button(say("{case}", case=row.name), Action("about", str(row.id)), "⋯") for row in here)
    others = _groups(Counter(groups.values()), group)
    team = (sent.WAY,) if room.may(Duty.EXPORT) else ()
    turns = beside("cases", page, len(shown), f"{group}.")
    room.show(Screen("cases", tuple(lines), (go_on, more, turns, others, team)))
    return None


def _groups(counts: Counter[str], now: str) -> tuple[Button, ...]:
    """The other groups that there are, with their numbers; from a group also the way back to all."""
    others = [
        Button(say("{group} {n}", group=words, n=counts[one]), Action("cases", f"{one}.0"))
        for one, words in GROUPS.items()
        if counts[one] and one != now
    ]
    if len(others) < 2 and not now:
        return ()
    return (*others, *([Button(say("All {n}", n=counts.total()), Action("cases"))] if now else []))


def _group(room: Room, row: CaseRow) -> str:
    known = _known(room, row)
    if row.state in CLOSED or known is None:
        return "closed"
    if any(query.state == queries.OPEN for query in known[1].queries):
        return "asked"
    if row.state != SENT:
        return "unfinished"
    return "missing" if _undetermined(*known, room.today(row.site)) else "team"


def _mistaken(room: Room, row: CaseRow) -> bool:
    known = _known(room, row) if row.state == WITHDRAWN else None
    return known is not None and is_mistaken(known[1])


def _known(room: Room, row: CaseRow) -> tuple[Trial, Case] | None:
    """The trial version and the case; None where that version is not loaded."""
    trial = room.house.trial_of(row)
    return None if trial is None else (trial, known_case(room, trial, row).case)


def _undetermined(trial: Trial, case: Case, today: date) -> bool:
    """Whether the verdict is undetermined; by the statuses alone, since every case of the list is looked at."""
    facts = KnownFacts(trial, case.answers, today)
    statuses = {status_of(criterion, facts) for criterion in trial.criteria}
    return Status.UNKNOWN in statuses and Status.FAIL not in statuses


def _missing(room: Room, row: CaseRow, trial: Trial, case: Case) -> tuple[str, ...]:
    return judge(trial, case.answers, room.today(row.site)).missing


def _standing(room: Room, row: CaseRow) -> Message:
    known = _known(room, row)
    if known is None:
        return say("{case}: protocol version {version}", case=row.name, version=row.version)
    trial, case = known
    phase = _phase(row, case)
    if phase is not None:
        return say("{case}: {phase}", case=row.name, phase=phase)
    asked = [trial.by_id[one.question].label for one in case.queries if one.state == queries.OPEN]
    if asked:
        return say("{case}: the study team asks about {names}", case=row.name, names=Listing(tuple(asked), "plain"))
    missing = _missing(room, row, trial, case)
    if case.sent:
        if row.state != SENT:
            return say("{case}: with the study team; a change is not finished", case=row.name)
        if not missing:
            return say("{case}: with the study team", case=row.name)
        names = first_of(tuple(trial.by_id[id].label for id in missing), NAMED)
        return say("{case}: with the study team; missing: {names}", case=row.name, names=names)
    open_ones = say_many("{n} answer is missing", "{n} answers are missing", len(missing))
    return say("{case}: unfinished; {missing}", case=row.name, missing=open_ones)


def _phase(row: CaseRow, case: Case) -> Message | None:
    """The phase where that says all; None while there is more to say."""
    if is_mistaken(case):
        return name("phase", "opened by mistake")
    return _PHASES[AGREEMENT] if row.state == WITHDRAWING and not case.agreed else _PHASES.get(row.state)


_PHASES = {
    AGREEMENT: name("phase", "not started"),
    DECLINED: name("phase", "the patient did not agree"),
    WITHDRAWN: name("phase", "withdrawn"),
    ERASED: name("phase", "erased"),
}


# One case.


def search(room: Room) -> None:
    """The case of the site with this code, its own or the site's; without a code the open one."""
    words = room.incoming.text.strip()
    if not words:
        rows = [row for row in [cases.active(room)] if row]
    else:
        rows = found(room, words)
    if not rows:
        room.say(say("There is no such case at your site. Use it like this: {example}.", example="/case NJ01-0042"))
    for row in rows[:LISTED]:
        about(room, row)


def found(room: Room, words: str) -> list[CaseRow]:
    """The cases of the person's sites that are called so, by the bot's code or by the site's own."""
    row = room.unit.case_by_code(words.upper()) if CODE.fullmatch(words) else None
    if row is not None:
        return [row] if room.may_with(Duty.READ, row) else []
    sites = dict.fromkeys(one.site for one in roles.delegated(room.person, Duty.READ, room.incoming.at))
    wanted = (None,) if EVERY in sites else tuple(sites)
    called = [one for site in wanted for one in room.unit.cases_of(site=site, label=words, limit=LISTED)]
    return [one for one in called if room.may_with(Duty.READ, one)]


def named(room: Room, text: str, now_open: CaseRow | None) -> list[CaseRow]:
    """The cases of the site whose code was typed and nothing else; none where the words may be meant for the open case.

    They may be an answer, or, as long as the open case can still be given the site's own code, that code.
    """
    words = text.strip()
    if now_open is None:
        names = LABEL.fullmatch(words)
    else:
        names = CODE.fullmatch(words) or (OWN.fullmatch(words) if now_open.state != AGREEMENT else None)
    return found(room, words)[:LISTED] if names else []


def about(room: Room, row: CaseRow) -> None:
    """Where a case stands, whose it is, and what can be done with it."""
    owner = room.unit.staff(row.owner)
    lines = [
        Paragraph(say("{case}", case=row.code if row.label is None else f"{row.code} · {row.label}"), "title"),
        Paragraph(_standing(room, row)),
        Paragraph(
            say(
                "With {name} · opened {opened} · last changed {changed}",
                name=owner.name if owner else "",
                opened=room.local(row.site, row.opened_at),
                changed=room.local(row.site, row.changed_at),
            ),
            "note",
        ),
    ]
    known = _known(room, row)
    lines += attempts(known[1]) if known else []
    ways = _ways(room, row, known[1] if known else None)
    room.show(Screen("case", tuple(lines), ways), bound=(row.id, 0))


def _ways(room: Room, row: CaseRow, case: Case | None) -> tuple[tuple[Button, ...], ...]:
    bare = row.state in (AGREEMENT, DECLINED, ERASED) or _mistaken(room, row)
    prints = room.papers and room.may_with(Duty.EXPORT, row) and not bare
    verdict = (sent.verdict_of(row),) if case is not None and sent.has_card(row, case) else ()
    papers = (*verdict, *((PRINT,) if prints else ()))
    if row.state == ERASED or not room.may_with(Duty.SCREEN, row):
        return (papers,)
    go_on = () if row.state in CLOSED else (Button(say("Go on"), Action("open", str(row.id)), "▶"),)
    if row.owner == room.person.id:
        hand = Button(say("Hand over"), Action("hand"), "⇄")
    else:
        hand = Button(say("Take it over"), Action("give", str(room.person.id)), "⇄")
    end = MISTAKE if case is not None and not case.agreed else say("Withdraw")
    withdraw = () if row.state in CLOSED else (Button(end, Action("withdraw"), "■"),)
    last = case is not None and case.agreed and case.later is None and row.state in (SENT, WITHDRAWN)
    again = (Button(say("Screen again"), Action("rescreen"), "↻"),) if last else ()
    return ((*go_on, *again), (hand, *withdraw), papers)

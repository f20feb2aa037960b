"""What is sent about a case: the card for the screener and the study team, its details, and what happened since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.core import queries
from bot.core.case import Case, Line, Query
from bot.core.facts import KnownFacts
from bot.core.machine import SENT
from bot.core.messages import Listing, Message, say
from bot.core.screens import Paragraph, Screen
from bot.core.screens.card import Audience, Screened, card_screen
from bot.core.screens.details import details_screen
from bot.core.screens.queries import query_screen, replied_screen
from bot.core.screens.signature import void_words
from bot.core.screens.withdrawal import withdrawal_notice
from bot.core.trial import Trial
from bot.core.turn import JUDGED
from bot.core.verdict import judge, verdict_on
from bot.desk import roles
from bot.desk.audience import asker, holders, investigators, lookers, show_person, show_teams, still
from bot.desk.judged import instead
from bot.desk.names import staff_names
from bot.desk.records import case_of, given, known_case, trial_of
from bot.desk.roles import Duty
from bot.desk.room import Room, Told
from bot.desk.slots import query_slot, replied_slot, team_slot, turn_slot
from bot.ports import CaseRow, Entry, Staff, Team

# A team's card has the buttons of everybody in the chat; whoever taps one that their role does not allow is told so.
TEAM = Audience(asks=True, judges=True, signs=True)
AT_ONCE = 50


def card(room: Room, trial: Trial, row: CaseRow, case: Case, reader: Audience) -> Screen:
    """The verdict's screen as of the site's day."""
    if room.told is None or room.told.case is not case:
        room.told = _told(room, trial, row, case)
    return card_screen(case, room.told.facts, room.told.verdict, room.told.screened, reader)


def _told(room: Room, trial: Trial, row: CaseRow, case: Case) -> Told:
    today = room.today(row.site)
    facts = KnownFacts(trial, case.answers, today)
    others = instead(room.unit, row, case, facts)
    return Told(case, facts, verdict_on(facts), replace(_screened(room, row), instead=others))


def team_card(room: Room, trial: Trial, row: CaseRow, case: Case) -> Screen:
    """The card as the study team's chats have it."""
    return card(room, trial, row, case, replace(TEAM, prints=room.papers))


def private_card(room: Room, trial: Trial, row: CaseRow, case: Case, person: Staff) -> Screen:
    """The card as this person has it."""
    return card(room, trial, row, case, _reader(room, row, person))


def _reader(room: Room, row: CaseRow, person: Staff) -> Audience:
    """Whoever holds a case corrects it instead of asking."""

    def may(duty: Duty) -> bool:
        return roles.may(person, duty, room.incoming.at, row.trial, row.site)

    return Audience(
        changes=may(Duty.SCREEN) and (row.owner == person.id or row.id == person.active_case),
        asks=may(Duty.ASK) and row.owner != person.id,
        judges=may(Duty.JUDGE),
        signs=may(Duty.SIGN),
        prints=room.papers and may(Duty.EXPORT),
    )


def _screened(room: Room, row: CaseRow) -> Screened:
    """Who screened, and when it was sent; later events (a query, a judgement, a new owner) are not screening."""
    sent = _sent(room, row)
    staff = room.unit.staff(sent.staff_id if sent and sent.staff_id else row.owner)
    site, at = room.house.site(row.site), sent.at if sent else row.changed_at
    return Screened(staff.name if staff else "", site.label if site else row.site, room.local(row.site, at))


def _sent(room: Room, row: CaseRow) -> Entry | None:
    """When it was last sent by whoever screened."""
    last = room.unit.latest(row.id, "sent")
    if last is None or JUDGED not in last.data:
        return last
    sent = (entry for entry in reversed(room.unit.entries(row.id)) if entry.kind == "sent")
    return next((entry for entry in sent if JUDGED not in entry.data), last)


def show_card(room: Room, trial: Trial, row: CaseRow, case: Case, turn: int, instead: bool = False) -> None:
    """The card for whoever is here."""
    screen = private_card(room, trial, row, case, room.person)
    room.show(screen, slot=turn_slot(row, turn), instead=instead, bound=(row.id, turn))


def deliver(room: Room, trial: Trial, row: CaseRow, case: Case, number: int, turn: int | None = None) -> None:
    """The card for every chat of the study team, each in its language; where there is none, for each investigator.

    `number` is that of the card, `turn` that of the case as it now is.
    """
    teams = room.unit.teams(trial.id, row.site)
    for team in teams:
        _show_team(room, trial, row, case, number, team)
    own = case.turn if turn is None else turn
    readers = () if teams else investigators(room, row)
    for person in readers:
        drawn = room.drawn(private_card(room, trial, row, case, person), person.language, (row.id, own))
        key = f"{team_slot(row, number)}:{person.address}"
        room.put("show", drawn, slot=turn_slot(row, own), to=person.address, key=key)
    if not teams and not readers:
        room.say(
            say("The verdict is stored. The study team's chat is not set up yet: it gets the card as soon as it is.")
        )


def _show_team(room: Room, trial: Trial, row: CaseRow, case: Case, number: int, team: Team) -> None:
    slot = team_slot(row, number)
    drawn = room.drawn(team_card(room, trial, row, case), team.language, (row.id, number))
    room.put("show", drawn, slot=slot, to=team.address, key=f"{slot}:{team.address}")


def deliver_waiting(room: Room) -> None:
    """Sends the cards that chats lack; a card that was shown before is not sent again.

    The latest go out at once; the others follow one by one, when their cases are looked at for reminders.
    """
    for address in {team.address for team in room.unit.all_teams()}:
        room.unit.forget_failed(address)
    for trial in room.house.trials.values():
        room.unit.look_at_all(trial.id, room.incoming.at)
        for row in room.unit.cases_of(trial=trial.id, limit=AT_ONCE):
            deliver_lacking(room, trial, row)


def deliver_lacking(room: Room, trial: Trial, row: CaseRow) -> None:
    """The case's card for those chats of the study team that have not got it."""
    teams = room.unit.teams(trial.id, row.site) if room.house.trial_of(row) else ()
    case = known_case(room, trial, row).case if teams else None
    if case is None or not case.sent:
        return
    slot = team_slot(row, case.sent)
    for team in teams:
        if room.unit.slot_message(team.address, slot) is None:
            _show_team(room, trial, row, case, case.sent, team)


def redraw(room: Room, trial: Trial, row: CaseRow, case: Case, number: int) -> None:
    """Brings every copy of a card up to date: the study team's, and those of the people who have one."""
    screen = team_card(room, trial, row, case)
    for team in room.unit.teams(trial.id, row.site):
        drawn = room.drawn(screen, team.language, (row.id, number))
        room.put("edit", drawn, slot=team_slot(row, number), to=team.address)
    if case.state != SENT:
        return
    slot = turn_slot(row, case.turn)
    holder = still(room, row, row.owner, Duty.SCREEN)
    for person in (holder, *investigators(room, row), *lookers(room, row, slot)):
        if person is not None and person.id != room.person.id:
            own = room.drawn(private_card(room, trial, row, case, person), person.language, (row.id, case.turn))
            room.put("edit", own, slot=slot, to=person.address)


def tell(room: Room, row: CaseRow, message: Message, *others: int) -> None:
    """A sentence for the study team's chats, for whoever screens, and for these people, each in their language."""
    screen = Screen("note", (Paragraph(message),))
    people = [still(room, row, id, Duty.READ) for id in dict.fromkeys((row.owner, *others)) if id != room.person.id]
    heard = {one.address: one.language for one in people if one is not None}
    heard |= {team.address: team.language for team in room.unit.teams(row.trial, row.site)}
    for address, language in heard.items():
        room.put("show", room.drawn(screen, language, (0, 0)), to=address)


def deliver_void(room: Room, trial: Trial, row: CaseRow, case: Case) -> None:
    """A change has ended a signature: the team and the signer hear which."""
    assert case.voided is not None
    labels = Listing(tuple(trial.by_id[id].label for id in case.voided.questions), "plain")
    words = say("{case}: {void}", case=case.name, void=void_words(case.voided.signature, labels))
    signers = [entry.staff_id for entry in room.unit.entries(row.id) if entry.kind == "signed" and entry.staff_id]
    tell(room, row, words, *signers[-1:])


def deliver_replies(room: Room, trial: Trial, row: CaseRow, case: Case, lines: Iterable[Line]) -> None:
    """Whoever asked hears what became of a query, and the screener's message of it shows that it is answered."""
    replied = [queries.numbered(case, line.data["query"]) for line in lines if line.kind == "replied"]
    for query in filter(None, replied):
        show_query(room, trial, row, case, query)


def show_query(room: Room, trial: Trial, row: CaseRow, case: Case, query: Query, again: bool = False) -> None:
    """Shows a query's state to whoever asked and whoever holds the case; `again`: in place of an earlier message."""
    facts, slot = KnownFacts(trial, case.answers, room.today(row.site)), query_slot(row, query)
    replied = replied_screen(case, facts, query)
    show_teams(room, row, replied, slot, instead=again)
    person = asker(room, trial, row, query)
    if person is not None:
        show_person(room, row, person, replied, replied_slot(row, query), instead=again)
    for holder in holders(room, row):
        show_person(room, row, holder, query_screen(case, facts, query), slot, instead=True)


def deliver_withdrawal(room: Room, trial: Trial, row: CaseRow, case: Case) -> None:
    """Every chat of the study team hears that a case was withdrawn, and why; its card says so, without buttons."""
    redraw(room, trial, row, case, case.sent)
    for team in room.unit.teams(trial.id, row.site):
        drawn = room.drawn(withdrawal_notice(case, trial, room.person.name), team.language, (row.id, 0))
        room.put("show", drawn, to=team.address, key=f"withdrawn:{row.id}:{team.address}")


def details(room: Room, row: CaseRow, page: int, slot: str, turn: int) -> None:
    """The details of a verdict, in place of its card."""
    trial = trial_of(room, row)
    if trial is None:
        return
    entries = room.unit.entries(row.id)
    case, today = case_of(trial, row, entries), room.today(row.site)
    facts, verdict = KnownFacts(trial, case.answers, today), judge(trial, case.answers, today)
    screen = details_screen(case, facts, verdict, given(entries, staff_names(room.unit)), page)
    room.show(screen, slot=slot, instead=True, bound=(row.id, turn))
    room.toast(None)

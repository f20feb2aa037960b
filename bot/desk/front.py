"""The desk itself: takes in one thing that arrived, deals with it in one transaction, and says whether to send."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.messages import say
from bot.core.reply import command_in
from bot.core.step import Event
from bot.desk import cases, delegations, delivery, judging, people, screening, signing
from bot.desk.incoming import Incoming, Tap
from bot.desk.records import Memory, is_erased, known_case
from bot.desk.roles import Duty
from bot.desk.room import FOREIGN, House, Room
from bot.ports import CaseRow, Conflict, Staff, Store, Team, Unit

HUSH = timedelta(hours=6)
STRANGERS = 10_000
UNKNOWN = say("I do not know that command. /help lists what I can do.")


class Desk:
    """Deals with what arrives. Between two arrivals it only remembers cases, and which strangers were told already."""

    def __init__(self, store: Store, house: House, link: str = "{token}") -> None:
        self.store, self.house, self.link = store, house, link
        self._told: OrderedDict[str, datetime] = OrderedDict()
        self._memory = Memory()

    def handle(self, incoming: Incoming) -> int:
        """Deals with it once, however often it is delivered; gives the number of lines put into the outbox.

        Raises StoreFailed where nothing could be saved: it must then be delivered again.
        """
        for _ in range(3):
            try:
                return self._once(incoming)
            except Conflict:
                continue
        return self._once(incoming)

    def handle_all(self, arrived: Sequence[Incoming]) -> None:
        """Deals with several in one transaction, in their order; whatever one of them raises, nothing is saved."""
        try:
            with self.store.transaction() as unit:
                _expect(unit, arrived)
                for incoming in arrived:
                    self._in(unit, incoming)
        except Exception:
            for incoming in arrived:
                self._told.pop(incoming.person, None)  # a stranger who was told was not told after all
            raise

    def _once(self, incoming: Incoming) -> int:
        with self.store.transaction() as unit:
            return self._in(unit, incoming)

    def _in(self, unit: Unit, incoming: Incoming) -> int:
        if not unit.first_time(incoming.key, incoming.at):
            return 0
        staff = _here(unit.staff_by_address(incoming.person))
        room = Room(self.house, unit, incoming, staff, self._memory)
        self._deal(room)
        return room.said

    def _deal(self, room: Room) -> None:
        incoming = room.incoming
        if incoming.command == "start" and incoming.private and people.join(room):
            return people.welcome(room)
        if room.staff is None:
            return self._stranger(room)
        if not incoming.private and incoming.what != "tap":
            return self._in_group(room)
        handler = _HANDLERS[incoming.what]
        handler(self, room)

    def _stranger(self, room: Room) -> None:
        """One line, and then silence for a while; a tap's button is freed without a word."""
        last = self._told.get(room.incoming.person)
        if room.incoming.what == "tap":
            room.put("toast", {"text": ""})
            return
        if not room.incoming.private or (last is not None and room.incoming.at - last < HUSH):
            return
        self._told[room.incoming.person] = room.incoming.at
        while len(self._told) > STRANGERS:
            self._told.popitem(last=False)
        people.stranger(room)

    def _in_group(self, room: Room) -> None:
        """In a group only an administrator is listened to, and only to make it a study team's group."""
        teams = room.unit.teams_at(room.incoming.chat)
        if room.incoming.command == "team" and room.may(Duty.MANAGE):
            people.make_team(room)
            self.deliver_waiting(room)
        elif room.incoming.command == "language" and any(room.may(Duty.MANAGE, one.trial, one.site) for one in teams):
            self._team_language(room, teams)
        elif room.incoming.what in ("added", "command") and not teams:
            room.say(
                say("I screen in private chats only. An administrator can make this the study team's group with /team.")
            )

    def _team_language(self, room: Room, teams: tuple[Team, ...]) -> None:
        code = _other(self.house.languages, teams[0].language)
        for team in teams:
            room.unit.set_team(Team(address=team.address, trial=team.trial, site=team.site, language=code))
        room.staff = None if room.staff is None else _speaking(room, code)
        room.say(say("From now on cards come in this language."))

    def deliver_waiting(self, room: Room) -> None:
        """Cards that no chat could get so far."""
        for trial in self.house.trials.values():
            for row in room.unit.cases_of(trial=trial.id, limit=1000):
                if row.version == trial.version and room.unit.teams(trial.id, row.site):
                    case = known_case(room, trial, row).case
                    if case.sent:
                        delivery.deliver(room, trial, row, case, case.sent)

    def catch_up(self, at: datetime) -> None:
        """At the start: cards that waited for a chat to be set up."""
        with self.store.transaction() as unit:
            me = Incoming(key=f"start:{at.isoformat()}", at=at, person="", chat="", name="", what="other")
            self.deliver_waiting(Room(self.house, unit, me))

    # What arrives.

    def _text(self, room: Room) -> None:
        if room.person.signing is not None:
            return signing.typed(room)
        row, text = cases.active(room), room.incoming.text
        wish = command_in(text) if row is None else screening.move(room, row, Event("type", text))
        if wish is not None and wish in _AS_WORDS:
            _COMMANDS[wish](self, room)
        elif row is None:
            room.say(say("No case is open. /screen starts one, /cases lists yours."))
        return None

    def _command(self, room: Room) -> None:
        signing.drop(room)
        command = _COMMANDS.get(room.incoming.command)
        if command is None:
            room.say(UNKNOWN)
        else:
            command(self, room)

    def _tap(self, room: Room) -> None:
        tap = room.incoming.tap
        if tap is None:
            return room.toast(FOREIGN)
        own = _OWN_ACTS.get(tap.act)
        if own is not None:
            return own(self, room, tap)
        row = room.unit.case(tap.case)
        if row is None:
            return room.toast(FOREIGN)
        if not room.may_with(_duty(room, tap), row):
            return room.refuse(tap.act, signing.NOT_YOURS if tap.act in _INVESTIGATOR else FOREIGN)
        if not room.incoming.private:
            return self._team_tap(room, row, tap)
        if tap.act in _INVESTIGATOR:
            return _INVESTIGATOR[tap.act](room, row, tap)
        if tap.act in ("details", "card"):
            return self._look_at_card(room, row, tap)
        if room.person.active_case != row.id:
            return self._other_case(room, row)
        signing.drop(room)
        screening.move(room, row, Event(tap.act, tap.value, tap.turn))

    def _other_case(self, room: Room, row: CaseRow) -> None:
        """A button of a case that is not open: it goes on where nothing else is open, otherwise nothing changes."""
        now_open = cases.active(room)
        if now_open is None:
            return cases.go_on(room, row.id)
        names = {"case": row.label or row.code, "other": now_open.label or now_open.code}
        room.toast(
            say("This button belongs to {case}, but {other} is open. /cases switches. Nothing was changed.", **names)
        )

    def _look_at_card(self, room: Room, row: CaseRow, tap: Tap) -> None:
        slot = f"{row.id}:{tap.turn}"
        if tap.act == "details":
            delivery.details(room, row, _number(tap.value), slot, room.language, tap.turn)
        elif row.state == "sent":
            screening.show_now(room, row, instead=True)
            room.toast(None)

    def _team_tap(self, room: Room, row: CaseRow, tap: Tap) -> None:
        """The study team looks at a card; its chat's language counts, not that of whoever taps."""
        teams = room.unit.teams_at(room.incoming.chat)
        trial = self.house.trials.get(row.trial)
        if trial is None or not any(team.trial == row.trial and team.site in ("*", row.site) for team in teams):
            return room.refuse(tap.act)
        if is_erased(room, row):
            return None
        if tap.act in _INVESTIGATOR:
            return _INVESTIGATOR[tap.act](room, row, tap)
        slot, language = f"card:{row.id}:{tap.turn}", teams[0].language
        if tap.act == "details":
            return delivery.details(room, row, _number(tap.value), slot, language, tap.turn)
        case = known_case(room, trial, row).case
        drawn = room.drawn(delivery.card(room, trial, row, case, for_team=True), language, (row.id, tap.turn))
        room.put("edit", drawn, slot=slot)
        room.toast(None)

    def _edited(self, room: Room) -> None:
        room.say(say("An edited message changes nothing. To correct an answer, tap “change” under it."))

    def _other(self, room: Room) -> None:
        room.say(say("I can read text and buttons only. Pictures, stickers and voice are not stored."))

    def _added(self, room: Room) -> None:
        return

    # Commands.

    def start(self, room: Room) -> None:
        people.welcome(room)

    def screen(self, room: Room) -> None:
        cases.start(room)

    def list_cases(self, room: Room) -> None:
        cases.listed(room)

    def language(self, room: Room) -> None:
        people.set_language(room, _other(self.house.languages, room.language))
        row = cases.active(room)
        if row is None:
            room.say(say("This is English from now on."))
        else:
            screening.show_now(room, row)

    def help(self, room: Room) -> None:
        row = cases.active(room)
        where = say("{case} is open: go on below, or /cancel to pause it.", case=row.label or row.code) if row else None
        room.show(people.help_screen(room, where))
        if row is not None:
            screening.show_now(room, row)

    def cancel(self, room: Room) -> None:
        cases.pause(room)

    def team(self, room: Room) -> None:
        room.say(say("Send /team in the study team's group, with me as a member."))

    def invite(self, room: Room) -> None:
        if not room.may(Duty.MANAGE):
            return room.refuse("invite", UNKNOWN)
        people.invite(room, self.link)

    def staff(self, room: Room) -> None:
        if not room.may(Duty.MANAGE):
            return room.refuse("staff", UNKNOWN)
        delegations.listed(room)

    # Buttons that belong to no turn of a case.

    def tapped_language(self, room: Room, tap: Tap) -> None:
        people.set_language(room, _other(self.house.languages, room.language))
        row = cases.active(room)
        if row is None or row.id != tap.case:
            room.show(people.welcome_screen(room))
        else:
            screening.show_now(room, row, instead=tap.turn == row.turn)
        room.toast(None)

    def tapped_screen(self, room: Room, tap: Tap) -> None:
        signing.drop(room)
        cases.start(room)

    def tapped_trial(self, room: Room, tap: Tap) -> None:
        signing.drop(room)
        cases.chosen(room, tap.value)

    def tapped_cases(self, room: Room, tap: Tap) -> None:
        cases.listed(room, _number(tap.value))
        room.toast(None)

    def tapped_staff(self, room: Room, tap: Tap) -> None:
        if not room.may(Duty.MANAGE):
            return room.refuse("staff")
        delegations.listed(room, _number(tap.value))
        room.toast(None)

    def tapped_end(self, room: Room, tap: Tap) -> None:
        delegations.ask(room, tap.value)

    def tapped_ended(self, room: Room, tap: Tap) -> None:
        delegations.end(room, tap.value)

    def tapped_unlock(self, room: Room, tap: Tap) -> None:
        delegations.unlock(room, tap.value)

    def tapped_unpin(self, room: Room, tap: Tap) -> None:
        delegations.unpin(room, tap.value)

    def tapped_unsign(self, room: Room, tap: Tap) -> None:
        signing.drop(room)
        room.toast(None)

    def tapped_open(self, room: Room, tap: Tap) -> None:
        signing.drop(room)
        cases.go_on(room, _number(tap.value))


def _expect(unit: Unit, arrived: Sequence[Incoming]) -> None:
    taps = [incoming.tap for incoming in arrived if incoming.tap]
    updates = {incoming.key: incoming.at for incoming in arrived}
    unit.expect(updates, [incoming.person for incoming in arrived], [tap.case for tap in taps if tap.case])


def _here(staff: Staff | None) -> Staff | None:
    return staff if staff is not None and staff.left_at is None else None


def _duty(room: Room, tap: Tap) -> Duty:
    """What a button of a case asks for; in a group cards are only looked at, and signed."""
    if tap.act in _INVESTIGATOR:
        return Duty.SIGN if tap.act in signing.ACTS else Duty.JUDGE
    looks = not room.incoming.private or tap.act in ("details", "card")
    return Duty.READ if looks else Duty.SCREEN


def _speaking(room: Room, code: str) -> Staff:
    return replace(room.person, language=code)


def _other(languages: tuple[str, ...], code: str) -> str:
    return languages[(languages.index(code) + 1) % len(languages)] if code in languages else languages[0]


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


_HANDLERS: dict[str, Callable[[Desk, Room], None]] = {
    "text": Desk._text,
    "command": Desk._command,
    "tap": Desk._tap,
    "edited": Desk._edited,
    "other": Desk._other,
    "added": Desk._added,
}
_COMMANDS: dict[str, Callable[[Desk, Room], None]] = {
    "start": Desk.start,
    "screen": Desk.screen,
    "cases": Desk.list_cases,
    "language": Desk.language,
    "help": Desk.help,
    "cancel": Desk.cancel,
    "invite": Desk.invite,
    "staff": Desk.staff,
    "team": Desk.team,
}
_INVESTIGATOR: dict[str, Callable[[Room, CaseRow, Tap], None]] = {
    **dict.fromkeys(signing.ACTS, signing.begin),
    **dict.fromkeys(judging.ACTS, judging.begin),
}
_AS_WORDS = ("screen", "cases", "language", "help", "cancel")
_OWN_ACTS: dict[str, Callable[[Desk, Room, Tap], None]] = {
    "language": Desk.tapped_language,
    "screen": Desk.tapped_screen,
    "trial": Desk.tapped_trial,
    "cases": Desk.tapped_cases,
    "open": Desk.tapped_open,
    "unsign": Desk.tapped_unsign,
    "staff": Desk.tapped_staff,
    "end": Desk.tapped_end,
    "ended": Desk.tapped_ended,
    "unlock": Desk.tapped_unlock,
    "unpin": Desk.tapped_unpin,
}

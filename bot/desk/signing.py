"""An investigator signs a verdict: from the card to the private chat, through the PIN, into the record and all copies.

What is signed is what the investigator was shown: where the case has changed meanwhile, nothing is signed. The message
with the PIN is deleted from the chat; `Staff.signing` holds the signature in the making, never the PIN. For some
minutes after its end it still says so: a PIN that comes too late must not be taken for an answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from bot.core.case import Case
from bot.core.identifiers import identifier_in
from bot.core.lexicon.forms import sentence
from bot.core.machine import SENT, NotNow
from bot.core.messages import Message, say
from bot.core.reply import lets_go
from bot.core.screens import Screen
from bot.core.screens.signature import LEAVE, ask_screen, decide_screen, decision_words, meaning, statement_screen
from bot.core.signing import Printed, choices, fingerprint, signed
from bot.core.trial import Trial
from bot.core.verdict import Eligibility, Verdict, judge
from bot.desk import delivery, pins, screening, sent, typed_buttons
from bot.desk.incoming import Tap
from bot.desk.pins import PinTry
from bot.desk.records import known_case, trial_of_card
from bot.desk.roles import Duty
from bot.desk.room import Room
from bot.desk.slots import turn_slot
from bot.ports import CaseRow, Pin, Signing, Staff

ACTS = ("confirm", "override", "decide")
WAITS = LINGERS = timedelta(minutes=10)
REASON_LENGTH = 300
NOT_YOURS = say("Only an investigator of this trial and site can do that. Nothing was changed.")
CHANGED = say("The case has changed since you looked at it, so nothing was signed. Please look at the card again.")
NOTHING = say("Nothing was signed.")
ASK_REASON = say("Why do you decide otherwise? Type the reason in one sentence, without names or numbers of persons.")
ASK_PIN = say("Type your PIN to sign. Your message is deleted at once.")
NEW_PIN = say(
    "You sign for the first time: choose a PIN of 6 to 12 digits that nobody else knows, and type it. Your message is"
    " deleted at once."
)
SAME_PIN = say("Type the same PIN once more.")
LATE_PIN = say(
    "That may be a PIN, and no signature waits for one now: your message is deleted, and nothing of it is stored. To"
    " sign, begin again from the card. If it was an answer, type it with its unit, and a date like this: {example}.",
    example="2026-12-06",
)


@dataclass(frozen=True)
class Sheet:
    """A case with its verdict of today, as it lies on the desk to be signed."""

    trial: Trial
    row: CaseRow
    case: Case
    verdict: Verdict
    content: str
    card: Screen


def sheet_of(room: Room, row: CaseRow) -> Sheet | None:
    """The case as it could be signed now; None where it cannot, and the person is told why."""
    trial = trial_of_card(room, row)
    if trial is None:
        return None
    case, today = known_case(room, trial, row).case, room.today(row.site)
    verdict = judge(trial, case.answers, today)
    card = delivery.team_card(room, trial, row, case)
    return Sheet(trial, row, case, verdict, fingerprint(row.head, case, verdict, today), card)


# Buttons.


def begin(room: Room, row: CaseRow, tap: Tap) -> None:
    """From the card: what is to be signed comes into the investigator's private chat."""
    sheet = sheet_of(room, row)
    if sheet is None:
        return None
    if sheet.case.state != SENT:
        return room.toast(sent.CHANGING)
    if sheet.case.signature is not None:
        return room.toast(say("It is signed already."))
    if tap.act == "confirm" and sheet.verdict.outcome is Eligibility.UNDETERMINED:
        return room.toast(CHANGED)
    if tap.act == "override":
        _show(room, row, decide_screen(sheet.card, choices(sheet.verdict)))
    else:
        decision = sheet.verdict.outcome.value if tap.act == "confirm" else tap.value
        _decided(room, sheet, decision)
    return room.toast(None if room.incoming.private else say("Go on in our private chat."))


def _decided(room: Room, sheet: Sheet, decision: str) -> None:
    """Shows what will be signed, in full; then waits for the reason or the PIN."""
    if decision not in (Eligibility.ELIGIBLE.value, Eligibility.INELIGIBLE.value):
        return
    overrides = decision != sheet.verdict.outcome.value
    step: Literal["reason", "new", "pin"] = "reason" if overrides else _pin_step(room)
    begun = Signing(case=sheet.row.id, step=step, at=room.incoming.at, decision=decision, content=sheet.content)
    _wait(room, begun)
    _show(room, sheet.row, statement_screen(sheet.card, sheet.case, decision, overrides, _ASKS[step]))


def _pin_step(room: Room) -> Literal["new", "pin"]:
    return "new" if room.unit.pin(room.person.id) is None else "pin"


_ASKS: dict[str, Message] = {"reason": ASK_REASON, "pin": ASK_PIN, "new": NEW_PIN, "again": SAME_PIN}


def drop(room: Room) -> None:
    """Gives up the signature in the making, and tells the person."""
    if waits(room.person):
        _end(room)
        room.show(Screen("note", ask_screen(NOTHING).paragraphs))


# What is typed.


def waits(person: Staff) -> bool:
    """Whether what this person types next is for their signature."""
    return person.signing is not None and person.signing.step != "over"


def hides(person: Staff) -> bool:
    """Whether what this person types next is a PIN, which nobody else may see."""
    return person.signing is not None and person.signing.step not in ("reason", "over")


def too_late(room: Room) -> bool:
    """Whether what was typed may be a PIN whose signature has just ended, done or not: it is deleted, never stored."""
    over = room.person.signing
    if over is None or room.incoming.at - over.at > LINGERS:
        return False
    if not pins.may_be(room.incoming.text):
        return False
    _delete(room)
    room.say(LATE_PIN)
    return True


def typed(room: Room) -> None:
    """A reason or a PIN, while a signature waits for it."""
    signing, text = room.person.signing, room.incoming.text
    assert signing is not None
    if lets_go(text) or typed_buttons.says(room, LEAVE, text):
        return drop(room)
    if signing.step != "reason":
        _delete(room)
    row = room.unit.case(signing.case)
    if row is None or not room.may_with(Duty.SIGN, row):
        _end(room)
        return room.refuse("sign", NOTHING)
    if room.incoming.at - signing.at > WAITS:
        _end(room)
        return room.say(say("That took too long, so nothing was signed. Please begin again from the card."))
    return _TYPED[signing.step](room, row, signing, text)


def _reason(room: Room, row: CaseRow, signing: Signing, text: str) -> None:
    reason = sentence(text)
    if not 3 <= len(reason) <= REASON_LENGTH:
        return _ask(room, say("Please give the reason in one sentence, up to {n} characters.", n=REASON_LENGTH))
    if identifier_in(reason) is not None:
        return _ask(room, say("That looks like personal data. It was not stored. Please leave it out."))
    step = _pin_step(room)
    _wait(room, replace(signing, reason=reason, step=step))
    return _ask(room, _ASKS[step])


def _new(room: Room, row: CaseRow, signing: Signing, text: str) -> None:
    pin = pins.read(text)
    if not pins.good(pin):
        return _ask(
            room, say("A PIN has 6 to 12 digits, not all the same and not in a row. Please choose another one.")
        )
    kept = pins.sealed(room.person.id, pin, room.incoming.at)
    _wait(room, replace(signing, step="again", salt=kept.salt, digest=kept.digest))
    return _ask(room, SAME_PIN)


def _again(room: Room, row: CaseRow, signing: Signing, text: str) -> None:
    kept = Pin(staff_id=room.person.id, salt=signing.salt, digest=signing.digest, set_at=room.incoming.at)
    if not pins.fits(pins.read(text), kept):
        _wait(room, replace(signing, step="new", salt="", digest=""))
        return _ask(room, say("That was another PIN. Choose one again, and type it."))
    room.unit.save_pin(kept)
    room.note("pin_set", row.site, room.person.id)
    return _sign(room, row, signing)


def _pin(room: Room, row: CaseRow, signing: Signing, text: str) -> None:
    kept = room.unit.pin(room.person.id)
    if kept is None:  # an administrator has just taken it away
        _wait(room, replace(signing, step="new"))
        return _ask(room, NEW_PIN)
    outcome, after = pins.tried(pins.read(text), kept, room.incoming.at)
    room.unit.save_pin(after)
    if outcome is PinTry.RIGHT:
        room.note("signed_in", row.site, room.person.id)
        return _sign(room, row, signing)
    if outcome is PinTry.WRONG:
        room.note("pin_wrong", row.site, room.person.id)
        return _ask(room, say("That was not your PIN. Tries left: {n}.", n=pins.TRIES - after.failures))
    room.note("pin_locked", row.site, room.person.id)
    _end(room)
    assert after.locked_until is not None
    until = room.local(row.site, after.locked_until)
    return room.say(
        say("Your PIN is locked until {at}; an administrator can unlock it earlier. Nothing was signed.", at=until)
    )


_TYPED = {"reason": _reason, "new": _new, "again": _again, "pin": _pin}


# Signing.


def _sign(room: Room, row: CaseRow, signing: Signing) -> None:
    """The entry of the record, bound to what was read; then every copy of the card shows it."""
    _end(room)
    sheet = sheet_of(room, row)
    if sheet is None or sheet.content != signing.content:
        return room.say(CHANGED)
    try:
        done = signed(sheet.trial, sheet.case, room.today(row.site), _printed(room, sheet, signing))
    except NotNow:
        return room.say(CHANGED)
    screening.carry_out(room, sheet.trial, row, done)
    assert done.case.signature is not None
    told = say("{case}: {decision}", case=done.case.name, decision=decision_words(done.case.signature))
    delivery.redraw(room, sheet.trial, row, done.case, done.case.sent)
    delivery.tell(room, row, told)
    read = room.unit.slot_message(room.person.address, turn_slot(row, row.turn))
    _show(room, row, delivery.private_card(room, sheet.trial, row, done.case, room.person))
    return None if read is None else room.put("strip", {}, refers=read)  # “Do not sign” comes too late there


def _printed(room: Room, sheet: Sheet, signing: Signing) -> Printed:
    overrides = signing.decision != sheet.verdict.outcome.value
    words = meaning(sheet.case, signing.decision, overrides)
    return Printed(
        by=room.person.name,
        at=room.local(sheet.row.site).replace(microsecond=0).isoformat(),
        meaning=room.house.words.text(words, room.language),
        verdict=sheet.verdict.outcome.value,
        decision=signing.decision,
        reason=signing.reason,
        head=sheet.row.head,
        content=sheet.content,
    )


def _wait(room: Room, signing: Signing | None) -> None:
    room.keep(replace(room.person, signing=signing))


def _end(room: Room) -> None:
    """Ends the signature in the making; where a PIN was asked for, one may still be on its way."""
    known, asked = room.person.signing, hides(room.person)
    _wait(room, Signing(case=known.case, step="over", at=room.incoming.at) if known and asked else None)


def _ask(room: Room, words: Message) -> None:
    room.show(ask_screen(words))


def _show(room: Room, row: CaseRow, screen: Screen) -> None:
    """To the investigator alone, wherever the button was."""
    drawn = room.drawn(screen, room.person.language, (row.id, row.turn))
    room.put("show", drawn, slot=turn_slot(row, row.turn), to=room.person.address)


def _delete(room: Room) -> None:
    """Takes the message with the PIN out of the chat, where the channel has messages."""
    if room.incoming.message is not None:
        room.put("delete", {}, refers=room.incoming.message)

"""What is shown of signatures: on the card, what one means, and the screens on which an investigator signs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.core.case import Case, Signature
from bot.core.facts import KnownFacts
from bot.core.messages import Listing, Message, name, say
from bot.core.screens.base import Action, Button, Paragraph, Screen
from bot.core.verdict import Eligibility, Verdict

LEAVE = Button(say("Do not sign"), Action("unsign"), "‹")


def meaning(case: Case, decision: str, overrides: bool) -> Message:
    """What a signature means: read before signing, and printed with it."""
    if not overrides:
        return _CONFIRMS[decision](case.name)
    return _OVERRIDES[decision](case.name)


_CONFIRMS = {
    "eligible": lambda case: say(
        "I have reviewed the answers of {case} and every criterion, and confirm eligibility.", case=case
    ),
    "ineligible": lambda case: say(
        "I have reviewed the answers of {case} and every criterion, and confirm that it is not eligible.", case=case
    ),
}
_OVERRIDES = {
    "eligible": lambda case: say(
        "I have reviewed the answers of {case} and every criterion, and override the verdict: eligible.", case=case
    ),
    "ineligible": lambda case: say(
        "I have reviewed the answers of {case} and every criterion, and override the verdict: not eligible.", case=case
    ),
}
OUTCOMES = {
    "eligible": name("decision", "eligible"),
    "ineligible": name("decision", "not eligible"),
    "undetermined": name("decision", "undetermined"),
}


# On the card.


def signature_lines(case: Case, facts: KnownFacts, verdict: Verdict) -> list[Paragraph]:
    """Who signed what and when, or that a signature is void and which change ended it."""
    if case.voided is not None:
        labels = Listing(tuple(facts.trial.by_id[id].label for id in case.voided.questions), "plain")
        return [Paragraph(void_words(case.voided.signature, labels), "warning", "⚠")]
    return [] if case.signature is None else _standing(case, case.signature, verdict)


def signed_note(case: Case) -> list[Paragraph]:
    """The same in one line, for the other screens of a verdict; nothing where no signature stands."""
    signature = case.signature
    if signature is None:
        return []
    line = say("{decision} · {signed}", decision=decision_words(signature), signed=_signed(signature))
    return [Paragraph(line, "note", "✍")]


def void_words(signature: Signature, labels: Listing) -> Message:
    """That a signature is void."""
    return say(
        "Signature void: {by} had signed on {at}; changed after that: {labels}",
        by=signature.by,
        at=signature.at,
        labels=labels,
    )


def _standing(case: Case, signature: Signature, verdict: Verdict) -> list[Paragraph]:
    lines = [
        Paragraph(decision_words(signature), "strong", "✍"),
        Paragraph(meaning(case, signature.decision, signature.overrides), "quote"),
    ]
    if signature.reason:
        lines.append(Paragraph(say("Reason: {reason}", reason=signature.reason), "item", "·"))
    lines.append(Paragraph(_signed(signature), "item", "·"))
    if verdict.outcome.value != signature.verdict:
        passed = say("The verdict has become another one since it was signed: days have passed.")
        lines.append(Paragraph(passed, "warning", "⚠"))
    return lines


def _signed(signature: Signature) -> Message:
    by, at = signature.by, signature.at
    return say("Signed by {by}, investigator · {at} ({zone})", by=by, at=at, zone=zone(at))


def decision_words(signature: Signature) -> Message:
    """What was decided, and against what."""
    decision, verdict = OUTCOMES[signature.decision], OUTCOMES[signature.verdict]
    if signature.overrides:
        return say("Investigator's decision: {decision} (overrides: {verdict})", decision=decision, verdict=verdict)
    return say("Confirmed by the investigator: {decision}", decision=decision)


def zone(at: datetime) -> str:
    """The time zone of a printed moment: UTC+08:00."""
    offset = at.strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"


# Signing.


def decide_screen(card: Screen, choices: Sequence[Eligibility]) -> Screen:
    """The verdict, and what could be decided instead."""
    ask = Paragraph(say("What do you decide?"), "ask")
    ways = tuple(Button(OUTCOMES[one.value], Action("decide", one.value)) for one in choices)
    return Screen("decide", (*card.paragraphs, ask), (ways, (LEAVE,)))


def statement_screen(card: Screen, case: Case, decision: str, overrides: bool, ask: Message) -> Screen:
    """The verdict, what signing it will mean, and what is to be typed."""
    statement = (
        Paragraph(say("You are about to sign:"), "strong"),
        Paragraph(meaning(case, decision, overrides), "quote"),
        Paragraph(ask, "ask"),
    )
    return Screen("statement", (*card.paragraphs, *statement), ((LEAVE,),))


def ask_screen(words: Message) -> Screen:
    """One more thing to be typed before a signature is made."""
    return Screen("sign", (Paragraph(words, "ask"),), ((LEAVE,),))

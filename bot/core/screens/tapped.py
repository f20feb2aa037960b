"""Reasons and words that are tapped: the record holds them as they stand here, and each language has its own."""

from __future__ import annotations

from bot.core.messages import Message, say

# Why an answer is changed once the study team has it.
NEW_RESULT = say("New result")
REASONS = (NEW_RESULT, say("Typing error"), say("Found in the records"))
JUDGEMENT = say("Judged by the investigator")
# What an answer that stays as it is was checked against.
CHECKED = (say("Checked in the records"), say("Checked with the patient"), say("Checked with the laboratory"))
# Why a case ends.
MISTAKE = say("Opened by mistake")
WITHDRAWALS = (
    say("The patient does not want to go on"),
    say("The patient cannot be reached"),
    say("Another trial or treatment chosen"),
    MISTAKE,
)


def as_said(words: str) -> Message | str:
    """What was tapped, to be said in any language; what was typed stands as it is."""
    return next((one for one in (*REASONS, JUDGEMENT, *CHECKED, *WITHDRAWALS) if one.text == words), words)

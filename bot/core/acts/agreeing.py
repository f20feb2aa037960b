"""Before the first question: whether the patient agrees, and the site's own code for the patient."""

from __future__ import annotations

from bot.core.identifiers import identifier_in, is_like_national_id
from bot.core.lexicon.forms import clean
from bot.core.lexicon.patterns import pattern
from bot.core.messages import say
from bot.core.turn import Refused, Turn

LABEL = pattern(r"[A-Za-z0-9][A-Za-z0-9._/-]{1,23}")
_DATE = pattern(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")


def agree(turn: Turn, _: str) -> None:
    """The patient agrees to be screened; answers of an earlier attempt are looked at first."""
    turn.settle("agreed", {}, "recall" if turn.case.carried else "agree")


def decline(turn: Turn, _: str) -> None:
    """The patient does not: nothing is asked."""
    turn.settle("declined", {}, "decline")


def label(turn: Turn, text: str) -> None:
    """The site's own code for the patient; nothing that could name a person."""
    label = clean(text)
    if identifier_in(label) or is_like_national_id(label):
        raise Refused(say("That looks like a name or a personal number. It was not stored. Use a code."))
    if not LABEL.fullmatch(label) or not any(sign.isdigit() for sign in label) or _DATE.fullmatch(label):
        raise Refused(
            say(
                "A code has 2 to 24 letters, digits or . _ / -, at least one digit, and is no date; such as {example}.",
                example="A-017",
            )
        )
    turn.record("labelled", {"label": label}, same_turn=True)
    turn.show_now()

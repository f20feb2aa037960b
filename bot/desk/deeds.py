"""What each kind of entry of a record means, in words: said here once, for the trail.

Staff stand in the data by their names here, and values as a trial version knows them; data of another version may raise
LookupError, TypeError or ValueError.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.core.case import Case, Line
from bot.core.folding import after, load
from bot.core.kinds import show
from bot.core.messages import Listing, Message, Shown, say
from bot.core.screens.signature import decision_words, zone
from bot.core.screens.tapped import as_said
from bot.core.trial import Trial
from bot.ports import ERASED

Tell = Callable[[Trial, Mapping[str, Any]], Message]


def _label(trial: Trial, data: Mapping[str, Any]) -> Message:
    return trial.by_id[data["question"]].label


def _value(trial: Trial, question: str, value: Any) -> Shown:
    return show(trial.by_id[question].shape, load(trial, question, value))


def _given(trial: Trial, data: Mapping[str, Any]) -> Shown:
    """The answer as understood, and as typed."""
    value = _value(trial, data["question"], data["value"])
    return say("{value} (typed: {typed})", value=value, typed=data["typed"]) if data.get("typed") else value


def _answered(trial: Trial, data: Mapping[str, Any]) -> Message:
    return say("{question}: {value}", question=_label(trial, data), value=_given(trial, data))


def _amended(trial: Trial, data: Mapping[str, Any]) -> Message:
    id = data["question"]
    old = say("no answer") if data.get("old") is None else _value(trial, id, data["old"])
    return say(
        "{question}: changed from {old} to {new}; reason: {reason}",
        question=_label(trial, data),
        old=old,
        new=_given(trial, data),
        reason=as_said(data["reason"]),
    )


def _several(trial: Trial, data: Mapping[str, Any]) -> Message:
    return say("found in a message, to be confirmed: {answers}", answers=_answers(trial, data))


def _answers(trial: Trial, data: Mapping[str, Any]) -> Listing:
    found = [
        say("{question}: {value}", question=_label(trial, one), value=_value(trial, one["question"], one["value"]))
        for one in data["answers"]
    ]
    return Listing(tuple(found), "plain")


def _proposed(trial: Trial, data: Mapping[str, Any]) -> Message:
    return say("{question}: asked back about “{typed}”", question=_label(trial, data), typed=data.get("typed") or "")


def _marked(trial: Trial, data: Mapping[str, Any]) -> Message:
    question = trial.by_id[data["state"]]
    labels = {option.code: option.label for option in question.shape.options}
    ticked = Listing(tuple(labels[code] for code in data["codes"]), "comma")
    return say(
        "{question}: ticked {options}", question=question.label, options=ticked if data["codes"] else say("nothing")
    )


def _unit_chosen(trial: Trial, data: Mapping[str, Any]) -> Message:
    return say("{question}: unit {unit}", question=trial.by_id[data["state"]].label, unit=data["unit"])


def _chosen(trial: Trial, data: Mapping[str, Any]) -> Message:
    kept = Listing(tuple(trial.by_id[id].label for id in data["kept"]), "comma")
    return say("of what was found these are kept: {questions}", questions=kept if data["kept"] else say("nothing"))


def _opened(trial: Trial, data: Mapping[str, Any]) -> Message:
    opened = say("opened for trial {trial}, version {version}", trial=trial.short, version=trial.version)
    earlier = data.get("rescreens")
    return say("{opened}; screened before as {case}", opened=opened, case=earlier) if earlier else opened


def _carried(trial: Trial, data: Mapping[str, Any]) -> Message:
    return say("carried over, to be confirmed: {answers}", answers=_answers(trial, data))


# Signing.


def _signed(trial: Trial, data: Mapping[str, Any]) -> Message:
    """As it was printed: name, moment and decision, and the reason, or the words that were read."""
    signature = after(trial, Case("", data["state"]), Line("signed", data, data["state"], data["turn"])).signature
    assert signature is not None
    by, at, decision = signature.by, signature.at, decision_words(signature)
    said = say("signed by {by}, {at} ({zone}): {decision}", by=by, at=at, zone=zone(at), decision=decision)
    if signature.reason:
        return say("{said}; reason: {reason}", said=said, reason=signature.reason)
    return say("{said} (“{words}”)", said=said, words=signature.meaning)


def _voided(trial: Trial, data: Mapping[str, Any]) -> Message:
    changed = Listing(tuple(trial.by_id[id].label for id in data["questions"]), "plain")
    return say("the signature is void, since this was changed: {questions}", questions=changed)


# Queries.


def _queried(trial: Trial, data: Mapping[str, Any]) -> Message:
    asked = {"n": data["query"], "question": _label(trial, data), "words": data["words"]}
    return say("query {n} about {question}: “{words}”", **asked)


def _replied(trial: Trial, data: Mapping[str, Any]) -> Message:
    done = say("query {n} answered: the answer was changed", n=data["query"])
    if not data["changed"]:
        done = say("query {n} answered: the answer stays", n=data["query"])
    return say("{done} (“{words}”)", done=done, words=as_said(data["words"])) if data["words"] else done


def _erased(trial: Trial, data: Mapping[str, Any]) -> Message:
    if "rule" in data:
        return say("erased by itself after {days} days, as the trial says", days=data["days"])
    return say("erased; reason: {reason}", reason=data["reason"])


def _plain(message: Message) -> Tell:
    return lambda trial, data: message


def _of_question(text: Callable[[Message], Message]) -> Tell:
    return lambda trial, data: text(_label(trial, data))


TOLD: dict[str, Tell] = {
    "opened": _opened,
    "labelled": lambda trial, data: say("the site's own code is {label}", label=data["label"]),
    "agreed": _plain(say("the patient agrees to the screening questions")),
    "declined": _plain(say("the patient does not agree to the screening questions")),
    "answered": _answered,
    "amended": _amended,
    "left_open": _of_question(lambda question: say("{question}: not known yet", question=question)),
    "kept": _of_question(lambda question: say("{question}: the answer stays", question=question)),
    "jumped": _of_question(lambda question: say("went to {question}", question=question)),
    "proposed": _proposed,
    "found": _several,
    "chosen": _chosen,
    "marked": _marked,
    "unit_chosen": _unit_chosen,
    "went_back": _plain(say("went back")),
    "went_on": _plain(say("went on")),
    "stopped": _plain(say("stopped asking: a criterion fails")),
    "told": _plain(say("was told that a criterion fails")),
    "sent": lambda trial, data: say("card {n} sent to the study team", n=data["number"]),
    "returned": _plain(say("left the answers for now")),
    "withdrew": _plain(say("took back what waited to be confirmed")),
    "signed": _signed,
    "voided": _voided,
    "queried": _queried,
    "upheld": lambda trial, data: say("query {n}: says that the answer stays", n=data["query"]),
    "replied": _replied,
    "query_closed": lambda trial, data: say("query {n} closed", n=data["query"]),
    "handed_over": lambda trial, data: say(
        "handed over from {before} to {after}", before=data["from"], after=data["to"]
    ),
    "leaving": _plain(say("is about to withdraw the case")),
    "stayed": _plain(say("does not withdraw the case")),
    "withdrawn": lambda trial, data: say("withdrawn; reason: {reason}", reason=as_said(data["reason"])),
    "carried": _carried,
    "rescreened": lambda trial, data: say("screened again as {case}", case=data["code"]),
    ERASED: _erased,
}

"""The audit trail in words: who did what in which case, when by the site's clock, in the language of whoever reads.

What each kind of entry means is said here once. A kind that is not known here is shown with its data, so that
nothing of a record is left out. What is asked of a trail: ICH E6(R3) 4.2.2 (who, when, old and new value, reason).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.case import load
from bot.core.kinds import show
from bot.core.messages import Listing, Message, Shown, say
from bot.core.trial import Trial
from bot.desk.erasing import why_erased
from bot.desk.room import House
from bot.ports import ERASED, CaseRow, Entry, Noted, Unit

BOT = say("the bot, or whoever runs it")
Tell = Callable[[Trial, Mapping[str, Any]], Message]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for; None or an empty text: everything."""

    since: datetime | None = None
    kind: str = ""
    staff: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One line of the trail; `at` is by the site's clock, `where` the case's code, or the site whose log it is in."""

    at: datetime
    where: str
    number: int
    who: Message
    what: Message


class Trail:
    """What was done, as far as it is wanted, out of one view of the store."""

    def __init__(self, unit: Unit, house: House, wanted: Wanted) -> None:
        self._unit, self._house, self._wanted = unit, house, wanted
        self._names: dict[int, str] = {}

    def of_case(self, row: CaseRow) -> Iterator[Deed]:
        """The record of a case, in order."""
        trial = self._house.trials.get(row.trial)
        for entry in self._unit.entries(row.id):
            if self._is_wanted(entry, entry.staff_id):
                same = trial if trial is not None and trial.version == entry.version else None
                yield self._deed(row.site, row.code, entry, entry.staff_id, _what(same, entry))

    def of_site(self, site: str) -> Iterator[Deed]:
        """The log of a site, in order."""
        for line in self._unit.logged(site):
            if self._is_wanted(line, line.actor):
                yield self._deed(site, site, line, line.actor, self._noted(line))

    def _noted(self, line: Noted) -> Message:
        known = _NOTED.get(line.kind)
        what = _raw(line.kind, line.data) if known is None else _with_data(known, line.data)
        return what if line.subject is None else say("{name}: {what}", name=self._name(line.subject), what=what)

    def _deed(self, site: str, where: str, line: Entry | Noted, who: int | None, what: Message) -> Deed:
        at = line.at.astimezone(self._house.zone(site))
        person = BOT if who is None else say("{name}", name=self._name(who))
        return Deed(at=at, where=where, number=line.number, who=person, what=what)

    def _is_wanted(self, line: Entry | Noted, who: int | None) -> bool:
        wanted = self._wanted
        return (
            (wanted.since is None or line.at >= wanted.since)
            and wanted.kind in ("", line.kind)
            and (not wanted.staff or (who is not None and wanted.staff in (str(who), self._name(who))))
        )

    def _name(self, staff_id: int) -> str:
        if staff_id not in self._names:
            person = self._unit.staff(staff_id)
            self._names[staff_id] = person.name if person else str(staff_id)
        return self._names[staff_id]


def _what(trial: Trial | None, entry: Entry) -> Message:
    if entry.closed:
        return say("{kind}: cannot be read any more", kind=entry.kind)
    tell = _TOLD.get(entry.kind)
    if tell is None or trial is None:
        return _raw(entry.kind, entry.data)
    try:
        return tell(trial, {"state": entry.state, **entry.data})
    except (LookupError, TypeError, ValueError):  # written by a version that knew other data
        return _raw(entry.kind, entry.data)


def _raw(kind: str, data: Mapping[str, Any]) -> Message:
    return _with_data(say("{kind}", kind=kind), data)


def _with_data(what: Message, data: Mapping[str, Any]) -> Message:
    shown = {key: value for key, value in data.items() if key != "turn"}
    return (
        say("{what} {data}", what=what, data=json.dumps(shown, ensure_ascii=False, sort_keys=True)) if shown else what
    )


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
        reason=data["reason"],
    )


def _several(trial: Trial, data: Mapping[str, Any]) -> Message:
    found = [
        say("{question}: {value}", question=_label(trial, one), value=_value(trial, one["question"], one["value"]))
        for one in data["answers"]
    ]
    return say("found in a message, to be confirmed: {answers}", answers=Listing(tuple(found), "plain"))


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
    return say("opened for trial {trial}, version {version}", trial=trial.short, version=trial.version)


def _erased(trial: Trial, data: Mapping[str, Any]) -> Message:
    return say("erased; reason: {reason}", reason=why_erased(data))


def _plain(message: Message) -> Tell:
    return lambda trial, data: message


def _of_question(text: Callable[[Message], Message]) -> Tell:
    return lambda trial, data: text(_label(trial, data))


_TOLD: dict[str, Tell] = {
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
    "sent": _plain(say("sent to the study team")),
    "returned": _plain(say("left the answers for now")),
    "withdrew": _plain(say("took back what waited to be confirmed")),
    ERASED: _erased,
}
_NOTED: dict[str, Message] = {
    "invited": say("invitation made"),
    "joined": say("joined"),
    "role_given": say("role given"),
    "role_ended": say("role ended"),
    "refused": say("refused"),
    "pin_set": say("PIN set"),
    "pin_wrong": say("wrong PIN"),
    "pin_locked": say("PIN locked"),
    "pin_unlocked": say("PIN unlocked"),
    "signed_in": say("signed in with the PIN"),
    "exported": say("records exported"),
    ERASED: say("case erased"),
}

"""The record of a case -> a conversation that leads to the same verdict, so that a session can become a test.

It is made from the record alone, so that it does not matter over how many sittings the case was screened. What was only
looked at is not in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.core.folding import rebuilt
from bot.core.machine import CARRIED, REASON, REPLY, REVIEW, SENT
from bot.core.trial import Trial
from bot.core.verdict import judge
from bot.desk.records import line_of, local
from bot.ports import Entry
from bot.private import owner_only

Steps = list[dict[str, Any]]
SIMPLE = {
    "agreed": "agree",
    "declined": "decline",
    "kept": "keep",
    "went_back": "back",
    "went_on": "go_on",
    "stopped": "stop",
    "returned": "leave",
    "stayed": "stay",
}

# What happens beside the conversation, and leaves it where it is.
ASIDE = frozenset({"queried", "query_closed", "handed_over", "rescreened"})


def write_talk(file: Path, talk: Mapping[str, Any]) -> None:
    """A conversation that was retold, as a file that nobody else on the machine may read."""
    yaml = YAML()
    yaml.width = 120
    with open(file, "w", encoding="utf-8", opener=owner_only) as out:
        yaml.dump(talk, out)


def retold(trial: Trial, entries: Sequence[Entry]) -> dict[str, Any]:
    """The conversation of a case, as data; StoreFailed where an entry cannot be opened."""
    case = rebuilt(trial, "", [line_of(entry) for entry in entries])
    verdict = judge(trial, case.answers, local(entries[-1]).date())
    teller = _Teller()
    for entry in entries:
        teller.tell(entry)
    return {
        "trial": trial.id,
        "language": entries[0].language,
        "today": _day(entries[0]),
        "steps": teller.steps,
        "verdict": verdict.outcome.value,
        "criteria": {one.criterion.id: one.status.value for one in verdict.findings},
        "missing": list(verdict.missing),
    }


def _day(entry: Entry) -> str:
    """The site's day of an entry."""
    return local(entry).date().isoformat()


@dataclass
class _Teller:
    """Goes through a record; remembers what an entry's meaning depends on."""

    steps: Steps = field(default_factory=list)
    day: str = ""
    state: str = ""
    asked_back: Mapping[str, Any] | None = None
    found: tuple[str, ...] = ()  # questions that several answers of one message are for
    kept: tuple[str, ...] = ()
    taken: int = 0  # the turn in which they were taken over

    def tell(self, entry: Entry) -> None:
        """Adds the steps that lead to an entry."""
        if self.day and _day(entry) != self.day:
            self.steps.append({"today": _day(entry)})
        self.day = _day(entry)
        several = self._several(entry.kind, entry.data)
        self.steps += self._steps(entry) if several is None else several
        if entry.kind in ASIDE:
            return
        pending = entry.kind == "proposed" and entry.state != REASON
        self.asked_back = entry.data if pending else None
        self.state = entry.state
        if entry.kind not in ("found", "chosen"):
            self.found = ()

    def _steps(self, entry: Entry) -> Steps:
        data = entry.data
        if self.state == CARRIED:  # a talk knows no case before its own
            return []
        if entry.kind in SIMPLE:
            return [{"tap": SIMPLE[entry.kind]}]
        match entry.kind:
            case "labelled":
                return [{"say": data["label"]}]
            case "answered" | "proposed":
                return [self._answer(data)]
            case "left_open":
                return [{"answer": {data["question"]: "unknown"}}]
            case "jumped":
                return [{"tap": f"jump {data['question']}"}]
            case "unit_chosen":
                return [{"tap": f"unit {data['unit']}"}]
            case "amended" | "withdrawn":
                return [{"say": data["reason"]}]
            case "withdrew":
                return [{"tap": "keep" if self.state == REASON else "retype"}]
        return self._of_query(entry.kind, data) or self._ends(entry.kind)

    def _of_query(self, kind: str, data: Mapping[str, Any]) -> Steps:
        match kind:
            case "queried":
                return [{"ask": {data["question"]: data["words"]}}]
            case "upheld":
                return [{"tap": f"stands {data['query']}" if self.state == SENT else "keep"}]
            case "replied" if self.state == REPLY:
                return [{"say": data["words"], "at": REPLY}]
            case "query_closed":
                return [{"close": data["query"]}]
        return []

    def _ends(self, kind: str) -> Steps:
        match kind:
            case "leaving":
                return [{"command": "case"}, {"tap": "withdraw"}]
            case "sent" if self.state == REVIEW:
                return [{"tap": "send"}]
        return []

    def _several(self, kind: str, data: Mapping[str, Any]) -> Steps | None:
        """What concerns several answers of one message; None for anything else."""
        match kind:
            case "found":
                return [self._found(data)]
            case "chosen":
                return [self._chosen(data)]
            case "answered" | "amended" if self.taken == data["turn"]:
                return []
            case "answered" | "amended" if self.found:
                self.found, self.taken = (), data["turn"]
                return [{"tap": "take_over"}]
        return None

    def _found(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """A message with several answers: of it only the words that gave them were kept."""
        self.found = self.kept = tuple(one["question"] for one in data["answers"])
        return {"say": "\n".join(dict.fromkeys(one["typed"] for one in data["answers"])), "at": self.state}

    def _chosen(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """One of several answers left out, or taken in again."""
        before, self.kept = set(self.kept), tuple(data["kept"])
        (changed,) = before ^ set(self.kept)
        return {"tap": f"{'drop' if changed in before else 'hold'} {self.found.index(changed)}"}

    def _answer(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """An answer, or one that was asked back or needs a reason."""
        values = data.get("readings") or [data.get("value")]
        back = self.asked_back
        if back is not None and (back["question"], back["typed"]) == (data["question"], data.get("typed")):
            return {"tap": f"take {back['readings'].index(values[0])}"}
        if data.get("typed") is not None:
            return {"say": data["typed"], "at": data["question"]}
        return {"answer": {data["question"]: values[0]}}

"""Cases in a store, as many as a paper needs, written as the desk writes them: opened, agreed, answered, sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.core.answers import Answer, NotKnown
from bot.core.facts import KnownFacts
from bot.core.folding import dump
from bot.core.machine import AGREEMENT, DECLINED, REVIEW, SENT
from bot.core.trial import Trial
from bot.core.verdict import findings_of
from bot.ports import CaseRow, Draft, UnitOfWork
from bot.store.sql import SqlStore
from tests.store.making import staff

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)  # nine in the morning in Nanjing
AHEAD = timedelta(hours=8)
Happened = tuple[str, Mapping[str, Any], str]


def opened(
    store: SqlStore,
    trial: Trial,
    happened: Iterable[Happened] = (),
    at: datetime = NOW,
    site: str = "NJ01",
    by: str = "Li M.",
    version: str | None = None,
) -> CaseRow:
    """A case with these entries: what happened, its data, the state after it; one each minute."""
    with store.transaction() as unit:
        owner = _person(unit, site, by)
        row = unit.open_case(
            code=unit.next_code(site), trial=trial.id, version=version or trial.version, site=site, owner=owner,
            state=AGREEMENT, at=at,
        )  # fmt: skip
        entries: list[Happened] = [("opened", {"code": row.code, "label": None}, AGREEMENT), *happened]
        drafts = [
            Draft(
                kind=kind,
                at=at + timedelta(minutes=place),
                offset=int(AHEAD.total_seconds() // 60),
                staff_id=owner,
                language="en",
                trial=trial.id,
                version=row.version,
                state=state,
                data={**data, "turn": place + 1},
            )
            for place, (kind, data, state) in enumerate(entries)
        ]
        label = next((data["label"] for kind, data, _ in entries if kind == "labelled"), None)
        unit.append(row, drafts, state=drafts[-1].state, turn=len(drafts), label=label)
        found = unit.case(row.id)
    assert found is not None
    return found


def added(store: SqlStore, row: CaseRow, happened: Happened, by: str, later: timedelta = timedelta()) -> None:
    """Somebody does one thing more with a case, so much later than the last one."""
    kind, data, state = happened
    with store.transaction() as unit:
        case, last, person = unit.case(row.id), unit.entries(row.id)[-1], _person(unit, row.site, by)
        assert case is not None
        turn = case.turn + 1
        new = {"kind": kind, "at": last.at + later, "staff_id": person, "state": state, "data": {**data, "turn": turn}}
        draft = Draft(**({name: getattr(last, name) for name in Draft.__slots__} | new))
        unit.append(case, [draft], state=state, turn=turn)


def _person(unit: UnitOfWork, site: str, name: str) -> int:
    person = replace(staff(unit, f"console:{site}:{name}", site), name=name)
    unit.save_staff(person)
    return person.id


def screened(
    store: SqlStore, trial: Trial, answers: Mapping[str, Answer], at: datetime = NOW, sent: bool = True, **more: Any
) -> CaseRow:
    """Somebody who agreed and was asked; `sent`: the study team has the verdict."""
    happened = [("agreed", {}, trial.questions[0].id), *answered(trial, answers)]
    return opened(store, trial, [*happened, *([sent_to_team(trial, answers, at)] if sent else [])], at, **more)


def declined(store: SqlStore, trial: Trial, **more: Any) -> CaseRow:
    """Somebody who did not agree."""
    return opened(store, trial, [("declined", {}, DECLINED)], **more)


def answered(trial: Trial, answers: Mapping[str, Answer]) -> list[Happened]:
    """One entry for each answer."""
    return [_entry(trial, id, answer) for id, answer in answers.items()]


def _entry(trial: Trial, id: str, answer: Answer) -> Happened:
    if isinstance(answer.value, NotKnown):
        return "left_open", {"question": id}, REVIEW
    return "answered", {"question": id, "value": dump(trial, id, answer.value), "typed": answer.typed}, REVIEW


def sent_to_team(trial: Trial, answers: Mapping[str, Answer], at: datetime, number: int = 1) -> Happened:
    """The verdict goes to the study team."""
    day = (at + AHEAD).date()
    found = findings_of(trial, KnownFacts(trial, answers, day))
    criteria = {one.criterion.id: one.status.value for one in found}
    return "sent", {"number": number, "as_of": day.isoformat(), "criteria": criteria}, SENT

"""A case that goes through an office: who is there, and what each of them does with it."""

from __future__ import annotations

from bot.ports import CaseRow, LentLine
from tests.desk.office import TEAM, TRIAL, Office

SCREENER, DOCTOR, CHIEF = 1, 2, 9
PIN = "402715"


def staffed(office: Office, language: str = "en") -> None:
    """A study team's group in this language, a screener, an investigator, an administrator."""
    office.person(CHIEF, office.role("administrator"), language=language)
    office.command(CHIEF, "team", chat=TEAM)
    office.person(SCREENER, office.role("screener"))
    office.person(DOCTOR, office.role("investigator"))


def case(office: Office) -> CaseRow:
    """The case as it stands."""
    return office.rows()[-1]


def step(office: Office, act: str, value: str = "", who: int = SCREENER) -> list[LentLine]:
    """A button of the case as it stands."""
    return office.tap(who, act, value, case=case(office).id, turn=case(office).turn)


def failing(office: Office) -> CaseRow:
    """A case that fails a criterion, sent to the study team."""
    office.tap(SCREENER, "trial", TRIAL)
    step(office, "agree")
    for words in ("2026-12-06", "female", "1964-05-01"):
        office.type(SCREENER, words)
    step(office, "stop")
    step(office, "send")
    return case(office)


def sign(office: Office, pin: str = PIN) -> list[LentLine]:
    """The investigator confirms from the team's card, choosing a PIN the first time."""
    office.tap(DOCTOR, "confirm", case=case(office).id, turn=1, chat=TEAM)
    with office.store.reading() as unit:
        known = unit.pin(office.staff(DOCTOR).id)
    if known is None:
        office.type(DOCTOR, pin, message="77")
    return office.type(DOCTOR, pin, message="78")


def change(office: Office, day: str = "1963-05-01") -> list[LentLine]:
    """The screener corrects the birth date."""
    trial = office.house.trials[TRIAL]
    step(office, "jump", str(trial.order["birth_date"]))
    office.type(SCREENER, day)
    return step(office, "reason", "1")

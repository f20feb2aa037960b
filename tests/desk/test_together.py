"""Several people at the same moment, each at a desk with connections of its own, on each kind of database.

Requirements: (1) a verdict is signed once, by whoever was first, and never one that was changed meanwhile; (2) a query is
answered once; (3) no wrong PIN is forgotten, however many come together; (4) an invitation lets one person in; (5) who loses
a role while their case is taken over has lost it; (6) a case that several take at once is passed from each to the next, and
what its owner does meanwhile stays done; whatever happens, records and logs verify.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event
from typing import Any

import pytest

from bot.desk import pins, screening
from bot.desk.front import Desk
from bot.desk.incoming import Incoming, Tap
from bot.ports import StoreBusy
from bot.store.log import verify_logs
from bot.store.sql import open_store
from bot.store.vault import Keyring, new_master
from bot.store.verify import verify
from tests.desk.office import TRIAL, Office, address

SCREENER, DOCTOR, OTHER_DOCTOR, COORDINATOR, CHIEF = 1, 2, 3, 4, 5
PIN = "402715"
KEYRING = Keyring([new_master()])
Deed = tuple[int, dict[str, Any]]


@pytest.fixture
def crowd(database: str) -> Iterator[Office]:
    """An office with everybody, and a case that the study team has."""
    store = open_store(database, keyring=KEYRING)
    office = Office(store)
    for id, role in (
        (SCREENER, "screener"),
        (DOCTOR, "investigator"),
        (OTHER_DOCTOR, "investigator"),
        (COORDINATOR, "coordinator"),
        (CHIEF, "administrator"),
    ):
        office.person(id, office.role(role))
    office.tap(SCREENER, "trial", TRIAL)
    tap(office, SCREENER, "agree")
    for words in ("2026-12-06", "female", "1961-04-23"):
        office.type(SCREENER, words)
    tap(office, SCREENER, "stop")
    tap(office, SCREENER, "send")
    yield office
    assert (verify(store), verify_logs(store)) == ([], [])
    store.close()


def tap(office: Office, who: int, act: str, value: str = "") -> Any:
    """A button of the case as it stands."""
    return office.tap(who, act, value, case=1, turn=office.rows()[-1].turn)


def typed(who: int, words: str) -> Deed:
    """Somebody types."""
    return who, {"what": "text", "text": words}


def tapped(who: int, act: str, value: str = "", case: int = 0) -> Deed:
    """Somebody taps."""
    return who, {"what": "tap", "tap": Tap(act=act, value=value, case=case), "refers": "tap"}


def together(office: Office, *deeds: Deed, first: Event | None = None) -> None:
    """All of these begin at the same moment, or, where there is a `first`, the others once that has happened; whoever is
    told that the database is busy does it again."""
    begin, url = Barrier(len(deeds), timeout=60), office.store.engine.url.render_as_string(hide_password=False)

    def work(number: int) -> None:
        who, said = deeds[number]
        store = open_store(url, wait=20, keyring=KEYRING)
        desk = Desk(store, office.house, papers=True)
        key = f"together:{office.at}:{number}"
        begin.wait()
        if first is not None and number:
            assert first.wait(60)
        try:
            while True:
                try:
                    desk.handle(
                        Incoming(key=key, at=office.at, person=address(who), chat=address(who), name="P", **said)
                    )
                    return
                except StoreBusy:
                    continue
        finally:
            store.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        list(pool.map(work, range(len(deeds))))
    office.at += timedelta(seconds=5)


def about_to_sign(office: Office, who: int) -> None:
    """Only the PIN is missing; a new one was typed once."""
    tap(office, who, "override")
    tap(office, who, "decide", "eligible")
    office.type(who, "All missing results are on paper")
    office.type(who, PIN)


def kinds(office: Office) -> list[str]:
    """The kinds of the record's entries."""
    return [entry.kind for entry in office.record(1)]


def test_of_two_investigators_who_sign_at_once_one_has_signed(crowd: Office) -> None:
    about_to_sign(crowd, DOCTOR)
    about_to_sign(crowd, OTHER_DOCTOR)
    together(crowd, typed(DOCTOR, PIN), typed(OTHER_DOCTOR, PIN))
    assert kinds(crowd).count("signed") == 1
    assert "nothing was signed" in crowd.words(crowd.sent())


def test_a_signature_and_a_change_at_once_leave_no_signature_on_what_was_changed(crowd: Office) -> None:
    about_to_sign(crowd, DOCTOR)
    tap(crowd, SCREENER, "jump", str(crowd.house.trials[TRIAL].order["birth_date"]))
    crowd.type(SCREENER, "1962-04-23")
    together(crowd, typed(DOCTOR, PIN), typed(SCREENER, "It was misread"))
    done = kinds(crowd)
    assert "amended" in done
    assert "signed" not in done or "voided" in done[done.index("signed") :]


def test_a_query_is_answered_once_whoever_else_closes_it_or_takes_the_case(crowd: Office) -> None:
    place = str(crowd.house.trials[TRIAL].order["birth_date"])
    (asked, *_) = tap(crowd, COORDINATOR, "ask_about", place)
    crowd.type(COORDINATOR, "Is it right?", replies_to=f"m{asked.id}")
    tap(crowd, SCREENER, "stands", "1")
    together(
        crowd,
        typed(SCREENER, "Seen in the letter"),
        typed(SCREENER, "Seen in the letter"),
        tapped(COORDINATOR, "close", "1", case=1),
        tapped(COORDINATOR, "give", str(crowd.staff(COORDINATOR).id), case=1),
    )
    done = kinds(crowd)
    assert done.count("replied") <= 1
    assert done.count("query_closed") == 1
    assert done.count("handed_over") == 1


def test_every_wrong_pin_counts_however_many_come_together(crowd: Office) -> None:
    about_to_sign(crowd, DOCTOR)
    crowd.type(DOCTOR, PIN)
    about_to_sign_again(crowd)
    together(crowd, *(typed(DOCTOR, f"58201{n}") for n in range(pins.TRIES)))
    with crowd.store.reading() as unit:
        pin = unit.pin(crowd.staff(DOCTOR).id)
    assert pin is not None
    assert pins.locked(pin, crowd.at)
    assert [line.kind for line in crowd.log()].count("pin_wrong") == pins.TRIES - 1


def about_to_sign_again(office: Office) -> None:
    """A change has ended the signature, and only the PIN is missing for the next."""
    tap(office, SCREENER, "jump", str(office.house.trials[TRIAL].order["birth_date"]))
    office.type(SCREENER, "1962-04-23")
    office.type(SCREENER, "It was misread")
    tap(office, DOCTOR, "override")
    tap(office, DOCTOR, "decide", "eligible")
    office.type(DOCTOR, "All missing results are on paper")


def test_an_invitation_lets_one_of_many_in(crowd: Office) -> None:
    said = crowd.words(crowd.command(CHIEF, "invite", "screener NJ01"))
    token = re.search(r"[A-Za-z0-9_-]{32}", said)
    assert token is not None
    start = {"what": "command", "command": "start", "text": token[0]}
    together(crowd, *((id, start) for id in (21, 22, 23, 24)))
    with crowd.store.reading() as unit:
        assert len(unit.everybody()) == 6


def test_a_role_that_ends_while_its_case_is_taken_over_has_ended(crowd: Office) -> None:
    together(
        crowd,
        tapped(COORDINATOR, "give", str(crowd.staff(COORDINATOR).id), case=1),
        tapped(CHIEF, "ended", f"{crowd.staff(SCREENER).id}-0"),
        typed(SCREENER, "hello"),
    )
    assert crowd.staff(SCREENER).left_at is not None
    assert crowd.staff(SCREENER).active_case is None
    assert crowd.rows()[-1].owner == crowd.staff(COORDINATOR).id


def test_a_case_that_several_take_at_once_goes_from_each_to_the_next(crowd: Office) -> None:
    tap(crowd, SCREENER, "jump", str(crowd.house.trials[TRIAL].order["birth_date"]))
    takers = (COORDINATOR, DOCTOR, OTHER_DOCTOR)
    together(
        crowd,
        *(tapped(who, "give", str(crowd.staff(who).id), case=1) for who in takers),
        typed(SCREENER, "1962-04-23"),
    )
    passed = [(one.data["from"], one.data["to"]) for one in crowd.record(1) if one.kind == "handed_over"]
    assert sorted(to for _, to in passed) == sorted(crowd.staff(who).id for who in takers)
    assert [before for before, _ in passed] == [crowd.staff(SCREENER).id, *(to for _, to in passed[:-1])]
    assert crowd.rows()[0].owner == passed[-1][1]
    assert crowd.staff(SCREENER).active_case is None


def test_what_its_owner_does_while_a_case_is_taken_over_stays_done(
    crowd: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner opens another case just when whoever takes the first over has read whose it is."""
    read, opened, write = Event(), Event(), screening.written

    def written(*given: Any, **more: Any) -> Any:
        read.set()
        opened.wait(1)  # nobody can, while the owner is held
        return write(*given, **more)

    def handled(desk: Desk, incoming: Incoming) -> int:
        done = handle(desk, incoming)
        if incoming.person == address(SCREENER):
            opened.set()
        return done

    handle = Desk.handle
    monkeypatch.setattr(screening, "written", written)
    monkeypatch.setattr(Desk, "handle", handled)
    taken = tapped(COORDINATOR, "give", str(crowd.staff(COORDINATOR).id), case=1)
    together(crowd, taken, tapped(SCREENER, "trial", TRIAL), first=read)
    assert crowd.rows()[0].owner == crowd.staff(COORDINATOR).id
    assert crowd.staff(SCREENER).active_case == 2

"""The warning of a duplicate: by a keyed fingerprint, where there is a key; what it is made of is never stored."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import pytest
import pytest_asyncio

from bot.desk.duplicates import fingerprint
from tests.channels.telegram.world import World
from tests.store.making import table

KEY = "k" * 32


@pytest_asyncio.fixture
async def keyed(still: World) -> AsyncIterator[World]:
    """A bot that was given a key."""
    still.house = replace(still.house, duplicates_key=KEY)
    still.start()
    yield still
    await still.stop()


@pytest.mark.asyncio
async def test_the_same_patient_is_found_however_the_date_is_written_and_another_is_not(keyed: World) -> None:
    phone = await keyed.joined()
    for place, (typed, found) in enumerate(
        (
            ("1987-03-21 123x", "No other case"),
            ("1987年3月21日 123X", "NJ01-0001"),
            ("19870321 1234", "No other case"),
            ("１９８７－０３－２１　１２３Ｘ", "NJ01-0001"),
            ("1987-13-21 123X", "To be warned of a duplicate"),
        ),
        1,
    ):
        phone.send("/screen")
        await phone.until(lambda place=place: f"NJ01-{place:04}" in phone.last.text)  # type: ignore[misc]  # of this round
        await keyed.quiet()
        phone.send(typed)
        await keyed.quiet()
        assert found in phone.shown[-1].text
    for name in ("cases", "entries", "subjects", "outbox", "seen"):
        stored = str(table(keyed.store, name))
        assert not any(typed in stored for typed in ("1987-03-21", "19870321", "123x", "1987年3月21日"))


@pytest.mark.asyncio
async def test_of_another_sites_case_nothing_is_told_but_that_there_is_one(keyed: World) -> None:
    first, second = await keyed.joined(1), await keyed.joined(2)
    with keyed.store.transaction() as unit:
        person = unit.staff_by_address("telegram:2")
        assert person is not None
        there = tuple(replace(one, site="BJ01") for one in person.delegations)
        unit.save_staff(replace(person, site="BJ01", delegations=there))
    for phone in (first, second):
        phone.send("/screen")
        await phone.until(lambda phone=phone: "agree" in keyed.acts(phone))  # type: ignore[misc]  # of this round
        phone.send("1987-03-21 1234")
        await keyed.quiet()
    assert "another site" in second.shown[-1].text
    assert "NJ01" not in second.shown[-1].text


@pytest.mark.asyncio
async def test_without_a_key_nothing_is_looked_up_or_kept(world: World) -> None:
    phone = await world.joined()
    phone.send("/screen")
    await phone.until(lambda: "agree" in world.acts(phone))
    phone.send("1987-03-21 1234")
    await world.quiet()
    assert "fingerprint" not in " ".join(one.text for one in phone.shown)
    assert table(world.store, "subjects") == []


def test_a_fingerprint_depends_on_key_trial_and_patient() -> None:
    born = date(1986, 5, 12)
    marks = {
        fingerprint(KEY, "ln-msc", born, "1234"),
        fingerprint("x" * 32, "ln-msc", born, "1234"),
        fingerprint(KEY, "rsv-60", born, "1234"),
        fingerprint(KEY, "ln-msc", born, "1235"),
    }
    assert len(marks) == 4

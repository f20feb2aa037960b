"""Signing by phone: from the group's card into the private chat, through the PIN, and back into the group's card.

Requirements: (1) the message with the PIN is taken out of the chat, and the PIN is in no table and no log; (2) the group's
card and the screener's show the signature; (3) others of the group cannot even begin.
"""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import select

from bot.store import tables
from tests.channels.telegram.world import World
from tests.emulator.phone import Phone

pytestmark = pytest.mark.asyncio
PIN = "402715"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
async def test_an_investigator_decides_from_the_groups_card(
    world: World, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    group = world.team(-100, "en" if language == "en" else "zh_CN")
    screener, doctor = await world.joined(1), await world.joined(2, language, role="investigator")
    await world.sent(screener)
    await group.until(lambda: "override" in world.acts(group))
    in_group = Phone(world.telegram, 2, "Person 2", language, chat=-100)
    in_group.tap(world.taps(group)["override"], group.last)
    await doctor.until(lambda: "decide" in world.acts(doctor))
    await world.act(doctor, "decide", "unsign")
    heard = {id for chat, id in world.telegram.heard if chat == 2}
    await types(doctor, "All missing results are in the hospital's system and pass")
    await types(doctor, PIN)
    await types(doctor, PIN)
    signed = "Signed by Person 2, investigator" if language == "en" else "签名：Person 2（研究者）"
    await group.until(lambda: any(signed in one.text for one in group.shown))
    card = next(one for one in group.shown if signed in one.text)
    assert card.edits >= 1
    assert "(UTC+08:00)" in card.text.replace("（", "(").replace("）", ")")
    await screener.until(lambda: any("Signed by Person 2" in one.text for one in screener.shown))
    await world.quiet()
    left = {id for chat, id in world.telegram.heard if chat == 2} - heard
    assert len(left) == 1, "the reason; both messages with the PIN are gone"
    assert PIN not in caplog.text
    assert PIN not in stored(world)
    assert [entry.kind for _, entries in world.record() for entry in entries][-1] == "signed"


async def types(phone: Phone, text: str) -> None:
    """Types it, and waits for what comes of it."""
    before = len(phone.shown)
    phone.send(text)
    await phone.until(lambda: len(phone.shown) > before)


def stored(world: World) -> str:
    """Everything in the database, as one string."""
    with world.store.engine.connect() as connection:
        return "".join(str(connection.execute(select(table)).all()) for table in tables.metadata.sorted_tables)


async def test_others_of_the_group_cannot_begin(world: World) -> None:
    group = world.team(-100, "en")
    screener = await world.joined(1)
    coordinator = await world.joined(3, role="coordinator")
    await world.sent(screener)
    await group.until(lambda: "override" in world.acts(group))
    before, shown = world.record(), len(coordinator.shown)
    in_group = Phone(world.telegram, 3, "Person 3", chat=-100)
    in_group.tap(world.taps(group)["override"], group.last)
    await world.quiet()
    assert in_group.toasts == ["Only an investigator of this trial and site can do that. Nothing was changed."]
    assert len(coordinator.shown) == shown
    assert world.record() == before

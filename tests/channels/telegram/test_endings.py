"""A role with a last day on the phone, and its end, which the running bot brings about by itself."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from bot.desk.roles import planned
from tests.channels.telegram.world import World
from tests.clock import now
from tests.emulator.phone import Phone

pytestmark = pytest.mark.asyncio


async def heard(phone: Phone, words: str) -> None:
    """Waits until a message says this."""
    await phone.until(lambda: any(words in one.text for one in phone.shown))


async def test_a_role_is_given_until_a_day_and_ends_by_itself(world: World) -> None:
    chief = await world.joined(1, role="administrator")
    last: date = now().date() + timedelta(days=40)
    chief.send(f"/invite screener NJ01 until {last}")
    await heard(chief, "works once")
    token = re.search(r"start=([A-Za-z0-9_-]{32})", "\n".join(one.text for one in chief.shown))
    assert token is not None
    guest = Phone(world.telegram, 2, "Guest", "zh-hans")
    guest.start(token[1])
    await heard(guest, "您的授权将在")
    await world.stop()
    with world.store.transaction() as unit:
        person = unit.staff_by_address("telegram:2")
        assert person is not None
        unit.save_staff(planned(person, 0, now() - timedelta(hours=8)))
    world.start()
    await heard(guest, "您的授权已终止")
    await heard(chief, "Ended as planned")
    guest.send("/cases")
    await heard(guest, "仅供受邀人员使用")
    with world.store.reading() as unit:
        assert [line.kind for line in unit.logged("NJ01")][-2:] == ["joined", "left"]

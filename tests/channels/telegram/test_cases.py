"""Finding cases, handing them over, withdrawing them.

Promises: (1) the list tells what is to be done, by state and by what is missing; (2) a case is found by its code, and only
by its own site; (3) one that is handed over is its new owner's from that moment; (4) one that is withdrawn, with a reason,
is closed, and the study team knows.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.ports import CaseRow
from tests.channels.telegram.world import World
from tests.emulator.phone import Phone

pytestmark = pytest.mark.asyncio


def row(world: World, code: str = "NJ01-0001") -> CaseRow:
    with world.store.reading() as unit:
        found = unit.case_by_code(code)
    assert found is not None
    return found


async def look_at(world: World, phone: Phone, code: str = "NJ01-0001") -> None:
    phone.send(f"/case {code}")
    await phone.until(lambda: "hand" in world.acts(phone) or "give" in world.acts(phone))


def moved_away(world: World, address: str) -> None:
    with world.store.transaction() as unit:
        person = unit.staff_by_address(address)
        assert person is not None
        elsewhere = tuple(replace(one, site="BJ01") for one in person.delegations)
        unit.save_staff(replace(person, site="BJ01", delegations=elsewhere))


@pytest.mark.parametrize(
    ("language", "unfinished", "missing"),
    [("en", "Unfinished", "Something is missing"), ("zh-hans", "未完成", "待补充")],
)
async def test_the_list_is_by_state_and_by_what_is_missing(
    world: World, language: str, unfinished: str, missing: str
) -> None:
    phone = await world.joined(language=language)
    await world.sent(phone)
    phone.send("/screen")
    await phone.until(lambda: "agree" in world.acts(phone))
    phone.send("/cases")
    await phone.until(lambda: "cases" in world.acts(phone))
    assert f"{unfinished} 1" in phone.labels
    first, _ = (line for line in phone.last.text.splitlines() if "NJ01-" in line)
    assert "NJ01-0002" in first, "what is unfinished comes first"
    before = phone.last.id
    phone.press(missing)
    await phone.until(lambda: phone.last.id != before)
    assert "NJ01-0001" in phone.last.text
    assert "NJ01-0002" not in phone.last.text


async def test_the_list_is_turned_a_page_at_a_time(world: World) -> None:
    phone = await world.joined()
    for place in range(10):
        phone.send("/screen")
        await phone.until(lambda place=place: f"NJ01-{place + 1:04}" in phone.last.text)  # type: ignore[misc]  # of this round
    phone.send("/cases")
    await phone.until(lambda: any("page 2" in label for label in phone.labels))
    seen = {code for code in (f"NJ01-{n + 1:04}" for n in range(10)) if code in phone.last.text}
    phone.press("page 2")
    await phone.until(lambda: any("page 1" in label for label in phone.labels))
    rest = {code for code in (f"NJ01-{n + 1:04}" for n in range(10)) if code in phone.last.text}
    assert (len(seen), len(rest), seen & rest) == (8, 2, set())


async def test_a_typed_code_finds_a_case_also_while_another_is_asked_about(world: World) -> None:
    phone = await world.joined()
    phone.send("/screen")
    await phone.until(lambda: "agree" in world.acts(phone))
    phone.send("A-017")
    await phone.until(lambda: "A-017" in phone.last.text)
    await world.asked(await world.joined(2))
    phone.send("nj01-0002")
    await phone.until(lambda: "give" in world.acts(phone))
    assert "NJ01-0002" in phone.last.text
    assert row(world).label == "A-017", "a code of another case is no label"
    phone.send("/case A-017")
    await phone.until(lambda: "hand" in world.acts(phone))
    assert "NJ01-0001" in phone.last.text


async def test_another_sites_case_is_not_found(world: World) -> None:
    await world.asked(await world.joined(1))
    stranger = await world.joined(2)
    moved_away(world, "telegram:2")
    for words in ("/case NJ01-0001", "/case A-1", "NJ01-0001"):
        stranger.send(words)
    await world.quiet()
    assert not any("NJ01-0001" in one.text for one in stranger.shown if "/case" not in one.text)


async def test_a_case_that_is_handed_over_is_the_colleagues_and_no_more_ones_own(world: World) -> None:
    nurse, colleague = await world.joined(1), await world.joined(2, "zh-hans")
    await world.asked(nurse)
    await look_at(world, nurse)
    await world.act(nurse, "hand", "give")
    nurse.press("Person 2")
    await colleague.until(lambda: "open" in world.acts(colleague))
    assert "NJ01-0001" in colleague.last.text
    await world.quiet()
    nurse.send("2026-12-06")
    await nurse.until(lambda: "No case is open" in nurse.shown[-1].text)
    before = world.record()
    colleague.tap(world.taps(colleague)["open"])
    await world.question(colleague, 0)
    colleague.send("2026-12-06")
    await world.question(colleague, 1)
    ((case, entries),) = world.record()
    assert len(entries) > len(before[0][1])
    assert [entry.kind for entry in entries].count("handed_over") == 1
    with world.store.reading() as unit:
        owner = unit.staff(case.owner)
    assert owner is not None
    assert owner.address == "telegram:2"


async def test_a_colleague_takes_a_case_over_and_its_owner_is_told(world: World) -> None:
    nurse, colleague = await world.joined(1), await world.joined(2)
    await world.asked(nurse)
    await look_at(world, colleague)
    colleague.press("Take it over")
    await nurse.until(lambda: "Person 2 took NJ01-0001 over" in nurse.shown[-1].text)
    await colleague.until(lambda: "is now with: Person 2" in colleague.last.text)
    assert world.acts(colleague) == {"open"}, "the next step is at hand"


@pytest.mark.parametrize("reason", ["", "Moved to another town"])
async def test_a_case_is_withdrawn_with_a_reason_and_the_team_is_told(world: World, reason: str) -> None:
    nurse = await world.joined()
    team = world.team(-100, "zh_CN")
    await world.sent(nurse)
    await look_at(world, nurse)
    await world.act(nurse, "withdraw", "because")
    if reason:
        nurse.send(reason)
    else:
        nurse.press("does not want to go on")
    await world.quiet()
    (entry,) = [entry for _, entries in world.record() for entry in entries if entry.kind == "withdrawn"]
    assert row(world).state == "withdrawn"
    assert entry.data["reason"] == (reason or "The patient does not want to go on")
    assert "已退出筛选" in team.shown[-1].text
    assert (reason or "患者撤回同意，不再参加") in team.shown[-1].text
    before = world.record()
    for shown in list(nurse.shown):
        for act in ("jump", "review", "details", "withdraw"):
            if shown.rows and act in world.taps(nurse, shown):
                nurse.tap(world.taps(nurse, shown)[act], shown)
    nurse.send("42")
    await world.quiet()
    assert world.record() == before, "nothing is changed in a case that is withdrawn"


async def test_whoever_thinks_better_of_it_goes_on_where_the_case_was(world: World) -> None:
    nurse = await world.joined()
    await world.asked(nurse)
    await look_at(world, nurse)
    await world.act(nurse, "withdraw", "because")
    nurse.send("她叫王小明")
    await world.quiet()
    assert row(world).state == "withdrawing", "a reason that names somebody is none"
    await world.act(nurse, "stay", "unknown")
    await world.question(nurse, 0)


@pytest.mark.parametrize(
    ("language", "still", "each"), [("en", "Still right", "Last time"), ("zh-hans", "均仍正确", "上次")]
)
async def test_a_patient_is_screened_again_with_what_has_not_aged_and_both_records_say_so(
    world: World, language: str, still: str, each: str
) -> None:
    nurse = await world.joined(language=language)
    await world.asked(nurse)
    nurse.send("2026-12-06")
    await world.question(nurse, 1)
    await world.act(nurse, "pick", "unknown")
    await world.act(nurse, "stop", "send")
    await world.act(nurse, "send", "details")
    await look_at(world, nurse)
    await world.act(nurse, "rescreen", "agree")
    await world.act(nurse, "agree", "all_still")
    assert any(still in label for label in nurse.labels)
    await world.act(nurse, "go_on", "unknown")
    nurse.send("2026-12-20")
    await nurse.until(lambda: "still" in world.acts(nurse))
    assert each in nurse.last.text
    await world.act(nurse, "still", "unknown")
    await world.quiet()
    old, new = row(world), row(world, "NJ01-0002")
    with world.store.reading() as unit:
        earlier, later = unit.entries(old.id), unit.entries(new.id)
    assert earlier[-1].data["code"] == "NJ01-0002"
    assert later[0].data["rescreens"] == "NJ01-0001"
    picked = [
        entry.data["value"]
        for entry in (*earlier, *later)
        if entry.data.get("question") == "sex" and entry.kind == "answered"
    ]
    assert len(picked) == 2
    assert picked[0] == picked[1]
    await look_at(world, nurse)
    assert "NJ01-0002" in nurse.last.text
    assert "rescreen" not in world.acts(nurse), "once"

"""A record that was touched is told from one that was not, by us and by anybody else.

Requirements: (1) a chain as sealed verifies; (2) whatever field of whatever entry is changed, the first such entry is
named; (3) so are entries left out, doubled, swapped; (4) the documented recipe, run as it stands, agrees; (5) the
documented bytes never change.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ports import Entry
from bot.store import chain
from bot.store.chain import SEALED, Head, broken, canonical, digest, head, plain, seal

from .making import NOW, draft, unplain

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=6,
)
drafts = st.builds(
    draft,
    kind=text,
    at=st.datetimes(timezones=st.just(UTC)),
    offset=st.integers(-720, 840),
    staff_id=st.none() | st.integers(1),
    language=text,
    trial=text,
    version=text,
    state=text,
    data=st.dictionaries(text, json_values, max_size=3),
)


def sealed(*these: Any) -> list[Entry]:
    """A record of these drafts."""
    entries: list[Entry] = []
    for one in these:
        entries.append(seal(one, head(entries[-1]) if entries else Head(7)))
    return entries


def other_value(value: Any) -> Any:
    """A value of the same type which is not this one."""
    if isinstance(value, str):
        return value + "x"
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    return {**value, "slipped in": 1} if isinstance(value, dict) else (value or 0) + 1


def documented() -> Callable[[list[dict[str, Any]]], int | None]:
    """The recipe of the module's documentation, taken as it stands."""
    lines = str(chain.__doc__).splitlines()
    recipe = textwrap.dedent("\n".join(line for line in lines if line.startswith("    ") or not line))
    names: dict[str, Any] = {}
    exec(recipe, names)
    found: Callable[[list[dict[str, Any]]], int | None] = names["first_broken"]
    return found


first_broken = documented()


def both(entries: list[Entry]) -> int | None:
    """What the code says, after asking whether the documented recipe says the same of an exported copy."""
    exported = [json.loads(json.dumps(plain(entry))) for entry in entries]
    assert first_broken(exported) == broken(entries)
    return broken(entries)


@given(st.lists(drafts, max_size=5))
def test_a_chain_as_sealed_verifies(these: list[Any]) -> None:
    entries = sealed(*these)
    assert both(entries) is None
    assert [entry.number for entry in entries] == list(range(1, len(these) + 1))


@pytest.mark.parametrize("name", SEALED)
@settings(max_examples=25)
@given(these=st.lists(drafts, min_size=2, max_size=4), where=st.integers(0, 3))
def test_any_field_of_any_entry_tells(name: str, these: list[Any], where: int) -> None:
    entries = sealed(*these)
    where %= len(entries)
    entries[where] = replace(entries[where], **{name: other_value(getattr(entries[where], name))})
    assert both(entries) == where + 1


@pytest.mark.parametrize("name", [name for name in SEALED if name != "hash"])
def test_a_forged_hash_is_found_at_the_next_entry_at_the_latest(name: str) -> None:
    entries = sealed(draft(), draft(), draft())
    forged = replace(entries[1], **{name: other_value(getattr(entries[1], name))})
    entries[1] = replace(forged, hash=digest(forged))
    assert broken(entries) in {2, 3}


@pytest.mark.parametrize(
    ("order", "place"),
    [([1, 2], 1), ([0, 2], 2), ([0, 0, 1], 2), ([1, 0, 2], 1), ([0, 2, 1], 2), ([0, 1, 2, 2], 4), ([2], 1)],
)
def test_entries_left_out_doubled_or_swapped_are_found(order: list[int], place: int) -> None:
    entries = sealed(draft("opened"), draft("agreed"), draft("answered"))
    assert both([entries[index] for index in order]) == place


def test_an_entry_of_another_case_does_not_fit_in() -> None:
    mine = sealed(draft(), draft())
    foreign = seal(draft(), Head(8, 1, mine[0].hash))
    assert broken([mine[0], foreign]) == 2


def test_the_documented_bytes_never_change() -> None:
    entry = seal(draft(data={"typed": '35 毫升\n"/\\', "b": [None, True], "a": {}}), Head(7))
    body = {name: value for name, value in plain(entry).items() if name != "hash"}
    assert canonical(body) == (
        '{"at":"2026-11-22T06:05:00.000000+00:00","case_id":7,"data":{"a":{},"b":[null,true],'
        '"typed":"35 毫升\\n\\"/\\\\"},"kind":"answered","language":"zh","number":1,"offset":480,"previous":"",'
        '"staff_id":null,"state":"ask:egfr","trial":"ln-msc","version":"1"}'
    )
    assert entry.hash == "ff163adbb9a7c34eb8eaee9c32ccd92372c769cd3df64f2afeda9eb711b21bc1"


@given(drafts)
def test_an_export_leads_back_to_the_entry(one: Any) -> None:
    entry = seal(one, Head(7))
    assert unplain(json.loads(json.dumps(plain(entry)))) == entry


def test_what_json_would_change_is_changed_before_it_is_hashed() -> None:
    entry = seal(draft(data={"pair": ("a", "b"), "by": {10: "ten", 9: "nine"}}), Head(7))
    assert entry.data == {"pair": ["a", "b"], "by": {"10": "ten", "9": "nine"}}
    assert broken([unplain(json.loads(canonical(plain(entry))))]) is None


def test_the_same_moment_in_another_zone_is_the_same_entry() -> None:
    in_nanjing = NOW.astimezone(timezone(timedelta(hours=8)))
    assert seal(draft(at=in_nanjing), Head(7)).hash == seal(draft(), Head(7)).hash


@pytest.mark.parametrize("wrong", [{"data": {"x": 1.5}}, {"data": {"x": float("nan")}}, {"data": {"x": NOW}}])
def test_what_has_no_exact_json_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        seal(draft(**wrong), Head(7))


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        seal(draft(at=NOW.replace(tzinfo=None)), Head(7))

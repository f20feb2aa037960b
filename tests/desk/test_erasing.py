"""An erased case is there and says so, and nothing else can be had of it.

Requirements: (1) whatever is tried with it, by its buttons or by typing, is told in one sentence and changes nothing; (2)
the list of cases names it as erased, by its code and not by the site's; (3) its owner can go on with others.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.console.record import write_down
from bot.desk.erasing import NotErased, erase
from bot.desk.exporting import Exporter
from bot.desk.incoming import Tap
from bot.ports import ERASED
from bot.store.verify import verify
from tests.desk.sitting import TEAM, Sitting

TOLD = {"en": "NJ01-0001 was erased", "zh_CN": "NJ01-0001的资料已删除"}
LISTED = {"en": "NJ01-0001: erased", "zh_CN": "NJ01-0001：已删除"}
HAND = {"en": "Hand over", "zh_CN": "交接"}


@pytest.fixture
def erased(sitting: Sitting) -> Sitting:
    """The case that was talked about is erased by the administrator."""
    assert "D-17" in sitting.commands("cases")
    assert HAND[sitting.language] in sitting.types("NJ01-0001")
    erase(sitting.store, sitting.desk.house, "NJ01-0001", "consent withdrawn", sitting.now, "telegram:1")
    return sitting


def test_nothing_can_be_done_with_it(erased: Sitting) -> None:
    before, case = erased.case(), erased.case().id
    taps = [Tap(act="open", value=str(case)), Tap(act="details", value="0", case=case, turn=before.turn)]
    taps += [Tap(act=act, case=case, turn=turn) for act in ("agree", "back", "edit") for turn in (1, before.turn)]
    for tap in taps:
        assert TOLD[erased.language] in erased.taps(tap), tap
    for act in ("card", "details"):
        tap = Tap(act=act, value="0", case=case, turn=1)
        assert TOLD[erased.language] in erased.taps(tap, chat=TEAM, private=False)
    assert "D-17" not in erased.types("36")
    assert HAND[erased.language] not in erased.types("NJ01-0001"), "no button that leads nowhere"
    assert erased.case() == before
    assert (before.state, before.label) == (ERASED, None)
    assert verify(erased.store) == []


def test_it_is_not_written_down_as_a_conversation(erased: Sitting, tmp_path: Path) -> None:
    house, exporter = erased.desk.house, Exporter(erased.store, erased.now)
    said = write_down(house, exporter, erased.case().id, tmp_path / "talk.yaml")
    assert said is not None
    assert TOLD[erased.language] in house.words.text(said, erased.language)
    with erased.store.reading() as unit:
        assert "exported" not in [line.kind for line in unit.logged("NJ01")]
    assert list(tmp_path.glob("talk*")) == []


def test_it_is_listed_as_erased_and_others_go_on(erased: Sitting) -> None:
    said = erased.commands("cases")
    assert LISTED[erased.language] in said
    assert "D-17" not in said
    erased.commands("screen")
    assert erased.case().code == "NJ01-0002"
    assert erased.case().state != ERASED


def test_it_is_erased_once(erased: Sitting) -> None:
    with pytest.raises(NotErased, match="already"):
        erase(erased.store, erased.desk.house, "NJ01-0001", "again", erased.now)

"""Papers where the channel carries no files: nothing is promised, noted or put out that could not come."""

from __future__ import annotations

import pytest

from bot.desk.incoming import Tap
from tests.desk.sitting import Sitting


@pytest.mark.parametrize("kind", ["log", "stats"])
def test_a_terminal_is_told_which_program_writes_it(sitting: Sitting, kind: str) -> None:
    said = sitting.commands(kind)
    assert f"bot.py {kind}" in said
    assert said.count("'name': ") == 1
    sitting.taps(Tap(act=kind, value="ln-msc NJ01"))
    row = sitting.case()
    sitting.taps(Tap(act="print", case=row.id, turn=row.turn))
    with sitting.store.reading() as unit:
        assert "exported" not in [line.kind for line in unit.logged("NJ01")]
    assert sitting.me.find("print") is None

"""An export is noted whoever else writes to the same log at that moment; where that cannot be, it is not handed over."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.desk.exporting import Exporter
from bot.desk.insisting import TRIES
from bot.ports import Conflict, StoreBusy
from bot.store.sql import SqlStore

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(("conflicts", "noted"), [(0, 1), (TRIES - 1, 1), (TRIES, 0)])
def test_somebody_else_writes_at_the_same_moment(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch, conflicts: int, noted: int
) -> None:
    waiting, transaction = [Conflict()] * conflicts, store.transaction

    def taken(*given: Any) -> Any:
        if waiting:
            raise waiting.pop()
        return transaction()

    monkeypatch.setattr(store, "transaction", taken)
    exporter = Exporter(store, NOW, account="ward")
    if noted:
        exporter.note("stats", trial="ln-msc", site="NJ01")
    else:
        with pytest.raises(StoreBusy):
            exporter.note("stats", trial="ln-msc", site="NJ01")
    with store.reading() as unit:
        assert len(unit.logged("NJ01")) == noted

"""The trials at hand raise no doubts."""

from __future__ import annotations

from bot.content.doubts import doubts_about
from tests.core.worlds import LN, ROOT, RSV, SECOND


def test_the_trials_at_hand_raise_no_doubts() -> None:
    assert doubts_about([LN], ROOT / "flows") == []
    assert doubts_about([RSV], SECOND / "flows") == []

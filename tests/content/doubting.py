"""What is hardly meant in a trial's file, as `check` prints it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from bot.content.doubts import LOOKS, Look, doubts_about
from bot.content.labs import read_labs
from bot.content.trials import read_trial
from bot.core.shapes import Limits, Unit
from bot.core.shapes import Test as LabTest
from tests.core.worlds import ROOT

_SCORE = LabTest("z", ("z",), (), (Unit("SD", "{SD}", "SD", ("sd",), Fraction(1)),), Limits(Decimal(-9), Decimal(9)))
_HOURS = LabTest("hours", ("hours",), (), (Unit("h", "h", "h", ("h", "hours"), Fraction(1)),))
LABS = {**read_labs(ROOT / "flows" / "labs.yaml"), "z": _SCORE, "hours": _HOURS}


def doubts_in(folder: Path, text: str, *looks: Look) -> list[str]:
    """The doubts about a trial with this text, written to a file of this folder; by these looks, or by all."""
    path = folder / "t-1.yaml"
    path.write_text(text, "utf-8")
    trial = read_trial(path, LABS, lambda message: (message.text,))
    return [str(doubt) for doubt in doubts_about([trial], folder, looks or LOOKS)]
